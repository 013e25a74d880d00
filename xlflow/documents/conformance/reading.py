"""From the bytes of a .docx to a `Word`."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping

from lxml import etree
from msgspec.structs import replace

from xlflow.documents.conformance.cascade import A, Styles, W, is_on, local, properties, theme_faces, whole_number
from xlflow.documents.conformance.paragraphs import Reader, read_numbering, section_of
from xlflow.documents.conformance.word import Block, Line, Paragraph, Section, Word
from xlflow.documents.template.package import parse_xml, read_members

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


R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
LARGEST = 64 << 20
"""The most bytes that a part may inflate to: no official document is that large."""


def read_word(content: bytes) -> Word:
    """A Word file with all styles applied; `ValueError` with a Chinese reason for what is none."""
    package = Package(content)
    main = package.main
    root = package.tree(main)
    body = root.find(f"{W}body") if root is not None else None
    if body is None:
        raise ValueError("不是 .docx 文件，或文件已损坏")
    styles = Styles(package.related(main, "styles"), theme_faces(package.related(main, "theme")))
    reader = Reader(styles, read_numbering(package.related(main, "numbering")))
    blocks, sections = _body(body, reader, package, main)
    in_boxes = tuple(tuple(reader.blocks(box)) for box in boxes(body))
    settings = package.related(main, "settings")
    even_and_odd = is_on(properties(settings), "evenAndOddHeaders")
    return Word(blocks, sections, tuple(lines(body)), in_boxes, even_and_odd, reader.default_run())


def _body(body: etree._Element, reader: Reader, package: Package, main: str) -> tuple[tuple[Block, ...], tuple[Section, ...]]:
    """The blocks with the number of their section; footers that a section does not name are those of the one before."""
    blocks: list[Block] = []
    sections: list[Section] = []
    footers: dict[str, tuple[Paragraph, ...]] = {}
    for element in reader.elements(body):
        block = reader.block(element)
        blocks.append(replace(block, section=len(sections)) if isinstance(block, Paragraph) else block)
        end = element.find(f"{W}pPr/{W}sectPr")
        if end is not None:
            footers = footers | dict(_footers(end, reader, package, main))
            sections.append(section_of(end, footers))
    end = body.find(f"{W}sectPr")
    if end is not None or not sections:
        end = end if end is not None else etree.Element(f"{W}sectPr")
        sections.append(section_of(end, footers | dict(_footers(end, reader, package, main))))
    last = len(sections) - 1
    return tuple(replace(b, section=min(b.section, last)) if isinstance(b, Paragraph) else b for b in blocks), tuple(sections)


def _footers(section: etree._Element, reader: Reader, package: Package, main: str) -> Iterator[tuple[str, tuple[Paragraph, ...]]]:
    for reference in section.iterfind(f"{W}footerReference"):
        root = package.by_id(main, reference.get(f"{R}id", ""))
        if root is not None:
            yield reference.get(f"{W}type", "default"), tuple(_footer_paragraphs(root, reader))


def _footer_paragraphs(root: etree._Element, reader: Reader) -> Iterator[Paragraph]:
    """Those of the footer and of the boxes in it, where Word puts page numbers of its gallery."""
    for part in (root, *boxes(root)):
        for block in reader.blocks(part):
            yield from (block,) if isinstance(block, Paragraph) else block.paragraphs()


_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing",
        b"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    ),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
)
"""The names that Word gives its elements where it saves as 严格的 Open XML, and those that it gives them otherwise."""


def _transitional(content: bytes) -> bytes:
    if b"http://purl.oclc.org/" in content:
        for strict, usual in _STRICT:
            content = content.replace(strict, usual)
    return content


class Package:
    """The parts of a file and how they refer to each other."""

    def __init__(self, content: bytes) -> None:
        self._members = {member.name: member for member in read_members(content)}
        office = [target for kind, target in self._relations("").values() if kind == "officeDocument"]
        self.main = office[0] if office else "word/document.xml"

    def tree(self, name: str) -> etree._Element | None:
        """The tree of a part; None where it is not there."""
        member = self._members.get(name)
        if member is None:
            return None
        if member.size > LARGEST:
            raise ValueError("部件太大，疑为压缩炸弹")
        try:
            return parse_xml(_transitional(member.data()))
        except etree.XMLSyntaxError as error:
            raise ValueError("不是 .docx 文件，或文件已损坏") from error

    def related(self, part: str, kind: str) -> etree._Element | None:
        """The part of a kind (styles, settings …) that a part refers to."""
        return self.tree(self.name_of(part, kind))

    def name_of(self, part: str, kind: str) -> str:
        """The name of that part; empty where there is none."""
        return next((target for found, target in self._relations(part).values() if found == kind), "")

    def by_id(self, part: str, number: str) -> etree._Element | None:
        """The part that a part refers to by a number."""
        found = self._relations(part).get(number)
        return self.tree(found[1]) if found else None

    def _relations(self, part: str) -> Mapping[str, tuple[str, str]]:
        folder, _, name = part.rpartition("/")
        root = self.tree(posixpath.join(folder, "_rels", f"{name}.rels"))
        return {
            item.get("Id", ""): (
                item.get("Type", "").rpartition("/")[2],
                posixpath.normpath(posixpath.join(folder, item.get("Target", ""))).lstrip("/"),
            )
            for item in (root if root is not None else ())
            if isinstance(item.tag, str) and item.get("TargetMode") != "External"
        }
