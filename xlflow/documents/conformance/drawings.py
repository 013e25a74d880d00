"""Lines and boxes that are anchored to a page."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from xlflow.documents.conformance.cascade import A, W, local, whole_number
from xlflow.documents.conformance.word import Line

WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
EMU_PER_TWIP = 635
EMU_PER_PT = 12700
FLAT = 20 * EMU_PER_PT
"""A rectangle that is lower than this stands for a line."""


def anchors(root: etree._Element) -> Iterator[etree._Element]:
    """Every drawing of a part once: the modern one where a file holds an older copy too."""
    for anchor in root.iter(f"{WP}anchor", f"{WP}inline"):
        if not any(local(above) == "Fallback" for above in anchor.iterancestors()):
            yield anchor


def lines(root: etree._Element) -> Iterator[Line]:
    """The straight lines that are drawn, in the order of the file."""
    for anchor in anchors(root):
        shape = anchor.find(f".//{WPS}wsp")
        extent = anchor.find(f"{WP}extent")
        if shape is None or extent is None or shape.find(f".//{WPS}txbx") is not None:
            continue
        if whole_number(extent.get("cy", "0")) <= FLAT:
            yield Line(whole_number(extent.get("cx", "0")) // EMU_PER_TWIP, _weight(shape), _color(shape), _top(anchor))


def boxes(root: etree._Element) -> Iterator[etree._Element]:
    """What stands in text boxes: each `w:txbxContent`."""
    for content in root.iter(f"{W}txbxContent"):
        if not any(local(above) == "Fallback" for above in content.iterancestors()):
            yield content


def _weight(shape: etree._Element) -> float:
    line = shape.find(f".//{A}ln")
    return whole_number(line.get("w", "9525"), 9525) / EMU_PER_PT if line is not None else 0.75


def _color(shape: etree._Element) -> str:
    color = shape.find(f".//{A}ln//{A}srgbClr")
    return color.get("val", "").upper() if color is not None else ""


def _top(anchor: etree._Element) -> int | None:
    place = anchor.find(f"{WP}positionV")
    offset = place.find(f"{WP}posOffset") if place is not None else None
    if place is None or offset is None or place.get("relativeFrom") != "page":
        return None
    return whole_number(offset.text or "0") // EMU_PER_TWIP
