"""Every tag of a part with its place, and the faults in how and where tags are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from xlflow.documents import wordprocessingml as w
from xlflow.documents.template.template_source import is_cell_tag
from xlflow.documents.template.template_tags import LEVELS, Tag, TagKind, UnclosedTagError, find_escapes, find_tags
from xlflow.documents.wordprocessingml import InlineText, ParagraphPlaces


class TemplateFault(Struct, frozen=True):
    """One fault: the place in words, the tag as it is written, one sentence that also says the cure.

    `part` and `paragraph` find it in the file: the name of the part, and the number of the paragraph among all of the part from 0; None
    where it stands in no paragraph.
    """

    place: str
    tag: str
    message: str
    part: str = ""
    paragraph: int | None = None

    def __str__(self) -> str:
        """Place and tag first: 第3段 {{ 身分证号 }}：…."""
        place = " ".join(part for part in (self.place, self.tag) if part)
        return f"{place}：{self.message}。" if place else f"{self.message}。"


_SHOWN = 30
_LEVEL_ELEMENT = {"tr": w.ROW, "tc": w.CELL, "p": w.PARAGRAPH, "r": w.RUN}
_WIDE = re.compile(r"｛[｛{%％]|\{[｛％]|[｝}%％]｝|[｝％]\}")
_CLOSING = re.compile(r"\}\}|%\}|#\}")


class FoundTag(Struct, frozen=True):
    """A tag in its place; `path`: the names of the elements around what it takes the place of, by which pairs are compared."""

    tag: Tag
    place: str
    part: str
    paragraph: int | None
    path: tuple[str, ...]

    def fault(self, message: str) -> TemplateFault:
        """A fault of this tag."""
        return TemplateFault(self.place, self.tag.written, message, self.part, self.paragraph)


class _Text(Struct, frozen=True):
    """A text that may hold tags, and where it stands; `inline` is None for an attribute, a field code or a property."""

    text: str
    place: str
    part: str
    paragraph: int | None
    element: etree._Element
    inline: InlineText | None = None

    def fault(self, written: str, message: str) -> TemplateFault:
        return TemplateFault(self.place, written, message, self.part, self.paragraph)

    def node_at(self, position: int) -> etree._Element:
        return self.element if self.inline is None else self.inline.node_at(position)


def tags_of(root: etree._Element, part: str, title: str) -> tuple[list[FoundTag], list[TemplateFault]]:
    """The tags of a part in the order of its text, and the faults in how and where they are written. `title` names the part."""
    tags: list[FoundTag] = []
    faults: list[TemplateFault] = []
    for text in _texts(root, part, title):
        found, unclosed = _closed(text.text)
        for start in unclosed:
            message = "标签没有写完：缺少结尾的 }}、%} 或 #}（须用半角），或者引号、括号不成对"
            faults.append(text.fault(text.text[start : start + _SHOWN].strip(), message))
        faults += _strays(text, found, unclosed)
        for tag in found:
            path, misplaced = _target(tag, text)
            faults += misplaced
            if tag.kind is not TagKind.COMMENT and not misplaced:
                tags.append(FoundTag(tag, text.place, part, text.paragraph, path))
    return tags, faults


def _texts(root: etree._Element, part: str, title: str) -> Iterator[_Text]:
    places = ParagraphPlaces(root, title)
    numbers = {paragraph: number for number, paragraph in enumerate(root.iter(w.PARAGRAPH))}
    for paragraph, number in numbers.items():
        inline = InlineText(paragraph)
        if re.search(r"[{}｛｝]", inline.text):
            yield _Text(inline.text, places.of(paragraph), part, number, paragraph, inline)
    for element in root.iter(etree.Element):
        around = w.ancestor(element, w.PARAGRAPH)
        number_around = None if around is None else numbers[around]
        if element.tag != w.TEXT and element.text and "{" in element.text:
            yield _Text(element.text, places.of(element), part, number_around, element)
        for value in element.values():
            if re.search(r"\{[{%#]", str(value)):
                yield _Text(str(value), places.of(element), part, number_around, element)


def _closed(text: str) -> tuple[list[Tag], list[int]]:
    """The tags that end, and where those begin that do not."""
    tags: list[Tag] = []
    unclosed: list[int] = []
    offset = 0
    while True:
        try:
            tags += _moved(find_tags(text[offset:]), offset)
            return tags, unclosed
        except UnclosedTagError as error:
            start = offset + error.start
            tags += _moved(find_tags(text[offset:start]), offset)
            unclosed.append(start)
            offset = start + 2


def _moved(tags: list[Tag], by: int) -> list[Tag]:
    return [replace(tag, start=tag.start + by, end=tag.end + by) for tag in tags]


def _strays(text: _Text, tags: list[Tag], unclosed: list[int]) -> Iterator[TemplateFault]:
    """Braces of the Chinese keyboard, and endings without a beginning."""
    if text.inline is None:
        return
    taken = [(tag.start, tag.end) for tag in tags] + [(start, end) for start, end, _ in find_escapes(text.text, tags)]
    taken += [(tag.start, after.end) for tag, after in pairwise(tags) if tag.code == "raw"]
    for match in _WIDE.finditer(text.text):
        if not _is_within(match, taken):
            yield text.fault(_around(text.text, match.start()), "花括号或百分号是全角的，不会被当作标签；请改用半角的 {{ }} 或 {% %}")
            return
    for match in _CLOSING.finditer(text.text):
        if not _is_within(match, taken) and not any(start < match.start() for start in unclosed):
            yield text.fault(_around(text.text, match.start()), f"多出了 {match[0]}，前面没有与它对应的开头")


def _is_within(match: re.Match[str], taken: list[tuple[int, int]]) -> bool:
    return any(start < match.end() and match.start() < end for start, end in taken)


def _around(text: str, position: int) -> str:
    return text[max(0, position - _SHOWN // 2) : position + _SHOWN // 2].strip()


def _target(tag: Tag, text: _Text) -> tuple[tuple[str, ...], list[TemplateFault]]:
    """The elements around the one that a tag replaces, and the faults in its place."""
    node = text.node_at(tag.start)
    if is_cell_tag(tag) and w.ancestor(node, w.CELL) is None:
        return (), [text.fault(tag.written, "该标签只能写在表格的单元格里")]
    if not tag.level or text.inline is None or tag.kind is TagKind.VARIABLE:
        if tag.level in ("tr", "tc") and tag.kind is TagKind.VARIABLE:
            return (), [text.fault(tag.written, f"值不能代替整行或整个单元格，请写成 {{{{ {tag.code} }}}}")]
        return _names_around(node), []
    target = w.ancestor(node, _LEVEL_ELEMENT[tag.level])
    if target is None:
        where = LEVELS[tag.level]
        return (), [text.fault(tag.written, f"该标签要代替整个{where}，却不在表格里；请移进表格，或改用 {{%p %}}")]
    lost = _lost(target, tag.level)
    if lost and tag.kind is TagKind.BLOCK:
        where = LEVELS[tag.level]
        return _names_around(target)[1:], [
            text.fault(tag.written, f"该标签所在的{where}会整个去掉，其中的“{lost[:_SHOWN]}”不会出现；请让标签独占一个{where}")
        ]
    return _names_around(target)[1:], []


def _names_around(element: etree._Element) -> tuple[str, ...]:
    return (str(element.tag), *(str(parent.tag) for parent in element.iterancestors()))


def _lost(target: etree._Element, level: str) -> str:
    """The text that goes with the tags of a level in an element; what stands in runs stays."""
    if level == "r":
        return ""
    left = []
    for paragraph in [target] if target.tag == w.PARAGRAPH else target.iter(w.PARAGRAPH):
        text = InlineText(paragraph).text
        tags, _ = _closed(text)
        pieces, position = [], 0
        for tag in tags:
            if tag.level == level or tag.kind is TagKind.COMMENT:
                pieces.append(text[position : tag.start])
                position = tag.end
        left.append("".join((*pieces, text[position:])).strip())
    return " ".join(filter(None, left))
