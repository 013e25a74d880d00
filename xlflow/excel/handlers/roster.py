"""打开清单库: the roster beside the open workbook, or in the folder above."""

from __future__ import annotations

from xlflow.errors import XlflowError
from xlflow.excel.desk import Desk, Told
from xlflow.excel.folders import ROSTER, roster_near


def run(desk: Desk) -> Told:
    """Brings it to the front where it is open already."""
    found = roster_near(desk.file().parent)
    if found is None:
        raise XlflowError(f"在 {desk.file().parent} 和上一级文件夹里没有找到“{ROSTER}”；还没有的，点“汇总支部表”会建一个。")
    desk.book.app.open(str(found))
    return Told(f"已打开 {found}。")
