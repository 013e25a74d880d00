"""Rows of other tables about the same person: events, the member roster."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from xlflow.forms.records import Record, Value

EVERYBODY = "全体"
_SAME = ("id_number", "student_id")
_NAMES = re.compile(r"[、，,;；\s]+|[(（][^)）]*[)）]")


class Related:
    """The rows of one table by person. A row for 全体 is about everybody but those named as absent."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.records = list(records)
        self.by_name: dict[object, list[Record]] = defaultdict(list)
        for record in self.records:
            self.by_name[record.values.get("name")].append(record)

    def about(self, record: Record) -> list[Record]:
        """The rows about the person of a record; all rows where the table is not one of people."""
        if None in self.by_name and len(self.by_name) == 1:
            return self.records
        name = record.values.get("name")
        own = [other for other in self.by_name.get(name, ()) if _may_be_same(record, other)]
        return own + [other for other in self.by_name.get(EVERYBODY, ()) if name not in _absent(other)]

    def values(self, record: Record, key: str) -> tuple[Value, ...]:
        """The values of one field in the rows about a person."""
        return tuple(other.values[key] for other in self.about(record) if key in other.values)


def _may_be_same(record: Record, other: Record) -> bool:
    """Whether two rows of one name may be about one person: no number that both give differs."""
    pairs = ((record.values.get(key), other.values.get(key)) for key in _SAME)
    return all(mine is None or theirs is None or mine == theirs for mine, theirs in pairs)


def _absent(record: Record) -> set[str]:
    text = record.values.get("absentees")
    return set(_NAMES.split(text)) if isinstance(text, str) else set()
