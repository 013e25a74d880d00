"""The sheets of a zip package (.xlsx and kin, .xlsb, .ods): the fast reader, the second reader, and what both leave out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from xlflow.errors import WorkbookError
from xlflow.files import calamine_sheets, openpyxl_sheets
from xlflow.files.archive import Archive
from xlflow.files.limits import Limits
from xlflow.files.month_formats import month_styles
from xlflow.files.oddities import find_oddities, look_odd
from xlflow.files.package import modified_at, require_workbook, sheet_parts
from xlflow.forms.raw import Position, RawSheet

_STYLES = "xl/styles.xml"
_VALUE_ENDS = (b"v>", b"t>")


def read_sheets(data: bytes, limits: Limits) -> tuple[list[RawSheet], datetime | None]:
    """The worksheets and the date of the last change that the package states; raises `WorkbookError`."""
    archive = Archive(data, limits)
    require_workbook(archive)
    parts = {name: part for name, part in sheet_parts(archive).items() if part in archive}
    odd = {name for name, part in parts.items() if look_odd(archive.chunks(part))}
    sheets = _fast(data, limits, bool(parts))
    if sheets is None or (not any(sheet.rows for sheet in sheets) and _hold_values(archive, parts)):
        sheets = openpyxl_sheets.read_sheets(data, archive, limits)
        odd = set(parts)
    return _with_details(sheets, archive, parts, odd), modified_at(archive)


def _fast(data: bytes, limits: Limits, second_reader: bool) -> list[RawSheet] | None:
    """What the fast reader gives; None where the second one should try."""
    try:
        return calamine_sheets.read_sheets(data, limits)
    except calamine_sheets.FastReaderError as error:
        if second_reader:
            return None
        raise WorkbookError("workbook-unreadable", "内容已损坏") from error


def _hold_values(archive: Archive, parts: Mapping[str, str]) -> bool:
    return any(end in chunk for part in parts.values() for chunk in archive.chunks(part) for end in _VALUE_ENDS)


def _with_details(sheets: list[RawSheet], archive: Archive, parts: Mapping[str, str], odd: set[str]) -> list[RawSheet]:
    first_days = {sheet.name: _first_days(sheet) for sheet in sheets if sheet.name in parts}
    styles = month_styles(archive.read(_STYLES)) if any(first_days.values()) and _STYLES in archive else frozenset()
    return [
        _with_detail(sheet, archive, parts[sheet.name], styles if first_days[sheet.name] else frozenset(), first_days[sheet.name])
        if sheet.name in odd or (styles and first_days.get(sheet.name))
        else sheet
        for sheet in sheets
    ]


def _with_detail(sheet: RawSheet, archive: Archive, part: str, styles: frozenset[str], first_days: set[Position]) -> RawSheet:
    found = find_oddities(archive.chunks(part), styles)
    return replace(
        sheet,
        merged=sheet.merged or tuple(found.merged),
        hidden_rows=frozenset(found.hidden_rows),
        errors=found.errors,
        formulas=found.formulas,
        month_cells=frozenset(found.styled & first_days),
    )


def _first_days(sheet: RawSheet) -> set[Position]:
    return {
        (sheet.top + row, sheet.left + column)
        for row, values in enumerate(sheet.rows)
        for column, value in enumerate(values)
        if isinstance(value, date) and value.day == 1
    }
