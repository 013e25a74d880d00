"""A page that is written by a tool: `--check` compares instead, exit 1 where the page is not what the tool would write."""

from __future__ import annotations

import sys
from pathlib import Path


def write_or_compare(page: Path, text: str) -> int:
    """The exit code of the tool."""
    if is_comparing():
        return int(page.read_text(encoding="utf-8") != text)
    page.write_text(text, encoding="utf-8")
    return 0


def is_comparing() -> bool:
    """Whether the tool was asked to compare only."""
    return "--check" in sys.argv[1:]
