"""The form in an office program: filled in, calculated and saved by LibreOffice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from xlflow.files.editing.cell_edits import CellEdit, SheetEdits
from xlflow.files.editing.edit_workbook import edit_package
from xlflow.files.standard_form import standard_form
from xlflow.schemes.scheme import Scheme

NOMINEES = "推优对象清单"


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory, resaved: Callable[[Path], Path]) -> CalamineWorkbook:
    """A form with two people, the second without 民族, after the meeting."""
    filled = tmp_path_factory.mktemp("office") / "filled.xlsx"
    filled.write_bytes(standard_form(Scheme.load("national"), round="2026年上半年", today=date(2026, 3, 1)))
    _fill_in(filled)
    return CalamineWorkbook.from_path(resaved(filled))


def _fill_in(path: Path) -> None:
    book = load_workbook(BytesIO(path.read_bytes()))
    unit, people = book["单位信息"], book[NOMINEES]
    lines = {str(row[0].value).lstrip("*"): row[1] for row in unit.iter_rows(min_row=3)}
    lines["填报阶段"].value, lines["团支部全称"].value = "会后上报", "软件2301班团支部"
    lines["填表日期"].value = date(2026, 3, 20)
    columns = {str(cell.value).lstrip("*").replace("\n", ""): cell.column for cell in people[4]}
    required = [c for header, c in columns.items() if str(people.cell(4, c).value).startswith("*")]
    for row, name in ((5, "甲"), (6, "乙")):
        for column in required:
            people.cell(row, column, "某")
        people.cell(row, columns["姓名"], name)
    for header in ("民族", "考察时间", "考察结论"):
        people.cell(6, columns[header]).value = None
    book.save(path)
    book.close()


def _shown(book: CalamineWorkbook, sheet: str) -> list[list[object]]:
    return book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def test_the_cover_counts_what_is_due_in_the_phase_that_is_reached(saved: CalamineWorkbook) -> None:
    shown = {row[1]: row[2] for row in _shown(saved, "首页")}
    assert (shown["填报单位"], shown["填报阶段"]) == ("软件2301班团支部", "会后上报")
    assert shown[NOMINEES] == "已填 2 行，还差 1 项"
    missing = int(str(shown["单位信息"]).split()[1])
    assert shown["必填内容"] == f"还差 {missing + 1} 项"


def test_titles_follow_what_is_typed(saved: CalamineWorkbook) -> None:
    rows = _shown(saved, NOMINEES)
    assert "2026年上半年软件2301班团支部推优对象清单" in rows[0]
    assert {"填报单位：", "软件2301班团支部", "填报日期：2026-03-20"} <= set(rows[1])


def test_no_formula_fails(saved: CalamineWorkbook) -> None:
    texts = [str(value) for name in saved.sheet_names for row in _shown(saved, name) for value in row]
    assert [text for text in texts if text.startswith(("#", "Err:"))] == []


def _with_people(scheme: str, count: int) -> bytes:
    """A form into whose list so many people were typed, without a gap, each with a number of its own."""
    form = standard_form(Scheme.load(scheme), round="2026年上半年", today=date(2026, 3, 1))
    headers = {str(cell.value).lstrip("*"): cell.column - 1 for cell in load_workbook(BytesIO(form))[NOMINEES][4]}
    people = {(4 + n, headers["姓名"]): CellEdit("某") for n in range(count)}
    numbers = {(4 + n, headers["学号/工号"]): CellEdit(f"9999{n:08d}") for n in range(count)}
    return edit_package(form, [SheetEdits(NOMINEES, people | numbers)])


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (12, 1), (120, 5)])
def test_all_people_are_printed_and_an_empty_form_is_one_page_long(
    tmp_path: Path, to_pdf: Callable[[Path], Path], count: int, pages: int
) -> None:
    path = tmp_path / "名单.xlsx"
    path.write_bytes(_with_people("national", count))
    with pypdfium2.PdfDocument(to_pdf(path)) as pdf:
        printed = [page.get_textpage().get_text_bounded() for page in pdf]
    with_numbers = [text for text in printed if "学号/工号" in text]
    assert len(with_numbers) == pages
    assert [f"9999{n:08d}" in "".join(with_numbers) for n in range(count)] == [True] * count
    assert all("校验结论" not in text for text in printed if "学号/工号" in text or "A.基本情况" in text)


def test_a_drop_down_of_people_reaches_the_last_one(tmp_path: Path, resaved: Callable[[Path], Path]) -> None:
    book = load_workbook(BytesIO(_with_people("wuyi", 70)))
    sheet = book["荐才培育推优流程"]
    rule = next(v for v in sheet.data_validations.dataValidation if "B4:" in str(v.sqref))
    sheet["Z1"] = f"=ROWS({rule.formula1})"
    path = tmp_path / "名单.xlsx"
    book.save(path)
    book.close()
    assert _shown(CalamineWorkbook.from_path(resaved(path)), "荐才培育推优流程")[0][25] == 70
