"""Page, footers and the letter's first page: what stands around the text (GB/T 9704-2012 5.2, 7.5, 10.1)."""

from __future__ import annotations

from enum import StrEnum

from xlflow.documents.layout import measures as m
from xlflow.documents.layout.markup import indents, paragraph, run, tag
from xlflow.documents.layout.styles import justify, off_grid

NUMBER_FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)

LETTER_MARK_LEAD_TWIPS = 48
"""Between the edge of the mark's line and the edge of its characters."""
DOUBLE_LINE_TWIPS = 60
LETTER_LINES_TWIPS = 431
"""From the mark's line to the first line of the text: 4 mm, the double line, and 7/8 of a character less the lead of the number's line."""


class Form(StrEnum):
    """The kinds of page: with page numbers, without (a form of one sheet, a notice of one page), and the letter."""

    NUMBERED = "numbered"
    BARE = "bare"
    LETTER = "letter"


def footer(side: str) -> str:
    """The page number between two dashes: odd pages on the right, even pages on the left, 空一字 (7.5)."""
    inset = indents(right=m.PAGE_NUMBER_INDENT_TWIPS) if side == "right" else indents(left=m.PAGE_NUMBER_INDENT_TWIPS)
    return paragraph(run("— ") + NUMBER_FIELD + run(" —"), "PageNumber", inset + justify(side))


def section(references: str, form: Form) -> str:
    """The `w:sectPr` of a document: A4, core 156 mm x 225 mm, 22 lines to a page; a letter has a first page of its own."""
    first_page = "<w:titlePg/>" if form is Form.LETTER else ""
    header = letter_header_twips() if form is Form.LETTER else m.twips(15)
    return (
        f'<w:sectPr>{references}<w:pgSz w:w="{m.PAGE_WIDTH_TWIPS}" w:h="{m.PAGE_HEIGHT_TWIPS}"/>'
        f'<w:pgMar w:top="{m.MARGIN_TOP_TWIPS}" w:right="{m.MARGIN_RIGHT_TWIPS}" w:bottom="{m.MARGIN_BOTTOM_TWIPS}"'
        f' w:left="{m.MARGIN_LEFT_TWIPS}" w:header="{header}" w:footer="{m.FOOTER_TWIPS}" w:gutter="0"/>'
        f'{first_page}<w:docGrid w:type="lines" w:linePitch="{m.LINE_TWIPS}"/></w:sectPr>'
    )


def letter_header_twips() -> int:
    """Where the first header of a letter begins: the mark's upper edge shall be 30 mm below that of the page."""
    return m.twips(m.LETTER_MARK_TOP_MM) - LETTER_MARK_LEAD_TWIPS


def letter_header(mark: str) -> str:
    """The head of a letter: the mark, 4 mm below it a red double line, another near the foot of the page (10.1)."""
    bottom = m.PAGE_HEIGHT_TWIPS - m.twips(m.LETTER_BOTTOM_LINE_MM)
    lines = _double_line(m.twips(m.LETTER_LINE_GAP_MM) - LETTER_MARK_LEAD_TWIPS, "paragraph", (2.25, 0.75), 1)
    lines += _double_line(bottom - DOUBLE_LINE_TWIPS, "page", (0.75, 2.25), 3)
    return tag(mark) + paragraph(lines, "Spacer", off_grid(LETTER_LINES_TWIPS))


def _double_line(y_twips: int, relative: str, weights_pt: tuple[float, float], number: int) -> str:
    upper, lower = weights_pt
    return _line(y_twips, relative, upper, number) + _line(y_twips + DOUBLE_LINE_TWIPS, relative, lower, number + 1)


def _line(y_twips: int, relative: str, weight_pt: float, number: int) -> str:
    width = round(m.LETTER_LINE_WIDTH_MM * 36000)
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="251658240" behindDoc="0" locked="0"'
        ' layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="page"><wp:align>center</wp:align></wp:positionH>'
        f'<wp:positionV relativeFrom="{relative}"><wp:posOffset>{y_twips * 635}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{width}" cy="0"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        f'<wp:docPr id="{number}" name="红线{number}"/><wp:cNvGraphicFramePr/>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvCnPr/>'
        f'<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="0"/></a:xfrm><a:prstGeom prst="line"><a:avLst/></a:prstGeom>'
        f'<a:ln w="{round(weight_pt * 12700)}"><a:solidFill><a:srgbClr val="{m.RED}"/></a:solidFill></a:ln></wps:spPr><wps:bodyPr/>'
        "</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>"
    )
