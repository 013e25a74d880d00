"""The log of a fault of ours, in the folder of the user: what people hand on so that it can be mended."""

from __future__ import annotations

import os
import tempfile
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
    base = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_STATE_HOME") or tempfile.gettempdir()
    return Path(base) / "xlflow"
