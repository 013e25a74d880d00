"""Which row of a person stays, what becomes of the others (counting rules 5 and 6), and how edits and contradictions change it."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from xlflow.roster.hand_edits import Edits, applied
from xlflow.roster.roster import Conflict, Fate, FateKey, RosterRow, Side, person_text
from xlflow.roster.submission import UnitList, compared_fields, not_from_branches
from xlflow.roster.submitted_rows import Plain, Row, RowState, Standing, Submission
from xlflow.rules.persons import Identity, contradicts, differing_fields, person_key
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.table_roles import NOMINEES, UNIT


class Claim(Struct, frozen=True):
    """A row of another file (or further down) that says something else about the person of a row that stays."""

    stays: str
    row: Row
    submission: Submission


class Sorted(Struct):
    """The rows of one table that stay, by row key, those that contradict them, and the fate of every row."""

    stay: dict[str, RosterRow] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    fates: dict[FateKey, Fate] = field(default_factory=dict)


def sort_rows(standing: Standing, table: str, units: UnitList, scheme: Scheme) -> Sorted:
    """The rows of one table of all submissions that count, earlier filing first."""
    result = Sorted()
    compared = compared_fields(scheme, table)
    for submission in standing.current:
        for row in _rows(submission, table, units):
            fate_key = (submission.sha256, table, row.position)
            slot = _slot(submission, row, scheme)
            if slot is None:
                result.fates[fate_key] = Fate.REJECTED
                continue
            key = row_key(table, slot)
            first = result.stay.get(key)
            if first is None:
                result.fates[fate_key] = Fate.MERGED
                result.stay[key] = _roster_row(submission, row, key, scheme)
            elif differing_fields(first.said, row.values, compared):
                result.fates[fate_key] = Fate.CONFLICT
                result.claims.append(Claim(key, row, submission))
            else:
                result.fates[fate_key] = Fate.DUPLICATE
    return result


def withdrawn_rows(standing: Standing, live: Mapping[str, RosterRow], scheme: Scheme) -> dict[str, RosterRow]:
    """Rows of people whom the newest submission of their unit and round no longer names, nor any other of that round."""
    named = {(row.person, row.values["round"]) for row in live.values()}
    gone: dict[str, RosterRow] = {}
    for submission in standing.superseded:
        for row in submission.rows_of(NOMINEES):
            slot = _slot(submission, row, scheme)
            if slot is None or (_person(row, scheme), submission.round) in named:
                continue
            key = row_key(NOMINEES, slot)
            gone.setdefault(key, _roster_row(submission, row, key, scheme, RowState.WITHDRAWN))
    return gone


def row_key(table: str, slot: Hashable) -> str:
    """The hidden key of a row in the face: the same person, type and round have the same key in every run."""
    return hashlib.sha256(f"{table}|{slot!r}".encode()).hexdigest()[:20]


def _rows(submission: Submission, table: str, units: UnitList) -> Iterator[Row]:
    rows = submission.rows_of(table)
    if table == UNIT and not submission.by_hand:
        first = rows[0] if rows else Row(UNIT, "", 0, 0, {})
        listed = units.named(submission.unit)
        known = {**(listed.facts() if listed else {}), **first.values}
        yield Row(UNIT, first.sheet, first.sheet_index, first.number, known, first.unread, first.cells, first.faults)
    else:
        yield from rows


def _person(row: Row, scheme: Scheme) -> Identity | None:
    return person_key(row.values, scheme.tables[row.table].key_fields) if row.values.get("name") else None


def _slot(submission: Submission, row: Row, scheme: Scheme) -> tuple[Hashable, ...] | None:
    """What a table has one row for; None for a row that is rejected.

    A nominee: person, type and round, wherever they were handed in. Another table: its key within the submission, and where it has no
    key, all that the row says.
    """
    table = scheme.tables[row.table]
    if submission.strict and row.faults and table.layout == "rows":
        return None
    if row.table == NOMINEES:
        person = _person(row, scheme)
        return None if person is None else (person, row.values.get("recommendation_type"), submission.round)
    unit = row.values.get("branch", submission.unit) if submission.by_hand else submission.unit
    if table.layout == "facts":
        return (unit, submission.round)
    if not table.key_fields:
        return (unit, submission.round, *sorted(row.values.items()))
    identity = person_key(row.values, table.key_fields)
    return None if identity is None else (unit, submission.round, identity)


def _roster_row(submission: Submission, row: Row, key: str, scheme: Scheme, state: RowState = RowState.FINE) -> RosterRow:
    values: dict[str, Plain] = {"branch": submission.unit, **row.values, "round": submission.round}
    return RosterRow(
        row.table,
        key,
        values,
        row.values,
        row.unread,
        _person(row, scheme) if row.table == NOMINEES else None,
        state,
        row.faults,
        submission.file,
        row.address,
        row.cells,
        row.position,
    )


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
