"""自动填充, 生成材料, 导出上报, 汇总支部表, 打开清单库 on open workbooks: the same results as the command line."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from excel_engines.memory import Excel
from filled_form import LIST, write_form

from xlflow.files.reading.reader import read_workbook
from xlflow.jobs.fill import fill
from xlflow.jobs.merge import merge

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")]
FORM = "改错/软件1班.xlsx"
RECEIVED = [
    "2026年上半年_2023级市场营销1班团支部_推优表.xlsx",
    "2026年上半年_2023级金融学1班团支部_推优表.xlsx",
    "2026年上半年_2023级法学1班团支部_推优表.xlsx",
]
Press = Callable[[str], str]
Open = Callable[..., Any]


def filled_cells(book: Any) -> dict[str, object]:
    cells = (cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
    return {f"{cell.parent.title}!{cell.coordinate}": cell.value for cell in cells if cell.value not in (None, "")}


def rows_of(path: Path) -> dict[str, list[list[object]]]:
    raw = read_workbook(path, path.name)
    return {sheet.name: [[None if cell == "" else cell for cell in row] for row in sheet.rows] for sheet in raw.sheets}


def test_filling_writes_what_the_command_line_writes(opened: Open, press: Press, tmp_path: Path) -> None:
    book = opened(FORM)
    fill(tmp_path / "三班.xlsx", output=tmp_path / "命令行.xlsx", as_of=date.today())
    said = press("fill")
    assert filled_cells(book) == filled_cells(openpyxl.load_workbook(tmp_path / "命令行.xlsx"))
    assert "已填 63 个空格" in said


def test_a_long_list_of_changes_lies_beside_the_backup(opened: Open, press: Press, tmp_path: Path) -> None:
    opened(FORM)
    assert "行见" in press("fill")
    (text,) = (tmp_path / "备份").glob("*-填充.txt")
    assert len(text.read_text(encoding="utf-8-sig").splitlines()) > 60


def test_filling_twice_changes_nothing_more_and_keeps_no_copy(opened: Open, press: Press, tmp_path: Path) -> None:
    opened("唐山3+1+1/2026年上半年_轧钢车间团支部_推优表.xlsx")
    press("fill")
    copies = len(list((tmp_path / "备份").glob("*.xlsx")))
    assert "没有需要填充的格" in press("fill")
    assert len(list((tmp_path / "备份").glob("*.xlsx"))) == copies


def test_codes_stay_texts_in_cells_of_any_format(excel: Excel, press: Press, tmp_path: Path) -> None:
    path = write_form(tmp_path / "三班.xlsx", [{}])
    book = excel.open(path)
    sheet = book[LIST]
    for row in sheet.iter_rows(min_row=5):
        for cell in row:
            cell.number_format = "General"
    press("fill")
    column = next(cell.column for row in sheet.iter_rows(max_row=4) for cell in row if cell.value == "出生日期")
    assert str(sheet.cell(5, column).value).startswith("2006-03-07")


def test_documents_are_made_of_what_is_not_saved_yet(excel: Excel, press: Press, tmp_path: Path) -> None:
    path = write_form(tmp_path / "三班.xlsx", [{}])
    book = excel.open(path)
    sheet = book[LIST]
    sheet.cell(5, next(cell.column for cell in sheet[4] if str(cell.value).lstrip("*") == "姓名")).value = "新名字"
    press("fill")
    said = press("compose")
    assert list((tmp_path / "材料").glob("*新名字*")), said


def test_documents_that_are_unchanged_are_left_alone(excel: Excel, press: Press, tmp_path: Path) -> None:
    excel.open(write_form(tmp_path / "三班.xlsx", [{}]))
    press("compose")
    assert "已生成 0 份材料" in press("compose")


def test_documents_that_were_stopped_half_way_are_listed_and_made_the_next_time(
    excel: Excel, press: Press, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    excel.open(write_form(tmp_path / "三班.xlsx", [{}]))
    press("fill")
    asked = iter([False] * 6)
    with monkeypatch.context() as patch:
        patch.setattr("xlflow.excel.desk.is_asked", lambda _: next(asked, True))
        said = press("compose")
    made = set((tmp_path / "材料").glob("*.docx"))
    assert "已按要求停下" in said
    assert made
    assert (tmp_path / "材料" / "材料清单.xlsx").exists()
    said = press("compose")
    assert f"{len(made)} 份没有变化" in said
    assert set((tmp_path / "材料").glob("*.docx")) > made


def test_numbers_of_documents_are_registered_in_the_open_roster(excel: Excel, press: Press, inbox: Path, tmp_path: Path) -> None:
    roster = tmp_path / "清单库.xlsx"
    merge([inbox], roster=roster, as_of=date.today())
    book = excel.open(roster)
    facts = {row[0].value: row[1] for row in book["团委信息"].iter_rows()}
    facts["代字"].value = "示校团"
    said = press("compose")
    numbers = [row[0].value for row in book["发文登记"].iter_rows(min_row=2) if row[0].value]
    assert numbers, said
    assert "的“发文登记”表登记" in said
    assert openpyxl.load_workbook(roster)["发文登记"]["A2"].value == numbers[0]
    merge([inbox], roster=roster, as_of=date.today())
    assert [row[0].value for row in openpyxl.load_workbook(roster)["发文登记"].iter_rows(min_row=2) if row[0].value] == numbers


def test_a_filtered_register_gets_no_numbers_and_no_numbered_document_goes_out(
    excel: Excel, press: Press, inbox: Path, tmp_path: Path
) -> None:
    roster = tmp_path / "清单库.xlsx"
    merge([inbox], roster=roster, as_of=date.today())
    book = excel.open(roster)
    next(row[1] for row in book["团委信息"].iter_rows() if row[0].value == "代字").value = "示校团"
    excel.filtered.add("发文登记")
    said = press("compose")
    assert "文号登记不上" in said
    assert "清除筛选" in said


def test_a_form_with_errors_is_not_handed_in(opened: Open, press: Press, tmp_path: Path) -> None:
    opened(FORM)
    assert "没有导出" in press("submit")
    assert not (tmp_path / "上报").exists()


def test_a_form_without_errors_is_handed_in_as_on_the_command_line(opened: Open, press: Press, tmp_path: Path) -> None:
    opened("重庆高校/2025年下半年_2023级软件1班团支部_推优表.xlsx")
    said = press("submit")
    (copy,) = (tmp_path / "上报").iterdir()
    assert str(copy) in said
    assert copy.name == "2023级软件1班团支部_2025年下半年_公示后上报.xlsx" or copy.suffix == ".xlsx"


@pytest.fixture
def inbox(repository: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "收件"
    folder.mkdir()
    for name in RECEIVED:
        shutil.copyfile(repository / "sample_workbooks" / "报送" / name, folder / name)
    return folder


def test_a_roster_that_is_not_open_is_made_beside_the_workbook(opened: Open, press: Press, inbox: Path, tmp_path: Path) -> None:
    opened(FORM)
    said = press("merge")
    assert "并入 3" in said
    assert (tmp_path / "清单库.xlsx").exists()
    assert "已打开" in press("roster")


def test_the_list_of_units_beside_the_roster_tells_who_is_missing(
    opened: Open, press: Press, inbox: Path, tmp_path: Path, repository: Path
) -> None:
    opened(FORM)
    shutil.copyfile(repository / "sample_workbooks" / "支部名单.xlsx", tmp_path / "支部名单.xlsx")
    assert "未报的支部" in press("merge")


def test_no_inbox_says_how_to_make_one(opened: Open, press: Press) -> None:
    opened(FORM)
    assert "请建好它" in press("merge")


def test_an_open_roster_says_after_the_click_what_it_would_say_after_the_command_line(
    excel: Excel, press: Press, inbox: Path, tmp_path: Path
) -> None:
    roster, alone = tmp_path / "清单库.xlsx", tmp_path / "另"
    late = inbox / RECEIVED[-1]
    content = late.read_bytes()
    late.unlink()
    today = date.today()
    for where in (tmp_path, alone):
        merge([inbox], roster=where / "清单库.xlsx", as_of=today)
    late.write_bytes(content)
    merge([inbox], roster=alone / "清单库.xlsx", as_of=today)
    excel.open(roster)
    said = press("merge")
    assert "并入 1" in said
    assert "已写入打开着的" in said
    assert rows_of(roster) == rows_of(alone / "清单库.xlsx")


def test_what_was_typed_into_an_open_roster_is_read_back_and_stays(excel: Excel, press: Press, inbox: Path, tmp_path: Path) -> None:
    roster = tmp_path / "清单库.xlsx"
    merge([inbox], roster=roster, as_of=date.today())
    book = excel.open(roster)
    sheet = book["团委信息"]
    sheet["B1"] = "示例大学团委"
    press("merge")
    assert sheet["B1"].value == "示例大学团委"
    again = merge([inbox], roster=roster, as_of=date.today())
    assert again.outcome.people.changed == 0
    assert openpyxl.load_workbook(roster)["团委信息"]["B1"].value == "示例大学团委"


def test_an_open_roster_without_news_is_not_touched(excel: Excel, press: Press, inbox: Path, tmp_path: Path) -> None:
    roster = tmp_path / "清单库.xlsx"
    merge([inbox], roster=roster, as_of=date.today())
    excel.open(roster)
    press("merge")
    excel.calls.clear()
    press("merge")
    assert excel.calls["writes"] == 0


def test_a_filtered_roster_is_not_written_and_its_store_stays(excel: Excel, press: Press, inbox: Path, tmp_path: Path) -> None:
    roster = tmp_path / "清单库.xlsx"
    late = inbox / RECEIVED[-1]
    content = late.read_bytes()
    late.unlink()
    merge([inbox], roster=roster, as_of=date.today())
    late.write_bytes(content)
    excel.open(roster)
    excel.filtered.add(LIST)
    store = (tmp_path / "清单库.xlflow").read_bytes()
    said = press("merge")
    assert "清除筛选" in said
    assert "名单没有改动" in said
    assert (tmp_path / "清单库.xlflow").read_bytes() == store
