"""清单库 as a value: its rows, the conflicts that wait for a decision, and what became of every row of the branches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

from msgspec import Struct, field

from xlflow.findings import mask
from xlflow.roster.hand_edits import RowId
from xlflow.roster.submitted_rows import Plain, RowState
from xlflow.rules.persons import Identity
from xlflow.schemes.table_roles import NOMINEES


class Fate(StrEnum):
    """What became of a row of a branch workbook (counting rule 4)."""

    MERGED = "merged"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    REJECTED = "rejected"


FateKey = tuple[str, str, tuple[int, int]]
"""sha256 of the workbook, table, sheet and row: what tells a row of a branch from all others."""


class RosterRow(Struct, frozen=True):
    """A row of the roster. `values` is what is shown, `said` what the branch said; `unread` texts stand where no value could be read."""

    table: str
    key: str
    values: Mapping[str, Plain]
    said: Mapping[str, Plain] = field(default_factory=dict)
    unread: Mapping[str, str] = field(default_factory=dict)
    person: Identity | None = None
    state: RowState = RowState.FINE
    faults: tuple[str, ...] = ()
    file: str = ""
    address: str = ""
    cells: Mapping[str, str] = field(default_factory=dict)
    position: tuple[int, int] = (0, 0)

    @property
    def id(self) -> RowId:
        """Table and row key."""
        return (self.table, self.key)


class Side(Struct, frozen=True):
    """One of the values that contradict each other, and where it stands."""

    value: Plain | None
    file: str
    cell: str


class Conflict(Struct, frozen=True):
    """Two values for one cell. `kept` stands in the roster at `row`; `other` waits, in the roster at `other_row` if it is there at all."""

    person: str
    field: str
    label: str
    kept: Side
    other: Side
    row: RowId
    other_row: RowId | None = None

    def as_dict(self) -> dict[str, object]:
        """As `merge --json` prints it; numbers of people and telephones are masked."""
        sides = [{"value": _masked(side.value), "file": side.file, "cell": side.cell} for side in (self.kept, self.other)]
        return {"person": self.person, "field": self.field, "label": self.label, "values": sides}


class Roster(Struct, frozen=True):
    """The whole roster, built from the submissions that count and the edits."""

    tables: Mapping[str, tuple[RosterRow, ...]]
    conflicts: tuple[Conflict, ...]
    fates: Mapping[FateKey, Fate]

    def rows(self) -> Iterator[RosterRow]:
        """All rows of all tables."""
        for rows in self.tables.values():
            yield from rows

    @property
    def withdrawn(self) -> tuple[RosterRow, ...]:
        """Rows of people whom the newest submission of their unit no longer names."""
        return tuple(row for row in self.tables[NOMINEES] if row.state is RowState.WITHDRAWN)


def _masked(value: Plain | None) -> Plain | None:
    return mask(value) if isinstance(value, str) else value


def person_text(values: Mapping[str, Plain]) -> str:
    """A person in a message: 张三 4403**********1234, or with the student number where there is no ID number."""
    number = values.get("id_number") or values.get("student_id") or ""
    return mask(f"{values.get('name', '')} {number}".strip())
