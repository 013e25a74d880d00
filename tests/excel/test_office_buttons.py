"""Every button of a form pressed in LibreOffice, headless: the macro behind it runs, Python comes, the open document changes."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from excel_engines.office import Office

from xlflow.excel.verbs import VERBS

Press = Callable[[str], str]
LIST, UNIT, RESULTS = "推优对象清单", "单位信息", "校验结果"


@pytest.fixture
def document(office: Office, buttons_form: Path, tmp_path: Path) -> Iterator[Any]:
    """The form, open."""
    path = tmp_path / "三班.xlsm"
    shutil.copyfile(buttons_form, path)
    book = office.open(path)
    yield book
    book.close(True)


@pytest.fixture
def pressed(office: Office, document: Any) -> Press:
    """Presses a button; the text of the box."""
    return lambda caption: office.press(document, caption)


def text(document: Any, sheet: str, place: str) -> str:
    return str(document.Sheets.getByName(sheet).getCellRangeByName(place).String)


def column(document: Any, label: str) -> list[str]:
    """What stands below a header of the list, in the first rows."""
    sheet = document.Sheets.getByName(LIST)
    rows = sheet.getCellRangeByName("A1:BZ12").getDataArray()
    header = next(row for row in rows if "姓名" in (str(cell).lstrip("*") for cell in row))
    place = [str(cell).lstrip("*") for cell in header].index(label)
    return [str(row[place]) for row in rows[rows.index(header) + 1 :] if row[place] != ""]


def test_every_verb_has_its_button(office: Office, document: Any) -> None:
    assert {caption: macro.partition("?")[0].rpartition(".")[2] for caption, macro in office.grid.buttons(document).items()} == {
        verb.caption: f"Xlflow_{verb.name}" for verb in VERBS
    }


def test_help_tells_what_each_button_does(pressed: Press) -> None:
    said = pressed("帮助")
    assert all(verb.tooltip in said for verb in VERBS if verb.name != "help")


def test_checking_marks_the_open_list_and_clearing_takes_the_marks_off(document: Any, pressed: Press, tmp_path: Path) -> None:
    assert "校验了" in pressed("校验")
    assert text(document, RESULTS, "A1") != "尚未校验"
    assert column(document, "校验结论")
    assert len(list((tmp_path / "备份").iterdir())) == 1
    assert "标记已清除" in pressed("清除标记")
    assert text(document, RESULTS, "A1") == "尚未校验"
    assert not column(document, "校验结论")


def test_an_error_is_marked_red_where_it_is(document: Any, pressed: Press) -> None:
    names = document.Sheets.getByName(LIST).getCellRangeByName("A1:BZ12").getDataArray()
    row = next(number for number, cells in enumerate(names) if "身份证号" in (str(cell).lstrip("*") for cell in cells))
    place = [str(cell).lstrip("*") for cell in names[row]].index("身份证号")
    document.Sheets.getByName(LIST).getCellByPosition(place, row + 1).String = "12345"
    assert "处错误（红）" in pressed("校验")
    assert any("身份证号" in verdict for verdict in column(document, "校验结论"))


def test_filling_writes_into_empty_cells(document: Any, pressed: Press) -> None:
    document.Sheets.getByName(UNIT).getCellRangeByName("B6").String = ""
    assert "支部简称" in pressed("自动填充")
    assert text(document, UNIT, "B6")


def test_documents_lie_beside_the_form(pressed: Press, tmp_path: Path) -> None:
    assert "份材料" in pressed("生成材料")
    made = list((tmp_path / "材料").rglob("*.docx"))
    assert made
    assert all(zipfile.is_zipfile(path) for path in made)


def test_what_is_not_saved_yet_is_handed_over_too(document: Any, pressed: Press, tmp_path: Path) -> None:
    document.Sheets.getByName(UNIT).getCellRangeByName("B6").String = "还没有保存"
    assert "已导出" in pressed("导出上报")
    (made,) = (tmp_path / "上报").iterdir()
    with zipfile.ZipFile(made) as package:
        assert any("还没有保存".encode() in package.read(name) for name in package.namelist())


def test_forms_of_branches_are_merged_and_the_roster_opened(office: Office, pressed: Press, buttons_form: Path, tmp_path: Path) -> None:
    (tmp_path / "收件").mkdir()
    shutil.copyfile(buttons_form, tmp_path / "收件" / "报送.xlsm")
    assert "收件 1 个文件：并入 1" in pressed("汇总支部表")
    assert "已打开" in pressed("打开清单库")
    (roster,) = [book for book in office.grid.books() if office.grid.path_of(book) == str(tmp_path / "清单库.xlsx")]
    roster.close(True)


def test_a_protected_sheet_is_told_and_nothing_is_written(document: Any, pressed: Press) -> None:
    sheet = document.Sheets.getByName(LIST)
    sheet.protect("")
    assert f"“{LIST}”有保护" in pressed("校验")
    sheet.unprotect("")
    assert text(document, RESULTS, "A1") == "尚未校验"


def test_a_page_that_was_deleted_cannot_come_back_into_a_protected_structure(document: Any, pressed: Press) -> None:
    document.Sheets.removeByName(RESULTS)
    document.protect("")
    said = pressed("校验")
    document.unprotect("")
    assert "撤销工作簿保护" in said
    assert "名单没有改动" in said
    assert "校验了 5 人" in pressed("校验")


def test_a_sheet_with_one_far_formatted_cell_is_read(document: Any, pressed: Press) -> None:
    document.Sheets.getByName(LIST).getCellRangeByName("C900000").CharWeight = 150.0
    assert "校验了 5 人" in pressed("校验")


def test_a_filter_is_told_and_nothing_is_written(office: Office, document: Any, pressed: Press) -> None:
    office.grid.filter_by(document.Sheets.getByName(LIST), "A4:H20", 2, "女")
    assert "请先在“数据”里清除筛选" in pressed("校验")
    assert text(document, RESULTS, "A1") == "尚未校验"


def test_what_a_click_wrote_is_in_the_saved_form(office: Office, document: Any, pressed: Press, tmp_path: Path) -> None:
    pressed("校验")
    shown = text(document, RESULTS, "A1"), column(document, "校验结论")
    office.grid.save_copy(document, str(tmp_path / "保存.xlsm"))
    again = office.grid.load(str(tmp_path / "保存.xlsm"), hidden=True)
    try:
        assert (text(again, RESULTS, "A1"), column(again, "校验结论")) == shown
        assert "XlflowButtons" in again.BasicLibraries.getByName("VBAProject").ElementNames
    finally:
        again.close(True)
