"""From the bytes of a .docx to a `Word`: paragraphs, tables, sections and drawn lines with the properties that hold for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree
from msgspec import Struct, field
from msgspec.structs import replace

from xlflow.documents.conformance.style_cascade import (
    A,
    Properties,
    StyleCascade,
    is_on,
    local,
    over,
    properties,
    theme_faces,
    whole,
    whole_number,
)
from xlflow.documents.conformance.word_document import Block, Border, DrawnLine, PageSection, Paragraph, TextRun, WordDocument, WordTable
from xlflow.documents.numerals import chinese_number
from xlflow.documents.word_package import NO_WORD_FILE, WordPackage, parse_xml, read_members
from xlflow.documents.wordprocessingml import NAMESPACES, W

_CHINESE = ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital", "chineseLegalSimplified")


class ListLevel(Struct, frozen=True):
    """One level of a list: how its number is written, where it starts, what surrounds it, its paragraph properties."""

    form: str
    start: int
    text: str
    paragraph: Properties


class NumberingDefinitions(Struct):
    """The lists of a file, and how far each has counted while the paragraphs are read in order."""

    lists: Mapping[str, Mapping[int, ListLevel]]
    counted: dict[str, dict[int, int]] = field(default_factory=dict)

    def level(self, found: Mapping[str, str]) -> ListLevel | None:
        """The level that a paragraph with these properties (`numId`, `ilvl`) stands on."""
        return self.lists.get(found.get("numId", ""), {}).get(whole_number(found.get("ilvl", "0")))

    def next(self, found: Mapping[str, str]) -> str:
        """The ordinal of the next paragraph of that list and level."""
        level, own, depth = self.level(found), found.get("numId", ""), whole_number(found.get("ilvl", "0"))
        if level is None:
            return ""
        counts = self.counted.setdefault(own, {})
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [key for key in counts if key > depth]:
            del counts[deeper]
        levels = self.lists[own]
        return re.sub(r"%(\d)", lambda match: _written(levels, counts, int(match.group(1)) - 1), level.text)


def _written(levels: Mapping[int, ListLevel], counts: Mapping[int, int], depth: int) -> str:
    level = levels.get(depth)
    number = counts.get(depth, level.start if level else 1)
    if level is None or level.form in ("bullet", "none"):
        return ""
    return chinese_number(number) if level.form in _CHINESE and 0 <= number <= 9999 else str(number)


def read_numbering(root: etree._Element | None) -> NumberingDefinitions:
    """The part `numbering.xml`."""
    if root is None:
        return NumberingDefinitions({})
    abstract = {
        item.get(f"{W}abstractNumId", ""): {whole_number(level.get(f"{W}ilvl", "0")): _level(level) for level in item.iterfind(f"{W}lvl")}
        for item in root.iterfind(f"{W}abstractNum")
    }
    lists = {}
    for item in root.iterfind(f"{W}num"):
        of = item.find(f"{W}abstractNumId")
        lists[item.get(f"{W}numId", "")] = abstract.get(of.get(f"{W}val", "") if of is not None else "", {})
    return NumberingDefinitions(lists)


def _level(level: etree._Element) -> ListLevel:
    def value(name: str, otherwise: str) -> str:
        found = level.find(f"{W}{name}")
        return found.get(f"{W}val", otherwise) if found is not None else otherwise

    return ListLevel(
        value("numFmt", "decimal"), whole_number(value("start", "1"), 1), value("lvlText", ""), properties(level.find(f"{W}pPr"))
    )


CONTAINERS = ("sdt", "sdtContent", "ins", "hyperlink", "smartTag", "fldSimple", "customXml", "moveTo", "txbxContent")
"""What stands between a paragraph or the body and what it holds; deleted text is in none of them."""
WORD_SIZE = 20
"""Half points of a run that nothing gives a size."""
ALIGNMENTS = {"start": "left", "end": "right", "distribute": "both"}


class BlockReader:
    """Reads the elements of one file in their order: automatic numbers count on."""

    def __init__(self, styles: StyleCascade, numbering: NumberingDefinitions) -> None:
        self._styles = styles
        self._numbering = numbering
        self._paragraphs = 0
        self._tables = 0

    def default_run(self) -> TextRun:
        """What a run of the style Normal looks like."""
        return self._run("", over(self._styles.run_defaults, self._styles.of(self._styles.default.get("paragraph", ""), "rPr")))

    def elements(self, parent: etree._Element) -> Iterator[etree._Element]:
        """The paragraphs and tables of a part."""
        for child in parent:
            if local(child) in ("p", "tbl"):
                yield child
            elif local(child) in CONTAINERS:
                yield from self.elements(child)

    def blocks(self, parent: etree._Element) -> Iterator[Block]:
        """The same, read."""
        return map(self.block, self.elements(parent))

    def block(self, element: etree._Element) -> Block:
        """A paragraph or a table."""
        return self.table(element) if local(element) == "tbl" else self.paragraph(element)

    def table(self, element: etree._Element) -> WordTable:
        """A table with everything in its cells; tables in cells count as paragraphs of the cell."""
        direct = properties(element.find(f"{W}tblPr"))
        style = direct.get("tblStyle", self._styles.default.get("table", ""))
        found = over(self._styles.of(style, "tblPr"), direct)
        self._tables += 1
        rows = tuple(tuple(tuple(self._cell(cell, style)) for cell in self._children(row, "tc")) for row in self._children(element, "tr"))
        grid = sum(whole_number(column.get(f"{W}w", "0")) for column in element.iterfind(f"{W}tblGrid/{W}gridCol"))
        width = whole(found, "tblW@w") if found.get("tblW@type") == "dxa" else 0
        borders = {side: border for side in ("top", "bottom", "insideH") if (border := _border(found, f"tblBorders.{side}"))}
        borders |= _cell_borders([properties(row.find(f"{W}tc/{W}tcPr")) for row in self._children(element, "tr")])
        return WordTable(rows, width or grid, borders, self._tables)

    def _cell(self, cell: etree._Element, style: str) -> Iterator[Paragraph]:
        for element in self.elements(cell):
            if local(element) == "p":
                yield self.paragraph(element, style)
            else:
                yield from self.table(element).paragraphs()

    def _children(self, parent: etree._Element, name: str) -> Iterator[etree._Element]:
        for child in parent:
            if local(child) == name:
                yield child
            elif local(child) in CONTAINERS:
                yield from self._children(child, name)

    def paragraph(self, element: etree._Element, table: str = "") -> Paragraph:
        """A paragraph; `table` is the style of the table that it stands in."""
        direct = properties(element.find(f"{W}pPr"))
        style = direct.get("pStyle", self._styles.default.get("paragraph", ""))
        found = over(self._styles.paragraph_defaults, self._styles.of(table, "pPr")) if table else self._styles.paragraph_defaults
        numbered = over(self._styles.of(style, "pPr"), direct)
        level = self._numbering.level(numbered)
        layers = (self._styles.of(style, "pPr"), level.paragraph if level else {}, direct)
        for layer in layers:
            found = over(found, layer)
        base = over(self._styles.run_defaults, self._styles.of(table, "rPr")) if table else self._styles.run_defaults
        base = over(base, self._styles.of(style, "rPr"))
        self._paragraphs += 1
        runs = tuple(self._runs(element, base))
        if level and (ordinal := self._numbering.next(numbered)):
            runs = (self._run(ordinal, over(base, properties(element.find(f"{W}pPr/{W}rPr")))), *runs)
        return _paragraph(self._paragraphs, runs, found, self._run("", base), self._styles.name(style), _has_page_number(element))

    def _runs(self, parent: etree._Element, base: Mapping[str, str]) -> Iterator[TextRun]:
        for child in parent:
            if local(child) == "r":
                direct = properties(child.find(f"{W}rPr"))
                if not is_on(direct, "vanish"):
                    found = over(over(base, self._styles.of(direct.get("rStyle", ""), "rPr")), direct)
                    yield self._run(_text(child), found)
            elif local(child) in CONTAINERS and local(child) != "txbxContent":
                yield from self._runs(child, base)

    def _run(self, text: str, found: Mapping[str, str]) -> TextRun:
        color = found.get("color", "")
        return TextRun(
            text=text,
            east_asia=self._styles.face(found, "eastAsia"),
            ascii=self._styles.face(found, "ascii"),
            size=whole(found, "sz", WORD_SIZE),
            bold=is_on(found, "b"),
            color="" if color in ("", "auto") else color.upper(),
            spacing=whole(found, "spacing"),
        )


def _text(run: etree._Element) -> str:
    pieces = []
    for child in run:
        name = local(child)
        if name == "t":
            pieces.append(child.text or "")
        elif name in ("tab", "ptab"):
            pieces.append("\t")
        elif name in ("br", "cr"):
            pieces.append("\f" if child.get(f"{W}type") == "page" else "\n")
        elif name == "noBreakHyphen":
            pieces.append("-")
    return "".join(pieces)


def _has_page_number(element: etree._Element) -> bool:
    """Whether it holds a field PAGE itself; a box that hangs from it has paragraphs of its own."""
    codes = "".join(code.text or "" for code in element.iter(f"{W}instrText") if _paragraph_of(code) is element)
    codes += "".join(field.get(f"{W}instr", "") for field in element.iter(f"{W}fldSimple") if _paragraph_of(field) is element)
    return "PAGE" in codes.upper().split()


def _paragraph_of(element: etree._Element) -> etree._Element | None:
    return next(element.iterancestors(f"{W}p"), None)


def _paragraph(number: int, runs: tuple[TextRun, ...], found: Properties, own: TextRun, style: str, has_number: bool) -> Paragraph:
    character = runs[0] if runs else own
    width = character.size * 10 + character.spacing

    def indent(*names: str) -> int:
        for name in names:
            characters = whole(found, f"ind@{name}Chars")
            if characters:
                return round(characters * width / 100)
        return next((whole(found, f"ind@{name}") for name in names if f"ind@{name}" in found), 0)

    first = indent("firstLine") or -indent("hanging")
    return Paragraph(
        number=number,
        runs=runs,
        style=style,
        align=ALIGNMENTS.get(found.get("jc", "left"), found.get("jc", "left")),
        left=indent("left", "start"),
        right=indent("right", "end"),
        first=first,
        line=whole(found, "spacing@line", 240),
        rule=found.get("spacing@lineRule", "auto"),
        before=_space(found, "before"),
        after=_space(found, "after"),
        page_break=is_on(found, "pageBreakBefore") or (bool(runs) and runs[0].text.startswith("\f")),
        frame="framePr" in found,
        field=has_number,
        right_tab=whole(found, "tabs.right"),
        bottom=_border(found, "pBdr.bottom"),
    )


def _space(found: Mapping[str, str], side: str) -> int:
    """Space before or after; `beforeLines` counts hundredths of a line of 240."""
    lines = whole(found, f"spacing@{side}Lines")
    return round(lines * 2.4) if lines else whole(found, f"spacing@{side}")


def _border(found: Mapping[str, str], name: str) -> Border | None:
    if found.get(f"{name}@val", "none") in ("none", "nil"):
        return None
    color = found.get(f"{name}@color", "")
    return Border(whole(found, f"{name}@sz"), "" if color == "auto" else color.upper(), whole(found, f"{name}@space"))


def _cell_borders(rows: Sequence[Properties]) -> dict[str, Border]:
    """The lines that the first cells of the rows draw themselves, above, below and between."""
    found: dict[str, Border] = {}
    last = len(rows) - 1
    for number, cell in enumerate(rows):
        for side, outer in (("top", number == 0), ("bottom", number == last)):
            border = _border(cell, f"tcBorders.{side}")
            if border:
                found[side if outer else "insideH"] = border
    return found


def section_of(element: etree._Element, footers: dict[str, tuple[Paragraph, ...]]) -> PageSection:
    """The shape of the pages of a section; a gutter is part of the left margin, a wide page is read as the upright sheet that it is."""
    found = properties(element)
    if whole(found, "pgSz@w") > whole(found, "pgSz@h"):
        found = _upright(found)
    return PageSection(
        width=whole(found, "pgSz@w", 12240),
        height=whole(found, "pgSz@h", 15840),
        top=abs(whole(found, "pgMar@top", 1440)),
        bottom=abs(whole(found, "pgMar@bottom", 1440)),
        left=whole(found, "pgMar@left", 1800) + whole(found, "pgMar@gutter"),
        right=whole(found, "pgMar@right", 1800),
        footer=whole(found, "pgMar@footer", 720),
        grid=found.get("docGrid@type", ""),
        pitch=whole(found, "docGrid@linePitch"),
        character_space=whole(found, "docGrid@charSpace") / 4096 * 20,
        title_page=is_on(found, "titlePg"),
        landscape=whole(properties(element), "pgSz@w") > whole(properties(element), "pgSz@h"),
        footers=footers,
    )


def _upright(found: Properties) -> Properties:
    """The sheet of a wide page turned back: its upper edge becomes the binding edge on the left (7.5)."""
    turned = {"pgSz@w": "pgSz@h", "pgSz@h": "pgSz@w"} | {
        f"pgMar@{upright}": f"pgMar@{wide}"
        for upright, wide in (("left", "top"), ("top", "right"), ("right", "bottom"), ("bottom", "left"))
    }
    return found | {upright: found[wide] for upright, wide in turned.items() if wide in found}


WP, WPS, R = (f"{{{NAMESPACES[prefix]}}}" for prefix in ("wp", "wps", "r"))
EMU_PER_TWIP = 635
EMU_PER_PT = 12700
FLAT = 20 * EMU_PER_PT
"""A rectangle that is lower than this stands for a line."""


def anchors(root: etree._Element) -> Iterator[etree._Element]:
    """Every drawing of a part once: the modern one where a file holds an older copy too."""
    for anchor in root.iter(f"{WP}anchor", f"{WP}inline"):
        if not any(local(above) == "Fallback" for above in anchor.iterancestors()):
            yield anchor


def lines(root: etree._Element) -> Iterator[DrawnLine]:
    """The straight lines that are drawn, in the order of the file."""
    for anchor in anchors(root):
        shape = anchor.find(f".//{WPS}wsp")
        extent = anchor.find(f"{WP}extent")
        if shape is None or extent is None or shape.find(f".//{WPS}txbx") is not None:
            continue
        if whole_number(extent.get("cy", "0")) <= FLAT:
            yield DrawnLine(whole_number(extent.get("cx", "0")) // EMU_PER_TWIP, _weight(shape), _color(shape), _top(anchor))


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


LARGEST = 64 << 20
"""The most bytes that a part may inflate to: no official document is that large."""


def read_word(content: bytes) -> WordDocument:
    """A Word file with all styles applied; `ValueError` with a Chinese reason where it is none."""
    package = StyledPackage(content)
    root = package.tree(package.main)
    body = root.find(f"{W}body") if root is not None else None
    if body is None:
        raise ValueError(NO_WORD_FILE)
    styles = StyleCascade(package.related("styles"), theme_faces(package.related("theme")))
    reader = BlockReader(styles, read_numbering(package.related("numbering")))
    blocks, sections = _body(body, reader, package)
    in_boxes = tuple(tuple(reader.blocks(box)) for box in boxes(body))
    settings = package.related("settings")
    even_and_odd = is_on(properties(settings), "evenAndOddHeaders")
    return WordDocument(blocks, sections, tuple(lines(body)), in_boxes, even_and_odd, reader.default_run())


def _body(body: etree._Element, reader: BlockReader, package: StyledPackage) -> tuple[tuple[Block, ...], tuple[PageSection, ...]]:
    """The blocks with the number of their section; footers that a section does not name are those of the one before."""
    blocks: list[Block] = []
    sections: list[PageSection] = []
    footers: dict[str, tuple[Paragraph, ...]] = {}
    for element in reader.elements(body):
        block = reader.block(element)
        blocks.append(replace(block, section=len(sections)) if isinstance(block, Paragraph) else block)
        end = element.find(f"{W}pPr/{W}sectPr")
        if end is not None:
            footers = footers | dict(_footers(end, reader, package))
            sections.append(section_of(end, footers))
    end = body.find(f"{W}sectPr")
    if end is not None or not sections:
        end = end if end is not None else etree.Element(f"{W}sectPr")
        sections.append(section_of(end, footers | dict(_footers(end, reader, package))))
    last = len(sections) - 1
    return tuple(replace(b, section=min(b.section, last)) if isinstance(b, Paragraph) else b for b in blocks), tuple(sections)


def _footers(section: etree._Element, reader: BlockReader, package: StyledPackage) -> Iterator[tuple[str, tuple[Paragraph, ...]]]:
    targets = {each.id: each.target for each in package.relationships(package.main) if not each.external}
    for reference in section.iterfind(f"{W}footerReference"):
        root = package.tree(targets.get(reference.get(f"{R}id", ""), ""))
        if root is not None:
            yield reference.get(f"{W}type", "default"), tuple(_footer_paragraphs(root, reader))


def _footer_paragraphs(root: etree._Element, reader: BlockReader) -> Iterator[Paragraph]:
    """Those of the footer and of the boxes in it, where Word puts page numbers of its gallery."""
    for part in (root, *boxes(root)):
        for block in reader.blocks(part):
            yield from (block,) if isinstance(block, Paragraph) else block.paragraphs()


_STRICT = tuple(
    (f"http://purl.oclc.org/ooxml/{strict}".encode(), NAMESPACES[prefix].encode())
    for prefix, strict in (
        ("w", "wordprocessingml/main"),
        ("a", "drawingml/main"),
        ("wp", "drawingml/wordprocessingDrawing"),
        ("r", "officeDocument/relationships"),
    )
)
"""The names that Word gives its elements where it saves as 严格的 Open XML, and those that it gives them otherwise."""


def _transitional(content: bytes) -> bytes:
    if b"http://purl.oclc.org/" in content:
        for strict, usual in _STRICT:
            content = content.replace(strict, usual)
    return content


class StyledPackage(WordPackage):
    """A Word file whose parts are read as trees; strict Open XML reads as transitional."""

    def __init__(self, content: bytes) -> None:
        super().__init__(read_members(content))

    def tree(self, name: str) -> etree._Element | None:
        """The tree of a part; None where it is not there."""
        if name not in self.members:
            return None
        if self.members[name].size > LARGEST:
            raise ValueError("部件太大，疑为压缩炸弹")
        try:
            return parse_xml(_transitional(self.content(name)))
        except etree.XMLSyntaxError as error:
            raise ValueError(NO_WORD_FILE) from error

    def related(self, kind: str) -> etree._Element | None:
        """The part of a kind (styles, settings …) that the text refers to."""
        return self.tree(self.single(kind))
