"""The ranges with validations of a worksheet part, whatever program wrote it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.cell_range import MultiCellRange

from xlflow.errors import WorkbookError
from xlflow.files.reading.package_sheets import validated_ranges
from xlflow.files.reading.reader import read_workbook
from xlflow.files.standard_form import standard_form
from xlflow.findings import Finding
from xlflow.schemes.scheme import Scheme
from xlflow.tables.understand import understand

NATIONAL = Scheme.load("national")
LIST = "推优对象清单"
PART = """<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="m" xmlns:x14="x"><sheetData><row r="1"><c r="A1"/></row></sheetData>
<conditionalFormatting sqref="Z1"/><dataValidations count="1"><dataValidation type="list" sqref="C5:C9 C20 $D$3"/></dataValidations>
<extLst><ext><x14:dataValidations xmlns:xm="e"><x14:dataValidation><x14:formula1><xm:f>A!B1</xm:f></x14:formula1><xm:sqref>F2:G3</xm:sqref>
</x14:dataValidation></x14:dataValidations><x14:conditionalFormatting><xm:sqref>Y1</xm:sqref></x14:conditionalFormatting></ext></extLst></worksheet>"""


def test_ranges_of_both_spellings_are_found_and_those_of_formats_are_not() -> None:
    assert validated_ranges(PART.encode()) == ((4, 2, 8, 2), (19, 2, 19, 2), (2, 3, 2, 3), (1, 5, 2, 6))
    assert validated_ranges(b"<worksheet><sheetData/></worksheet>") == ()


def test_a_broken_part_is_told() -> None:
    with pytest.raises(WorkbookError):
        validated_ranges(PART.encode()[:-30])


@pytest.fixture
def form(tmp_path: Path) -> Path:
    """A form with two people, typed into it."""
    path = tmp_path / "三班.xlsx"
    path.write_bytes(standard_form(NATIONAL, round="2026年上半年", today=date(2026, 3, 1)))
    book = openpyxl.load_workbook(path)
    sheet = book[LIST]
    labels = {str(cell.value).lstrip("*").replace("\n", ""): cell.column for cell in sheet[4] if cell.value}
    for row in (5, 6):
        for label, value in {"姓名": "张三", "民族": "汉族", "学历": "大学本科在读", "推优类型": "入党积极分子"}.items():
            sheet.cell(row, labels[label], value)
    book.save(path)
    return path


def altered(path: Path) -> list[Finding]:
    raw = read_workbook(path, path.name)
    return [f for f in understand(raw, NATIONAL).findings if f.code == "form-altered"]


def test_a_form_typed_into_has_lost_nothing(form: Path) -> None:
    assert altered(form) == []


def test_columns_pasted_over_are_named_once_a_sheet(form: Path) -> None:
    book = openpyxl.load_workbook(form)
    sheet = book[LIST]
    for rule in sheet.data_validations.dataValidation:
        if str(rule.sqref).startswith(("D5:", "K5:")):
            column = str(rule.sqref)[0]
            rule.sqref = MultiCellRange(f"{column}5 {column}7:{column}5000")
    book.save(form)
    found = altered(form)
    assert [(f.place.sheet, f.place.row, f.place.cell) for f in found] == [(LIST, 4, None)]
    assert found[0].got == "“民族”“学历”列有格子的下拉和填写限制因粘贴而丢失"


def test_a_form_that_another_office_program_saved_has_lost_nothing(form: Path, resaved: Callable[[Path], Path]) -> None:
    assert altered(resaved(form)) == []
