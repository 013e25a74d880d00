"""What was understood of a workbook: records, each value with its address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from msgspec import Struct, field

from xlflow.domain.dates import DayOrMonth, Month
from xlflow.findings import Finding, Place, column_letters
from xlflow.tables.raw import FormStamp

Value = str | int | float | bool | date | Month


class TableHeader(Struct):
    """Where a table of the scheme was found on a sheet: the column of every field, from 1.

    A table in the facts layout (label left, value right) has no columns; its cells are in `Record.anchors`.
    """

    table: str
    sheet: str
    sheet_index: int
    rows: tuple[int, int]
    """First and last header row, from 1."""
    columns: dict[str, int]
    labels: dict[str, str]
    """The header texts as they stand."""
    shared: set[str] = field(default_factory=set)
    """Fields without a cell of their own: theirs holds several of them, or a tick, or only a piece of the value."""


class Record(Struct):
    """One data row, or the one record of a facts table.

    `values` holds what was read, empty cells absent; `unread` what could not be read, as it stood. A cell of a merged range has the
    address of the range's anchor (`anchors`, row and column from 1).
    """

    header: TableHeader
    row: int
    values: dict[str, Value] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)
    anchors: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def table(self) -> str:
        """The table of the scheme that the record belongs to."""
        return self.header.table

    def position(self, key: str) -> tuple[int, int] | None:
        """Row and column of a value, from 1; None where the table has no such column."""
        if key in self.anchors:
            return self.anchors[key]
        column = self.header.columns.get(key)
        return None if column is None else (self.row, column)

    def cell(self, key: str) -> str | None:
        """The address of a value, such as F12."""
        position = self.position(key)
        return None if position is None else f"{column_letters(position[1])}{position[0]}"

    def cells(self, keys: Iterable[str]) -> dict[str, str]:
        """The addresses of those values that have one."""
        if self.anchors:
            return {key: cell for key in keys if (cell := self.cell(key))}
        columns, row = self.header.columns, str(self.row)
        return {key: column_letters(columns[key]) + row for key in keys if key in columns}

    def place(self, file: str, key: str | None = None, label: str | None = None) -> Place:
        """The place of a finding about one value, or about the row."""
        sheet, index = self.header.sheet, self.header.sheet_index
        position = self.position(key) if key else None
        if position is None:
            return Place(file, sheet, self.row, None, key, label, index)
        return Place(file, sheet, position[0], position[1], key, label, index)


class TableReading(Struct):
    """A table as it was found: its records and the number of empty rows between them."""

    header: TableHeader
    records: list[Record]
    blank: int = 0


class WorkbookReading(Struct):
    """All that was understood of one workbook.

    `headings` are the lines above the table (填报单位, 填报日期, 填报批次) under the keys `branch`, `filled_on`, `round`.
    """

    file: str
    sha256: str
    scheme: str
    stamp: FormStamp | None
    tables: list[TableReading]
    findings: list[Finding]
    headings: dict[str, Value] = field(default_factory=dict)
    title_branch: str = ""
    """The branch that a title above a table names."""
    reasons: dict[tuple[str, int], str] = field(default_factory=dict)
    """What people wrote under 核实说明, by sheet and row (from 1)."""
    names_people: bool = True
    """Whether the workbook is a list of people at all, even one without a proper header."""
    modified: datetime | None = None
    """The date of the last change that the workbook states."""
    file_modified: datetime | None = None

    @property
    def is_roster(self) -> bool:
        """Whether it is a merged library: the submissions of many units."""
        return self.stamp is not None and self.stamp.kind == "roster"

    @property
    def is_standard_form(self) -> bool:
        """Whether `new` made the workbook."""
        return self.stamp is not None and self.stamp.kind == "form"

    def has(self, table: str) -> bool:
        """Whether the workbook holds the table, even without a row."""
        return any(reading.header.table == table for reading in self.tables)

    def records(self, table: str) -> list[Record]:
        """The records of one table, of all its sheets."""
        return [record for reading in self.tables if reading.header.table == table for record in reading.records]


def plain(value: Value) -> Any:
    """A value as JSON shows it: dates ISO, a month 2004-03, whole numbers without a point."""
    if type(value) is str:
        return value
    if isinstance(value, DayOrMonth):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def as_dict(record: Record, file: str, *, facts: bool, hidden: frozenset[str]) -> dict[str, Any]:
    """A record as `records` prints it; `hidden` fields (seq, marks …) are left out."""
    shown: Mapping[str, Value] = {k: v for k, v in record.values.items() if k not in hidden}
    return {
        "file": file,
        "sheet": record.header.sheet,
        "table": record.table,
        "row": None if facts else record.row,
        "values": {k: plain(v) for k, v in shown.items()},
        "cells": {k: record.cell(k) for k in shown},
        "unread": {k: v for k, v in record.unread.items() if k not in hidden},
    }
