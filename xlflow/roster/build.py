"""The roster that follows from the submissions that count and the edits (counting rules 5 to 7).

It is built anew from all submissions each time, so that neither the order of files nor the number of runs can matter.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from xlflow.roster.edits import Edits
from xlflow.roster.order import Standing
from xlflow.roster.people import committee_row, people_rows
from xlflow.roster.roster import COMMITTEE, NOMINEES, PEOPLE, Conflict, Fate, FateKey, Roster, RosterRow
from xlflow.roster.rows import Plain
from xlflow.roster.settle import edited, facts_opposed, opposed, with_states
from xlflow.roster.sorting import sort_rows, withdrawn_rows
from xlflow.roster.units import UnitList
from xlflow.schemes.scheme import Scheme


def build(standing: Standing, edits: Edits, units: UnitList, scheme: Scheme) -> Roster:
    """The roster of the newest submissions, with the edits made in it."""
    tables: dict[str, tuple[RosterRow, ...]] = {}
    conflicts: list[Conflict] = []
    fates: dict[FateKey, Fate] = {}
    for table in branch_tables(scheme):
        found = sort_rows(standing, table, units, scheme)
        rows = dict(found.stay)
        if table == NOMINEES:
            rows |= withdrawn_rows(standing, found.stay, scheme)
        for key, row in rows.items():
            rows[key], contradictions = edited(row, edits, scheme)
            conflicts += contradictions
        conflicts += opposed(rows, found.claims, edits, scheme)
        fates |= found.fates
        tables[table] = tuple(rows.values())
    conflicts += facts_opposed(tables[NOMINEES], edits, scheme)
    tables = {table: with_states(rows, conflicts) for table, rows in tables.items()}
    tables[PEOPLE] = tuple(edited(row, edits, scheme)[0] for row in people_rows(tables[NOMINEES], scheme))
    return Roster(tables, tuple(conflicts), fates)


def branch_tables(scheme: Scheme) -> list[str]:
    """The tables that branches fill."""
    return [key for key, table in scheme.tables.items() if not table.roster_only]


def with_committee(roster: Roster, prefilled: Mapping[str, Plain], edits: Edits, scheme: Scheme) -> Roster:
    """The roster with 团委信息: what is known by itself, under what people typed."""
    row, _ = edited(committee_row(prefilled), edits, scheme)
    return replace(roster, tables={**roster.tables, COMMITTEE: (row,)})
