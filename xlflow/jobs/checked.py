"""What 校验 knows of one file once it is judged."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct


class CheckedFile(Struct, frozen=True):
    """A workbook that was checked: its place, its name in findings, the people read, and whether anything could be read.

    `sha256` is that of the bytes that were judged; `is_form`: `new` made it.
    """

    path: Path
    name: str
    rows: int
    readable: bool
    sha256: str = ""
    is_form: bool = False
