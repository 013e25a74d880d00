"""A text box that hangs from a paragraph at a place of the page: LibreOffice keeps no other frame where it belongs."""

from __future__ import annotations

from msgspec import Struct

EMU_PER_TWIP = 635


class TextBox(Struct, frozen=True):
    """Its size in twips, the name that Word shows, and a number that tells it from other drawings of the document.

    `turned` writes from top to bottom, for the sheet is read turned to the left. A box lies over the text: whoever hangs it makes room.
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
