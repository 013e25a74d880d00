"""Opens one workbook of somebody else within limits: bytes in, cells with addresses out.

Runs inside a child process (`limited`), since a hostile file can make the fast reader panic, abort or eat a gigabyte. The type is told by
the content. Every reason not to read a file is a `WorkbookError` with the code of the finding that the file gets.
"""

from __future__ import annotations

import errno
import hashlib
import os
from datetime import UTC, datetime
from pathlib import Path, PurePath

from xlflow.errors import WorkbookError
from xlflow.files.reading import calamine_sheets, csv_sheets, package_sheets, xls
from xlflow.files.reading.devices import is_device
from xlflow.files.reading.file_kinds import Kind, kind_of
from xlflow.files.reading.limits import LIMITS, Limits
from xlflow.files.reading.stamp import split_stamp
from xlflow.tables.raw import RawSheet, RawWorkbook

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
    if kind is Kind.TEXT:
        return [csv_sheets.read_sheet(data, PurePath(shown).stem, limits)], None
    if kind is Kind.PACKAGE:
        return package_sheets.read_sheets(data, limits)
    try:
        sheets = [calamine_sheets.whole_numbers_as_float(sheet) for sheet in calamine_sheets.read_sheets(data, limits)]
    except calamine_sheets.FastReaderError as error:
        raise WorkbookError("workbook-unreadable", "内容已损坏") from error
    found = xls.oddities_of(data)
    return [package_sheets.with_detail(sheet, found[sheet.name]) if sheet.name in found else sheet for sheet in sheets], None
