"""Marks: the verdict on each row in the row itself, as words for people and as columns at fault for the colours of the form.

After the last column of each table stand 校验结论, 核实说明 and the hidden marks; in a table of facts they stand right of each value. Marks
are data and move with their row when somebody sorts. 核实说明 belongs to people and is only read; no other cell is touched.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from xlflow.findings import Finding, Severity
from xlflow.schemes.scheme import Scheme
from xlflow.tables.cells.cell_text import bare
from xlflow.tables.finding.header import Grid
from xlflow.tables.raw import Position, RawSheet, RawWorkbook
from xlflow.tables.records import TableReading, WorkbookReading
from xlflow.tables.rows.row_kinds import is_blank

CONCLUSION, REASON, MARKS = "check_conclusion", "confirmed_reason", "marks"
MARK_LABELS = {CONCLUSION: "校验结论", REASON: "核实说明", MARKS: "校验标记"}
"""The three columns after the last of every table: the verdict in words, a person's reason, the columns at fault (hidden).

A scheme may have them as fields, with labels and a group of its own.
"""
FINE = "通过"
_LETTERS = {Severity.ERROR: "E", Severity.WARNING: "W"}
_WORDS = {Severity.ERROR: "● {count} 处错误", Severity.WARNING: "▲ {count} 处提醒"}
_WHOLE_ROW = "本行"
_LONGEST = 60
"""Characters of a verdict: more would be called too long when the form is read again."""


class SheetMarks(Struct, frozen=True):
    """The mark cells of a sheet that do not say yet what they should: a text, or None for a cell to be emptied. Positions from 0."""

    sheet: str
    cells: Mapping[Position, str | None]


class MarkColumns(Struct, frozen=True):
    """Where the mark columns of a table stand, from 0; None for one that was deleted."""

    conclusion: int | None
    reason: int | None
    marks: int | None


def mark_columns(sheet: RawSheet, last_row: int, table: str, scheme: Scheme) -> MarkColumns:
    """The mark columns of a table, by their headers in the rows from the top of the sheet to `last_row` (from 0)."""
    names = {bare(label): key for key, label in MARK_LABELS.items()}
    names |= {bare(field.label): field.key for field in scheme.fields.get(table, ()) if field.key in MARK_LABELS}
    found: dict[str, int] = {}
    for cells in sheet.rows[: max(last_row + 1 - sheet.top, 0)]:
        for column, value in enumerate(cells, sheet.left):
            key = names.get(bare(value)) if isinstance(value, str) else None
            if key is not None:
                found.setdefault(key, column)
    return MarkColumns(found.get(CONCLUSION), found.get(REASON), found.get(MARKS))


def marks_of(raw: RawWorkbook, reading: WorkbookReading, scheme: Scheme, findings: Sequence[Finding]) -> list[SheetMarks]:
    """What the mark cells of a standard form have to say, of those that say something else now."""
    by_row: dict[tuple[str | None, int | None], list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.severity is not Severity.INFO and not finding.confirmed:
            by_row[finding.place.sheet, finding.place.row].append(finding)
    sheets = {sheet.name: sheet for sheet in raw.sheets}
    found: dict[str, dict[Position, str | None]] = defaultdict(dict)
    for table in reading.tables:
        sheet = sheets[table.header.sheet]
        columns = mark_columns(sheet, _last_header_row(table), table.header.table, scheme)
        found[sheet.name] |= _of_table(table, Grid(sheet), columns, by_row)
    return [SheetMarks(sheet, cells) for sheet, cells in found.items() if cells]


def cleared_marks(raw: RawWorkbook, reading: WorkbookReading, scheme: Scheme) -> list[SheetMarks]:
    """The mark cells that hold something, to be emptied; 核实说明 is not among them."""
    sheets = {sheet.name: sheet for sheet in raw.sheets}
    found: dict[str, dict[Position, str | None]] = defaultdict(dict)
    for table in reading.tables:
        grid, first = Grid(sheets[table.header.sheet]), _last_header_row(table) + 1
        columns = mark_columns(grid.sheet, first - 1, table.header.table, scheme)
        for column in (columns.conclusion, columns.marks):
            if column is not None:
                filled = (row for row in range(first, grid.bottom) if not is_blank(grid.value(row, column)))
                found[grid.sheet.name] |= dict.fromkeys((row, column) for row in filled)
    return [SheetMarks(sheet, cells) for sheet, cells in found.items() if cells]


def unmarkable(raw: RawWorkbook, reading: WorkbookReading, scheme: Scheme) -> list[str]:
    """The sheets with a table that has lost its column of verdicts or marks."""
    sheets = {sheet.name: sheet for sheet in raw.sheets}
    found = []
    for table in reading.tables:
        columns = mark_columns(sheets[table.header.sheet], _last_header_row(table), table.header.table, scheme)
        if columns.conclusion is None or columns.marks is None:
            found.append(table.header.sheet)
    return list(dict.fromkeys(found))


def reasons_of(table: TableReading, grid: Grid, scheme: Scheme) -> Iterator[tuple[int, str]]:
    """The rows of a table (from 1) in which somebody wrote a reason under 核实说明, with the reason."""
    column = mark_columns(grid.sheet, _last_header_row(table), table.header.table, scheme).reason
    if column is not None:
        for row in _filled_rows(table):
            value = grid.value(row - 1, column)
            if not is_blank(value):
                yield row, str(value).strip()


def _last_header_row(table: TableReading) -> int:
    """From 0: the last header row, or the row above the first fact."""
    first, last = table.header.rows
    return last - 1 if table.header.columns else first - 2


def _filled_rows(table: TableReading) -> set[int]:
    """The rows, from 1, that hold something: the people, or the facts that are filled in."""
    if table.header.columns:
        return {record.row for record in table.records}
    return {record.anchors[key][0] for record in table.records for key in (*record.values, *record.unread)}


def _of_table(
    table: TableReading, grid: Grid, columns: MarkColumns, by_row: Mapping[tuple[str | None, int | None], Sequence[Finding]]
) -> Iterator[tuple[Position, str | None]]:
    filled = _filled_rows(table)
    for row in range(_last_header_row(table) + 2, grid.bottom + 1):
        findings = by_row.get((table.header.sheet, row), ())
        said = verdict(findings) if findings or row in filled else None
        for column, text in ((columns.conclusion, said), (columns.marks, faults(findings))):
            if column is not None and (grid.value(row - 1, column) or None) != text:
                yield (row - 1, column), text


def faults(findings: Sequence[Finding]) -> str | None:
    """The columns at fault as the colours of the form read them: `|E6|W9|`, numbers as COLUMN() gives them; None where there are none."""
    letters: dict[int, str] = {}
    for finding in sorted(findings, key=lambda f: f.severity is not Severity.ERROR):
        if finding.place.column is not None:
            letters.setdefault(finding.place.column, _LETTERS[finding.severity])
    return f"|{'|'.join(f'{letters[column]}{column}' for column in sorted(letters))}|" if letters else None


def verdict(findings: Sequence[Finding]) -> str:
    """通过, or what is wrong in words: ● 2 处错误：身份证号、入团时间；▲ 1 处提醒：联系电话. Never longer than the column may hold."""
    parts = []
    for severity, words in _WORDS.items():
        own = [finding for finding in findings if finding.severity is severity]
        if own:
            parts.append((words.format(count=len(own)), list(dict.fromkeys(f.place.label or _WHOLE_ROW for f in own))))
    room = _LONGEST // max(len(parts), 1) - 1
    return "；".join(_listed(start, labels, room) for start, labels in parts) or FINE


def _listed(start: str, labels: Sequence[str], room: int) -> str:
    """As many labels as there is room for."""
    for count in range(len(labels), 0, -1):
        text = f"{start}：{'、'.join(labels[:count])}" + ("等" if count < len(labels) else "")
        if len(text) <= room:
            return text
    return start
