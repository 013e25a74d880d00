"""The open workbook as the jobs know one: the same `RawWorkbook` that the file reader makes from bytes.

One block a sheet. What costs a call a cell (merged ranges, formats) is asked for whole ranges and halved where the answer is mixed.
Sheets of a standard form that are no tables are not read at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from xlflow.errors import WorkbookError, XlflowError
from xlflow.excel.live_page import is_own_page
from xlflow.excel.live_sheets import LiveBook, LiveSheet
from xlflow.excel.native import CellRange
from xlflow.files.reading.month_formats import shows_month_only
from xlflow.files.reading.workbook_package import STAMP_SHEET, split_stamp
from xlflow.files.standard_form.plan import COVER, LISTS, RESULTS
from xlflow.files.writing.file_names import shown_name
from xlflow.messages import sentence, unreadable
from xlflow.tables.raw import FormStamp, Position, RawSheet, RawValue, RawWorkbook

_ERROR_ZERO = -2146828288
"""How COM hands an error value over: a whole number, this one and the number that Excel has for it. Others are never whole ones."""
_OTHER_ERRORS = {
    2043: "#GETTING_DATA",
    2045: "#SPILL!",
    2046: "#CONNECT!",
    2047: "#BLOCKED!",
    2048: "#UNKNOWN!",
    2049: "#FIELD!",
    2050: "#CALC!",
}
"""Those that xlwings has no words for."""
_ERROR_NUMBERS = range(2000, 3000)
_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", *_OTHER_ERRORS.values()})
_HEADER_ROWS = 60
"""Merged cells are looked for where a header may stand."""
_SERIAL_ZERO = date(1899, 12, 30)


def read_live(book: LiveBook) -> RawWorkbook:
    """The sheets that the jobs need. It has no sha256 and no times: nothing was handed in."""
    names = book.sheet_names
    stamp = read_stamp(book)
    is_form = stamp is not None and stamp.kind == "form"
    sheets = []
    for index, name in enumerate(names):
        if name == STAMP_SHEET or (name in (COVER, LISTS, RESULTS) and is_form):
            continue
        if name.startswith(RESULTS) and stamp is None and is_own_page(book.sheet(name)):
            continue
        sheets.append(_sheet(book.sheet(name), index, has_known_header=is_form))
    return RawWorkbook(shown_name(book.name), "", tuple(sheets), stamp)


def with_formulas(raw: RawWorkbook, book: LiveBook) -> RawWorkbook:
    """The workbook again, with the cells that hold formulas."""
    return replace(raw, sheets=tuple(_with_formulas(sheet, book.sheet(sheet.name)) for sheet in raw.sheets))


def read_stamp(book: LiveBook) -> FormStamp | None:
    """What the workbook says it is; None where it is none of ours."""
    if STAMP_SHEET not in book.sheet_names:
        return None
    sheet = book.sheet(STAMP_SHEET)
    box = sheet.extent()
    return split_stamp([RawSheet(STAMP_SHEET, 0, sheet.values(box), box.top, box.left)])[1]


def values_of(sheet: LiveSheet, index: int = 0) -> tuple[CellRange, RawSheet]:
    """The used part of a sheet, and what stands in it; an empty one has no rows."""
    box = sheet.extent()
    told = sheet.values(box)
    box, told = _without_blank_ends(box, told)
    if not any(value is not None for row in told for value in row):
        return box, RawSheet(sheet.name, index, (), visible=sheet.is_visible)
    errors: dict[Position, str] = {}
    rows = [[_value(value, (r, c), errors) for c, value in enumerate(row, box.left)] for r, row in enumerate(told, box.top)]
    return box, RawSheet(sheet.name, index, rows, box.top, box.left, sheet.is_visible, errors=errors)


def _without_blank_ends(box: CellRange, told: list[list[Any]]) -> tuple[CellRange, list[list[Any]]]:
    """The block without its blank rows and columns at the ends, which are used only because somebody formatted them."""
    width = max((c for row in told for c, value in enumerate(row, 1) if value is not None), default=1)
    height = max((r for r, row in enumerate(told, 1) if any(value is not None for value in row)), default=1)
    return replace(box, height=height, width=width), [row[:width] for row in told[:height]]


@contextmanager
def naming_file(file: str) -> Iterator[None]:
    """Turns a `WorkbookError` (a scheme that is not here) into the sentence of its finding, as of a file that cannot be read."""
    try:
        yield
    except WorkbookError as error:
        raise XlflowError(sentence(unreadable(file, error))) from error


def _sheet(sheet: LiveSheet, index: int, *, has_known_header: bool) -> RawSheet:
    box, raw = values_of(sheet, index)
    if not raw.rows:
        return raw
    raw = replace(raw, hidden_rows=_hidden_rows(sheet, box))
    return raw if has_known_header else replace(raw, merged=tuple(_merged(sheet, box)), month_cells=frozenset(_months(sheet, raw)))


def _hidden_rows(sheet: LiveSheet, box: CellRange) -> frozenset[int]:
    """Rows hidden by hand; rows hidden by a filter come and go, and do not count."""
    if sheet.is_filtered:
        return frozenset()
    return frozenset(range(box.top, box.top + box.height)) - sheet.visible_rows(box)


def _value(value: Any, position: Position, errors: dict[Position, str]) -> RawValue:
    """A cell as the file reader gives it: whole days as `date`, hours alone as `time`, amounts of money as numbers."""
    if isinstance(value, str):
        if value in _ERRORS:
            errors[position] = value
            return ""
        return value
    if type(value) is int and value - _ERROR_ZERO in _ERROR_NUMBERS:
        errors[position] = _OTHER_ERRORS.get(value - _ERROR_ZERO, "#VALUE!")
        return ""
    if isinstance(value, datetime):
        if value.date() <= _SERIAL_ZERO:
            return value.time()
        return value.date() if value.time() == time() else value
    if isinstance(value, Decimal):
        return float(value)
    return value if isinstance(value, bool | float | int | date | time | timedelta) else None


def _runs(box: CellRange, ask: Callable[[CellRange], bool | None]) -> Iterator[CellRange]:
    """The runs of rows for which the answer is not no; a run of which it is mixed is halved, down to single rows."""
    answer = ask(box)
    if answer is False:
        return
    if answer or box.height == 1:
        yield box
        return
    half = box.height // 2
    yield from _runs(replace(box, height=half), ask)
    yield from _runs(replace(box, top=box.top + half, height=box.height - half), ask)


def _merged(sheet: LiveSheet, box: CellRange) -> Iterator[tuple[int, int, int, int]]:
    """Merged ranges in the upper part of a sheet, as `RawSheet` has them."""
    found: dict[Position, CellRange] = {}
    for run in _runs(replace(box, height=min(box.height, _HEADER_ROWS)), sheet.is_merged):
        for row in range(run.top, run.top + run.height):
            column = box.left
            while column < box.left + box.width:
                area = sheet.merged_around(CellRange(row, column, 1))
                if area.height > 1 or area.width > 1:
                    found[area.top, area.left] = area
                column = area.left + area.width
    for _, area in sorted(found.items()):
        yield area.top, area.left, area.top + area.height - 1, area.left + area.width - 1


def _months(sheet: LiveSheet, raw: RawSheet) -> Iterator[Position]:
    """Date cells on the 1st whose number format shows no day. The format is asked for a run of such cells, halved where it is mixed."""
    width = max(map(len, raw.rows))
    for column in range(width):
        firsts = [raw.top + r for r, row in enumerate(raw.rows) if isinstance(day := row[column], date) and day.day == 1]
        if firsts:
            whole = CellRange(firsts[0], raw.left + column, firsts[-1] - firsts[0] + 1)
            for run in _runs(whole, lambda box: _shows_no_day(sheet.number_format(box))):
                yield from ((row, run.left) for row in firsts if run.top <= row < run.top + run.height)


def _shows_no_day(code: str | None) -> bool | None:
    return None if code is None else shows_month_only(code)


def _with_formulas(raw: RawSheet, sheet: LiveSheet) -> RawSheet:
    if not raw.rows:
        return raw
    texts = sheet.formulas(CellRange(raw.top, raw.left, len(raw.rows), max(map(len, raw.rows))))
    cells = {(r, c): True for r, row in enumerate(texts, raw.top) for c, text in enumerate(row, raw.left) if text.startswith("=")}
    return replace(raw, formulas=cells)
