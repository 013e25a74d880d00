"""全国基础方案: each mechanism of 《办法》 as a promise through the public path, with the case in which it fails; then the sample round."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from clean_list import sheet
from openpyxl import Workbook
from own_scheme import findings, table

from xlflow.findings import Finding, Severity
from xlflow.jobs.check import check
from xlflow.jobs.fill import fill
from xlflow.jobs.merge import merge
from xlflow.jobs.new import new
from xlflow.jobs.screen import screen
from xlflow.schemes.scheme import Scheme

AS_OF = date(2026, 6, 30)
EXPECTED = Path(__file__).parent / "expected" / "national.json"
LIST, MEMBERS = "推优对象清单", "团员花名册"
SECOND = {"推优类型": "发展对象", "确定为入党积极分子时间": "2025-03-20", "培养联系人": "李明"}
OPINION = {"推优类型": "听取意见", "政治面貌": "群众", "出生日期": "1995-03-07", "身份证号": "110105199503079018"}
BEFORE = {"姓名": "张三", "出生日期": "2006-03-07", "政治面貌": "共青团员", "团籍状态": "正常", "最近一次推优类型": "入党积极分子"}


@pytest.fixture(scope="module")
def national() -> Scheme:
    return Scheme.load("national")


def told(scheme: Scheme, *people: dict[str, str], members: Mapping[str, str] | None = None) -> list[Finding]:
    """What is wrong with a list of people, each the clean one but for some cells; a note is nothing wrong."""
    sheets = {LIST: sheet(*people)} | ({MEMBERS: table(members)} if members else {})
    return [each for each in findings(scheme, sheets, as_of=AS_OF) if each.severity is not Severity.INFO]


def codes(scheme: Scheme, *people: dict[str, str], members: Mapping[str, str] | None = None) -> list[tuple[str, str | None]]:
    return [(each.code, each.place.field) for each in told(scheme, *people, members=members)]


# --- three types ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", [{}, SECOND, OPINION], ids=["入党积极分子", "发展对象", "听取意见"])
def test_there_are_three_types_of_recommendation(national: Scheme, person: dict[str, str]) -> None:
    assert list(national.choices["recommendation_type"]) == ["入党积极分子", "发展对象", "听取意见"]
    assert codes(national, person) == []


def test_who_is_28_or_no_member_is_not_recommended_and_only_an_opinion_is_heard(national: Scheme) -> None:
    assert codes(national, OPINION | {"推优类型": "入党积极分子"}) == [
        ("age-above-maximum", "birth_date"),
        ("value-out-of-range", "political_status"),
    ]


def test_the_second_type_follows_the_day_on_which_he_became_an_activist(national: Scheme) -> None:
    assert codes(national, SECOND | {"确定为入党积极分子时间": "2026-03-03"}) == [("date-order", "meeting_date")]
    assert codes(national, {"确定为入党积极分子时间": "2026-03-01"}) == [("date-order", "activist_date")]


def test_an_applicant_is_18_and_a_member_for_a_year(national: Scheme) -> None:
    assert codes(national, {"递交入党申请书时间": "2024-03-06"}) == [("age-below-minimum", "application_date")]
    assert codes(national, {"递交入党申请书时间": "2024-03-07"}) == []
    assert codes(national, {"入团时间": "2025-03-03", "发展团员编号": "202544000001"}) == [("league-age-short", "league_join_date")]
    assert codes(national, {"入团时间": "2025-03-02", "发展团员编号": "202544000001"}) == []


# --- 20 %, validity --------------------------------------------------------------------------------------------------------------


def crowd(size: int) -> list[dict[str, str]]:
    return [{"姓名": f"张{sign}", "身份证号": "", "发展团员编号": ""} for sign in "一二三四五六七八"[:size]]


def test_more_than_a_fifth_of_the_members_is_a_warning_and_no_error(national: Scheme) -> None:
    assert told(national, *crowd(6)) == []
    [found] = told(national, *crowd(7))
    assert (found.code, found.severity, found.waivable) == ("quota-exceeded", "warning", True)
    assert "超过应到会人数 30 人的20%（至多 6 人）" in found.message


def test_only_who_has_passed_takes_a_place(national: Scheme) -> None:
    nobody_came = [each | {"实到会人数": "14", "赞成票": "14", "反对票": "0", "弃权票": "0", "大会结果": ""} for each in crowd(7)]
    assert "quota-exceeded" not in [code for code, _ in codes(national, *nobody_came)]
    stated = [each | {"赞成票": "", "反对票": "", "弃权票": "", "大会结果": "通过"} for each in crowd(7)]
    assert "quota-exceeded" in [code for code, _ in codes(national, *stated)]


def test_a_recommendation_holds_two_years_for_its_own_type(national: Scheme) -> None:
    still = BEFORE | {"最近一次推优时间": "2024-03-03"}
    assert codes(national, {}, members=still) == [("recommendation-still-valid", "recommendation_type")]
    assert codes(national, SECOND, members=still) == []
    assert codes(national, {}, members=still | {"最近一次推优时间": "2024-03-01"}) == []


def test_a_recommendation_that_has_lapsed_without_an_answer_is_told(national: Scheme) -> None:
    lapsed = {"推荐时间": "2026-03-20", "推荐有效期至": "2026-06-29", "党组织意见": ""}
    assert ("recommendation-expired", "valid_until") in codes(national, lapsed)
    assert "recommendation-expired" not in [code for code, _ in codes(national, lapsed | {"推荐有效期至": "2026-06-30"})]


# --- quorum, pass line, notice ---------------------------------------------------------------------------------------------------


def votes(present: int, in_favour: int) -> dict[str, str]:
    return {"实到会人数": f"#{present}", "赞成票": f"#{in_favour}", "反对票": f"#{present - in_favour}", "弃权票": "#0"}


def test_half_of_those_who_may_vote_must_be_there(national: Scheme) -> None:
    assert codes(national, votes(14, 14)) == [("quorum-not-met", "present")]
    assert "quorum-not-met" not in [code for code, _ in codes(national, votes(15, 15))]


def test_more_than_half_of_those_who_should_attend_must_agree(national: Scheme) -> None:
    assert codes(national, votes(28, 15)) == [("pass-line-not-met", "in_favour")]
    assert codes(national, votes(28, 16)) == []


def test_a_notice_lasts_five_working_days(national: Scheme) -> None:
    assert codes(national, {"公示结束日期": "2026-03-12"}) == [("notice-too-short", "notice_end")]
    assert codes(national, {"公示结束日期": "2026-03-13"}) == []


def test_days_worked_instead_of_a_holiday_count_and_holidays_do_not(national: Scheme) -> None:
    over_may = {"推优大会时间": "2026-04-27", "公示开始日期": "2026-04-29", "公示结束日期": "2026-05-07"}
    assert codes(national, over_may) == [("notice-too-short", "notice_end")]
    assert codes(national, over_may | {"公示结束日期": "2026-05-08"}) == []


# --- the 25 steps ----------------------------------------------------------------------------------------------------------------


def test_admission_goes_by_25_steps_in_5_stages_whose_dates_follow_one_another(national: Scheme) -> None:
    assert [step.number for step in national.steps] == list(range(1, 26))
    assert list(Counter(step.stage for step in national.steps).values()) == [2, 4, 5, 7, 7]
    early = SECOND | {"确定为入党积极分子时间": "2025-03-20", "确定为发展对象时间": "2026-03-19"}
    assert codes(national, early) == [("interval-too-short", "development_candidate_date")]
    assert codes(national, early | {"确定为发展对象时间": "2026-03-20"}) == []


# --- the sample round ------------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_sample_round_comes_to_what_is_expected(repository: Path, tmp_path: Path) -> None:
    assert done(repository / "sample_workbooks", tmp_path) == json.loads(EXPECTED.read_text(encoding="utf-8"))


def write_members(path: Path) -> Path:
    """A list that a branch exported: one member for each state."""
    sound = {"姓名": "张三", "出生日期": date(2004, 3, 7), "政治面貌": "共青团员", "入团时间": date(2019, 5, 4), "团籍状态": "正常"}
    sound |= {"递交入党申请书时间": date(2025, 3, 5), "团员教育评议等次": "优秀", "最近一次推优类型": None, "最近一次推优时间": None}
    recommended = {"最近一次推优类型": "入党积极分子", "最近一次推优时间": date(2026, 1, 8)}
    people = [
        sound,
        sound | {"姓名": "李红", "递交入党申请书时间": None},
        sound | recommended | {"姓名": "王强"},
        sound | recommended | {"姓名": "赵敏", "最近一次推优时间": date(2024, 1, 8)},
        sound | {"姓名": "周洋", "政治面貌": "中共预备党员"},
        sound | {"姓名": "吴桐", "团籍状态": "已转出"},
    ]
    book = Workbook()
    sheet_of_members = book.create_sheet(MEMBERS, 0)
    for row in (list(sound), *(list(person.values()) for person in people)):
        sheet_of_members.append(row)
    book.save(path)
    return path


def done(samples: Path, work: Path) -> dict[str, Any]:
    """A round with the samples: new, check, fill, merge, screen (of a list of members)."""
    units, round, inbox = samples / "支部名单.xlsx", "2026年上半年", work / "报送"
    forms = new("national", work / "表单", units=units, round=round, today=date(2026, 3, 2))
    shutil.copytree(samples / "报送", inbox)
    checked = check([inbox], as_of=AS_OF, jobs=1)
    filled = fill(min(inbox.glob("*市场营销*")), dry_run=True, as_of=AS_OF)
    merged = merge([inbox], roster=work / "清单库.xlsx", units=units, round=round, as_of=AS_OF, jobs=1).as_dict()
    members = write_members(work / "三班花名册.xlsx")
    standing = screen([members], output=work / "甄别结果.xlsx", scheme="national", as_of=AS_OF).as_dict()
    return {
        "new": len(forms),
        "check": dict(sorted(Counter(f"{each.severity} {each.code}" for each in checked.findings if each.severity != "info").items())),
        "filled": len(filled.changes),
        "files": {key: value for key, value in merged["files"].items() if key != "rejected"},
        "rejected": [bad["file"] for bad in merged["files"]["rejected"]],
        **{key: merged[key] for key in ("rows", "people", "units")},
        "conflicts": len(merged["conflicts"]),
        "screen": standing["counts"],
    }
