"""The Excel host: one click, through xlwings, on the workbook that is open.

VBA calls `main` with the ASCII name of a verb and the version of xlwings that its module was made from. Nothing but the standard library,
msgspec and xlwings is loaded before the first call to Excel.
"""

from __future__ import annotations

import io
import locale
import sys


def main(verb: str, made_for: str = "") -> None:
    """Answers a click; refused where the button was made for another xlwings than the installed one.

    Nothing is raised: what cannot even be shown in a box goes to stderr as one sentence, with exit code 1.
    """
    _speak_the_code_page()
    try:
        from xlflow.excel.button_press import press  # loads xlwings, which may be missing

        press(verb, made_for)
    except ImportError as error:
        _give_up(f"xlflow 的运行环境不全（缺少 {error.name}），请重新安装：pip install xlflow[excel]。")
    except Exception as error:
        _give_up(_sentence(error))


def _speak_the_code_page() -> None:
    """VBA reads stderr in the ANSI code page, whatever Python would write."""
    if isinstance(sys.stderr, io.TextIOWrapper):
        sys.stderr.reconfigure(encoding=locale.getencoding(), errors="backslashreplace")


def _sentence(error: Exception) -> str:
    from xlflow.errors import XlflowError

    if isinstance(error, XlflowError):
        return str(error)
    return f"xlflow 没能与 Excel 接上（{type(error).__name__}）。请关闭 Excel 后重新打开再点；仍不行请运行 xlflow doctor。"


def _give_up(sentence: str) -> None:
    if sys.stderr is not None:
        sys.stderr.write(f"{sentence}\n")
    raise SystemExit(1)
