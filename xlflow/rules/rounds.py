"""Rows that the forms of several rounds repeat, as an account that is handed in again each half year with more in it."""

from __future__ import annotations

from collections.abc import Iterable

from xlflow.rules.case import Case


def newest(cases: Iterable[Case]) -> list[Case]:
    """The rows without those that a later round of the same unit says again, by the key fields of their table.

    Only a roster has several rounds; it has them in order. Rows with an empty key field all stay, and so do equal rows of one form.
    """
    rows = [(case, _key(case), case.record.values.get("round")) for case in cases]
    last = {key: round for _, key, round in rows if key is not None}
    return [case for case, key, round in rows if key is None or last[key] == round]


def _key(case: Case) -> tuple[object, ...] | None:
    values = case.record.values
    for keys in case.judging.scheme.tables[case.record.table].key_fields:
        if all(key in values for key in keys):
            return (values.get("branch"), *(values[key] for key in keys))
    return None
