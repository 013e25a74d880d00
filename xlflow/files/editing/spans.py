"""Where the rows and cells of a worksheet part begin and end, in bytes: all that an edit needs to know of it.

Two ways lead to the same answer. Parts that are spelled as all usual programs do (UTF-8, no prefixes, double quotes, no comments, a
reference first on each row and cell) are searched: a parser would cost several times more than the whole edit. Any other part is parsed.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Protocol
from xml.parsers import expat

from lxml import etree

from xlflow.errors import OutputError
from xlflow.files.oddities import position_of
from xlflow.files.quick_oddities import UnusualSpelling
from xlflow.files.xml_parts import local, new_parser
from xlflow.findings import column_letters

DAMAGE = "工作表内部 XML 有错"
_CHUNK = 1 << 14
_SLASH = ord("/")


@dataclass(frozen=True, slots=True)
class Span:
    """The bytes from `start` up to `end`."""

    start: int
    end: int


@dataclass(slots=True)
class Head:
    """What stands before the data: the part's prefix, its used range, the styles of its columns, and the tag of the data."""

    prefix: bytes = b""
    dimension: Span | None = None
    used: str = ""
    column_styles: list[tuple[int, int, int]] = field(default_factory=list)
    """First and last column (from 0) and style."""
    data: Span = field(default=Span(0, 0))
    """The start tag of the data."""

    def style_of(self, column: int) -> int:
        """The style of a cell that is not there, as its column has it."""
        return next((style for first, last, style in self.column_styles if first <= column <= last), 0)


class Rows(Protocol):
    """The rows of a part. Numbers count from 0 and ascend."""

    numbers: list[int]
    end: int
    """Where the data end, before their closing tag."""

    def row(self, index: int) -> Span:
        """The whole element of a row."""

    def cell(self, index: int, column: int) -> Span:
        """The element of a cell, or the empty span where it belongs."""


def normal(part: bytes) -> bytes:
    """The part in UTF-8; as it is where it is that already."""
    start = part[:200].lower()
    if part.startswith((b"\xfe\xff", b"\xff\xfe", b"<\x00", b"\x00<")) or (b"encoding" in start and b"utf-8" not in start):
        try:
            return bytes(etree.tostring(etree.fromstring(part, safe_parser()), xml_declaration=True, encoding="UTF-8", standalone=True))
        except etree.XMLSyntaxError as error:
            raise OutputError(DAMAGE) from error
    return part


def safe_parser() -> etree.XMLParser:
    """A parser that never follows entities or outside references."""
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


def read_head(part: bytes) -> Head:
    """The head of a part; raises `OutputError` where there is none."""
    head, parser = Head(), new_parser()

    def start(name: str, attributes: dict[str, str]) -> None:
        kind = local(name)
        if kind == "dimension":
            head.dimension = _tag(part, parser.CurrentByteIndex)
            head.used = attributes.get("ref", "")
        elif kind == "col" and attributes.get("style"):
            head.column_styles.append((int(attributes["min"]) - 1, int(attributes["max"]) - 1, int(attributes["style"])))
        elif kind == "sheetData":
            head.prefix = name.removesuffix(kind).encode()
            head.data = _tag(part, parser.CurrentByteIndex)
            parser.StartElementHandler = None

    parser.StartElementHandler = start
    try:
        for at in range(0, len(part), _CHUNK):
            parser.Parse(part[at : at + _CHUNK], False)
            if head.data.end:
                return head
    except (expat.ExpatError, KeyError, ValueError) as error:
        raise OutputError(DAMAGE) from error
    raise OutputError(DAMAGE)


def _tag(part: bytes, start: int) -> Span:
    return Span(start, part.index(b">", start) + 1)


def read_rows(part: bytes, head: Head, wanted: set[int]) -> Rows:
    """The rows of a part; cells can be asked for in the `wanted` ones."""
    if head.prefix:
        return ParsedRows(part, head, wanted)
    try:
        return SearchedRows(part, head)
    except UnusualSpelling:
        return ParsedRows(part, head, wanted)


class SearchedRows:
    """The rows of a part of the usual spelling, found by searching its bytes."""

    def __init__(self, part: bytes, head: Head) -> None:
        """Raises `UnusualSpelling` where the bytes cannot be searched."""
        self._part = part
        self.numbers: list[int] = []
        self._starts: list[int] = []
        closed = part[head.data.start : head.data.end].endswith(b"/>")
        self.end = head.data.end if closed else part.find(b"</sheetData>", head.data.end)
        if self.end < 0:
            raise UnusualSpelling
        at = part.find(b"<row", head.data.end, self.end)
        while at >= 0:
            if part[at + 4 : at + 8] != b' r="':
                raise UnusualSpelling
            self._starts.append(at)
            self.numbers.append(int(part[at + 8 : part.index(b'"', at + 8)]) - 1)
            at = part.find(b"<row", at + 8, self.end)
        inside = part[head.data.end : self.end]
        unsorted = any(a >= b for a, b in pairwise(self.numbers))
        if unsorted or b"<!" in inside or b"<?" in inside or inside.count(b"<c") != inside.count(b'<c r="'):
            raise UnusualSpelling
        if not self._starts and inside.strip():
            raise UnusualSpelling

    def row(self, index: int) -> Span:
        """The whole element of a row."""
        start = self._starts[index]
        limit = self._starts[index + 1] if index + 1 < len(self._starts) else self.end
        close = self._part.rfind(b"</row>", start, limit)
        return Span(start, close + 6 if close >= 0 else self._part.index(b">", start) + 1)

    def cell(self, index: int, column: int) -> Span:
        """The element of a cell, or the empty span where it belongs."""
        row = self.row(index)
        reference = b'<c r="%s%d"' % (column_letters(column + 1).encode(), self.numbers[index] + 1)
        start = self._part.find(reference, row.start, row.end)
        return self._element(start) if start >= 0 else self._gap(row, column)

    def _element(self, start: int) -> Span:
        tag = _tag(self._part, start)
        if self._part[tag.end - 2] == _SLASH:
            return tag
        return Span(start, self._part.index(b"</c>", tag.end) + 4)

    def _gap(self, row: Span, column: int) -> Span:
        """Behind the last cell that stands further left: most often behind all of them."""
        at = self._part.rfind(b"<c ", row.start, row.end)
        while at >= 0:
            reference = self._part[at + 6 : self._part.index(b'"', at + 6)]
            position = position_of(reference.decode("ascii", "replace"))
            if position is None:
                raise OutputError(DAMAGE)
            if position[1] < column:
                end = self._element(at).end
                return Span(end, end)
            at = self._part.rfind(b"<c ", row.start, at)
        end = _tag(self._part, row.start).end
        return Span(end, end)


class ParsedRows:
    """The rows of any part, found by a parser."""

    def __init__(self, part: bytes, head: Head, wanted: set[int]) -> None:
        """One pass over the part."""
        self.numbers: list[int] = []
        self.end = head.data.end
        self._part, self._wanted = part, wanted
        self._spans: list[Span] = []
        self._cells: dict[int, list[tuple[int, Span]]] = {}
        self._start, self._row, self._column = 0, -1, -1
        self._parser = new_parser()
        self._parser.StartElementHandler, self._parser.EndElementHandler = self._opened, self._closed
        self._names = {(head.prefix + name).decode(): name.decode() for name in (b"row", b"c", b"sheetData")}
        try:
            self._parser.Parse(part, True)
        except (expat.ExpatError, ValueError) as error:
            raise OutputError(DAMAGE) from error
        if any(a >= b for a, b in pairwise(self.numbers)):
            raise OutputError("工作表内部的行次序错乱")

    def _opened(self, name: str, attributes: dict[str, str]) -> None:
        kind = self._names.get(name)
        if kind == "row":
            number = attributes.get("r")
            self._row = int(number) - 1 if number else self._row + 1
            self._column, self._start = -1, self._parser.CurrentByteIndex
            self.numbers.append(self._row)
            self._cells[self._row] = []
        elif kind == "c":
            position = position_of(attributes.get("r", ""))
            self._column = position[1] if position else self._column + 1
            if self._row in self._wanted:
                self._cells[self._row].append((self._column, Span(self._parser.CurrentByteIndex, 0)))

    def _closed(self, name: str) -> None:
        kind = self._names.get(name)
        if kind == "sheetData":
            self.end = max(self.end, self._parser.CurrentByteIndex)
            self._parser.StartElementHandler = self._parser.EndElementHandler = None
        elif kind == "row":
            self._spans.append(Span(self._start, _tag(self._part, self._parser.CurrentByteIndex).end))
        elif kind == "c" and self._row in self._wanted:
            column, span = self._cells[self._row][-1]
            self._cells[self._row][-1] = column, Span(span.start, _tag(self._part, self._parser.CurrentByteIndex).end)

    def row(self, index: int) -> Span:
        """The whole element of a row."""
        return self._spans[index]

    def cell(self, index: int, column: int) -> Span:
        """The element of a cell, or the empty span where it belongs."""
        cells = self._cells[self.numbers[index]]
        at = bisect_left(cells, column, key=lambda cell: cell[0])
        if at < len(cells) and cells[at][0] == column:
            return cells[at][1]
        end = cells[at - 1][1].end if at else _tag(self._part, self._spans[index].start).end
        return Span(end, end)
