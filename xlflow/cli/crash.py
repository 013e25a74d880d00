"""A fault of ours: one sentence for the user, the trace in a log with values masked."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterable

from xlflow.errors import InternalError
from xlflow.files.child_process.masked_trace import masked_trace
from xlflow.jobs.running.fault_log import keep_trace


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
