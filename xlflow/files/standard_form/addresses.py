"""Addresses as formulas write them, with the sheet in front. Rows and columns count from 0."""

from __future__ import annotations

from xlflow.findings import column_letters


def sheet_name(sheet: str) -> str:
    """A sheet's name in quotes, as it may stand in any formula."""
    return "'" + sheet.replace("'", "''") + "'"


def cell(sheet: str, row: int, column: int) -> str:
    """One cell: `'单位信息'!$B$4`."""
    return f"{sheet_name(sheet)}!${column_letters(column + 1)}${row + 1}"


def column_range(sheet: str, column: int, first_row: int, last_row: int) -> str:
    """Cells of one column: `'字典'!$A$2:$A$59`."""
    letters = column_letters(column + 1)
    return f"{sheet_name(sheet)}!${letters}${first_row + 1}:${letters}${last_row + 1}"


def text(value: str) -> str:
    """A text as a formula writes it."""
    return '"' + value.replace('"', '""') + '"'
