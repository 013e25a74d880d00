"""A part of a Word template becomes the source of one jinja2 template.

All work is done on the element tree. A tag that Word has split over runs is joined into the first of them; each tag then becomes a
mark in the tree (see `marks`); tags with a level take the place of their paragraph, row, cell or run; cell tags become cell
properties. Only then is the tree written out, and the marks become jinja2 code. Each tag begins a new line of the source: an error's
line names its tag.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from lxml import etree
from msgspec import Struct, field
from msgspec.structs import replace

from xlflow.documents import wordprocessingml as w
from xlflow.documents.template.template_tags import (
    DRAWING_ID,
    LEVELS,
    MARK,
    PARAGRAPHS,
    PLAIN,
    RUNS,
    WHOLE_PARAGRAPHS,
    PlacedTag,
    Tag,
    TagKind,
    TemplateFaultError,
    UnclosedTagError,
    find_escapes,
    find_tags,
    has_opening,
)
from xlflow.documents.word_package import XML_DECLARATION
from xlflow.documents.wordprocessingml import InlineText, ParagraphPlaces, Replacement

AddTag = Callable[[TagKind, str], str]
"""Makes a new tag of some code, and gives its mark."""

_CELL_TAG = re.compile(r"(cellbg|colspan)\s+(.+)|(vm|hm)", re.DOTALL)


def is_cell_tag(tag: Tag) -> bool:
    """Whether the tag shapes a cell instead of steering the text."""
    return tag.kind is TagKind.BLOCK and not tag.level and _CELL_TAG.fullmatch(tag.code) is not None


def apply_cell_tag(cell: etree._Element, code: str, add: AddTag) -> None:
    """Gives the cell the property that the tag asks for."""
    match = _CELL_TAG.fullmatch(code)
    assert match is not None
    if match[3] == "vm":
        _merge_down(cell, add)
    elif match[3] == "hm":
        _merge_across(cell, add)
    elif match[1] == "colspan":
        _property(cell, w.GRID_SPAN).set(w.VALUE, add(TagKind.VARIABLE, match[2]))
    else:
        shading = _property(cell, w.SHADING)
        shading.attrib.clear()
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", add(TagKind.VARIABLE, match[2]))):
            shading.set(w.W + name, value)


def _merge_down(cell: etree._Element, add: AddTag) -> None:
    first, other, end = (add(TagKind.BLOCK, code) for code in ("if loop.first", "else", "endif"))
    _property(cell, w.VERTICAL_MERGE).set(w.VALUE, f"{first}restart{other}continue{end}")
    for paragraph in cell.iterchildren(w.PARAGRAPH):
        content = [child for child in paragraph if child.tag != w.PARAGRAPH_PROPERTIES]
        if content:
            w.insert_text_before(content[0], add(TagKind.BLOCK, "if loop.first"))
            w.insert_text_after(content[-1], add(TagKind.BLOCK, "endif"))


def _merge_across(cell: etree._Element, add: AddTag) -> None:
    span = _property(cell, w.GRID_SPAN)
    columns = span.get(w.VALUE, "1")
    first = add(TagKind.BLOCK, "if loop.first")
    span.set(w.VALUE, add(TagKind.VARIABLE, f"{int(columns)} * loop.length" if columns.isdecimal() else "loop.length"))
    w.insert_text_before(cell, first)
    w.insert_text_after(cell, add(TagKind.BLOCK, "endif"))


def _property(cell: etree._Element, name: str) -> etree._Element:
    """The property of the cell, made at the place where Word expects it."""
    properties = cell.find(w.CELL_PROPERTIES)
    if properties is None:
        properties = etree.Element(w.CELL_PROPERTIES)
        cell.insert(0, properties)
    found = properties.find(name)
    if found is None:
        earlier = w.CELL_PROPERTY_ORDER[: w.CELL_PROPERTY_ORDER.index(name)]
        found = etree.Element(name)
        properties.insert(sum(child.tag in earlier for child in properties), found)
    return found


Path = tuple[str, ...]


class _Open(Struct, frozen=True):
    word: str
    path: Path
    tag: PlacedTag


def check_nesting(root: etree._Element, tags: Sequence[PlacedTag]) -> None:
    """`TemplateFaultError` for a block that does not close, closes another, or closes at another level than it opened."""
    stack: list[_Open] = []
    for number, path in _marks(root):
        placed = tags[number]
        if placed.tag.kind is not TagKind.BLOCK:
            continue
        word = placed.tag.word
        if placed.tag.opens:
            stack.append(_Open(word, path, placed))
        elif word in ("else", "elif") or word.startswith("end"):
            _check_against(stack, word, path, placed)
            if word.startswith("end"):
                stack.pop()
    if stack:
        unclosed = stack[-1]
        reason = f"没有对应的 {{% end{unclosed.word} %}}"
        raise TemplateFaultError(reason, unclosed.tag.place, unclosed.tag.tag.written)


def _check_against(stack: list[_Open], word: str, path: Path, placed: PlacedTag) -> None:
    written = placed.tag.written
    if not stack:
        raise TemplateFaultError("前面没有与它对应的开头标签", placed.place, written)
    opened = stack[-1]
    beginning = f"{opened.tag.place}的 {opened.tag.tag.written}"
    if word.startswith("end") and word != f"end{opened.word}":
        raise TemplateFaultError(f"与{beginning} 不成对，应为 {{% end{opened.word} %}}", placed.place, written)
    if path != opened.path:
        cure = "成对的标签请都写成 {%p %} 独占一段，或都写成 {%tr %} 独占一行"
        raise TemplateFaultError(f"与{beginning} 不在同一层；{cure}", placed.place, written)


def _marks(root: etree._Element) -> Iterator[tuple[int, Path]]:
    """The number of every mark in the order in which the part is written out, with the names of the elements around it."""
    path: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            for name, value in element.items():
                yield from _numbers(value, (*path, element.tag, name))
            path.append(element.tag)
            yield from _numbers(element.text, tuple(path))
        else:
            path.pop()
            yield from _numbers(element.tail, tuple(path))


def _numbers(text: str | None, path: Path) -> Iterator[tuple[int, Path]]:
    if text:
        for match in MARK.finditer(text):
            yield int(match[1]), path


_NAMESPACE = re.compile(r' xmlns(:\w+)?="[^"]*"')
_REPEATS = re.compile(r"(for|macro|call)\b")
NONCHARACTER = re.compile("[\ufdd0-\ufdef]")
_LEVEL_ELEMENT = {"tr": w.ROW, "tc": w.CELL, "p": w.PARAGRAPH}


class PartSource(Struct, frozen=True):
    """The jinja2 source of a part, and for its lines the tags that they come from."""

    source: str
    tags: tuple[PlacedTag, ...]
    lines: tuple[int, ...]
    empties_cells: bool = False
    """Whether paragraphs of table cells depend on tags, so that a cell may be left without any."""
    empties_tables: bool = False
    """Whether all rows of a table depend on tags, so that it may be left without any."""
    shapes_tables: bool = False
    """Whether cells depend on tags, so that a table may have other columns than its grid."""

    def tag_at(self, line: int) -> PlacedTag:
        """The tag that a line of the source belongs to."""
        return self.tags[max(bisect_right(self.lines, line) - 1, 0)]


def compile_part(root: etree._Element, title: str) -> PartSource | None:
    """The source of a part, or None where it holds no tag; `TemplateFaultError` for the first fault. `title` names the part for people."""
    if NONCHARACTER.search(etree.tostring(root, encoding="unicode")):
        raise TemplateFaultError("含有文档不能使用的字符（U+FDD0 至 U+FDEF），请删去", title or "正文")
    if root.find(f".//{w.TEXT}") is not None and root.nsmap.get("w") != w.NAMESPACE:
        raise TemplateFaultError("不是 Word 或 WPS 写出的文件，请用它们打开后另存为 .docx", title or "正文")
    marker = _Marker(root, ParagraphPlaces(root, title))
    marker.mark()
    if not marker.changed:
        return None
    check_nesting(root, marker.tags)
    levels = {lift.tag.level for lift in marker.lifts}
    empties = bool(marker.paragraph_values or "p" in levels)
    source = _source(etree.tostring(root, encoding="unicode"), marker.tags)
    return replace(source, empties_cells=empties, empties_tables="tr" in levels and marker.may_empty_tables(), shapes_tables="tc" in levels)


def _source(text: str, tags: list[PlacedTag]) -> PartSource:
    pieces = MARK.split(text)
    source = [XML_DECLARATION, pieces[0]]
    line = 1 + XML_DECLARATION.count("\n") + pieces[0].count("\n")
    order: list[PlacedTag] = []
    lines: list[int] = []
    for number, literal in zip(pieces[1::2], pieces[2::2], strict=True):
        tag = tags[int(number)]
        order.append(tag)
        lines.append(line)
        source += (tag.source, literal)
        line += tag.source.count("\n") + literal.count("\n")
    return PartSource("".join(source), tuple(order), tuple(lines))


class _Lift(Struct):
    """A tag that takes the place of the element of its level around `text`."""

    tag: Tag
    text: etree._Element
    mark: str
    place: str


class _Marker(Struct):
    """Puts marks into the tree of one part."""

    root: etree._Element
    places: ParagraphPlaces
    tags: list[PlacedTag] = field(default_factory=list)
    lifts: list[_Lift] = field(default_factory=list)
    cell_tags: list[tuple[Tag, etree._Element, str]] = field(default_factory=list)
    paragraph_values: list[tuple[Tag, etree._Element, str]] = field(default_factory=list)
    joins_previous: set[etree._Element] = field(default_factory=set)
    joins_next: set[etree._Element] = field(default_factory=set)
    changed: bool = False

    def mark(self) -> None:
        """All tags of the part; the order matters: what a lifted row holds goes with it."""
        paragraphs = list(self.root.iter(w.PARAGRAPH))
        for paragraph in paragraphs:
            self._mark_paragraph(paragraph)
        self._mark_other_text()
        for tag, text, place in self.cell_tags:
            self._apply_cell_tag(tag, text, place)
        self._join_paragraphs(paragraphs)
        self._split_runs()
        for tag, text, place in self.paragraph_values:
            self._offer_paragraph(tag, text, place)
        for level in ("tr", "tc", "p"):
            self._lift(level)
        if any(_REPEATS.match(placed.tag.code) for placed in self.tags if placed.tag.kind is TagKind.BLOCK):
            self._number_drawings()

    def add(self, tag: Tag, place: str, through: str = "") -> str:
        """The mark of a new tag."""
        self.tags.append(PlacedTag(tag, place, through))
        self.changed = True
        return f"\ufdd0{len(self.tags) - 1}\ufdd1"

    def may_empty_tables(self) -> bool:
        """Whether there is a table in which no row stands outside all blocks."""
        return not all(map(self._has_fixed_row, self.root.iter(w.TABLE)))

    def _has_fixed_row(self, table: etree._Element) -> bool:
        depth = self._opened(table.text)
        for child in table:
            if child.tag == w.ROW and not depth:
                return True
            depth += self._opened(child.tail)
        return False

    def _opened(self, text: str | None) -> int:
        """How many more blocks are open behind the text than before it."""
        words = [self.tags[int(number)].tag.code.split(None, 1)[0] for number in MARK.findall(text or "")]
        return sum(-1 if word.startswith("end") else word not in ("else", "elif") for word in words)

    def _number_drawings(self) -> None:
        """A loop repeats the drawings in it, and Word wants a number for each."""
        for drawing in self.root.iter(w.DRAWING_PROPERTIES):
            drawing.set("id", self.add(Tag(0, 0, "", TagKind.VARIABLE, "", "0"), self.places.of(drawing), DRAWING_ID))

    def _mark_paragraph(self, paragraph: etree._Element) -> None:
        inline = InlineText(paragraph)
        if "{" not in inline.text and "}" not in inline.text:
            return
        place = self.places.of(paragraph)
        tags = _tags_of(inline.text.replace("\n", " "), place)
        replacements: list[Replacement] = list(find_escapes(inline.text, tags))
        replacements += [(tag.start, tag.end, self._mark_of(tag, inline.node_at(tag.start), place)) for tag in tags]
        if replacements:
            self.changed = True
            replacements += self._trims(paragraph, inline.text, tags)
            inline.rewrite(sorted(replacements))

    def _mark_of(self, tag: Tag, node: etree._Element, place: str) -> str:
        """What stands in the text instead of a tag: its mark, or nothing where it goes elsewhere."""
        if tag.kind is TagKind.COMMENT or tag.code in ("raw", "endraw"):
            mark = ""
        elif is_cell_tag(tag):
            self.cell_tags.append((tag, node, place))
            return ""
        elif tag.level == "r" and tag.kind is TagKind.VARIABLE:
            mark = self.add(tag, place, f"{RUNS}({_run_properties(node)})")
            self.lifts.append(_Lift(tag, node, mark, place))
            return mark
        else:
            mark = self.add(tag, place)
        if not tag.level or tag.kind is TagKind.VARIABLE:
            if tag.level in ("tr", "tc"):
                raise TemplateFaultError("值不能代替整行或整个单元格，请把标签写成 {{ 名称 }}", place, tag.written)
            if tag.level == "p":
                self.paragraph_values.append((tag, node, place))
            return mark
        self.lifts.append(_Lift(tag, node, mark, place))
        return mark if tag.level == "r" else ""

    def _apply_cell_tag(self, tag: Tag, text: etree._Element, place: str) -> None:
        cell = w.ancestor(text, w.CELL)
        if cell is None:
            raise TemplateFaultError("该标签只能写在表格的单元格里", place, tag.written)

        def add(kind: TagKind, code: str) -> str:
            return self.add(Tag(tag.start, tag.end, tag.written, kind, "", code), place, PLAIN if kind is TagKind.VARIABLE else "")

        apply_cell_tag(cell, tag.code, add)

    def _offer_paragraph(self, tag: Tag, text: etree._Element, place: str) -> None:
        """`{{p value }}`: whole paragraphs take the place of the tag's own; any other value prints inside it."""
        paragraph = w.ancestor(text, w.PARAGRAPH)
        assert paragraph is not None

        def add(kind: TagKind, code: str) -> str:
            return self.add(Tag(tag.start, tag.end, tag.written, kind, "", code), place, PARAGRAPHS if kind is TagKind.VARIABLE else "")

        whole = add(TagKind.BLOCK, f"if ({tag.code}) is {WHOLE_PARAGRAPHS}") + add(TagKind.VARIABLE, tag.code) + add(TagKind.BLOCK, "else")
        w.insert_text_before(paragraph, whole)
        w.insert_text_after(paragraph, add(TagKind.BLOCK, "endif"))

    def _trims(self, paragraph: etree._Element, text: str, tags: list[Tag]) -> Iterator[Replacement]:
        """The blanks beside `{%-` and `-%}`, with a line break right behind them; at an edge of the paragraph it joins its neighbour."""
        for tag in tags:
            if tag.kind is not TagKind.BLOCK or tag.level:
                continue
            if tag.trim_before == "-":
                start = len(text[: tag.start].rstrip(" \t"))
                if not start:
                    self.joins_previous.add(paragraph)
                yield start - text[:start].endswith("\n"), tag.start, ""
            if tag.trim_after == "-":
                end = len(text) - len(text[tag.end :].lstrip(" \t"))
                if end == len(text):
                    self.joins_next.add(paragraph)
                yield tag.end, end + text[end:].startswith("\n"), ""

    def _join_paragraphs(self, paragraphs: list[etree._Element]) -> None:
        """`{%-` at the beginning of a paragraph joins it to the one before, `-%}` at its end the next one to it."""
        for paragraph in paragraphs:
            before = paragraph.getprevious()
            if before is None or before.tag != w.PARAGRAPH or not (paragraph in self.joins_previous or before in self.joins_next):
                continue
            before.extend([child for child in paragraph if child.tag != w.PARAGRAPH_PROPERTIES])
            self.joins_next.discard(before)
            if paragraph in self.joins_next:
                self.joins_next.add(before)
            w.replace_with_text(paragraph, "")

    def _lift(self, level: str) -> None:
        marks: dict[etree._Element, str] = {}
        for lift in self.lifts:
            if lift.tag.level != level:
                continue
            target = w.ancestor(lift.text, _LEVEL_ELEMENT[level])
            if target is None:
                raise TemplateFaultError(f"该标签要代替整个{LEVELS[level]}，却不在{LEVELS[level]}里", lift.place, lift.tag.written)
            marks[target] = marks.get(target, "") + lift.mark
        for target, mark in marks.items():
            if self.root in target.iterancestors():
                w.replace_with_text(target, mark)

    def _split_runs(self) -> None:
        for lift in reversed(self.lifts):
            if lift.tag.level == "r" and lift.mark:
                w.split_run(lift.text, lift.mark)

    def _mark_other_text(self) -> None:
        """Tags in attributes (the description of a picture), field codes, drawings and properties: they print plain text."""
        for element in self.root.iter(etree.Element):
            if element.tag != w.TEXT and element.text and has_opening(element.text):
                element.text = self._mark_plain(element.text, element)
            for name, value in element.items():
                if has_opening(str(value)):
                    element.set(name, self._mark_plain(str(value), element))

    def _mark_plain(self, text: str, element: etree._Element) -> str:
        place = self.places.of(element)
        marked: list[str] = []
        position = 0
        for tag in _tags_of(text, place):
            silent = tag.kind is TagKind.COMMENT or tag.code in ("raw", "endraw")
            marked += (text[position : tag.start], "" if silent else self.add(tag, place, PLAIN))
            position = tag.end
        return "".join((*marked, text[position:]))


def _run_properties(text: etree._Element) -> str:
    """The formatting of the run of a text, as a literal of jinja2."""
    properties = next(text.itersiblings(w.RUN_PROPERTIES, preceding=True), None)
    return json.dumps("" if properties is None else _NAMESPACE.sub("", etree.tostring(properties, encoding="unicode", with_tail=False)))


def _tags_of(text: str, place: str) -> list[Tag]:
    try:
        return find_tags(text)
    except UnclosedTagError as error:
        raise TemplateFaultError("标签没有写完：缺少结尾的 }}、%} 或 #}，或者引号、括号不成对", place, text[error.start :][:30]) from error
