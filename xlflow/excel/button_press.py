"""The answer to a button: its handler runs under the lock of the workbook, then one box in Chinese. An internal error goes into a log."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from datetime import date
from importlib import import_module
from pathlib import Path
from tempfile import gettempdir

from xlflow.errors import InternalError, XlflowError
from xlflow.excel.click_lock import locked
from xlflow.excel.desk import ClickResult, Desk, quiet
from xlflow.excel.live_sheets import BUSY, LiveBook, calling_book, is_busy, refuse_other_xlwings
from xlflow.excel.verbs import verb_named
from xlflow.files.fault_log import keep_trace, masked_trace

_TITLE = "推优"
_LONGEST = 1000
"""Characters of a box: Windows cuts a longer text without a word."""
_END, _LEFT_OUT = 300, "…\n\n……\n\n"


def press(name: str, made_for: str = "") -> None:
    """Answers the button of that name on the workbook that called. `made_for`: the xlwings of the button, where it states one."""
    book = calling_book()
    verb = verb_named(name)
    if verb is None:
        show(book, ClickResult(f"本机的 xlflow 不认识这个按钮（{name}）：表格是用更新的版本建的。请升级 xlflow 后再点。", is_grave=True))
        return
    desk = Desk(book, verb.caption, date.today())
    try:
        refuse_other_xlwings(made_for)
        with locked(book.path, Path(gettempdir()) / "xlflow") as desk.stop, quiet(book.app):
            told: ClickResult = import_module(verb.handler).run(desk)
    except XlflowError as error:
        told = _not_done(desk, str(error))
    except Exception as error:  # nothing may reach Excel, which would show an English trace
        if not is_busy(error):
            show_fault(book, verb.caption, error, _state(desk))
            return
        told = _not_done(desk, BUSY)
    show(book, told)


def _not_done(desk: Desk, why: str) -> ClickResult:
    return ClickResult(f"{desk.verb}没有完成。\n\n{why}\n\n{_state(desk)}", is_grave=True)


def _state(desk: Desk) -> str:
    """Whether the list was changed, and where its backup lies."""
    changed = [one for one in (desk, *desk.others) if one.book.has_changed]
    if not changed:
        return "名单没有改动。"
    copies = "、".join(str(one.backup) for one in changed if one.backup)
    return f"{'、'.join(one.book.name for one in changed)}写到一半停下了：请不保存关闭后重新打开，或取用点击前的备份 {copies}。"


def show(book: LiveBook, told: ClickResult) -> None:
    """The box of a click that is done, then the folder with what it made."""
    book.app.alert(_cut(told.text), _TITLE, "ok", is_grave=told.is_grave)
    if told.folder is not None:
        _open(told.folder)


def show_fault(book: LiveBook, caption: str, error: Exception, state: str) -> None:
    """An internal error: the state of the list, where the log lies, and the trace in the clipboard on request."""
    trace = error.trace if isinstance(error, InternalError) else masked_trace(error)
    kind = error.kind if isinstance(error, InternalError) else type(error).__name__
    log = keep_trace(trace)
    where = f"经过记在 {log}（其中的值已遮盖）。" if log else ""
    text = f"{caption}时出错了（{kind}），这是程序的问题，不是表格的问题。\n\n{state}\n\n{where}\n\n要复制给技术人员吗？"
    if book.app.alert(_cut(text), _TITLE, "yes_no", is_grave=True) == "yes":
        _copy(trace)


def _cut(text: str) -> str:
    """A text that is too long, shortened before its last line, which says what came of it or where the copy lies."""
    if len(text) <= _LONGEST:
        return text
    end = _LEFT_OUT + text.splitlines()[-1][-_END:]
    return text[: _LONGEST - len(end)] + end


def _copy(text: str) -> None:
    """Puts a text into the clipboard, where the system has a program for that."""
    commands = {"win32": ("clip", "utf-16-le"), "darwin": ("pbcopy", "utf-8")}
    if sys.platform in commands:
        program, encoding = commands[sys.platform]
        with suppress(OSError, subprocess.SubprocessError):
            subprocess.run([program], input=text.encode(encoding, "backslashreplace"), check=False, timeout=10)


def _open(folder: Path) -> None:
    """Shows a folder, where a desktop is known."""
    with suppress(OSError):
        if sys.platform == "win32":
            os.startfile(folder)
        elif sys.platform == "darwin":
            subprocess.run(["open", folder], check=False)
