"""One cause, one finding: what silences what."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from clean_form import form
from clean_list import CLEAN, LETTERS, sheet

from xlflow.findings import Finding

Check = Callable[..., list[tuple[str, str | None]]]


def codes(check: Check, **changes: str) -> list[str]:
    return [code for code, _ in check(sheet(changes))]


def test_a_number_that_is_no_id_is_not_judged_further(check: Check) -> None:
    assert codes(check, 身份证号="99000019990101001", 性别="女", 出生日期="2001-01-01") == ["id-number-format"]


def test_an_id_stored_as_a_number_is_not_judged_further(check: Check) -> None:
    assert codes(check, 身份证号="#110105200603079010") == ["id-number-as-number"]


def test_a_wrong_check_digit_leaves_birth_and_gender_judged(check: Check) -> None:
    found = codes(check, 身份证号="110105200603079011", 出生日期="2006-03-08", 性别="女")
    assert found == ["id-number-birth-mismatch", "id-number-checksum", "id-number-gender-mismatch"]


def test_eight_digits_are_a_card_number_and_nothing_else(check: Check) -> None:
    assert codes(check, 发展团员编号="20190001") == ["league-number-is-card-number"]


def test_a_missing_quorum_silences_the_pass_line(check: Check) -> None:
    assert codes(check, 实到会人数="#10", 赞成票="#10", 反对票="#0", 弃权票="#0") == ["quorum-not-met"]


def test_votes_beyond_those_present_are_not_also_told_not_to_add_up(check: Check) -> None:
    assert codes(check, 赞成票="#29", 反对票="#0", 弃权票="#0") == ["votes-exceed-present"]


def test_dates_in_the_wrong_order_are_not_also_too_close(check: Check) -> None:
    changes = {"推优类型": "发展对象", "确定为入党积极分子时间": "2025-01-01", "确定为发展对象时间": "2024-12-01"}
    assert [code for code, _ in check(sheet(changes)) if code.startswith("interval")] == []


def test_a_notice_that_ends_before_it_begins_is_not_also_too_short(check: Check) -> None:
    assert codes(check, 公示结束日期="2026-03-06") == ["date-order"]


def test_a_notice_in_the_future_is_not_also_too_short(check: Check) -> None:
    assert codes(check, 公示开始日期="2026-07-06", 公示结束日期="2026-07-07") == ["date-in-future"]


def test_what_could_not_be_read_has_its_reading_code_only(check: Check) -> None:
    assert codes(check, 推优大会时间="下周") == ["date-invalid"]
    assert codes(check, 赞成票="全票") == ["number-invalid"]
    assert codes(check, 入团时间="#2021.1") == ["date-ambiguous"]


READABLE = sorted(CLEAN.keys() - {"姓名", "所在团支部", "发展团员编号", "身份证号"})
"""Columns of which not every text is a value."""


@pytest.mark.parametrize("label", READABLE)
def test_a_cell_that_cannot_be_read_is_told_once_and_judges_nothing(check: Check, label: str) -> None:
    [(code, cell)] = check(sheet({label: "未知数"}))
    assert code in ("date-invalid", "number-invalid", "choice-unknown")
    assert cell == f"{LETTERS[label]}2"


@pytest.mark.parametrize("label", sorted(CLEAN.keys() - {"姓名"}))
def test_an_empty_cell_is_at_most_missing(check: Check, label: str) -> None:
    assert set(check(sheet({label: ""}))) <= {("required-missing", f"{LETTERS[label]}2")}


@pytest.mark.parametrize("label", sorted(CLEAN.keys() - {"姓名"}))
def test_an_absent_column_is_not_also_an_empty_cell_of_every_row(findings: Callable[..., list[Finding]], label: str) -> None:
    lines = [
        [cell.strip() for cell in line.split("|")] for line in sheet({}, {"姓名": "李四", "身份证号": "110105200603079037"}).splitlines()
    ]
    column = lines[0].index(label)
    found = findings("\n".join(" | ".join(line[:column] + line[column + 1 :]) for line in lines))
    assert [f.code for f in found] in ([], ["column-missing"])


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"党组织谈话时间": "2025-03-04"}, "date-order"),
        ({"党组织谈话时间": "2026-07-01"}, "date-in-future"),
        ({"推优类型": "发展对象", "确定为入党积极分子时间": "2026-01-05", "确定为发展对象时间": "2026-07-05"}, "date-in-future"),
        ({"推优大会时间": "2026-03-10"}, "date-order"),
        ({"入团时间": "2026-03-03", "发展团员编号": ""}, "date-order"),
        ({"递交入党申请书时间": "2026-03-03"}, "date-order"),
        ({"递交入党申请书时间": "2026-07-03"}, "date-in-future"),
        ({"推优大会时间": "2026-07-03"}, "date-in-future"),
    ],
)
def test_a_date_in_the_future_or_in_the_wrong_order_has_no_interval_notice_or_age(check: Check, changes: dict[str, str], code: str) -> None:
    assert [found for found, _ in check(sheet(changes))] == [code]


def test_a_date_in_the_wrong_order_is_told_at_the_later_one(check: Check) -> None:
    assert check(sheet({"递交入党申请书时间": "2026-03-03"})) == [("date-order", f"{LETTERS['推优大会时间']}2")]


def test_meetings_of_two_branches_on_one_day_are_two_meetings(check: Check) -> None:
    figures = {"应到会人数": "#10", "实到会人数": "#10", "赞成票": "#10", "反对票": "#0", "弃权票": "#0", "推荐排序": ""}
    people = [
        {"姓名": f"张{name}", "身份证号": "", "所在团支部": f"软件{branch}班团支部", **figures, "推荐排序": f"#{rank}"}
        for branch, rank, name in (("1", 1, "一"), ("1", 2, "二"), ("2", 1, "三"), ("2", 2, "四"))
    ]
    assert {code for code, _ in check(sheet(*people))} <= {"required-missing"}
    of_one = [person | {"所在团支部": "软件1班团支部"} for person in people]
    assert {code for code, _ in check(sheet(*of_one))} == {"required-missing", "quota-exceeded", "rank-not-unique"}


def test_a_typed_pass_below_the_line_is_not_also_a_difference(findings: Callable[..., list[Finding]]) -> None:
    found = findings(*form(person={"赞成票": "#12", "反对票": "#15", "大会结果": "通过"}), form=True)
    assert [f.code for f in found if f.code != "column-missing"] == ["pass-line-not-met"]


def test_a_gender_that_the_id_contradicts_is_not_also_a_difference(findings: Callable[..., list[Finding]]) -> None:
    assert [f.code for f in findings(*form(person={"性别": "女"}), form=True) if f.code != "column-missing"] == [
        "id-number-gender-mismatch"
    ]


def test_a_count_beyond_those_who_should_come_is_no_quorum_fault(check: Check) -> None:
    assert codes(check, 实到会人数="#40", 赞成票="#38") == ["present-exceeds-eligible"]
