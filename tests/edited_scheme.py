"""A scheme workbook as a committee edits it: cells are found by their headers and by what stands beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from xlflow.jobs.schemes.scheme_workbook import SchemeImport, export_scheme, import_scheme

Edit = Callable[[Workbook], None]


def edited(folder: Path, *edits: Edit, scheme: str | Path = "national", name: str = "我校方案") -> SchemeImport:
    """The scheme exported, its workbook edited and saved, and imported."""
    file = folder / f"{name}.xlsx"
    if isinstance(scheme, str):
        file.write_bytes(_exported(scheme))
    else:
        export_scheme(scheme, file)
    book = openpyxl.load_workbook(file)
    for edit in edits:
        edit(book)
    book.save(file)
    book.close()
    return import_scheme(file, folder / name)


@cache
def _exported(scheme: str) -> bytes:
    """The workbook of a shipped scheme."""
    with TemporaryDirectory() as folder:
        return export_scheme(scheme, Path(folder) / "a.xlsx").read_bytes()


def fact(sheet: str, label: str, value: object) -> Edit:
    """Writes beside a label."""

    def edit(book: Workbook) -> None:
        next(row for row in book[sheet].iter_rows() if row[0].value == label)[1].value = value

    return edit


def change(sheet: str, where: Mapping[str, object], values: Mapping[str, object]) -> Edit:
    """Writes into the row whose cells hold these values."""

    def edit(book: Workbook) -> None:
        number = row_number(book[sheet], where)
        for header, value in values.items():
            book[sheet].cell(number, column_number(book[sheet], header)).value = value

    return edit


def add(sheet: str, values: Mapping[str, object], *, after: Mapping[str, object] | None = None) -> Edit:
    """Writes a new row, below all others or below the one whose cells hold these values."""

    def edit(book: Workbook) -> None:
        number = row_number(book[sheet], after) + 1 if after else book[sheet].max_row + 2
        if after:
            book[sheet].insert_rows(number)
        for header, value in values.items():
            book[sheet].cell(number, column_number(book[sheet], header)).value = value

    return edit


def remove(sheet: str, where: Mapping[str, object]) -> Edit:
    """Removes the row whose cells hold these values."""
    return lambda book: book[sheet].delete_rows(row_number(book[sheet], where))


def row_number(sheet: Worksheet, where: Mapping[str, object]) -> int:
    """The number of the only row whose cells hold these values."""
    columns = {header: column_number(sheet, header) for header in where}
    rows = range(2, sheet.max_row + 1)
    [number] = [row for row in rows if all(sheet.cell(row, columns[header]).value == value for header, value in where.items())]
    return number


def column_number(sheet: Worksheet, header: str) -> int:
    """The number of the column under a header."""
    return next(cell.column for cell in sheet[1] if cell.value == header)
