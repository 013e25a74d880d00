"""Parts that several papers share: what is written by hand, signatures of the branch, tables of people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from templates.table_blocks import cell, label, row, table, tag_row
from templates.text_blocks import body, ruled_lines
from xlflow.documents.layout.layout_styles import KEEP_WITH_TEXT
from xlflow.documents.layout.paragraph_markup import indents, paragraph, tag
from xlflow.documents.layout.standard_measures import SET_CHARACTER_TWIPS

BASIS = "《共青团推优入党工作实施办法（试行）》"
KEPT_LINE = paragraph(style="Normal", properties=KEEP_WITH_TEXT)
"""An empty line that stays with what follows: a signature block never stands on a page without text."""
RIGHT = 2 * SET_CHARACTER_TWIPS
ROOM_TO_SIGN = 5 * SET_CHARACTER_TWIPS


def last_words(text: str, style: str = "Body") -> str:
    """The last paragraph before a signature: it stays with the block, which else might stand on a page alone."""
    return paragraph(text, style, KEEP_WITH_TEXT)


def signed_by_hand(who: str, *, of: str = "{{ branch }}") -> tuple[str, ...]:
    """The branch, room for a signature, and the date: whoever signs writes both."""
    branch = (paragraph(of, "SignatureName", indents(right=RIGHT)),) if of else ()
    return (
        *branch,
        paragraph(f"{who}（签字）：", "SignatureName", indents(right=RIGHT + ROOM_TO_SIGN)),
        paragraph("年　　月　　日", "SignatureDate", indents(right=RIGHT)),
    )


def sealed_and_printed(issuer: str) -> tuple[str, ...]:
    """The end of a document with a red head: signature and 版记 of the same day; the signature alone while the day is open."""
    return (
        tag("{%p if document_date != blank_date %}"),
        tag(f"{{{{p sealed_and_printed({issuer}, document_date, '', {issuer}, document_date) }}}}"),
        tag("{%p else %}"),
        KEPT_LINE * 2,
        tag(f"{{{{p sealed({issuer}, document_date) }}}}"),
        tag("{%p endif %}"),
    )


def of_person(columns: Mapping[str, str]) -> dict[str, str]:
    """The columns of a `people_table` that print one value of the person each: head and key become head and tag."""
    return {head: f"{{{{ person.{key} }}}}" for head, key in columns.items()}


def people_table(widths: Sequence[int], columns: Mapping[str, str], people: str, *, height: int = 440) -> str:
    """A table of one row a person: `columns` are the head and the tags that stand below it."""
    return table(
        widths,
        (
            row(*map(label, columns), height=460, header=True),
            tag_row(f"{{%tr for person in {people} %}}", len(columns)),
            row(*(cell(text) for text in columns.values()), height=height),
            tag_row("{%tr endfor %}", len(columns)),
        ),
    )


def written(key: str, otherwise: str, style: str = "Body") -> str:
    """The lines of a long text, or something else where nobody has written one."""
    return (
        tag(f"{{%p if {key} %}}")
        + tag(f"{{%p for line in {key}.splitlines() %}}")
        + paragraph("{{ line }}", style)
        + tag("{%p endfor %}")
        + tag("{%p else %}")
        + otherwise
        + tag("{%p endif %}")
    )


def written_or_lines(key: str, lines: int) -> str:
    """The lines of a long text, or empty lines to write it on by hand."""
    return written(key, ruled_lines(lines))


def when(condition: str, *texts: str) -> str:
    """Paragraphs that stand only where the condition holds."""
    return tag(f"{{%p if {condition} %}}") + "".join(map(body, texts)) + tag("{%p endif %}")
