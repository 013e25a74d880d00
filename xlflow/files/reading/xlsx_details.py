"""Details that the fast reader leaves out for a worksheet part: errors, formulas, hidden rows, merged ranges, dates shown as months.

`find_details` makes one pass with expat over any part; `search_details` finds the same in the bytes of parts spelled the usual way.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from xml.parsers import expat

from msgspec import Struct, field

from xlflow.errors import WorkbookError
from xlflow.files.reading.workbook_package import local, new_parser
from xlflow.patterns import pattern
from xlflow.tables.raw import Position

ERROR_SIGN = "#"
"""Every error value begins with it; an error cell without a value is an empty cell."""
_REFERENCE = pattern(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")


class SheetDetails(Struct):
    """What one pass over a worksheet part finds; positions count from A1."""

    errors: dict[Position, str] = field(default_factory=dict)
    formulas: dict[Position, bool] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    styled: set[Position] = field(default_factory=set)
    """Cells of one of the styles asked for."""


def find_details(chunks: Iterable[bytes], styles: frozenset[str] = frozenset()) -> SheetDetails:
    """One pass over the part; `styles` are the indexes (attribute s) of the cells wanted in `styled`."""
    found = SheetDetails()
    parser = new_parser()
    parser.StartElementHandler = _Pass(parser, found, styles).start
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise WorkbookError("workbook-unreadable", "工作表内部 XML 有错") from error
    found.errors = {position: text for position, text in found.errors.items() if text.startswith(ERROR_SIGN)}
    return found


def position_of(reference: str) -> Position | None:
    """Row and column from 0 of an A1 reference."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


class _Pass:
    """The state of one pass: where the parser stands and whether the cell there is watched."""

    def __init__(self, parser: expat.XMLParserType, found: SheetDetails, styles: frozenset[str]) -> None:
        self._parser, self._found, self._styles = parser, found, styles
        self._kinds: dict[str, str] = {}
        self._row, self._column = -1, -1
        self._reference: str | None = None
        self._before = ""
        self._error = False
        self._formula = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind = self._kinds.get(name) or self._kinds.setdefault(name, local(name))
        self._parser.CharacterDataHandler = None
        if kind == "c":
            self._cell(attributes)
        elif kind == "f" and self._before == "c":  # conditional formats of newer kinds hold an xm:f
            self._formula = True
            self._found.formulas.setdefault(self._here(), False)
        elif kind == "v":
            if self._error or self._formula:
                self._parser.CharacterDataHandler = self._value
        elif kind == "row":
            self._next_row(attributes)
        elif kind == "mergeCell":
            self._merge(attributes.get("ref", ""))
        self._before = kind

    def _cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        if reference is None and self._reference is not None:
            self._column = self._here()[1]
        self._reference = reference
        if reference is None:
            self._column += 1
        self._formula = False
        self._error = attributes.get("t") == "e"
        if self._error:
            self._found.errors[self._here()] = ""
        if self._styles and attributes.get("s", "0") in self._styles:
            self._found.styled.add(self._here())

    def _next_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r", "")
        self._row = int(number) - 1 if number.isdecimal() else self._row + 1
        self._column, self._reference = -1, None
        if attributes.get("hidden") in ("1", "true"):
            self._found.hidden_rows.add(self._row)

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        top, bottom = position_of(first), position_of(last or first)
        if top and bottom:
            self._found.merged.append((*top, *bottom))

    def _value(self, text: str) -> None:
        text = text.strip()
        if not text:
            return
        here = self._here()
        if self._error:
            self._found.errors[here] += text
        if self._formula:
            self._found.formulas[here] = True

    def _here(self) -> Position:
        if self._reference is None:
            return self._row, self._column
        return position_of(self._reference) or (self._row, self._column + 1)


_ROW_END = b"</row>"
_DATA, _DATA_END = b"<sheetData", b"</sheetData"
_UNUSUAL = ((b"!", b"<!"), (b"'", b"='"), (b"\t", b"<c\t"), (b"\n", b"<c\n"), (b"\r", b"<c\r"))
_AFTER_NAME = b" >/"
_MAX_ROW_BYTES = 8 << 20


class UnusualSpelling(Exception):  # noqa: N818 - no error: a reason to take the other way
    """The bytes cannot be searched; the part has to be parsed."""


def search_details(chunks: Iterator[bytes], styles: frozenset[str] = frozenset()) -> SheetDetails:
    """As `find_details`, without merged ranges, which the fast reader gives; raises `UnusualSpelling`."""
    found = SheetDetails()
    style_marks = [f' s="{style}"'.encode() for style in styles]
    for block in _row_blocks(chunks):
        if any(byte in block and mark in block for byte, mark in _UNUSUAL):
            raise UnusualSpelling
        for hit in _hits(block, ERROR_SIGN.encode(), b' t="e"'):
            _note_error(block, hit, found)
        for hit in _hits(block, b"f", b"<f"):
            _note_formula(block, hit, found)
        for hit in _hits(block, b"d", b' hidden="'):
            _note_hidden_row(block, hit, found)
        for mark in style_marks:
            for hit in _hits(block, b"s", mark):
                _note_styled(block, hit, found)
    return found


def _row_blocks(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The data of the sheet in blocks of whole rows."""
    rest, inside = b"", False
    for chunk in chunks:
        text = rest + chunk
        start = 0 if inside else text.find(_DATA)
        inside = start >= 0
        end = text.rfind(_DATA_END)  # there is one, and near the end of a small part
        if inside and end >= 0:
            yield text[start:end]
            deque(chunks, maxlen=0)  # the checksum stands at the end
            return
        row_end = text.rfind(_ROW_END) if inside else -1
        if row_end >= 0:
            yield text[start : row_end + len(_ROW_END)]
            start = row_end + len(_ROW_END)
        rest = text[max(start, 0) :]
        if len(rest) > _MAX_ROW_BYTES:
            raise UnusualSpelling
    raise UnusualSpelling


def _hits(block: bytes, byte: bytes, mark: bytes) -> Iterator[int]:
    hit = block.find(mark) if byte in block else -1
    while hit >= 0:
        yield hit
        hit = block.find(mark, hit + 1)


def _tag_around(block: bytes, hit: int) -> int:
    """Where the start tag around the hit begins; -1 where the hit stands in text."""
    start = block.rfind(b"<", 0, hit)
    return -1 if block.find(b">", start, hit) >= 0 else start


def _attribute(block: bytes, start: int, mark: bytes) -> str:
    value = block.find(mark, start, block.find(b">", start))
    if value < 0:
        raise UnusualSpelling
    value += len(mark)
    return block[value : block.find(b'"', value)].decode("utf-8", "replace")


def _cell(block: bytes, start: int) -> tuple[int, int]:
    if not block.startswith(b"<c ", start):
        raise UnusualSpelling
    position = position_of(_attribute(block, start, b' r="'))
    if position is None:
        raise UnusualSpelling
    return position


def _value(block: bytes, start: int) -> str:
    """The stored value of the cell whose tag begins at `start`."""
    stop = block.find(b"</c>", start)
    tag = block.find(b"<v", start, stop)
    if tag < 0:
        return ""
    text = block.find(b">", tag) + 1
    return block[text : max(text, block.find(b"</v>", text, stop))].decode("utf-8", "replace").strip()


def _note_error(block: bytes, hit: int, found: SheetDetails) -> None:
    start = _tag_around(block, hit)
    if start >= 0 and (text := _value(block, start)).startswith(ERROR_SIGN):
        found.errors[_cell(block, start)] = text


def _note_formula(block: bytes, hit: int, found: SheetDetails) -> None:
    if block[hit + 2] not in _AFTER_NAME:
        return
    start = block.rfind(b"<", 0, hit)
    found.formulas[_cell(block, start)] = bool(_value(block, start))


def _note_hidden_row(block: bytes, hit: int, found: SheetDetails) -> None:
    start = _tag_around(block, hit)
    if start < 0 or _attribute(block, start, b' hidden="') not in ("1", "true"):
        return
    row = _attribute(block, start, b' r="')
    if not block.startswith(b"<row ", start) or not row.isdecimal():
        raise UnusualSpelling
    found.hidden_rows.add(int(row) - 1)


def _note_styled(block: bytes, hit: int, found: SheetDetails) -> None:
    start = _tag_around(block, hit)
    if start >= 0 and block.startswith(b"<c ", start):
        found.styled.add(_cell(block, start))
