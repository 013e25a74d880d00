"""体检 of what a click needs, on simulated machines."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path, PureWindowsPath

import pytest

from xlflow.excel.click_lock import clicks_under_way, locked
from xlflow.excel.setup import addin_plan, shortcuts
from xlflow.excel.setup.addin_plan import places
from xlflow.excel.setup.diagnoses import _clicks, click_diagnoses
from xlflow.excel.setup.machine import Machine, System, this_machine
from xlflow.excel.xlwings_source import installed_version
from xlflow.jobs.doctor import Diagnosis, State

CHOICE = (r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\FileExts\.xlsx\UserChoice", "ProgId")
EXCEL = (r"HKLM\Software\Microsoft\Windows\CurrentVersion\App Paths\excel.exe", "")
WPS = (r"HKCU\Software\Microsoft\Windows\CurrentVersion\App Paths\et.exe", "")


def about(subject: str, machine: Machine) -> Diagnosis:
    return next(told for told in click_diagnoses(machine) if told.subject == subject)


@pytest.mark.parametrize("system", list(System))
def test_everything_that_is_not_well_has_a_cure(machine, system: System) -> None:
    told = click_diagnoses(machine(system, code_page="cp936"))
    assert all(one.cure or one.severity is State.OK for one in told)
    assert {"解释器", "表格软件", "快捷方式", "编码", "正在进行的点击"} <= {one.subject for one in told}


def test_this_machine_is_looked_at_too() -> None:
    assert len(click_diagnoses(this_machine())) >= 6


@pytest.mark.parametrize(
    ("registry", "severity", "found"),
    [
        ({EXCEL: "C:\\EXCEL.EXE", CHOICE: "Excel.Sheet.12"}, State.OK, "有 Excel；.xlsx 由 Excel 打开"),
        ({EXCEL: "C:\\EXCEL.EXE", WPS: "C:\\et.exe", CHOICE: "WPS.Xlsx.6"}, State.WARNING, "双击 .xlsx 打开的是 WPS，按钮在 WPS 里不能用"),
        ({WPS: "C:\\et.exe", (r"HKCR\.xlsx", ""): "ET.Xlsx.6"}, State.WARNING, "没有找到 Excel，有 WPS，它不能运行按钮"),
        ({}, State.WARNING, "没有找到 Excel"),
        ({EXCEL: "C:\\EXCEL.EXE", WPS: "C:\\et.exe"}, State.OK, "有 Excel、WPS；.xlsx 由 Excel 打开"),
    ],
    ids=["Excel", "both, WPS opens", "WPS alone", "neither", "nobody chosen"],
)
def test_who_opens_workbooks_is_read_from_the_registry(machine, registry, severity: State, found: str) -> None:
    told = about("表格软件", machine(registry=registry))
    assert (told.severity, told.found) == (severity, found)


def test_an_interpreter_that_excel_cannot_start_is_told(machine) -> None:
    store = PureWindowsPath(r"C:\Users\a\AppData\Local\Microsoft\WindowsApps\python.exe")
    assert "应用商店版" in about("解释器", machine(interpreter=store)).found
    rare = about("解释器", machine(interpreter=PureWindowsPath("C:\\𠮷\\python.exe")))
    assert rare.severity is State.ERROR
    assert "只有英文的文件夹" in rare.cure


def test_the_addin_must_be_that_of_the_installed_xlwings_and_python(machine) -> None:
    windows = machine()
    assert about("加载项", windows).severity is State.WARNING
    addin_plan.install(windows)
    told = about("加载项", windows)
    assert (told.severity, f"xlwings {installed_version()}" in told.found) == (State.OK, True)
    assert about("加载项", machine(interpreter=PureWindowsPath(r"D:\python.exe"))).severity is State.ERROR
    places(windows).addin.write_bytes(b"older")
    assert "xlflow addin install" in about("加载项", windows).cure


@pytest.mark.skipif(find_spec("pywin32") is not None or find_spec("win32api") is not None, reason="pywin32 is installed here")
def test_xlwings_on_windows_needs_pywin32(machine) -> None:
    told = about("xlwings", machine())
    assert (told.severity, told.cure) == (State.ERROR, "请运行 py -m pip install pywin32")
    assert about("xlwings", machine(System.LINUX)).found == installed_version()


def test_shortcuts_that_lead_elsewhere_are_told(machine) -> None:
    windows = machine()
    assert "没有放置" in about("快捷方式", windows).found
    shortcuts.install(windows)
    assert about("快捷方式", windows).found == "10 个就绪"
    assert about("快捷方式", machine(interpreter=PureWindowsPath(r"D:\python.exe"))).severity is State.WARNING


def test_a_linux_without_utf_8_is_told(machine) -> None:
    assert about("编码", machine(System.LINUX, code_page="ANSI_X3.4-1968")).severity is State.WARNING
    assert about("编码", machine(System.LINUX, code_page="UTF-8")).found == "UTF-8"
    page = {(r"HKLM\SYSTEM\CurrentControlSet\Control\Nls\CodePage", "ACP"): "936"}
    assert "936" in about("编码", machine(registry=page)).found


def test_clicks_that_still_run_are_counted(tmp_path: Path) -> None:
    assert clicks_under_way(tmp_path / "nothing") == 0
    with locked("C:\\三班.xlsm", tmp_path):
        assert clicks_under_way(tmp_path) == 1
    assert clicks_under_way(tmp_path) == 0
    assert (_clicks(0).severity, _clicks(2).severity) == (State.OK, State.WARNING)
