"""Which scheme a workbook is read by."""

from __future__ import annotations

from pathlib import Path

from xlflow.errors import WorkbookError
from xlflow.jobs.schemes.installed_schemes import installed
from xlflow.messages import foreign_sentence
from xlflow.roster.feedback import FEEDBACK
from xlflow.roster.roster_scheme import roster_scheme
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.shipped import shipped_ids
from xlflow.tables.raw import FormStamp

DEFAULT_SCHEME = "national"
_HAVE_IT = "请向发表单的团委要来方案文件夹，运行 xlflow scheme install 文件夹 装到本机，或用 --scheme 指明方案文件夹"


def scheme_for(stamp: FormStamp | None, asked: str | Path | None) -> Scheme:
    """The scheme that is asked for, else the one that the workbook names, else the base scheme; for a roster as the roster shows it.

    A workbook may name a shipped scheme, or one that the user installed: what somebody hands in must not make the program open a folder.
    Any other name is a `WorkbookError`, so that the other files go on.
    """
    if asked is None:
        asked = stamp.scheme if stamp and stamp.scheme else DEFAULT_SCHEME
        if asked not in shipped_ids() and (asked := installed().get(named := asked)) is None:
            raise WorkbookError("workbook-unreadable", f"表单由方案“{named}”生成，本机没有这个方案", _HAVE_IT)
    scheme = Scheme.load(asked)
    return roster_scheme(scheme) if stamp and stamp.kind in ("roster", FEEDBACK) else scheme


def foreign_note(count: int, asked: str | Path | None, done: str) -> tuple[str, ...]:
    """That workbooks of unknown origin were read by the base scheme, since nobody named another. `done`: 读取 or 校验."""
    return (foreign_sentence(count, Scheme.load(DEFAULT_SCHEME).title, done),) if count and asked is None else ()
