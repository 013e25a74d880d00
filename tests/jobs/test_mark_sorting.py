"""Marks of a form whose rows LibreOffice sorts: they go with their rows, and the next run finds the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from filled_form import FIRST_ROW, LIST, shown, write_form

from xlflow.findings import Finding
from xlflow.jobs.checking.checked import CheckedFile
from xlflow.jobs.checking.mark import mark_form
from xlflow.jobs.running.read_file import judge_file

if TYPE_CHECKING:
    from conftest import Soffice

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")

DAY = date(2026, 3, 20)
FILLED = {"性别": "男", "出生日期": "2006-03-07", "推优大会时间": "2026-03-02", "应到会人数": 30, "实到会人数": 28}
PEOPLE: Sequence[Mapping[str, object]] = (
    {"姓名": "王一", "身份证号": "110105200603079010", "学号/工号": "999900000001"},
    {"姓名": "丁四", "身份证号": "110105200603079071", "学号/工号": "999900000002"},
    {"姓名": "赵三", "身份证号": "110105200603079053", "学号/工号": "999900000003", "入团时间": "2026.13"},
    {"姓名": "李二", "身份证号": "110105200603079037", "学号/工号": "999900000004", "联系电话": "12"},
)
"""Names whose order is the same by code point and by sound: it depends on the locale which of them LibreOffice takes."""
ROWS = range(FIRST_ROW, FIRST_ROW + len(PEOPLE))
MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
Sub SortDown(source As String, target As String, sheet As String, area As String, column As Integer)
  Dim options(0) As New com.sun.star.beans.PropertyValue
  options(0).Name = "Hidden"
  options(0).Value = True
  Dim book As Object
  book = StarDesktop.loadComponentFromURL(source, "_blank", 0, options())
  Dim keys(0) As New com.sun.star.table.TableSortField
  keys(0).Field = column
  keys(0).IsAscending = False
  Dim sorting(1) As New com.sun.star.beans.PropertyValue
  sorting(0).Name = "SortFields"
  sorting(0).Value = keys()
  sorting(1).Name = "ContainsHeader"
  sorting(1).Value = False
  book.Sheets.getByName(sheet).getCellRangeByName(area).sort(sorting())
  options(0).Name = "FilterName"
  options(0).Value = "Calc MS Excel 2007 XML"
  book.storeToURL(target, options())
  book.close(True)
End Sub
</script:module>
"""


@pytest.fixture(scope="session")
def sort_down(soffice: Soffice) -> Callable[[Path, Path], None]:
    """Sorts the rows of 推优对象清单 by name, the last name first, and saves the workbook under another name."""
    (soffice.profile / "user" / "basic" / "Standard" / "Module1.xba").write_text(MODULE, encoding="utf-8")

    def sort(source: Path, target: Path) -> None:
        book = openpyxl.load_workbook(source)
        last = openpyxl.utils.get_column_letter(book[LIST].max_column)
        book.close()
        words = (source.as_uri(), target.as_uri(), LIST, f"A{ROWS[0]}:{last}{ROWS[-1]}")
        quoted = ",".join(f'"{word}"' for word in words)
        soffice(f"macro:///Standard.Module1.SortDown({quoted},1)")

    return sort


def judged(path: Path) -> tuple[CheckedFile, tuple[Finding, ...]]:
    own = judge_file(path, path.name, None, DAY)
    return CheckedFile(path, path.name, len(PEOPLE), True, own.reading.sha256, own.reading.is_standard_form), own.findings


def mark(path: Path) -> None:
    path.write_bytes(mark_form(*judged(path), None, DAY).content)


def people(path: Path) -> list[dict[str, object]]:
    return [shown(path, row=row) for row in ROWS]


def marks(path: Path) -> dict[object, tuple[object, object]]:
    """The verdict and the columns at fault of each person."""
    return {row["姓名"]: (row.get("校验结论"), row.get("标记")) for row in people(path)}


def findings(path: Path) -> set[tuple[object, ...]]:
    """What is wrong, by person."""
    names = dict(zip(ROWS, (row["姓名"] for row in people(path)), strict=True))
    return {(names.get(f.place.row or 0), f.code, f.place.field, f.got, f.message) for f in judged(path)[1]}


def links(path: Path) -> set[Any]:
    book = openpyxl.load_workbook(path)
    book.close()
    return {cell.hyperlink.location for row in book["校验结果"].iter_rows() for cell in row if cell.hyperlink}


def test_marks_go_with_their_rows_when_libreoffice_sorts(tmp_path: Path, sort_down: Callable[[Path, Path], None]) -> None:
    form, moved = write_form(tmp_path / "三班.xlsx", [FILLED | dict(person) for person in PEOPLE]), tmp_path / "排序后.xlsx"
    mark(form)
    told = {
        "王一": ("通过", None),
        "丁四": ("● 1 处错误：身份证号", "|E8|"),
        "赵三": ("● 1 处错误：入团时间", "|E14|"),
        "李二": ("▲ 1 处提醒：联系电话", "|W12|"),
    }
    assert marks(form) == told

    sort_down(form, moved)
    assert [row["姓名"] for row in people(moved)] == ["赵三", "王一", "李二", "丁四"]
    assert marks(moved) == told
    assert findings(moved) == findings(form)

    before = people(moved)
    mark(moved)
    assert people(moved) == before
    assert links(form) == {f"'{LIST}'!{cell}" for cell in ("H6", "N7", "L8")}
    assert links(moved) == {f"'{LIST}'!{cell}" for cell in ("N5", "L7", "H8")}
