"""Shortcuts for people without Excel's macros: files are dropped on them, and what a click does is done.

On Windows on the desktop and under 发送到, on Linux on the desktop and among the programs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from xlflow.errors import XlflowError
from xlflow.excel.setup.desktop_entry import desktop_entry
from xlflow.excel.setup.machine import Machine, System
from xlflow.excel.setup.shell_link import shell_link
from xlflow.excel.setup.steps import Remove, Step, Write, carry_out
from xlflow.excel.verbs import VERBS

NAMES = {"check": "1 校验", "fill": "2 自动填充", "compose": "3 生成材料", "submit": "4 导出上报", "merge": "5 汇总"}
_WHAT = "快捷方式"
_ARGUMENTS = ("-P", "-m", "xlflow.excel.drop")
"""-P: what lies in the working folder is never taken for a module."""
_SHELL_FOLDERS = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"
_DESKTOP_OF_LINUX = re.compile(r'^XDG_DESKTOP_DIR="([^"]*)"', re.MULTILINE)
_VARIABLE = re.compile(r"%([^%]+)%")


def install_plan(machine: Machine) -> tuple[Step, ...]:
    """The steps of `shortcuts install`. `XlflowError` on macOS."""
    return tuple(_shortcuts(machine))


def remove_plan(machine: Machine) -> tuple[Step, ...]:
    """The steps of `shortcuts remove`."""
    return tuple(Remove(step.path, step.what) for step in _shortcuts(machine))


def install(machine: Machine) -> tuple[Step, ...]:
    """The steps that changed something."""
    return carry_out(install_plan(machine))


def remove(machine: Machine) -> tuple[Step, ...]:
    """The steps that changed something."""
    return carry_out(remove_plan(machine))


def _shortcuts(machine: Machine) -> Iterator[Write]:
    if machine.system is System.WINDOWS:
        return _on_windows(machine)
    if machine.system is System.LINUX:
        return _on_linux(machine)
    raise XlflowError("macOS 上没有快捷方式；请用 xlflow addin install 装 Excel 的功能区“推优”，或在终端里用命令行，结果相同。")


def _on_windows(machine: Machine) -> Iterator[Write]:
    target = machine.windowed_interpreter
    for verb, name in NAMES.items():
        arguments = " ".join((*_ARGUMENTS, verb))
        content = shell_link(str(target), arguments, folder=str(target.parent), description=_tooltip(verb), code_page=machine.code_page)
        for folder in (_windows_folder(machine, "Desktop", "Desktop"), _send_to(machine)):
            yield Write(folder / f"{name}.lnk", content, _WHAT)


def _send_to(machine: Machine) -> Path:
    return _windows_folder(machine, "SendTo", "AppData/Roaming/Microsoft/Windows/SendTo")


def _windows_folder(machine: Machine, name: str, otherwise: str) -> Path:
    """A folder of the user; the desktop often lies in OneDrive, and only the registry knows."""
    found = machine.registry(_SHELL_FOLDERS, name)
    if not found:
        return machine.home / otherwise
    known = {variable.upper(): value for variable, value in machine.environment.items()}
    return Path(_VARIABLE.sub(lambda match: known.get(match[1].upper(), match[0]), found))


def _on_linux(machine: Machine) -> Iterator[Write]:
    programs = machine.folder("XDG_DATA_HOME", ".local/share") / "applications"
    desktop = _linux_desktop(machine)
    for verb, name in NAMES.items():
        content = desktop_entry(f"推优 {name}", _tooltip(verb), (str(machine.interpreter), *_ARGUMENTS, verb))
        yield Write(desktop / f"{name}.desktop", content, _WHAT, is_program=True)
        yield Write(programs / f"xlflow-{verb}.desktop", content, "“打开方式”里的程序")


def _linux_desktop(machine: Machine) -> Path:
    """The desktop, whatever it is called in the language of the user."""
    listed = machine.folder("XDG_CONFIG_HOME", ".config") / "user-dirs.dirs"
    found = _DESKTOP_OF_LINUX.search(listed.read_text(encoding="utf-8", errors="replace")) if listed.is_file() else None
    return Path(found[1].replace("$HOME", str(machine.home))) if found else machine.home / "Desktop"


def _tooltip(verb: str) -> str:
    return next(known.tooltip for known in VERBS if known.name == verb)
