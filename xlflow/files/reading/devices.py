"""Pipes and devices among the files that a user names: reading one would wait, or go on, for ever."""

from __future__ import annotations

import stat
from pathlib import Path


def is_device(path: Path) -> bool:
    """Whether something is there that is neither a file nor a folder; `OSError` where nothing is, or a link leads in a circle."""
    mode = path.stat().st_mode
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))
