"""A fault of ours: one sentence for the user, the trace in a log with values masked."""

from __future__ import annotations

import os
import re
import tempfile
import traceback
from datetime import datetime
from pathlib import Path


def explain(error: Exception) -> str:
    """The sentence for the user; the trace goes into a log, and to stderr with XLFLOW_DEBUG=1."""
    if os.environ.get("XLFLOW_DEBUG") == "1":
        traceback.print_exception(error)
    log = _write_log(masked_trace(error))
    where = f"经过记在 {log}（其中的值已遮盖），请把它交给技术人员" if log else "设置 XLFLOW_DEBUG=1 再运行一次可以看到经过"
    return f"xlflow 出错了（{type(error).__name__}），这是程序的问题，不是表格的问题；{where}。"


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
