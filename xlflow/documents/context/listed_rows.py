"""The rows that a list shows: of one table, those that its document chooses, with what the scheme and the engines work out of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from msgspec.structs import replace

from xlflow.documents.context.material import MEMBERS, NOMINEES, Material, Person, SourceRow, UnitMaterial
from xlflow.domain.dates import Month
from xlflow.rules.case import Judging
from xlflow.rules.joined import row_key
from xlflow.rules.persons import newest, person_key
from xlflow.schemes.expressions import Verdict
from xlflow.schemes.parts import Document

_OF_ALL = ("unit", "period")
"""Scopes over all rounds: what a later round says again is taken from it alone."""


def listed_rows(
    document: Document, units: Sequence[UnitMaterial], people: Sequence[Person], person: Person | None, material: Material
) -> Iterator[SourceRow]:
    """The rows of the document's table about a subject, in their order."""
    rows = _about(document, units, people, person, material)
    if material.judging is not None:
        rows = [_completed(row, material.judging) for row in (_latest(rows, material.judging) if document.scope in _OF_ALL else rows)]
        if document.rows == MEMBERS:
            rows = [_screened(row, material) for row in rows]
    for row in rows:
        if _lies_in_period(document, row, material) and _is_chosen(document, row, material.judging):
            yield row


def _screened(row: SourceRow, material: Material) -> SourceRow:
    """The row of a member with what screening says of them."""
    return row if row.record is None else replace(row, values={**row.values, **material.screening.get(row_key(row.record), {})})


def _about(
    document: Document, units: Sequence[UnitMaterial], people: Sequence[Person], person: Person | None, material: Material
) -> list[SourceRow]:
    if document.rows == NOMINEES:
        return [each.row for each in people]
    rows = material.tables.get(document.rows, ())
    if document.scope == "period":
        return list(rows)
    if person is None or material.judging is None or person.row.record is None:
        groups = {unit.facts.group for unit in units}
        return [row for row in rows if row.group in groups]
    about = {id(record) for record in material.judging.related(document.rows).about(person.row.record)}
    return [row for row in rows if id(row.record) in about]


def _latest(rows: Iterable[SourceRow], judging: Judging) -> list[SourceRow]:
    """One row a person, and one an entry of an account: the last of several rounds."""
    last: dict[object, SourceRow] = {}
    kept: set[int] | None = None
    for row in rows:
        if row.record is None:
            last[id(row)] = row
            continue
        table = row.record.table
        if judging.scheme.has_field(table, "id_number"):
            last[person_key(row.record.values, judging.scheme.tables[table].key_fields) or id(row)] = row
            continue
        if kept is None:
            kept = {id(case.record) for case in newest(judging.cases(table))}
        if id(row.record) in kept:
            last[id(row)] = row
    return list(last.values())


def _completed(row: SourceRow, judging: Judging) -> SourceRow:
    """The row with the fields that the scheme computes, whatever their cells say."""
    record = row.record
    if record is None:
        return row
    fields = [field for field in judging.scheme.fields.get(record.table, ()) if field.value]
    if not fields:
        return row
    case = judging.case(record)
    computed = {field.key: field.value.value(case.seeing(field.value)) for field in fields if field.value}
    return replace(row, values={**row.values, **{key: value for key, value in computed.items() if value is not None}})


def _is_chosen(document: Document, row: SourceRow, judging: Judging | None) -> bool:
    if document.when is None or judging is None or row.record is None:
        return True
    seen = {**judging.case(row.record).seeing(document.when), **row.values}
    return document.when.judge(seen) is Verdict.TRUE


def _lies_in_period(document: Document, row: SourceRow, material: Material) -> bool:
    if not document.day or material.period is None:
        return True
    day = row.values.get(document.day)
    return isinstance(day, date | Month) and material.period.period.holds(day)
