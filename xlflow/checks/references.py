"""References: what must be found in another table of the same workbook."""

from __future__ import annotations

from collections.abc import Iterator

from xlflow.findings import Finding
from xlflow.rules.case import Case, Judging, day_text
from xlflow.rules.related import EVERYBODY
from xlflow.schemes.parts import Field

BRANCH = "branch"


def unknown_references(judging: Judging) -> Iterator[Finding]:
    """Values that the table they refer to does not have. A table that the workbook does not hold is not asked.

    A roster holds the tables of many branches: a branch that handed in a list without the other table is not asked either.
    """
    for table in judging.scheme.tables:
        for field in judging.scheme.fields.get(table, ()):
            if not field.target:
                continue
            targets = [name for name in field.target.split("|") if judging.reading.records(name)]
            rows = [record.values for name in targets for record in judging.reading.records(name)]
            known: set[object] = {row.get(field.key) for row in rows}
            branches = {row.get(BRANCH) for row in rows}
            if known - {None}:
                asked = [case for case in judging.cases(table) if None in branches or case.record.values.get(BRANCH) in {None, *branches}]
                yield from _missing(asked, field, known, targets)


def _missing(cases: list[Case], field: Field, known: set[object], targets: list[str]) -> Iterator[Finding]:
    for case in cases:
        value = case.record.values.get(field.key)
        if value is not None and value not in known and value != EVERYBODY:
            sheets = "”或“".join(case.judging.scheme.tables[name].sheet for name in targets)
            yield case.finding("reference-unknown", field.key, got=day_text(value), expected=sheets)
