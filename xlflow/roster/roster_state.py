"""What the store of the roster remembers from one merge to the next, and its JSON values: plain values need no types of their own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from msgspec import Struct, field
from msgspec.structs import asdict

from xlflow.roster.hand_edits import Base, Edit, Edits
from xlflow.roster.submitted_rows import Plain, RoundSource, Row, Submission, UnitSource
from xlflow.tables.unit_list import Unit

Own = Mapping[str, tuple[Mapping[str, Plain], ...]]
"""By table: the rows as the face shows them."""


class Rejected(Struct, frozen=True):
    """A file that could not be read, and why."""

    file: str
    code: str
    message: str


class Change(Struct, frozen=True):
    """A line of 变更记录: on which day what became of whom, and through which file."""

    day: date
    person: str
    what: str
    before: Plain | None = None
    after: Plain | None = None
    file: str = ""


class Merged(Struct, frozen=True):
    """One run: its day and its counts, as `merge --json` prints them."""

    day: date
    counts: Mapping[str, object]


class State(Struct, frozen=True):
    """All submissions ever read (also superseded ones), rejected files by sha256, edits, and the rows as last written.

    `prefilled` is what the first merge put into 团委信息. `own`: the rows of the sheets that the committee keeps for its documents.
    `face` is the sha256 of the workbook that shows this state, `coming` that of
    one that was about to replace it.
    """

    scheme: str = ""
    scheme_version: str = ""
    units: tuple[Unit, ...] = ()
    prefilled: Mapping[str, Plain] = field(default_factory=dict)
    submissions: tuple[Submission, ...] = ()
    rejected: Mapping[str, Rejected] = field(default_factory=dict)
    edits: Edits = field(default_factory=dict)
    base: Base = field(default_factory=dict)
    history: tuple[Change, ...] = ()
    journal: tuple[Merged, ...] = ()
    own: Own = field(default_factory=dict)
    face: str = ""
    coming: str = ""

    @property
    def known(self) -> frozenset[str]:
        """sha256 of every file that an earlier run has seen."""
        return frozenset(self.rejected) | {submission.sha256 for submission in self.submissions}


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
