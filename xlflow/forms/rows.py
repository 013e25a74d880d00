"""From the rows under a header to records, a column at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from xlflow.domain.dates import Month
from xlflow.findings import Finding, Place
from xlflow.forms.cells import Converter, Odd, converter, month_value, shown
from xlflow.forms.header import Grid, Header
from xlflow.forms.raw import Position, RawValue
from xlflow.forms.records import Record, TableHeader, TableReading, Value
from xlflow.forms.row_kinds import RowKind, is_blank, kind_of
from xlflow.messages import finding
from xlflow.schemes.parts import Field, FieldType, FilledBy
from xlflow.schemes.scheme import Scheme

_DATES = (FieldType.DATE, FieldType.DATE_OR_MONTH)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a found table: its position, its field, its converter."""

    index: int
    field: Field
    convert: Converter

    @property
    def is_person_made(self) -> bool:
        """Whether a person fills the column: a row with only computed cells is an empty one."""
        return self.field.key != "seq" and self.field.filled_by is not FilledBy.DERIVED


@lru_cache(maxsize=4096)
def _converter(scheme: Scheme, table: str, key: str) -> Converter:
    field = scheme.field(table, key)
    return converter(field, scheme.choices.get(field.choices or "", {}))


class RowReader:
    """Reads the rows of one table and collects the findings about its cells."""

    def __init__(self, file: str, grid: Grid, header: Header, table: str, scheme: Scheme, end: int) -> None:
        self.file, self.grid, self.end = file, grid, end
        self.first = header.last + 1
        known = header.known
        self.columns = [
            Column(cell.column, scheme.field(table, key), _converter(scheme, table, key))
            for key, cell in known.items()
            if scheme.has_field(table, key)
        ]
        self.serial = known["seq"].column if "seq" in known else None
        self.name = known["name"].column if "name" in known else None
        self.header = TableHeader(
            table,
            grid.sheet.name,
            grid.sheet.index,
            (header.first + 1, header.last + 1),
            {column.field.key: column.index + 1 for column in self.columns},
            {key: cell.text for key, cell in known.items()},
        )
        self.findings: list[Finding] = []
        self.spread = _spread(grid, self.first, {column.index for column in self.columns})
        self.sheet_width = range(grid.sheet.left, grid.right)

    def read(self) -> TableReading:
        """All data rows, and how many empty ones lie between them."""
        records: list[Record] = []
        blank = waiting = 0
        for row in range(self.first, self.end):
            kind = self._kind(row)
            if kind is RowKind.DATA:
                blank, waiting = blank + waiting, 0
                records.append(self._record(row))
            elif kind is RowKind.BLANK:
                waiting += bool(records)
            elif kind is not RowKind.NOTE:
                place = Place(self.file, self.header.sheet, row + 1, self._lead_column(row), None, None, self.header.sheet_index)
                self.findings.append(finding(f"{kind.value}-row-skipped", place, got=self._lead_text(row)))
        return TableReading(self.header, records, blank)

    def _kind(self, row: int) -> RowKind:
        grid = self.grid
        filled = [v for c in self.columns if c.is_person_made and not is_blank(v := grid.value(row, c.index))]
        name = grid.value(row, self.name) if self.name is not None else None
        if len(filled) > 3 and isinstance(name, str) and self.serial is None and not any(c in name for c in "计例数均"):
            return RowKind.DATA
        lead = [name, *(grid.value(row, c) for c in (self.serial, self._lead_column(row) - 1) if c is not None)]
        if not filled:
            others = [v for c in self.sheet_width if c != self.serial and isinstance(v := grid.value(row, c), str) and not is_blank(v)]
            return kind if (kind := kind_of(lead, others)) in (RowKind.TOTAL, RowKind.SAMPLE) else RowKind.BLANK
        return kind_of(lead, filled)

    def _lead_column(self, row: int) -> int:
        """The first filled cell of the row, from 1."""
        return next((c + 1 for c in self.sheet_width if not is_blank(self.grid.value(row, c))), self.sheet_width.start + 1)

    def _lead_text(self, row: int) -> str:
        return shown(self.grid.value(row, self._lead_column(row) - 1)).strip()

    def _record(self, row: int) -> Record:
        record = Record(self.header, row + 1)
        values = record.values
        grid, spread = self.grid, self.spread
        cells = grid.sheet.rows[row - grid.sheet.top]
        left, width = grid.sheet.left, len(cells)
        for column in self.columns:
            index = column.index - left
            raw: RawValue = cells[index] if index < width else None
            position = (row, column.index)
            if position in spread:
                position = spread[position]
                record.anchors[column.field.key] = (position[0] + 1, position[1] + 1)
                raw = grid.value(*position)
            if raw is None or raw == "":
                self._without_value(record, column, position)
                continue
            read = self._read(record, column, position, raw)
            if read is not None:
                values[column.field.key] = read
        return record

    def _without_value(self, record: Record, column: Column, position: Position) -> None:
        sheet = self.grid.sheet
        if position in sheet.errors or (position in sheet.formulas and not sheet.formulas[position]):
            self._faulty(record, column, position)

    def _faulty(self, record: Record, column: Column, position: Position) -> None:
        error = self.grid.sheet.errors.get(position)
        record.unread[column.field.key] = error or "（公式没有结果）"
        code = "cell-error-value" if error else "formula-without-value"
        self._note(record, column, code, error or "", {})

    def _read(self, record: Record, column: Column, position: Position, raw: RawValue) -> Value | None:
        sheet = self.grid.sheet
        if position in sheet.errors:
            self._faulty(record, column, position)
            return None
        if position in sheet.month_cells and column.field.type in _DATES:
            read: Value | Odd = month_value(column.field, month_of(raw), shown(raw)[:7])
        else:
            read = column.convert(raw)
        if not isinstance(read, Odd):
            return read
        if read.unread is not None:
            record.unread[column.field.key] = read.unread
        for code, words in read.remarks:
            self._note(record, column, code, shown(raw).strip(), words)
        return read.value

    def _note(self, record: Record, column: Column, code: str, got: str, words: Mapping[str, object]) -> None:
        place = record.place(self.file, column.field.key, column.field.label)
        self.findings.append(finding(code, place, got=got, words=words))


def month_of(raw: RawValue) -> Month:
    """The month of a date cell that shows no day."""
    if not isinstance(raw, date):
        raise TypeError(f"not a date cell: {raw!r}")
    return Month(raw.year, raw.month)


def _spread(grid: Grid, first: int, columns: set[int]) -> dict[Position, Position]:
    """Cells of merged ranges below the header that show the value of the range's anchor: those in the anchor's column."""

    def covered() -> Iterator[tuple[Position, Position]]:
        for top, left, bottom, _ in grid.sheet.merged:
            if top >= first and left in columns:
                for row in range(top + 1, min(bottom, grid.bottom) + 1):
                    yield (row, left), (top, left)

    return dict(covered())
