"""The one way in which a result reaches the disk: written beside the target, flushed, verified, and only then put in its place.

A reader sees the old file or the new one, never half of one. An existing workbook can be kept under 备份 first.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, Protocol

from xlflow.errors import OutputError
from xlflow.files.writing.file_names import long_path

BACKUP_FOLDER = "备份"
PART_PREFIX, PART_SUFFIX = ".xlflow-", ".part"
_PACKAGES = {".xlsx", ".xlsm", ".xlam", ".xltx", ".xltm", ".docx", ".docm", ".dotx", ".zip"}
_REASONS = {
    errno.ENOSPC: "磁盘已满；请腾出空间后重试",
    errno.EDQUOT: "磁盘配额已满；请腾出空间后重试",
    errno.EROFS: "所在磁盘只读；请换一个位置",
    errno.ENAMETOOLONG: "路径太长；请换一个较短的文件夹或文件名",
    errno.EISDIR: "同名文件夹已存在；请换一个文件名",
    errno.ENOTDIR: "路径中有一段是文件而不是文件夹；请改正路径",
    errno.EEXIST: "路径中有一段是文件而不是文件夹；请改正路径",
}


class SaveStep(StrEnum):
    """The moments at which a save can be cut off; after each of them the target is whole."""

    BEGUN = "begun"
    WRITTEN = "written"
    FLUSHED = "flushed"
    VERIFIED = "verified"
    BACKED_UP = "backed-up"
    REPLACED = "replaced"


class FaultPoint(Protocol):
    """Called after each step; tests raise here."""

    def __call__(self, step: SaveStep, path: Path) -> None:
        """`path` is the new file, or the target once it is replaced."""


def passing(step: SaveStep, path: Path) -> None:
    """Let the save go on."""


def save(target: Path, content: bytes | Callable[[BinaryIO], None], *, backup_at: datetime | None = None, at: FaultPoint = passing) -> Path:
    """Write `content` (bytes, or a function that writes to the open file) to `target` and return the path of the target.

    The folder is made where it is missing. With `backup_at` an existing target is first copied to 备份/<name>-<time><suffix> beside it.
    Office packages are tested before they replace anything. Raises `OutputError`; the target is then as it was.
    """
    target = long_path(target)
    part = long_path(target.with_name(f"{PART_PREFIX}{secrets.token_hex(6)}{PART_SUFFIX}"))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _write(part, content, at)
        _verify(part, target)
        at(SaveStep.VERIFIED, part)
        if target.exists():
            shutil.copymode(target, part)
            if backup_at:
                _back_up(target, backup_at)
                at(SaveStep.BACKED_UP, part)
        part.replace(target)
        _flush_folder(target.parent)
        at(SaveStep.REPLACED, target)
    except OSError as error:
        raise OutputError(f"{target}: 无法写入，{_reason(error)}。") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return target


def refuse_no_folder(folder: Path) -> None:
    """`OutputError` where nothing can be put into a folder: the folder, or one above it, is a file or may not be written.

    Asked before many results are made, so that one cause is one sentence.
    """
    there = next((place for place in (folder, *folder.absolute().parents) if os.path.lexists(place)), None)
    if there is not None and not there.is_dir():
        what = "这是文件，不是文件夹" if there == folder else f"其中的 {there.name} 是文件，不是文件夹"
        raise OutputError(f"{folder}: {what}；请写一个文件夹。")
    if there is not None and not os.access(there, os.W_OK):
        raise OutputError(f"{folder}: 没有写入权限；请换一个位置。")


def _write(part: Path, content: bytes | Callable[[BinaryIO], None], at: FaultPoint) -> None:
    with part.open("xb") as file:
        at(SaveStep.BEGUN, part)
        if isinstance(content, bytes):
            file.write(content)
        else:
            content(file)
        at(SaveStep.WRITTEN, part)
        file.flush()
        os.fsync(file.fileno())
    at(SaveStep.FLUSHED, part)


def _verify(part: Path, target: Path) -> None:
    if target.suffix.lower() not in _PACKAGES:
        return
    try:
        with zipfile.ZipFile(part) as package:
            damaged = package.testzip()
    except zipfile.BadZipFile:
        damaged = target.name
    if damaged:
        raise OutputError(f"{target}: 写出的文件未通过检查（{damaged}），原文件未动；请重试，若仍如此请检查磁盘。")


def _back_up(target: Path, moment: datetime) -> None:
    folder = target.parent / BACKUP_FOLDER
    folder.mkdir(exist_ok=True)
    stem = f"{target.stem}-{moment:%Y%m%d-%H%M%S}"
    copy = folder / f"{stem}{target.suffix}"
    number = 1
    while copy.exists():
        number += 1
        copy = folder / f"{stem}-{number}{target.suffix}"
    shutil.copy2(target, long_path(copy))


def _flush_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where the host can open a folder."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with suppress(OSError):  # some network file systems cannot
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _reason(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "文件正被 Excel、WPS 等程序占用，或没有写入权限；请关闭占用它的程序，或换一个位置"
    return _REASONS.get(error.errno or 0, f"系统报告：{error.strerror or error}；请检查路径和磁盘")
