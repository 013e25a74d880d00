"""The roster on paper, and the lines that people type below its rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from filled_form import LIST, write_form
from openpyxl.workbook import Workbook

from xlflow.jobs.merge import merge


@pytest.fixture(scope="module")
def roster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbook]:
    """The roster of one branch."""
    folder = tmp_path_factory.mktemp("round")
    (folder / "收件").mkdir()
    write_form(folder / "收件" / "一班.xlsx")
    path: Path = folder / "清单库.xlsx"
    merge([folder / "收件"], roster=path, as_of=date(2026, 3, 20))
    book = openpyxl.load_workbook(path)
    yield book
    book.close()


def test_a_wide_list_is_printed_to_be_read_with_headers_and_names_on_every_page(roster: Workbook) -> None:
    sheet = roster[LIST]
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$1:$1", "$A:$B")
    assert (sheet.page_setup.scale, sheet.sheet_properties.pageSetUpPr.fitToPage) == (55, None)
    assert sheet.print_area == ""


def test_a_list_that_can_be_read_on_one_page_goes_onto_one(roster: Workbook) -> None:
    sheet = roster["报送情况"]
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$1:$1", None)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)


def test_a_line_typed_below_the_register_has_its_drop_down_too(roster: Workbook) -> None:
    (rule,) = roster["发文登记"].data_validations.dataValidation
    assert str(rule.sqref) == "F2:F5000"
