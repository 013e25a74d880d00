"""`addin install`, `remove` and `status`, from the machine to what was done."""

from __future__ import annotations

from pathlib import Path

from xlflow.excel.addin import FILE_NAME, addin
from xlflow.excel.setup.addin_plan import install_plan, places, remove_plan
from xlflow.excel.setup.machine import Machine
from xlflow.excel.setup.settings import parse_settings, settings
from xlflow.excel.setup.steps import Step, carry_out, is_done
from xlflow.excel.xlwings_source import installed_version, installed_xlwings
from xlflow.files.writing.addin_book import addin_note
from xlflow.files.writing.save import save


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
