"""What xlwings has no member for, asked of Excel itself: by COM on Windows, by AppleScript on the Mac."""

from __future__ import annotations

import shutil
import sys
from typing import Any

from xlflow.errors import XlflowError


def is_read_only(book: Any) -> bool:
    """Whether a workbook cannot be saved where it lies."""
    return _answer(book, "ReadOnly", "read_only")


def is_filtered(sheet: Any) -> bool:
    """Whether a filter hides rows of a sheet."""
    return _answer(sheet, "FilterMode", "filter_mode")


def is_protected(sheet: Any) -> bool:
    """Whether the cells of a sheet must not be changed."""
    return _answer(sheet, "ProtectContents", "protect_contents")


def save_copy(book: Any, path: str, target: str) -> None:
    """Writes a workbook that lies at `path` into a new file as it is now; it stays open where it is.

    Excel for the Mac cannot do that: the file itself is copied, and what is not saved yet is refused.
    """
    if sys.platform != "darwin":
        book.SaveCopyAs(target)
        return
    if not _answer(book, "Saved", "saved"):
        raise XlflowError("Mac 版 Excel 不能把没有保存的内容另存副本；请先保存（⌘S），再点一次。")
    shutil.copyfile(path, target)


def _answer(thing: Any, by_com: str, by_script: str) -> bool:
    return bool(getattr(thing, by_script).get() if sys.platform == "darwin" else getattr(thing, by_com))
