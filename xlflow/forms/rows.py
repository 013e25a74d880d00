"""From the rows under a header to records, a column at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import islice

from msgspec import Struct

from xlflow.domain.dates import Month
from xlflow.findings import Finding, Place
from xlflow.forms.cells import Converter, Odd, converter, month_value, shown
from xlflow.forms.header import Grid, Header
from xlflow.forms.headings import branch_of_part
from xlflow.forms.pieces import joined, piece_columns
from xlflow.forms.raw import Position, RawValue
from xlflow.forms.records import Record, TableHeader, TableReading, Value, plain
from xlflow.forms.row_kinds import RowKind, begins_notes, is_blank, is_column_index, is_footer, is_guide, is_role, kind_of
from xlflow.forms.shared_cells import SharedCell, shared_cells
from xlflow.forms.text import NOTHING, without_invisible
from xlflow.forms.ticks import Ticked, ticked_choices
from xlflow.forms.vocabulary import vocabulary
from xlflow.messages import finding
from xlflow.patterns import pattern
from xlflow.schemes.parts import Field, FieldType, FilledBy
from xlflow.schemes.scheme import Scheme

_DATES = (FieldType.DATE, FieldType.DATE_OR_MONTH)
_EMPTY = (None, "")
_DITTO = frozenset({"同上", "同前", "同上行", "同上一行", "同上格", "〃", "″", "”", '"', "''", "，，", "”“", "“”", "“", '""', "々", "↑"})
"""Texts that stand for the value of the cell above, without the blanks and strokes among them."""
_DITTO_STROKES = pattern(r"[\s\-—–─。.]+")
_LONGEST_DITTO = 10
_SEVERAL = 3
_LONGEST_NAME = 4
_LONG_NUMBER = pattern(r"\d{15}", re.ASCII)
_MARKED = frozenset("计例范数均填:：")
"""Characters that the words for total, sample and signature rows are made of."""
_LONGEST_LABEL = 10
_LONE = 2
_BRANCH, _LIST = "branch", "nominees"
_DAY_PARTS = ("年", "月", "日")


class Column(Struct, frozen=True):
    """A column of a found table: its position, its field, its converter."""

    index: int
    field: Field
    convert: Converter
    is_odd: bool
    """Whether something in it is merged, an error, a formula or a month."""

    @property
    def is_person_made(self) -> bool:
        """Whether a person fills the column: a row with only computed cells is an empty one."""
        return self.field.key != "seq" and self.field.filled_by is not FilledBy.DERIVED


@lru_cache(maxsize=4096)
def _is_ditto(text: str) -> bool:
    """Whether a text stands for the value of the cell above, also drawn wide: 同 上, ——〃——."""
    return _DITTO_STROKES.sub("", text) in _DITTO


def _repeats(raw: RawValue) -> bool:
    return type(raw) is str and 0 < len(raw) <= _LONGEST_DITTO and _is_ditto(raw)


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
        odd = {column for _, column in (*self.spread, *sheet.errors, *sheet.formulas, *sheet.month_cells)} | self.pieces.keys()
        self.columns = [
            Column(cell.column, scheme.field(table, key), _converter(scheme, table, key), cell.column in odd)
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
        naming = {key for combination in scheme.tables[table].key_fields for key in combination}
        self.identifying = {column.index for column in self.columns if column.field.key in naming}
        self.findings: list[Finding] = []
        self.part: tuple[str, Position] | None = None
        """The branch whose people follow, where its name stands above them instead of in a column; its cell (from 1)."""
        self.sheet_width = header.span or range(sheet.left, grid.right)
        self.cells = [(column, column.index - sheet.left, column.field.key, column.convert, column.is_odd) for column in self.columns]
        self.words = vocabulary(scheme, table)
        self.shared = list(shared_cells(scheme, table, grid, header))
        self.ticked = list(ticked_choices(scheme, header, self.words, table))
        self._add_columns(header)
        self.person_made = [column.index - sheet.left for column in self.columns if column.is_person_made]
        self.across = frozenset(self._rows_across())

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
        in_notes = False
        rows, top = self.grid.sheet.rows, self.grid.sheet.top
        for row in range(self.first, self.end):
            if not any(rows[row - top]) and 0 not in rows[row - top]:
                waiting += bool(records)
                continue
            if self._heads_another_list(row):
                break
            kind = self._kind(row)
            if kind is RowKind.DATA:
                kind = self._kind_without_person(row, records[-1].row - 1 if records else None)
            in_notes = self._goes_on_with_notes(row, in_notes)
            kind = RowKind.NOTE if in_notes else kind
            if kind in (RowKind.NOTE, RowKind.BLANK):
                self._begin_part(row)
            if kind is RowKind.DATA:
                blank, waiting = blank + waiting, 0
                records.append(self._record(row))
                self._put_branch(records[-1])
            elif kind is RowKind.BLANK:
                waiting += bool(records)
            elif kind is not RowKind.NOTE:
                place = Place(self.file, self.header.sheet, row + 1, self._lead_column(row), None, None, self.header.sheet_index)
                self.findings.append(finding(f"{kind.value}-row-skipped", place, got=self._lead_text(row)))
        return TableReading(self.header, records, blank)

    def _begin_part(self, row: int) -> None:
        """From a lone text on that names a branch the people of a list without a column for it are of that branch."""
        filled = [c for c in self.sheet_width if not is_blank(self.grid.value(row, c))]
        texts = [str(self.grid.value(row, c)) for c in filled[-1:]]
        if len(filled) <= _LONE and (branch := branch_of_part("".join(texts))):
            self.part = branch, (row + 1, filled[-1] + 1)

    def _put_branch(self, record: Record) -> None:
        if self.part is not None and _BRANCH not in self.header.columns and self.header.table == _LIST:
            record.values[_BRANCH], record.anchors[_BRANCH] = self.part

    def _kind(self, row: int) -> RowKind:
        is_across = row in self.across
        if not is_across and self._is_plainly_data(row):
            return RowKind.DATA
        grid = self.grid
        filled = [v for c in self.columns if c.is_person_made and not is_blank(v := grid.value(row, c.index))]
        lead = [grid.value(row, c) for c in (self.name, self.serial, self._lead_column(row) - 1) if c is not None]
        if not filled:
            others = [v for c in self.sheet_width if c != self.serial and isinstance(v := grid.value(row, c), str) and not is_blank(v)]
            return kind if (kind := kind_of(lead, others)) in (RowKind.TOTAL, RowKind.SAMPLE) else RowKind.BLANK
        kind = kind_of(lead, filled, named=self.name is not None and not is_blank(grid.value(row, self.name)))
        return RowKind.NOTE if is_across and kind is RowKind.DATA else kind

    def _rows_across(self) -> Iterator[int]:
        """Rows in which one merged cell goes over the name and half of the columns: the title of a part, a note."""
        for top, left, bottom, right in self.grid.sheet.merged:
            if top >= self.first and self.name is not None and left <= self.name <= right:
                covered = sum(left <= column.index <= right for column in self.columns)
                if covered > 1 and 2 * covered >= len(self.columns):
                    yield from range(top, min(bottom, self.grid.bottom) + 1)

    def _heads_another_list(self, row: int) -> bool:
        """Whether a row names the columns of a shorter list below, of tellers or telephone numbers, whose people are not of this one."""
        name = self.grid.value(row, self.name) if self.name is not None else None
        if not isinstance(name, str) or "名" not in name or len(name) > _LONGEST_LABEL or self.words.find(name) != "name":
            return False
        others = [column.index for column in self.columns if column.index != self.name and self.grid.text(row, column.index)]
        return bool(others) and not any(self.grid.text(row, c) == self.grid.text(self.first - 1, c) for c in others)

    def _kind_without_person(self, row: int, before: int | None) -> RowKind:
        """What a row that holds something is, once its name is no person's.

        Directly below the header it may count the columns or tell how to fill them. Below the list it may say who hands it in, or hold
        only what was filled down beforehand: the same as the row before, and nothing that names a person.
        """
        if self.name is None:
            return RowKind.DATA
        grid, name = self.grid, self.grid.value(row, self.name)
        if (is_role(grid.value(row, self._lead_column(row) - 1)) or is_role(name)) and not self._has_number(row):
            return RowKind.NOTE
        if before is None:
            cells = [v for c in self.sheet_width if not is_blank(v := grid.value(row, c))]
            if is_column_index(cells) or self._is_rest_of_header(name, cells):
                return RowKind.NOTE
            return RowKind.SAMPLE if not self._has_number(row) and is_guide(cells) else RowKind.DATA
        if not is_blank(name) and isinstance(name, str) and len(name) <= _LONGEST_NAME:
            return RowKind.DATA
        filled = {c.index: v for c in self.columns if c.is_person_made and not is_blank(v := grid.value(row, c.index))}
        if is_footer(tuple(filled.values())):
            return RowKind.NOTE
        if name not in _EMPTY or not self.identifying.isdisjoint(filled):
            return RowKind.DATA
        return RowKind.BLANK if all(grid.value(before, index) == value for index, value in filled.items()) else RowKind.DATA

    def _goes_on_with_notes(self, row: int, in_notes: bool) -> bool:
        """Whether a row is the heading of notes, or below one and holds no more than one text: a note, maybe beside its number."""
        left, span = self.grid.sheet.left, self.sheet_width
        cells = self.grid.sheet.rows[row - self.grid.sheet.top][span.start - left : span.stop - left]
        filled = list(islice((cell for cell in cells if cell not in _EMPTY), 3))
        if len(filled) > 2:
            return False
        if in_notes:
            return sum(isinstance(cell, str) and not cell.strip().isdecimal() for cell in filled) <= 1
        return begins_notes(filled)

    def _has_number(self, row: int) -> bool:
        """Whether any cell of a row holds so long a number that it can only be an ID number."""
        cells = self.grid.sheet.rows[row - self.grid.sheet.top]
        return any((isinstance(cell, str) and _LONG_NUMBER.search(cell)) or (isinstance(cell, float) and cell > 1e14) for cell in cells)

    def _is_rest_of_header(self, name: RawValue, cells: list[RawValue]) -> bool:
        """Whether a row directly below a header, with nobody in it, names parts of columns: the 姓名 of 介绍人, the 年, 月, 日 of a day."""
        if not is_blank(name) or not all(isinstance(cell, str) and not any(map(str.isdigit, cell)) for cell in cells):
            return False
        return any(cell in _DAY_PARTS or self.words.find(str(cell)) is not None for cell in cells)

    def _is_plainly_data(self, row: int) -> bool:
        """A quick yes for most rows: several cells filled, and neither name nor running number nor the last cell could say 合计 or 示例."""
        cells = self.grid.sheet.rows[row - self.grid.sheet.top]
        leads = [self.grid.value(row, column) for column in (self.name, self.serial) if column is not None]
        leads += [next((cell for cell in way if cell not in _EMPTY), None) for way in (cells, reversed(cells))]
        if any(isinstance(lead, str) and (not _MARKED.isdisjoint(lead) or lead in NOTHING) for lead in leads):
            return False
        width = len(cells)
        filled = (index for index in self.person_made if index < width and cells[index] not in _EMPTY)
        return len(list(islice(filled, _SEVERAL + 1))) > _SEVERAL

    def _lead_column(self, row: int) -> int:
        """The first filled cell of the row, from 1."""
        return next((c + 1 for c in self.sheet_width if not is_blank(self.grid.value(row, c))), self.sheet_width.start + 1)

    def _lead_text(self, row: int) -> str:
        return shown(self.grid.value(row, self._lead_column(row) - 1)).strip()

    def _record(self, row: int) -> Record:
        record = Record(self.header, row + 1)
        values, grid = record.values, self.grid
        cells = grid.sheet.rows[row - grid.sheet.top]
        width = len(cells)
        has_ditto = any(map(_repeats, cells))
        read: Value | Odd | None
        for column, index, key, convert, is_odd in self.cells:
            raw = cells[index] if index < width else None
            if has_ditto and _repeats(raw) and (said := self._said_above(row, column.index)) is not None:
                read = self._as_above(column, raw, said)
            elif is_odd:
                read = self._look_closer(record, column, (row, column.index), raw)
            elif raw is None or raw == "":
                continue
            else:
                read = convert(raw)
            if isinstance(read, Odd):
                read = self._odd(record, column, raw, read)
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
        values = {} if error else shared.read(text)
        record.values |= values
        if not values:
            record.unread |= {field.key: text for field in shared.fields}
            place = record.place(self.file, first.key, first.label)
            reason = f"（{why}）" if (why := shared.reason(text)) else ""
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

    def _said_above(self, row: int, column: int) -> RawValue:
        """What 同上 stands for: the next cell above that is no such mark itself; None where that one is empty or the header."""
        for above in range(row - 1, self.first - 1, -1):
            value = self.grid.value(*self.spread.get((above, column), (above, column)))
            if not _repeats(value):
                return None if is_blank(value) else value
        return None

    def _as_above(self, column: Column, raw: RawValue, said: RawValue) -> Odd:
        """The value of the cell above; what was wrong with it has been said there."""
        read = column.convert(said)
        value = read.value if isinstance(read, Odd) else read
        if value is None:
            return Odd(None, shown(raw))
        return Odd(value, None, (("value-normalised", {"expected": plain(value)}),))

    def _look_closer(self, record: Record, column: Column, position: Position, raw: RawValue) -> Value | Odd | None:
        """A cell of a column in which something is merged, an error, a formula or a month."""
        sheet = self.grid.sheet
        if column.index in self.pieces:
            raw = joined(column.field, [raw, *(self.grid.value(position[0], other) for other in self.pieces[column.index])])
        if position in self.spread:
            position = self.spread[position]
            record.anchors[column.field.key] = (position[0] + 1, position[1] + 1)
            raw = self.grid.value(*position)
        if position in sheet.errors:
            return Odd(None, sheet.errors[position], (("cell-error-value", {"got": sheet.errors[position]}),))
        if raw is None or raw == "":
            lost = sheet.formulas.get(position) is False
            return Odd(None, "（公式没有结果）", (("formula-without-value", {}),)) if lost else None
        if position in sheet.month_cells and column.field.type in _DATES:
            return month_value(column.field, month_of(raw), shown(raw)[:7])
        return column.convert(raw)

    def _odd(self, record: Record, column: Column, raw: RawValue, odd: Odd) -> Value | None:
        """What is kept of an odd value; its remarks become findings."""
        if odd.unread is not None:
            record.unread[column.field.key] = odd.unread
        for code, words in odd.remarks:
            place = record.place(self.file, column.field.key, column.field.label)
            got = words.get("got", shown(raw).strip() if raw is not None else "")
            self.findings.append(finding(code, place, got=got, words=words))
        return odd.value


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
