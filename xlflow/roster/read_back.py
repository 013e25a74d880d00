"""The face read back: what people did in it, and the state it shows where the store is gone.

People change cells, type rows in, decide conflicts. What a face cannot tell is lost when the state is rebuilt from it: rows that were
rejected or equal to another, and what a branch had said in cells that were changed by hand. Known files stay known, columns of the
committee stay filled, open conflicts stay open.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from xlflow.errors import XlflowError
from xlflow.roster.change_history import WRITTEN
from xlflow.roster.hand_edits import Edit, Edits, RowId, decided, with_changes
from xlflow.roster.register import LETTER_NUMBER, cells_of_entry, entries_of, united
from xlflow.roster.roster_pages import cells_of, pages_of, source_place, typed_pages_of
from xlflow.roster.roster_scheme import CONFLICTS, HISTORY, KEEP, OWN_TABLES, REGISTER, SUBMISSIONS, TAKE
from xlflow.roster.roster_state import Change, Own, Rejected, State, submission_of
from xlflow.roster.settled_rows import ROSTER
from xlflow.roster.submission import half_year, not_from_branches
from xlflow.roster.submitted_rows import Plain, RoundSource, Row, RowState, Submission, UnitSource
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.table_roles import COMMITTEE, NOMINEES, PEOPLE
from xlflow.tables.records import Record, Value, WorkbookReading, plain
from xlflow.tables.unit_list import Unit

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


Source = tuple[str, str]
"""File and round of a row."""


def state_of(reading: WorkbookReading, scheme: Scheme, face: str) -> State:
    """The state that a face shows. `scheme`: the scheme itself, `face`: the sha256 of the workbook."""
    heads, rejected, units = _files(reading)
    edits: dict[RowId, dict[str, Edit]] = {}
    by_source: dict[Source, dict[RowId, Row]] = defaultdict(dict)
    for table in reading.tables:
        for record in table.records:
            if record.table not in NO_BRANCH and record.values.get("row_key"):
                source = (str(record.values.get("source_file", "")), str(record.values.get("round", "")))
                row, cells = _split(record, scheme)
                by_source[source][record.table, str(record.values["row_key"])] = row
                if cells:
                    edits[record.table, str(record.values["row_key"])] = cells
    _reopen(reading, by_source)
    base = cells_of(reading)
    return State(
        scheme=reading.stamp.scheme if reading.stamp else scheme.id,
        scheme_version=reading.stamp.scheme_version if reading.stamp else scheme.version,
        units=units,
        prefilled=base.get((COMMITTEE, COMMITTEE), {}),
        submissions=(*_with_rows(heads, by_source), *_typed_by_hand(heads, by_source)),
        rejected=rejected,
        edits=edits,
        base={row: cells for row, cells in base.items() if row[0] not in NO_BRANCH - {PEOPLE, COMMITTEE}},
        history=tuple(_change(line) for line in reversed(pages_of(reading, HISTORY))),
        own=own_rows({}, reading),
        face=face,
    )


def _files(reading: WorkbookReading) -> tuple[list[dict[str, Any]], dict[str, Rejected], tuple[Unit, ...]]:
    heads, rejected, units = [], {}, []
    for line in pages_of(reading, SUBMISSIONS):
        sha256, details, file = (str(line.get(key, "")) for key in ("row_key", "details", "file_name"))
        if not sha256:
            units.append(Unit(str(line.get("unit_name", ""))))
        elif details.startswith("{"):
            heads.append(_head(details, reading.file))
        else:
            rejected[sha256] = Rejected(file, details, str(line.get("problem", "")))
    return heads, rejected, tuple(units)


def _head(details: str, file: str) -> dict[str, Any]:
    try:
        head: dict[str, Any] = json.loads(details)
    except ValueError as error:
        raise XlflowError(f"{file} › 报送情况：隐藏的记录列被改动过，不能据此恢复；请从“备份”文件夹取回上一份清单库再汇总。") from error
    return head


def _with_rows(heads: list[dict[str, Any]], by_source: Mapping[Source, Mapping[RowId, Row]]) -> Iterator[Submission]:
    for head in heads:
        yield submission_of(head, tuple(by_source.get((head["file"], head["round"]), {}).values()))


def _typed_by_hand(heads: list[dict[str, Any]], by_source: Mapping[Source, Mapping[RowId, Row]]) -> Iterator[Submission]:
    """Rows that no file handed in: people typed them into the roster."""
    files = {(head["file"], head["round"]) for head in heads}
    rounds: dict[str, list[Row]] = defaultdict(list)
    for source, rows in by_source.items():
        if source not in files:
            rounds[source[1]] += rows.values()
    for round_name in sorted(rounds):
        yield typed_submission(round_name, date.min, tuple(rounds[round_name]))


def _split(record: Record, scheme: Scheme) -> tuple[Row, dict[str, Edit]]:
    """The row as the branch would have handed it in, and the columns of the committee as edits."""
    row = row_of(record)
    ours = not_from_branches(scheme, record.table)
    edits = {key: Edit(value, None) for key, value in row.values.items() if key in ours}
    values = {key: value for key, value in row.values.items() if key not in ours}
    sheet, cell, number = source_place(record.values.get("source_cell", ""))
    faults = _faults(record, scheme) if record.values.get("row_state") == RowState.FAULTY else ()
    return replace(row, sheet=sheet, number=number, values=values, cells={"name": cell} if cell else {}, faults=faults), edits


def _faults(record: Record, scheme: Scheme) -> tuple[str, ...]:
    labels = str(record.values.get("check_conclusion", "")).partition("：")[2].split("、")
    keys = {field.label: field.key for field in scheme.fields[record.table]}
    return tuple(keys.get(label, "") for label in labels)


def _reopen(reading: WorkbookReading, by_source: dict[Source, dict[RowId, Row]]) -> None:
    """Put the rows that wait for a decision back into the files that they came from."""
    places = {row_id: (source, row) for source, rows in by_source.items() for row_id, row in rows.items()}
    waiting: dict[tuple[RowId, str], dict[str, Plain]] = defaultdict(dict)
    for line in pages_of(reading, CONFLICTS):
        details = conflict_details(line.get("details"))
        if details and details["other_row"] is None and details["row"]:
            waiting[tuple(details["row"]), details["other_file"]][details["field"]] = details["other"]
    for (row_id, file), values in waiting.items():
        if row_id in places:
            (_, round_name), row = places[row_id]
            other = replace(row, number=-row.number, values={**row.values, **values}, cells={}, faults=())
            by_source[file, round_name][NOMINEES, f"{row_id[1]}?"] = other


def _change(line: Any) -> Change:
    day = date.fromisoformat(str(line.get("day", "1900-01-01")))
    what, person, file = (str(line.get(key, "")) for key in ("what", "person", "file_name"))
    return Change(day, person, what, line.get("before"), line.get("after"), file)
