"""How much is still to be filled in: one formula for each cell or column that must be, added up for the phase that is reached.

The formulas stand on the hidden sheet 字典; 首页 shows their sums. Only what is required in any case counts: a condition of the scheme
is judged by 校验.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from xlflow.files.standard_form.addresses import text
from xlflow.files.standard_form.cells import must_be_filled
from xlflow.files.standard_form.headings import Facts
from xlflow.files.standard_form.plan import FormPlan, RowsPlan
from xlflow.schemes.model import Field, FilledBy

PHASE_FACT = "report_phase"
FIRST_PHASE, EVERY_PHASE = 1, 9


class Count(Struct, frozen=True):
    """A field that must be filled: the sheet, from which phase on, the formula that counts its empty cells, and its value now."""

    sheet: str
    label: str
    phase: int
    formula: str
    value: int


def counts_of(plan: FormPlan, facts: Facts) -> tuple[Count, ...]:
    """Everything on the form that the branch must fill in."""
    return tuple(_counts(plan, facts))


def _counts(plan: FormPlan, facts: Facts) -> Iterator[Count]:
    for table in plan.facts:
        for line in table.lines:
            if _is_due(line.field):
                formula = f'=IF({table.cell_of(line.field.key)}="",1,0)'
                yield Count(table.table.sheet, line.field.label, line.field.phase, formula, int(line.field.key not in facts))
    for rows in plan.rows:
        used = rows.range_of(counted_by(rows))
        for column in rows.columns:
            if _is_due(column.field) and column.field.key != counted_by(rows):
                formula = f'=SUMPRODUCT(({used}<>"")*({rows.range_of(column.field.key)}=""))'
                yield Count(rows.table.sheet, column.field.label, column.field.phase, formula, 0)


def counted_by(rows: RowsPlan) -> str:
    """The field whose filled cells are the rows in use: the last of the columns that stay in view."""
    return rows.columns[rows.frozen_columns - 1].field.key


def phase_formula(plan: FormPlan) -> str:
    """The phase that the branch has reached, as a number from 1: the place of 填报阶段 in its list; without that fact, every phase."""
    cell = plan.fact(PHASE_FACT)
    words = plan.scheme.field(_table_of(plan), PHASE_FACT).choices if cell else None
    return f"=IFERROR(MATCH({cell},list_{words},0),{FIRST_PHASE})" if words else f"={EVERY_PHASE}"


def _table_of(plan: FormPlan) -> str:
    return next(t.table.key for t in plan.facts if t.cell_of(PHASE_FACT))


def rows_in_use(rows: RowsPlan) -> str:
    """How many rows are used, as a formula without its sign."""
    return f"COUNTA({rows.range_of(counted_by(rows))})"


def _is_due(field: Field) -> bool:
    return must_be_filled(field) and field.filled_by is FilledBy.BRANCH


def phase_now(plan: FormPlan) -> int:
    """The phase of a fresh form."""
    return FIRST_PHASE if plan.fact(PHASE_FACT) else EVERY_PHASE


def due_now(plan: FormPlan, counts: tuple[Count, ...], sheet: str | None = None) -> int:
    """The sum of a sheet, or of all, as the fresh form has it."""
    return sum(c.value for c in counts if c.phase <= phase_now(plan) and sheet in (None, c.sheet))


class Ledger(Struct, frozen=True):
    """Where the counts stand: the ranges of sheets, phases and numbers, and the cell of the phase reached."""

    sheets: str
    phases: str
    numbers: str
    reached: str

    def total(self, sheet: str | None = None) -> str:
        """What is missing on a sheet, or in all, as a formula without its sign."""
        due = f'{self.phases},"<="&{self.reached}'
        if sheet is None:
            return f"SUMIFS({self.numbers},{due})"
        return f"SUMIFS({self.numbers},{due},{self.sheets},{text(sheet)})"
