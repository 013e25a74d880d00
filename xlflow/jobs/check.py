"""校验: workbooks to findings. Writes onto a workbook only its marks, and only where that is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct

from xlflow.domain.progress import PHASES
from xlflow.errors import InternalError, UsageError
from xlflow.files.child_process.child_main import ByName
from xlflow.files.reading.inbox import find_workbooks
from xlflow.findings import Finding, in_order
from xlflow.jobs.checking.checked import CheckedFile, JudgedFile, MarkResult
from xlflow.jobs.running.children import in_children
from xlflow.jobs.running.progress_callback import Progress, silent
from xlflow.messages import Unread, foreign_sentence, unreadable

_CHECK_FILE: Callable[..., JudgedFile] = ByName("xlflow.jobs.checking.check_file", "check_file")


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

    What reads and judges is imported by the children, what compares, marks and reports when it is wanted: a check of one file is mostly
    the start of two programs.

    `phase` (报候选人, 会后上报, 公示后上报): judge standard forms as if the branch had come that far, whatever they say; other lists have
    no phases. `report` names a page (.html) or workbook (.xlsx) that is written besides. `mark` writes the findings into the standard
    forms themselves (a form without any loses its marks), `mark_copy` into copies in a folder.
    """
    if phase is not None and phase not in PHASES:
        raise UsageError(f"没有“{phase}”这个填报阶段；可写 {'、'.join(PHASES)}。")
    if report is not None:
        from xlflow.jobs.checking.reporting import refuse_report

        refuse_report(report, files)
    if mark_copy is not None:
        from xlflow.jobs.checking.mark import refuse_folder

        refuse_folder(mark_copy, files)
    found: list[Finding] = []
    checked: list[CheckedFile] = []
    faults: list[InternalError] = []
    foreign: list[str] = []
    packed: list[bytes] = []
    workbooks = find_workbooks(files)
    answers = in_children(_CHECK_FILE, workbooks, scheme, as_of, phase, round, jobs=jobs, progress=progress)
    for (path, _), (shown, answer) in zip(workbooks, answers, strict=True):
        if isinstance(answer, InternalError):
            faults.append(answer)
        if isinstance(answer, Unread):
            checked.append(CheckedFile(path, shown, 0, readable=False))
            found.append(unreadable(shown, answer))
            continue
        found += answer.findings
        checked.append(answer.file)
        packed += [answer.packed] if answer.packed else []
        foreign += [answer.read_by] if answer.read_by else []
    if len(packed) > 1:
        from xlflow.jobs.checking.check_file import compare_files

        found += compare_files(packed, scheme)
    ordered = in_order(found)
    marks = _marks(checked, ordered, mark, mark_copy, scheme, as_of, jobs, progress)
    result = CheckResult(
        tuple(ordered),
        len(checked),
        sum(file.rows for file in checked),
        sum(not file.readable for file in checked),
        (foreign_sentence(len(foreign), foreign[0], "校验"),) if foreign and scheme is None else (),
        tuple(checked),
        marks,
        (*faults, *marks.faults),
    )
    if report is not None and checked:
        from xlflow.jobs.checking.reporting import save_report

        save_report(report, result.workbooks, result.findings, as_of=as_of, notes=result.notes)
    return result


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
        from xlflow.jobs.checking.mark import mark_in_place

        return mark_in_place(files, findings, scheme=scheme, as_of=as_of, jobs=jobs, progress=progress)
    if folder is not None:
        from xlflow.jobs.checking.mark import mark_copies

        return mark_copies(files, findings, folder, as_of=as_of, jobs=jobs, progress=progress)
    return MarkResult()
