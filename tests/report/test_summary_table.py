from __future__ import annotations

import io

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from xlflow.report.workbooks.summary_table import Heading, summary_table
from xlflow.schemes.scheme import Scheme

HEADING = Heading("2026年上半年推优对象汇总表", "江州大学信息工程学院2301团支部")


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return Scheme.load("national")


def person(name: str, kind: str = "入党积极分子", **more: str) -> dict[str, str]:
    return {
        "name": name,
        "recommendation_type": kind,
        "birth_date": "2004年3月",
        "student_id": "9999202301",
        "meeting_date": "2026年3月5日",
        "id_number": "110101200403070021",
    } | more


def sheets(content: bytes) -> dict[str, Worksheet]:
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: sheet for sheet in workbook.worksheets}


def rows_of(sheet: Worksheet) -> list[list[str]]:
    return [[str(cell or "") for cell in row] for row in sheet.iter_rows(min_row=5, values_only=True)]


def test_each_type_of_recommendation_has_a_sheet_of_its_own(scheme: Scheme) -> None:
    found = sheets(summary_table(scheme, HEADING, [person("甲", "发展对象"), person("乙"), person("丙", "发展对象")]))
    assert list(found) == ["①入党积极分子", "②发展对象"]
    assert [row[:2] for row in rows_of(found["②发展对象"])[:2]] == [["1", "甲"], ["2", "丙"]]


def test_the_columns_are_the_printed_fields_of_the_scheme(scheme: Scheme) -> None:
    sheet = sheets(summary_table(scheme, HEADING, [person("甲")]))["①入党积极分子"]
    printed = [field for field in scheme.fields["nominees"] if field.printed]
    assert sheet.max_column == len(printed) == 20
    headers = [sheet.cell(4, column).value or sheet.cell(3, column).value for column in range(1, 21)]
    assert headers == ["出生年月" if field.key == "birth_date" else field.label for field in printed]
    assert "110101200403070021" not in {value for row in rows_of(sheet) for value in row}


def test_it_prints_on_a4_landscape_with_its_head_on_every_page(scheme: Scheme) -> None:
    sheet = sheets(summary_table(scheme, HEADING, [person(f"人{n}") for n in range(60)]))["①入党积极分子"]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$1:$4"


def test_the_last_line_is_for_signatures_and_dates_are_left_blank(scheme: Scheme) -> None:
    sheet = sheets(summary_table(scheme, HEADING, [person("甲")]))["①入党积极分子"]
    last = str(sheet.cell(sheet.max_row, 1).value)
    assert last.startswith("团支部书记（签字）：")
    assert "上级团组织（盖章）：" in last
    assert last.endswith("年　　月　　日")
    assert str(sheet.cell(2, 20).value).endswith("年　　月　　日")


def test_what_people_typed_is_text_never_a_formula_or_a_link(scheme: Scheme) -> None:
    sheet = sheets(summary_table(scheme, HEADING, [person("=1+1", remarks="http://example.org", student_id="0099990001")]))["①入党积极分子"]
    cells = {cell.value: cell for cell in sheet[5]}
    assert cells["=1+1"].data_type == "s"
    assert cells["0099990001"].data_type == "s"
    assert cells["http://example.org"].hyperlink is None


def test_without_rows_there_is_an_empty_table(scheme: Scheme) -> None:
    assert list(sheets(summary_table(scheme, HEADING, []))) == ["汇总表"]


def test_the_same_rows_give_the_same_bytes(scheme: Scheme) -> None:
    rows = [person("甲"), person("乙", "发展对象")]
    assert summary_table(scheme, HEADING, rows) == summary_table(scheme, HEADING, rows)
