"""变更记录: what a merge changed, one line a cell; new rows are counted by file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from xlflow.roster.hand_edits import Base, Edits, RowId
from xlflow.roster.roster import Roster, RosterRow, person_text
from xlflow.roster.roster_state import Change
from xlflow.roster.submission import TOOL_FIELDS
from xlflow.roster.submitted_rows import Plain, RowState
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.table_roles import NOMINEES, PEOPLE

WRITTEN = frozenset({*TOOL_FIELDS, "row_state", "source_file", "source_cell", "row_key", "recommendations"})
"""Cells of the roster that only the tool writes."""


def changes(base: Base, now: Base, roster: Roster, before: Edits, edits: Edits, scheme: Scheme, day: date) -> Iterator[Change]:
    """The lines that a run adds: rows by file, then cells that are not what they were, with who changed them.

    `base` and `now` are the cells as they were and are written.
    """
    new: Counter[str] = Counter()
    for row in roster.rows():
        if row.table == PEOPLE:
            continue
        if row.id not in base:
            new[row.file] += row.table == NOMINEES and row.state is not RowState.WITHDRAWN
        else:
            typed = {key for key, edit in edits.get(row.id, {}).items() if before.get(row.id, {}).get(key) != edit}
            yield from _cells(row, base[row.id], now[row.id], typed, scheme, day)
            if row.state is RowState.WITHDRAWN and base[row.id].get("row_state") != RowState.WITHDRAWN:
                yield Change(day, person_text(row.values), f"退出{row.values['round']}", file=row.file)
    for file, count in sorted(new.items()):
        if count:
            yield Change(day, "", f"并入 {count} 行", file=file)
    yield from _by_hand(roster.rows(), before, edits, scheme, day)


def changed_people(base: Base, current: Base, roster: Roster) -> tuple[int, int, int]:
    """How many people were there before, are new, and are shown otherwise than before."""
    known = {key for table, key in base if table == PEOPLE}
    now = {row.person: row.key for row in roster.tables[PEOPLE]}
    altered = {
        row.person for row in roster.rows() if row.person and row.state is not RowState.WITHDRAWN and _differs(row.id, base, current)
    }
    added = sum(key not in known for key in now.values())
    changed = sum(key in known and person in altered for person, key in now.items())
    return len(known), added, changed


def _differs(row: RowId, base: Base, current: Base) -> bool:
    was, now = base.get(row, {}), current[row]
    return was != now and any(was.get(key) != now.get(key) for key in (*was, *now) if key not in WRITTEN)


def _cells(
    row: RosterRow, was: Mapping[str, Plain], now: Mapping[str, Plain], typed: Collection[str], scheme: Scheme, day: date
) -> Iterator[Change]:
    if was == now:
        return
    for key in dict.fromkeys((*was, *now)):
        if key not in WRITTEN and key not in typed and was.get(key) != now.get(key):
            yield Change(day, person_text(row.values), _label(row.table, key, scheme), was.get(key), now.get(key), row.file)


def _by_hand(rows: Iterable[RosterRow], before: Edits, edits: Edits, scheme: Scheme, day: date) -> Iterator[Change]:
    shown = {row.id: row for row in rows}
    for row_id, cells in edits.items():
        for key, edit in cells.items():
            if before.get(row_id, {}).get(key) != edit and row_id in shown:
                row = shown[row_id]
                label = _label(row.table, key, scheme)
                yield Change(day, person_text(row.values), f"{label}（手工修改）", edit.over, edit.value, "清单库")


def _label(table: str, key: str, scheme: Scheme) -> str:
    table = NOMINEES if table == PEOPLE else table
    return scheme.field(table, key).label if scheme.has_field(table, key) else key
