"""Opens one workbook of unknown origin within limits: bytes in, cells with addresses out.

Runs inside a child process (`limited`), since a hostile file can make the fast reader panic, abort or eat a gigabyte. The type is told by
the content. Every reason not to read a file is a `WorkbookError` with the code of the finding that the file gets.
"""

from __future__ import annotations

import csv
import errno
import hashlib
import io
import os
import re
from datetime import UTC, datetime
from pathlib import Path, PurePath

from xlflow.errors import WorkbookError
from xlflow.files.reading import calamine_sheets, package_sheets, xls
from xlflow.files.reading.file_kinds import FileKind, kind_of
from xlflow.files.reading.read_limits import LIMITS, Limits
from xlflow.files.reading.workbook_package import split_stamp
from xlflow.files.writing.file_names import is_device
from xlflow.patterns import pattern
from xlflow.tables.raw import RawSheet, RawValue, RawWorkbook

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_ENCODINGS = ("utf-8", "gb18030")
_SEPARATORS = (",\t;|", "，；、")
"""What may stand between cells; the full-width ones only where there is none of the others."""
_GUARDED = pattern(r'="([^"]*)"')
_CUT_NUMBER = pattern(r"(?:19|20)\d{2}\.1", re.ASCII)
_NO_TEXT = pattern(r"[\x00-\x08\x0e-\x1f]")
_PROBE_LINES = 20


def read_sheet(data: bytes, name: str, limits: Limits) -> RawSheet:
    """The list as one sheet called `name`; `="0012"`, which Excel shows as text, is 0012."""
    text = decode(data)
    if _NO_TEXT.search(text[:4096]):
        raise WorkbookError("workbook-type-mismatch", "内容不是文本")
    rows: list[list[RawValue]] = []
    left = limits.cells
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text)):
            left -= max(len(row), 1)
            if left < 0:
                raise WorkbookError("workbook-too-large", f"单元格超过 {limits.cells:,} 个")
            rows.append([_value(value) for value in row])
    except csv.Error as error:
        raise WorkbookError("workbook-unreadable", "不是逗号分隔的文本，或引号不成对") from error
    width = max(map(len, rows), default=0)
    return RawSheet(name, 0, [row + [""] * (width - len(row)) for row in rows])


def decode(data: bytes) -> str:
    """The text by its byte order mark, else by the first encoding that fits; UTF-16 is recognised by its zero bytes."""
    candidates = [encoding for bom, encoding in _BOMS if data.startswith(bom)]
    if not candidates and b"\x00" in data[:200]:
        candidates = ["utf-16-le" if data[1:200:2].count(0) >= data[0:200:2].count(0) else "utf-16-be"]
    for encoding in candidates or _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise WorkbookError("workbook-unreadable", "文本编码不是 UTF-8、UTF-16 或 GB18030")


def separator_of(text: str) -> str:
    """The separator that the first lines use most evenly; a comma where they use none."""
    lines = [line for line in text[:65_536].splitlines()[:_PROBE_LINES] if line.strip()]
    if lines and lines[0].lower().startswith("sep=") and len(lines[0]) == 5:
        return lines[0][4]
    counts = {separator: sum(line.count(separator) for line in lines) for kind in _SEPARATORS for separator in kind}
    kind = next((kind for kind in _SEPARATORS if sum(counts[separator] for separator in kind) >= len(lines)), _SEPARATORS[0])
    return max(kind, key=lambda separator: counts[separator])


def _value(value: str) -> RawValue:
    """The text of a cell. 2021.1 may be what is left of the number 2021.10, so that it is a number here too."""
    return float(value) if _CUT_NUMBER.fullmatch(value) else _unguarded(value)


def _unguarded(value: str) -> str:
    if value.startswith("="):
        guarded = _GUARDED.fullmatch(value)
        return guarded[1] if guarded else value
    return value


_ASK_FOR_ONE = "请指定其中的一个工作簿；要合在一起看的，先用 xlflow merge 汇总成清单库，再指定清单库"
_LOCKED = {errno.EACCES, errno.EPERM, errno.EBUSY}


def read_workbook(path: Path, shown: str, limits: Limits = LIMITS) -> RawWorkbook:
    """The sheets of the file at `path`, which findings call `shown`. The file is read once and never written.

    .xlsx .xlsm .xltx .xltm, .xls .et, .xlsb, .ods, and .csv .txt (UTF-8, UTF-16, GB18030). Errors, hidden rows and months are not
    known in .xlsb and text, formulas without a value in the first group only. Raises `WorkbookError`.
    """
    data, file_modified = _read_bytes(path, limits)
    sheets, modified = _sheets(data, path, shown, limits)
    listed, stamp = split_stamp(sheets)
    return RawWorkbook(shown, hashlib.sha256(data).hexdigest(), listed, stamp, modified, file_modified)


def _read_bytes(path: Path, limits: Limits) -> tuple[bytes, datetime]:
    try:
        if is_device(path):
            raise WorkbookError("workbook-unreadable", "这是管道或设备，不是文件")
        if path.is_dir():
            raise WorkbookError("workbook-unreadable", "这是文件夹，不是工作簿", _ASK_FOR_ONE)
        with path.open("rb") as file:
            state = os.fstat(file.fileno())
            if state.st_size > limits.file_bytes:
                raise WorkbookError("workbook-too-large", f"文件有 {state.st_size >> 20} MiB，上限 {limits.file_bytes >> 20} MiB")
            return file.read(state.st_size), datetime.fromtimestamp(state.st_mtime, UTC)
    except FileNotFoundError as error:
        raise WorkbookError("workbook-unreadable", "找不到文件") from error
    except OSError as error:
        if error.errno in _LOCKED:
            raise WorkbookError("workbook-locked", "文件被占用或没有读取权限") from error
        raise WorkbookError("workbook-unreadable", f"磁盘读取出错（{error.strerror}）") from error
    except ValueError as error:
        raise WorkbookError("workbook-unreadable", "文件名无效") from error


def _sheets(data: bytes, path: Path, shown: str, limits: Limits) -> tuple[list[RawSheet], datetime | None]:
    kind = kind_of(data, path.suffix)
    if kind is FileKind.TEXT:
        return [read_sheet(data, PurePath(shown).stem, limits)], None
    if kind is FileKind.PACKAGE:
        return package_sheets.read_sheets(data, limits)
    try:
        sheets = [calamine_sheets.whole_numbers_as_float(sheet) for sheet in calamine_sheets.read_sheets(data, limits)]
    except calamine_sheets.FastReaderError as error:
        raise WorkbookError("workbook-unreadable", "内容已损坏") from error
    found = xls.xls_details(data)
    return [package_sheets.with_detail(sheet, found[sheet.name]) if sheet.name in found else sheet for sheet in sheets], None
