"""One file, read and understood: what the limited child process does for every verb."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from msgspec import Struct

from xlflow.checks.judge import judge
from xlflow.files.reading.reader import read_workbook
from xlflow.findings import Finding
from xlflow.jobs.schemes.which_scheme import scheme_for
from xlflow.roster.feedback import FEEDBACK
from xlflow.tables.records import WorkbookReading
from xlflow.tables.understand import understand


class Judged(Struct, frozen=True):
    """A workbook that was read, and everything that is wrong with it by itself."""

    reading: WorkbookReading
    findings: tuple[Finding, ...]


def read_file(path: Path, shown: str, scheme: str | Path | None) -> WorkbookReading:
    """All tables of one file; `WorkbookError` where it cannot be read, `SchemeError` where its scheme is not to be had."""
    raw = read_workbook(path, shown)
    return understand(raw, scheme_for(raw.stamp, scheme))


def judge_file(path: Path, shown: str, scheme: str | Path | None, as_of: date, phase: str | None = None) -> Judged:
    """One file read and judged; `phase` goes before what a standard form says."""
    raw = read_workbook(path, shown)
    known = scheme_for(raw.stamp, scheme)
    reading = understand(raw, known)
    if raw.stamp is not None and raw.stamp.kind == FEEDBACK:  # its lines are about people whose rows were judged where they stand
        return Judged(reading, ())
    return Judged(reading, tuple(judge(reading, known, as_of, phase)))
