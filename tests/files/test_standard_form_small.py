"""The form of a scheme that is nothing like the national one: all of it comes from the scheme."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from xlflow.errors import SchemeError
from xlflow.files.standard_form import standard_form
from xlflow.schemes.scheme import Scheme
from xlflow.tables.unit_list import Unit

SMALL_FORM = """
[scheme]
id = "readers"
title = "读书小组方案"
version = "3"
effective_from = 2020-01-01
basis = "《读书小组办法》"

[[table]]
key = "unit"
sheet = "小组信息"
layout = "facts"

[[table]]
key = "nominees"
sheet = "读者清单"
layout = "rows"
key_fields = [["id_number"], ["name", "birth_date"]]

[[table]]
key = "meetings"
sheet = "读书会"
layout = "rows"
shown = false

[[table]]
key = "quota"
sheet = "名额"
layout = "rows"

[[table]]
key = "committee"
sheet = "委员会"
layout = "facts"
roster_only = true

[[field]]
table = "unit"
key = "branch"
label = "小组名称"
type = "text(40)"
required = true

[[field]]
table = "unit"
key = "member_count"
label = "人数"
type = "int"
minimum = 3
maximum = 50
required = true
phase = 3

[[field]]
table = "nominees"
key = "student_id"
label = "学号"
type = "code"

[[field]]
table = "nominees"
key = "name"
label = "姓名"
type = "text(50)"
required = true

[[field]]
table = "nominees"
key = "id_number"
label = "身份证号"
type = "idno"
pii = 3

[[field]]
table = "nominees"
key = "birth_date"
label = "出生日期"
type = "date~"
filled_by = "suggested"

[[field]]
table = "nominees"
key = "ethnicity"
label = "民族"
type = "choice"
required = true
help = "写全称。"

[[field]]
table = "nominees"
key = "league_cadre"
label = "是否组长"
type = "bool"

[[field]]
table = "nominees"
key = "approval_rate"
label = "赞成率"
type = "pct"
filled_by = "derived"

[[field]]
table = "nominees"
key = "review_date"
label = "审核时间"
type = "date"
filled_by = "committee"

[[field]]
table = "meetings"
key = "meeting_date"
label = "读书会时间"
type = "date"

[[field]]
table = "meetings"
key = "eligible"
label = "应到人数"
type = "int"

[[field]]
table = "committee"
key = "contact"
label = "联系人"
type = "text(20)"

[[field]]
table = "quota"
key = "quota_total"
label = "分配名额"
type = "int"
filled_by = "committee"

[choices.ethnicity]
"汉族" = ["汉"]
"壮族" = []

[meeting]
quorum = "present >= 1/2 of eligible"
pass = ["in_favour > 1/2 of eligible"]

[quota]
ratio = "1/5"
bases = ["member_count"]
"""


@pytest.fixture(scope="module")
def scheme(tmp_path_factory: pytest.TempPathFactory) -> Scheme:
    folder = tmp_path_factory.mktemp("readers")
    (folder / "scheme.toml").write_text(SMALL_FORM, encoding="utf-8")
    return Scheme.load(folder)


@pytest.fixture(scope="module")
def book(scheme: Scheme) -> Iterator[Workbook]:
    content = standard_form(scheme, round="2026年春", today=date(2026, 3, 1), unit=Unit("朝霞读书小组", member_count=12))
    book = load_workbook(BytesIO(content))
    yield book
    book.close()


def texts(sheet: Worksheet, row: int) -> list[object]:
    return [cell.value for cell in sheet[row]]


def test_only_the_tables_that_the_scheme_shows_to_branches_are_on_the_form(book: Workbook) -> None:
    assert book.sheetnames == ["首页", "小组信息", "读者清单", "校验结果", "字典", "_xlflow"]


def test_a_table_without_groups_has_one_header_row(book: Workbook) -> None:
    sheet = book["读者清单"]
    headers = ["学号", "*姓名", "身份证号", "出生日期", "*民族", "是否\n组长", "赞成率", "审核时间", "校验结论", "核实说明", "校验标记"]
    assert texts(sheet, 3) == headers
    assert sheet.freeze_panes == "C4"
    assert sheet.print_title_rows == "$1:$3"


def test_the_columns_of_the_committee_and_the_marks_are_hidden(book: Workbook) -> None:
    dimensions = book["读者清单"].column_dimensions
    assert [letter for letter in "ABCDEFGHIJK" if letter in dimensions and dimensions[letter].hidden] == ["H", "K"]


def test_facts_stand_left_and_right_with_three_mark_cells(book: Workbook) -> None:
    sheet = book["小组信息"]
    assert texts(sheet, 2) == ["项目", "填写内容", "校验结论", "核实说明", "校验标记"]
    assert [texts(sheet, row)[:2] for row in (3, 4)] == [["*小组名称", "朝霞读书小组"], ["*人数", 12]]
    assert sheet.column_dimensions["E"].hidden
    formulas = [rule.formula[0] for area in sheet.conditional_formatting for rule in area.rules]
    assert formulas == ['ISNUMBER(SEARCH("|E"&COLUMN()&"|",$E3))', 'ISNUMBER(SEARCH("|W"&COLUMN()&"|",$E3))']


def test_without_a_report_phase_every_required_fact_counts(scheme: Scheme) -> None:
    book = load_workbook(BytesIO(standard_form(scheme, round="2026年春", today=date(2026, 3, 1))), data_only=True)
    shown = {row[1].value: row[2].value for row in book["首页"].iter_rows(max_col=3)}
    assert (shown["必填内容"], shown["小组信息"], shown["读者清单"]) == ("还差 2 项", "还差 2 项", "还没有填")
    book.close()


def test_the_bounds_of_a_field_are_those_of_its_cell(book: Workbook) -> None:
    rule = next(v for v in book["小组信息"].data_validations.dataValidation if "B4" in str(v.sqref))
    assert (rule.type, rule.formula1, rule.formula2) == ("whole", "3", "50")


def test_a_form_without_a_unit_has_no_id_for_many_units_use_it(scheme: Scheme) -> None:
    book = load_workbook(BytesIO(standard_form(scheme, round="2026年春", today=date(2026, 3, 1))))
    assert {row[0].value: row[1].value for row in book["_xlflow"].iter_rows()}["form_id"] in (None, "")
    book.close()


@pytest.mark.parametrize("name", ["读者/清单", "首页", "长" * 32])
def test_a_sheet_name_that_no_workbook_takes_is_a_fault_of_the_scheme(tmp_path: Path, name: str) -> None:
    (tmp_path / "scheme.toml").write_text(SMALL_FORM.replace('"读者清单"', f'"{name}"'), encoding="utf-8")
    with pytest.raises(SchemeError, match=name):
        standard_form(Scheme.load(tmp_path), round="2026年春", today=date(2026, 3, 1))
