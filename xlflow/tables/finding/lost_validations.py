"""Validations of a standard form that were lost: pasting over cells takes drop-downs and formats away."""

from __future__ import annotations

from collections.abc import Iterator

from xlflow.findings import Finding, Place
from xlflow.messages import finding
from xlflow.schemes.parts import FieldType
from xlflow.schemes.scheme import Scheme
from xlflow.tables.finding.header import Grid
from xlflow.tables.marks import MARK_LABELS
from xlflow.tables.raw import FormStamp
from xlflow.tables.records import TableReading

_NAMED = 6


def lost_validations(file: str, grid: Grid, table: TableReading, scheme: Scheme, stamp: FormStamp) -> Iterator[Finding]:
    """One finding of a sheet, with the columns in which a filled cell has no validation any more. Every column of a form has one.

    Told only where the reader knows them; references have a validation only where their table is part of the form.
    """
    ranges = grid.sheet.validated
    if ranges is None:
        return
    header, lost = table.header, list[str]()
    rows = [record.row - 1 for record in table.records] or [0]
    first, last = min(rows), max(rows)
    for field in scheme.fields[header.table]:
        column = header.columns.get(field.key, 0) - 1
        if field.type is FieldType.REF or field.key in MARK_LABELS or field.key not in stamp.columns.get(header.table, ()) or column < 0:
            continue
        spans = [(top, bottom) for top, left, bottom, right in ranges if left <= column <= right]
        if any(top <= first and last <= bottom for top, bottom in spans):  # as in every form that nobody pasted into
            continue
        filled = [record.row - 1 for record in table.records if field.key in record.values or field.key in record.unread]
        end = max((bottom for _, bottom in spans), default=None)  # some programs cut the ranges far below the list
        if any((end is None or row <= end) and not any(top <= row <= bottom for top, bottom in spans) for row in filled):
            lost.append(field.label)
    if lost:
        named = "".join(f"“{label}”" for label in lost[:_NAMED]) + (f"等 {len(lost)} 列" if len(lost) > _NAMED else "列")
        place = Place(file, header.sheet, header.rows[1], sheet_index=header.sheet_index)
        yield finding("form-altered", place, got=f"{named}有格子的下拉和填写限制因粘贴而丢失")
