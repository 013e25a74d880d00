"""A form with buttons, filled in with what stands in a sample: what people have in front of them before they click."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from xlflow.excel.vba import form_buttons
from xlflow.excel.verbs import VERBS, Verb
from xlflow.files.editing.cell_edits import CellEdit, SheetEdits
from xlflow.files.editing.edit_workbook import edit_package
from xlflow.files.reading.reader import read_workbook
from xlflow.files.standard_form.plan import COVER, LISTS, RESULTS
from xlflow.jobs.new import new
from xlflow.tables.raw import RawSheet


def filled_form(sample: Path, path: Path, today: date, verbs: Sequence[Verb] = VERBS) -> None:
    """Makes the form at `path` (.xlsm) and puts the values of the sample into its cells, as they are."""
    there = read_workbook(sample, sample.name)
    new("national", path, buttons=form_buttons(verbs), today=today)
    empty = {sheet.name: sheet for sheet in read_workbook(path, path.name).sheets}
    edits = [_values(sheet, empty[sheet.name]) for sheet in there.sheets if sheet.name not in (COVER, LISTS, RESULTS)]
    path.write_bytes(edit_package(path.read_bytes(), edits))


def _values(sheet: RawSheet, empty: RawSheet) -> SheetEdits:
    """The cells of a sheet that hold something which the empty one has not."""
    cells = {}
    for r, row in enumerate(sheet.rows, sheet.top):
        for c, value in enumerate(row, sheet.left):
            if value not in ("", None) and value != _value(empty, r, c):
                assert not hasattr(value, "total_seconds"), "forms hold no durations"
                cells[r, c] = CellEdit(value)  # type: ignore[arg-type]
    return SheetEdits(sheet.name, cells)


def _value(sheet: RawSheet, row: int, column: int) -> object:
    r, c = row - sheet.top, column - sheet.left
    return sheet.rows[r][c] if 0 <= r < len(sheet.rows) and 0 <= c < len(sheet.rows[r]) else None
