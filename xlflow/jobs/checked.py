"""What 校验 knows of one file once it is judged."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A workbook that was checked: its place, its name in findings, the people read, and whether anything could be read."""

    path: Path
    name: str
    rows: int
    readable: bool
