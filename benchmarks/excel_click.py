"""What a click costs on the in-memory Excel of the tests: its start, its calls, a check, the documents of 30 people.

python benchmarks/excel_click.py [--rounds N]

The start is the CPU time of a whole process up to the first call of xlwings, with `-B`, as Excel starts it. The rows are those of a
sample form, repeated with ID and student numbers of their own; the time of a check is told beside that of 帮助, a click that does nothing.
"""

from __future__ import annotations

import gc
import importlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path
from statistics import median
from typing import Any

from measure import REPOSITORY, Measure, measured

sys.path.append(str(REPOSITORY / "tests"))
FORM = REPOSITORY / "sample_workbooks" / "报送" / "2026年上半年_2023级法学1班团支部_推优表.xlsx"
LIST, FIRST_ROW = "推优对象清单", 5
TABLES = 3
_DISTRICTS = ("110101", "110102", "110105", "110106", "110107", "110108", "110109", "110111", "110112", "110113", "110114", "110115")
_FIRST_CALL = """
import os, sys, xlwings, xlflow.excel
def first(book):
    times = os.times()
    print(times.user + times.system, file=sys.stdout, flush=True)
    sys.exit(0)
xlwings.Book.caller = classmethod(first)
xlflow.excel.main("check")
"""


def start_ms(rounds: int) -> float:
    """CPU time from the start of the process to the first call of xlwings, in ms."""
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, "-B", "-c", _FIRST_CALL]
    subprocess.run(command, check=True, capture_output=True, env=environment)
    answers = [subprocess.run(command, check=True, capture_output=True, env=environment, encoding="utf-8") for _ in range(rounds)]
    return 1000 * median(float(answer.stdout) for answer in answers)


def excel_with(folder: Path, rows: int) -> Any:
    """An Excel in memory with the sample form of so many rows."""
    path = folder / f"{rows}.xlsx"
    shutil.copyfile(FORM, path)
    excel = importlib.import_module("excel_engines.memory").Excel()
    sheet = excel.open(path)[LIST]
    headers = [str(cell.value).lstrip("*") for cell in sheet[FIRST_ROW - 1]]
    people = [[cell.value for cell in row] for row in sheet.iter_rows(FIRST_ROW) if row[headers.index("姓名")].value]
    for number in range(rows):
        person = people[number % len(people)]
        for column, (label, value) in enumerate(zip(headers, person, strict=True), 1):
            sheet.cell(FIRST_ROW + number, column, _own_number(label, value, number // len(people)))
    return excel


def _own_number(label: str, value: Any, number: int) -> Any:
    """An ID number of the same day and sex, and a student number, that nobody else has."""
    if label == "身份证号":
        body = f"{_DISTRICTS[number // 100]}{value[6:14]}{number % 100:02}{value[16]}"
        return body + "10X98765432"[sum(int(digit) * 2 ** (17 - place) for place, digit in enumerate(body)) % 11]
    return f"9999{value[4:8]}{number:04}" if label == "学号/工号" else value


def seconds(verb: str) -> float:
    """One click."""
    from xlflow.excel import main

    gc.collect()
    start = time.process_time()
    main(verb)
    return time.process_time() - start


def measures(rounds: int = 5) -> list[Measure]:
    """The lines of the table."""
    warnings.simplefilter("ignore", UserWarning)  # openpyxl tells what it will not keep; nothing is kept here
    start = start_ms(2 * rounds + 1)
    lines = [Measure("click: CPU time from process start to the first call of xlwings", f"{start:.0f} ms", "≤ 250 ms", start <= 250)]
    with tempfile.TemporaryDirectory() as folder:
        for rows, most in ((200, 0.5), (5000, 5.0)):
            excel = excel_with(Path(folder), rows)
            seconds("check")
            calls = excel.calls["reads"] + excel.calls["writes"]
            checks = [seconds("check") - seconds("help") for _ in range(rounds if rows < 1000 else 1)]
            taken = median(checks)
            lines.append(
                Measure(f"click: check of {rows} rows, CPU time past an empty click", f"{taken:.2f} s", f"≤ {most} s", taken <= most)
            )
            limit = 4 + 2 * TABLES
            lines.append(
                Measure(f"click: reads and writes of a check of {rows} rows, {TABLES} tables", str(calls), f"≤ {limit}", calls <= limit)
            )
        excel = excel_with(Path(folder), 30)
        taken = seconds("compose") - seconds("help")
        made = len(list((Path(folder) / "材料").glob("*.docx")))
        lines.append(
            Measure(f"click: {made} Word documents for 30 people, CPU time past an empty click", f"{taken:.2f} s", "≤ 3 s", taken <= 3)
        )
    return lines


if __name__ == "__main__":
    sys.exit(measured(measures, __doc__))
