"""校验 and 清除标记 on the open workbook: the same result as the command line, in few calls."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from excel_engines.memory import Excel

from xlflow.jobs.check import check
from xlflow.jobs.checking.checked import CheckedFile
from xlflow.jobs.checking.mark import mark_form
from xlflow.jobs.running.read_file import judge_file
from xlflow.report.workbooks.results_page import results_page

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")]
FORM, FOREIGN = "改错/软件1班.xlsx", "改错/会计1班名单.xlsx"
FORMS = [FORM, "安徽非公企业/2026年上半年_江畔机电公司团支部_推优表.xlsx", "唐山3+1+1/2026年上半年_轧钢车间团支部_推优表.xlsx"]
RESULTS = "校验结果"
Press = Callable[[str], str]


def texts(book: Any) -> dict[str, dict[str, object]]:
    """Every filled cell of every sheet; a link is the text that it shows."""
    found = {}
    for sheet in book.worksheets:
        cells = {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value not in (None, "")}
        found[sheet.title] = {place: _shown(value) for place, value in cells.items()}
    return found


def _shown(value: object) -> object:
    if isinstance(value, str) and value.startswith("=HYPERLINK("):
        return value.rpartition(',"')[2].removesuffix('")').replace('""', '"')
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def marked_by_command_line(sample: Path, name: str, folder: Path) -> Any:
    path = folder / name
    path.write_bytes(sample.read_bytes())
    judged = judge_file(path, path.name, None, date.today())
    rows = len(judged.reading.records("nominees"))
    found = check([path], as_of=date.today()).findings
    file = CheckedFile(path, path.name, rows, True, judged.reading.sha256, judged.reading.is_standard_form)
    path.write_bytes(mark_form(file, found, None, date.today()).content)
    return openpyxl.load_workbook(path)


@pytest.mark.parametrize("sample", FORMS)
def test_the_click_writes_what_check_mark_writes(
    sample: str, opened: Callable[..., Any], press: Press, repository: Path, tmp_path: Path
) -> None:
    book = opened(sample)
    press("check")
    folder = tmp_path / "cli"
    folder.mkdir()
    by_hand = marked_by_command_line(repository / "sample_workbooks" / sample, "三班.xlsx", folder)
    assert texts(book) == texts(by_hand)


def test_the_same_check_twice_says_the_same(opened: Callable[..., Any], press: Press) -> None:
    book = opened(FORM)
    said = press("check").partition("点击前")[0]
    once = texts(book)
    assert press("check").partition("点击前")[0] == said
    assert texts(book) == once


def test_links_lead_to_the_cell_at_fault(opened: Callable[..., Any], press: Press) -> None:
    book = opened(FORM)
    press("check")
    links = [cell.value for cell in book[RESULTS]["C"] if str(cell.value).startswith("=HYPERLINK")]
    assert links
    assert all("#'" in link and "'!" in link for link in links)


def test_long_texts_of_the_page_are_broken_and_begin_on_one_height(opened: Callable[..., Any], press: Press) -> None:
    book = opened(FORM)
    press("check")
    header = next(cell.row for cell in book[RESULTS]["A"] if cell.value == "序号")
    line = book[RESULTS][header + 1]
    assert {cell.alignment.vertical for cell in line if cell.value is not None} == {"top"}
    assert all(cell.alignment.wrap_text for cell in line[4:6])


def test_clearing_gives_back_the_form_as_it_was(opened: Callable[..., Any], press: Press) -> None:
    book = opened(FORM)
    before = texts(book)
    press("check")
    assert texts(book) != before
    assert "标记已清除" in press("clear")
    after = texts(book)
    assert {**after, RESULTS: {}} == {**before, RESULTS: {}}
    assert after[RESULTS] == {"A1": "尚未校验"}


def test_a_reason_between_the_marks_is_kept(opened: Callable[..., Any], press: Press) -> None:
    book = opened(FORM)
    sheet = book["推优对象清单"]
    row = next(row for row in sheet.iter_rows(max_row=6) if any(cell.value == "核实说明" for cell in row))
    reason = next(cell for cell in row if cell.value == "核实说明")
    note = sheet.cell(reason.row + 1, reason.column, "007")
    note.number_format = "General"
    note.data_type = "s"
    press("check")
    assert note.value == "007"
    press("clear")
    assert note.value == "007"


def test_a_copy_is_kept_before_the_first_write_and_told(opened: Callable[..., Any], press: Press, tmp_path: Path) -> None:
    book = opened(FORM)
    book["单位信息"]["B6"] = "还没有保存的内容"
    said = press("check")
    (copy,) = (tmp_path / "备份").iterdir()
    assert str(copy) in said
    kept = openpyxl.load_workbook(copy)
    assert kept["单位信息"]["B6"].value == "还没有保存的内容"
    assert kept[RESULTS]["A1"].value == "尚未校验"


@pytest.mark.parametrize("sample", FORMS)
def test_a_check_takes_four_calls_and_two_a_table(sample: str, opened: Callable[..., Any], press: Press, excel: Excel) -> None:
    book = opened(sample)
    tables = len(book.worksheets) - len({"首页", RESULTS, "字典", "_xlflow"})
    press("check")
    assert excel.calls["reads"] + excel.calls["writes"] <= 4 + 2 * tables


def test_more_rows_take_no_more_calls(opened: Callable[..., Any], press: Press, excel: Excel) -> None:
    book = opened(FORM)
    press("check")
    few = counts(excel)
    sheet = book["推优对象清单"]
    for row in range(20, 220):
        for column, cell in enumerate(sheet[5], 1):
            sheet.cell(row, column, cell.value)
    excel.calls.clear()
    press("check")
    assert all(now <= then for now, then in zip(counts(excel), few, strict=True))


def counts(excel: Excel) -> tuple[int, int, int]:
    return excel.calls["reads"], excel.calls["writes"], excel.calls["looks"]


def test_columns_of_the_results_get_their_widths_once_and_keep_those_that_somebody_gave_them(
    opened: Callable[..., Any], press: Press
) -> None:
    columns = opened(FORM)[RESULTS].column_dimensions
    press("check")
    assert [columns[letter].width for letter in "ABC"] == [6.0, 10.0, 26.0]
    columns["C"].width = 60
    press("check")
    assert columns["C"].width == 60


def test_a_list_of_unknown_origin_is_coloured_and_gets_its_colours_taken_off(opened: Callable[..., Any], press: Press) -> None:
    book = opened(FOREIGN)
    before, fills = texts(book), fills_of(book)
    said = press("check")
    assert "错误" in said
    assert RESULTS in book.sheetnames
    assert fills_of(book) != fills
    assert {name: cells for name, cells in texts(book).items() if name != RESULTS} == before
    press("clear")
    assert (texts(book), fills_of(book)) == (before, fills)


def fills_of(book: Any) -> dict[str, str]:
    return {
        f"{sheet.title}!{cell.coordinate}": cell.fill.fgColor.rgb
        for sheet in book.worksheets
        if not sheet.title.startswith(RESULTS)
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fill_type == "solid"
    }


def test_a_fill_of_the_user_is_left_alone(opened: Callable[..., Any], press: Press) -> None:
    book = opened(FOREIGN)
    green = openpyxl.styles.PatternFill("solid", fgColor="00B050")
    for row in book.worksheets[0].iter_rows():
        for cell in row:
            cell.fill = green
    before = fills_of(book)
    press("check")
    assert fills_of(book) == before


def test_a_page_of_the_user_by_the_name_of_ours_is_left_alone(opened: Callable[..., Any], press: Press) -> None:
    book = opened(FOREIGN)
    book.create_sheet(RESULTS)["A1"] = "我自己的"
    press("check")
    assert book[RESULTS]["A1"].value == "我自己的"
    assert f"{RESULTS}2" in book.sheetnames
    press("clear")
    assert f"{RESULTS}2" not in book.sheetnames


def test_findings_are_those_of_the_command_line(opened: Callable[..., Any], press: Press, tmp_path: Path) -> None:
    book = opened(FOREIGN)
    result = check([tmp_path / "三班.xlsx"], as_of=date.today())
    press("check")
    page = results_page(RESULTS, result.findings, rows=result.rows, as_of=date.today())
    shown = {cell.value for row in page.rows for cell in row.cells if cell.value not in ("", None)}
    assert {value for value in texts(book)[RESULTS].values() if value != "_xlflow" and ",FF" not in str(value)} == shown
