"""The open workbook reads as its file does, and what is written into it reads back as it was meant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from excel_engines.memory import Excel
from hypothesis import given, settings
from hypothesis import strategies as st

from xlflow.excel.live_page import write_page
from xlflow.excel.live_reading import read_live
from xlflow.excel.live_sheets import calling_book
from xlflow.excel.live_writing import write_edits
from xlflow.excel.native import CellRange
from xlflow.excel.roster_sheets import changed_pages, write_pages
from xlflow.files.editing.cell_edits import AddedPage, CellEdit, Look, PageCell, PageRow, SheetEdits
from xlflow.files.reading.reader import read_workbook
from xlflow.jobs.checking.checked_sheets import check_sheets
from xlflow.tables.raw import RawSheet, RawWorkbook

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
DAY = date(2026, 3, 20)
TITLE_PT = 16
SAMPLES = [
    "改错/软件1班.xlsx",
    "改错/会计1班名单.xlsx",
    "报送/003_2023级数据科学1班团支部_推优对象汇总表_20260622.xlsx",
    "报送/006_2023级汉语言文学1班团支部_推优对象汇总表_20260626.xlsx",
    "唐山3+1+1/2026年上半年_共青团示例市委员会_督导和资料.xlsx",
]
Open = Callable[..., Any]


@pytest.mark.parametrize("sample", SAMPLES)
def test_live_sheets_have_the_findings_of_their_file(sample: str, opened: Open, tmp_path: Path) -> None:
    opened(sample)
    file = tmp_path / "三班.xlsx"
    of_file = check_sheets(read_workbook(file, file.name), as_of=DAY)
    live = check_sheets(read_live(calling_book()), as_of=DAY)
    assert live.findings == of_file.findings
    assert [record.values for record in live.reading.records("nominees")] == [
        record.values for record in of_file.reading.records("nominees")
    ]


@pytest.fixture
def blank(excel: Excel, tmp_path: Path) -> Any:
    """A workbook without anything in it, open."""
    path = tmp_path / "空.xlsx"
    book = openpyxl.Workbook()
    book.save(path)
    return excel.open(path).active


def test_errors_hours_months_hidden_rows_and_merged_headers_are_seen(blank: Any) -> None:
    blank.append(["姓名", "#N/A", datetime(2026, 3, 1), "组", None])
    blank.append(["张三", 0.5, datetime(2026, 4, 1), "甲", "乙"])
    blank.append(["李四", None, datetime(2026, 5, 2), None, None])
    blank["B2"] = datetime(1899, 12, 30, 8, 30).time()
    blank["C1"].number_format = 'yyyy"年"m"月"'
    blank["C2"].number_format = blank["C3"].number_format = "yyyy-mm-dd"
    blank.row_dimensions[2].hidden = True
    blank.merge_cells("D1:E1")
    (sheet,) = read_live(calling_book()).sheets
    assert sheet.errors == {(0, 1): "#N/A"}
    assert sheet.rows[1][1] == datetime(1899, 12, 30, 8, 30).time()
    assert sheet.rows[2][2] == date(2026, 5, 2)
    assert sheet.month_cells == {(0, 2)}
    assert sheet.hidden_rows == {1}
    assert sheet.merged == ((0, 3, 0, 4),)


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=24)
CODES = st.sampled_from(
    ["007", "110105200603079010", "2026-03", "2026.3.5", "1e5", "TRUE", "=1+1", "'引号", "-", "50%", "@", "3/4", "1,000"]
)


@pytest.mark.slow
@settings(max_examples=60)
@given(texts=st.lists(CODES | TEXTS, min_size=1, max_size=8))
def test_a_text_that_is_written_reads_back_as_that_text(texts: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("texts") / "空.xlsx"
    openpyxl.Workbook().save(path)
    Excel().open(path)
    book = calling_book()
    name = book.sheet_names[0]
    write_edits(book, [SheetEdits(name, {(row, 0): CellEdit(text) for row, text in enumerate(texts)})])
    assert [row[0] for row in book.sheet(name).values(CellRange(0, 0, len(texts)))] == texts


def test_a_day_is_written_with_its_format(blank: Any) -> None:
    book = calling_book()
    write_edits(book, [SheetEdits(blank.title, {(0, 0): CellEdit(date(2026, 3, 5), number_format="yyyy-mm-dd"), (1, 0): CellEdit("007")})])
    assert (blank["A1"].value, blank["A1"].number_format) == (datetime(2026, 3, 5), "yyyy-mm-dd")
    assert (blank["A2"].value, blank["A2"].number_format) == ("007", "@")


def test_a_page_of_a_roster_that_the_merge_left_out_keeps_its_header_only(blank: Any) -> None:
    for row in (["姓名", "学号"], ["张三", "007"], ["李四", "008"]):
        blank.append(row)
    blank.parent.create_sheet("其他")["A1"] = "同样"
    live = calling_book()
    pages = changed_pages(live, RawWorkbook("清单库.xlsx", "", (RawSheet("其他", 0, [["同样"]]),)))
    assert [page.name for page in pages] == [blank.title]
    write_pages(live, pages)
    assert [[cell.value for cell in row] for row in blank.iter_rows()] == [["姓名", "学号"], [None, None], [None, None]]


def test_rows_that_a_filter_hides_are_not_told(blank: Any, excel: Excel) -> None:
    for row in (["姓名"], ["张三"], ["李四"]):
        blank.append(row)
    blank.row_dimensions[2].hidden = True
    excel.filtered.add(blank.title)
    (sheet,) = read_live(calling_book()).sheets
    assert sheet.hidden_rows == frozenset()


def test_a_sheet_of_which_nothing_is_visible_is_read(blank: Any) -> None:
    blank.append(["姓名"])
    blank.row_dimensions[1].hidden = True
    (sheet,) = read_live(calling_book()).sheets
    assert sheet.hidden_rows == {0}


def test_a_page_that_is_no_list_of_findings_has_its_texts_as_texts_and_no_links(blank: Any) -> None:
    texts = ("〔2026〕1号", "推荐函", "=1+1")
    rows = tuple(PageRow(tuple(PageCell(text, Look()) for text in texts)) for _ in range(2))
    write_page(calling_book(), AddedPage("发文登记", (20.0, 20.0, 20.0), rows))
    sheet = blank.parent["发文登记"]
    assert [sheet.cell(2, column).value for column in (1, 2, 3)] == list(texts)
    assert sheet.cell(2, 3).data_type == "s"
    assert sheet["A1"].font.size != TITLE_PT
