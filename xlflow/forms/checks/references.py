"""References: what must be found in another table of the same workbook."""

from __future__ import annotations

from collections.abc import Iterator

from xlflow.findings import Finding
from xlflow.forms.checks.case import Case, Judging, day_text
from xlflow.forms.checks.related import EVERYBODY
from xlflow.schemes.parts import Field


def unknown_references(judging: Judging) -> Iterator[Finding]:
    """Values that the table they refer to does not have. A table that the workbook does not hold is not asked."""
    for table in judging.scheme.tables:
        for field in judging.scheme.fields.get(table, ()):
            if field.target:
                targets = [name for name in field.target.split("|") if judging.reading.records(name)]
                known: set[object] = {record.values.get(field.key) for name in targets for record in judging.reading.records(name)}
                if known - {None}:
                    yield from _missing(judging.cases(table), field, known, targets)


def _missing(cases: list[Case], field: Field, known: set[object], targets: list[str]) -> Iterator[Finding]:
    for case in cases:
        value = case.record.values.get(field.key)
        if value is not None and value not in known and value != EVERYBODY:
            sheets = "”或“".join(case.judging.scheme.tables[name].sheet for name in targets)
            yield case.finding("reference-unknown", field.key, got=day_text(value), expected=sheets)
