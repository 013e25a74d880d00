"""Where the fast reader gives up, openpyxl reads the same values at the same addresses."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
from openpyxl.utils.escape import escape

from xlflow.files.reading.archive import Archive
from xlflow.files.reading.openpyxl_sheets import read_sheets
from xlflow.files.reading.read_limits import LIMITS
from xlflow.files.reading.reader import read_workbook


def make(path: Path) -> Path:
    """A workbook with a value of each type, an error, a hidden row and a merged range."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "名单"
    sheet["B2"], sheet["C2"], sheet["D2"] = "张三", 7, date(2004, 3, 5)
    sheet["B3"], sheet["C3"], sheet["D3"] = escape("李\x0b四"), True, datetime(2004, 3, 5, 8, 30)
    sheet["E3"] = "#N/A"
    sheet.row_dimensions[3].hidden = True
    sheet.merge_cells("B5:C6")
    book.save(path)
    return path


def test_both_readers_agree(tmp_path: Path) -> None:
    path = make(tmp_path / "a.xlsx")
    fast = read_workbook(path, "a").sheets[0]
    second = read_sheets(path.read_bytes(), Archive(path.read_bytes(), LIMITS), LIMITS)[0]
    assert [list(row[1:5]) for row in second.rows[1:3]] == [list(row[:4]) for row in fast.rows[:2]]
    assert fast.rows[1][0] == "李\x0b四"


def test_a_package_that_the_fast_reader_cannot_inflate_is_read_all_the_same(tmp_path: Path) -> None:
    plain, packed = make(tmp_path / "a.xlsx"), tmp_path / "b.xlsx"
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_LZMA) as target:
        for name in source.namelist():
            target.writestr(name, source.read(name))
    sheet = read_workbook(packed, "b").sheets[0]
    assert sheet.rows[1][1:4] == ["张三", 7.0, date(2004, 3, 5)]
    assert (sheet.errors, sheet.hidden_rows, sheet.merged) == ({(2, 4): "#N/A"}, frozenset({2}), ((4, 1, 5, 2),))
