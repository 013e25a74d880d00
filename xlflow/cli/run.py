"""From an exception to a sentence and an exit code.

0 nothing wrong · 1 findings · 2 wrong use · 3 nothing could be done · 4 an error of ours · 130 Ctrl-C
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import traceback
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from xlflow.cli import chinese
from xlflow.cli.commands import xlflow
from xlflow.cli.terminal import speak_utf8
from xlflow.errors import SchemeError, XlflowError

INTERRUPTED = 130
OURS = 4
USAGE = 2


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command line (by default that of the process) and leaves with its exit code."""
    speak_utf8()
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """The exit code of a command line; what it has to say is said."""
    try:
        return int(xlflow.main(arguments, prog_name="xlflow", standalone_mode=False) or 0)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        _say(chinese.sentence(error))
        return USAGE
    except XlflowError as error:
        _say(str(error), *(error.faults if isinstance(error, SchemeError) else ()))
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        _say("已中断；没有写完的结果不会留下。")
        return INTERRUPTED
    except Exception as error:  # the last resort: whatever escapes is a fault of ours, and no user reads a trace
        return _our_fault(error)


def _our_fault(error: Exception) -> int:
    if os.environ.get("XLFLOW_DEBUG") == "1":
        traceback.print_exception(error)
    log = _write_log(masked_trace(error))
    where = f"经过记在 {log}（其中的值已遮盖），请把它交给技术人员" if log else "设置 XLFLOW_DEBUG=1 再运行一次可以看到经过"
    _say(f"xlflow 出错了（{type(error).__name__}），这是程序的问题，不是表格的问题；{where}。")
    return OURS


def masked_trace(error: BaseException) -> str:
    """The trace without values: what errors say is reduced to its ASCII words, digits and quoted text are covered."""
    shown: list[str] = []
    chain = traceback.TracebackException.from_exception(error)
    while chain:
        shown.insert(0, "".join(chain.stack.format()) + f"{getattr(chain.exc_type, '__name__', chain.exc_type)}: {_covered(str(chain))}\n")
        following = chain.__cause__ or (None if chain.__suppress_context__ else chain.__context__)
        if not following:
            break
        chain = following
    return "\n".join(shown)


def _covered(text: str) -> str:
    quoted = re.sub(r"'[^']*'|\"[^\"]*\"|“[^”]*”", "'***'", text)
    return re.sub(r"[^\x00-\x7f]+|\d{2,}", "***", quoted)


def _write_log(trace: str) -> Path | None:
    base = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_STATE_HOME") or tempfile.gettempdir()
    path = Path(base) / "xlflow" / f"error-{datetime.now():%Y%m%d-%H%M%S}-{os.getpid()}.log"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(trace, encoding="utf-8", errors="backslashreplace")
    except OSError:
        return None
    return path


def _say(*sentences: str) -> None:
    for line in sentences:
        click.echo(line, err=True)
