"""Tags in the text of a Word template: where they begin and end, at what level they stand, what code they hold.

The dialect is the one that users of docxtpl know: `{{ name }}`, `{% if … %}`, `{# … #}`, and with a level right after the delimiter
`{%p … %}` (paragraph), `{%tr … %}` (table row), `{%tc … %}` (table cell), `{%r … %}` (run). Word turns typed quotes into curly ones;
inside a tag they are made straight again, except within a literal that is written in straight quotes: `"“三会两制一课”"` keeps its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

BLOCK_START, BLOCK_END = "\ufdd2", "\ufdd3"
VARIABLE_START, VARIABLE_END = "\ufdd4", "\ufdd5"
COMMENT_START, COMMENT_END = "\ufdd6", "\ufdd7"
PLAIN = "plain_text"
"""The filter for values outside running text: attributes, field codes, properties."""
RUNS, PARAGRAPHS = "as_runs", "as_paragraphs"
"""The filters for values that take the place of whole runs, or of their paragraph."""
DRAWING_ID = "drawing_id"
"""The filter that gives the next number of a drawing: a loop repeats the drawing, and no two may have one number."""
WHOLE_PARAGRAPHS = "whole_paragraphs"
"""The test for values that are paragraphs themselves."""

MARK = re.compile("\ufdd0([0-9]+)\ufdd1")


class TemplateFaultError(Exception):
    """A fault of a template with its place and tag."""

    def __init__(self, reason: str, place: str, tag: str = "") -> None:
        super().__init__(reason)
        self.reason, self.place, self.tag = reason, place, tag


class PlacedTag(Struct, frozen=True):
    """A tag of the source: its code with its place in the document; `through` is the filter that its value goes through."""

    tag: Tag
    place: str
    through: str = ""

    @property
    def source(self) -> str:
        """The tag as jinja2 code, on a line of its own."""
        tag = self.tag
        if tag.kind is TagKind.BLOCK:
            return f"{BLOCK_START}\n{tag.code}\n{BLOCK_END}"
        code = f"({tag.code})|{self.through}" if self.through else tag.code
        return f"{VARIABLE_START}{tag.trim_before}\n{code}\n{tag.trim_after}{VARIABLE_END}"


class TagKind(StrEnum):
    """What a tag does: print a value, steer, or nothing (a comment)."""

    VARIABLE = "{{"
    BLOCK = "{%"
    COMMENT = "{#"


CLOSING = {TagKind.VARIABLE: "}}", TagKind.BLOCK: "%}", TagKind.COMMENT: "#}"}
OPENERS = frozenset({"for", "if", "macro", "call", "filter", "with", "autoescape", "block", "set"})
LEVELS = {"p": "段落", "tr": "表格行", "tc": "单元格", "r": "文字"}


class Tag(Struct, frozen=True):
    """One tag: `text[start:end]` as written; `code` is what stands inside, without level and whitespace marks.

    `trim_before` and `trim_after` are the marks `-` (or `+`) of `{%- … -%}`.
    """

    start: int
    end: int
    written: str
    kind: TagKind
    level: str
    code: str
    trim_before: str = ""
    trim_after: str = ""

    @property
    def word(self) -> str:
        """The first word of a block tag."""
        return self.code.split(None, 1)[0] if self.code.split() else ""

    @property
    def opens(self) -> bool:
        """Whether a block tag needs an end; `set x = 1` does not."""
        return self.word in OPENERS and not (self.word == "set" and "=" in self.code)


class UnclosedTagError(ValueError):
    """A tag begins and does not end in its paragraph; `start` is where it begins."""

    def __init__(self, start: int) -> None:
        super().__init__(start)
        self.start = start


_OPENING = re.compile(r"\{[{%#]")
_LEVEL = re.compile(r"(tr|tc|p|r)\s+(?=\S)")
_QUOTES = {"'": "'", '"': '"', "‘": "‘’'", "’": "‘’'", "“": '“”"', "”": '“”"'}
"""What may close a literal, by what opened it."""
_STRAIGHT = {"‘": "'", "’": "'", "“": '"', "”": '"'}
_END_RAW = re.compile(r"\{%[-+]?\s*endraw\s*[-+]?%\}")
_ESCAPES = re.compile(r"\{_([{%])|([}%])_\}")


def has_opening(text: str) -> bool:
    """Whether a tag begins anywhere in the text."""
    return _OPENING.search(text) is not None


def find_tags(text: str) -> list[Tag]:
    """All tags of the text in order; `UnclosedTagError` for one that does not end. What stands between raw and endraw is no tag."""
    tags: list[Tag] = []
    position = 0
    while match := _OPENING.search(text, position):
        tag = _read_tag(text, match.start(), TagKind(match[0]))
        tags.append(tag)
        if tag.kind is TagKind.BLOCK and tag.code == "raw":
            closing = _END_RAW.search(text, tag.end)
            if closing is None:
                raise UnclosedTagError(tag.start)
            tag = Tag(closing.start(), closing.end(), closing[0], TagKind.BLOCK, "", "endraw")
            tags.append(tag)
        position = tag.end
    return tags


def find_escapes(text: str, tags: list[Tag]) -> Iterator[tuple[int, int, str]]:
    """Where an escaped delimiter stands outside the tags, and what it prints: `{_{` {{, `}_}` }}, `{_%` {%, `%_}` %}."""
    for match in _ESCAPES.finditer(text):
        if not any(tag.start < match.end() and match.start() < tag.end for tag in tags):
            yield match.start(), match.end(), "{" + match[1] if match[1] else match[2] + "}"


def _read_tag(text: str, start: int, kind: TagKind) -> Tag:
    if kind is TagKind.COMMENT:
        end = text.find("#}", start + 2)
        if end < 0:
            raise UnclosedTagError(start)
        inner, end = text[start + 2 : end], end + 2
    else:
        inner, end = _read_code(text, start, CLOSING[kind])
    level = _LEVEL.match(inner)
    before = inner[0] if inner.startswith(("-", "+")) else ""
    code = inner[level.end() if level else len(before) :]
    after = code[-1] if code.endswith(("-", "+")) else ""
    code = code[: len(code) - len(after)].strip()
    return Tag(start, end, text[start:end], kind, level[1] if level else "", code, before, after)


def _read_code(text: str, start: int, closing: str) -> tuple[str, int]:
    """The code after a delimiter, with straight quotes, and where the tag ends; quotes and braces are respected as jinja2 does."""
    code: list[str] = []
    depth, closers, position = 0, "", start + 2
    while position < len(text):
        char = text[position]
        if closers:
            code.append(_STRAIGHT.get(char, char) if char in closers else char)
            if char in closers:
                closers = ""
            elif char == "\\" and position + 1 < len(text):
                position += 1
                code.append(text[position])
        elif not depth and text.startswith(closing, position):
            return "".join(code), position + 2
        else:
            closers = _QUOTES.get(char, "")
            depth += (char in "([{") - (char in ")]}")
            code.append(_STRAIGHT.get(char, char))
        position += 1
    raise UnclosedTagError(start)
