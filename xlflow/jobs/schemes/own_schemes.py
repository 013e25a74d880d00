"""Installs schemes on this computer: a workbook made by one is judged by it without naming its folder, in a click too.

A workbook that somebody hands in only names an id: it opens no other folder.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from xlflow.errors import OutputError, SchemeError
from xlflow.jobs.scheme import copy, lint
from xlflow.jobs.schemes.installed_schemes import installed, place
from xlflow.schemes.shipped import find_folder, shipped_ids


def install(folder: str | Path) -> Path:
    """Copies a scheme without faults to the place of the installed ones, over an earlier copy of that id; gives the new folder.

    The copy is complete before the earlier one goes. `SchemeError` where the scheme has faults or an id of a shipped one, `OutputError`
    where the place cannot be written.
    """
    source = find_folder(folder)
    name = source.name
    if name in shipped_ids():
        raise SchemeError(f"“{name}”是 xlflow 自带方案的编号；请把方案文件夹改个名字再安装。")
    if faults := lint(source):
        raise SchemeError(f"方案 {name} 有 {len(faults)} 处错误，改正后才能安装：{faults[0]}", list(faults))
    target = place() / name
    if source == target.resolve():
        raise OutputError(f"{target} 已经是安装好的方案；请指定您修改的那个文件夹。")
    try:
        place().mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place(), prefix=".") as beside:
            made = copy(source, Path(beside) / name)
            if target.exists():
                target.rename(Path(beside) / "earlier")
            made.rename(target)
    except OSError as error:
        raise OutputError(f"{target} 写不进去（{error.strerror}）；请检查该位置是否可写、方案里的文件是否正打开着。") from error
    return target


def uninstall(name: str) -> Path:
    """Removes an installed scheme; gives the folder where it was. `SchemeError` names those there are."""
    folders = installed()
    if name not in folders:
        raise SchemeError(f"没有安装名为“{name}”的方案；已安装的：{'、'.join(folders) or '无'}。")
    try:
        shutil.rmtree(folders[name])
    except OSError as error:
        raise OutputError(f"{folders[name]} 删不掉（{error.strerror}）；请先关闭方案里打开着的文件。") from error
    return folders[name]
