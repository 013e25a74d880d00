"""A save leaves the old file or the new one, wherever it is cut off."""

from __future__ import annotations

import errno
import io
import os
import zipfile
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import pytest

from xlflow.errors import OutputError
from xlflow.files.writing.save import SaveStep, save

NOW = datetime(2026, 5, 6, 7, 8, 9)


def package(text: str) -> bytes:
    """A package with one part."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(zipfile.ZipInfo("a"), text)
    return stream.getvalue()


def files_in(folder: Path) -> set[str]:
    """All files below."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_missing_folders_are_made(tmp_path: Path) -> None:
    target = save(tmp_path / "甲" / "乙" / "名单.csv", b"1")
    assert (target.read_bytes(), files_in(tmp_path)) == (b"1", {"甲/乙/名单.csv"})


def test_a_function_may_write_the_content(tmp_path: Path) -> None:
    def write(file: BinaryIO) -> None:
        file.write(package("new"))

    assert zipfile.ZipFile(save(tmp_path / "a.xlsx", write)).read("a") == b"new"


def test_a_backup_bears_the_time_and_is_never_overwritten(tmp_path: Path) -> None:
    for text in ("1", "2", "3"):
        save(tmp_path / "名单.xlsx", package(text), backup_at=NOW)
    assert files_in(tmp_path) == {"名单.xlsx", "备份/名单-20260506-070809.xlsx", "备份/名单-20260506-070809-2.xlsx"}
    assert (tmp_path / "备份/名单-20260506-070809.xlsx").read_bytes() == package("1")


@pytest.mark.parametrize("step", [step for step in SaveStep if step is not SaveStep.REPLACED])
def test_a_save_cut_off_anywhere_leaves_the_old_file_and_nothing_else(tmp_path: Path, step: SaveStep) -> None:
    target = tmp_path / "名单.xlsx"
    target.write_bytes(package("old"))

    def fault(reached: SaveStep, path: Path) -> None:
        if reached is step:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(OutputError, match="磁盘已满"):
        save(target, package("new"), backup_at=NOW, at=fault)
    assert target.read_bytes() == package("old")
    assert files_in(tmp_path) - {"备份/名单-20260506-070809.xlsx"} == {"名单.xlsx"}


def test_the_steps_come_in_order(tmp_path: Path) -> None:
    seen: list[SaveStep] = []
    (tmp_path / "a.xlsx").write_bytes(package("old"))
    save(tmp_path / "a.xlsx", package("new"), backup_at=NOW, at=lambda step, path: seen.append(step))
    assert seen == list(SaveStep)


def test_an_interrupt_leaves_no_rest(tmp_path: Path) -> None:
    def interrupt(step: SaveStep, path: Path) -> None:
        if step is SaveStep.WRITTEN:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        save(tmp_path / "a.csv", b"1", at=interrupt)
    assert files_in(tmp_path) == set()


@pytest.mark.parametrize("content", [b"no package", package("x" * 50).replace(b"x" * 50, b"x" * 49 + b"y")])
def test_a_damaged_package_replaces_nothing(tmp_path: Path, content: bytes) -> None:
    target = tmp_path / "a.xlsx"
    target.write_bytes(package("old"))
    with pytest.raises(OutputError, match="未通过检查"):
        save(target, content)
    assert (target.read_bytes(), files_in(tmp_path)) == (package("old"), {"a.xlsx"})


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PermissionError(errno.EACCES, "x"), "占用"),
        (OSError(errno.EROFS, "x"), "只读"),
        (OSError(errno.ENAMETOOLONG, "x"), "路径太长"),
        (OSError(errno.EIO, "坏扇区"), "坏扇区"),
    ],
)
def test_the_reason_is_said_in_words(tmp_path: Path, error: OSError, words: str) -> None:
    def fault(step: SaveStep, path: Path) -> None:
        raise error

    with pytest.raises(OutputError, match=words) as caught:
        save(tmp_path / "a.csv", b"1", at=fault)
    assert str(tmp_path / "a.csv") in str(caught.value)


def test_a_file_where_a_folder_should_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "甲").write_bytes(b"")
    with pytest.raises(OutputError, match="文件而不是文件夹"):
        save(tmp_path / "甲" / "a.csv", b"1")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such bits")
def test_a_replaced_file_keeps_its_permissions(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    target.write_bytes(b"1")
    target.chmod(0o640)
    save(target, b"2")
    assert target.stat().st_mode & 0o777 == 0o640
