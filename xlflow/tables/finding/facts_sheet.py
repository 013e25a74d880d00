"""A sheet of facts: label left, value right, one record."""

from __future__ import annotations

from xlflow.findings import Finding
from xlflow.messages import finding
from xlflow.schemes.parts import Field
from xlflow.schemes.scheme import Scheme
from xlflow.tables.cells.converters import UnclearCell, converter, month_value, shown
from xlflow.tables.finding.column_words import column_words
from xlflow.tables.finding.header import Grid
from xlflow.tables.raw import RawValue
from xlflow.tables.records import Record, TableHeader, TableReading, Value
from xlflow.tables.rows.read_rows import month_of
from xlflow.tables.rows.row_kinds import is_blank


def read_facts(file: str, grid: Grid, table: str, scheme: Scheme) -> tuple[TableReading, list[Finding]]:
    """The one record of a facts table and the findings about its cells, on a sheet that has labels of it."""
    labels = _labels(grid, table, scheme)
    places = {key: (row, _after(grid, row, column)) for key, (row, column) in labels.items()}
    rows = [row + 1 for row, _ in places.values()]
    texts = {key: grid.text(row, column) for key, (row, column) in labels.items()}
    header = TableHeader(table, grid.sheet.name, grid.sheet.index, (min(rows), max(rows)), {}, texts)
    record = Record(header, min(rows), anchors={key: (row + 1, column + 1) for key, (row, column) in places.items()})
    findings: list[Finding] = []
    for key, (row, column) in places.items():
        field = scheme.field(table, key)
        read = _read(grid, row, column, field, scheme)
        if isinstance(read, UnclearCell):
            if read.unread is not None:
                record.unread[key] = read.unread
            place = record.place(file, key, field.label)
            findings += [finding(code, place, got=shown(grid.value(row, column)).strip(), words=words) for code, words in read.findings]
            read = read.value
        if read is not None:
            record.values[key] = read
    return TableReading(header, [record]), findings


def finds_facts(grid: Grid, table: str, scheme: Scheme) -> int:
    """How many labels of a facts table a sheet has."""
    return len(_labels(grid, table, scheme))


def _labels(grid: Grid, table: str, scheme: Scheme) -> dict[str, tuple[int, int]]:
    """The place of the first cell that bears each label."""
    words = column_words(scheme, table)
    found: dict[str, tuple[int, int]] = {}
    for row in range(grid.sheet.top, grid.bottom):
        for offset, text in enumerate(grid.texts(row)):
            place = (row, grid.sheet.left + offset)
            key = words.find(text) if text and grid.anchors.get(place, place) == place else None
            if key is not None:
                found.setdefault(key, place)
    return found


def _after(grid: Grid, row: int, column: int) -> int:
    """The first column to the right of a label and its merged range."""
    after = column + 1
    while grid.anchors.get((row, after)) == (row, column):
        after += 1
    return after


def _read(grid: Grid, row: int, column: int, field: Field, scheme: Scheme) -> Value | UnclearCell | None:
    raw: RawValue = grid.value(row, column)
    position, sheet = (row, column), grid.sheet
    if position in sheet.errors:
        return UnclearCell(None, sheet.errors[position], (("cell-error-value", {}),))
    if is_blank(raw):
        has_formula = position in sheet.formulas and not sheet.formulas[position]
        return UnclearCell(None, "（公式没有结果）", (("formula-without-value", {}),)) if has_formula else None
    if position in sheet.month_cells:
        return month_value(field, month_of(raw), shown(raw)[:7])
    return converter(field, scheme.choices.get(field.choices or "", {}))(raw)
