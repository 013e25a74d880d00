"""Each fault of a flat list gives its one finding at its cell; a clean list gives none."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from clean_list import LETTERS, sheet
from sheet_text import raw_sheet

from xlflow.findings import Finding

Check = Callable[..., list[tuple[str, str | None]]]


def test_a_clean_list_has_no_finding(check: Check) -> None:
    assert check(sheet()) == []


@pytest.mark.parametrize(
    ("code", "label", "changes"),
    [
        ("required-missing", "递交入党申请书时间", {"递交入党申请书时间": ""}),
        ("id-number-checksum", "身份证号", {"身份证号": "110105200603079014"}),
        ("id-number-format", "身份证号", {"身份证号": "11010520060307901"}),
        ("id-number-region", "身份证号", {"身份证号": "990000200603079017"}),
        ("id-number-birth-mismatch", "身份证号", {"出生日期": "2006-03-08"}),
        ("id-number-gender-mismatch", "身份证号", {"性别": "女"}),
        ("league-number-format", "发展团员编号", {"发展团员编号": "20214400001"}),
        ("league-number-year", "发展团员编号", {"发展团员编号": "201944000001"}),
        ("league-number-is-card-number", "发展团员编号", {"发展团员编号": "03010001"}),
        ("already-party-member", "政治面貌", {"政治面貌": "中共预备党员"}),
        ("punishment-in-force", "处分情况", {"处分情况": "处分期内"}),
        ("appraisal-not-accepted", "团员教育评议等次", {"团员教育评议等次": "不合格"}),
        ("date-in-future", "推优大会时间", {"推优大会时间": "2026-07-01"}),
        ("date-order", "公示结束日期", {"公示结束日期": "2026-03-08"}),
        ("date-order", "推优大会时间", {"递交入党申请书时间": "2026-03-03"}),
        ("age-below-minimum", "递交入党申请书时间", {"递交入党申请书时间": "2024-03-06"}),
        ("league-age-short", "入团时间", {"入团时间": "2025-03-03", "发展团员编号": "202544000001"}),
        ("present-exceeds-eligible", "实到会人数", {"实到会人数": "#31", "赞成票": "#29"}),
        ("quorum-not-met", "实到会人数", {"实到会人数": "#14", "赞成票": "#14", "反对票": "#0", "弃权票": "#0"}),
        ("votes-exceed-present", "赞成票", {"赞成票": "#27"}),
        ("votes-do-not-add-up", "赞成票", {"赞成票": "#25"}),
        ("pass-line-not-met", "赞成票", {"赞成票": "#15", "反对票": "#12"}),
        ("notice-too-short", "公示结束日期", {"公示结束日期": "2026-03-12"}),
        (
            "interval-too-short",
            "确定为发展对象时间",
            {"推优类型": "发展对象", "确定为入党积极分子时间": "2025-06-02", "确定为发展对象时间": "2026-06-01"},
        ),
        ("month-boundary", "入团时间", {"入团时间": "2025.03", "发展团员编号": "202544000001"}),
    ],
)
def test_one_fault_is_one_finding_at_its_cell(check: Check, code: str, label: str, changes: dict[str, str]) -> None:
    loud = [found for found in check(sheet(changes)) if found[0] != "date-month-only"]
    assert loud == [(code, f"{LETTERS[label]}2")]


def test_a_person_who_did_not_pass_owes_no_later_cell_and_is_no_fault(check: Check) -> None:
    assert check(sheet({"赞成票": "#15", "反对票": "#12", "公示开始日期": "", "公示结束日期": ""})) == []


def test_exactly_half_of_those_who_should_attend_is_a_quorum_and_not_a_majority(check: Check) -> None:
    half = {"实到会人数": "#15", "赞成票": "#15", "反对票": "#0", "弃权票": "#0"}
    assert check(sheet(half)) == [("pass-line-not-met", f"{LETTERS['赞成票']}2")]


def test_a_missing_quorum_silences_the_pass_line(check: Check) -> None:
    few = {"实到会人数": "#10", "赞成票": "#10", "反对票": "#0", "弃权票": "#0"}
    assert [code for code, _ in check(sheet(few))] == ["quorum-not-met"]


def test_too_many_votes_are_told_with_the_number_that_is_too_great(findings: Callable[..., list[Finding]]) -> None:
    def told(**votes: str) -> list[object]:
        return [found.message for found in findings(sheet(votes)) if found.code == "votes-exceed-present"]

    assert told(赞成票="#30", 反对票="#1", 弃权票="#0") == ["赞成 30 票多于实到 28 人"]
    assert told(赞成票="#27", 反对票="#2", 弃权票="#0") == ["赞成、反对、弃权合计 29 票多于实到 28 人"]


def test_an_empty_vote_is_not_zero(check: Check) -> None:
    assert check(sheet({"反对票": ""})) == []


def test_an_unread_cell_is_not_missing_and_judges_nothing(check: Check) -> None:
    assert check(sheet({"递交入党申请书时间": "待定"})) == [("date-invalid", f"{LETTERS['递交入党申请书时间']}2")]


def test_a_month_stands_for_all_its_days(check: Check) -> None:
    assert check(sheet({"入团时间": "2025.02", "发展团员编号": "202544000001"})) == [("date-month-only", f"{LETTERS['入团时间']}2")]


def test_a_future_date_silences_order_and_notice(check: Check) -> None:
    found = check(sheet({"公示开始日期": "2026-07-06", "公示结束日期": "2026-07-07"}))
    assert [code for code, _ in found] == ["date-in-future"]


def test_more_people_than_a_fifth_of_the_base_is_a_warning_of_the_meeting(check: Check) -> None:
    ids = ("110105200603079010", "110105200603079045", "110105200603079053", "110105200603079061", "11010520060307907X")
    people = [{"身份证号": f"11010520060307{n:03}", "姓名": f"张{'一二三四五六七'[n % 7]}"} for n in range(len(ids))]
    people = [{**p, "身份证号": number} for p, number in zip(people, ids, strict=True)]
    crowd = [{**p, "应到会人数": "#24", "实到会人数": "#24", "赞成票": "#24", "反对票": "#0", "弃权票": "#0"} for p in people]
    assert ("quota-exceeded", None) in check(sheet(*crowd))
    assert ("quota-exceeded", None) not in check(sheet(*crowd[:4]))
    twice = [{**person, "推优类型": "发展对象"} for person in crowd[:2]]
    assert ("quota-exceeded", None) not in check(sheet(*crowd[:4], *twice))
    spelled = [{**person, "所在团支部": "软件1班" if n % 2 else "软件1班团支部"} for n, person in enumerate(crowd)]
    assert [code for code, _ in check(sheet(*spelled))].count("quota-exceeded") == 1
    damaged = [{**crowd[0], "身份证号": "1101052006030790"}, {**crowd[0], "身份证号": "1101052006030791", "推优类型": "发展对象"}]
    assert ("quota-exceeded", None) not in check(sheet(*crowd[1:4], *damaged))


def test_errors_and_formulas_without_a_value_are_told_from_empty_cells(check: Check) -> None:
    assert check(sheet({"反对票": "!#N/A", "弃权票": "!="})) == [
        ("cell-error-value", f"{LETTERS['反对票']}2"),
        ("formula-without-value", f"{LETTERS['弃权票']}2"),
    ]


def test_total_and_sample_rows_are_not_people(check: Check, read: Callable[..., object]) -> None:
    text = sheet({"姓名": "张三（示例）"}, {}) + "\n合计 | | | | | | | | | | | | | #26"
    assert check(text) == [("sample-row-skipped", "A2"), ("total-row-skipped", "A4")]


def test_signature_lines_are_not_people(check: Check) -> None:
    assert check(sheet() + "\n\n | 填表人：　　　审核人：　　　（盖章）") == []


def test_a_list_in_the_far_corner_of_a_sheet_has_right_addresses(check: Check) -> None:
    text = "姓名 | 性别 | 身份证号 | 出生日期\n张三 | 男 | 110105200603079010 | 2006-13-01"
    assert check(raw_sheet(text, top=1_048_574, left=16_380)) == [("date-invalid", "XFD1048576")]
