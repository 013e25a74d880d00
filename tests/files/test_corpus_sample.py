"""Files that nobody here wrote, hostile ones among them: each is read or refused with a code, and the program lives."""

from __future__ import annotations

import csv
from pathlib import Path

import child_tasks as tasks

from xlflow.files.child_process.executor import make_executor
from xlflow.files.reading.inbox import find_workbooks

CODES = {"read", "workbook-unreadable", "workbook-encrypted", "workbook-too-large", "workbook-type-mismatch"}
SLOW = {"phpspreadsheet-4df845c1.xls", "closedxml-bb6ac6d0.xlsm", "openpyxl-799fcb42.xlsx", "h32_far_cell_A1048576.xlsx"}
BEYOND_READING = {"h86_header_missing_required.xlsx"}


def codes_of(files: list[Path]) -> dict[str, str]:
    """File name to code."""
    with make_executor(2) as executor:
        return {path.name: code for path, code in zip(files, executor.map(tasks.code_of, files), strict=True)}


def test_a_sample_of_foreign_files_is_read_or_refused(testdata: Path) -> None:
    files = [path for path, shown in find_workbooks([testdata / "corpus"]) if "/" not in shown and path.name not in SLOW][::9]
    assert len(files) >= 30
    assert set(codes_of(files).values()) <= CODES


def test_hostile_files_are_read_or_refused_as_expected(testdata: Path) -> None:
    folder = testdata / "corpus" / "hostile"
    with (folder / "expected.csv").open(encoding="utf-8", newline="") as file:
        expected = {row["file"]: row["expect"] for row in csv.DictReader(file) if not row["file"].endswith(".docx")}
    left_out = SLOW | BEYOND_READING
    got = codes_of([folder / name for name in sorted(expected) if name not in left_out])
    assert {name for name, code in got.items() if expected[name] in ("accept", "warn") and code != "read"} == set()
    assert {name for name, code in got.items() if expected[name] == "refuse" and code == "read"} == set()
    assert set(got.values()) <= CODES
