"""The report as a page."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser

import pytest
from msgspec.structs import replace

from xlflow.findings import Finding, Place, in_order
from xlflow.messages import finding
from xlflow.report.pages.check_report import CheckReport, ReportedFile
from xlflow.report.pages.findings_page import findings_page, link

DAY = date(2026, 6, 30)


def error(file: str = "三班.xlsx", row: int = 8, got: str = "x") -> Finding:
    return finding("date-invalid", Place(file, "清单", row, 6, "x", "入团时间", 0), got=got, expected="2026-03-05")


def page(*findings: Finding, files: int = 1, path: str = "报送/三班.xlsx") -> str:
    names = dict.fromkeys([*(f.place.file for f in findings), *(f"{n}.xlsx" for n in range(files))])
    reported = [ReportedFile(name, 10, True, path) for name in list(names)[: max(files, len({f.place.file for f in findings}))]]
    return findings_page(CheckReport(reported, in_order(findings), DAY, ["说明一句。"])).decode()


class Tags(HTMLParser):
    """Counts open tags and remembers whether they close in order."""

    VOID = frozenset({"meta", "input", "br"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.targets: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name == "href" and (value or "").startswith("#"):
                self.targets.append((value or "")[1:])

    def handle_endtag(self, tag: str) -> None:
        if tag != "p":
            assert self.open.pop() == tag, tag
        else:
            self.open.remove("p")


def test_the_page_is_whole_and_its_links_lead_somewhere() -> None:
    warning = finding("phone-format", Place("四班.xlsx", "清单", 8, 7, "phone", "联系电话", 0), got="1", reason="太短")
    kept = replace(error(row=9), confirmed=True, reason="已核实")
    tags = Tags()
    tags.feed(page(error(), warning, kept, files=4))
    assert tags.open == []
    assert set(tags.targets) <= set(tags.ids)


def test_nothing_is_fetched_from_anywhere() -> None:
    text = page(error())
    assert not re.search(r"(?:src|href)=\"(?:https?:|//)|@import|url\(", text)


def test_what_stood_in_a_cell_is_never_markup() -> None:
    text = page(error('<img src=x onerror="alert(1)">', got="<script>alert(1)</script>"))
    assert "<script>alert" not in text
    assert "<img" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_a_path_is_never_taken_for_a_protocol() -> None:
    assert link("javascript:alert(1).xlsx") == "./javascript%3Aalert%281%29.xlsx"
    assert link("../报送/三班#1.xlsx").startswith("../")
    assert "#" not in link("../报送/三班#1.xlsx")


def test_severity_is_said_in_words_and_shapes() -> None:
    assert '<b class="error" title="错误">●<i>错误</i></b>' in page(error())


def test_a_full_number_is_nowhere() -> None:
    assert "440307200403051234" not in page(error(got="440307200403051234"))


def test_many_places_of_one_rule_are_folded() -> None:
    text = page(*(error(row=row) for row in range(5, 148)))
    assert "<small>143 处" in text
    assert "<code>F5—F147</code>" in text


@pytest.mark.slow
def test_long_lists_say_how_much_more_there_is_and_where() -> None:
    text = page(*(error(row=row, got=str(row)) for row in range(5, 6105)))
    assert "另有 100 行，见 .xlsx 报告（--report 校验报告.xlsx）。" in text


@pytest.mark.slow
def test_a_thousand_files_make_a_page_that_opens() -> None:
    text = page(*(error(f"{n:04d}.xlsx", row, str(row)) for n in range(1000) for row in range(5, 55)))
    assert len(text.encode()) < 8_000_000
    assert text.count('<details class="file"') == 1000
    assert "open>" not in text


def test_confirmed_findings_have_a_list_with_their_reason() -> None:
    text = page(replace(error(), confirmed=True, reason="公安已出具证明"))
    assert "<h2>已写核实说明</h2>" in text
    assert "公安已出具证明" in text
    assert "逐人改正</h2>" not in text


def test_a_file_far_away_has_no_link() -> None:
    assert "打开这份表" not in page(error(), path="")
    assert 'href="./%E6%8A%A5' in page(error())


def test_the_same_report_is_the_same_page() -> None:
    assert page(error()) == page(error())


def test_a_row_bears_the_name_of_its_person() -> None:
    named = page(replace(error(), who="张<三"))
    assert "<b>第 8 行 <span>张&lt;三</span></b>" in named
