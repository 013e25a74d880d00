"""The sha256 of a file, by which a roster knows what it has already read."""

from __future__ import annotations

import hashlib
from pathlib import Path


def digest_of(path: Path) -> str | None:
    """The sha256 of the bytes of a file; None where it cannot be read, or is a pipe, on which reading would wait for ever."""
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        return None
