"""校验: workbooks to findings. Writes onto a workbook only its marks, and only where that is asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct

from xlflow.errors import InternalError, UsageError
from xlflow.files.inbox import find_workbooks
from xlflow.findings import Finding, in_order
from xlflow.forms.checks.case import PHASES
from xlflow.forms.records import WorkbookReading
from xlflow.jobs.checked import CheckedFile
from xlflow.jobs.mark import MarkResult, mark_copies, mark_in_place, refuse_folder
from xlflow.jobs.progress import Progress, silent
from xlflow.jobs.reading import Unread, foreign_note, in_children, judge_file, scheme_for, unreadable
from xlflow.jobs.reporting import refuse_report, save_report
from xlflow.roster.duplicates import duplicate_findings
from xlflow.roster.rows import Submission
from xlflow.roster.submission import submission
from xlflow.schemes.scheme import Scheme


class CheckResult(Struct, frozen=True):
    """All findings of all files in the order of reports.

    `rows` counts the people read, `unreadable` the files of which nothing could be read; `notes` are sentences about the run.
    """

    findings: tuple[Finding, ...]
    files: int
    rows: int
    unreadable: int
    notes: tuple[str, ...]
    workbooks: tuple[CheckedFile, ...]
    marks: MarkResult
    """What `mark` or `mark_copy` wrote."""
    faults: tuple[InternalError, ...]
    """Faults of ours, one a file that they kept from being read or marked."""


def check(
    files: Sequence[Path],
    *,
    scheme: str | Path | None = None,
    as_of: date,
    round: str | None = None,
    phase: str | None = None,
    report: Path | None = None,
    mark: bool = False,
    mark_copy: Path | None = None,
    jobs: int | None = None,
    progress: Progress = silent,
) -> CheckResult:
    """Judge workbooks one by one and against each other. A file that cannot be read is one finding; the others go on.

    `phase` (报候选人, 会后上报, 公示后上报): judge standard forms as if the branch had come that far, whatever they say; other lists have
    no phases. `report` names a page (.html) or workbook (.xlsx) that is written besides. `mark` writes the findings into the standard
    forms themselves (a form without any loses its marks), `mark_copy` into copies in a folder.
    """
    if scheme is not None:
        Scheme.load(scheme)
    if phase is not None and phase not in PHASES:
        raise UsageError(f"没有“{phase}”这个填报阶段；可写 {'、'.join(PHASES)}。")
    if report is not None:
        refuse_report(report, files)
    if mark_copy is not None:
        refuse_folder(mark_copy, files)
    found: list[Finding] = []
    submissions: dict[Scheme, list[Submission]] = defaultdict(list)
    checked: list[CheckedFile] = []
    faults: list[InternalError] = []
    foreign = 0
    workbooks = find_workbooks(files)
    answers = in_children(judge_file, workbooks, scheme, as_of, phase, jobs=jobs, progress=progress)
    for (path, _), (shown, answer) in zip(workbooks, answers, strict=True):
        if isinstance(answer, InternalError):
            faults.append(answer)
        if isinstance(answer, Unread):
            checked.append(CheckedFile(path, shown, 0, readable=False))
            found.append(unreadable(shown, answer))
            continue
        found += answer.findings
        checked.append(_checked(path, shown, answer.reading))
        if not answer.reading.tables:
            continue
        foreign += answer.reading.stamp is None
        own = scheme_for(answer.reading.stamp, scheme)
        submissions[own].append(submission(answer.reading, own, round=round))
    for own, of_scheme in submissions.items():
        found += duplicate_findings(of_scheme, own)
    ordered = in_order(found)
    marks = _marks(checked, ordered, mark, mark_copy, scheme, as_of, jobs, progress)
    result = CheckResult(
        tuple(ordered),
        len(checked),
        sum(file.rows for file in checked),
        sum(not file.readable for file in checked),
        foreign_note(foreign, scheme, "校验"),
        tuple(checked),
        marks,
        (*faults, *marks.faults),
    )
    if report is not None and checked:
        save_report(report, result.workbooks, result.findings, as_of=as_of, notes=result.notes)
    return result


def _checked(path: Path, shown: str, reading: WorkbookReading) -> CheckedFile:
    return CheckedFile(path, shown, len(reading.records("nominees")), reading.names_people, reading.sha256, reading.is_standard_form)


def _marks(
    files: Sequence[CheckedFile],
    findings: Sequence[Finding],
    mark: bool,
    folder: Path | None,
    scheme: str | Path | None,
    as_of: date,
    jobs: int | None,
    progress: Progress,
) -> MarkResult:
    if mark:
        return mark_in_place(files, findings, scheme=scheme, as_of=as_of, jobs=jobs, progress=progress)
    if folder is not None:
        return mark_copies(files, findings, folder, as_of=as_of, jobs=jobs, progress=progress)
    return MarkResult()
