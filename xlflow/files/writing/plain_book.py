"""The values of a workbook of any format as a new .xlsx: what a marked copy of an .xls, .ods, .xlsb or .csv is made of."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from xlflow.patterns import pattern
from xlflow.tables.raw import RawSheet, RawValue

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MADE = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""What stands in the file as its day of making: the writer would take the clock."""
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_FORMATS = {datetime: "yyyy-mm-dd hh:mm", date: "yyyy-mm-dd", time: "hh:mm", timedelta: "[h]:mm"}
_NOT_IN_NAMES = pattern(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_NAME, _TEXT_LIMIT = 31, 32_767
_NARROWEST, _WIDEST = 8, 40


def plain_book(sheets: Sequence[RawSheet]) -> tuple[bytes, dict[str, str]]:
    """The workbook, and for each sheet the name that it has there: not every format forbids what .xlsx forbids in names."""
    import xlsxwriter

    stream, names = BytesIO(), sheet_names(sheet.name for sheet in sheets)
    with xlsxwriter.Workbook(stream, OPTIONS) as book:
        book.set_properties({"created": MADE})
        formats = {kind: book.add_format({"num_format": code}) for kind, code in _FORMATS.items()}
        for sheet in sheets:
            _write(book.add_worksheet(names[sheet.name]), sheet, formats)
    return stream.getvalue(), names


def sheet_names(names: Iterable[str]) -> dict[str, str]:
    """For each name one that .xlsx takes, no two alike."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        plain = _NOT_IN_NAMES.sub("_", name)[:_LONGEST_NAME].strip("'") or "Sheet"
        own, number = plain, 1
        while own.casefold() in taken:
            number += 1
            own = f"{plain[: _LONGEST_NAME - len(str(number))]}{number}"
        found[name] = own
        taken.add(own.casefold())
    return found


def _write(target: Worksheet, sheet: RawSheet, formats: dict[type, Format]) -> None:
    widths: dict[int, int] = {}
    for row, cells in enumerate(sheet.rows, sheet.top):
        for column, value in enumerate(cells, sheet.left):
            shown = sheet.errors.get((row, column), value)
            if shown is None or shown == "":
                continue
            _write_value(target, row, column, shown, formats)
            widths[column] = max(widths.get(column, _NARROWEST), min(len(str(shown).encode("gbk", "replace")) + 2, _WIDEST))
    for column, width in widths.items():
        target.set_column(column, column, width)


def _write_value(target: Worksheet, row: int, column: int, value: RawValue, formats: dict[type, Format]) -> None:
    if isinstance(value, bool):
        target.write_boolean(row, column, value)
    elif isinstance(value, str):
        target.write_string(row, column, value[:_TEXT_LIMIT])
    elif isinstance(value, int | float):
        if math.isfinite(value):
            target.write_number(row, column, value)
    elif type(value) in formats:
        target.write_datetime(row, column, value, formats[type(value)])
