"""Where the rows and cells of a worksheet part begin and end, in bytes: all that an edit needs to know of it.

Two ways lead to the same answer. Parts that are spelled as all usual programs do (UTF-8, no prefixes, double quotes, no comments, a
reference first on each row and cell) are searched: a parser would cost several times more than the whole edit. Any other part is parsed.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import NamedTuple, Protocol
from xml.parsers import expat

from lxml import etree
from msgspec import Struct, field

from xlflow.errors import OutputError
from xlflow.files.reading.workbook_package import local, new_parser
from xlflow.files.reading.xlsx_details import UnusualSpelling, position_of

DAMAGE = "工作表内部 XML 有错，没有写入；请用 Excel 或 WPS 打开另存后重试。"
_CHUNK = 1 << 12
_SLASH = ord("/")
_ROW, _ROW_END, _CELL = b'<row r="', b"</row>", b'<c r="'
_DIGITS = b"0123456789"


class ByteSpan(NamedTuple):
    """The bytes from `start` up to `end`."""

    start: int
    end: int


class SheetHead(Struct):
    """What stands before the data: the part's prefix, its used range, the styles of its columns, and the tag of the data."""

    prefix: bytes = b""
    dimension: ByteSpan | None = None
    used: str = ""
    column_styles: list[tuple[int, int, int]] = field(default_factory=list)
    """First and last column (from 0) and style."""
    data: ByteSpan = field(default_factory=lambda: ByteSpan(0, 0))
    """The start tag of the data."""

    def style_of(self, column: int) -> int:
        """The style of a cell that is not there, as its column has it."""
        return next((style for first, last, style in self.column_styles if first <= column <= last), 0)


class Rows(Protocol):
    """The rows of a part. Numbers count from 0 and ascend."""

    numbers: list[int]
    end: int
    """Where the data end, before their closing tag."""

    def row(self, index: int) -> ByteSpan:
        """The whole element of a row."""

    def cell(self, index: int, row: ByteSpan, column: int, reference: bytes) -> ByteSpan:
        """The element of a cell of that row, or the empty span where it belongs."""


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


def read_head(part: bytes) -> SheetHead:
    """The head of a part; raises `OutputError` where there is none."""
    head, parser = SheetHead(), new_parser()

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


def _tag(part: bytes, start: int) -> ByteSpan:
    return ByteSpan(start, part.index(b">", start) + 1)


class SearchedRows:
    """The rows of a part of the usual spelling, found by searching its bytes.

    Each row is looked at more closely when it is asked for: `UnusualSpelling` can come from any of the methods.
    """

    def __init__(self, part: bytes, head: SheetHead) -> None:
        self._part = part
        self.numbers: list[int] = []
        self._starts: list[int] = []
        self._tail_of, self._tail = -1, (b"", 0)
        closed = part[head.data.end - 2] == _SLASH
        self.end = head.data.end if closed else part.rfind(b"</sheetData>", head.data.end)
        if self.end < 0 or any(has(part, mark, head.data.end, self.end) for mark in (b"<!", b"<?")):
            raise UnusualSpelling
        find, own, rare = part.find, len(_ROW), _ROW.index(b"w")
        at = find(b"w", head.data.end, self.end)  # a search for the one letter is five times faster than one for the tag
        while at >= 0:
            start = at - rare
            if part[start : start + own] == _ROW:
                self._starts.append(start)
                self.numbers.append(int(part[start + own : find(b'"', start + own)]) - 1)
            at = find(b"w", at + 1, self.end)
        first = self._starts[0] if self._starts else self.end
        if any(a >= b for a, b in pairwise(self.numbers)) or part[head.data.end : first].strip():
            raise UnusualSpelling

    def row(self, index: int) -> ByteSpan:
        """The whole element of a row."""
        start = self._starts[index]
        limit = self._starts[index + 1] if index + 1 < len(self._starts) else self.end
        tag_end = self._part.index(b">", start) + 1
        closed = self._part[tag_end - 2] == _SLASH
        end = tag_end if closed else self._part.find(_ROW_END, tag_end, limit) + len(_ROW_END)
        if end < tag_end or (end < limit and self._part[end:limit].strip()):
            raise UnusualSpelling  # something else stands between this row and the next
        return ByteSpan(start, end)

    def cell(self, index: int, row: ByteSpan, column: int, reference: bytes) -> ByteSpan:
        """The element of a cell, or the empty span where it belongs."""
        letters = reference.rstrip(_DIGITS)
        if self._tail_of != index:
            self._tail_of, self._tail = index, self._last_cell(row)
        last, end = self._tail
        if last and (len(last), last) < (len(letters), letters):  # the mark columns stand behind all others
            return ByteSpan(end, end)
        start = self._part.find(b'%s%s"' % (_CELL, reference), row.start, row.end)
        return ByteSpan(start, self._end_of_cell(start)) if start >= 0 else self._gap(row, letters)

    def _last_cell(self, row: ByteSpan) -> tuple[bytes, int]:
        """The letters of a row's last cell, and where it ends; no letters where there is none."""
        part = self._part
        at = part.rfind(_CELL, row.start, row.end)
        if at < 0:
            return b"", row.end
        end = row.end - len(_ROW_END)
        if part.find(b"<c", at + 2, end) >= 0 or not part.endswith((b"</c>", b"/>"), at, end):
            raise UnusualSpelling  # a cell of another spelling, blanks, or an extension
        return self._letters(at), end

    def _letters(self, at: int) -> bytes:
        """The letters of the cell that begins there."""
        start = at + len(_CELL)
        return self._part[start : self._part.index(b'"', start)].rstrip(_DIGITS)

    def _end_of_cell(self, start: int) -> int:
        end = self._part.index(b">", start) + 1
        return end if self._part[end - 2] == _SLASH else self._part.index(b"</c>", end) + 4

    def _gap(self, row: ByteSpan, letters: bytes) -> ByteSpan:
        """Behind the last cell that stands further left: most often behind all of them."""
        behind = row.end - len(_ROW_END)
        at = self._part.rfind(_CELL, row.start, row.end)
        while at >= 0:
            other = self._letters(at)
            if (len(other), other) < (len(letters), letters):
                return self._empty(self._end_of_cell(at), behind)
            behind = at
            at = self._part.rfind(_CELL, row.start, at)
        tag_end = _tag(self._part, row.start).end
        return self._empty(tag_end, max(behind, tag_end))

    def _empty(self, start: int, end: int) -> ByteSpan:
        """The place at `start`; raises where something that is no cell of the usual spelling stands up to `end`."""
        if start < end and self._part[start:end].strip():
            raise UnusualSpelling
        return ByteSpan(start, start)


def has(part: bytes, mark: bytes, start: int = 0, end: int | None = None) -> bool:
    """Whether a mark stands in a part. A search for its second byte, which is rare, is many times faster than one for the mark."""
    if part.find(mark[1:2], start, end) < 0:
        return False
    return part.find(mark, start, end) >= 0


class ParsedRows:
    """The rows of any part, found by a parser."""

    def __init__(self, part: bytes, head: SheetHead, wanted: set[int]) -> None:
        """One pass over the part."""
        self.numbers: list[int] = []
        self.end = head.data.end
        self._part, self._wanted = part, wanted
        self._spans: list[ByteSpan] = []
        self._cells: dict[int, list[tuple[int, ByteSpan]]] = {}
        self._start, self._row, self._column = 0, -1, -1
        self._parser = new_parser()
        self._parser.StartElementHandler, self._parser.EndElementHandler = self._opened, self._closed
        self._names = {(head.prefix + name).decode(): name.decode() for name in (b"row", b"c", b"sheetData")}
        try:
            self._parser.Parse(part, True)
        except (expat.ExpatError, ValueError) as error:
            raise OutputError(DAMAGE) from error
        if any(a >= b for a, b in pairwise(self.numbers)):
            raise OutputError("工作表内部的行次序错乱，没有写入；请用 Excel 或 WPS 打开另存后重试。")

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
                self._cells[self._row].append((self._column, ByteSpan(self._parser.CurrentByteIndex, 0)))

    def _closed(self, name: str) -> None:
        kind = self._names.get(name)
        if kind == "sheetData":
            self.end = max(self.end, self._parser.CurrentByteIndex)
            self._parser.StartElementHandler = self._parser.EndElementHandler = None
        elif kind == "row":
            self._spans.append(self._whole(self._start))
        elif kind == "c" and self._row in self._wanted:
            column, span = self._cells[self._row][-1]
            self._cells[self._row][-1] = column, self._whole(span.start)

    def _whole(self, start: int) -> ByteSpan:
        """The element that ends now: behind its only tag, or with its closing one."""
        own, here = _tag(self._part, start), self._parser.CurrentByteIndex
        return own if own.end == here else ByteSpan(start, _tag(self._part, here).end)

    def row(self, index: int) -> ByteSpan:
        """The whole element of a row."""
        return self._spans[index]

    def cell(self, index: int, row: ByteSpan, column: int, reference: bytes) -> ByteSpan:
        """The element of a cell, or the empty span where it belongs."""
        cells = self._cells[self.numbers[index]]
        at = bisect_left(cells, column, key=lambda cell: cell[0])
        if at < len(cells) and cells[at][0] == column:
            return cells[at][1]
        end = cells[at - 1][1].end if at else _tag(self._part, row.start).end
        return ByteSpan(end, end)
