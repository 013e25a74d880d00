"""Which workbooks a folder or file argument means, and what findings call them."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from xlflow.files.writing.file_names import shown_name
from xlflow.files.writing.save import BACKUP_FOLDER

EXTENSIONS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".xltx", ".xltm", ".et", ".ods", ".csv"})
COPIES_FOLDER = "校验副本"
"""Marked copies lie here; like backups they are no submissions."""
STORE_SUFFIX = ".xlflow"
"""The store of a roster lies beside its workbook under the same name; such a workbook is no submission."""


def find_workbooks(paths: Sequence[Path], skip: Iterable[Path] = ()) -> list[tuple[Path, str]]:
    """Every workbook once, with the name that findings show, sorted by that name.

    A file counts as it is given, also one that is missing (reading it says so); a folder gives the workbooks in it and below, named
    relative to it with `/`; names are shown as `names.shown_name` gives them. Lock files (~$…) are never taken; in folders neither are
    hidden files, 备份, 校验副本, and rosters. `skip` names files to leave out.
    """
    left_out = {_identity(path) for path in skip}
    found: dict[Path, tuple[Path, str]] = {}
    for path, shown in _candidates(paths):
        identity = _identity(path)
        if identity not in left_out:
            found.setdefault(identity, (path, shown))
    return sorted(found.values(), key=lambda pair: (pair[1], str(pair[0])))


def _candidates(paths: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    for path in paths:
        if _is_folder(path):
            for file in _walk(path):
                yield file, shown_name(file.relative_to(path).as_posix())
        elif not path.name.startswith("~$"):
            yield path, shown_name(str(path))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # reading it raises the right error
        return False


def _walk(top: Path) -> Iterator[Path]:
    for folder, subfolders, names in os.walk(top):
        subfolders[:] = [name for name in subfolders if name not in (BACKUP_FOLDER, COPIES_FOLDER) and not _hidden(Path(folder, name))]
        for name in names:
            file = Path(folder, name)
            if file.suffix.lower() in EXTENSIONS and not _hidden(file) and not file.with_suffix(STORE_SUFFIX).exists():
                yield file


def _hidden(path: Path) -> bool:
    if path.name.startswith((".", "~$", "__MACOSX")):
        return True
    try:
        attributes = getattr(path.stat(), "st_file_attributes", 0)
    except OSError:
        return False
    return bool(attributes & stat.FILE_ATTRIBUTE_HIDDEN)


def _identity(path: Path) -> Path:
    try:
        return Path(os.path.normcase(path.resolve()))
    except (OSError, RuntimeError, ValueError):  # a loop of links, a name the host cannot hold
        return path.absolute()
