"""What was read, row by row, with the address of every value."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from xlflow.errors import InternalError
from xlflow.files.reading.inbox import find_workbooks
from xlflow.findings import Finding
from xlflow.jobs.running.children import in_children
from xlflow.jobs.running.progress_callback import Progress, silent
from xlflow.jobs.running.read_file import read_file
from xlflow.jobs.schemes.which_scheme import foreign_note, scheme_for
from xlflow.messages import Unread, unreadable
from xlflow.tables.mark_columns import MARK_LABELS
from xlflow.tables.records import as_dict

HIDDEN = frozenset({"seq", *MARK_LABELS})
"""Fields of the form itself, not of the person."""


class RecordsResult(Struct, frozen=True):
    """The records as JSON objects, the findings of files of which nothing could be read, sentences about the run, faults of ours."""

    records: tuple[dict[str, Any], ...]
    findings: tuple[Finding, ...]
    files: int
    notes: tuple[str, ...]
    faults: tuple[InternalError, ...]


def records(
    files: Sequence[Path],
    *,
    scheme: str | Path | None = None,
    jobs: int | None = None,
    progress: Progress = silent,
) -> RecordsResult:
    """The records of workbooks in the order of files, sheets and rows."""
    shown_records: list[dict[str, Any]] = []
    findings: list[Finding] = []
    faults: list[InternalError] = []
    foreign = 0
    workbooks = find_workbooks(files)
    for shown, answer in in_children(read_file, workbooks, scheme, jobs=jobs, progress=progress):
        if isinstance(answer, InternalError):
            faults.append(answer)
        if isinstance(answer, Unread):
            findings.append(unreadable(shown, answer))
            continue
        if not answer.names_people:
            findings += answer.findings
        foreign += bool(answer.tables) and answer.stamp is None
        tables = scheme_for(answer.stamp, scheme).tables
        for table in answer.tables:
            is_facts = tables[table.header.table].layout == "facts" and not table.header.columns
            shown_records += [as_dict(record, shown, facts=is_facts, hidden=HIDDEN) for record in table.records]
    notes = foreign_note(foreign, scheme, "读取")
    return RecordsResult(tuple(shown_records), tuple(findings), len(workbooks), notes, tuple(faults))
