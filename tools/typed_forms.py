"""Types rows into standard forms with the program's own editing, as people of a committee or a branch would type them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from xlflow.files.editing.cell_edits import CellEdit, SheetEdits
from xlflow.files.editing.edit_workbook import edit_package
from xlflow.jobs.running.copies import cell_edit
from xlflow.schemes.scheme import Scheme

Row = Mapping[str, Any]


def type_into(path: Path, scheme: Scheme, unit: Row, tables: Mapping[str, Sequence[Row]]) -> None:
    """Types the facts of the unit and the rows of some tables into an empty form, by the keys of their fields; None leaves a cell."""
    book = load_workbook(path)
    plan = {str(row[0].value): str(row[1].value) for row in book["_xlflow"].iter_rows() if row[0].value}
    edits = [_facts(scheme, plan, unit)]
    for table, rows in tables.items():
        keys = plan[f"fields.{table}"].split()
        sheet = book[plan[f"sheet.{table}"]]
        label = scheme.field(table, keys[0]).label
        header = next(row for row in range(1, 12) if _plain(sheet.cell(row, 1).value) == label)
        edits.append(_rows(scheme, table, sheet.title, keys, header, rows))
    book.close()
    path.write_bytes(edit_package(path.read_bytes(), edits))


def _plain(header: object) -> str:
    return str(header or "").replace("\n", "").lstrip("*")


def _facts(scheme: Scheme, plan: Mapping[str, str], facts: Row) -> SheetEdits:
    keys = plan["fields.unit"].split()
    cells = {(2 + keys.index(key), 1): _cell(scheme, "unit", key, value) for key, value in facts.items()}
    return SheetEdits(plan["sheet.unit"], cells)


def _rows(scheme: Scheme, table: str, sheet: str, keys: Sequence[str], header: int, rows: Sequence[Row]) -> SheetEdits:
    cells: dict[tuple[int, int], CellEdit] = {}
    for number, row in enumerate(rows):
        for key, value in row.items():
            if value is not None:
                cells[header + number, keys.index(key)] = _cell(scheme, table, key, value)
    return SheetEdits(sheet, cells)


def _cell(scheme: Scheme, table: str, key: str, value: str | int | float | bool | date) -> CellEdit:
    return cell_edit(scheme.field(table, key), value, is_form=True)
