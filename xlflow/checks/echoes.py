"""What a figure of a meeting that is itself at fault would say about the people of that meeting: nothing, for one cause is one finding."""

from __future__ import annotations

from xlflow.findings import Finding, Severity
from xlflow.rules.case import Judging
from xlflow.schemes.table_roles import MEETINGS, NOMINEES

_FIGURES = ("eligible", "present", "ballots_valid")
_COMPARED = {
    ("value-differs", "eligible"): "eligible",
    ("value-differs", "present"): "present",
    ("votes-do-not-add-up", "in_favour"): "ballots_valid",
}
"""Findings of a person's row, by code and field, and the figure of the meeting that they rest on."""


def without_echoes(judging: Judging, findings: list[Finding]) -> list[Finding]:
    """The findings without those that rest on a figure of 推优大会 at which an error stands."""
    errors = {(f.place.sheet, f.place.row, f.place.field) for f in findings if f.severity is Severity.ERROR}
    doubtful = {
        (meeting.header.sheet, meeting.row, key)
        for meeting in judging.reading.records(MEETINGS)
        for key in _FIGURES
        if (meeting.header.sheet, meeting.row, key) in errors
    }
    if not doubtful:
        return findings
    meetings = {
        (row.header.sheet, row.row): (meeting.header.sheet, meeting.row)
        for row in judging.reading.records(NOMINEES)
        if (meeting := judging.meeting_of(row)) is not None
    }
    return [
        found
        for found in findings
        if (figure := _COMPARED.get((found.code, found.place.field or ""))) is None
        or (*meetings.get((found.place.sheet or "", found.place.row or 0), ()), figure) not in doubtful
    ]
