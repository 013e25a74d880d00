"""打开清单库: the roster beside the open workbook, or in the folder above."""

from __future__ import annotations

from pathlib import Path

from xlflow.errors import WorkbookError, XlflowError
from xlflow.excel.desk import ROSTER, ClickResult, Desk, roster_near
from xlflow.files.reading.file_kinds import kind_of


def run(desk: Desk) -> ClickResult:
    """Brings it to the front where it is open already."""
    found = roster_near(desk.file().parent)
    if found is None:
        raise XlflowError(f"在 {desk.file().parent} 和上一级文件夹里没有找到“{ROSTER}”；还没有的，点“汇总支部表”会建一个。")
    if desk.book.app.book_at(str(found)) is None:
        _refuse_password(found)
    desk.book.app.open(str(found))
    return ClickResult(f"已打开 {found}。")


def _refuse_password(roster: Path) -> None:
    """`XlflowError` where Excel would ask for a password, and nobody could type it: during a click it takes no keys."""
    try:
        kind_of(roster.read_bytes(), roster.suffix)
    except WorkbookError as error:
        if error.code == "workbook-encrypted":
            raise XlflowError(f"{roster}：设了打开密码，按钮打不开；请双击它，输入密码打开，用完去掉密码再汇总。") from error
    except OSError:
        return  # Excel itself reports why it cannot open it
