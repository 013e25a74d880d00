"""Where everything stands on the form: sheets, columns, lines. Pure positions; nothing is written here.

Rows and columns count from 0, as XlsxWriter counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import groupby
from math import ceil

from msgspec import Struct

from xlflow.findings import column_letters
from xlflow.schemes.parts import Field, FieldType, FilledBy, Table
from xlflow.schemes.scheme import Scheme
from xlflow.tables.mark_columns import CONCLUSION, MARK_LABELS


def sheet_name(sheet: str) -> str:
    """A sheet's name in quotes, as it may stand in any formula."""
    return "'" + sheet.replace("'", "''") + "'"


def cell(sheet: str, row: int, column: int) -> str:
    """One cell: `'单位信息'!$B$4`."""
    return f"{sheet_name(sheet)}!${column_letters(column + 1)}${row + 1}"


def column_range(sheet: str, column: int, first_row: int, last_row: int) -> str:
    """Cells of one column: `'字典'!$A$2:$A$59`."""
    letters = column_letters(column + 1)
    return f"{sheet_name(sheet)}!${letters}${first_row + 1}:${letters}${last_row + 1}"


def text(value: str) -> str:
    """A text as a formula writes it."""
    return '"' + value.replace('"', '""') + '"'


COVER, RESULTS, LISTS = "首页", "校验结果", "字典"
"""The sheets that are no table: what to do, the findings, the choice lists (hidden)."""

UNCHECKED = "尚未校验"
"""The first line of 校验结果 before the form is checked."""
RESULTS_HEADER_ROW = 4
"""The header row of the findings on 校验结果: below verdict, counts, next step and notes."""

LAST_ROW = 5000
"""Formats and validations reach this row (from 1)."""


class FormColumn(Struct, frozen=True):
    """A field of a table with one record a row."""

    field: Field
    index: int
    width: float
    hidden: bool


class RowsPlan(Struct, frozen=True, dict=True):
    """A table with one record a row: title, heading line, group headers where there are groups, labels, data, three mark columns."""

    table: Table
    columns: tuple[FormColumn, ...]
    mark_labels: Mapping[str, str]
    mark_group: str = ""

    @cached_property
    def groups(self) -> tuple[tuple[str, int, int], ...]:
        """Group headers with first and last column, mark columns too; empty where no field has a group."""
        names = [c.field.group for c in self.columns]
        if not any(names):
            return ()
        names += [self.mark_group] * len(self.mark_labels)
        spans = [(name, list(run)) for name, run in groupby(range(len(names)), key=names.__getitem__)]
        return tuple((name, run[0], run[-1]) for name, run in spans)

    @property
    def label_row(self) -> int:
        """The row of the labels."""
        return 3 if self.groups else 2

    @property
    def first_row(self) -> int:
        """The first data row."""
        return self.label_row + 1

    @property
    def is_wordy(self) -> bool:
        """Whether cells hold whole paragraphs: higher rows."""
        return any(c.field.type is FieldType.LONG and not c.hidden for c in self.columns)

    @property
    def frozen_columns(self) -> int:
        """The columns that stay in view: up to the name, or up to the first that must be filled."""
        for wanted in (lambda c: c.field.key == "name", lambda c: c.field.required is True):
            for column in self.columns[:4]:
                if wanted(column):
                    return column.index + 1
        return 1

    @property
    def last_shown(self) -> int:
        """The last visible column before the marks."""
        return max(c.index for c in self.columns if not c.hidden)

    @property
    def conclusion(self) -> int:
        """The column 校验结论; 核实说明 and the hidden marks follow."""
        return len(self.columns)

    @property
    def marks(self) -> int:
        """The hidden column with the columns at fault."""
        return self.conclusion + 2

    def range_of(self, key: str) -> str:
        """The data cells of a field, as formulas write them."""
        return column_range(self.table.sheet, self._index(key), self.first_row, LAST_ROW - 1)

    def filled_range_of(self, key: str) -> str:
        """The data cells of a field down to the last that is filled, as a formula: for a drop-down without empty lines at its end."""
        cells, first = self.range_of(key), cell(self.table.sheet, self.first_row, self._index(key))
        return f'OFFSET({first},0,0,MAX(1,SUMPRODUCT(MAX(({cells}<>"")*ROW({cells})))-{self.first_row}),1)'

    def _index(self, key: str) -> int:
        return next(c.index for c in self.columns if c.field.key == key)

    def has(self, key: str) -> bool:
        """Whether the table has the field."""
        return any(c.field.key == key for c in self.columns)


class FactLine(Struct, frozen=True):
    """A field of a facts table: label in the first column, value in the second, then the mark cells."""

    field: Field
    row: int
    hidden: bool


class FactsPlan(Struct, frozen=True):
    """A table with one record: title, header, one line a field."""

    table: Table
    lines: tuple[FactLine, ...]
    mark_labels: Mapping[str, str]

    LABEL, VALUE, CONCLUSION, REASON, MARKS = range(5)
    HEADER_ROW = 1

    def cell_of(self, key: str) -> str | None:
        """The cell of a value, as formulas write it."""
        return next((cell(self.table.sheet, line.row, self.VALUE) for line in self.lines if line.field.key == key), None)


class FormPlan(Struct, frozen=True):
    """The whole form: its tables in tab order, and the choice lists that its drop-downs need."""

    scheme: Scheme
    tables: tuple[RowsPlan | FactsPlan, ...]

    @property
    def rows(self) -> tuple[RowsPlan, ...]:
        """The tables with one record a row."""
        return tuple(t for t in self.tables if isinstance(t, RowsPlan))

    @property
    def facts(self) -> tuple[FactsPlan, ...]:
        """The tables with one record."""
        return tuple(t for t in self.tables if isinstance(t, FactsPlan))

    def fields(self) -> Iterator[Field]:
        """Every field on the form."""
        for plan in self.tables:
            yield from (part.field for part in _parts(plan))

    def fact(self, key: str) -> str | None:
        """The cell that holds a fact of the unit, as formulas write it; None where the form does not ask for it."""
        return next((found for plan in self.facts if (found := plan.cell_of(key))), None)

    def rows_of(self, table: str | None) -> RowsPlan | None:
        """The plan of a table by its key; None where it is not on the form."""
        return next((plan for plan in self.rows if plan.table.key == table), None)

    def lists(self) -> dict[str, tuple[str, ...]]:
        """The choice lists that the form uses, in the order of their first use."""
        used = dict.fromkeys(f.choices for f in self.fields() if f.choices)
        return {name: tuple(self.scheme.choices[name]) for name in used if name is not None}


def plan_form(scheme: Scheme) -> FormPlan:
    """The form that a branch gets: the tables that the scheme shows and the branch has a part in, the committee's own columns hidden."""
    shown = [table for table in scheme.tables.values() if table.shown and not table.roster_only]
    plans = [_plan(table, scheme) for table in shown]
    return FormPlan(scheme, tuple(plan for plan in plans if any(not part.hidden for part in _parts(plan))))


def _parts(plan: RowsPlan | FactsPlan) -> tuple[FormColumn | FactLine, ...]:
    return plan.columns if isinstance(plan, RowsPlan) else plan.lines


def _plan(table: Table, scheme: Scheme) -> RowsPlan | FactsPlan:
    known = scheme.fields.get(table.key, ())
    fields = [f for f in known if f.key not in MARK_LABELS]
    marks = {f.key: f for f in known if f.key in MARK_LABELS}
    labels = {key: marks[key].label if key in marks else label for key, label in MARK_LABELS.items()}
    if table.layout == "facts":
        first = FactsPlan.HEADER_ROW + 1
        return FactsPlan(table, tuple(FactLine(f, first + n, f.filled_by is FilledBy.COMMITTEE) for n, f in enumerate(fields)), labels)
    committee = {f.group for f in fields if f.group and f.filled_by is FilledBy.COMMITTEE}
    columns = []
    for index, field in enumerate(fields):
        hidden = field.filled_by is FilledBy.COMMITTEE or field.group in committee
        columns.append(FormColumn(field, index, width_of(field, scheme.choices), hidden))
    return RowsPlan(table, tuple(columns), labels, marks[CONCLUSION].group if CONCLUSION in marks else "")


_WIDTHS = {
    FieldType.LONG: 46.0,
    FieldType.INT: 8.0,
    FieldType.DEC: 9.0,
    FieldType.MONEY: 12.0,
    FieldType.PCT: 9.0,
    FieldType.DATE: 12.5,
    FieldType.DATE_OR_MONTH: 12.5,
    FieldType.BOOL: 8.0,
    FieldType.IDNO: 21.0,
    FieldType.PHONE: 14.0,
    FieldType.CODE: 15.0,
    FieldType.REF: 13.0,
}
_TEXT_WIDTHS = ((10, 11.0), (20, 14.0), (30, 18.0), (40, 24.0), (60, 28.0))


def width_of(field: Field, choices: Mapping[str, Iterable[str]]) -> float:
    """The width of a column in characters: what the scheme says, else enough for its values; the header fits in two lines."""
    header = 2.0 * ceil(len(field.label) / 2) + 2.5
    if field.width is not None:
        return max(field.width, header)
    if field.type is FieldType.TEXT:
        length = field.length or 40
        width = next((w for limit, w in _TEXT_WIDTHS if length <= limit), 32.0)
    elif field.type is FieldType.CHOICE:
        longest = max((len(word) for word in choices.get(field.choices or field.key, ())), default=4)
        width = min(2.0 * longest + 3, 18.0)
    else:
        width = _WIDTHS[field.type]
    return max(width, header)
