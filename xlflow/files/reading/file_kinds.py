"""What a file really is, by its content. The name decides only between text that may be a list (.csv, .txt) and text that is a mistake."""

from __future__ import annotations

from enum import StrEnum

from xlflow.errors import WorkbookError
from xlflow.patterns import pattern

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLD_XLS = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
_TEXT_SUFFIXES = (".csv", ".txt", ".tsv")
_BIFF_BEGIN = pattern(rb"\x09\x08[\x08\x10]\x00\x00[\x05\x06]")
_FILE_PASS, _WRITE_PROTECT = 0x2F, 0x86


class FileKind(StrEnum):
    """The ways in which a file is read."""

    PACKAGE = "package"
    OLE = "ole"
    TEXT = "text"


def kind_of(data: bytes, suffix: str) -> FileKind:
    """How to read the bytes of a file with a name ending in `suffix`; raises `WorkbookError` where they are no workbook."""
    if not data:
        raise WorkbookError("workbook-unreadable", "空文件，0 字节")
    if data.startswith(_ZIP):
        return FileKind.PACKAGE
    if data.startswith(OLE):
        return _ole(data)
    if data.startswith(_OLD_XLS):
        raise WorkbookError("workbook-unreadable", "Excel 95 以前的旧格式")
    if suffix.lower() in _TEXT_SUFFIXES:
        return _text(data)
    if b"PK\x05\x06" in data[-65_557:]:
        return FileKind.PACKAGE
    raise WorkbookError("workbook-type-mismatch", f"内容是{_name_of(data)}，不是工作簿")


def _ole(data: bytes) -> FileKind:
    if _utf16("EncryptedPackage") in data or _has_file_pass(data):
        raise WorkbookError("workbook-encrypted", "已加密")
    if _utf16("WordDocument") in data or _utf16("PowerPoint Document") in data:
        raise WorkbookError("workbook-type-mismatch", "内容是 Word 或 PowerPoint 文件，不是工作簿")
    return FileKind.OLE


def _has_file_pass(data: bytes) -> bool:
    """Whether the first workbook stream (it begins at a sector) says that the rest is encrypted."""
    begins = (match.start() for match in _BIFF_BEGIN.finditer(data) if match.start() % 64 == 0)
    return _starts_encrypted(data, next(begins, len(data)))


def _starts_encrypted(data: bytes, offset: int) -> bool:
    for _ in range(3):
        offset += 4 + int.from_bytes(data[offset + 2 : offset + 4], "little")
        record = int.from_bytes(data[offset : offset + 2], "little")
        if record == _FILE_PASS:
            return True
        if record != _WRITE_PROTECT:
            return False
    return False


def _text(data: bytes) -> FileKind:
    start = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"%pdf", b"{\\rtf")):
        raise WorkbookError("workbook-type-mismatch", f"内容是{_name_of(data)}，不是逗号分隔的文本")
    return FileKind.TEXT


def _name_of(data: bytes) -> str:
    start = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"<?xml") and b"spreadsheet" in start:
        return " XML 表格 2003"
    if start.startswith(b"<") or b"<html" in start or b"<table" in start:
        return "网页（HTML 或 XML）"
    if start.startswith(b"%pdf"):
        return " PDF"
    if start.startswith((b"\x89png", b"\xff\xd8\xff", b"gif8", b"bm")):
        return "图片"
    if start.startswith((b"rar!", b"7z\xbc\xaf")):
        return "压缩包"
    return "未知数据" if b"\x00" in start else "纯文本"


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-le")
