"""The log of a fault of ours: its trace without values, in the folder of the user, fit to be handed on."""

from __future__ import annotations

import os
import re
import traceback
from datetime import datetime
from pathlib import Path


def keep_trace(trace: str) -> Path | None:
    """Writes a trace, whose values are masked already, as UTF-8; where it lies, or None where it could not be written."""
    path = log_folder() / f"error-{datetime.now():%Y%m%d-%H%M%S}-{os.getpid()}.log"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(trace, encoding="utf-8", errors="backslashreplace")
    except OSError:
        return None
    return path


def log_folder() -> Path:
    """The folder of the logs; it need not be there yet."""
    import tempfile  # a reader process, which masks traces only, does without it

    base = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_STATE_HOME") or tempfile.gettempdir()
    return Path(base) / "xlflow"


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
