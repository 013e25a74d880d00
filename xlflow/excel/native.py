"""What xlwings has no member for, asked of Excel itself: by COM on Windows, by AppleScript on the Mac."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from xlflow.errors import XlflowError


class CellRange(Struct, frozen=True):
    """A rectangle of cells: its upper left one, from 0, its height and width."""

    top: int
    left: int
    height: int
    width: int = 1


def filled(box: CellRange, is_blank: Callable[[CellRange], bool]) -> CellRange:
    """The box without the blank rows below and the blank columns at the right, at least one cell; asks some forty times at most."""
    height = _count(box.height, lambda row: is_blank(replace(box, top=box.top + row, height=box.height - row)))
    rows = replace(box, height=height)
    return replace(rows, width=_count(box.width, lambda column: is_blank(replace(rows, left=box.left + column, width=box.width - column))))


def _count(most: int, is_blank_from: Callable[[int], bool]) -> int:
    """The least count from which on everything is blank, and at least one."""
    least = 1
    while least < most:
        middle = (least + most) // 2
        if is_blank_from(middle):
            most = middle
        else:
            least = middle + 1
    return most


def is_read_only(book: Any) -> bool:
    """Whether a workbook cannot be saved where it lies."""
    return _answer(book, "ReadOnly", "read_only")


def is_filtered(sheet: Any) -> bool:
    """Whether a filter hides rows of a sheet, its own or that of one of its tables: Excel counts those of tables apart."""
    if _answer(sheet, "FilterMode", "filter_mode"):
        return True
    filters = [] if sys.platform == "darwin" else [table.AutoFilter for table in sheet.ListObjects]
    return any(one is not None and bool(one.FilterMode) for one in filters)


def is_protected(sheet: Any) -> bool:
    """Whether the cells of a sheet must not be changed."""
    return _answer(sheet, "ProtectContents", "protect_contents")


def has_fixed_sheets(book: Any) -> bool:
    """Whether worksheets cannot be added or removed: the structure is protected, or the workbook is shared in the old way."""
    return _answer(book, "ProtectStructure", "protect_structure") or _answer(book, "MultiUserEditing", "multi_user_editing")


def is_blank(sheet: Any, address: str) -> bool:
    """Whether cells hold nothing. The Mac is not asked: there every range may hold something."""
    return sys.platform != "darwin" and bool(sheet.Evaluate(f"COUNTA({address})") == 0)


def save_copy(book: Any, path: str, target: str) -> None:
    """Writes a workbook that lies at `path` into a new file as it is now; it stays open where it is.

    Where nothing is unsaved the file itself is copied, byte for byte and sooner; where that fails, or something is unsaved, Excel writes
    the copy. Excel for the Mac cannot do that: what is not saved yet is refused.
    """
    is_mac = sys.platform == "darwin"
    if _answer(book, "Saved", "saved"):
        with suppress(*(() if is_mac else (OSError,))):  # Excel may keep its file from others
            shutil.copyfile(path, target)
            return
    if is_mac:
        raise XlflowError("Mac 版 Excel 不能把没有保存的内容另存副本；请先保存（⌘S），再点一次。")
    book.SaveCopyAs(target)


def _answer(thing: Any, by_com: str, by_script: str) -> bool:
    return bool(getattr(thing, by_script).get() if sys.platform == "darwin" else getattr(thing, by_com))
