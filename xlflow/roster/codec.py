"""What the roster remembers as JSON values, and back. Plain values need no types of their own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from msgspec.structs import asdict

from xlflow.roster.edits import Edit
from xlflow.roster.rows import RoundSource, Row, Submission, UnitSource
from xlflow.roster.state import Change

Json = dict[str, Any]


def submission_head(submission: Submission) -> Json:
    """All of a submission but its rows."""
    return {
        "file": submission.file,
        "sha256": submission.sha256,
        "unit": submission.unit,
        "round": submission.round,
        "filed": submission.filed.isoformat(),
        "unit_source": submission.unit_source.value,
        "round_source": submission.round_source.value,
        "filed_on": submission.filed_on.isoformat() if submission.filed_on else None,
        "phase": submission.phase,
        "modified": submission.modified.isoformat() if submission.modified else None,
        "file_modified": submission.file_modified.isoformat() if submission.file_modified else None,
        "form_id": submission.form_id,
        "blanks": dict(submission.blanks),
        "strict": submission.strict,
    }


def submission_of(head: Mapping[str, Any], rows: tuple[Row, ...] = ()) -> Submission:
    """The submission of a head and its rows."""
    return Submission(
        head["file"],
        head["sha256"],
        head["unit"],
        head["round"],
        date.fromisoformat(head["filed"]),
        UnitSource(head["unit_source"]),
        RoundSource(head["round_source"]),
        date.fromisoformat(head["filed_on"]) if head["filed_on"] else None,
        head["phase"],
        datetime.fromisoformat(head["modified"]) if head["modified"] else None,
        datetime.fromisoformat(head["file_modified"]) if head["file_modified"] else None,
        head["form_id"],
        rows,
        head["blanks"],
        head["strict"],
    )


def rows_json(rows: tuple[Row, ...]) -> list[list[Any]]:
    """Rows as lists, without the names of their parts."""
    return [[r.table, r.sheet, r.sheet_index, r.number, dict(r.values), dict(r.unread), dict(r.cells), list(r.faults)] for r in rows]


def rows_of(parts: list[list[Any]]) -> tuple[Row, ...]:
    """Rows from lists."""
    return tuple(Row(t, s, i, n, values, unread, cells, tuple(faults)) for t, s, i, n, values, unread, cells, faults in parts)


def edit_json(edit: Edit) -> list[Any]:
    """An edit as a list."""
    return [edit.value, edit.over, list(edit.against)]


def edit_of(parts: list[Any]) -> Edit:
    """An edit from a list."""
    return Edit(parts[0], parts[1], tuple(parts[2]))


def change_json(change: Change) -> Json:
    """A line of the history."""
    return {**asdict(change), "day": change.day.isoformat()}


def change_of(parts: Mapping[str, Any]) -> Change:
    """A line of the history, back."""
    return Change(**{**parts, "day": date.fromisoformat(parts["day"])})
