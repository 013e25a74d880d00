"""One click from its button to its box: the lock, a quiet Excel, the handler, and whatever goes wrong caught."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from pathlib import Path
from tempfile import gettempdir

from xlflow.errors import XlflowError
from xlflow.excel.box import show, show_fault
from xlflow.excel.desk import Desk, Told, quiet
from xlflow.excel.lock import locked
from xlflow.excel.sheets import BUSY, calling_book, is_busy
from xlflow.excel.verbs import verb_named
from xlflow.excel.version_lock import refuse_other_xlwings


def press(name: str, made_for: str = "") -> None:
    """Answers the button of that name on the workbook that called. `made_for`: the xlwings of the button, where it states one."""
    book = calling_book()
    verb = verb_named(name)
    if verb is None:
        show(book, Told(f"本机的 xlflow 不认识这个按钮（{name}）：表格是用更新的版本建的。请升级 xlflow 后再点。", is_grave=True))
        return
    desk = Desk(book, verb.caption, date.today())
    try:
        refuse_other_xlwings(made_for)
        with locked(book.path, Path(gettempdir()) / "xlflow") as desk.stop, quiet(book.app):
            told: Told = import_module(verb.handler).run(desk)
    except XlflowError as error:
        told = _not_done(desk, str(error))
    except Exception as error:  # nothing may reach Excel, which would show an English trace
        if not is_busy(error):
            show_fault(book, verb.caption, error, _state(desk))
            return
        told = _not_done(desk, BUSY)
    show(book, told)


def _not_done(desk: Desk, why: str) -> Told:
    return Told(f"{desk.verb}没有完成。\n\n{why}\n\n{_state(desk)}", is_grave=True)


def _state(desk: Desk) -> str:
    """What has become of the list."""
    changed = [one for one in (desk, *desk.others) if one.book.has_changed]
    if not changed:
        return "名单没有改动。"
    copies = "、".join(str(one.backup) for one in changed if one.backup)
    return f"{'、'.join(one.book.name for one in changed)}写到一半停下了：请不保存关闭后重新打开，或取用点击前的备份 {copies}。"
