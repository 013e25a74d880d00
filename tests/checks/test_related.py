"""What other sheets say about a person: events, an earlier recommendation; and what was changed in a form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sheet_text import raw_sheet

from xlflow.checks.judge import judge
from xlflow.findings import Finding
from xlflow.schemes.scheme import Scheme
from xlflow.tables.raw import FormStamp, RawSheet, RawWorkbook
from xlflow.tables.understand import understand

AS_OF = date(2026, 6, 30)
PERSON = "姓名 | 性别 | 民族 | 学号 | 推优类型 | 推优大会时间\n张三 | 男 | 汉族 | 999900000001 | 入党积极分子 | 2026-03-02"

CHILD = """
[scheme]
id = "school"
title = "学校方案"
version = "1"
effective_from = 2026-01-01
basis = "校团委规定"
extends = "national"

[[rule]]
code = "event-missing"
table = "nominees"
at = "name"
require = "count(events.event_kind, '团课') >= 1"
message = "没有参加团课的记录"
fix = "补做团课并登记"
basis = "校团委规定第三条"
"""


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Scheme:
    """A scheme that asks every nominee for a 团课."""
    folder = tmp_path_factory.mktemp("schemes") / "school"
    folder.mkdir()
    (folder / "scheme.toml").write_text(CHILD, encoding="utf-8")
    return Scheme.load(folder)


def codes(scheme: Scheme, *sheets: RawSheet, stamp: FormStamp | None = None) -> list[str]:
    raw = RawWorkbook("三班.xlsx", "0", sheets, stamp)
    aside = ("column-missing", "column-unknown", "required-missing", "sheet-missing", "reference-unknown")
    return [found.code for found in judge(understand(raw, scheme), scheme, AS_OF) if found.code not in aside]


def events(text: str) -> RawSheet:
    return raw_sheet(f"姓名 | 学号/工号 | 活动类别 | 时间 | 主题或内容 | 组织单位 | 缺席人员及原因\n{text}", "培养教育记录", 1)


def test_a_person_without_the_event_that_the_scheme_asks_lacks_it(school: Scheme) -> None:
    assert codes(school, raw_sheet(PERSON), events("李四 | | 团课 | 2025-09-01 | 党史 | 校团委 |")) == ["event-missing"]


def test_an_event_of_the_person_or_of_everybody_counts(school: Scheme) -> None:
    assert codes(school, raw_sheet(PERSON), events("张三 | 999900000001 | 团课 | 2025-09-01 | 党史 | 校团委 |")) == []
    assert codes(school, raw_sheet(PERSON), events("全体 | | 团课 | 2025-09-01 | 党史 | 校团委 | 李四（病假）")) == []


def test_who_was_absent_from_an_event_of_everybody_lacks_it(school: Scheme) -> None:
    assert codes(school, raw_sheet(PERSON), events("全体 | | 团课 | 2025-09-01 | 党史 | 校团委 | 张三（病假）")) == ["event-missing"]


def test_an_event_of_a_namesake_with_another_number_does_not_count(school: Scheme) -> None:
    sheet = events("张三 | 999900000009 | 团课 | 2025-09-01 | 党史 | 校团委 |")
    assert "event-missing" in codes(school, raw_sheet(PERSON), sheet)


def test_without_a_sheet_of_events_nothing_is_judged_by_them(school: Scheme) -> None:
    assert codes(school, raw_sheet(PERSON)) == []


def roster(kind: str, day: str) -> RawSheet:
    return raw_sheet(
        f"姓名 | 性别 | 学号/工号 | 最近一次推优类型 | 最近一次推优时间\n张三 | 男 | 999900000001 | {kind} | {day}", "团员花名册", 1
    )


def test_a_recommendation_of_one_type_that_still_holds_needs_no_second(national: Scheme) -> None:
    assert codes(national, raw_sheet(PERSON), roster("入党积极分子", "2025-03-02")) == ["recommendation-still-valid"]


def test_a_recommendation_of_another_type_or_one_that_lapsed_does_not_matter(national: Scheme) -> None:
    assert codes(national, raw_sheet(PERSON), roster("发展对象", "2025-03-02")) == []
    assert codes(national, raw_sheet(PERSON), roster("入党积极分子", "2024-03-02")) == []


def stamp(national: Scheme, *columns: str) -> FormStamp:
    return FormStamp("form", "national", national.version, "1", {"nominees": columns} if columns else {})


def altered(national: Scheme, *sheets: RawSheet, columns: tuple[str, ...] = ()) -> list[str]:
    raw = RawWorkbook("三班.xlsx", "0", sheets, stamp(national, *columns))
    return [found.got for found in understand(raw, national).findings if found.code == "form-altered"]


def test_a_renamed_header_of_a_form_is_told_and_read(national: Scheme) -> None:
    assert altered(national, raw_sheet(PERSON)) == ["列名“学号/工号”成了“学号”"]


def test_a_column_that_a_form_was_made_with_and_lost_is_told(national: Scheme) -> None:
    text = PERSON.replace("学号", "学号/工号")
    assert altered(national, raw_sheet(text), columns=("name", "native_place", "remarks")) == ["少了“籍贯”“备注”列"]


def wide(national: Scheme) -> str:
    labels = [field.label for field in national.fields["nominees"] if field.key != "marks"]
    return " | ".join(labels) + "\n" + " | ".join("张三" if label == "姓名" else "" for label in labels)


def test_a_renamed_sheet_of_a_form_is_found_by_its_columns(national: Scheme) -> None:
    reading = understand(RawWorkbook("三班.xlsx", "0", (raw_sheet(wide(national), "Sheet4"),), stamp(national)), national)
    assert [record.values["name"] for record in reading.records("nominees")] == ["张三"]
    assert "工作表“推优对象清单”成了“Sheet4”" in [found.got for found in reading.findings]


def test_swapped_sheets_of_a_form_are_read_as_what_they_are(national: Scheme) -> None:
    meeting = " | ".join(field.label for field in national.fields["meetings"])
    sheets = (raw_sheet(meeting, "推优对象清单", 0), raw_sheet(wide(national), "推优大会", 1))
    reading = understand(RawWorkbook("三班.xlsx", "0", sheets, stamp(national)), national)
    assert [(t.header.table, t.header.sheet) for t in reading.tables] == [("meetings", "推优对象清单"), ("nominees", "推优大会")]


def test_a_second_small_list_in_a_foreign_workbook_is_not_taken_for_the_list(findings: Callable[..., list[Finding]]) -> None:
    phones = raw_sheet("姓名 | 性别 | 联系电话\n李四 | 男 | 19900000002", "电话", 1)
    full = "姓名 | 性别 | 出生日期 | 身份证号 | 入团时间 | 推优类型\n张三 | 男 | 2006-03-07 | 110105200603079010 | 2021-5-4 | ①"
    sheets = {found.place.sheet for found in findings(raw_sheet(full), phones)}
    assert sheets == {"推优对象清单"}


@pytest.mark.parametrize(
    ("number", "reason"),
    [("11010520060307901O", "不该有的字符"), ("1101O5200603079010", "含有字母 O"), ("11010520060307901", "有 17 位")],
)
def test_an_id_number_says_exactly_why_it_is_none(findings: Callable[..., list[Finding]], number: str, reason: str) -> None:
    [found] = [f for f in findings(f"姓名 | 性别 | 民族 | 身份证号\n张三 | 男 | 汉族 | {number}") if f.code == "id-number-format"]
    assert reason in found.message


def test_two_phones_in_a_cell_say_so(findings: Callable[..., list[Finding]]) -> None:
    [found] = [f for f in findings("姓名 | 性别 | 民族 | 联系电话\n张三 | 男 | 汉族 | 19900000001/19900000002") if f.code == "phone-format"]
    assert "不止一个号码" in found.message
    assert "19900000001" not in found.message
