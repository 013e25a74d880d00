"""Merged ranges, hidden rows, errors and months of an .ods are known, whatever repeats in it."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest

from xlflow.errors import WorkbookError
from xlflow.files.reading.reader import read_workbook
from xlflow.tables.raw import RawSheet

_SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"), ("number", "datastyle"))
)
_MANIFEST = """<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"""
_STYLES = """<office:automatic-styles>
<number:date-style style:name="N1"><number:year/><number:text>年</number:text><number:month/></number:date-style>
<number:date-style style:name="N2"><number:year/><number:month/><number:day/></number:date-style>
<style:style style:name="month" style:family="table-cell" style:data-style-name="N1"/>
<style:style style:name="day" style:family="table-cell" style:data-style-name="N2"/>
</office:automatic-styles>"""


def cell(text: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {more}><text:p>{text}</text:p></table:table-cell>'


def day(text: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="date" office:date-value="{text}" {more}><text:p>x</text:p></table:table-cell>'


def sheet_of(path: Path, rows: str) -> RawSheet:
    """The only sheet of an .ods with these rows."""
    columns = '<table:table-column table:number-columns-repeated="2"/><table:table-column table:default-cell-style-name="month"/>'
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES} xmlns:calcext="urn:org:documentfoundation:names:'
        f'experimental:calc:xmlns:calcext:1.0">{_STYLES}<office:body><office:spreadsheet><table:table table:name="名单">{columns}{rows}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
        package.writestr("META-INF/manifest.xml", _MANIFEST)
    return read_workbook(path, path.name).sheets[0]


def test_a_merged_range_is_known(tmp_path: Path) -> None:
    spanned = cell("软件1班", 'table:number-rows-spanned="2"')
    rows = f"<table:table-row>{cell('姓名')}{cell('支部')}</table:table-row><table:table-row>{cell('张三')}{spanned}</table:table-row>"
    rows += f"<table:table-row>{cell('李四')}<table:covered-table-cell/></table:table-row>"
    assert sheet_of(tmp_path / "a.ods", rows).merged == ((1, 1, 2, 1),)


def test_a_date_that_shows_no_day_is_a_month_by_its_own_style_or_that_of_its_column(tmp_path: Path) -> None:
    first = day("2020-09-01", 'table:style-name="month"') + day("2020-09-01", 'table:style-name="day"') + day("2020-09-01")
    sheet = sheet_of(tmp_path / "a.ods", f"<table:table-row>{first}</table:table-row>")
    assert sheet.rows[0][0] == date(2020, 9, 1)
    assert sheet.month_cells == {(0, 0), (0, 2)}


def test_rows_that_repeat_are_counted(tmp_path: Path) -> None:
    rows = f'<table:table-row table:number-rows-repeated="3">{cell("x")}</table:table-row>'
    rows += f'<table:table-row table:visibility="filter">{cell("y")}</table:table-row>'
    assert sheet_of(tmp_path / "a.ods", rows).hidden_rows == {3}


def test_an_error_is_known_by_its_text(tmp_path: Path) -> None:
    error = cell("#N/A", 'calcext:value-type="error"')
    assert sheet_of(tmp_path / "a.ods", f"<table:table-row>{cell('x')}{error}{cell('#1')}</table:table-row>").errors == {(0, 1): "#N/A"}


def test_counts_that_are_none_are_taken_for_one(tmp_path: Path) -> None:
    rows = f"<table:table-row>{cell('x', 'table:number-columns-spanned=' + chr(34) + 'many' + chr(34))}</table:table-row>"
    assert sheet_of(tmp_path / "a.ods", rows + f"<table:table-row>{day('2020-09-01')}</table:table-row>").merged == ()


def test_damaged_content_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(WorkbookError, match=r"内部 XML 有错|已损坏"):
        sheet_of(tmp_path / "a.ods", f"<table:table-row>{cell('x', 'table:visibility=')}")
