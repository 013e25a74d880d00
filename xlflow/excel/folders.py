"""Where results of a click lie, and where it looks: all of it beside the workbook."""

from __future__ import annotations

from pathlib import Path

from xlflow.errors import OutputError

MATERIAL, HANDED_IN, INBOX = "材料", "上报", "收件"
ROSTER, UNITS = "清单库.xlsx", "支部名单.xlsx"


def roster_near(folder: Path) -> Path | None:
    """清单库.xlsx in a folder or in the one above it."""
    return next((path for path in (folder / ROSTER, folder.parent / ROSTER) if path.is_file()), None)


def refuse_a_file(folder: Path) -> Path:
    """The folder, there or not; `OutputError` where a file has its name."""
    if folder.is_file():
        raise OutputError(f"{folder} 应是文件夹，现在是一个文件；请把它改名或移走，再点一次。")
    return folder
