"""The rows of every sheet of the face, in plain values, and the way back from a face that people have edited."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from xlflow.patterns import pattern
from xlflow.roster.hand_edits import Base, RowId
from xlflow.roster.roster import Conflict, RosterRow, Side
from xlflow.roster.roster_scheme import CONFLICTS, HISTORY, OWN_TABLES, SUBMISSIONS
from xlflow.roster.roster_state import Change, State, submission_head
from xlflow.roster.submitted_rows import Plain, Standing, Submission
from xlflow.schemes.parts import FieldType
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.table_roles import COMMITTEE, NOMINEES, PEOPLE
from xlflow.tables.records import Record, Value, WorkbookReading, plain

_NUMBER = pattern(r"[0-9]+(\.[0-9]+)?([eE]\+?[0-9]{1,3})?", re.ASCII)

Page = list[dict[str, Plain]]


def written(row: RosterRow, scheme: Scheme) -> dict[str, Plain]:
    """The cells of a row as the face shows them."""
    cells: dict[str, Plain] = {**_unread(row, scheme), **row.values, "row_key": row.key}
    if row.table in (PEOPLE, COMMITTEE):
        return cells
    if row.table == NOMINEES:
        cells["check_conclusion"] = _conclusion(row, scheme)
    return {**cells, "row_state": row.state.value, "source_file": row.file, "source_cell": row.address}


def _unread(row: RosterRow, scheme: Scheme) -> dict[str, Plain]:
    """What could not be read, so that it is not read in the roster either: numbers as numbers, nothing in columns of free text."""
    if not row.unread:
        return {}
    table = NOMINEES if row.table == PEOPLE else row.table
    kinds = {field.key: field.type for field in scheme.fields[table]}
    shown = {key: text for key, text in row.unread.items() if kinds.get(key) not in (FieldType.TEXT, FieldType.LONG)}
    return {key: _as_stood(text) for key, text in shown.items()}


def _as_stood(text: str) -> Plain:
    """A number of 15 digits, as many as every office program keeps, or the text."""
    return float(f"{float(text):.15g}") if _NUMBER.fullmatch(text) else text


def _conclusion(row: RosterRow, scheme: Scheme) -> str:
    labels = [scheme.field(row.table, key).label if scheme.has_field(row.table, key) else "本行" for key in row.faults]
    return f"● {len(labels)} 处错误：{'、'.join(labels)}" if labels else "通过"


def pages(state: State, standing: Standing, conflicts: Iterable[Conflict] = (), missing: Iterable[str] = ()) -> dict[str, Page]:
    """All sheets: the rows of the tables, and what the committee wants to see beside them. `missing`: units that owe a form."""
    result: dict[str, Page] = {}
    for (table, _), cells in sorted(state.base.items(), key=_place):
        result.setdefault(table, []).append({**cells, "seq": len(result.get(table, ())) + 1})
    result[SUBMISSIONS] = _submissions(state, standing, missing)
    result[CONFLICTS] = [_conflict(conflict) for conflict in conflicts]
    result[HISTORY] = [_change(change) for change in reversed(state.history)]
    for table in OWN_TABLES:
        result[table] = [dict(row) for row in state.own.get(table, ())]
    return result


def _place(item: tuple[RowId, Mapping[str, Plain]]) -> tuple[Any, ...]:
    """People by branch and name, other rows by round, branch and where they stand in their file."""
    (table, key), cells = item
    if table == PEOPLE:
        return (table, "", str(cells.get("branch", "")), str(cells.get("name", "")), 0, key)
    sheet, _, number = source_place(cells.get("source_cell", ""))
    return (table, str(cells.get("round", "")), str(cells.get("branch", "")), f"{cells.get('source_file', '')}!{sheet}", number, key)


def source_place(address: Value) -> tuple[str, str, int]:
    """Sheet, cell and row of an address such as 推优对象清单!B12; row 0 where it names only a sheet."""
    sheet, _, cell = str(address).rpartition("!")
    return sheet, cell, int("".join(c for c in cell if c in "0123456789") or 0)


def _submissions(state: State, standing: Standing, missing: Iterable[str]) -> Page:
    current = {submission.sha256 for submission in standing.current}
    owed: Page = [{"submission_state": "未报", "unit_name": name} for name in missing]
    by_unit = sorted(state.submissions, key=lambda s: (s.round, s.unit, s.rank))
    files = [_submission(s, s.sha256 in current) for s in by_unit if not s.by_hand]
    rejected: Page = [
        {"submission_state": "无法读取", "file_name": bad.file, "problem": bad.message, "row_key": sha256, "details": bad.code}
        for sha256, bad in sorted(state.rejected.items(), key=lambda item: item[1].file)
    ]
    return owed + rejected + files


def _submission(submission: Submission, is_current: bool) -> dict[str, Plain]:
    count = len(submission.rows_of(NOMINEES))
    return {
        "submission_state": "已并入" if is_current else "已有更新稿",
        "unit_name": submission.unit,
        "round": submission.round,
        "filed": submission.filed.isoformat(),
        "file_name": submission.file,
        "row_count": count,
        "unit_source": submission.unit_source.value,
        "round_source": submission.round_source.value,
        "problem": "" if count else "没有推优对象",
        "row_key": submission.sha256,
        "details": json.dumps(submission_head(submission), ensure_ascii=False),
    }


def _conflict(conflict: Conflict) -> dict[str, Plain]:
    details = {
        "field": conflict.field,
        "kept": conflict.kept.value,
        "other": conflict.other.value,
        "row": conflict.row,
        "other_row": conflict.other_row,
        "other_file": conflict.other.file,
    }
    cells: dict[str, Plain | None] = {
        "person": conflict.person,
        "field_label": conflict.label,
        "kept_value": conflict.kept.value,
        "kept_source": _source(conflict.kept),
        "other_value": conflict.other.value,
        "other_source": _source(conflict.other),
        "details": json.dumps(details, ensure_ascii=False),
    }
    return {key: value for key, value in cells.items() if value is not None}


def _source(side: Side) -> str:
    return f"{side.file} {side.cell}".strip()


def _change(change: Change) -> dict[str, Plain]:
    cells: dict[str, Plain | None] = {
        "day": change.day.isoformat(),
        "person": change.person,
        "what": change.what,
        "before": change.before,
        "after": change.after,
        "file_name": change.file,
    }
    return {key: value for key, value in cells.items() if value not in (None, "")}


# --- the way back -------------------------------------------------------------------------------------------------------------


def cells_of(reading: WorkbookReading) -> Base:
    """The cells of every row with a row key in a face that was read back."""
    result: dict[RowId, dict[str, Plain]] = {}
    for table in reading.tables:
        for record in table.records:
            cells = _cells(record)
            key = COMMITTEE if table.header.table == COMMITTEE else str(cells.get("row_key", ""))
            if key:
                result[table.header.table, key] = cells
    return result


def _cells(record: Record) -> dict[str, Plain]:
    unread = {key: _as_stood(text) for key, text in record.unread.items()}
    return unread | {key: plain(value) for key, value in record.values.items()}


def pages_of(reading: WorkbookReading, table: str) -> Sequence[Mapping[str, Plain]]:
    """The rows of one sheet of a face that was read back."""
    return [{key: plain(value) for key, value in record.values.items()} for record in reading.records(table)]


def typed_pages_of(reading: WorkbookReading, table: str) -> Sequence[Mapping[str, Plain]]:
    """The rows of a sheet that the committee writes itself: what could not be read stands there as it was typed."""
    return [_cells(record) for record in reading.records(table)]
