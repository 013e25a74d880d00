"""What stands in a workbook, cell by cell, alike for every program that wrote it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl

_DIGITS = 15


def cells_of(path: Path) -> dict[str, object]:
    """Every filled cell of a file; formulas as they stand there."""
    return cells_in(openpyxl.load_workbook(path))


def cells_in(book: Any) -> dict[str, object]:
    """Every filled cell of an openpyxl workbook.

    A link is the text that it shows. A number has the 15 digits that Excel keeps. Names of sheets in formulas stand with or without quotes.
    """
    return {
        f"{sheet.title}!{cell.coordinate}": _alike(cell.value)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value not in (None, "")
    }


def _alike(value: object) -> object:
    if isinstance(value, str) and value.startswith("=HYPERLINK("):
        return value.rpartition(',"')[2].removesuffix('")').replace('""', '"')
    if isinstance(value, str) and value.startswith("="):
        return value.replace("'", "")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(f"{value:.{_DIGITS}g}")
    return value
