"""Page, footers and the letter's first page: what stands around the text (GB/T 9704-2012 5.2, 7.5, 10.1)."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from xlflow.documents.layout import standard_measures as m
from xlflow.documents.layout.layout_styles import justify
from xlflow.documents.layout.paragraph_markup import indents, paragraph, run

EMU_PER_TWIP = 635


class TextBox(Struct, frozen=True):
    """Its size in twips, the name that Word shows, and its number among the drawings of the document.

    `turned` writes from top to bottom, for the sheet is read turned to the left. A box covers the text: its caller makes room.
    """

    width: int
    height: int
    name: str
    number: int
    turned: bool = False


def text_box(content: str, box: TextBox, position: str) -> str:
    """The run that holds a box of paragraphs at its lower edge; `position` is the markup of where it hangs."""
    cx, cy = box.width * EMU_PER_TWIP, box.height * EMU_PER_TWIP
    direction = ' vert="vert"' if box.turned else ""
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="251660288" behindDoc="0" locked="0"'
        f' layoutInCell="1" allowOverlap="0"><wp:simplePos x="0" y="0"/>{position}'
        f'<wp:extent cx="{cx}" cy="{cy}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        f'<wp:docPr id="{box.number}" name="{box.name}"/><wp:cNvGraphicFramePr/>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        '<wps:cNvSpPr txBox="1"/>'
        f'<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f"<a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr><wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx>"
        f'<wps:bodyPr{direction} wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="b"><a:noAutofit/></wps:bodyPr>'
        "</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>"
    )


NUMBER_FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)

DOUBLE_LINE_TWIPS = 60
"""From the middle of the one line of a double line to the middle of the other."""


class PageForm(StrEnum):
    """The kinds of page: with page numbers, without (a form of one sheet, a notice of one page), the letter, and wide tables."""

    NUMBERED = "numbered"
    BARE = "bare"
    LETTER = "letter"
    LANDSCAPE = "landscape"


def footer(side: str) -> str:
    """The page number between two dashes: odd pages on the right, even pages on the left, 空一字 (7.5)."""
    inset = indents(right=m.PAGE_NUMBER_INDENT_TWIPS) if side == "right" else indents(left=m.PAGE_NUMBER_INDENT_TWIPS)
    return paragraph(run("— ") + NUMBER_FIELD + run(" —"), "PageNumber", inset + justify(side))


def turned_footer(side: str) -> str:
    """The page number of a wide table: where it stands on the other pages once the sheet is turned upright (7.5).

    The left edge of the wide page is the foot of the upright one: the number hangs there in a text box, turned with the sheet, at the
    lower end on odd pages and at the upper end on even ones.
    """
    number = paragraph(run("— ") + NUMBER_FIELD + run(" —"), "PageNumber", justify("center"))
    length = 4 * m.PAGE_NUMBER_INDENT_TWIPS
    drawing = 20 if side == "right" else 21
    x = m.MARGIN_BOTTOM_TWIPS - m.twips(m.PAGE_NUMBER_GAP_MM) - m.PAGE_NUMBER_LINE_TWIPS
    top, foot = m.MARGIN_LEFT_TWIPS, m.MARGIN_LEFT_TWIPS + m.CORE_WIDTH_TWIPS
    y = foot - m.PAGE_NUMBER_INDENT_TWIPS - length if side == "right" else top + m.PAGE_NUMBER_INDENT_TWIPS
    box = text_box(number, TextBox(m.PAGE_NUMBER_LINE_TWIPS, length, "页码", drawing, turned=True), f"{_offset('H', x)}{_offset('V', y)}")
    return paragraph(box, "Spacer")


def _offset(direction: str, twips: int) -> str:
    return f'<wp:position{direction} relativeFrom="page"><wp:posOffset>{twips * EMU_PER_TWIP}</wp:posOffset></wp:position{direction}>'


def section(references: str, form: PageForm) -> str:
    """The `w:sectPr` of a document: A4, core 156 mm x 225 mm, 22 lines to a page; a letter has a first page of its own.

    A wide table stands on a sheet turned to the left: the head of the table is at the binding edge.
    """
    first_page = "<w:titlePg/>" if form is PageForm.LETTER else ""
    width, height = m.PAGE_WIDTH_TWIPS, m.PAGE_HEIGHT_TWIPS
    top, right, bottom, left = m.MARGIN_TOP_TWIPS, m.MARGIN_RIGHT_TWIPS, m.MARGIN_BOTTOM_TWIPS, m.MARGIN_LEFT_TWIPS
    turned = ""
    if form is PageForm.LANDSCAPE:
        width, height, turned = height, width, ' w:orient="landscape"'
        top, right, bottom, left = left, top, right, bottom
    return (
        f'<w:sectPr>{references}<w:pgSz w:w="{width}" w:h="{height}"{turned}/>'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}"'
        f' w:left="{left}" w:header="{m.HEADER_TWIPS}" w:footer="{m.FOOTER_TWIPS}" w:gutter="0"/>'
        f'{first_page}<w:docGrid w:type="lines" w:linePitch="{m.LINE_TWIPS}"/></w:sectPr>'
    )


def double_line(y_twips: int, weights_pt: tuple[float, float], number: int) -> str:
    """A red double line 170 mm wide, centred on the page, `y_twips` below its upper edge.

    `number` and the next one are the ids of its two lines.
    """
    upper, lower = weights_pt
    return _line(y_twips, upper, number) + _line(y_twips + DOUBLE_LINE_TWIPS, lower, number + 1)


def _line(y_twips: int, weight_pt: float, number: int) -> str:
    width = round(m.LETTER_LINE_WIDTH_MM * 36000)
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="251658240" behindDoc="0" locked="0"'
        ' layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="page"><wp:align>center</wp:align></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{y_twips * EMU_PER_TWIP}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{width}" cy="0"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        f'<wp:docPr id="{number}" name="红线{number}"/><wp:cNvGraphicFramePr/>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvCnPr/>'
        f'<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="0"/></a:xfrm><a:prstGeom prst="line"><a:avLst/></a:prstGeom>'
        f'<a:ln w="{round(weight_pt * 12700)}"><a:solidFill><a:srgbClr val="{m.RED}"/></a:solidFill></a:ln></wps:spPr><wps:bodyPr/>'
        "</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>"
    )
