"""Edits, contradictions and row states: what the rows that stay become before they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from xlflow.roster.edits import Edits, applied
from xlflow.roster.roster import Conflict, RosterRow, Side, person_text
from xlflow.roster.rows import Plain, RowState
from xlflow.roster.sorting import Claim
from xlflow.roster.submission import compared_fields, not_from_branches
from xlflow.rules.persons import Identity, contradicts, differing_fields, person_key
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.table_roles import NOMINEES

ROSTER = "清单库"
"""What a conflict names as the file of a value that was typed into the roster."""


def edited(row: RosterRow, edits: Edits, scheme: Scheme) -> tuple[RosterRow, list[Conflict]]:
    """The row with what people changed in it, and the cells that the branch has changed since as well."""
    cells = edits.get(row.id, {})
    if not cells:
        return row, []
    values, both_changed = applied(row.values, cells, not_from_branches(scheme, row.table))
    unread = {key: text for key, text in row.unread.items() if key not in cells}
    faults = tuple(key for key in row.faults if key not in cells)
    person = person_key(values, scheme.tables[NOMINEES].key_fields) if row.table == NOMINEES else None
    shown = replace(row, values=values, unread=unread, faults=faults, person=person or row.person)
    if row.state is RowState.WITHDRAWN:
        return shown, []
    sides = [(key, Side(ours, ROSTER, ""), Side(said, row.file, row.cells.get(key, ""))) for key, ours, said in both_changed]
    return shown, [_conflict(shown, key, scheme, ours, theirs) for key, ours, theirs in sides]


def opposed(rows: Mapping[str, RosterRow], claims: Iterable[Claim], edits: Edits, scheme: Scheme) -> list[Conflict]:
    """The contradictions between rows that stay and rows that wait for a decision, those already decided aside."""
    conflicts = []
    for claim in claims:
        row = rows[claim.stays]
        for key in differing_fields(row.values, claim.row.values, compared_fields(scheme, row.table)):
            other = claim.row.values[key]
            if not _decided(row, key, other, edits):
                theirs = Side(other, claim.submission.file, claim.row.cells.get(key, ""))
                conflicts.append(_conflict(row, key, scheme, _side(row, key), theirs))
    return conflicts


def facts_opposed(nominees: Sequence[RosterRow], edits: Edits, scheme: Scheme) -> list[Conflict]:
    """Contradictions between types and rounds of one person in facts that cannot change; the earlier statement stays."""
    constants = [field.key for field in scheme.fields[NOMINEES] if field.constant]
    earliest: dict[tuple[Identity | None, str], RosterRow] = {}
    conflicts = []
    for row in nominees:
        if row.state is RowState.WITHDRAWN:
            continue
        for key in constants:
            value = row.values.get(key)
            if value is None:
                continue
            first = earliest.setdefault((row.person, key), row)
            if contradicts(first.values[key], value) and not _decided(first, key, value, edits):
                conflicts.append(_conflict(first, key, scheme, _side(first, key), _side(row, key), row))
    return conflicts


def with_states(rows: Iterable[RosterRow], conflicts: Sequence[Conflict]) -> tuple[RosterRow, ...]:
    """The rows with their states: 退出本批, else 待改 while errors are left, else 待决定 while values contradict each other."""
    undecided = {conflict.row for conflict in conflicts} | {conflict.other_row for conflict in conflicts}
    return tuple(replace(row, state=_state(row, row.id in undecided)) for row in rows)


def _state(row: RosterRow, is_undecided: bool) -> RowState:
    if row.state is RowState.WITHDRAWN:
        return RowState.WITHDRAWN
    if row.faults:
        return RowState.FAULTY
    return RowState.UNDECIDED if is_undecided else RowState.FINE


def _decided(row: RosterRow, key: str, other: Plain, edits: Edits) -> bool:
    edit = edits.get(row.id, {}).get(key)
    return edit is not None and other in edit.against


def _side(row: RosterRow, key: str) -> Side:
    return Side(row.values.get(key), row.file, row.cells.get(key, ""))


def _conflict(row: RosterRow, key: str, scheme: Scheme, kept: Side, other: Side, other_row: RosterRow | None = None) -> Conflict:
    label = scheme.field(row.table, key).label if scheme.has_field(row.table, key) else key
    return Conflict(person_text(row.values), key, label, kept, other, row.id, other_row.id if other_row else None)
