"""What people did in the face: cells changed, rows typed in, conflicts decided."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from msgspec import Struct

from xlflow.roster.edits import Edits, decided, with_changes
from xlflow.roster.face import CONFLICTS, HISTORY, KEEP, OWN_TABLES, REGISTER, SUBMISSIONS, TAKE
from xlflow.roster.history import WRITTEN
from xlflow.roster.pages import cells_of, typed_pages_of
from xlflow.roster.register import LETTER_NUMBER, cells_of_entry, entries_of, united
from xlflow.roster.rows import Plain, RoundSource, Row, Submission, UnitSource
from xlflow.roster.settle import ROSTER
from xlflow.roster.state import Own, State
from xlflow.roster.submission import half_year
from xlflow.schemes.table_roles import COMMITTEE, NOMINEES, PEOPLE
from xlflow.tables.records import Record, Value, WorkbookReading, plain

HAND = "手工登记"
NO_BRANCH = frozenset({PEOPLE, COMMITTEE, SUBMISSIONS, CONFLICTS, HISTORY, *OWN_TABLES})
"""Sheets in which a row typed in is no record of the branch."""
_DETAILS = frozenset({"row", "field", "kept", "other", "other_row", "other_file"})
_ROSTER_ONLY = frozenset({"round", "row_state", "source_file", "source_cell", "row_key", "check_conclusion", "seq"})


class ByHand(Struct, frozen=True):
    """The edits after reading the face, the rows that people typed into it as submissions of their own, and the committee's sheets."""

    edits: Edits
    typed: tuple[Submission, ...]
    own: Own


def read_back(state: State, was: WorkbookReading, now: WorkbookReading, day: date) -> ByHand:
    """What people did since the face was written. `was`: the face as it was written, read in the same way as it is `now`."""
    edits: Edits = with_changes(state.edits, state.base, cells_of(was), cells_of(now), WRITTEN)
    for record in now.records(CONFLICTS):
        edits = _decide(edits, record)
    return ByHand(edits, typed_rows(state, now, day), own_rows(state.own, now))


def own_rows(known: Own, now: WorkbookReading) -> Own:
    """The rows of the committee's own sheets. A sheet that was removed whole is written again; a number that was deleted is not free."""
    rows = {table: typed_pages_of(now, table) if now.has(table) else known.get(table, ()) for table in OWN_TABLES}
    typed = (str(value) for record in now.records(NOMINEES) if (value := record.values.get(LETTER_NUMBER)))
    register = united(entries_of(known.get(REGISTER, ())), entries_of(rows[REGISTER]), typed)
    rows[REGISTER] = tuple(map(cells_of_entry, register))
    return {table: tuple(found) for table, found in rows.items() if found}


def _decide(edits: Edits, record: Record) -> Edits:
    decision = record.values.get("decision")
    details = conflict_details(record.values.get("details"))
    if decision not in (KEEP, TAKE) or details is None:
        return edits
    row, key, kept, other = tuple(details["row"]), details["field"], details["kept"], details["other"]
    if decision == TAKE:
        return decided(edits, row, key, other, over=kept)
    edits = decided(edits, row, key, kept, over=kept, against=other)
    return decided(edits, tuple(details["other_row"]), key, kept, over=other) if details["other_row"] else edits


def conflict_details(text: Value | None) -> dict[str, Any] | None:
    """The inner column of a line of 冲突; None where somebody changed it."""
    try:
        details = json.loads(str(text))
    except ValueError:
        return None
    return details if isinstance(details, dict) and details.keys() >= _DETAILS else None


def typed_rows(state: State, now: WorkbookReading, day: date) -> tuple[Submission, ...]:
    """One submission a round of all rows that people typed in, those of earlier runs too."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for round_name, row in _typed(now, day):
        rows[round_name].append(row)
    earlier = {s.round: s for s in state.submissions if s.by_hand}
    return tuple(_extended(round_name, day, new, earlier.get(round_name)) for round_name, new in sorted(rows.items()))


def _typed(now: WorkbookReading, day: date) -> Iterator[tuple[str, Row]]:
    for table in now.tables:
        for record in table.records:
            if record.table not in NO_BRANCH and not record.values.get("row_key"):
                yield str(record.values.get("round") or half_year(day)), row_of(record)


def row_of(record: Record) -> Row:
    """A row of the face as a branch would have handed it in."""
    values: dict[str, Plain] = {key: plain(value) for key, value in record.values.items() if key not in _ROSTER_ONLY}
    unread = {key: text for key, text in record.unread.items() if key not in _ROSTER_ONLY}
    cells = {key: cell for key in (*values, *unread) if (cell := record.cell(key))}
    return Row(record.table, record.header.sheet, record.header.sheet_index, record.row, values, unread, cells)


def _extended(round_name: str, day: date, new: list[Row], earlier: Submission | None) -> Submission:
    if earlier is None:
        return typed_submission(round_name, day, tuple(new))
    return typed_submission(round_name, earlier.filed, (*earlier.rows, *new))


def typed_submission(round_name: str, day: date, rows: tuple[Row, ...]) -> Submission:
    """The rows of one round that people typed into the roster, as a submission of their own."""
    return Submission(ROSTER, f"{HAND}:{round_name}", HAND, round_name, day, UnitSource.HAND, RoundSource.FORM, rows=rows)
