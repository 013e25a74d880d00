"""`python -P -m xlflow.excel.drop VERB FILE…`: what a shortcut starts."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from xlflow.errors import InternalError, XlflowError
from xlflow.excel.drop.answers import DropAnswer, answer
from xlflow.files.fault_log import keep_trace, masked_trace

_TITLE = "推优"
_TOPMOST, _FOREGROUND, _INFORMATION, _WARNING = 0x40000, 0x10000, 0x40, 0x30
_APPLE_SCRIPT = 'on run argv\ndisplay dialog (item 1 of argv) with title (item 2 of argv) buttons {"好"} default button 1\nend run'


def show(text: str, *, is_grave: bool) -> None:
    """Shows a text and waits until it was read, where the system has a box."""
    if sys.platform == "win32":
        import ctypes

        icon = _WARNING if is_grave else _INFORMATION
        ctypes.windll.user32.MessageBoxW(None, text, _TITLE, icon | _TOPMOST | _FOREGROUND)
        return
    if sys.platform == "darwin" or {"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys():
        for command in box_commands(text, is_grave=is_grave):
            if shutil.which(command[0]):
                subprocess.run(command, check=False, capture_output=True)
                return
    print(text, file=sys.stderr if is_grave else sys.stdout)


def box_commands(text: str, *, is_grave: bool) -> tuple[tuple[str, ...], ...]:
    """The programs that show a box, the best first. Every text is one argument: no shell reads it."""
    return (
        ("osascript", "-e", _APPLE_SCRIPT, text, _TITLE),
        ("zenity", "--warning" if is_grave else "--info", "--no-markup", f"--title={_TITLE}", "--width=480", f"--text={text}"),
        ("kdialog", "--title", _TITLE, "--sorry" if is_grave else "--msgbox", text),
        ("xmessage", "-center", text),
        ("notify-send", _TITLE, text),
    )


def open_all(paths: Sequence[Path]) -> None:
    """Opens files and folders with the programs that the user has for them."""
    for path in paths:
        with suppress(OSError):
            if sys.platform == "win32":
                os.startfile(path)
            else:
                subprocess.run(["open" if sys.platform == "darwin" else "xdg-open", path], check=False, capture_output=True)


def main(arguments: list[str]) -> int:
    """The verb, then the files. 0: all is well; 1: somebody has to act. Nothing is raised."""
    verb, *dropped = arguments or [""]
    told = _answer(verb, [Path(name) for name in dropped])
    show(told.text, is_grave=told.is_grave)
    open_all(told.opens)
    return int(told.is_grave)


def _answer(verb: str, dropped: list[Path]) -> DropAnswer:
    try:
        return answer(verb, dropped, date.today())
    except XlflowError as error:
        return DropAnswer(f"没有完成。\n\n{error}", is_grave=True)
    except Exception as error:  # the last resort: an internal error; no user reads a trace
        log = keep_trace(error.trace if isinstance(error, InternalError) else masked_trace(error))
        where = f"经过记在 {log}（其中的值已遮盖），请把它交给技术人员。" if log else ""
        kind = error.kind if isinstance(error, InternalError) else type(error).__name__
        return DropAnswer(f"出错了（{kind}），这是程序的问题，不是表格的问题；原表没有改动。\n\n{where}", is_grave=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
