"""Templates that were tried on this machine and did no harm: remembered by their hash in the user's cache folder.

An empty file each, so that two runs at once never spoil a list. Where the folder cannot be written, templates are tried every time.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from xlflow import __version__


def cache_folder() -> Path:
    """Where this system keeps what a program may lose: LOCALAPPDATA, Library/Caches, XDG_CACHE_HOME or ~/.cache."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "xlflow" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "xlflow"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "xlflow"


def is_trusted(content: bytes) -> bool:
    """Whether a template with these bytes was tried by this version."""
    try:
        return _mark(content).is_file()
    except (OSError, RuntimeError):  # no home folder
        return False


def trust(content: bytes) -> None:
    """Remember that it was tried."""
    with suppress(OSError, RuntimeError):
        mark = _mark(content)
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()


def _mark(content: bytes) -> Path:
    return cache_folder() / "templates" / sha256(f"{__version__}\n".encode() + content).hexdigest()
