"""Errors, formulas, hidden rows and styled cells found in the bytes of a worksheet part, without parsing its cells.

An ordinary sheet has few of them and thousands of cells, so a search for their marks is many times faster than a parser, which would cost
more than reading the values. It holds for parts spelled as all usual programs do: UTF-8, no prefixes, double quotes, no comments, a
reference on each cell. Anything else raises `UnusualSpelling`, and the parser is asked.

A search for one rare byte is fifty times faster than one for a word: each mark is searched only in a block that holds its rarest byte.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from xlflow.files.reading.xlsx_details import ERROR_SIGN, Oddities, position_of

_ROW_END = b"</row>"
_DATA, _DATA_END = b"<sheetData", b"</sheetData"
_UNUSUAL = ((b"!", b"<!"), (b"'", b"='"), (b"\t", b"<c\t"), (b"\n", b"<c\n"), (b"\r", b"<c\r"))
_AFTER_NAME = b" >/"
_MAX_ROW_BYTES = 8 << 20


class UnusualSpelling(Exception):  # noqa: N818 - no error: a reason to take the other way
    """The bytes cannot be searched; the part has to be parsed."""


def search_oddities(chunks: Iterator[bytes], styles: frozenset[str] = frozenset()) -> Oddities:
    """What `find_oddities` finds but merged ranges, which the fast reader knows; raises `UnusualSpelling`."""
    found = Oddities()
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


def _note_error(block: bytes, hit: int, found: Oddities) -> None:
    start = _tag_around(block, hit)
    if start >= 0 and (text := _value(block, start)).startswith(ERROR_SIGN):
        found.errors[_cell(block, start)] = text


def _note_formula(block: bytes, hit: int, found: Oddities) -> None:
    if block[hit + 2] not in _AFTER_NAME:
        return
    start = block.rfind(b"<", 0, hit)
    found.formulas[_cell(block, start)] = bool(_value(block, start))


def _note_hidden_row(block: bytes, hit: int, found: Oddities) -> None:
    start = _tag_around(block, hit)
    if start < 0 or _attribute(block, start, b' hidden="') not in ("1", "true"):
        return
    row = _attribute(block, start, b' r="')
    if not block.startswith(b"<row ", start) or not row.isdecimal():
        raise UnusualSpelling
    found.hidden_rows.add(int(row) - 1)


def _note_styled(block: bytes, hit: int, found: Oddities) -> None:
    start = _tag_around(block, hit)
    if start >= 0 and block.startswith(b"<c ", start):
        found.styled.add(_cell(block, start))
