"""The shortcuts: parsed and, on Linux, executed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from configparser import RawConfigParser
from io import BytesIO
from pathlib import Path, PureWindowsPath

import LnkParse3
import pytest
from hypothesis import given
from hypothesis import strategies as st

import xlflow
from xlflow.errors import XlflowError
from xlflow.excel.drop.answers import _ANSWERS
from xlflow.excel.setup.machine import System
from xlflow.excel.setup.shortcuts import NAMES, desktop_entry, install, install_plan, remove, shell_link

FIVE = ["1 校验", "2 自动填充", "3 生成材料", "4 导出上报", "5 汇总"]
SHELL_FOLDERS = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"


def test_windows_gets_five_on_the_desktop_and_five_under_send_to(machine) -> None:
    windows = machine()
    install(windows)
    send_to = windows.home / "AppData" / "Roaming" / "Microsoft" / "Windows" / "SendTo"
    for folder in (windows.home / "Desktop", send_to):
        assert sorted(path.name for path in folder.iterdir()) == [f"{name}.lnk" for name in FIVE]
    assert install(windows) == ()
    assert len(remove(windows)) == 10
    assert [path for path in windows.home.rglob("*") if path.is_file()] == []


def test_every_shortcut_has_an_answer() -> None:
    assert list(NAMES) == list(_ANSWERS)


def test_a_desktop_that_lies_elsewhere_is_found_in_the_registry(machine, tmp_path: Path) -> None:
    registry = {(SHELL_FOLDERS, "Desktop"): "%UserProfile%/OneDrive/桌面"}
    windows = machine(registry=registry)
    assert {step.path.parent for step in install_plan(windows)} >= {windows.home / "OneDrive" / "桌面"}


def test_a_shell_link_starts_python_without_console_in_its_own_folder(machine) -> None:
    windows = machine()
    install(windows)
    link = LnkParse3.lnk_file(BytesIO((windows.home / "Desktop" / "1 校验.lnk").read_bytes()))
    found = link.get_json()
    folder = r"C:\Users\张三\py & 100%'"
    assert found["data"]["command_line_arguments"] == "-P -m xlflow.excel.drop check"
    assert found["data"]["working_directory"] == folder
    assert found["extra"]["ENVIRONMENTAL_VARIABLES_LOCATION_BLOCK"]["target_unicode"] == folder + r"\pythonw.exe"
    assert found["link_info"]["local_base_path_unicode"] == folder + r"\pythonw.exe"
    assert found["data"]["description"].startswith("检查本表")


@pytest.mark.parametrize("target", [r"\\server\share\python\pythonw.exe", r"C:\p\pythonw.exe", "C:\\Users\\𠮷田\\pythonw.exe"])
def test_a_shell_link_leads_to_its_target_wherever_that_is(target: str) -> None:
    folder = str(PureWindowsPath(target).parent)
    content = shell_link(target, "-P", folder=folder, description="说明", code_page="cp936")
    found = LnkParse3.lnk_file(BytesIO(content)).get_json()
    assert found["extra"]["ENVIRONMENTAL_VARIABLES_LOCATION_BLOCK"]["target_unicode"] == target
    assert content.endswith(bytes(4))


def test_a_path_that_a_shell_link_cannot_hold_is_refused(machine) -> None:
    long = machine(interpreter=PureWindowsPath("C:\\" + "深" * 260 + "\\python.exe"))
    with pytest.raises(XlflowError, match="路径超过 260 个字符"):
        install(long)
    assert not long.home.exists()


def read_entry(content: str) -> dict[str, str]:
    parser = RawConfigParser(strict=True, delimiters="=", comment_prefixes="#", interpolation=None)
    parser.optionxform = str  # type: ignore[assignment]
    parser.read_string(content)
    return {key: value.replace("\\\\", "\\") for key, value in parser["Desktop Entry"].items()}


def split_exec(line: str, files: Sequence[str]) -> list[str]:
    """The arguments of a value of Exec, as the specification reads it."""
    words: list[str] = []
    for quoted, bare in re.findall(r'"((?:[^"\\]|\\.)*)"|(\S+)', line):
        if bare == "%F":
            words += files
        else:
            words.append(re.sub(r'\\(["`$\\])', r"\1", quoted or bare).replace("%%", "%"))
    return words


ODD_WORDS = st.lists(st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1), min_size=1, max_size=4)


@given(ODD_WORDS)
def test_every_word_of_a_command_comes_through_the_quoting(words: list[str]) -> None:
    run = read_entry(desktop_entry("名", "说明", words).decode("utf-8"))["Exec"]
    assert split_exec(run, ["a b"]) == [*words, "a b"]


def test_linux_gets_five_on_its_desktop_and_among_the_programs(machine) -> None:
    linux = machine(System.LINUX, interpreter=Path("/usr/bin/python3"))
    (linux.home / ".config").mkdir(parents=True)
    (linux.home / ".config" / "user-dirs.dirs").write_text('# 注\nXDG_DESKTOP_DIR="$HOME/桌面"\n', encoding="utf-8")
    install(linux)
    starters = sorted((linux.home / "桌面").iterdir())
    assert [path.stem for path in starters] == FIVE
    assert all(os.access(path, os.X_OK) for path in starters)
    programs = linux.home / ".local" / "share" / "applications"
    assert len(list(programs.iterdir())) == 5
    if shutil.which("desktop-file-validate"):
        done = subprocess.run(["desktop-file-validate", *starters, *programs.iterdir()], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout) == (0, "")
    assert len(remove(linux)) == 10


def test_a_starter_of_linux_runs_with_names_that_a_shell_would_misread(machine, tmp_path: Path) -> None:
    folder = tmp_path / 'py & 100%\'$HOME `id` "中"'
    folder.mkdir()
    interpreter = folder / "python"
    interpreter.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    interpreter.chmod(0o755)
    linux = machine(System.LINUX, interpreter=interpreter)
    install(linux)
    entry = read_entry((linux.home / "Desktop" / "1 校验.desktop").read_text(encoding="utf-8"))
    dropped = tmp_path / "没有 & 这个%F'$(id).xlsx"
    command = split_exec(entry["Exec"], [str(dropped)])
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(xlflow.__file__).parents[1]), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(command, capture_output=True, env=environment, cwd=tmp_path, check=False)
    assert done.returncode == 1
    assert dropped.name in done.stdout.decode("utf-8") + done.stderr.decode("utf-8")


def test_a_mac_is_told_what_to_use(machine) -> None:
    with pytest.raises(XlflowError, match="xlflow addin install"):
        install(machine(System.MACOS))
