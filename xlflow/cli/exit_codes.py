"""A fault of ours: one sentence for the user, the trace in a log with values masked."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterable, Sequence

import click

from xlflow.cli import chinese
from xlflow.cli.commands import xlflow
from xlflow.cli.terminal import OURS, speak_utf8
from xlflow.errors import InternalError, SchemeError, XlflowError
from xlflow.files.fault_log import keep_trace, masked_trace

INTERRUPTED = 130
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
        from xlflow.messages import one_line  # `--help` does without the catalogue

        _say(*map(one_line, (str(error), *(error.faults if isinstance(error, SchemeError) else ()))))
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        _say("已中断；没有写完的结果不会留下。")
        return INTERRUPTED
    except Exception as error:  # the last resort: whatever escapes is a fault of ours, and no user reads a trace
        return _our_fault(error)


def _our_fault(error: Exception) -> int:
    from xlflow.cli.exit_codes import explain

    _say(explain(error))
    return OURS


def _say(*sentences: str) -> None:
    for line in sentences:
        click.echo(line, err=True)


def explain(error: Exception) -> str:
    """The sentence for the user; the trace goes into a log, and to stderr with XLFLOW_DEBUG=1."""
    if isinstance(error, InternalError):
        return f"xlflow 出错了（{error.kind}），这是程序的问题，不是表格的问题；{_logged([error.trace])}。"
    if _debugging():
        traceback.print_exception(error)
    where = _kept(masked_trace(error))
    return f"xlflow 出错了（{type(error).__name__}），这是程序的问题，不是表格的问题；{where}。"


def explain_files(faults: Iterable[InternalError]) -> str:
    """The sentence about files that met a fault of ours; every trace goes into the log once, and to stderr with XLFLOW_DEBUG=1."""
    known = list(faults)
    return f"xlflow 处理 {len(known)} 个文件时出错，这是程序的问题，不是表格的问题；{_logged(fault.trace for fault in known)}。"


def _logged(traces: Iterable[str]) -> str:
    trace = "\n".join(dict.fromkeys(traces))
    if _debugging():
        sys.stderr.write(trace)
    return _kept(trace)


def _debugging() -> bool:
    return os.environ.get("XLFLOW_DEBUG") == "1"


def _kept(trace: str) -> str:
    """Where the log was written, or what to do where it could not be."""
    log = keep_trace(trace)
    return f"经过记在 {log}（其中的值已遮盖），请把它交给技术人员" if log else "设置 XLFLOW_DEBUG=1 再运行一次可以看到经过"
