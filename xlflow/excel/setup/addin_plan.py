"""Where the add-in goes on each system, and the steps that put it there, take it away, or report its state.

Nothing is changed in the registry or in the Trust Center, and nothing needs an administrator: XLSTART is a trusted place of the user.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from xlflow.errors import XlflowError
from xlflow.excel.addin import FILE_NAME, addin
from xlflow.excel.setup.machine import Machine, System
from xlflow.excel.setup.steps import Remove, Step, Unblock, Write, carry_out, is_done
from xlflow.excel.xlwings_source import PROJECT, installed_version, installed_xlwings
from xlflow.files.writing.addin_book import addin_note
from xlflow.files.writing.save import save


def settings(machine: Machine) -> dict[str, str]:
    """The settings of RunPython on this computer.

    The folder of the workbook stays off the path of Python: a stray docx.py beside a list must not be run. No server of UDFs: it ends
    what takes longer than 90 seconds.
    """
    name = "INTERPRETER_MAC" if machine.system is System.MACOS else "INTERPRETER_WIN"
    return {
        name: str(machine.interpreter),
        "PYTHONPATH": "",
        "ADD_WORKBOOK_TO_PYTHONPATH": "false",
        "SHOW CONSOLE": "False",
        "USE UDF SERVER": "False",
        "CONDA PATH": "",
        "CONDA ENV": "",
    }


def settings_file(wanted: Mapping[str, str], before: bytes, code_page: str) -> bytes:
    """The file with these settings; those of other names that stood in it are kept.

    `XlflowError` where a path has a character that the code page lacks: VBA could not read it.
    """
    kept = {name: value for name, value in parse_settings(before, code_page).items() if name not in wanted}
    text = "".join(f'"{name}","{value}"\r\n' for name, value in (dict(wanted) | kept).items())
    try:
        return text.encode(code_page)
    except UnicodeEncodeError as error:
        raise XlflowError(
            f"Python 的位置含有系统代码页里没有的字“{error.object[error.start : error.end]}”，Excel 读不出来；"
            "请把 Python 装到只有英文的文件夹（如 C:\\Python）后重新运行。"
        ) from error


def parse_settings(content: bytes, code_page: str) -> dict[str, str]:
    """Name, in capitals, to value; lines of another shape count for nothing, as for VBA."""
    rows = csv.reader(io.StringIO(content.decode(code_page, "replace"), newline=""))
    return {row[0].upper(): row[1] for row in rows if len(row) == 2}


def planned(machine: Machine) -> tuple[Step, ...]:
    """The steps of an installation; nothing is changed."""
    where = places(machine)
    before = where.settings.read_bytes() if where.settings.is_file() else b""
    return install_plan(machine, addin(settings(machine)), installed_xlwings().apple_script(), before)


def install(machine: Machine) -> tuple[Step, ...]:
    """The steps that changed something; the second time none does."""
    return carry_out(planned(machine))


def remove(machine: Machine) -> tuple[Step, ...]:
    """The steps that changed something."""
    return carry_out(remove_plan(machine, [installed_xlwings().apple_script().name] if installed_version() else []))


def build(folder: Path) -> Path:
    """An add-in for any computer: it finds Python by the settings of the user who opens it."""
    return save(folder / FILE_NAME, addin())


def status(machine: Machine) -> tuple[str, ...]:
    """How the add-in stands, in sentences; the last one says what to do."""
    where = places(machine)
    if not where.addin.is_file():
        return (f"加载项没有安装（{where.addin} 不存在）。", "需要功能区“推优”的，请运行 xlflow addin install。")
    lines = [f"加载项：{where.addin}（{addin_note(where.addin.read_bytes())}）"]
    if where.settings.is_file():
        known = parse_settings(where.settings.read_bytes(), machine.code_page)
        lines.append(f"Python：{known.get('INTERPRETER_WIN') or known.get('INTERPRETER_MAC') or '没有写明'}（见 {where.settings}）")
    else:
        lines.append(f"没有 {where.settings}，Excel 不知道 Python 在哪里。")
    stale = any(not is_done(step) for step in planned(machine))
    return (*lines, "与现在的 xlflow、xlwings 和 Python 不一致；请关闭 Excel，运行 xlflow addin install。" if stale else "一切就绪。")


_ADDIN, _SETTINGS, _SCRIPT = "功能区“推优”", "Excel 从这里知道 Python 在哪里", "Mac 版 Excel 用它启动 Python"
_NO_EXCEL = (
    "Linux 上没有 Excel，WPS 和 LibreOffice 不能运行加载项（WPS 的宏不是 VBA）；"
    "请改用 xlflow shortcuts install 放快捷方式，把表拖上去，或直接用命令行，结果相同。"
)


class AddinPlaces(Struct, frozen=True):
    """Where the parts of the add-in lie."""

    addin: Path
    settings: Path


def places(machine: Machine) -> AddinPlaces:
    """The places on this system. `XlflowError` on Linux, which has no Excel."""
    if machine.system is System.WINDOWS:
        start = machine.folder("APPDATA", "AppData/Roaming") / "Microsoft" / "Excel" / "XLSTART"
        return AddinPlaces(start / FILE_NAME, machine.folder("USERPROFILE", "") / f".{PROJECT}" / f"{PROJECT}.conf")
    if machine.system is System.MACOS:
        library = machine.home / "Library"
        start = library / "Group Containers" / "UBF8T346G9.Office" / "User Content.localized" / "Startup.localized" / "Excel"
        return AddinPlaces(start / FILE_NAME, library / "Containers" / "com.microsoft.Excel" / "Data" / f"{PROJECT}.conf")
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
