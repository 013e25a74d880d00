"""Telling the rows under a header apart: people, and what else stands between and below them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import accumulate, islice

from msgspec import Struct

from xlflow.patterns import pattern
from xlflow.schemes.parts import Field, FilledBy
from xlflow.tables.cells.cell_text import NOTHING
from xlflow.tables.cells.converters import Converter, UnclearCell, shown
from xlflow.tables.finding.column_words import ColumnWords
from xlflow.tables.finding.header import DAY_PARTS, Grid
from xlflow.tables.raw import RawValue
from xlflow.tables.rows.row_kinds import RowKind, begins_notes, is_blank, is_column_index, is_footer, is_guide, is_post, is_role, kind_of


class ReadColumn(Struct, frozen=True):
    """A column of a found table: its position, its field, its converter."""

    index: int
    field: Field
    convert: Converter
    needs_look: bool
    """Whether something in it is merged, an error, a formula or a month."""

    @property
    def is_person_made(self) -> bool:
        """Whether a person fills the column: a row with only computed cells is an empty one."""
        return self.field.key != "seq" and self.field.filled_by is not FilledBy.DERIVED


_EMPTY = (None, "")
_SEVERAL = 3
_LONGEST_NAME = 4
_LONG_NUMBER = pattern(r"\d{15}", re.ASCII)
_LEAST_LONG = 1e14
_MARKED = frozenset("计例范数均填:：")
"""Characters that the words for total, sample and signature rows are made of."""
_LONGEST_LABEL = 10
_POSTS = pattern("职|岗|身份|角色")
"""Header words of a column of posts."""


class RowSorter:
    """Sorts the rows of one list, from the top down: what stands below notes depends on them."""

    def __init__(self, grid: Grid, columns: Sequence[ReadColumn], naming: Set[str], width: range, first: int, words: ColumnWords) -> None:
        """`naming`: the fields that tell a person apart. `width`: the columns of the list. `first`: the row below its header."""
        self.grid, self.columns, self.sheet_width, self.first, self.words = grid, columns, width, first, words
        self.serial, self.name = (next((c.index for c in columns if c.field.key == key), None) for key in ("seq", "name"))
        self.identifying = {column.index for column in columns if column.field.key in naming}
        self.person_made = [column.index - grid.sheet.left for column in columns if column.is_person_made]
        self.across = frozenset(self._rows_across())
        self.in_notes = False
        self.sums: dict[int, Sequence[float]] = {}

    def kind(self, row: int, before: int | None) -> RowKind:
        """What a row is; `before` is the last row of a person above it."""
        if row not in self.across and self._is_plainly_data(row):
            self.in_notes = False
            return self._kind_without_person(row, before)
        kind = self._by_words(row)
        if kind is RowKind.DATA:
            kind = self._kind_without_person(row, before)
        self.in_notes = self._goes_on_with_notes(row, self.in_notes)
        return RowKind.NOTE if self.in_notes else kind

    def _by_words(self, row: int) -> RowKind:
        """What a row is by the words that lead it."""
        is_across, grid = row in self.across, self.grid
        filled = [v for c in self.columns if c.is_person_made and not is_blank(v := grid.value(row, c.index))]
        lead = [grid.value(row, c) for c in (self.name, self.serial, self.lead_column(row) - 1) if c is not None]
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

    def heads_another_list(self, row: int) -> bool:
        """Whether a row is the header of another, shorter list below: of tellers, of telephone numbers."""
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
        if is_role(name) or (is_role(grid.value(row, self.lead_column(row) - 1)) and not self._reads_as_person(row)):
            return RowKind.DATA if self.has_number(row) else RowKind.NOTE
        if before is None:
            cells = [v for c in self.sheet_width if not is_blank(v := grid.value(row, c))]
            if is_column_index(cells) or self._is_rest_of_header(name, cells):
                return RowKind.NOTE
            return RowKind.SAMPLE if not self.has_number(row) and is_guide(cells) else RowKind.DATA
        if not is_blank(name) and isinstance(name, str) and len(name) <= _LONGEST_NAME:
            return RowKind.DATA
        filled = {c.index: v for c in self.columns if c.is_person_made and not is_blank(v := grid.value(row, c.index))}
        if is_footer(tuple(filled.values())):
            return RowKind.NOTE
        if name not in _EMPTY or not self.identifying.isdisjoint(filled):
            return RowKind.DATA
        if self._is_sum(row, before, filled):
            return RowKind.TOTAL
        return RowKind.BLANK if all(grid.value(before, index) == value for index, value in filled.items()) else RowKind.DATA

    def _reads_as_person(self, row: int) -> bool:
        """Whether a row that begins with a role goes on as a person: a post below a header for posts, or name and more can be read."""
        lead = self.lead_column(row) - 1
        if is_post(self.grid.value(row, lead)) and _POSTS.search(self.grid.text(self.first - 1, lead)):
            return self.name is not None and not is_blank(self.grid.value(row, self.name))
        cells = [(c, v) for c in self.columns if c.is_person_made and c.index > lead and not is_blank(v := self.grid.value(row, c.index))]
        if len(cells) < _SEVERAL or self.name not in {column.index for column, _ in cells}:
            return False
        read = (column.convert(value) for column, value in cells)
        return not any(is_role(v) for _, v in cells) and not any(
            isinstance(value, UnclearCell) and value.unread is not None for value in read
        )

    def _is_sum(self, row: int, before: int, filled: Mapping[int, RawValue]) -> bool:
        """Whether a row holds only numbers, one of them the sum of those above it: a total without the word.

        A number that also stands in the row before is no sum of several.
        """
        if not all(type(value) in (int, float) for value in filled.values()):
            return False
        sums = {column: value for column, value in filled.items() if value and value != self.grid.value(before, column)}
        return any(self._sums(column)[row - self.first] == value for column, value in sums.items())

    def _sums(self, column: int) -> Sequence[float]:
        """For each row below the header the sum of the numbers above it."""
        if column not in self.sums:
            cells = (self.grid.value(row, column) for row in range(self.first, self.grid.bottom))
            self.sums[column] = list(accumulate((v if isinstance(v, int | float) else 0 for v in cells), initial=0))
        return self.sums[column]

    def _goes_on_with_notes(self, row: int, in_notes: bool) -> bool:
        """Whether a row is the heading of notes, or below one and holds no more than one text: a note, maybe beside its number."""
        left, span = self.grid.sheet.left, self.sheet_width
        cells = self.grid.sheet.rows[row - self.grid.sheet.top][span.start - left : span.stop - left]
        filled = list(islice((cell for cell in cells if cell not in _EMPTY), 3))
        if len(filled) > 2:
            return False
        if in_notes:
            return not self.has_number(row) and sum(isinstance(cell, str) and not cell.strip().isdecimal() for cell in filled) <= 1
        return begins_notes(filled)

    def has_number(self, row: int) -> bool:
        """Whether any cell of a row holds so long a number that it can only be an ID number."""
        cells = self.grid.sheet.rows[row - self.grid.sheet.top]
        return any(
            (isinstance(cell, str) and _LONG_NUMBER.search(cell)) or (isinstance(cell, float) and cell > _LEAST_LONG) for cell in cells
        )

    def _is_rest_of_header(self, name: RawValue, cells: list[RawValue]) -> bool:
        """Whether a row directly below a header, with nobody in it, names parts of columns: the 姓名 of 介绍人, the 年, 月, 日 of a day."""
        if not is_blank(name) or not all(isinstance(cell, str) and not any(map(str.isdigit, cell)) for cell in cells):
            return False
        return any(cell in DAY_PARTS or self.words.find(str(cell)) is not None for cell in cells)

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

    def lead_column(self, row: int) -> int:
        """The first filled cell of the row, from 1."""
        return next((c + 1 for c in self.sheet_width if not is_blank(self.grid.value(row, c))), self.sheet_width.start + 1)

    def lead_text(self, row: int) -> str:
        """The text of that cell."""
        return shown(self.grid.value(row, self.lead_column(row) - 1)).strip()
