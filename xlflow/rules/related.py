"""Rows of other tables that belong to a row: about the same person (events, the member roster), or joined by a reference (培训名册)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from xlflow.patterns import pattern
from xlflow.schemes.scheme import Scheme
from xlflow.tables.records import Record, Value

EVERYBODY = "全体"
_SAME = ("id_number", "student_id")
_PERSON = ("name", *_SAME)
_NAMES = pattern(r"[、，,;；\s]+|[(（][^)）]*[)）]")


class Related:
    """The rows of one table by person. A row for 全体 is about everybody but those named as absent.

    `joins` names for other tables the field by which their rows find those of this one instead, in a roster those of the same form.
    """

    def __init__(self, records: Iterable[Record], joins: Mapping[str, str] = MappingProxyType({})) -> None:
        self.records = list(records)
        self.joins = joins
        self.by_reference: dict[str, dict[object, list[Record]]] = {}
        self.by_name: dict[object, list[Record]] = defaultdict(list)
        for record in self.records:
            self.by_name[record.values.get("name")].append(record)

    def about(self, record: Record) -> list[Record]:
        """The rows about the person of a record, or joined to it; all rows where the table is not one of people."""
        if (key := self.joins.get(record.table)) is not None:
            joined = self._joined(key).get(record.values.get(key), [])
            return [other for other in joined if not _apart(record, other) and not _differ(record, other, "round")]
        if None in self.by_name and len(self.by_name) == 1:
            return self.records
        name = record.values.get("name")
        own = [other for other in self.by_name.get(name, ()) if _may_be_same(record, other)]
        everybody = (other for other in self.by_name.get(EVERYBODY, ()) if not _apart(record, other))
        return own + [other for other in everybody if name not in _absent(other)]

    def _joined(self, key: str) -> dict[object, list[Record]]:
        if key not in self.by_reference:
            found = self.by_reference[key] = defaultdict(list)
            for record in self.records:
                if key in record.values:
                    found[record.values[key]].append(record)
        return self.by_reference[key]

    def values(self, record: Record, key: str) -> tuple[Value, ...]:
        """The values of one field in the rows about a person."""
        return tuple(other.values[key] for other in self.about(record) if key in other.values)


def joins_of(scheme: Scheme, table: str) -> dict[str, str]:
    """For other tables the field that joins them to a table: one of the two refers with it to the other. People are joined as people."""
    fields = [field for of_table in scheme.fields.values() for field in of_table if field.target and field.key not in _PERSON]
    refers = {target: field.key for field in fields if field.table == table for target in (field.target or "").split("|")}
    referred = {field.table: field.key for field in fields if table in (field.target or "").split("|")}
    return {other: key for other, key in {**refers, **referred}.items() if other != table and scheme.has_field(table, key)}


def _may_be_same(record: Record, other: Record) -> bool:
    """Whether two rows of one name may be about one person: no number that both give differs; of two branches one number is the same."""
    pairs = [(record.values.get(key), other.values.get(key)) for key in _SAME]
    stated = [mine == theirs for mine, theirs in pairs if mine is not None and theirs is not None]
    return all(stated) and (bool(stated) or not _apart(record, other))


def _apart(record: Record, other: Record) -> bool:
    """Whether two rows name different branches, as those of a roster may."""
    return _differ(record, other, "branch")


def _differ(record: Record, other: Record, key: str) -> bool:
    """Whether two rows say different things under a key."""
    mine, theirs = record.values.get(key), other.values.get(key)
    return mine is not None and theirs is not None and mine != theirs


def _absent(record: Record) -> set[str]:
    text = record.values.get("absentees")
    return set(_NAMES.split(text)) if isinstance(text, str) else set()
