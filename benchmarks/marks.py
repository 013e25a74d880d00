"""Marking 1,000 cells of a workbook beside openpyxl doing the same: load, write the cells, save.

python benchmarks/marks.py [--rounds N]

Verdict and columns at fault of 500 rows, in workbooks of 500 and 5,000 rows and 30 columns. Every other part must be byte for byte the
same; a workbook for which that does not hold stops the run. The rounds are interleaved, the ratio is that of the medians.
"""

from __future__ import annotations

import gc
import io
import sys
import time
import zipfile
from statistics import median

import openpyxl
import xlsxwriter
from measure import Measure, measured

from xlflow.files.editing.cell_edits import CellEdit, SheetEdits
from xlflow.files.editing.edit_workbook import edit_package
from xlflow.tables.raw import Position

SHEET = "推优对象清单"
COLUMNS, MARKED_ROWS = 30, 500
TARGETS = ((500, 20), (5000, 50))
SHEET_PART = "xl/worksheets/sheet1.xml"


def workbook(rows: int) -> bytes:
    """A list of people: texts that repeat, numbers that do not."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet, look = book.add_worksheet(SHEET), book.add_format({"border": 1})
        for row in range(rows):
            for column in range(COLUMNS):
                if column % 3:
                    sheet.write_string(row, column, f"文本{row % 200}-{column}", look)
                else:
                    sheet.write_number(row, column, row * column, look)
    return stream.getvalue()


def marks(rows: int) -> dict[Position, str]:
    """The two mark cells of 500 rows, spread over the sheet."""
    found: dict[Position, str] = {}
    for row in range(0, rows, rows // MARKED_ROWS):
        found[row, COLUMNS] = f"● {row % 7 + 1} 处错误：身份证号、入团时间"
        found[row, COLUMNS + 2] = f"|E{row % 30 + 1}|W{row % 9 + 1}|"
    return found


def by_xlflow(data: bytes, cells: dict[Position, str]) -> bytes:
    """The workbook with its marks."""
    return edit_package(data, [SheetEdits(SHEET, {place: CellEdit(text) for place, text in cells.items()})])


def by_openpyxl(data: bytes, cells: dict[Position, str]) -> bytes:
    """The same by loading and saving."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for (row, column), text in cells.items():
        book[SHEET].cell(row + 1, column + 1).value = text
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def require_equal(before: bytes, after: bytes) -> None:
    """Leaves where a part other than the sheet was changed, or the sheet was not."""
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(io.BytesIO(after)) as new:
        differ = [name for name in old.namelist() if old.read(name) != new.read(name)]
        if differ != [SHEET_PART] or old.namelist() != new.namelist():
            sys.exit(f"parts that differ: {differ}")


def measure(rows: int, target: int, rounds: int) -> Measure:
    """The ratio for a workbook of so many rows."""
    data, cells = workbook(rows), marks(rows)
    require_equal(data, by_xlflow(data, cells))
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for own, work in zip(times, (by_xlflow, by_openpyxl), strict=True):
            gc.collect()  # neither pays for what the other left behind
            start = time.perf_counter()
            work(data, cells)
            own.append(time.perf_counter() - start)
    ours, theirs = map(median, times)
    figure = f"{theirs / ours:.0f}x ({ours * 1000:.0f} ms beside {theirs * 1000:.0f} ms)"
    return Measure(f"mark 1,000 cells in {rows:,} rows", figure, f"≥ {target}x openpyxl load + save", theirs >= target * ours)


def measures(rounds: int = 5) -> list[Measure]:
    """Both sizes."""
    return [measure(rows, target, rounds) for rows, target in TARGETS]


if __name__ == "__main__":
    sys.exit(measured(measures, __doc__))
