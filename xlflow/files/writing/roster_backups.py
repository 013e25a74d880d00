"""Backups of a roster: face (.xlsx) and heart (.xlflow) kept as a pair under one name, put back as a pair.

A pair shows the roster as it was before a merge, so putting one back takes that merge back. It lies in 备份 beside the roster, under the
name of the roster and the moment; a face alone in that folder is an ordinary backup and no pair.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from xlflow.errors import OutputError
from xlflow.files.writing.file_names import long_path
from xlflow.files.writing.save import BACKUP_FOLDER, PART_PREFIX, PART_SUFFIX
from xlflow.files.writing.sqlite_store import SqliteStore, store_path
from xlflow.roster.roster_state import State


class Pair(Struct, frozen=True):
    """Face and heart as they were before a merge; no face where there was no roster yet."""

    heart: Path
    face: Path | None

    def state(self) -> State:
        """What the heart of the pair remembers."""
        return SqliteStore(self.heart).load()


def keep_pair(roster: Path, moment: datetime) -> Pair:
    """Keep face and heart as they are now. The heart is kept last: a pair without it, cut off half-way, is none."""
    folder = long_path(roster.parent / BACKUP_FOLDER)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        face, heart = _free_names(folder, roster, moment)
        has_face = roster.exists()
        if has_face:
            _put(folder, face, lambda part: shutil.copy2(roster, part))
        _put(folder, heart, SqliteStore(store_path(roster)).copy_to)
    except OSError as error:
        raise OutputError(f"{folder}: 清单库没有备份成，因此没有改动它（{error.strerror or error}）；请检查磁盘和权限后重试。") from error
    return Pair(heart, face if has_face else None)


def pairs_of(roster: Path) -> list[Pair]:
    """The pairs of a roster, the newest first."""
    folder, suffix = roster.parent / BACKUP_FOLDER, store_path(roster).suffix
    if not folder.is_dir():
        return []
    hearts = [file for file in folder.iterdir() if file.suffix == suffix and file.name.startswith(f"{roster.stem}-")]
    newest_first = sorted(hearts, key=lambda file: _order(file.stem.removeprefix(f"{roster.stem}-")), reverse=True)
    faces = [heart.with_suffix(roster.suffix) for heart in newest_first]
    return [Pair(heart, face if face.exists() else None) for heart, face in zip(newest_first, faces, strict=True)]


def _order(stamp: str) -> tuple[str, int]:
    """`20260701-091500`, `20260701-091500-2` in the order in which they were written."""
    day, _, rest = stamp.partition("-")
    time, _, number = rest.partition("-")
    return (f"{day}-{time}", int(number) if number.isdigit() else 1)


def _free_names(folder: Path, roster: Path, moment: datetime) -> tuple[Path, Path]:
    stem, number = f"{roster.stem}-{moment:%Y%m%d-%H%M%S}", 1
    suffixes = (roster.suffix, store_path(roster).suffix)
    while any((folder / f"{_numbered(stem, number)}{suffix}").exists() for suffix in suffixes):
        number += 1
    face, heart = (folder / f"{_numbered(stem, number)}{suffix}" for suffix in suffixes)
    return face, heart


def _numbered(stem: str, number: int) -> str:
    return stem if number == 1 else f"{stem}-{number}"


def _put(folder: Path, target: Path, write: Callable[[Path], object]) -> None:
    """Writes a file beside its place, flushes it, and then gives it its name."""
    part = folder / f"{PART_PREFIX}{target.stem}{target.suffix}{PART_SUFFIX}"
    try:
        part.unlink(missing_ok=True)
        write(part)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(target)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
