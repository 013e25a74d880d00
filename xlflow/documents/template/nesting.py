"""Whether the blocks of a part open and close at one level of the tree.

`{% for %}` in a paragraph and its `{% endfor %}` in a table cell would tear the file apart: said when the template is read, in words,
instead of by Word when the document is opened.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree
from msgspec import Struct

from xlflow.documents.template.marks import MARK, PlacedTag, TemplateFaultError
from xlflow.documents.template.tags import Kind

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
        if placed.tag.kind is not Kind.BLOCK:
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
