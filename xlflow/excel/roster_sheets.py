"""A roster as it was written into a file, put into the sheets of the same roster that is open: only pages that changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from itertools import groupby

from msgspec import Struct

from xlflow.excel.live_reading import values_of
from xlflow.excel.live_sheets import LiveBook, LiveSheet
from xlflow.excel.live_writing import reads_as_other
from xlflow.excel.native import CellRange
from xlflow.files.reading.workbook_package import STAMP_SHEET, stamp_rows
from xlflow.tables.raw import RawSheet, RawValue, RawWorkbook

_DAY, _TEXT = "yyyy-mm-dd", "@"
Rows = Sequence[Sequence[RawValue]]


class LivePage(Struct, frozen=True):
    """A page to be written from A1 on; `old` is the used part of the sheet as it is, None for a new one."""

    name: str
    rows: Rows
    old: CellRange | None


def changed_pages(live: LiveBook, written: RawWorkbook) -> list[LivePage]:
    """The pages that say something else in the file than in the open workbook, the stamp last.

    A page that the file has no more has lost its last row: a roster has no empty pages, and what people added is in the file too.
    """
    there = live.sheet_names
    gone = [name for name in there if name not in {STAMP_SHEET, *(sheet.name for sheet in written.sheets)}]
    pages = [_page(live.sheet(sheet.name) if sheet.name in there else None, sheet.name, _from_a1(sheet)) for sheet in written.sheets]
    pages += [_page(live.sheet(name), name, _from_a1(values_of(live.sheet(name))[1])[:1]) for name in gone]
    if written.stamp is not None:
        pages.append(_page(live.sheet(STAMP_SHEET), STAMP_SHEET, stamp_rows(written.stamp)))
    return [page for page in pages if page is not None]


def write_pages(live: LiveBook, pages: Sequence[LivePage]) -> None:
    """Writes every page as one block, codes as text and days as days; what stood there beyond it is emptied."""
    for page in pages:
        sheet = live.sheet(page.name) if page.old is not None else live.add_sheet(page.name)
        height = max(len(page.rows), page.old.top + page.old.height if page.old else 0)
        width = max(*map(len, page.rows), page.old.left + page.old.width if page.old else 0, 1)
        for box, code in _formats(page.rows):
            sheet.set_format(box, code)
        block = [[_cell(page.rows, row, column) for column in range(width)] for row in range(height)]
        sheet.put(CellRange(0, 0, height, width), block)


def _page(sheet: LiveSheet | None, name: str, rows: Rows) -> LivePage | None:
    if sheet is None:
        return LivePage(name, rows, None)
    box, stands = values_of(sheet)
    return LivePage(name, rows, box) if _trimmed(_from_a1(stands)) != _trimmed(rows) else None


def _from_a1(sheet: RawSheet) -> Rows:
    blank: list[RawValue] = [None] * sheet.left
    return [*([] for _ in range(sheet.top if sheet.rows else 0)), *([*blank, *row] for row in sheet.rows)]


def _trimmed(rows: Rows) -> list[list[RawValue]]:
    """The rows without empty cells at their ends and empty rows at the end."""
    short = [_without_end([None if cell == "" else cell for cell in row]) for row in rows]
    while short and not short[-1]:
        short.pop()
    return short


def _without_end(row: list[RawValue]) -> list[RawValue]:
    while row and row[-1] is None:
        row.pop()
    return row


def _formats(rows: Rows) -> Iterator[tuple[CellRange, str]]:
    """The format of every run of a column that needs one: codes and days."""
    for column in range(max(map(len, rows), default=0)):
        codes = [(number, _code(row[column] if column < len(row) else None)) for number, row in enumerate(rows)]
        for code, run in groupby(codes, key=lambda pair: pair[1]):
            numbers = [number for number, _ in run]
            if code:
                yield CellRange(numbers[0], column, len(numbers)), code


def _code(value: RawValue) -> str:
    if isinstance(value, date):
        return _DAY
    return _TEXT if isinstance(value, str) and value and reads_as_other(value) else ""


def _cell(rows: Rows, row: int, column: int) -> object:
    value = rows[row][column] if row < len(rows) and column < len(rows[row]) else None
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, time())
    return None if value == "" else value
