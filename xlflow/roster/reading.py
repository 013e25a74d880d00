"""A roster as judges read it: its rows in typed values, as if its workbook had been read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from xlflow.domain.dates import Month
from xlflow.roster.roster import Roster, RosterRow
from xlflow.roster.roster_pages import written
from xlflow.roster.roster_scheme import roster_scheme
from xlflow.roster.submitted_rows import Plain
from xlflow.schemes.parts import Field, FieldType
from xlflow.schemes.scheme import Scheme
from xlflow.tables.raw import FormStamp
from xlflow.tables.records import Record, TableHeader, TableReading, Value, WorkbookReading

_MONTH_LENGTH = len("2026-03")


def reading_of(roster: Roster, scheme: Scheme, file: str) -> WorkbookReading:
    """The tables of a roster; `scheme` is the one of the forms. Rows have no place on a sheet yet."""
    shown = roster_scheme(scheme)
    tables = [_table(key, rows, shown) for key, rows in roster.tables.items() if key in shown.tables]
    return WorkbookReading(file, "", scheme.id, FormStamp("roster", scheme.id, scheme.version, ""), tables, [])


def _table(key: str, rows: Iterable[RosterRow], scheme: Scheme) -> TableReading:
    fields = {field.key: field for field in scheme.fields[key]}
    header = TableHeader(key, scheme.tables[key].sheet, -1, (1, 1), {}, {})
    cells = [written(row, scheme) for row in rows]
    return TableReading(
        header,
        [
            Record(header, number, {name: _typed(value, fields[name]) for name, value in row.items() if name in fields})
            for number, row in enumerate(cells, 2)
        ],
    )


def _typed(value: Plain, field: Field) -> Value:
    """A plain value as it is read from a sheet: days and months of date columns; all others are what they are."""
    is_date = field.type in (FieldType.DATE, FieldType.DATE_OR_MONTH) or (field.type is FieldType.REF and field.key.endswith("_date"))
    if not is_date or not isinstance(value, str):
        return value
    try:
        if len(value) == _MONTH_LENGTH:
            return Month(int(value[:4]), int(value[5:]))
        return date.fromisoformat(value)
    except ValueError:
        return value
