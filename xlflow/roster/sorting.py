"""Which row of a person stays, and what becomes of the others (counting rules 5 and 6)."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterator, Mapping

from msgspec import Struct, field

from xlflow.roster.order import Standing
from xlflow.roster.roster import Fate, FateKey, RosterRow
from xlflow.roster.rows import Plain, Row, RowState, Submission
from xlflow.roster.submission import compared_fields
from xlflow.roster.units import UnitList
from xlflow.rules.persons import Identity, differing_fields, person_key
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
