"""What people do to a workbook before they click: each has a sentence that tells the cure, and the list stays as it was."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from excel_engines.memory import Excel
from openpyxl.workbook.protection import WorkbookProtection

from xlflow.excel.button_press import _cut
from xlflow.excel.click_lock import locked
from xlflow.excel.live_reading import read_live
from xlflow.excel.live_sheets import calling_book
from xlflow.files.reading.file_kinds import OLE

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")]
FORM, FOREIGN = "改错/软件1班.xlsx", "改错/会计1班名单.xlsx"
LIST, UNIT, RESULTS = "推优对象清单", "单位信息", "校验结果"
Press = Callable[[str], str]
Open = Callable[..., Any]


def cells(book: Any) -> dict[str, Any]:
    return {f"{sheet.title}!{cell.coordinate}": cell.value for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}


def column_of(sheet: Any, label: str) -> int:
    return next(cell.column for row in sheet.iter_rows(max_row=4) for cell in row if str(cell.value).lstrip("*") == label)


def test_another_scheme_version_is_told(opened: Open, press: Press) -> None:
    book = opened(FORM)
    for row in book["_xlflow"].iter_rows():
        if row[0].value == "scheme_version":
            row[1].value = "2099.1"
    press("check")
    assert any("新版本的方案" in str(cell.value) for row in book[RESULTS].iter_rows() for cell in row)


def test_a_form_of_a_scheme_that_is_not_here_says_how_to_go_on(opened: Open, press: Press) -> None:
    book = opened(FORM)
    for row in book["_xlflow"].iter_rows():
        if row[0].value == "scheme":
            row[1].value = "elsewhere"
    before = cells(book)
    said = press("check")
    assert "本机没有这个方案" in said
    assert "名单没有改动" in said
    assert cells(book) == before


def test_a_renamed_sheet_is_told_and_still_checked(opened: Open, press: Press) -> None:
    book = opened(FORM)
    book[LIST].title = "名单"
    said = press("check")
    assert "处错误" in said
    assert any("成了“名单”" in str(cell.value) for row in book[RESULTS].iter_rows() for cell in row)


def test_deleted_columns_are_told(opened: Open, press: Press) -> None:
    book = opened(FORM)
    book[LIST].delete_cols(column_of(book[LIST], "身份证号"))
    press("check")
    assert any("身份证号" in str(cell.value) for row in book[RESULTS].iter_rows() for cell in row)


def test_deleted_mark_columns_are_told(opened: Open, press: Press) -> None:
    book = opened(FORM)
    book[LIST].delete_cols(column_of(book[LIST], "校验结论"))
    assert "标不上" in press("check")


def test_formulas_instead_of_values_are_left_alone(opened: Open, press: Press) -> None:
    book = opened(FORM)
    cell = book[LIST].cell(5, column_of(book[LIST], "年龄"))
    cell.value = "=1+19"
    said = press("fill")
    assert cell.value == "=1+19"
    assert "是公式，没有改动" in said


def test_an_active_filter_stops_the_write(opened: Open, press: Press, excel: Excel) -> None:
    book = opened(FORM)
    excel.filtered.add(LIST)
    before = cells(book)
    for verb in ("check", "fill"):
        said = press(verb)
        assert "请先在“数据”里清除筛选" in said
        assert "名单没有改动" in said
    assert cells(book) == before


def test_a_protected_sheet_stops_the_write(opened: Open, press: Press) -> None:
    book = opened(FORM)
    book[LIST].protection.sheet = True
    before = cells(book)
    said = press("check")
    assert f"“{LIST}”有保护" in said
    assert "名单没有改动" in said
    assert cells(book) == before


def test_a_filter_of_a_table_of_excels_own_kind_stops_the_write(opened: Open, press: Press, excel: Excel) -> None:
    book = opened(FOREIGN)
    excel.table_filtered.add("名单")
    before = cells(book)
    said = press("check")
    assert "请先在“数据”里清除筛选" in said
    assert cells(book) == before


def test_a_page_that_the_protected_structure_does_not_let_in_is_told(opened: Open, press: Press) -> None:
    book = opened(FOREIGN)
    book.security = WorkbookProtection(lockStructure=True)
    said = press("check")
    assert f"工作表“{RESULTS}”加不上" in said
    assert "撤销工作簿保护" in said
    assert "名单没有改动" in said


def test_a_form_with_protected_structure_is_checked_as_long_as_its_page_is_there(opened: Open, press: Press) -> None:
    book = opened(FORM)
    book.security = WorkbookProtection(lockStructure=True)
    assert "处错误" in press("check")
    assert "标记已清除" in press("clear")


def test_colours_are_not_taken_off_half_where_one_sheet_is_protected_or_the_page_must_stay(opened: Open, press: Press) -> None:
    book = opened(FOREIGN)
    press("check")
    before = cells(book)
    book["名单"].protection.sheet = True
    assert "“名单”有保护" in press("clear")
    book["名单"].protection.sheet = False
    book.security = WorkbookProtection(lockStructure=True)
    assert "删不掉" in press("clear")
    assert cells(book) == before


def test_words_in_the_hidden_column_of_the_page_are_no_notes_of_colours(opened: Open, press: Press) -> None:
    book = opened(FOREIGN)
    press("check")
    book[RESULTS]["P4"] = "我的话"
    assert "标记已清除" in press("clear")


@pytest.mark.parametrize("verb", ["check", "clear"])
def test_a_sheet_of_somebodys_own_is_not_taken_for_the_page_of_a_form(verb: str, opened: Open, press: Press) -> None:
    book = opened(FORM)
    book[RESULTS]["A1"], book[RESULTS]["B2"] = "我自己的", "重要内容"
    before = cells(book)
    said = press(verb)
    assert "请把它改名" in said
    assert "名单没有改动" in said
    assert cells(book) == before
    book[RESULTS].title = "我的"
    press(verb)
    assert book["我的"]["B2"].value == "重要内容"


def test_a_form_that_lost_its_hidden_sheet_names_the_page_that_it_got(opened: Open, press: Press) -> None:
    book = opened(FORM)
    book.remove(book["_xlflow"])
    said = press("check")
    assert f"逐条见“{RESULTS}2”" in said


def test_an_error_value_among_the_reasons_is_not_written_over(opened: Open, press: Press) -> None:
    book = opened(FORM)
    cell = book[LIST].cell(5, column_of(book[LIST], "核实说明"))
    cell.value = "#N/A"
    press("check")
    assert cell.value == "#N/A"
    press("clear")
    assert cell.value == "#N/A"


def test_errors_that_xlwings_has_no_words_for_are_no_numbers(opened: Open, press: Press) -> None:
    book = opened(FORM)
    row = 5
    book[LIST].cell(row, column_of(book[LIST], "姓名")).value = "#SPILL!"
    press("check")
    said = [str(cell.value) for line in book[RESULTS].iter_rows() for cell in line]
    assert any("#SPILL!" in text for text in said)
    assert not any("-21468" in text for text in said)


@pytest.mark.parametrize("sample", ["改错/软件1班.xlsx", "改错/会计1班名单.xlsx"])
def test_a_million_formatted_rows_cost_no_million_cells(sample: str, opened: Open, press: Press) -> None:
    book = opened(sample)
    for sheet in book.worksheets:
        if sheet.title not in ("_xlflow", RESULTS):
            sheet.cell(1048576, 1).number_format = "@"
            sheet.cell(1, 16384).number_format = "@"
    assert "处错误" in press("check")
    assert "填" in press("fill")


def test_ten_thousand_formatted_columns_are_not_asked_one_by_one(opened: Open, press: Press, excel: Excel) -> None:
    book = opened(FOREIGN)
    press("check")
    asked = excel.calls["asked"]
    book["名单"].cell(2, 10000).number_format = "@"
    excel.calls.clear()
    press("check")
    assert excel.calls["asked"] < asked + 100


def test_a_sheet_that_is_too_large_says_what_to_do(opened: Open, press: Press) -> None:
    book = opened(FOREIGN)
    book["名单"]["XFD1048576"] = "迷路的字"
    said = press("check")
    assert "Ctrl+End" in said
    assert "名单没有改动" in said


def test_rows_of_a_protected_sheet_are_not_taken_for_hidden_ones(opened: Open) -> None:
    book = opened(FORM)
    book[LIST].protection.sheet = True
    sheets = {sheet.name: sheet for sheet in read_live(calling_book()).sheets}
    assert not sheets[LIST].hidden_rows


@pytest.mark.parametrize("verb", ["check", "fill", "submit"])
def test_a_full_disk_is_told_and_is_no_fault_of_ours(verb: str, opened: Open, press: Press, excel: Excel) -> None:
    opened(FORM)
    excel.disk_full = True
    said = press(verb)
    assert "程序的问题" not in said
    assert "能不能写" in said
    assert "名单没有改动" in said


@pytest.mark.parametrize(("verb", "name"), [("compose", "材料"), ("submit", "上报"), ("check", "备份"), ("merge", "收件")])
def test_a_file_that_has_the_name_of_a_folder_is_told(verb: str, name: str, opened: Open, press: Press, tmp_path: Path) -> None:
    opened(FORM)
    (tmp_path / name).write_text("", encoding="utf-8")
    said = press(verb)
    assert name in said
    assert "一个文件" in said
    assert "名单没有改动" in said


def test_an_inbox_without_anything_says_what_to_put_there(opened: Open, press: Press, tmp_path: Path) -> None:
    opened(FORM)
    (tmp_path / "收件").mkdir()
    assert "放进去，再点一次" in press("merge")


def test_merged_rows_stop_the_write(opened: Open, press: Press) -> None:
    book = opened(FORM)
    column = column_of(book[LIST], "校验结论")
    book[LIST].merge_cells(start_row=5, end_row=6, start_column=column, end_column=column)
    said = press("check")
    assert "请先取消合并" in said
    assert "名单没有改动" in said


def test_a_read_only_workbook_is_refused(opened: Open, press: Press, excel: Excel) -> None:
    opened(FORM)
    excel.read_only = True
    said = press("check")
    assert "以只读方式打开" in said
    assert "名单没有改动" in said


def test_a_text_file_that_is_open_in_excel_is_refused(opened: Open, press: Press, excel: Excel, tmp_path: Path) -> None:
    book = opened("改错/会计1班名单.xlsx")
    excel.names[id(book)] = str(tmp_path / "三班.csv")
    said = press("check")
    assert "另存为 .xlsx" in said
    assert "名单没有改动" in said


@pytest.mark.parametrize(("place", "cure"), [("工作簿1", "先保存到一个文件夹"), ("https://example.invalid/三班.xlsx", "先另存到本机")])
@pytest.mark.parametrize("verb", ["check", "fill", "compose", "submit", "merge", "roster"])
def test_a_workbook_that_lies_nowhere_is_refused(place: str, cure: str, verb: str, opened: Open, press: Press, excel: Excel) -> None:
    excel.names[id(opened(FORM))] = place
    said = press(verb)
    assert cure in said
    assert "名单没有改动" in said


@pytest.mark.parametrize("verb", ["check", "fill"])
def test_a_folder_that_is_gone_stops_before_the_first_write(verb: str, opened: Open, press: Press, tmp_path: Path) -> None:
    book = opened(FORM, "里面/三班.xlsx")
    before = cells(book)
    shutil.rmtree(tmp_path / "里面")
    said = press(verb)
    assert "所在文件夹还在不在" in said
    assert "名单没有改动" in said
    assert cells(book) == before


def test_a_second_click_while_the_first_runs_waits_for_nobody(opened: Open, press: Press, tmp_path: Path) -> None:
    import tempfile

    opened(FORM)
    with locked(str(tmp_path / "三班.xlsx"), Path(tempfile.gettempdir()) / "xlflow"):
        said = press("check")
    assert "上一次点击还在进行" in said
    assert "处错误" in press("check")


ODD = ["推优 名单", "a&b", "100%路径%", "it's", "一=二", "“引号”、；", "很" * 60]


@pytest.mark.parametrize("name", ODD)
def test_a_path_with_odd_signs_works(name: str, opened: Open, press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(FORM, f"{name}/{name}.xlsx")
    monkeypatch.setattr("sys.argv", ["-c", f"--wb={name}.xlsx", "--from_xl=1", "--hwnd=1"])
    assert "处错误" in press("check")


def test_a_name_with_an_equals_sign_is_found_among_the_open_books(opened: Open, press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    book = opened(FORM, "一=二.xlsx")
    opened(FORM, "别的.xlsx")
    monkeypatch.setattr("sys.argv", ["-c", "--wb=一=二.xlsx", "--from_xl=1", "--hwnd=1"])
    press("check")
    assert book[RESULTS]["A1"].value != "尚未校验"


def test_a_path_of_240_characters_works(opened: Open, press: Press, tmp_path: Path) -> None:
    folder = "文" * 40
    depth = (240 - len(str(tmp_path))) // (len(folder) + 1)
    name = "/".join([folder] * max(depth, 1)) + "/三班.xlsx"
    opened(FORM, name)
    assert "处错误" in press("check")


def test_another_open_workbook_in_the_cloud_hinders_nobody(opened: Open, press: Press, excel: Excel, tmp_path: Path) -> None:
    other = opened(FOREIGN, "别的.xlsx")
    opened(FORM)
    excel.unplaced.add(id(other))
    (tmp_path / "收件").mkdir()
    shutil.copyfile(tmp_path / "三班.xlsx", tmp_path / "收件" / "三班.xlsx")
    assert "收件 1 个文件" in press("merge")
    assert "已打开" in press("roster")


def test_an_open_workbook_of_the_same_name_is_told(opened: Open, press: Press, tmp_path: Path) -> None:
    opened(FOREIGN, "别处/清单库.xlsx")
    opened(FORM)
    shutil.copyfile(tmp_path / "三班.xlsx", tmp_path / "清单库.xlsx")
    said = press("roster")
    assert "先关闭那一份" in said
    assert "损坏" not in said


def test_a_long_box_keeps_what_it_ends_with() -> None:
    text = _cut("\n".join([*(f"第{number}个支部没有交" for number in range(500)), "点击前的备份：备份/三班.xlsx"]))
    assert len(text) <= 1000
    assert text.startswith("第0个")
    assert text.endswith("点击前的备份：备份/三班.xlsx")


def test_a_roster_with_a_password_is_not_opened_by_a_click_that_takes_no_keys(opened: Open, press: Press, tmp_path: Path) -> None:
    opened(FORM)
    (tmp_path / "清单库.xlsx").write_bytes(OLE + "EncryptedPackage".encode("utf-16-le"))
    assert "请双击它，输入密码" in press("roster")


def test_a_roster_that_excel_refuses_is_told(opened: Open, press: Press, tmp_path: Path) -> None:
    opened(FORM)
    (tmp_path / "清单库.xlsx").write_text("damaged", encoding="utf-8")
    said = press("roster")
    assert "Excel 打不开这个文件" in said
    assert "程序的问题" not in said
