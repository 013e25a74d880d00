"""Facts that cannot change, stated differently in the rows of one person within a workbook (counting rule 6 says it across workbooks).

A person may stand there under two types. Two rows of one type are a duplicate, which names its differing columns itself; birth and
gender that an ID number proves have a code of their own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from xlflow.findings import Finding
from xlflow.rules.case import Case, Stated
from xlflow.rules.persons import Identity, contradicts, person_key
from xlflow.schemes.parts import Field
from xlflow.schemes.scheme import Scheme
from xlflow.tables.records import plain

_SAID = Stated(message="{label}填的是“{got}”，{where}同一人填的是“{expected}”", fix="请核对哪一行正确，两行改为一致")
_IN_THE_ID = frozenset({"birth_date", "gender"})


def contradictions(cases: Sequence[Case], scheme: Scheme) -> Iterator[Finding]:
    """value-differs at the later of two rows, one finding for each such fact."""
    rows: dict[Identity, list[Case]] = defaultdict(list)
    for case in cases:
        person = person_key(case.record.values, scheme.tables[case.record.table].key_fields)
        if person is not None:
            rows[person].append(case)
    for person, own in rows.items():
        if len(own) > 1:
            yield from _of_person(own, [f for f in scheme.fields[own[0].record.table] if f.constant and _is_open(f, person)])


def _is_open(field: Field, person: Identity) -> bool:
    """Whether no other code says it: a person who is told by the ID number alone has birth and gender in it."""
    return len(person) > 1 or field.key not in _IN_THE_ID


def _of_person(rows: Sequence[Case], constants: Sequence[Field]) -> Iterator[Finding]:
    for number, case in enumerate(rows):
        values = case.record.values
        kinds = {earlier.record.values.get("recommendation_type") for earlier in rows[:number]}
        if values.get("recommendation_type") in kinds:
            continue
        for field in constants:
            first = next((earlier for earlier in rows[:number] if field.key in earlier.record.values), None)
            if first is None or field.key not in values:
                continue
            stated = plain(first.record.values[field.key])
            if contradicts(plain(values[field.key]), stated):
                yield case.finding(
                    "value-differs", field.key, stated=_SAID, got=values[field.key], expected=stated, where=_where(case, first, field.key)
                )


def _where(case: Case, first: Case, key: str) -> str:
    sheet = first.record.header.sheet
    return f"{first.record.cell(key)} " if sheet == case.record.header.sheet else f"“{sheet}”{first.record.cell(key)} "
