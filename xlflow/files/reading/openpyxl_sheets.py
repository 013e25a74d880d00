"""The second reader: openpyxl, row by row, for .xlsx that the fast reader cannot open or finds empty."""

from __future__ import annotations

import io
import warnings
from datetime import datetime, time
from typing import Any

from xlflow.errors import WorkbookError
from xlflow.files.reading.archive import Archive
from xlflow.files.reading.read_limits import LIMITS, Limits
from xlflow.tables.raw import RawSheet, RawValue


def read_sheets(data: bytes, archive: Archive, limits: Limits) -> list[RawSheet]:
    """All worksheets, the used rectangle counted from A1; raises `WorkbookError` for whatever stops openpyxl."""
    if archive.has_doctype():
        raise WorkbookError("workbook-unreadable", "内部 XML 含有文档类型声明")
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            try:
                return _sheets(workbook, limits)
            finally:
                workbook.close()
    except (WorkbookError, MemoryError):
        raise
    except Exception as error:  # openpyxl raises whatever its parsers and descriptors raise
        raise WorkbookError("workbook-unreadable", "内容已损坏") from error


def opens(data: bytes, limits: Limits = LIMITS) -> bool:
    """Whether the second reader can open a workbook; no sheet is read. One with a document type is not even tried."""
    if Archive(data, limits).has_doctype():
        return False
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            openpyxl.load_workbook(io.BytesIO(data), read_only=True).close()
        except Exception:  # openpyxl raises whatever its parsers and descriptors raise
            return False
    return True


def _sheets(workbook: Any, limits: Limits) -> list[RawSheet]:
    sheets: list[RawSheet] = []
    left = limits.cells
    names = workbook.sheetnames
    for sheet in workbook.worksheets:
        sheet.reset_dimensions()
        rows: list[list[RawValue]] = []
        for row in sheet.iter_rows():
            left -= max(len(row), 1)
            if left < 0:
                raise WorkbookError("workbook-too-large", f"单元格超过 {limits.cells:,} 个")
            rows.append([_value(cell) for cell in row])
        width = max(map(len, rows), default=0)
        padded = [row + [""] * (width - len(row)) for row in rows]
        sheets.append(RawSheet(sheet.title, names.index(sheet.title), padded, visible=sheet.sheet_state == "visible"))
    return sheets


def _value(cell: Any) -> RawValue:
    """The value in the types of the fast reader: whole numbers float, midnight a date, errors and nothing an empty string."""
    from openpyxl.utils.escape import unescape

    value = cell.value
    if value is None or cell.data_type == "e":
        return ""
    if isinstance(value, str):
        return str(unescape(value))
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, datetime) and value.time() == time():
        return value.date()
    return value  # type: ignore[no-any-return]
