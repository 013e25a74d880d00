"""What 导出上报 reads, in the limited child process: a standard form, everything that is wrong with it, and its marks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from xlflow.errors import XlflowError
from xlflow.files.reader import read_workbook
from xlflow.findings import Finding, in_order
from xlflow.forms.checks.judge import judge
from xlflow.forms.marks import SheetMarks, marks_of
from xlflow.forms.records import WorkbookReading
from xlflow.forms.understand import understand
from xlflow.jobs.progress import Progress
from xlflow.jobs.reading import in_child, scheme_for
from xlflow.roster.duplicates import duplicate_findings
from xlflow.roster.submission import submission

_SUFFIXES = (".xlsx", ".xlsm")


@dataclass(frozen=True, slots=True)
class Submittable:
    """A form that may be handed in: what it says, its findings in order, and what its mark cells have to say instead."""

    reading: WorkbookReading
    findings: tuple[Finding, ...]
    marks: tuple[SheetMarks, ...]


def read_submittable(file: Path, scheme: str | Path | None, as_of: date, progress: Progress) -> Submittable:
    """The form; `XlflowError` where the file cannot be read or is none."""
    answer = in_child(understand_submittable, file, scheme, as_of, progress=progress)
    stamp = answer.reading.stamp
    if stamp is not None and stamp.kind == "roster":
        raise XlflowError(f"{file.name}：这是清单库，不是支部的表，不能导出上报。")
    if stamp is None or file.suffix.lower() not in _SUFFIXES:
        raise XlflowError(f"{file.name}：不是标准表单（.xlsx），不能导出上报；请用 xlflow new 建一份新表，把内容按数值粘贴进去后再导出。")
    return answer


def understand_submittable(path: Path, shown: str, scheme: str | Path | None, as_of: date) -> Submittable:
    """In the child: one workbook."""
    raw = read_workbook(path, shown)
    own = scheme_for(raw.stamp, scheme)
    reading = understand(raw, own)
    found = in_order([*judge(reading, own, as_of), *duplicate_findings([submission(reading, own)], own)])
    return Submittable(reading, tuple(found), tuple(marks_of(raw, reading, own, found)) if reading.is_standard_form else ())
