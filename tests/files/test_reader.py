"""Workbooks as people make them: every value comes back with its address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_package import MAIN, write_package

from xlflow.files.reading.reader import read_workbook
from xlflow.tables.raw import FormStamp, RawSheet, RawWorkbook

FIRST = datetime(2004, 3, 1)


@pytest.fixture
def written(tmp_path: Path) -> Callable[[Callable[[xlsxwriter.Workbook], None]], RawWorkbook]:
    """Writes a workbook with XlsxWriter and reads it."""

    def write(fill: Callable[[xlsxwriter.Workbook], None]) -> RawWorkbook:
        path = tmp_path / "三班.xlsx"
        with xlsxwriter.Workbook(path) as workbook:
            workbook.set_properties({"created": datetime(2026, 5, 6, 7, 8, 9)})
            fill(workbook)
        return read_workbook(path, "甲/三班.xlsx")

    return write


def values(sheet: RawSheet) -> dict[tuple[int, int], object]:
    """The filled cells by position."""
    return {
        (sheet.top + row, sheet.left + column): value
        for row, cells in enumerate(sheet.rows)
        for column, value in enumerate(cells)
        if value not in ("", None)
    }


cells = st.dictionaries(
    st.tuples(st.integers(0, 40), st.integers(0, 30)),
    st.one_of(
        st.text(st.characters(codec="utf-8", exclude_characters="\r\n\ufffe\uffff", exclude_categories=("Cc", "Cs")), min_size=1),
        st.integers(-(10**9), 10**9).map(float),
        st.booleans(),
    ),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells)
def test_every_value_stands_at_its_address_wherever_the_used_range_begins(tmp_path: Path, filled: dict[tuple[int, int], object]) -> None:
    book = openpyxl.Workbook()
    for (row, column), value in filled.items():
        cell = book.active.cell(row + 1, column + 1)
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
    book.save(tmp_path / "a.xlsx")
    assert values(read_workbook(tmp_path / "a.xlsx", "a.xlsx").sheets[0]) == filled


def test_a_workbook_knows_its_name_its_bytes_and_its_dates(written: Callable[..., RawWorkbook]) -> None:
    book = written(lambda workbook: workbook.add_worksheet())
    assert (book.file, len(book.sha256), book.modified) == ("甲/三班.xlsx", 64, datetime(2026, 5, 6, 7, 8, 9, tzinfo=UTC))
    assert book.file_modified is not None
    assert book.file_modified.tzinfo is UTC


def test_errors_and_formulas_are_known_by_address(written: Callable[..., RawWorkbook]) -> None:
    def fill(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet()
        sheet.write_string("B2", "=甲 不是公式")
        sheet.write_formula("C3", "=A1+1", None, 5)
        sheet.write_formula("D3", "=A1&B1", None, "")
        sheet.write_formula("E4", "=NA()", None, "#N/A")
        sheet.data_validation("A1", {"validate": "list", "source": "=$B$2:$B$9"})

    sheet = written(fill).sheets[0]
    assert sheet.formulas == {(2, 2): True, (2, 3): False, (3, 4): True}
    assert sheet.errors == {(3, 4): "#N/A"}
    assert values(sheet) == {(1, 1): "=甲 不是公式", (2, 2): 5.0}


def test_hidden_rows_merged_ranges_and_hidden_sheets_are_known(written: Callable[..., RawWorkbook]) -> None:
    def fill(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet("名单")
        sheet.merge_range("B2:D3", "组")
        sheet.write("B6", "张三")
        sheet.set_row(5, None, None, {"hidden": True})
        sheet.set_column("F:G", None, None, {"hidden": True})
        workbook.add_worksheet("参数").hide()

    first, second = written(fill).sheets
    assert (first.merged, first.hidden_rows, first.visible) == (((1, 1, 2, 3),), frozenset({5}), True)
    assert (second.name, second.index, second.visible, second.hidden_rows) == ("参数", 1, False, frozenset())


@pytest.mark.parametrize(
    ("number_format", "is_month"),
    [
        ('yyyy"年"m"月"', True),
        ("yyyy.mm", True),
        ("yyyy-mm;@", True),
        ("yyyy/m", True),
        ("mmm-yy", True),
        ("[$-804]yyyy\\年m\\月", True),
        ("yyyy-mm-dd", False),
        ('yyyy"年"m"月"d"日"', False),
        ("dddd, mmmm dd, yyyy", False),
    ],
)
def test_a_date_shown_without_its_day_is_a_month(written: Callable[..., RawWorkbook], number_format: str, is_month: bool) -> None:
    def fill(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet()
        style = workbook.add_format({"num_format": number_format})
        sheet.write_datetime("C3", FIRST, style)
        sheet.write_datetime("C4", datetime(2004, 3, 2), style)

    sheet = written(fill).sheets[0]
    assert sheet.month_cells == (frozenset({(2, 2)}) if is_month else frozenset())
    assert sheet.rows[0][0] == date(2004, 3, 1)


@pytest.mark.parametrize(("number", "is_month"), [(17, True), (57, True), (27, True), (14, False), (31, False), (58, False)])
def test_built_in_formats_of_a_chinese_office_need_no_spelling(tmp_path: Path, number: int, is_month: bool) -> None:
    path = write_package(
        tmp_path / "a.xlsx", '<row r="1"><c r="A1" s="1"><v>38047</v></c></row>', styles=f'<xf numFmtId="0"/><xf numFmtId="{number}"/>'
    )
    sheet = read_workbook(path, "a.xlsx").sheets[0]
    assert (sheet.rows[0][0], sheet.month_cells) == (date(2004, 3, 1), frozenset({(0, 0)}) if is_month else frozenset())


def test_control_characters_come_back_as_characters(written: Callable[..., RawWorkbook]) -> None:
    book = written(lambda workbook: workbook.add_worksheet().write("A1", "张\x0b三"))
    assert book.sheets[0].rows[0][0] == "张\x0b三"


def test_the_stamp_is_read_and_not_listed(written: Callable[..., RawWorkbook]) -> None:
    def fill(workbook: xlsxwriter.Workbook) -> None:
        workbook.add_worksheet("名单")
        stamp = workbook.add_worksheet("_xlflow")
        stamp.very_hidden()
        for row, pair in enumerate((("kind", "form"), ("scheme", "national"), ("scheme_version", 1), ("form_id", "ab12"))):
            stamp.write_row(row, 0, pair)

    book = written(fill)
    assert [sheet.name for sheet in book.sheets] == ["名单"]
    assert book.stamp == FormStamp("form", "national", "1", "ab12")


CELL = '<c r="B2" t="e"><f>NA()</f><v>#N/A</v></c>'


@pytest.mark.parametrize(
    "rows",
    [
        f'<row r="2" hidden="1">{CELL}</row>',
        f'<row r="2" hidden="true"><!-- a note -->{CELL}</row>',
        f'<row/><row hidden="1">{CELL}</row>',
        f'<row/><row hidden="1">{CELL}</row>'.replace('"', "'"),
        f'<row r="2"\n hidden="1">{CELL}</row>'.replace("<c ", "<c\n"),
    ],
)
def test_unusual_spellings_of_a_row_say_the_same(tmp_path: Path, rows: str) -> None:
    found = read_workbook(write_package(tmp_path / "a.xlsx", rows), "a.xlsx").sheets[0]
    assert (found.errors, found.formulas, found.hidden_rows) == ({(1, 1): "#N/A"}, {(1, 1): True}, frozenset({1}))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_prefixes_and_encodings_say_the_same(tmp_path: Path, encoding: str) -> None:
    rows = f'<row r="2" hidden="1">{CELL}</row>'.replace("</", "|").replace("<", "<x:").replace("|", "</x:")
    sheet = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{rows}</x:sheetData></x:worksheet>'
    path = write_package(tmp_path / "a.xlsx", "", sheet=sheet.encode(encoding))
    found = read_workbook(path, "a.xlsx").sheets[0]
    assert (found.errors, found.formulas, found.hidden_rows) == ({(1, 1): "#N/A"}, {(1, 1): True}, frozenset({1}))


def test_a_formula_element_of_an_extension_is_no_cell_formula(tmp_path: Path) -> None:
    sheet = (
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><!-- c --><c r="A1"><v>1</v></c></row></sheetData>'
        '<extLst><ext><x:cfRule xmlns:x="x"><x:f>A1</x:f></x:cfRule></ext></extLst></worksheet>'
    )
    assert read_workbook(write_package(tmp_path / "a.xlsx", "", sheet=sheet), "a.xlsx").sheets[0].formulas == {}


def test_cells_without_references_are_counted(tmp_path: Path) -> None:
    path = write_package(
        tmp_path / "a.xlsx", '<row><c><v>1</v></c><c t="e"><v>#REF!</v></c></row><row><c r="C2"><v>2</v></c><c><f>1</f></c></row>'
    )
    sheet = read_workbook(path, "a.xlsx").sheets[0]
    assert (values(sheet), sheet.errors, sheet.formulas) == ({(0, 0): 1.0, (1, 2): 2.0}, {(0, 1): "#REF!"}, {(1, 3): False})


def test_a_stray_entry_in_the_last_row_does_not_hinder_reading(tmp_path: Path) -> None:
    path = write_package(tmp_path / "a.xlsx", '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>2</v></c></row>')
    sheet = read_workbook(path, "a.xlsx").sheets[0]
    assert (len(sheet.rows), sheet.rows[0][0], sheet.rows[-1][0]) == (1_048_576, 1.0, 2.0)


def test_the_name_does_not_decide_how_a_readable_file_is_read(tmp_path: Path) -> None:
    package = write_package(tmp_path / "a.xlsx", '<row r="1"><c r="A1"><v>1</v></c></row>')
    for suffix in (".xls", ".csv", ".et", ".ods"):
        assert read_workbook(package.rename(package.with_suffix(suffix)), "a").sheets[0].rows == [[1.0]]
        package = package.with_suffix(suffix)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|", "，"])
def test_a_text_list_is_read_in_every_usual_encoding(tmp_path: Path, encoding: str, separator: str) -> None:
    path = tmp_path / "名单.csv"
    path.write_bytes(f'姓名{separator}学号{separator}备注\r\n张三{separator}="0012"{separator}"甲\n乙"\r\n李四\r\n'.encode(encoding))
    sheet = read_workbook(path, "名单.csv").sheets[0]
    assert (sheet.name, sheet.rows) == ("名单", [["姓名", "学号", "备注"], ["张三", "0012", "甲\n乙"], ["李四", "", ""]])


def test_old_formats_are_read_by_content(testdata: Path) -> None:
    names = {"hostile/h50_xls_renamed.xlsx", "tablib-b74a0450.xls", "tablib-4c2b49f9.ods"}
    books = {name: read_workbook(testdata / "corpus" / name, name) for name in names}
    assert all(values(book.sheets[0]) for book in books.values())
    numbers = [value for book in books.values() for sheet in book.sheets for row in sheet.rows for value in row if type(value) is int]
    assert numbers == []


def test_a_year_and_a_1_in_a_text_list_may_be_what_is_left_of_october(tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    path.write_text("姓名,入团时间\n张三,2021.1\n李四,2021.10\n", encoding="utf-8")
    assert [row[1] for row in read_workbook(path, "名单.csv").sheets[0].rows[1:]] == [2021.1, "2021.10"]
