"""Shortcuts for people without Excel's macros: files are dropped on them, and what a click does is done.

On Windows on the desktop and under 发送到, on Linux on the desktop and among the programs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from struct import pack

from xlflow.errors import XlflowError
from xlflow.excel.setup.machine import Machine, System
from xlflow.excel.setup.steps import Remove, Step, Write, carry_out
from xlflow.excel.verbs import VERBS

_HEADER_BYTES = 0x4C
_CLASS = bytes.fromhex("0114020000000000c000000000000046")
_HAS_LINK_INFO, _HAS_NAME, _HAS_WORKING_DIR, _HAS_ARGUMENTS, _IS_UNICODE = 0x2, 0x4, 0x10, 0x20, 0x80
_HAS_EXP_STRING, _PREFER_PATH = 0x200, 0x2000000
_ARCHIVE, _SHOW_NORMAL = 0x20, 1
_FIXED_DRIVE = 3
_PATH_BLOCK, _PATH_BLOCK_BYTES, _ANSI_BYTES, _UNICODE_BYTES = 0xA0000001, 0x314, 260, 520
_INFO_HEADER_BYTES, _VOLUME_BYTES = 0x24, 0x11


def shell_link(target: str, arguments: str, *, folder: str, description: str, code_page: str) -> bytes:
    """The content of a .lnk that starts `target` with these arguments, then the dropped files, in `folder`.

    `XlflowError` where the path of the target has no room in it (260 characters).
    """
    if len(target) >= _ANSI_BYTES:
        raise XlflowError(f"{target}: 路径超过 260 个字符，快捷方式放不下；请把 Python 装到较短的文件夹后重试。")
    info = _link_info(target, code_page) if target[1:3] == ":\\" else b""
    flags = _HAS_NAME | _HAS_WORKING_DIR | _HAS_ARGUMENTS | _IS_UNICODE | _HAS_EXP_STRING | _PREFER_PATH
    header = pack(
        "<I16sIIQQQIIIHHII",
        _HEADER_BYTES,
        _CLASS,
        flags | (_HAS_LINK_INFO if info else 0),
        _ARCHIVE,
        0,
        0,
        0,
        0,
        0,
        _SHOW_NORMAL,
        0,
        0,
        0,
        0,
    )
    strings = b"".join(map(_string, (description, folder, arguments)))
    return header + info + strings + _path_block(target, code_page) + bytes(4)


def _string(text: str) -> bytes:
    """StringData, 2.4: the count of UTF-16 units, then the text."""
    units = text.encode("utf-16-le")
    return pack("<H", len(units) // 2) + units


def _path_block(target: str, code_page: str) -> bytes:
    """EnvironmentVariableDataBlock, 2.5.4."""
    ansi = target.encode(code_page, "replace")[: _ANSI_BYTES - 1]
    wide = target.encode("utf-16-le")[: _UNICODE_BYTES - 2]
    return pack("<II", _PATH_BLOCK_BYTES, _PATH_BLOCK) + ansi.ljust(_ANSI_BYTES, b"\0") + wide.ljust(_UNICODE_BYTES, b"\0")


def _link_info(target: str, code_page: str) -> bytes:
    """LinkInfo, 2.3, with the path on a fixed drive in the code page and in UTF-16."""
    ansi = target.encode(code_page, "replace") + b"\0"
    wide = target.encode("utf-16-le") + b"\0\0"
    volume = pack("<IIII", _VOLUME_BYTES, _FIXED_DRIVE, 0, 0x10) + b"\0"
    path_at = _INFO_HEADER_BYTES + len(volume)
    suffix_at = path_at + len(ansi)
    wide_at = suffix_at + 1
    wide_suffix_at = wide_at + len(wide)
    size = wide_suffix_at + 2
    header = pack("<IIIIIIIII", size, _INFO_HEADER_BYTES, 1, _INFO_HEADER_BYTES, path_at, 0, suffix_at, wide_at, wide_suffix_at)
    return header + volume + ansi + b"\0" + wide + b"\0\0"


_RESERVED = re.compile(r'(["`$\\])')
_SHEETS = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet;application/vnd.ms-excel.sheet.macroEnabled.12;"
    "application/vnd.ms-excel;application/vnd.oasis.opendocument.spreadsheet;inode/directory;"
)


def desktop_entry(name: str, comment: str, command: Sequence[str]) -> bytes:
    """The starter that runs a command with the dropped files after it."""
    run = " ".join((*map(_argument, command), "%F"))
    lines = (
        "[Desktop Entry]",
        "Type=Application",
        f"Name={_value(name)}",
        f"Comment={_value(comment)}",
        f"Exec={_value(run)}",
        "Icon=x-office-spreadsheet",
        "Terminal=false",
        f"MimeType={_SHEETS}",
        "Categories=Office;",
    )
    return "".join(f"{line}\n" for line in lines).encode()


def _argument(text: str) -> str:
    """An argument of Exec: in quotes, the reserved characters escaped, a percent sign doubled."""
    return '"' + _RESERVED.sub(r"\\\1", text).replace("%", "%%") + '"'


def _value(text: str) -> str:
    """A value of type string: its backslashes are escaped once more."""
    return text.replace("\\", "\\\\")


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
