"""One click at a time on one workbook: a lock that the operating system drops when its process ends, however it ends."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from xlflow.errors import OutputError, XlflowError


@contextmanager
def locked(workbook: str, folder: Path) -> Iterator[Path]:
    """Holds the lock of a workbook; gives the file whose appearance asks the run to stop. `XlflowError` while another click runs.

    A file that a dead process left is no lock: only an open one is.
    """
    path = folder / f"{hashlib.sha256(workbook.casefold().encode('utf-8', 'surrogatepass')).hexdigest()[:24]}.lock"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT)
    except OSError as error:
        raise OutputError(f"{folder}: 无法写入，请检查磁盘空间和该文件夹的权限后重试。") from error
    try:
        if not _takes(descriptor):
            raise XlflowError("上一次点击还在进行，请等它结束（状态栏会恢复原样）再点。")
        stop = path.with_suffix(".stop")
        stop.unlink(missing_ok=True)
        yield stop
    finally:
        os.close(descriptor)


def clicks_under_way(folder: Path) -> int:
    """How many workbooks are locked by a click that still runs."""
    return sum(map(_is_held, folder.glob("*.lock")))


def _is_held(path: Path) -> bool:
    try:
        descriptor = os.open(path, os.O_RDWR)
    except OSError:
        return False
    try:
        return not _takes(descriptor)
    finally:
        os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _takes(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _takes(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
