"""Details that the fast reader leaves out for the sheets of an .xls or .et: hidden rows, errors, dates shown as months.

An .xls is a file system of its own (sectors in chains, MS-CFB) that holds one stream of records (BIFF8, MS-XLS). Only the few records that
say one of these things are looked at. Whatever is damaged or of an older version leaves them unknown: the values do not depend on it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from xlflow.files.reading.month_formats import BUILT_IN_MONTHS, shows_month_only
from xlflow.files.reading.xlsx_details import SheetDetails

_END_OF_CHAIN = 0xFFFFFFFA
_ENTRY = 128
_SMALLEST_STREAM, _SMALL_SECTOR = 4096, 64
_BIFF8 = 0x0600
_BOF, _EOF, _SHEET, _FORMAT, _XF = 0x0809, 0x000A, 0x0085, 0x041E, 0x00E0
_ROW, _NUMBER, _RK, _MANY_RK, _FORMULA, _ERROR = 0x0208, 0x0203, 0x027E, 0x00BD, 0x0006, 0x0205
_HIDDEN = 0x20
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}

Record = tuple[int, memoryview]


def xls_details(data: bytes) -> dict[str, SheetDetails]:
    """By the name of the sheet; empty where the file is of another kind or damaged."""
    try:
        stream = memoryview(_workbook_stream(data))
        if len(stream) < 8 or int.from_bytes(stream[4:6], "little") != _BIFF8:
            return {}
        months, sheets = _globals(stream)
        return {name: _sheet(stream, start, months) for name, start in sheets.items()}
    except (struct.error, IndexError, ValueError):
        return {}


def _workbook_stream(data: bytes) -> bytes:
    """The stream Workbook; a short one stands in small sectors within the stream of the root."""
    size = 1 << int.from_bytes(data[30:32], "little")
    if not 512 <= size <= 4096:
        return b""
    body = data[size:]
    table = [entry for place in _table_places(data, size) for entry in struct.unpack_from(f"<{size // 4}I", body, place * size)]
    folder = _chain(body, size, table, struct.unpack_from("<I", data, 48)[0])
    root, root_size = struct.unpack_from("<II", folder, 116)
    for offset in range(0, len(folder) - _ENTRY + 1, _ENTRY):
        length = int.from_bytes(folder[offset + 64 : offset + 66], "little")
        name = folder[offset : offset + max(length - 2, 0)].decode("utf-16-le", "replace")
        start, extent = struct.unpack_from("<II", folder, offset + 116)
        if name.lower() == "workbook":
            if extent >= _SMALLEST_STREAM:
                return _chain(body, size, table, start)[:extent]
            small = _chain(body, size, table, struct.unpack_from("<I", data, 60)[0])
            small_table = list(struct.unpack(f"<{len(small) // 4}I", small))
            return _chain(_chain(body, size, table, root)[:root_size], _SMALL_SECTOR, small_table, start)[:extent]
    return b""


def _table_places(data: bytes, size: int) -> list[int]:
    """The sectors that hold the table of sectors: 109 in the header, more in a chain of their own."""
    places = list(struct.unpack_from("<109I", data, 76))
    more, budget = struct.unpack_from("<I", data, 68)[0], len(data) // size
    while more < _END_OF_CHAIN and budget:
        block = struct.unpack_from(f"<{size // 4}I", data, (more + 1) * size)
        places, more, budget = [*places, *block[:-1]], block[-1], budget - 1
    return [place for place in places if place < _END_OF_CHAIN]


def _chain(body: bytes, size: int, table: list[int], place: int) -> bytes:
    """The sectors from a first one on, as the table links them; one that links back ends it."""
    parts: list[bytes] = []
    while place < _END_OF_CHAIN and len(parts) <= len(table):
        parts.append(body[place * size : (place + 1) * size])
        place = table[place]
    return b"".join(parts)


def _records(stream: memoryview, offset: int) -> Iterator[Record]:
    """The records from a place to the end of their part."""
    while offset + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, offset)
        yield kind, stream[offset + 4 : offset + 4 + length]
        if kind == _EOF:
            return
        offset += 4 + length


def _globals(stream: memoryview) -> tuple[frozenset[int], dict[str, int]]:
    """The cell formats that show a month, and where each sheet begins."""
    codes: dict[int, str] = {}
    used: list[int] = []
    sheets: dict[str, int] = {}
    for kind, body in _records(stream, 0):
        if kind == _FORMAT:
            codes[int.from_bytes(body[:2], "little")] = _text(body[5:], int.from_bytes(body[2:4], "little"), body[4])
        elif kind == _XF:
            used.append(int.from_bytes(body[2:4], "little"))
        elif kind == _SHEET:
            sheets[_text(body[8:], body[6], body[7])] = int.from_bytes(body[:4], "little")
    months = {number for number, code in codes.items() if shows_month_only(code)}
    months |= {int(number) for number in BUILT_IN_MONTHS} - codes.keys()
    return frozenset(index for index, number in enumerate(used) if number in months), sheets


def _text(body: memoryview, length: int, flags: int) -> str:
    return bytes(body[: 2 * length]).decode("utf-16-le") if flags & 1 else bytes(body[:length]).decode("latin-1")


def _sheet(stream: memoryview, start: int, months: frozenset[int]) -> SheetDetails:
    found = SheetDetails()
    for kind, body in _records(stream, start):
        if kind in (_NUMBER, _RK, _FORMULA):
            row, column, style = struct.unpack_from("<HHH", body)
            if style in months:
                found.styled.add((row, column))
            if kind == _FORMULA and bytes(body[12:14]) == b"\xff\xff" and body[6] == 2:
                found.errors[row, column] = _ERRORS.get(body[8], "#N/A")
        elif kind == _MANY_RK:
            row, first = struct.unpack_from("<HH", body)
            styles = (int.from_bytes(body[at : at + 2], "little") for at in range(4, len(body) - 2, 6))
            found.styled |= {(row, first + n) for n, style in enumerate(styles) if style in months}
        elif kind == _ERROR and body[7]:
            row, column = struct.unpack_from("<HH", body)
            found.errors[row, column] = _ERRORS.get(body[6], "#N/A")
        elif kind == _ROW and int.from_bytes(body[12:14], "little") & _HIDDEN:
            found.hidden_rows.add(int.from_bytes(body[:2], "little"))
    return found
