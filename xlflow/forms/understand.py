"""From raw cells to records: which tables stand on which sheets, and what is odd about their form."""

from __future__ import annotations

from collections.abc import Iterator

from xlflow.findings import Finding, Place
from xlflow.forms.facts import read_facts
from xlflow.forms.header import Grid, Header, find_headers
from xlflow.forms.headings import read_headings
from xlflow.forms.raw import RawSheet, RawWorkbook
from xlflow.forms.records import TableReading, Value, WorkbookReading
from xlflow.forms.rows import RowReader
from xlflow.forms.text import bare
from xlflow.forms.vocabulary import is_serial, vocabulary
from xlflow.messages import finding
from xlflow.schemes.parts import Table
from xlflow.schemes.scheme import Scheme

LIST_TABLE = "nominees"
"""The table that a list of unknown origin is read as."""
_CHECK_COLUMNS = frozenset({"校验结论", "核实说明", "校验标记"})


def understand(raw: RawWorkbook, scheme: Scheme) -> WorkbookReading:
    """All tables of the scheme that a workbook holds. Reading never stops at a fault: what is wrong becomes a finding."""
    reading = WorkbookReading(raw.file, raw.sha256, scheme.id, raw.stamp, [], [], modified=raw.modified, file_modified=raw.file_modified)
    for sheet in raw.sheets:
        if sheet.rows:
            _read_sheet(reading, sheet, scheme)
    if reading.stamp is None:
        reading.findings += _foreign_faults(reading)
    elif reading.is_standard_form:
        reading.findings += _form_faults(reading, raw, scheme)
    return reading


def _read_sheet(reading: WorkbookReading, sheet: RawSheet, scheme: Scheme) -> None:
    table = _table_of(reading, sheet, scheme)
    if table is None:
        return
    grid = Grid(sheet)
    if table.layout == "facts":
        facts = read_facts(reading.file, grid, table.key, scheme)
        if facts is not None:
            reading.tables.append(facts[0])
            reading.findings += facts[1]
        return
    for table_reading in _read_lists(reading, grid, table, scheme):
        reading.tables.append(table_reading)


def _table_of(reading: WorkbookReading, sheet: RawSheet, scheme: Scheme) -> Table | None:
    """The table that a sheet is for: by its name; of a foreign workbook every other sheet may hold the list."""
    name = bare(sheet.name)
    for table in scheme.tables.values():
        if name in {bare(word) for word in (table.sheet, *table.aliases)}:
            return table
    return scheme.tables.get(LIST_TABLE) if reading.stamp is None else None


def _read_lists(reading: WorkbookReading, grid: Grid, table: Table, scheme: Scheme) -> Iterator[TableReading]:
    must = "name" if scheme.has_field(table.key, "name") and table.key == LIST_TABLE else None
    headers = find_headers(grid, vocabulary(scheme, table.key), must=must)
    for number, header in enumerate(headers):
        end = headers[number + 1].first if number + 1 < len(headers) else grid.bottom
        for key, value in read_headings(grid, header.first).items():
            reading.headings.setdefault(key, value)
        rows = RowReader(reading.file, grid, header, table.key, scheme, end)
        yield rows.read()
        reading.findings += rows.findings
        reading.findings += _header_faults(reading, grid, header, table, scheme)
        reading.findings += _hidden_rows(reading.file, grid, header, end)


def _header_faults(reading: WorkbookReading, grid: Grid, header: Header, table: Table, scheme: Scheme) -> Iterator[Finding]:
    """Two columns of one meaning, headers close to a known one, and the columns that the scheme does not know."""
    known, words = header.known, vocabulary(scheme, table.key)
    unknown: list[str] = []
    for cell in header.cells:
        place = Place(reading.file, grid.sheet.name, header.last + 1, cell.column + 1, cell.key, None, grid.sheet.index)
        if cell.key is not None:
            first = known[cell.key]
            if first.column != cell.column and cell.key != "seq":
                yield finding("column-duplicate", place, got=cell.text, other=first.text)
        elif not is_serial(cell.texts[-1]) and bare(cell.text) not in _CHECK_COLUMNS:
            near = words.near(cell.texts[-1], known)
            if near is None:
                unknown.append(cell.text)
            else:
                yield finding("header-similar", place, got=cell.text, expected=words.labels[near])
    if unknown and (reading.stamp is None or reading.is_standard_form):
        place = Place(reading.file, grid.sheet.name, header.last + 1, None, None, None, grid.sheet.index)
        yield finding("column-unknown", place, got="、".join(unknown))


def _hidden_rows(file: str, grid: Grid, header: Header, end: int) -> Iterator[Finding]:
    """Hidden rows that hold something, as one finding of the sheet."""
    hidden = sorted(
        row for row in grid.sheet.hidden_rows if header.last < row < end and any(grid.value(row, c) not in (None, "") for c in _width(grid))
    )
    if hidden:
        rows = "、".join(f"第{row + 1}行" for row in hidden[:5]) + ("等" if len(hidden) > 5 else "")
        yield finding("rows-hidden", Place(file, grid.sheet.name, sheet_index=grid.sheet.index), got=rows, count=len(hidden))


def _width(grid: Grid) -> range:
    return range(grid.sheet.left, grid.right)


def _foreign_faults(reading: WorkbookReading) -> Iterator[Finding]:
    """A workbook without any list."""
    if not reading.tables:
        yield finding("header-not-found", Place(reading.file))


def _form_faults(reading: WorkbookReading, raw: RawWorkbook, scheme: Scheme) -> Iterator[Finding]:
    """Sheets of the standard form that are gone, or that lost their header."""
    found = {table.header.table for table in reading.tables}
    names = {bare(sheet.name) for sheet in raw.sheets}
    for table in scheme.tables.values():
        if table.shown and not table.roster_only and table.key not in found:
            if bare(table.sheet) in names:
                yield finding("header-not-found", Place(reading.file, table.sheet))
            else:
                yield finding("sheet-missing", Place(reading.file), expected=table.sheet)


def facts(reading: WorkbookReading, table: str) -> dict[str, Value]:
    """The values of the one record of a facts table; empty where it is absent."""
    records = reading.records(table)
    return records[0].values if records else {}
