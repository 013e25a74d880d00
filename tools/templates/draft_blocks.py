"""Blocks of drafts: the parts of a text (GB/T 9704-2012 7.3.2 to 7.3.4), tables of forms and lists, closing words of papers."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence

from xlflow.documents.layout.layout_styles import KEEP_WITH_TEXT, off_grid
from xlflow.documents.layout.paragraph_markup import Typeface, blank_line, indents, paragraph, run, tag
from xlflow.documents.layout.standard_measures import CHARACTER_TWIPS, CORE_WIDTH_TWIPS, SET_CHARACTER_TWIPS
from xlflow.documents.numerals import ordinal


def addressee(text: str) -> str:
    """To whom the document goes: one empty line below the title, flush left, full-width colon."""
    return blank_line() + paragraph(f"{text}：", "Addressee")


def body(text: str) -> str:
    """A paragraph of the text."""
    return paragraph(text)


def level_1(number: int, text: str) -> str:
    """一、in 黑体."""
    return paragraph(ordinal(1, number) + text, "Heading1")


def level_2(number: int, sentence: str, text: str = "") -> str:
    """（一）in 楷体, for the first sentence only; what follows in the same paragraph is 仿宋."""
    head = ordinal(2, number) + sentence
    return paragraph(run(head, Typeface.KAI) + run(text)) if text else paragraph(head, "Heading2")


def level_3(number: int, text: str) -> str:
    """1. in 仿宋."""
    return paragraph(ordinal(3, number) + text)


def level_4(number: int, text: str) -> str:
    """（1）in 仿宋."""
    return paragraph(ordinal(4, number) + text)


ONE_ATTACHMENT = indents(left=5 * CHARACTER_TWIPS, hanging=3 * CHARACTER_TWIPS)
"""Without an ordinal the name begins, and its lines turn, right after 附件：."""


def attachments(names: Sequence[str]) -> str:
    """The attachments note: an empty line, 附件： and the names without marks at the end, numbered where there are several."""
    if len(names) == 1:
        return blank_line() + paragraph(f"附件：{names[0]}", "AttachmentNote", ONE_ATTACHMENT)
    first, *others = (f"{ordinal(3, number)}\t{name}" for number, name in enumerate(names, 1))
    return blank_line() + paragraph(f"附件：{first}", "AttachmentNote") + "".join(paragraph(text, "AttachmentItem") for text in others)


def gap(height_twips: int = 320) -> str:
    """Room above and below a table."""
    return paragraph(style="Spacer", properties=off_grid(height_twips))


def ruled_lines(count: int) -> str:
    """Empty lines to write on by hand."""
    return paragraph(style="RuledLine") * count


SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
CELL_MARGIN_TWIPS = 28
"""0.5 mm: a date or the name of a branch shall stand in one line."""


def columns(shares: Sequence[float], width: int = CORE_WIDTH_TWIPS) -> tuple[int, ...]:
    """Column widths in twips that fill the core (or another width) exactly, in the ratio of the shares."""
    total = sum(shares)
    edges = [round(width * sum(shares[:i]) / total) for i in range(len(shares) + 1)]
    return tuple(right - left for left, right in itertools.pairwise(edges))


def spans(edges_pt: Sequence[float], *ends_pt: float) -> tuple[int, ...]:
    """How many columns of a grid each cell takes that ends at one of `ends_pt`; the last cell takes the rest.

    A form whose rows are divided differently needs a grid of all the edges: `edges_pt` are its inner ones, in points from the left.
    """
    places = [edges_pt.index(end) + 1 for end in ends_pt] + [len(edges_pt) + 1]
    return tuple(end - start for start, end in zip([0, *places], places, strict=False))


def grid_widths(edges_pt: Sequence[float]) -> tuple[int, ...]:
    """The widths in twips of the columns between the inner edges of a grid, which fills the core."""
    edges = (0, *(round(edge * 20) for edge in edges_pt), CORE_WIDTH_TWIPS)
    return tuple(right - left for left, right in itertools.pairwise(edges))


def cell(content: str, style: str = "TableCell", *, span: int = 1, merge: str = "", align: str = "center") -> str:
    """A cell of `span` columns. `content` is plain text or paragraphs; `merge` is restart or continue for cells over several rows."""
    paragraphs = content if content.startswith("<w:p>") else paragraph(content, style)
    properties = [
        f'<w:gridSpan w:val="{span}"/>' if span > 1 else "",
        f'<w:vMerge w:val="{merge}"/>' if merge else "",
        f'<w:vAlign w:val="{align}"/>',
    ]
    return f"<w:tc><w:tcPr>{''.join(properties)}</w:tcPr>{paragraphs}</w:tc>"


def label(text: str, style: str = "TableHead", *, span: int = 1) -> str:
    """A cell that names its neighbour, in 黑体."""
    return cell(text, style, span=span)


def row(*cells: str, height: int = 0, header: bool = False, breakable: bool = False) -> str:
    """A row at least `height` twips high; a header row is repeated on every page."""
    properties = [
        "" if breakable else "<w:cantSplit/>",
        f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else "",
        "<w:tblHeader/>" if header else "",
    ]
    return f"<w:tr><w:trPr>{''.join(properties)}</w:trPr>{''.join(cells)}</w:tr>"


def tag_row(text: str, width: int) -> str:
    """A row that holds a tag only and is gone after rendering: `{%tr for … %}`."""
    return row(cell(text, "TableLeft", span=width))


def table(widths: Sequence[int], rows: Iterable[str]) -> str:
    """A table with single lines all round."""
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in SIDES)
    margins = "".join(f'<w:{side} w:w="{CELL_MARGIN_TWIPS}" w:type="dxa"/>' for side in ("left", "right"))
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{borders}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


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
