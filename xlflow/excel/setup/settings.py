"""The settings by which RunPython finds Python: lines `"NAME","value"` in a file of the code page of the computer."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from xlflow.errors import XlflowError
from xlflow.excel.setup.machine import Machine, System


def settings(machine: Machine) -> dict[str, str]:
    """What RunPython is told on this computer.

    The folder of the workbook stays off the path of Python: a stray docx.py beside a list must not be run. No server of UDFs: it ends
    what takes longer than 90 seconds.
    """
    name = "INTERPRETER_MAC" if machine.system is System.MACOS else "INTERPRETER_WIN"
    return {
        name: str(machine.interpreter),
        "PYTHONPATH": "",
        "ADD_WORKBOOK_TO_PYTHONPATH": "false",
        "SHOW CONSOLE": "False",
        "USE UDF SERVER": "False",
        "CONDA PATH": "",
        "CONDA ENV": "",
    }


def settings_file(wanted: Mapping[str, str], before: bytes, code_page: str) -> bytes:
    """The file with these settings; those of other names that stood in it are kept.

    `XlflowError` where a path has a character that the code page lacks: VBA could not read it.
    """
    kept = {name: value for name, value in parse_settings(before, code_page).items() if name not in wanted}
    text = "".join(f'"{name}","{value}"\r\n' for name, value in (dict(wanted) | kept).items())
    try:
        return text.encode(code_page)
    except UnicodeEncodeError as error:
        raise XlflowError(
            f"Python 的位置含有系统代码页里没有的字“{error.object[error.start : error.end]}”，Excel 读不出来；"
            "请把 Python 装到只有英文的文件夹（如 C:\\Python）后重新运行。"
        ) from error


def parse_settings(content: bytes, code_page: str) -> dict[str, str]:
    """Name, in capitals, to value; lines of another shape count for nothing, as for VBA."""
    rows = csv.reader(io.StringIO(content.decode(code_page, "replace"), newline=""))
    return {row[0].upper(): row[1] for row in rows if len(row) == 2}
