"""Whether a workbook is open in an office program: what is written into it now would be lost when that program saves.

Excel and WPS put `~$name` beside a file that they have open, LibreOffice `.~lock.name#`; on Windows the file itself refuses to be written.
"""

from __future__ import annotations

import os
from pathlib import Path

from xlflow.errors import OutputError

_OWNER_NAME = slice(1, 55)
"""In an owner file of Office the first byte is the length of the user's name, which follows."""


def owner_file(path: Path) -> Path | None:
    """The file beside a workbook that says an office program has it open; None where there is none."""
    for beside in (path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#")):
        if os.path.lexists(beside):
            return beside
    return None


def refuse_open(path: Path) -> None:
    """`OutputError` with the cure where a workbook is open elsewhere, so that nothing may be written into it."""
    if beside := owner_file(path):
        who = _owner(beside)
        raise OutputError(
            f"{path}: 正在 Excel、WPS 或 LibreOffice 中打开{who}，没有写入；请保存并关闭后重试。"
            f"确已关闭的（如程序曾意外退出），请删除旁边的“{beside.name}”。"
        )
    try:
        with path.open("r+b"):
            pass
    except PermissionError as error:
        raise OutputError(f"{path}: 正被其他程序占用，或没有写入权限，没有写入；请关闭占用它的程序后重试。") from error
    except OSError:
        return  # not there, or no file: whoever reads or writes it says why


def _owner(beside: Path) -> str:
    """（某人） where the owner file names who has the workbook open."""
    try:
        with beside.open("rb") as file:
            start = file.read(512)
    except OSError:
        return ""
    if beside.name.startswith(".~lock."):
        name = start.decode("utf-8", "replace").partition(",")[0]
    else:
        name = start[_OWNER_NAME][: start[0]].decode("utf-8", "ignore") if start else ""
    shown = "".join(sign for sign in name if sign.isprintable()).strip()
    return f"（{shown}）" if shown else ""
