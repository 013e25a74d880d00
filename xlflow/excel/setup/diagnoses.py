"""体检 of what a click needs: interpreter, xlwings, add-in, who opens .xlsx, encodings, clicks under way. Each lack with its cure."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import gettempdir

from xlflow.errors import XlflowError
from xlflow.excel.click_lock import clicks_under_way
from xlflow.excel.setup.addin_plan import places, planned, settings, settings_file
from xlflow.excel.setup.machine import Machine, System
from xlflow.excel.setup.shortcuts import install_plan
from xlflow.excel.setup.steps import Step, Write, is_done
from xlflow.excel.xlwings_source import installed_version
from xlflow.files.writing.addin_book import addin_note
from xlflow.jobs.doctor import Diagnosis, State

_USER_CHOICE = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\FileExts\.xlsx\UserChoice"
_PROGRAMS = {"Excel": "excel.exe", "WPS": "et.exe"}
_APP_PATHS = r"Software\Microsoft\Windows\CurrentVersion\App Paths"
_WPS_IDS = ("wps", "et.", "ket.")
_SLOW = ("pandas", "numpy", "matplotlib")


def click_diagnoses(machine: Machine) -> tuple[Diagnosis, ...]:
    """What was looked at, well or not."""
    return (
        *_interpreter(machine),
        *_xlwings(machine),
        sheet_programs(machine),
        *_addin(machine),
        _shortcuts(machine),
        _encoding(machine),
        _clicks(clicks_under_way(Path(gettempdir()) / "xlflow")),
    )


def _interpreter(machine: Machine) -> Iterator[Diagnosis]:
    """The one that Excel and the shortcuts start."""
    found = str(machine.interpreter)
    if "windowsapps" in found.casefold():
        cure = "请从 python.org 安装 Python（勾选 Add to PATH），重新安装 xlflow，再运行 xlflow addin install"
        yield Diagnosis("解释器", State.WARNING, f"{found} 是应用商店版，Excel 找不到它", cure)
        return
    try:
        settings_file(settings(machine), b"", machine.code_page)
    except XlflowError as error:
        yield Diagnosis("解释器", State.ERROR, f"{found}：路径里有 Excel 读不出的字", str(error))
        return
    yield Diagnosis("解释器", State.OK, found)


def _xlwings(machine: Machine) -> Iterator[Diagnosis]:
    found = installed_version()
    if not found and machine.system is System.LINUX:
        return
    if not found:
        what = "没有安装；Excel 里的按钮和功能区用不了，命令行和快捷方式不受影响"
        yield Diagnosis("xlwings", State.WARNING, what, "需要时请运行 py -m pip install xlwings")
        return
    if machine.system is System.WINDOWS and not _has("pywin32"):
        yield Diagnosis("xlwings", State.ERROR, f"{found}，但缺少 pywin32", "请运行 py -m pip install pywin32")
        return
    yield Diagnosis("xlwings", State.OK, found)
    slow = [name for name in _SLOW if _has(name)]
    if slow:
        cure = "建议把 xlflow 装在单独的虚拟环境里（py -m venv），再运行 xlflow addin install"
        yield Diagnosis("点击速度", State.WARNING, f"同一环境里装有 {'、'.join(slow)}，每次点击都要多等它们载入", cure)


def _has(package: str) -> bool:
    try:
        version(package)
    except PackageNotFoundError:
        return False
    return True


def sheet_programs(machine: Machine) -> Diagnosis:
    """Which programs are there, and which of them opens a workbook."""
    if machine.system is not System.WINDOWS:
        what = (
            "Linux 上没有 Excel；校验等请用命令行或 xlflow shortcuts" if machine.system is System.LINUX else "Mac 版 Excel 的按钮尽力支持"
        )
        return Diagnosis("表格软件", State.OK, what)
    there = [name for name, program in _PROGRAMS.items() if _path_of(machine, program)]
    opener = _opener(machine)
    if "Excel" not in there and opener != "Excel":
        cure = "按钮和功能区请在装有 Excel 的电脑上用；这台电脑请运行 xlflow shortcuts install，把表拖上去，结果相同"
        return Diagnosis(
            "表格软件", State.WARNING, "没有找到 Excel" + ("，有 WPS，它不能运行按钮" if "WPS" in (*there, opener) else ""), cure
        )
    if opener == "WPS":
        cure = "请右击一份表，选“打开方式”“选择其他应用”，选 Excel 并勾选“始终”；不想改的请用 xlflow shortcuts install"
        return Diagnosis("表格软件", State.WARNING, "双击 .xlsx 打开的是 WPS，按钮在 WPS 里不能用", cure)
    return Diagnosis("表格软件", State.OK, f"有 {'、'.join(there or ['Excel'])}；.xlsx 由 {opener or 'Excel'} 打开")


def _path_of(machine: Machine, program: str) -> str | None:
    roots = ("HKLM", "HKCU")
    return next((found for root in roots if (found := machine.registry(rf"{root}\{_APP_PATHS}\{program}", ""))), None)


def _opener(machine: Machine) -> str:
    """Excel, WPS, another program by its id, or nothing where Windows does not say."""
    chosen = machine.registry(_USER_CHOICE, "ProgId") or machine.registry(r"HKCR\.xlsx", "") or ""
    if chosen.casefold().startswith(_WPS_IDS):
        return "WPS"
    return "Excel" if chosen.casefold().startswith("excel.") else chosen


def _addin(machine: Machine) -> Iterator[Diagnosis]:
    """The lock between the VBA of the add-in and the installed xlwings, and everything else that `install` writes."""
    if machine.system is System.LINUX or not installed_version():
        return
    addin = places(machine).addin
    if not addin.is_file():
        cure = "需要时请运行 xlflow addin install"
        yield Diagnosis(
            "加载项", State.WARNING, "没有安装，Excel 里没有功能区“推优”；带按钮的表单（new --buttons）也要靠它找到 Python", cure
        )
        return
    note = addin_note(addin.read_bytes())
    try:
        fits = all(map(is_done, planned(machine)))
    except XlflowError as error:
        yield Diagnosis("加载项", State.ERROR, f"{note}，{addin}", str(error))
        return
    if fits:
        yield Diagnosis("加载项", State.OK, f"{note}，{addin}")
    else:
        what = f"{note}，与现在的 xlflow、xlwings {installed_version()} 或 Python 的位置不一致"
        yield Diagnosis(
            "加载项", State.ERROR, what, "请关闭 Excel，运行 xlflow addin install；带按钮的表单请用 xlflow new --buttons 重新生成"
        )


def _shortcuts(machine: Machine) -> Diagnosis:
    try:
        steps: tuple[Step, ...] = install_plan(machine)
    except XlflowError as error:
        return Diagnosis("快捷方式", State.OK, str(error))
    placed = [step for step in steps if isinstance(step, Write) and step.path.is_file()]
    if not placed:
        return Diagnosis("快捷方式", State.OK, "没有放置；WPS 和 Linux 上可以用 xlflow shortcuts install 放到桌面")
    if all(map(is_done, placed)):
        return Diagnosis("快捷方式", State.OK, f"{len(placed)} 个就绪")
    return Diagnosis("快捷方式", State.WARNING, "指向别处的 Python 或旧版本", "请重新运行 xlflow shortcuts install")


def _encoding(machine: Machine) -> Diagnosis:
    """The code page of Windows, by its own name; elsewhere names of files must be UTF-8."""
    name = machine.code_page.casefold().replace("_", "-")
    if machine.system is System.WINDOWS:
        return Diagnosis("编码", State.OK, f"系统代码页 {_windows_code_page(machine)}；按钮的程序和文件都不依赖它")
    if name in ("utf-8", "utf8"):
        return Diagnosis("编码", State.OK, "UTF-8")
    return Diagnosis("编码", State.WARNING, f"{machine.code_page}，中文文件名可能读不出", "请设置 LANG=zh_CN.UTF-8 或 C.UTF-8 后重新登录")


def _windows_code_page(machine: Machine) -> str:
    found = machine.registry(r"HKLM\SYSTEM\CurrentControlSet\Control\Nls\CodePage", "ACP")
    return found or machine.code_page


def _clicks(under_way: int) -> Diagnosis:
    if not under_way:
        return Diagnosis("正在进行的点击", State.OK, "没有")
    cure = "请等它结束；等不到的，关闭 Excel，在任务管理器里结束 python 后再点"
    return Diagnosis("正在进行的点击", State.WARNING, f"{under_way} 个，同一份表要等它结束才能再点", cure)
