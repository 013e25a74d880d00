"""The form of the national scheme, read back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.datavalidation import DataValidation
from python_calamine import CalamineWorkbook, SheetVisibleEnum

from xlflow.files.standard_form import standard_form
from xlflow.schemes.parts import FieldType, FilledBy
from xlflow.schemes.scheme import Scheme
from xlflow.tables.unit_list import Unit

TODAY = date(2026, 3, 1)
UNIT = Unit("软件学院软件2301班团支部", branch_code="0017", parent_committee="软件学院团委", member_count=32)
NOMINEES = "推优对象清单"


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return Scheme.load("national")


@pytest.fixture(scope="module")
def content(scheme: Scheme) -> bytes:
    return standard_form(scheme, round="2026年上半年", today=TODAY, unit=UNIT)


@pytest.fixture(scope="module")
def book(content: bytes) -> Iterator[Workbook]:
    book = load_workbook(BytesIO(content))
    yield book
    book.close()


@pytest.fixture(scope="module")
def values(content: bytes) -> Iterator[Workbook]:
    book = load_workbook(BytesIO(content), data_only=True)
    yield book
    book.close()


def columns(book: Workbook, sheet: str = NOMINEES, row: int = 4) -> dict[str, str]:
    """The letters of the columns by their headers."""
    return {re.sub(r"[*\n]", "", str(cell.value)): cell.column_letter for cell in book[sheet][row]}


def validations(book: Workbook, sheet: str = NOMINEES) -> dict[str, DataValidation]:
    """The validations by their ranges."""
    return {str(v.sqref): v for v in book[sheet].data_validations.dataValidation}


def test_a_branch_sees_five_tabs(book: Workbook) -> None:
    visible = [sheet.title for sheet in book if sheet.sheet_state == "visible"]
    assert visible == ["首页", "单位信息", NOMINEES, "推优大会", "校验结果"]
    assert {s.title: s.sheet_state for s in book if s.sheet_state != "visible"} == {"字典": "hidden", "_xlflow": "veryHidden"}
    assert book.active.title == "首页"


def test_the_stamp_names_form_and_scheme(book: Workbook, scheme: Scheme) -> None:
    stamp = {row[0].value: row[1].value for row in book["_xlflow"].iter_rows()}
    assert (stamp["kind"], stamp["scheme"], stamp["scheme_version"]) == ("form", "national", scheme.version)
    assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", stamp["form_id"])
    assert stamp["fields.nominees"].split()[:2] == ["seq", "name"]


def test_every_field_has_a_column_in_the_order_of_the_scheme(book: Workbook, scheme: Scheme) -> None:
    assert list(columns(book)) == [field.label for field in scheme.fields["nominees"]]


def test_headers_that_must_be_filled_carry_a_star(book: Workbook, scheme: Scheme) -> None:
    starred = {re.sub(r"[*\n]", "", str(cell.value)) for cell in book[NOMINEES][4] if str(cell.value).startswith("*")}
    assert starred == {f.label for f in scheme.fields["nominees"] if f.required is True and f.filled_by is not FilledBy.COMMITTEE}


def test_names_stay_in_view_and_header_rows_are_repeated_on_paper(book: Workbook) -> None:
    sheet = book[NOMINEES]
    assert sheet.freeze_panes == "C5"
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$1:$4", "$A:$B")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert "团支部书记（签字）" in sheet.oddFooter.left.text
    assert "上级团组织（盖章）" in sheet.oddFooter.right.text


def test_pages_break_only_between_groups(book: Workbook) -> None:
    sheet = book[NOMINEES]
    starts = {cell.column for cell in sheet[3] if cell.value}
    assert {page.id + 1 for page in sheet.col_breaks.brk} <= starts


def test_what_the_committee_fills_in_is_hidden_from_the_branch(book: Workbook, scheme: Scheme) -> None:
    hidden = set()
    for dimension in book[NOMINEES].column_dimensions.values():
        hidden |= set(range(dimension.min, dimension.max + 1)) if dimension.hidden else set()
    groups = [field.group for field in scheme.fields["nominees"]]
    assert {groups[index - 1][0] for index in hidden - {63}} == {"G", "H"}
    assert hidden == {*range(51, 59), 63}


def test_title_and_heading_lines_follow_the_unit_sheet(book: Workbook, values: Workbook) -> None:
    sheet, shown = book[NOMINEES], values[NOMINEES]
    assert shown["C1"].value == "2026年上半年软件学院软件2301班团支部推优对象清单"
    assert sheet["C1"].value == "='单位信息'!$B$3&'单位信息'!$B$5&\"推优对象清单\""
    assert sheet["C1"].font.size == 18
    assert (shown["B2"].value, shown["C2"].value) == ("填报单位：", UNIT.branch)
    assert shown["M2"].value == "填报日期："


def test_marks_colour_the_cells_they_name_down_to_the_last_row(book: Workbook) -> None:
    areas = {str(area.sqref): [rule.formula[0] for rule in area.rules] for area in book[NOMINEES].conditional_formatting}
    assert areas["A5:BJ5000"] == [f'ISNUMBER(SEARCH("|{letter}"&COLUMN()&"|",$BK5))' for letter in "EW"]


def test_codes_and_dates_that_may_lack_the_day_are_text(book: Workbook, scheme: Scheme) -> None:
    sheet, letters = book[NOMINEES], columns(book)
    text = {FieldType.IDNO, FieldType.PHONE, FieldType.CODE, FieldType.DATE_OR_MONTH}
    formats = {f.type: {sheet[f"{letters[f.label]}{row}"].number_format for row in (5, 30)} for f in scheme.fields["nominees"]}
    assert {kind: formats[kind] for kind in text} == {kind: {"@"} for kind in text}
    assert formats[FieldType.DATE] == {"yyyy-mm-dd"}


def test_a_column_keeps_its_format_below_the_drawn_rows(content: bytes) -> None:
    book = load_workbook(BytesIO(content))
    sheet, letters = book[NOMINEES], columns(book)
    assert sheet.column_dimensions[letters["身份证号"]].number_format == "@"
    assert sheet.column_dimensions[letters["推优大会时间"]].number_format == "yyyy-mm-dd"
    book.close()


@pytest.mark.parametrize(
    ("label", "kind", "first", "second"),
    [
        ("民族", "list", "list_ethnicity", None),
        ("推优大会时间", "date", "14611", "73050"),
        ("身份证号", "textLength", "18", None),
        ("入团时间", "textLength", "6", "12"),
        ("赞成票", "whole", "0", "999999"),
        ("备注", "textLength", "200", None),
    ],
)
def test_a_cell_refuses_what_can_never_be_right(book: Workbook, label: str, kind: str, first: str, second: str | None) -> None:
    letter = columns(book)[label]
    rule = validations(book)[f"{letter}5:{letter}5000"]
    assert (rule.type, rule.formula1, rule.formula2) == (kind, first, second)
    assert rule.showErrorMessage
    assert rule.errorTitle
    assert rule.error


def test_headers_refuse_typing_and_explain_their_column(book: Workbook) -> None:
    rules = validations(book)
    header = rules[f"{columns(book)['入团时间']}4"]
    assert (header.type, header.formula1, header.errorStyle) == ("custom", "FALSE", None)
    assert header.prompt.startswith("必填，报候选人时填。")
    assert rules["A3:BK3"].formula1 == "FALSE"


def test_every_drop_down_finds_its_list(book: Workbook, scheme: Scheme) -> None:
    named = {v.formula1 for name in ("单位信息", NOMINEES, "推优大会") for v in validations(book, name).values() if v.type == "list"}
    lists = sorted(n for n in named if n.startswith("list_"))
    assert len(lists) > 3
    for name in lists:
        sheet, cells = next(iter(book.defined_names[name].destinations))
        words = [row[0].value for row in book[sheet][cells.replace("$", "")]]
        assert words == list(scheme.choices[name.removeprefix("list_")])


def test_every_row_is_printed_and_no_mark(book: Workbook) -> None:
    assert {sheet.title: sheet.print_area for sheet in (book[NOMINEES], book["推优大会"])} == {
        NOMINEES: f"'{NOMINEES}'!$A$1:$BH$1048576",
        "推优大会": "'推优大会'!$A$1:$U$1048576",
    }


def test_the_headers_of_the_findings_stand_on_every_page(book: Workbook) -> None:
    assert book["校验结果"].print_title_rows == "$5:$5"


def test_rows_below_the_drawn_ones_are_as_high_and_drawn_as_soon_as_they_are_used(book: Workbook) -> None:
    sheet = book[NOMINEES]
    assert (sheet.sheet_format.defaultRowHeight, sheet.row_dimensions[5].height) == (27, 27)
    rules = [(rule, area) for area in sheet.conditional_formatting for rule in area.rules if rule.formula == ['$B31<>""']]
    assert {bool(rule.dxf.fill) for rule, _ in rules} == {True, False}
    assert all(rule.dxf.border.left.style == "thin" for rule, _ in rules)
    covered = {(low, high) for _, area in rules for low, high in ((cells.min_row, cells.max_row) for cells in area.sqref.ranges)}
    assert covered == {(31, 5000)}
    assert sum(cells.max_col - cells.min_col + 1 for _, area in rules for cells in area.sqref.ranges) == 62


def test_the_rows_of_one_page_are_drawn_and_empty(book: Workbook) -> None:
    sheet = book[NOMINEES]
    assert sheet.max_row == 30
    assert all(cell.value is None and cell.border.left.style for row in sheet.iter_rows(min_row=5) for cell in row)


def test_nothing_is_protected_filtered_or_commented(book: Workbook) -> None:
    for sheet in book:
        assert not sheet.protection.sheet
        assert sheet.auto_filter.ref is None
        assert not any(cell.comment for row in sheet.iter_rows() for cell in row)


def test_known_facts_are_filled_in(values: Workbook) -> None:
    facts = {str(row[0].value).lstrip("*"): row[1].value for row in values["单位信息"].iter_rows(min_row=3)}
    assert (facts["填报批次"], facts["团支部全称"], facts["支部编码"]) == ("2026年上半年", UNIT.branch, "0017")
    assert (facts["上级团组织"], facts["团员总数"], facts["所属团委"]) == ("软件学院团委", 32, None)


def test_the_cover_says_how_much_is_missing(values: Workbook) -> None:
    shown = {row[1].value: row[2].value for row in values["首页"].iter_rows(max_col=3)}
    assert re.fullmatch(r"还差 \d+ 项", shown["必填内容"])
    assert (shown["填报单位"], shown["填报阶段"], shown[NOMINEES]) == (UNIT.branch, "（未填）", "还没有填")
    assert values["校验结果"]["A1"].value == "尚未校验"


def test_the_form_is_small_and_the_same_every_time(content: bytes, scheme: Scheme) -> None:
    assert len(content) < 60_000
    assert standard_form(scheme, round="2026年上半年", today=TODAY, unit=UNIT) == content


@pytest.mark.slow
def test_units_and_rounds_have_forms_of_their_own(scheme: Scheme) -> None:
    made = [("2026年上半年", UNIT), ("2026年下半年", UNIT), ("2026年上半年", Unit("软件学院软件2302班团支部"))]
    ids = set()
    for round, unit in made:
        book = load_workbook(BytesIO(standard_form(scheme, round=round, today=TODAY, unit=unit)))
        ids.add({row[0].value: row[1].value for row in book["_xlflow"].iter_rows()}["form_id"])
        book.close()
    assert len(ids) == 3


def test_the_fast_reader_sees_the_same_sheets(content: bytes) -> None:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    shown = [sheet.name for sheet in book.sheets_metadata if sheet.visible is SheetVisibleEnum.Visible]
    assert shown == ["首页", "单位信息", NOMINEES, "推优大会", "校验结果"]
    assert book.get_sheet_by_name(NOMINEES).to_python()[0][2] == "2026年上半年软件学院软件2301班团支部推优对象清单"


def test_the_day_of_making_is_the_only_date(book: Workbook) -> None:
    assert book.properties.created == datetime(2026, 3, 1)
