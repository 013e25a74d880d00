"""Marks in standard forms and in copies of other workbooks."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from filled_form import FIRST_ROW, LIST, UNIT_SHEET, write_form

from xlflow.errors import OutputError
from xlflow.files.editing.cell_edits import CellEdit, SheetEdits
from xlflow.files.editing.edit_workbook import edit_package
from xlflow.findings import Finding
from xlflow.jobs.check import CheckResult
from xlflow.jobs.check import check as check_files
from xlflow.jobs.checking.checked import CheckedFile
from xlflow.jobs.checking.mark import mark_copy, mark_form
from xlflow.jobs.running.read_file import judge_file

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")]

DAY = date(2026, 3, 20)
DERIVED = {
    "性别": "男",
    "出生日期": "2006-03-07",
    "推优大会时间": "2026-03-02",
    "应到会人数": 30,
    "实到会人数": 28,
}
"""What 自动填充 would put into the cells of a person of `write_form`."""
RESULTS = "校验结果"
People = Sequence[Mapping[str, object]]


def form(folder: Path, people: People = ({},), **changes: Mapping[str, object]) -> Path:
    numbered = [DERIVED | {"学号/工号": f"99990000000{n}", "身份证号": number} for n, number in enumerate(NUMBERS)]
    rows = [own | dict(person) for own, person in zip(numbered, people, strict=False)]
    folder.mkdir(exist_ok=True)
    return write_form(folder / "三班.xlsx", rows, **changes)


NUMBERS = ("110105200603079010", "110105200603079037", "110105200603079053", "11010520060307907X", "110105200603079096")
WRONG: People = ({}, {"联系电话": "12"}, {"入团时间": "2026.13"}, {"身份证号": "110105200603079071"})


def check(path: Path, **options: Any) -> CheckResult:
    """The whole verb, with its child processes."""
    return check_files([path], as_of=DAY, **options)


def judged(path: Path) -> tuple[CheckedFile, tuple[Finding, ...]]:
    own = judge_file(path, path.name, None, DAY)
    rows = len(own.reading.records("nominees"))
    return CheckedFile(path, path.name, rows, True, own.reading.sha256, own.reading.is_standard_form), own.findings


def mark(path: Path) -> tuple[Finding, ...]:
    """What a child does with a form, and the loud findings that it marked."""
    file, findings = judged(path)
    path.write_bytes(mark_form(file, findings, None, DAY).content)
    return tuple(f for f in findings if f.severity != "info")


def copy_of(path: Path, target: Path) -> Path:
    """What a child does for a marked copy."""
    file, findings = judged(path)
    target.write_bytes(mark_copy(file, findings, DAY).content)
    return target


def sheet_of(path: Path, name: str = LIST) -> Any:
    book = openpyxl.load_workbook(path)
    book.close()
    return book[name]


def marks(path: Path, name: str = LIST) -> dict[int, tuple[object, object]]:
    """The verdict and the columns at fault of every row that has any."""
    sheet = sheet_of(path, name)
    header = next(row for row in sheet.iter_rows(max_row=6) if "校验结论" in [cell.value for cell in row])
    column = next(cell.column for cell in header if cell.value == "校验结论")
    rows = range(header[0].row + 1, sheet.max_row + 1)
    found = {row: (sheet.cell(row, column).value, sheet.cell(row, column + 2).value) for row in rows}
    return {row: pair for row, pair in found.items() if pair != (None, None)}


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def typed(path: Path, cells: Mapping[str, str | float | None], sheet: str = LIST) -> None:
    """Somebody types into cells, named by their address."""
    edits = {}
    for address, value in cells.items():
        column, row = openpyxl.utils.cell.coordinate_from_string(address)
        edits[row - 1, openpyxl.utils.column_index_from_string(column) - 1] = CellEdit(value)
    path.write_bytes(edit_package(path.read_bytes(), [SheetEdits(sheet, edits)]))


def test_each_row_says_what_is_wrong_with_it_and_which_columns(tmp_path: Path) -> None:
    path = form(tmp_path, WRONG)
    mark(path)
    assert marks(path) == {
        5: ("通过", None),
        6: ("▲ 1 处提醒：联系电话", "|W12|"),
        7: ("● 1 处错误：入团时间", "|E14|"),
        8: ("● 1 处错误：身份证号", "|E8|"),
    }


def test_facts_are_marked_right_of_their_value_and_empty_ones_not(tmp_path: Path) -> None:
    path = form(tmp_path, unit={"书记电话": "12", "支部简称": None})
    mark(path)
    lines = {str(row[0].value).lstrip("*"): row for row in sheet_of(path, UNIT_SHEET).iter_rows(min_row=3)}
    assert [cell.value for cell in lines["书记电话"]][1:] == ["12", "▲ 1 处提醒：书记电话", None, "|W2|"]
    assert [cell.value for cell in lines["填表人"]][2:] == ["通过", None, None]
    assert [cell.value for cell in lines["支部简称"]][1:] == [None] * 4


def test_no_cell_but_marks_and_the_page_of_results_changes(tmp_path: Path) -> None:
    path = form(tmp_path, WRONG, unit={"书记电话": "12"})
    before = path.read_bytes()
    mark(path)
    after = path.read_bytes()
    book = {name: part for name, part in parts(before).items() if parts(after)[name] != part}
    results = len(openpyxl.load_workbook(io.BytesIO(before)).sheetnames) - 2
    assert set(book) <= {f"xl/worksheets/sheet{n}.xml" for n in (2, 3, 4, results)} | {"xl/styles.xml"}
    old, new = (openpyxl.load_workbook(io.BytesIO(data)) for data in (before, after))
    for sheet in old.sheetnames:
        if sheet != RESULTS:
            differ = {cell.column for row in new[sheet].iter_rows() for cell in row if cell.value != old[sheet][cell.coordinate].value}
            labels = {cell.value for row in new[sheet].iter_rows(max_row=4) for cell in row if cell.column in differ and cell.value}
            assert labels <= {"校验结论", "标记", "校验标记", "I 提示与校验", "通过"}


def test_marking_twice_is_marking_once(tmp_path: Path) -> None:
    path = form(tmp_path, WRONG)
    check(path, mark=True)
    once = path.read_bytes()
    again = check(path, mark=True)
    assert path.read_bytes() == once
    assert (again.marks.written, again.marks.unchanged) == ((), 1)
    assert len(list((tmp_path / "备份").iterdir())) == 1


def test_a_sheet_of_somebodys_own_is_not_taken_for_the_page_of_results(tmp_path: Path) -> None:
    path = write_form(tmp_path / "三班.xlsx", [{}])
    book = openpyxl.load_workbook(path)
    book["校验结果"]["A1"] = "我自己的"
    book.save(path)
    before = path.read_bytes()
    done = check(path, mark=True)
    assert path.read_bytes() == before
    assert any("请把它改名" in said for said in done.marks.refused)


def test_the_form_before_its_marks_is_kept(tmp_path: Path) -> None:
    path = form(tmp_path, WRONG)
    before = path.read_bytes()
    check(path, mark=True)
    (backup,) = (tmp_path / "备份").iterdir()
    assert backup.read_bytes() == before
    assert re.fullmatch(r"三班-\d{8}-\d{6}\.xlsx", backup.name)


def test_marks_change_no_finding(tmp_path: Path) -> None:
    path = form(tmp_path, WRONG, unit={"书记电话": "12"})
    before = mark(path)
    assert mark(path) == before


def test_corrected_cells_lose_their_marks(tmp_path: Path) -> None:
    path = form(tmp_path, WRONG)
    mark(path)
    typed(path, {"L6": "19900000001", "N7": "2021-05-04", "H8": NUMBERS[3]})
    assert mark(path) == ()
    assert marks(path) == dict.fromkeys(range(5, 9), ("通过", None))
    assert sheet_of(path, RESULTS)["A1"].value == "这份表没有问题，可以上报"


def test_a_row_that_is_emptied_loses_its_marks(tmp_path: Path) -> None:
    path = form(tmp_path, WRONG)
    mark(path)
    width = sheet_of(path).max_column
    letters = [openpyxl.utils.get_column_letter(column) for column in range(1, width - 2)]
    typed(path, {f"{letter}8": None for letter in letters})
    mark(path)
    assert set(marks(path)) == {5, 6, 7}


def test_a_written_reason_is_left_alone_and_its_finding_not_counted(tmp_path: Path) -> None:
    path = form(tmp_path, [{"联系电话": "12"}], unit={"团员总数": 60})
    reason = next(cell.column for cell in sheet_of(path)[4] if cell.value == "核实说明")
    typed(path, {f"{openpyxl.utils.get_column_letter(reason)}5": "境外号码"})
    typed(path, {"D12": "合并班，已报批"}, UNIT_SHEET)
    assert [(f.code, f.confirmed, f.reason) for f in mark(path)] == [
        ("value-out-of-range", True, "合并班，已报批"),
        ("phone-format", True, "境外号码"),
    ]
    assert marks(path) == {5: ("通过", None)}
    assert sheet_of(path).cell(5, reason).value == "境外号码"
    assert [cell.value for cell in sheet_of(path, UNIT_SHEET)[12]][2:] == ["通过", "合并班，已报批", None]
    assert "✓ 已核实" in [row[1].value for row in sheet_of(path, RESULTS).iter_rows()]


def test_a_reason_beside_the_meeting_confirms_that_more_people_passed_than_the_quota(tmp_path: Path) -> None:
    path = form(tmp_path, ({},) * 2, unit={"团员总数": 9})
    assert [(f.code, f.confirmed) for f in check(path).findings] == [("quota-exceeded", False)]
    reasoned = form(tmp_path, ({},) * 2, unit={"团员总数": 9}, meeting={"核实说明": "学院团委同意调剂"})
    assert [(f.code, f.confirmed, f.reason) for f in check(reasoned).findings] == [("quota-exceeded", True, "学院团委同意调剂")]


def test_the_page_of_results_counts_says_what_to_do_and_leads_to_the_cells(tmp_path: Path) -> None:
    path = form(tmp_path, WRONG)
    findings = mark(path)
    sheet = sheet_of(path, RESULTS)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[0] for row in rows[:2]] == ["这份表要改：有 2 处错误", "2 个错误，1 个提醒（共 4 行，按 2026-03-20 判断）。"]
    assert str(rows[2][0]).startswith("下一步：")
    assert [row[1:4] for row in rows[5:]] == [
        ["▲ 提醒", "推优对象清单 L6", "联系电话"],
        ["● 错误", "推优对象清单 N7", "入团时间"],
        ["● 错误", "推优对象清单 H8", "身份证号"],
    ]
    links = [cell.hyperlink.location for row in sheet.iter_rows(min_row=6) for cell in row if cell.hyperlink]
    assert links == [f"'{f.place.sheet}'!{f.place.cell}" for f in findings]


def test_a_row_far_below_the_drawn_ones_is_marked_like_any_other(tmp_path: Path) -> None:
    path = form(tmp_path)
    typed(path, {f"{column}{row}": value for row in range(6, 505) for column, value in (("B", "张三"), ("L", "12"))})
    mark(path)
    assert marks(path)[504] == marks(path)[6]
    assert "|W12|" in str(marks(path)[504][1])


def test_marks_move_with_their_rows_when_somebody_sorts(tmp_path: Path) -> None:
    path = form(tmp_path, WRONG)
    mark(path)
    before = set(marks(path).values())
    book = openpyxl.load_workbook(path)
    sheet = book[LIST]
    rows = [[cell.value for cell in sheet[row]] for row in range(FIRST_ROW, FIRST_ROW + 4)]
    for row, values in enumerate(reversed(rows), FIRST_ROW):
        for column, value in enumerate(values, 1):
            sheet.cell(row, column).value = value
    book.save(path)
    book.close()
    moved = marks(path)
    mark(path)
    assert marks(path) == moved
    assert set(moved.values()) == before


def test_columns_moved_by_an_insertion_are_named_as_they_stand(tmp_path: Path) -> None:
    path = form(tmp_path, [{"联系电话": "12"}])
    book = openpyxl.load_workbook(path)
    book[LIST].insert_cols(3)
    book.save(path)
    book.close()
    mark(path)
    assert marks(path)[FIRST_ROW] == ("▲ 1 处提醒：联系电话", "|W13|")


def test_a_table_without_its_mark_columns_is_named_and_the_others_are_marked(tmp_path: Path) -> None:
    path = form(tmp_path, [{"联系电话": "12"}], unit={"书记电话": "12"})
    width = sheet_of(path).max_column
    typed(path, {f"{openpyxl.utils.get_column_letter(column)}4": None for column in range(width - 2, width + 1)})
    result = check(path, mark=True)
    assert [note for note in result.marks.notes if LIST in note]
    assert "|W2|" in [pair[1] for pair in marks(path, UNIT_SHEET).values()]


def test_a_page_of_results_that_was_deleted_comes_back(tmp_path: Path) -> None:
    path = form(tmp_path, WRONG)
    book = openpyxl.load_workbook(path)
    del book[RESULTS]
    book.save(path)
    book.close()
    mark(path)
    assert sheet_of(path, RESULTS)["A1"].value == "这份表要改：有 2 处错误"


def test_a_form_that_is_open_elsewhere_is_not_marked(tmp_path: Path) -> None:
    path = form(tmp_path, WRONG)
    before = path.read_bytes()
    (tmp_path / "~$三班.xlsx").write_bytes(b"")
    result = check(path, mark=True)
    assert "正在 Excel、WPS 或 LibreOffice 中打开" in result.marks.refused[0]
    assert path.read_bytes() == before


def foreign(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("名单")
        for row, values in enumerate(rows):
            sheet.write_row(row, 0, values)
        sheet.insert_textbox(8, 8, "请核对")
    return path


LIST_ROWS = (
    ("姓名", "性别", "身份证号", "联系电话"),
    ("张三", "男", NUMBERS[0], "12"),
    ("李四", "男", "110105200603079071", "19900000001"),
)


def test_a_workbook_that_new_did_not_make_is_refused_with_the_line_to_type(tmp_path: Path, xlflow: Callable[..., Any]) -> None:
    path = foreign(tmp_path / "名单.xlsx", LIST_ROWS)
    before = path.read_bytes()
    outcome = xlflow("check", path, "--mark", "--as-of", "2026-03-20")
    assert outcome.code == 3
    assert f'xlflow check "{path}" --mark-copy 校验副本' in outcome.err
    assert path.read_bytes() == before


def fills(path: Path, sheet: str = "名单") -> dict[str, str]:
    return {
        cell.coordinate: str(cell.fill.fgColor.rgb)[2:]
        for row in sheet_of(path, sheet).iter_rows()
        for cell in row
        if cell.fill.fill_type == "solid"
    }


def test_a_marked_copy_bears_colours_and_a_page_and_the_original_nothing(tmp_path: Path) -> None:
    path = foreign(tmp_path / "名单.xlsx", LIST_ROWS)
    before = path.read_bytes()
    result = check(path, mark_copy=tmp_path / "副本")
    (copy,) = result.marks.written
    assert copy == tmp_path / "副本" / "名单_校验.xlsx"
    assert {"D2": "FFE699", "C3": "FFC7CE"}.items() <= fills(copy).items()
    assert path.read_bytes() == before
    changed = {name for name, part in parts(before).items() if parts(copy.read_bytes())[name] != part}
    untouched = {name for name in parts(before) if "drawing" in name or "theme" in name or "sharedStrings" in name}
    assert not changed & untouched
    sheet = sheet_of(copy, RESULTS)
    assert "请在原表中改正" in sheet["A3"].value
    assert (sheet["A5"].value, sheet.print_title_rows) == ("序号", "$5:$5")
    assert "'名单'!C3" in [cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink]


def test_no_copy_is_overwritten(tmp_path: Path) -> None:
    path = foreign(tmp_path / "名单.xlsx", LIST_ROWS)
    for _ in range(2):
        check(path, mark_copy=tmp_path / "副本")
    assert sorted(file.name for file in (tmp_path / "副本").iterdir()) == ["名单_校验.xlsx", "名单_校验2.xlsx"]


def test_a_text_file_becomes_a_marked_workbook(tmp_path: Path) -> None:
    path = tmp_path / "名单[1].csv"
    path.write_text("\n".join(",".join(map(str, row)) for row in LIST_ROWS), encoding="utf-8-sig")
    (copy,) = check(path, mark_copy=tmp_path / "副本").marks.written
    assert copy.name == "名单[1]_校验.xlsx"
    sheet = sheet_of(copy, "名单_1_")
    assert sheet["C2"].value == NUMBERS[0]
    assert {"D2": "FFE699", "C3": "FFC7CE"}.items() <= fills(copy, "名单_1_").items()
    links = [cell.hyperlink.location for row in sheet_of(copy, RESULTS).iter_rows() for cell in row if cell.hyperlink]
    assert "'名单_1_'!C3" in links


def test_copies_do_not_go_into_the_folder_that_is_checked(tmp_path: Path) -> None:
    foreign(tmp_path / "名单.xlsx", LIST_ROWS)
    with pytest.raises(OutputError, match="下次会被当作报送的表"):
        check_files([tmp_path], as_of=DAY, mark_copy=tmp_path / "副本")


def test_a_copy_of_a_copy_has_two_pages(tmp_path: Path) -> None:
    path = foreign(tmp_path / "名单.xlsx", LIST_ROWS)
    second = copy_of(copy_of(path, tmp_path / "一.xlsx"), tmp_path / "二.xlsx")
    book = openpyxl.load_workbook(second)
    book.close()
    assert book.sheetnames == ["名单", RESULTS, f"{RESULTS}2"]


def test_two_files_of_one_name_are_not_confused(tmp_path: Path) -> None:
    folders = [tmp_path / "甲", tmp_path / "乙"]
    paths = [form(folder, WRONG if folder.name == "甲" else ({},)) for folder in folders]
    before = [path.read_bytes() for path in paths]
    result = check_files(folders, as_of=DAY, mark=True)
    assert len(result.marks.refused) == 2
    assert [path.read_bytes() for path in paths] == before


def test_mark_and_mark_copy_exclude_each_other(tmp_path: Path, xlflow: Callable[..., Any]) -> None:
    path = form(tmp_path)
    assert xlflow("check", path, "--mark", "--mark-copy", tmp_path / "副本").code == 2


def test_the_command_line_says_what_it_marked(tmp_path: Path, xlflow: Callable[..., Any]) -> None:
    path = form(tmp_path, WRONG)
    first = xlflow("check", path, "--mark", "--as-of", "2026-03-20")
    again = xlflow("check", path, "--mark", "--as-of", "2026-03-20")
    assert (first.code, again.code) == (1, 1)
    assert f"已标记 {path}" in first.err
    assert "标记没有变化" in again.err


def test_libreoffice_shows_the_marks_in_colour(tmp_path: Path, to_pdf: Callable[[Path], Path]) -> None:
    """Red and amber stand on the pages of the marked form, and not on those of one without a fault."""
    program = shutil.which("pdftoppm")
    if program is None:
        pytest.skip("pdftoppm is not installed")
    colours = []
    for folder, people in (("甲", WRONG), ("乙", ({},))):
        path = form(tmp_path / folder, people)
        mark(path)
        picture = subprocess.run([program, "-r", "40", "-f", "3", "-l", "12", to_pdf(path)], check=True, capture_output=True).stdout
        colours.append((b"\xff\xc7\xce" in picture, b"\xff\xe6\x99" in picture))
    assert colours == [(True, True), (False, False)]
