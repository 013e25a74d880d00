"""Files of which nothing could be read, and those of unknown origin: what is said of them."""

from __future__ import annotations

from xlflow.errors import InternalError, WorkbookError
from xlflow.findings import Finding, Place
from xlflow.messages import finding

Unread = WorkbookError | InternalError
"""Why nothing was read of one file; the other files go on."""


def unreadable(shown: str, error: Unread) -> Finding:
    """The finding of a file of which nothing was read."""
    return finding(error.code, Place(shown), fix=error.cure if isinstance(error, WorkbookError) else "", reason=error.reason)


def foreign_sentence(count: int, title: str, done: str) -> str:
    """That workbooks of unknown origin were read by the scheme of that title, since nobody named another. `done`: 读取 or 校验."""
    return f"{count} 个文件不是标准表单，按“{title}”{done}。"
