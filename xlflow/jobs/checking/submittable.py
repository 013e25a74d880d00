"""What 导出上报 reads, in the limited child process: a standard form, everything that is wrong with it, and its marks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from xlflow.errors import XlflowError
from xlflow.files.reading.reader import read_workbook
from xlflow.jobs.checking.check_sheets import CheckedSheets, check_sheets
from xlflow.jobs.running.children import in_child
from xlflow.jobs.running.progress import Progress, silent
from xlflow.jobs.schemes.which_scheme import scheme_for
from xlflow.schemes.table_roles import UNIT
from xlflow.tables.records import WorkbookReading
from xlflow.tables.understand import facts, understand

_SUFFIXES = (".xlsx", ".xlsm")
_UNIT_KEYS = ("branch_code", "parent_committee", "branch")


def read_submittable(file: Path, scheme: str | Path | None, as_of: date, progress: Progress) -> CheckedSheets:
    """The form; `XlflowError` where the file cannot be read or is none."""
    answer = in_child(understand_submittable, file, scheme, as_of, progress=progress)
    stamp = answer.reading.stamp
    if stamp is not None and stamp.kind == "roster":
        raise XlflowError(f"{file.name}：这是清单库，不是支部的表，不能导出上报。")
    if stamp is None or file.suffix.lower() not in _SUFFIXES:
        raise XlflowError(f"{file.name}：不是标准表单（.xlsx），不能导出上报；请用 xlflow new 建一份新表，把内容按数值粘贴进去后再导出。")
    return answer


def identity_in(file: Path, scheme: str | Path | None) -> tuple[str, ...]:
    """By what a standard form is known from others of its name, as `form_identity` says; () where it cannot be read or is no form."""
    try:
        return in_child(_identity_of, file, scheme, progress=silent)
    except XlflowError:
        return ()


def form_identity(reading: WorkbookReading) -> tuple[str, ...]:
    """The id that a form was made with; of one that was made for nobody, and which many units use, the scheme and the unit in it."""
    stamp = reading.stamp
    if stamp is None or stamp.kind != "form":
        return ()
    if stamp.form_id:
        return (stamp.form_id,)
    unit = facts(reading, UNIT)
    return (stamp.scheme, *(str(unit.get(key, "")) for key in _UNIT_KEYS))


def _identity_of(path: Path, shown: str, scheme: str | Path | None) -> tuple[str, ...]:
    """In the child: that of one workbook."""
    raw = read_workbook(path, shown)
    return form_identity(understand(raw, scheme_for(raw.stamp, scheme)))


def understand_submittable(path: Path, shown: str, scheme: str | Path | None, as_of: date) -> CheckedSheets:
    """In the child: one workbook."""
    return check_sheets(read_workbook(path, shown), scheme=scheme, as_of=as_of)
