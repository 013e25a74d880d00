"""From the rows under a header to records, a column at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from xlflow.domain.dates import Month
from xlflow.findings import Finding, Place
from xlflow.messages import finding
from xlflow.patterns import pattern
from xlflow.schemes.parts import FieldType
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.table_roles import NOMINEES
from xlflow.tables.cells.cell_text import NOTHING, without_invisible
from xlflow.tables.cells.converters import Converter, UnclearCell, converter, month_value, shown
from xlflow.tables.finding.column_words import column_words
from xlflow.tables.finding.header import Grid, Header
from xlflow.tables.finding.lines_above import branch_of_part, level_of_part
from xlflow.tables.raw import Position, RawValue
from xlflow.tables.records import Record, TableHeader, TableReading, Value, plain
from xlflow.tables.rows.row_kinds import RowKind, is_blank
from xlflow.tables.rows.row_sorting import ReadColumn, RowSorter
from xlflow.tables.rows.shared_cells import SharedCell, joined, piece_columns, shared_cells
from xlflow.tables.rows.ticks import Ticked, ticked_choices

_DATES = (FieldType.DATE, FieldType.DATE_OR_MONTH)
_TEXTS = (FieldType.TEXT, FieldType.LONG)
_ONES_OWN = frozenset({FieldType.IDNO, FieldType.PHONE})
"""What nobody shares with the one above: a mark for the same there is no number."""
_DITTO = frozenset({"同上", "同前", "同上行", "同上一行", "同上格", "〃", "″", "”", '"', "''", "，，", "”“", "“”", "“", '""', "々", "↑"})
"""Texts that stand for the value of the cell above, without the blanks and strokes among them."""
_DITTO_STROKES = pattern(r"[\s\-—–─。.]+")
_LONGEST_DITTO = 10
_LONE = 2
_FEW_NAMES = "这一行起是另一份名单，认得的列名不到三个，以下的人没有读取"
_BRANCH = "branch"


def _dittos(grid: Grid) -> frozenset[str]:
    """The texts of a sheet that stand for the value of the cell above, also drawn wide: 同 上, ——〃——."""
    short = {cell for row in grid.sheet.rows for cell in row if type(cell) is str and len(cell) <= _LONGEST_DITTO}
    return frozenset(text for text in short if _DITTO_STROKES.sub("", text) in _DITTO)


@lru_cache(maxsize=4096)
def _converter(scheme: Scheme, table: str, key: str) -> Converter:
    field = scheme.field(table, key)
    return converter(field, scheme.choices.get(field.choices or "", {}))


class RowReader:
    """Reads the rows of one table and collects the findings about its cells."""

    def __init__(self, file: str, grid: Grid, header: Header, table: str, scheme: Scheme, end: int) -> None:
        self.file, self.grid, self.end = file, grid, end
        self.first = header.last + 1
        sheet, known = grid.sheet, header.known
        self.spread = _spread(grid, self.first, {cell.column for cell in known.values()})
        self.pieces = {
            cell.column: columns
            for key, cell in known.items()
            if scheme.has_field(table, key) and (columns := piece_columns(grid, header, cell.column, scheme.field(table, key)))
        }
        special = {column for _, column in (*self.spread, *sheet.errors, *sheet.formulas, *sheet.month_cells)} | self.pieces.keys()
        self.columns = [
            ReadColumn(cell.column, scheme.field(table, key), _converter(scheme, table, key), cell.column in special)
            for key, cell in known.items()
            if scheme.has_field(table, key)
        ]
        self.name = known["name"].column if "name" in known else None
        self.header = TableHeader(
            table,
            grid.sheet.name,
            grid.sheet.index,
            (header.first + 1, header.last + 1),
            {column.field.key: column.index + 1 for column in self.columns},
            {key: cell.text for key, cell in known.items()},
        )
        naming = {key for combination in scheme.tables[table].key_fields for key in combination}
        self.ditto = _dittos(grid)
        self.findings: list[Finding] = []
        self.part: tuple[str, Position] | None = None
        """The branch whose people follow, where its name stands above them instead of in a column; its cell (from 1)."""
        self.part_level = ""
        self.sheet_width = header.span or range(sheet.left, grid.right)
        self.sorter = RowSorter(grid, self.columns, naming, self.sheet_width, self.first, column_words(scheme, table))
        self.cells = [(column, column.index - sheet.left, column.field.key, column.convert, column.needs_look) for column in self.columns]
        self.shared = list(shared_cells(scheme, table, grid, header))
        self.ticked = list(ticked_choices(scheme, header, self.sorter.words, table))
        self._add_columns(header)
        self.header.shared |= {column.field.key for column in self.columns if column.index in self.pieces}

    def _add_columns(self, header: Header) -> None:
        """Tell the header which columns fields share, and which one of several stands for a ticked choice."""
        found = [(shared.column, field) for shared in self.shared for field in shared.fields]
        for column, field in (*found, *((min(ticked.labels), ticked.field) for ticked in self.ticked)):
            self.header.columns[field.key] = column + 1
            self.header.shared.add(field.key)
            self.header.labels[field.key] = self.grid.text(header.last, column)
        self.taken = {column for column, _ in found} | {column for ticked in self.ticked for column in ticked.labels}
        """The columns (from 0) that are read though no field has them for itself."""

    def read(self) -> TableReading:
        """All data rows, and how many empty ones lie between them."""
        records: list[Record] = []
        blank = waiting = 0
        rows, top = self.grid.sheet.rows, self.grid.sheet.top
        for row in range(self.first, self.end):
            if not any(rows[row - top]) and 0 not in rows[row - top]:
                waiting += bool(records)
                continue
            if self.sorter.heads_another_list(row):
                self._tell_of_people_below(row)
                break
            kind = self.sorter.kind(row, records[-1].row - 1 if records else None)
            if kind in (RowKind.NOTE, RowKind.BLANK):
                self._begin_part(row)
            if kind is RowKind.DATA and records and self._goes_on(row, records[-1]):
                continue
            if kind is RowKind.DATA:
                blank, waiting = blank + waiting, 0
                records.append(self._record(row))
                self._put_branch(records[-1])
            elif kind is RowKind.BLANK:
                waiting += bool(records)
            elif kind is not RowKind.NOTE:
                place = Place(self.file, self.header.sheet, row + 1, self.sorter.lead_column(row), None, None, self.header.sheet_index)
                self.findings.append(finding(f"{kind.value}-row-skipped", place, got=self.sorter.lead_text(row)))
        return TableReading(self.header, records, blank)

    def _tell_of_people_below(self, row: int) -> None:
        """Below the names of too few columns stand people with ID numbers: they are not of this list, and must not go without a word."""
        if any(self.sorter.has_number(below) for below in range(row + 1, self.end)):
            place = Place(self.file, self.header.sheet, row + 1, None, None, None, self.header.sheet_index)
            self.findings.append(
                finding("header-not-found", place, message=_FEW_NAMES, fix="请把这些人接在上面的名单里，或补全这一行的列名")
            )

    def _goes_on(self, row: int, record: Record) -> bool:
        """Whether a row only carries on texts of the person before: the name and all else that identifies them is merged down to it.

        The texts, a second line of notes, are added to that record.
        """
        if self.name is None or (row, self.name) not in self.spread or self.spread[row, self.name][0] != record.row - 1:
            return False
        if any(not is_blank(self.grid.value(row, column)) for column in self.taken):
            return False
        own = {c.field: v for c in self.columns if (row, c.index) not in self.spread and not is_blank(v := self.grid.value(row, c.index))}
        if not all(isinstance(v, str) and f.type in _TEXTS and not f.core and f.key in record.values for f, v in own.items()):
            return False
        record.values |= {field.key: f"{record.values[field.key]}；{str(value).strip()}" for field, value in own.items()}
        return True

    def _begin_part(self, row: int) -> None:
        """From a lone text on that names a branch the people of a list without a column for it are of that branch.

        Up to the next one of its level: below 二、研究生 nobody is of the branch that 一、 named.
        """
        filled = [c for c in self.sheet_width if not is_blank(self.grid.value(row, c))]
        texts = [str(self.grid.value(row, c)) for c in filled[-1:]]
        if len(filled) > _LONE:
            return
        if branch := branch_of_part("".join(texts)):
            self.part, self.part_level = (branch, (row + 1, filled[-1] + 1)), level_of_part("".join(texts))
        elif self.part and self.part_level and level_of_part("".join(texts)) == self.part_level:
            self.part = None

    def _put_branch(self, record: Record) -> None:
        if self.part is not None and _BRANCH not in self.header.columns and self.header.table == NOMINEES:
            record.values[_BRANCH], record.anchors[_BRANCH] = self.part

    def _record(self, row: int) -> Record:
        record = Record(self.header, row + 1)
        values, grid = record.values, self.grid
        cells = grid.sheet.rows[row - grid.sheet.top]
        width = len(cells)
        has_ditto = not self.ditto.isdisjoint(cells)
        read: Value | UnclearCell | None
        for column, index, key, convert, needs_look in self.cells:
            raw = cells[index] if index < width else None
            if has_ditto and raw in self.ditto and (said := self._said_above(row, column)) is not None:
                read = self._as_above(column, raw, said)
            elif needs_look:
                read = self._look_closer(record, column, (row, column.index), raw)
            elif raw is None or raw == "":
                continue
            else:
                read = convert(raw)
            if isinstance(read, UnclearCell):
                read = self._unclear(record, column, raw, read)
            if read is not None:
                values[key] = read
        for shared in self.shared:
            self._read_shared(record, shared, self.grid.anchors.get((row, shared.column), (row, shared.column)))
        for ticked in self.ticked:
            self._read_ticked(record, ticked, row)
        return record

    def _read_shared(self, record: Record, shared: SharedCell, position: Position) -> None:
        """Several fields from one cell; one that is not understood is unread and named once."""
        raw, error = self.grid.value(*position), self.grid.sheet.errors.get(position)
        first = shared.fields[0]
        record.anchors |= {field.key: (position[0] + 1, position[1] + 1) for field in shared.fields}
        if error is None and (is_blank(raw) or (isinstance(raw, str) and without_invisible(raw) in NOTHING)):
            return
        text = error or shown(raw).strip()
        values = {} if error or isinstance(raw, date) else shared.read(text)
        record.values |= values
        if not values:
            record.unread |= {field.key: text for field in shared.fields}
            place = record.place(self.file, first.key, first.label)
            why = "单元格里是一个日期" if isinstance(raw, date) else shared.reason(text)
            reason = f"（{why}）" if why else ""
            code = "cell-error-value" if error else shared.code
            self.findings.append(finding(code, place, got=text, words={"expected": shared.expected, "reason": reason}))

    def _read_ticked(self, record: Record, ticked: Ticked, row: int) -> None:
        """The label of the column that is ticked; two ticks are unread."""
        label, unread, column = ticked.read({column: self.grid.value(row, column) for column in ticked.labels})
        if column is None:
            return
        key = ticked.field.key
        record.anchors[key] = (row + 1, column + 1)
        if label is not None:
            record.values[key] = label
        elif unread is not None:
            record.unread[key] = unread
            place = record.place(self.file, key, ticked.field.label)
            self.findings.append(finding("choice-unknown", place, got=unread, words={"expected": "只打一个勾"}))

    def _said_above(self, row: int, column: ReadColumn) -> RawValue:
        """What 同上 stands for: the next cell above that is no such mark itself; None where that one is empty or the header."""
        if column.field.type in _ONES_OWN:
            return None
        for above in range(row - 1, self.first - 1, -1):
            value = self.grid.value(*self.spread.get((above, column.index), (above, column.index)))
            if value not in self.ditto:
                return None if is_blank(value) else value
        return None

    def _as_above(self, column: ReadColumn, raw: RawValue, said: RawValue) -> UnclearCell:
        """The value of the cell above; what was wrong with it has been said there."""
        read = column.convert(said)
        value = read.value if isinstance(read, UnclearCell) else read
        if value is None:
            return UnclearCell(None, shown(raw))
        return UnclearCell(value, None, (("value-normalised", {"expected": plain(value)}),))

    def _look_closer(self, record: Record, column: ReadColumn, position: Position, raw: RawValue) -> Value | UnclearCell | None:
        """A cell of a column in which something is merged, an error, a formula or a month."""
        sheet = self.grid.sheet
        if column.index in self.pieces:
            raw = joined(column.field, [raw, *(self.grid.value(position[0], other) for other in self.pieces[column.index])])
        if position in self.spread:
            position = self.spread[position]
            record.anchors[column.field.key] = (position[0] + 1, position[1] + 1)
            raw = self.grid.value(*position)
        if position in sheet.errors:
            return UnclearCell(None, sheet.errors[position], (("cell-error-value", {"got": sheet.errors[position]}),))
        if raw is None or raw == "":
            lost = sheet.formulas.get(position) is False
            return UnclearCell(None, "（公式没有结果）", (("formula-without-value", {}),)) if lost else None
        if position in sheet.month_cells and column.field.type in _DATES:
            return month_value(column.field, month_of(raw), shown(raw)[:7])
        return column.convert(raw)

    def _unclear(self, record: Record, column: ReadColumn, raw: RawValue, cell: UnclearCell) -> Value | None:
        """Records the findings of a cell; returns its value, if it has one."""
        if cell.unread is not None:
            record.unread[column.field.key] = cell.unread
        for code, words in cell.findings:
            place = record.place(self.file, column.field.key, column.field.label)
            got = words.get("got", shown(raw).strip() if raw is not None else "")
            self.findings.append(finding(code, place, got=got, words=words))
        return cell.value


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
