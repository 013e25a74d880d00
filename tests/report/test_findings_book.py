"""The report as a workbook."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

import openpyxl
from msgspec.structs import replace
from openpyxl.worksheet.worksheet import Worksheet

from xlflow.findings import Finding, Place, in_order
from xlflow.messages import finding
from xlflow.report.pages.check_report import CheckReport, ReportedFile
from xlflow.report.workbooks.findings_book import findings_book

DAY = date(2026, 6, 30)


def error(file: str = "三班.xlsx", row: int = 8, got: str = "x", sheet: str = "清单") -> Finding:
    return finding("date-invalid", Place(file, sheet, row, 6, "x", "入团时间", 0), got=got, expected="2026-03-05")


def made(*findings: Finding, path: str = "报送/三班.xlsx") -> bytes:
    names = dict.fromkeys(f.place.file for f in findings)
    return findings_book(CheckReport([ReportedFile(name, 10, True, path) for name in names], in_order(findings), DAY, ()))


def sheet(name: str, *findings: Finding, path: str = "报送/三班.xlsx") -> Worksheet:
    found = openpyxl.load_workbook(io.BytesIO(made(*findings, path=path)))[name]
    assert isinstance(found, Worksheet)
    return found


def lines(page: Worksheet) -> list[dict[str, object]]:
    header, *rows = page.iter_rows(values_only=True)
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


def test_the_sheets_stand_in_their_order() -> None:
    book = openpyxl.load_workbook(io.BytesIO(made(error())))
    assert book.sheetnames == ["概况", "问题清单", "按规则", "按文件"]
    assert book["概况"]["A1"].value == "这份表要改：有 1 处错误"


def test_a_problem_is_a_line_with_its_cell_and_cure() -> None:
    (line,) = lines(sheet("问题清单", error()))
    assert (line["程度"], line["单元格"], line["怎样改"]) == ("● 错误", "F8", "请照这种写法改正")


def test_the_list_can_be_filtered_and_its_header_stays() -> None:
    page = sheet("问题清单", error(), error(row=9))
    assert page.auto_filter.ref == "A1:I3"
    assert page.freeze_panes == "A2"


def test_it_prints_on_a4_landscape_with_its_header_on_each_page() -> None:
    page = sheet("问题清单", error())
    assert (page.page_setup.orientation, int(page.page_setup.paperSize or 0), page.print_title_rows) == ("landscape", 9, "$1:$1")


def test_empty_cells_of_a_person_are_one_line() -> None:
    place = Place("三班.xlsx", "清单", 14, 6, "x", "入团时间", 0)
    lacking = [
        finding("required-missing", replace(place, column=column, label=label)) for column, label in ((6, "入团时间"), (9, "申请时间"))
    ]
    (line,) = lines(sheet("问题清单", *lacking))
    assert (line["问题"], line["单元格"]) == ("缺：入团时间、申请时间", "F14、I14")


def test_a_link_leads_to_the_cell_from_where_the_report_lies() -> None:
    link = sheet("问题清单", error(sheet="张三's 表"))["F2"].hyperlink
    assert link is not None
    assert (str(link.target).replace("\\", "/"), link.location) == ("报送/三班.xlsx", "'张三''s 表'!F8")


def test_signs_of_a_link_in_a_file_name_are_escaped() -> None:
    link = sheet("问题清单", error(), path="报送/三班#1 100%.xlsx")["F2"].hyperlink
    assert link is not None
    assert str(link.target).replace("\\", "/") == "报送/三班%231%20100%25.xlsx"


def test_a_file_far_away_has_no_link() -> None:
    assert sheet("问题清单", error(), path="")["F2"].hyperlink is None


def test_what_looks_like_a_formula_stays_text() -> None:
    content = made(error(file='=HYPERLINK("http://example.invalid").xlsx', got="=1+1"))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert not any(re.search(rb"<f[ >]", package.read(name)) for name in package.namelist() if "worksheets/sheet" in name)


def test_confirmed_findings_are_listed_with_their_reason() -> None:
    (line,) = lines(sheet("问题清单", replace(error(), confirmed=True, reason="公安已出具证明")))
    assert (line["程度"], line["核实说明"]) == ("✓ 已核实", "公安已出具证明")


def test_there_is_no_column_for_reasons_where_nobody_gave_one() -> None:
    assert "核实说明" not in lines(sheet("问题清单", error()))[0]


def test_rules_are_counted_with_the_first_places() -> None:
    (line,) = lines(sheet("按规则", *(error(row=row) for row in range(5, 10))))
    assert (line["规则"], line["处数"], line["首处"]) == ("不是日期", 5, "F5")
    assert str(line["最先几处"]).endswith("另有 2 处")


def test_the_same_report_gives_the_same_bytes() -> None:
    assert made(error()) == made(error())
