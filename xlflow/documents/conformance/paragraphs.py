"""Paragraphs, tables and sections with the properties that hold for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree
from msgspec import Struct, field

from xlflow.documents.conformance.cascade import Properties, Styles, W, is_on, local, over, properties, whole, whole_number
from xlflow.documents.conformance.word import Block, Border, Paragraph, Run, Section, Table
from xlflow.documents.numerals import chinese_number

_CHINESE = ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital", "chineseLegalSimplified")


class Level(Struct, frozen=True):
    """One level of a list: how its number is written, where it starts, what surrounds it, its paragraph properties."""

    form: str
    start: int
    text: str
    paragraph: Properties


class Numbering(Struct):
    """The lists of a file, and how far each has counted while the paragraphs are read in order."""

    lists: Mapping[str, Mapping[int, Level]]
    counted: dict[str, dict[int, int]] = field(default_factory=dict)

    def level(self, found: Mapping[str, str]) -> Level | None:
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


def _written(levels: Mapping[int, Level], counts: Mapping[int, int], depth: int) -> str:
    level = levels.get(depth)
    number = counts.get(depth, level.start if level else 1)
    if level is None or level.form in ("bullet", "none"):
        return ""
    return chinese_number(number) if level.form in _CHINESE and 0 <= number <= 9999 else str(number)


def read_numbering(root: etree._Element | None) -> Numbering:
    """The part `numbering.xml`."""
    if root is None:
        return Numbering({})
    abstract = {
        item.get(f"{W}abstractNumId", ""): {whole_number(level.get(f"{W}ilvl", "0")): _level(level) for level in item.iterfind(f"{W}lvl")}
        for item in root.iterfind(f"{W}abstractNum")
    }
    lists = {}
    for item in root.iterfind(f"{W}num"):
        of = item.find(f"{W}abstractNumId")
        lists[item.get(f"{W}numId", "")] = abstract.get(of.get(f"{W}val", "") if of is not None else "", {})
    return Numbering(lists)


def _level(level: etree._Element) -> Level:
    def value(name: str, otherwise: str) -> str:
        found = level.find(f"{W}{name}")
        return found.get(f"{W}val", otherwise) if found is not None else otherwise

    return Level(value("numFmt", "decimal"), whole_number(value("start", "1"), 1), value("lvlText", ""), properties(level.find(f"{W}pPr")))


CONTAINERS = ("sdt", "sdtContent", "ins", "hyperlink", "smartTag", "fldSimple", "customXml", "moveTo", "txbxContent")
"""What stands between a paragraph or the body and what it holds; deleted text is in none of them."""
WORD_SIZE = 20
"""Half points of a run that nothing gives a size."""
ALIGNMENTS = {"start": "left", "end": "right", "distribute": "both"}


class Reader:
    """Reads the elements of one file in their order: automatic numbers count on."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering
        self._paragraphs = 0
        self._tables = 0

    def default_run(self) -> Run:
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

    def table(self, element: etree._Element) -> Table:
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
        return Table(rows, width or grid, borders, self._tables)

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

    def _runs(self, parent: etree._Element, base: Mapping[str, str]) -> Iterator[Run]:
        for child in parent:
            if local(child) == "r":
                direct = properties(child.find(f"{W}rPr"))
                if not is_on(direct, "vanish"):
                    found = over(over(base, self._styles.of(direct.get("rStyle", ""), "rPr")), direct)
                    yield self._run(_text(child), found)
            elif local(child) in CONTAINERS and local(child) != "txbxContent":
                yield from self._runs(child, base)

    def _run(self, text: str, found: Mapping[str, str]) -> Run:
        color = found.get("color", "")
        return Run(
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


def _paragraph(number: int, runs: tuple[Run, ...], found: Properties, own: Run, style: str, has_number: bool) -> Paragraph:
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


def section_of(element: etree._Element, footers: dict[str, tuple[Paragraph, ...]]) -> Section:
    """The shape of the pages of a section; a gutter is part of the left margin, a wide page is read as the upright sheet that it is."""
    found = properties(element)
    if whole(found, "pgSz@w") > whole(found, "pgSz@h"):
        found = _upright(found)
    return Section(
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
