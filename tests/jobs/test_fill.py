"""自动填充 on real workbooks: what is written, what stays, and that a second run has nothing to do."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from clean_list import CLEAN
from filled_form import LIST, MEETINGS, PERSON, shown, write_form

from xlflow.errors import OutputError, UsageError, WorkbookError, XlflowError
from xlflow.files.editing.cell_edits import CellEdit, SheetEdits
from xlflow.files.editing.edit_workbook import edit_package
from xlflow.filling.suggest import suggest
from xlflow.jobs.check import check
from xlflow.jobs.fill import FillResult, fill, understand_fillable
from xlflow.schemes.scheme import Scheme

pytestmark = pytest.mark.slow

AS_OF = date(2026, 3, 11)
ZHANG = str(PERSON["身份证号"])


@pytest.fixture
def form(tmp_path: Path) -> Path:
    return write_form(tmp_path / "三班.xlsx")


def fill_here(path: Path, *sources: Path, overwrite: bool = False) -> FillResult:
    return fill(path, in_place=True, as_of=AS_OF, sources=sources, overwrite=overwrite)


def table(path: Path, *rows: list[object]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    book.save(path)
    return path


def test_the_empty_cells_of_a_form_are_filled_and_every_change_is_told(form: Path) -> None:
    result = fill_here(form)
    values = shown(form)
    assert (values["性别"], values["出生日期"], values["所在团支部"]) == ("男", "2006-03-07", "软件1班团支部")
    assert (values["推优大会时间"], values["应到会人数"], values["大会结果"]) == (datetime(2026, 3, 2), 30, "通过")
    assert (values["序号"], values["年龄"], values["团龄"]) == (1, 19, "4年9个月")
    assert values["赞成票占应到会"] == pytest.approx(26 / 30, abs=1e-6)
    told = {(change.sheet, change.label): (change.cell, change.old, change.new) for change in result.changes}
    assert told[LIST, "性别"] == ("C5", "", "男")
    assert told[LIST, "赞成票占应到会"][2] == "86.7%"
    assert told[MEETINGS, "会议序号"][2] == "1"
    assert len(result.changes) == len({change.cell + change.sheet for change in result.changes})


def test_a_filled_form_has_no_error_and_looks_as_before(form: Path) -> None:
    fill_here(form)
    found = check([form], as_of=AS_OF).findings
    assert [f.message for f in found if f.severity == "error"] == []
    assert [f.code for f in found if f.code in ("value-normalised", "date-month-only", "form-altered", "value-differs")] == []
    sheet = openpyxl.load_workbook(form)[LIST]
    formats = {str(cell.value).lstrip("*").replace("\n", ""): sheet.cell(5, cell.column).number_format for cell in sheet[4]}
    assert (formats["推优大会时间"], formats["出生日期"], formats["赞成票占应到会"]) == ("yyyy-mm-dd", "@", "0.0%")


def test_a_row_far_below_the_drawn_ones_is_filled_in_the_formats_of_its_columns(form: Path) -> None:
    columns = {str(cell.value).lstrip("*").replace("\n", ""): cell.column - 1 for cell in openpyxl.load_workbook(form)[LIST][4]}
    person = {(503, columns[label]): CellEdit(value) for label, value in PERSON.items() if isinstance(value, str)}
    form.write_bytes(edit_package(form.read_bytes(), [SheetEdits(LIST, person)]))
    fill_here(form)
    sheet = openpyxl.load_workbook(form)[LIST]
    cells = {label: sheet.cell(504, columns[label] + 1) for label in ("身份证号", "出生日期", "推优大会时间", "性别")}
    assert [cell.value for cell in cells.values()] == [ZHANG, "2006-03-07", datetime(2026, 3, 2), "男"]
    assert [cell.number_format for cell in cells.values()] == ["@", "@", "yyyy-mm-dd", "General"]


def test_while_candidates_are_handed_in_nothing_of_the_meeting_is_filled(tmp_path: Path) -> None:
    votes: dict[str, object] = {"赞成票": None, "反对票": None, "弃权票": None}
    planned = {"推优大会时间": date(2026, 3, 20), "实到会人数": None, "发出票数": None, "收回票数": None, "有效票数": None}
    form = write_form(tmp_path / "三班.xlsx", [votes], unit={"填报阶段": "报候选人"}, meeting=planned)
    fill_here(form)
    assert not {"推优大会时间", "应到会人数", "大会结果"} & shown(form).keys()
    assert shown(form)["下一步"] == "3月20日召开推优大会"
    found = check([form], as_of=AS_OF).findings
    assert [f.message for f in found if f.severity != "info"] == []


def test_filling_twice_is_filling_once(form: Path) -> None:
    fill_here(form)
    once = form.read_bytes()
    again = fill_here(form)
    assert (again.changes, again.output, form.read_bytes()) == ((), None, once)


def test_a_form_that_another_office_program_saved_is_filled_alike(form: Path, resaved: Callable[[Path], Path]) -> None:
    other = resaved(form)
    fill_here(form)
    fill_here(other)
    assert shown(other) == shown(form)
    assert fill_here(other).changes == ()


def test_all_other_parts_stay_byte_for_byte(form: Path) -> None:
    before = zipfile.ZipFile(form)
    parts = {name: before.read(name) for name in before.namelist()}
    before.close()
    fill_here(form)
    with zipfile.ZipFile(form) as after:
        changed = {name for name in after.namelist() if after.read(name) != parts[name]}
    assert changed <= {
        "xl/worksheets/sheet2.xml",
        "xl/worksheets/sheet3.xml",
        "xl/worksheets/sheet4.xml",
        "xl/styles.xml",
        "xl/workbook.xml",
    }


def test_the_form_as_it_was_is_kept_beside_it(form: Path) -> None:
    before = form.read_bytes()
    fill_here(form)
    assert [path.read_bytes() for path in (form.parent / "备份").iterdir()] == [before]


def test_a_copy_leaves_the_form_alone_and_a_dry_run_writes_nothing(form: Path, tmp_path: Path) -> None:
    before, target = form.read_bytes(), tmp_path / "填好.xlsx"
    dry = fill(form, dry_run=True, as_of=AS_OF)
    assert (dry.output, sorted(path.name for path in tmp_path.iterdir())) == (None, ["三班.xlsx"])
    assert fill(form, output=target, as_of=AS_OF).changes == dry.changes
    assert form.read_bytes() == before
    assert shown(target)["性别"] == "男"
    assert fill(form, output=target, as_of=AS_OF).output == target


def test_a_file_of_other_content_is_not_overwritten(form: Path, tmp_path: Path) -> None:
    (tmp_path / "别的.xlsx").write_bytes(b"x")
    with pytest.raises(OutputError, match="已经存在"):
        fill(form, output=tmp_path / "别的.xlsx", as_of=AS_OF)


@pytest.mark.parametrize("options", [{}, {"in_place": True, "output": Path("x.xlsx")}])
def test_where_to_write_has_to_be_said_once(form: Path, options: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        fill(form, as_of=AS_OF, **options)  # type: ignore[arg-type]


def test_a_form_that_is_open_in_an_office_program_is_not_written(form: Path) -> None:
    (form.parent / f"~${form.name}").write_bytes(b"")
    with pytest.raises(OutputError, match="保存并关闭"):
        fill_here(form)
    assert fill(form, in_place=True, dry_run=True, as_of=AS_OF).changes


def test_other_formats_are_refused_with_the_cure(tmp_path: Path) -> None:
    (tmp_path / "三班.xls").write_bytes(b"")
    with pytest.raises(XlflowError, match=r"另存为 \.xlsx"):
        fill(tmp_path / "三班.xls", in_place=True, as_of=AS_OF)


def test_hours_are_taken_from_an_export_and_said(tmp_path: Path) -> None:
    form = write_form(tmp_path / "三班.xlsx", [{}, {"姓名": "李红", "身份证号": "110105200504129028", "学号/工号": "999900000002"}])
    export = table(tmp_path / "志愿汇.xlsx", ["志愿服务"], [], ["姓名", "身份证号", "信用时数", "荣誉时数"], ["张三", ZHANG, 20, 4.5])
    result = fill_here(form, export, export)
    assert (shown(form)["志愿服务时长"], shown(form)["时长来源"]) == (24.5, "志愿汇")
    assert any("1 人在导出表里没有找到" in note for note in result.notes)
    assert fill_here(form, export).changes == ()


def test_a_typed_number_stays_and_is_told_unless_it_is_to_be_overwritten(tmp_path: Path) -> None:
    form = write_form(tmp_path / "三班.xlsx", [{"志愿服务时长": 10, "时长来源": "i志愿"}])
    export = table(tmp_path / "志愿汇.xlsx", ["姓名", "身份证号", "信用时数"], ["张三", ZHANG, 20])
    assert [f.code for f in fill_here(form, export).findings] == ["value-differs"]
    assert shown(form)["志愿服务时长"] == 10
    assert [change.new for change in fill_here(form, export, overwrite=True).changes] == ["20", "志愿汇"]


def test_the_columns_that_a_list_of_another_origin_has_are_filled_and_its_formulas_stay(tmp_path: Path) -> None:
    row = CLEAN | {"性别": "", "公示结束日期": "", "身份证号": "110105200603079010"}
    values = [value.lstrip("#") if not value.startswith("#") else int(value[1:]) for value in row.values()]
    path = table(tmp_path / "名单.xlsx", ["推优名单"], [*row, "年龄", "赞成率"], [*values, "", "=N3/L3"])
    result = fill(path, in_place=True, as_of=AS_OF)
    assert sorted((change.label, change.new) for change in result.changes) == [
        ("公示结束日期", "2026-03-13"),
        ("年龄", "19"),
        ("性别", "男"),
    ]
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    cells = {sheet.cell(2, column).value: sheet.cell(3, column) for column in range(1, sheet.max_column + 1)}
    assert (cells["公示结束日期"].value, cells["公示结束日期"].number_format) == (datetime(2026, 3, 13), "yyyy-mm-dd")
    assert cells["赞成率"].value == "=N3/L3"
    assert fill(path, in_place=True, as_of=AS_OF).changes == ()


def test_a_choice_that_is_ticked_in_columns_of_its_own_is_left_to_people(tmp_path: Path) -> None:
    row = {key: value.lstrip("#") for key, value in (CLEAN | {"身份证号": "110105200603079010"}).items() if key != "性别"}
    path = table(tmp_path / "名单.xlsx", ["推优名单"], ["男", "女", *row], ["", "", *row.values()])
    assert "性别" not in [change.label for change in fill(path, dry_run=True, as_of=AS_OF).changes]


def test_a_day_in_three_columns_is_left_to_people(tmp_path: Path) -> None:
    row = {key: value.lstrip("#") for key, value in (CLEAN | {"身份证号": "110105200603079010"}).items() if key != "出生日期"}
    path = table(tmp_path / "名单.xlsx", [*row, "出生日期", "", ""], [*[""] * len(row), "年", "月", "日"], list(row.values()))
    book = openpyxl.load_workbook(path)
    for column in range(1, len(row) + 1):
        book.active.merge_cells(start_row=1, end_row=2, start_column=column, end_column=column)  # type: ignore[union-attr]
    book.save(path)
    assert "出生日期" not in [change.label for change in fill(path, dry_run=True, as_of=AS_OF).changes]


def test_without_a_calendar_of_the_year_the_end_of_a_notice_is_left_to_people_and_that_is_said(tmp_path: Path) -> None:
    form = write_form(tmp_path / "三班.xlsx", [{"公示开始日期": date(2031, 3, 9)}])
    result = fill(form, dry_run=True, as_of=AS_OF)
    assert "公示结束日期" not in {change.label for change in result.changes}
    assert any("2031 年" in note for note in result.notes)


def test_the_workbooks_of_branches_lose_nothing_and_have_nothing_left_to_fill(repository: Path, tmp_path: Path) -> None:
    national = Scheme.load("national")
    files = sorted((repository / "sample_workbooks" / "报送").glob("*.xlsx"))
    assert len(files) > 5
    for number, file in enumerate(files):
        copy = tmp_path / f"{number}.xlsx"
        copy.write_bytes(file.read_bytes())
        try:
            before = understand_fillable(copy, file.name, None).reading
        except WorkbookError:
            continue  # one of the samples is damaged
        told = {(change.record.row, change.key) for change in suggest(before, national, AS_OF) if change.record.table == "nominees"}
        fill_here(copy)
        after = understand_fillable(copy, file.name, None).reading
        assert suggest(after, national, AS_OF) == [], file.name
        for old, new in zip(before.records("nominees"), after.records("nominees"), strict=True):
            kept = {key: value for key, value in old.values.items() if (old.row, key) not in told}
            assert kept.items() <= new.values.items(), file.name
