"""What goes out beside the documents of a run, each file by itself: one that is open somewhere is told, and the run goes on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct, field

from xlflow.errors import OutputError
from xlflow.files.writing.save import save
from xlflow.jobs.composing.composed import NotComposed


class Beside(Struct):
    """The files that were written, those that could not be, and what people should know of them."""

    files: list[Path] = field(default_factory=list)
    failed: list[NotComposed] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def save(self, path: Path, content: bytes | Callable[[BinaryIO], None]) -> bool:
        """Writes a file; whether that was possible."""
        try:
            self.files.append(save(path, content))
        except OutputError as error:
            self.failed.append(NotComposed("", path.name, "", str(error)))
            return False
        return True
