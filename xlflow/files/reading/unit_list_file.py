"""Reads the committee's list of units from its workbook."""

from __future__ import annotations

from pathlib import Path

from xlflow.errors import WorkbookError
from xlflow.files.child_process.executor import make_executor
from xlflow.files.reading.reader import read_workbook
from xlflow.tables.unit_list import Unit, units_of


def read_unit_list(path: Path) -> tuple[Unit, ...]:
    """The units in the order of the list; `XlflowError` where the file is no workbook or no list of units."""
    with make_executor(1) as executor:
        try:
            raw = executor.submit(read_workbook, path, path.name).result()
        except WorkbookError as error:
            raise WorkbookError(
                error.code, f"{path.name}：单位名单无法读取（{error.reason}）；请用 Excel 或 WPS 另存为 .xlsx 后重试。"
            ) from error
    return units_of(raw)
