"""What is no workbook, or no safe one, is refused with its code and one reason."""

from __future__ import annotations

import errno
import os
import zipfile
from pathlib import Path

import pytest
from msgspec.structs import replace
from small_package import MAIN, write_package

from xlflow.errors import WorkbookError
from xlflow.files.reading.read_limits import LIMITS, Limits
from xlflow.files.reading.reader import read_workbook
from xlflow.files.writing.file_names import digest_of

ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def refusal(path: Path, limits: Limits = LIMITS) -> tuple[str, str]:
    """Code and reason."""
    with pytest.raises(WorkbookError) as caught:
        read_workbook(path, path.name, limits)
    return caught.value.code, caught.value.reason


def stored(path: Path, content: bytes) -> Path:
    """A file of these bytes."""
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlsx", b"", "workbook-unreadable"),
        ("a.xlsx", "姓名,学号\n张三,1\n".encode("gb18030"), "workbook-type-mismatch"),
        ("a.xls", b"<html><table><tr><td>1</td></tr></table></html>", "workbook-type-mismatch"),
        ("a.xls", b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "workbook-type-mismatch"),
        ("a.csv", b"<html><table></table></html>", "workbook-type-mismatch"),
        ("a.csv", b"\x89PNG\x01\x02\x03\x04 picture", "workbook-type-mismatch"),
        ("a.csv", b"\xff\xff\xfe\x81 \x80", "workbook-unreadable"),
        ("a.xlsx", b"%PDF-1.7", "workbook-type-mismatch"),
        ("a.xlsx", b"PK\x03\x04 cut off", "workbook-unreadable"),
        ("a.xls", b"\x09\x04\x06\x00\x00\x00\x10\x00", "workbook-unreadable"),
        ("a.xls", OLE, "workbook-unreadable"),
        ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "workbook-encrypted"),
        ("a.xls", OLE + b"\x09\x08\x10\x00\x00\x06" + bytes(14) + b"\x2f\x00\x06\x00", "workbook-encrypted"),
        ("a.xls", OLE + "WordDocument".encode("utf-16-le"), "workbook-type-mismatch"),
    ],
)
def test_a_file_that_is_no_workbook_gets_the_code_of_its_fault(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    assert refusal(stored(tmp_path / name, content))[0] == code


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"word/document.xml": b"<w/>", "[Content_Types].xml": b"<T/>"}, "workbook-type-mismatch"),
        ({"照片.jpg": b"x"}, "workbook-type-mismatch"),
        ({"mimetype": b"application/vnd.oasis.opendocument.text"}, "workbook-type-mismatch"),
        (
            {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "META-INF/manifest.xml": b"<m:encryption-data/>"},
            "workbook-encrypted",
        ),
        ({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}, "workbook-unreadable"),
        ({"xl/workbook.bin": b"x"}, "workbook-unreadable"),
    ],
)
def test_a_package_that_is_something_else_is_told_apart(tmp_path: Path, parts: dict[str, bytes], code: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    assert refusal(tmp_path / "a.xlsx")[0] == code


def test_a_missing_file_and_a_folder_are_unreadable(tmp_path: Path) -> None:
    assert refusal(tmp_path / "没有.xlsx") == ("workbook-unreadable", "找不到文件")
    assert refusal(tmp_path) == ("workbook-unreadable", "这是文件夹，不是工作簿")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.csv")
    assert refusal(tmp_path / "管道.csv") == ("workbook-unreadable", "这是管道或设备，不是文件")
    assert digest_of(tmp_path / "管道.csv") is None


def test_a_file_that_another_program_holds_is_locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    path = write_package(tmp_path / "a.xlsx", ROW)
    monkeypatch.setattr(Path, "open", refuse)
    assert refusal(path)[0] == "workbook-locked"


@pytest.mark.parametrize(
    "limits",
    [
        replace(LIMITS, file_bytes=100),
        replace(LIMITS, entries=3),
        replace(LIMITS, inflated_bytes=500),
        replace(LIMITS, cells=5),
    ],
)
def test_a_workbook_past_a_limit_is_too_large(tmp_path: Path, limits: Limits) -> None:
    path = write_package(tmp_path / "a.xlsx", '<row r="1"><c r="A1"><v>1</v></c><c r="F1"><v>1</v></c></row>')
    assert refusal(path, limits)[0] == "workbook-too-large"


@pytest.mark.slow
def test_a_bomb_of_blanks_is_too_large(tmp_path: Path) -> None:
    path = write_package(tmp_path / "a.xlsx", ROW + " " * (80 << 20))
    assert refusal(path)[0] == "workbook-too-large"


def test_a_package_that_lies_about_its_sizes_is_stopped_while_it_inflates(tmp_path: Path) -> None:
    path = write_package(tmp_path / "a.xlsx", ROW + " " * 100_000)
    data = bytearray(path.read_bytes())
    entry = data.rfind(b"xl/worksheets/sheet1.xml") - 46
    data[entry + 24 : entry + 28] = (50).to_bytes(4, "little")
    path.write_bytes(data)
    assert refusal(path, replace(LIMITS, inflated_bytes=20_000))[0] == "workbook-too-large"


def test_a_part_whose_checksum_is_wrong_is_damaged(tmp_path: Path) -> None:
    path = write_package(tmp_path / "a.xlsx", ROW)
    data = bytearray(path.read_bytes())
    entry = data.rfind(b"xl/worksheets/sheet1.xml") - 46
    data[entry + 16] ^= 0xFF
    path.write_bytes(data)
    assert refusal(path)[0] == "workbook-unreadable"


@pytest.mark.parametrize(
    "sheet",
    [
        f'<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet xmlns="{MAIN}">'
        '<sheetData><row><c t="str"><v>&b;</v></c></row></sheetData></worksheet>',
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1"><v>1',
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="s"><v>9999</v></c></row></sheetData></worksheet>',
    ],
)
def test_hostile_or_broken_xml_is_unreadable(tmp_path: Path, sheet: str) -> None:
    assert refusal(write_package(tmp_path / "a.xlsx", "", sheet=sheet))[0] == "workbook-unreadable"


def test_damaged_properties_do_not_hinder_reading(tmp_path: Path) -> None:
    path = write_package(tmp_path / "a.xlsx", ROW, parts={"docProps/core.xml": b"<a:modified>yesterday</a"})
    assert read_workbook(path, "a").modified is None
