"""The parts of a text: addressee, the four levels, attachments note (GB/T 9704-2012 7.3.2 to 7.3.4)."""

from __future__ import annotations

from collections.abc import Sequence

from xlflow.documents.layout.layout_styles import off_grid
from xlflow.documents.layout.paragraph_markup import Face, blank_line, indents, paragraph, run
from xlflow.documents.layout.standard_measures import CHARACTER_TWIPS
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
    return paragraph(run(head, Face.KAI) + run(text)) if text else paragraph(head, "Heading2")


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
