"""The 版记 at the foot of the last page: who gets copies, who printed it when (GB/T 9704-2012 7.4); the 分送 of a briefing.

It hangs in a text box on the lower edge of the core, so that text above never moves it. The last paragraph is as high as the box: where it
does not fit any more it goes to the next page, and takes along what is kept with it. Its lines are those of a table:
borders of paragraphs follow their indents and would be too short.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from xlflow.documents.layout import measures as m
from xlflow.documents.layout.blocks import sealed
from xlflow.documents.layout.markup import paragraph
from xlflow.documents.layout.page import TextBox, text_box
from xlflow.documents.layout.styles import off_grid
from xlflow.documents.layout.title import text_width
from xlflow.documents.template.values import Paragraphs

AT_THE_FOOT = (
    '<wp:positionH relativeFrom="margin"><wp:align>center</wp:align></wp:positionH>'
    '<wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV>'
)
BOX_NUMBER = 9
"""What tells the text box from the lines of a letter."""


def colophon(copies: str, issuer: str, date: str) -> Paragraphs:
    """抄送 (left out where nobody gets a copy), the body that printed the document, and the date of printing."""
    return _at_the_end(*_box(_rows(copies, issuer, date)))


def sealed_and_printed(name: str, date: str, copies: str, issuer: str, printed: str) -> Paragraphs:
    """Two empty lines, the signature block of a sealed document, and its 版记, which stand on one page with the text above.

    The box hangs from the empty line above the name: one that hangs from the end keeps LibreOffice from moving the text with it.
    """
    box, height = _box(_rows(copies, issuer, printed))
    kept = "<w:keepNext/>"
    blank = paragraph(style="Normal", properties=kept)
    return Paragraphs(blank + paragraph(box, "Normal", kept) + str(sealed(name, date)) + _room(height))


def _rows(copies: str, issuer: str, date: str) -> list[tuple[str, int]]:
    printed = paragraph(f"{issuer}\t{date}印发", "ColophonPrint")
    return [*([_group("抄送", (copies,))] if copies else []), (printed, 1)]


def distribution(*groups: str) -> Paragraphs:
    """分送 at the foot of a briefing: one paragraph a group of readers, the later ones below the first."""
    return _at_the_end(*_box([_group("分送", [group for group in groups if group])]))


def _group(label: str, groups: Sequence[str]) -> tuple[str, int]:
    """The paragraphs of readers, and how many lines they take."""
    first, *others = (str(group).rstrip("。") + "。" for group in groups)
    texts = [paragraph(f"{label}：{first}", "ColophonCopies"), *(paragraph(other, "ColophonMore") for other in others)]
    room = m.COLOPHON_LINE_CHARACTERS - len(label) - 1
    return "".join(texts), sum(math.ceil(text_width(group) / room) for group in (first, *others))


def _at_the_end(box: str, height: int) -> Paragraphs:
    """The last paragraph of a document, as high as the box that hangs from it."""
    return Paragraphs(paragraph(box, "Spacer", off_grid(height)))


def _room(height: int) -> str:
    return paragraph("", "Spacer", off_grid(height))


def _box(rows: Sequence[tuple[str, int]]) -> tuple[str, int]:
    """The rows, ruled, on the lower edge of the core of the page from which the box hangs, and its height."""
    width = m.CORE_WIDTH_TWIPS
    height = sum(lines for _, lines in rows) * m.COLOPHON_LINE_TWIPS + m.COLOPHON_PADDING_TWIPS
    last = len(rows) - 1
    cells = "".join(
        f'<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:tcBorders>'
        f"{_line('top', m.COLOPHON_INNER_LINE_EIGHTHS_PT if number else m.COLOPHON_OUTER_LINE_EIGHTHS_PT)}"
        f"{_line('bottom', m.COLOPHON_INNER_LINE_EIGHTHS_PT if number < last else m.COLOPHON_OUTER_LINE_EIGHTHS_PT)}"
        f"</w:tcBorders></w:tcPr>{text}</w:tc></w:tr>"
        for number, (text, _) in enumerate(rows)
    )
    table = (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        '<w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid>{cells}</w:tbl>'
    )
    return text_box(table + paragraph("", "Spacer"), TextBox(width, height, "版记", BOX_NUMBER), AT_THE_FOOT), height


def _line(side: str, eighths_pt: int) -> str:
    return f'<w:{side} w:val="single" w:sz="{eighths_pt}" w:space="0" w:color="auto"/>'
