"""What 导出上报 reads, in the limited child process: a standard form, everything that is wrong with it, and its marks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from xlflow.errors import XlflowError
from xlflow.files.reader import read_workbook
from xlflow.forms.raw import FormStamp
from xlflow.jobs.check_sheets import CheckedSheets, check_sheets
from xlflow.jobs.children import in_child
from xlflow.jobs.progress import Progress, silent

_SUFFIXES = (".xlsx", ".xlsm")


def read_submittable(file: Path, scheme: str | Path | None, as_of: date, progress: Progress) -> CheckedSheets:
    """The form; `XlflowError` where the file cannot be read or is none."""
    answer = in_child(understand_submittable, file, scheme, as_of, progress=progress)
    stamp = answer.reading.stamp
    if stamp is not None and stamp.kind == "roster":
        raise XlflowError(f"{file.name}：这是清单库，不是支部的表，不能导出上报。")
    if stamp is None or file.suffix.lower() not in _SUFFIXES:
        raise XlflowError(f"{file.name}：不是标准表单（.xlsx），不能导出上报；请用 xlflow new 建一份新表，把内容按数值粘贴进去后再导出。")
    return answer


def stamp_in(file: Path) -> FormStamp | None:
    """What a workbook says of itself; None where it says nothing or cannot be read."""
    try:
        return in_child(_stamp_of, file, progress=silent)
    except XlflowError:
        return None


def _stamp_of(path: Path, shown: str) -> FormStamp | None:
    """In the child: the stamp of one workbook."""
    return read_workbook(path, shown).stamp


def understand_submittable(path: Path, shown: str, scheme: str | Path | None, as_of: date) -> CheckedSheets:
    """In the child: one workbook."""
    return check_sheets(read_workbook(path, shown), scheme=scheme, as_of=as_of)
