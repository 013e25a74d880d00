"""Where the add-in goes on each system, and the steps that put it there, take it away, or tell how it stands.

Nothing is changed in the registry or in the Trust Center, and nothing needs an administrator: XLSTART is a trusted place of the user.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from xlflow.errors import XlflowError
from xlflow.excel.addin import FILE_NAME
from xlflow.excel.setup.machine import Machine, System
from xlflow.excel.setup.settings import settings, settings_file
from xlflow.excel.setup.steps import Remove, Step, Unblock, Write
from xlflow.excel.xlwings_source import PROJECT

_ADDIN, _SETTINGS, _SCRIPT = "功能区“推优”", "Excel 从这里知道 Python 在哪里", "Mac 版 Excel 用它启动 Python"
_NO_EXCEL = (
    "Linux 上没有 Excel，WPS 和 LibreOffice 不能运行加载项（WPS 的宏不是 VBA）；"
    "请改用 xlflow shortcuts install 放快捷方式，把表拖上去，或直接用命令行，结果相同。"
)


class Places(Struct, frozen=True):
    """Where the parts of the add-in lie."""

    addin: Path
    settings: Path


def places(machine: Machine) -> Places:
    """The places on this system. `XlflowError` on Linux, which has no Excel."""
    if machine.system is System.WINDOWS:
        start = machine.folder("APPDATA", "AppData/Roaming") / "Microsoft" / "Excel" / "XLSTART"
        return Places(start / FILE_NAME, machine.folder("USERPROFILE", "") / f".{PROJECT}" / f"{PROJECT}.conf")
    if machine.system is System.MACOS:
        library = machine.home / "Library"
        start = library / "Group Containers" / "UBF8T346G9.Office" / "User Content.localized" / "Startup.localized" / "Excel"
        return Places(start / FILE_NAME, library / "Containers" / "com.microsoft.Excel" / "Data" / f"{PROJECT}.conf")
    raise XlflowError(_NO_EXCEL)


def install_plan(machine: Machine, addin: bytes, apple_script: Path, before: bytes) -> tuple[Step, ...]:
    """The steps of `addin install`. `before` is the file of settings as it stands; `apple_script` is that of the installed xlwings."""
    where = places(machine)
    content = settings_file(settings(machine), before, machine.code_page)
    steps: list[Step] = [Write(where.settings, content, _SETTINGS)]
    if machine.system is System.MACOS:
        steps.append(Write(_script(machine, apple_script.name), apple_script.read_bytes(), _SCRIPT))
    return (*steps, Write(where.addin, addin, _ADDIN), Unblock(where.addin))


def remove_plan(machine: Machine, apple_scripts: Sequence[str]) -> tuple[Step, ...]:
    """The steps of `addin remove`: what `install` wrote goes away, and nothing else."""
    where = places(machine)
    scripts = (Remove(_script(machine, name), _SCRIPT) for name in apple_scripts if machine.system is System.MACOS)
    return (Remove(where.addin, _ADDIN), Remove(where.settings, _SETTINGS), *scripts)


def _script(machine: Machine, name: str) -> Path:
    return machine.home / "Library" / "Application Scripts" / "com.microsoft.Excel" / name
