"""武义“红领新青年”: what the county's practice names, each as a promise. The figures of its sample stand in expected/wuyi.json."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from counting_scheme import reading
from msgspec.structs import replace

from xlflow.checks.judge import judge
from xlflow.domain.periods import Period
from xlflow.domain.quota import AccountKey
from xlflow.figures.period_statistics import Points, Statistics, statistics
from xlflow.figures.screening_members import Screener, screened
from xlflow.filling.suggest import suggest
from xlflow.findings import Finding
from xlflow.jobs.check import check
from xlflow.jobs.fill import fill
from xlflow.jobs.merge import merge
from xlflow.jobs.new import new
from xlflow.jobs.running.read_file import read_file
from xlflow.jobs.scheme import lint, undecided
from xlflow.jobs.screen import screen
from xlflow.jobs.statistics import report
from xlflow.rules.case import Judging
from xlflow.rules.points_ledger import bands_of
from xlflow.schemes.scheme import Scheme
from xlflow.tables.records import WorkbookReading

AS_OF = date(2019, 12, 31)
EXPECTED = Path(__file__).with_name("expected") / "wuyi.json"
RED, BRIGHT, POOL = "红领新青年", "三亮三比", "红领新青年单列"
HOPS = ("村团支部推荐", "乡镇团委初审上报", "培训班统一培训", "县乡共同培养", "乡镇团委向村党支部推荐")
CHILD = """
[scheme]
id = "child"
title = "本县方案"
version = "1"
effective_from = 2019-08-01
basis = "县团委规定"
extends = "wuyi"
"""
Sheet = tuple[str, str]


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return Scheme.load("wuyi")


@pytest.fixture(scope="module")
def samples(repository: Path) -> Path:
    return repository / "sample_workbooks" / "武义红领新青年"


def child(folder: Path, more: str) -> Scheme:
    """A county's own scheme above this one."""
    folder.mkdir(exist_ok=True)
    (folder / "scheme.toml").write_text(CHILD + more, encoding="utf-8")
    return Scheme.load(folder)


def sheet(name: str, head: str, *rows: str) -> Sheet:
    return name, "\n".join([head, *rows])


def nominees(*people: dict[str, str]) -> Sheet:
    """Rows of the list, each with the columns that any of them has."""
    keys = list(dict.fromkeys(key for one in people for key in one))
    return sheet("推优对象清单", " | ".join(keys), *(" | ".join(one.get(key, "") for key in keys) for one in people))


def chain(*rows: str) -> Sheet:
    return sheet("荐才培育推优流程", "姓名 | 环节 | 经办组织 | 日期 | 结果 | 理由", *rows)


def ledger(*rows: str) -> Sheet:
    return sheet("积分台账", "日期 | 姓名 | 单位 | 项目编号 | 等次 | 审定人", *(f"{row} | 镇团委" for row in rows))


def practice(*rows: str) -> Sheet:
    return sheet("承诺与项目", "姓名 | 方式 | 中心工作 | 内容 | 完成情况", *rows)


def places(*rows: str) -> Sheet:
    return sheet("名额台账", "年度 | 名额类别 | 单位 | 分配名额 | 单列批准部门 | 单列依据", *rows)


PERSON = {
    "姓名": "张三",
    "人选类别": "团员",
    "乡镇（街道）": "东溪镇",
    "村（社区）": "上坞村",
    "政治面貌": "共青团员",
    "推优类型": "入党积极分子",
}
MET = {**PERSON, "推优大会时间": "2019-12-02"}
WORKED = practice("张三 | 认领工作项目 | 治水拆违 | 巡河 | 完成")
WHOLE_WAY = chain(*(f"张三 | {hop} | 某团委 | 2019-0{month}-10 | 通过 | " for month, hop in enumerate(HOPS, 1)))
BRIGHT_ROW = "2019-05-04 | 张三 | 上坞村 | S1 | "


def faults(scheme: Scheme, *sheets: Sheet, codes: Sequence[str], as_of: date = AS_OF) -> list[Finding]:
    """The findings of some codes."""
    return [wrong for wrong in judge(reading(scheme, sheets), scheme, as_of) if wrong.code in codes]


def at(found: Sequence[Finding]) -> list[tuple[str, str | None]]:
    return [(wrong.code, wrong.place.field) for wrong in found]


def figures(scheme: Scheme, *sheets: Sheet, period: Period | None = None) -> Statistics:
    return statistics(Judging(reading(scheme, sheets), scheme, AS_OF), period)


def points(scheme: Scheme, *rows: str, period: Period = Period(2019)) -> Points:  # noqa: B008 - a frozen value
    """The standing of one person by his entries."""
    [found] = figures(scheme, nominees(MET), ledger(*rows), period=period).points
    return found


def year(scheme: Scheme, *rows: str) -> float:
    return points(scheme, *rows).standing.score.year


# --- 荐才—培育—推优 -------------------------------------------------------------------------------------------------------------


def test_the_five_steps_in_their_order_have_no_fault(scheme: Scheme) -> None:
    assert list(scheme.choices["hop"]) == list(HOPS)
    assert faults(scheme, nominees(PERSON), WHOLE_WAY, codes=["event-missing", "date-order"]) == []


@pytest.mark.parametrize("left_out", HOPS[:-1])
def test_a_step_left_out_is_missed_at_the_one_that_follows_it(scheme: Scheme, left_out: str) -> None:
    rows = [f"张三 | {hop} | 某团委 | 2019-0{month}-10 | 通过 | " for month, hop in enumerate(HOPS, 1) if hop != left_out]
    [wrong] = faults(scheme, nominees(PERSON), chain(*rows), codes=["event-missing"])
    assert (wrong.place.field, wrong.severity.value, wrong.waivable) == ("hop", "error", False)
    assert left_out in wrong.message


def test_a_step_dated_before_the_one_it_follows_is_out_of_order(scheme: Scheme) -> None:
    rows = chain("张三 | 村团支部推荐 | 某支部 | 2019-03-10 | 通过 | ", "张三 | 乡镇团委初审上报 | 镇团委 | 2019-02-10 | 通过 | ")
    assert at(faults(scheme, nominees(PERSON), rows, codes=["date-order"])) == [("date-order", "hop_date")]


def test_who_was_sent_back_goes_on_only_after_passing(scheme: Scheme) -> None:
    start, back = "张三 | 村团支部推荐 | 某支部 | 2019-01-10 | 通过 | ", "张三 | 乡镇团委初审上报 | 镇团委 | 2019-01-18 | 退回 | 缺材料"
    again, class_ = (
        "张三 | 乡镇团委初审上报 | 镇团委 | 2019-01-25 | 通过 | ",
        "张三 | 培训班统一培训 | 县团委 | 2019-03-22 | 通过 | ",
    )
    assert at(faults(scheme, nominees(PERSON), chain(start, back, class_), codes=["event-missing"])) == [("event-missing", "hop")]
    assert faults(scheme, nominees(PERSON), chain(start, back, again, class_), codes=["event-missing"]) == []


def test_a_step_not_passed_says_why(scheme: Scheme) -> None:
    row = chain("张三 | 村团支部推荐 | 某支部 | 2019-01-10 | 不通过 | ")
    assert ("required-missing", "hop_reason") in at(faults(scheme, nominees(PERSON), row, codes=["required-missing"]))


def test_the_meeting_comes_after_cultivation(scheme: Scheme) -> None:
    short = chain(*WHOLE_WAY[1].splitlines()[1:4])
    for rows, wanted in ((short, [("event-missing", "meeting_date")]), (WHOLE_WAY, [])):
        assert at(faults(scheme, nominees(MET), rows, WORKED, ledger(BRIGHT_ROW), codes=["event-missing"])) == wanted


def test_a_letter_to_the_party_branch_is_the_last_step(scheme: Scheme) -> None:
    person = nominees({**MET, "推荐时间": "2019-12-16"})
    short = chain(*WHOLE_WAY[1].splitlines()[1:5])
    for rows, wanted in ((short, [("event-missing", "letter_date")]), (WHOLE_WAY, [])):
        assert at(faults(scheme, person, rows, WORKED, ledger(BRIGHT_ROW), codes=["event-missing"])) == wanted


def test_the_next_step_is_the_step_of_the_chain_that_comes_next(scheme: Scheme) -> None:
    found = suggest(reading(scheme, [nominees({**PERSON, "下一步": ""}), chain(*WHOLE_WAY[1].splitlines()[1:3])]), scheme, AS_OF)
    assert any(change.key == "next_step" and "培训班统一培训" in str(change.new) for change in found)


# --- 团员、青年 -----------------------------------------------------------------------------------------------------------------

YOUTH = {**MET, "人选类别": "青年", "政治面貌": "群众", "出生日期": "1988-05-04", "递交入党申请书时间": "2019-01-04"}
LEAGUE = ["league-age-short", "appraisal-not-accepted", "age-above-maximum", "value-out-of-range"]
OF_LEAGUE = {"league_join_date", "league_number", "league_post", "league_cadre", "appraisal_grade", "appraisal_year"}
CELLS = {"入团时间": "", "发展团员编号": "", "团内职务": "", "是否专兼职团干部": "", "团员教育评议等次": "", "评议年度": ""}


def test_young_people_outside_the_league_are_asked_nothing_of_the_league(scheme: Scheme) -> None:
    assert faults(scheme, nominees(YOUTH | CELLS), codes=LEAGUE) == []
    missing = {field for _, field in at(faults(scheme, nominees(YOUTH | CELLS), codes=["required-missing"]))}
    assert missing & OF_LEAGUE == set()


def test_members_are_asked_all_of_it(scheme: Scheme) -> None:
    missing = {field for _, field in at(faults(scheme, nominees(MET | CELLS), codes=["required-missing"]))}
    assert missing & OF_LEAGUE == {"league_join_date", "league_post", "appraisal_grade"}
    short = MET | {"出生日期": "1990-05-04", "入团时间": "2019-03-01", "团员教育评议等次": "不合格"}
    codes = {wrong.code for wrong in faults(scheme, nominees(short), codes=LEAGUE)}
    assert codes == {"league-age-short", "appraisal-not-accepted", "age-above-maximum"}


@pytest.mark.parametrize(
    ("kind", "status", "wanted"),
    [("团员", "共青团员", 0), ("青年", "群众", 0), ("团员", "群众", 1), ("青年", "共青团员", 1)],
)
def test_the_kind_agrees_with_the_political_status(scheme: Scheme, kind: str, status: str, wanted: int) -> None:
    found = faults(scheme, nominees({**PERSON, "人选类别": kind, "政治面貌": status}), codes=["value-out-of-range"])
    assert [wrong.place.field for wrong in found if wrong.place.field == "candidate_kind"] == ["candidate_kind"] * wanted


def test_young_people_have_an_age_limit_of_their_own(scheme: Scheme) -> None:
    for born, wanted in (("1984-12-03", []), ("1984-12-02", [("age-above-maximum", "candidate_kind")])):
        assert at(faults(scheme, nominees(YOUTH | {"出生日期": born}), codes=["age-above-maximum"])) == wanted


# --- 培训班：新晋、提升、菁英；党性教育人人要学 ----------------------------------------------------------------------------------

CLASS = sheet(
    "培训班",
    "班次编号 | 班次名称 | 班次类别 | 组织单位 | 开班日期 | 结业日期",
    *(f"2019{n} | 第{n}期 | {level} | 县团委 | 2019-0{n}-11 | 2019-0{n}-15" for n, level in enumerate(("新晋", "提升", "菁英"), 1)),
)


def roll(*rows: str) -> Sheet:
    return sheet("培训名册", "班次编号 | 姓名 | 单位 | 学员类别 | 选修类别 | 实际学时 | 是否结业", *rows)


def test_there_are_three_levels_of_classes_and_five_kinds_of_courses(scheme: Scheme) -> None:
    assert list(scheme.choices["class_level"]) == ["新晋", "提升", "菁英"]
    assert list(scheme.choices["course_choice"]) == ["党性教育", "党务村务", "工商管理", "电子商务", "农业项目", "其他"]
    other = (CLASS[0], CLASS[1].replace("菁英", "高级"))
    assert at(faults(scheme, nominees(PERSON), other, codes=["choice-unknown"])) == [("choice-unknown", "class_level")]


@pytest.mark.parametrize(
    ("courses", "wanted"), [("党性教育、电子商务", []), ("党性教育", []), ("电子商务", [("event-missing", "course_choice")])]
)
def test_party_education_is_for_all_and_the_rest_by_choice(scheme: Scheme, courses: str, wanted: list[tuple[str, str]]) -> None:
    rows = roll(f"20191 | 张三 | 上坞村团支部 | 红领新青年 | {courses} | #24 | 是")
    assert at(faults(scheme, nominees(PERSON), CLASS, rows, codes=["event-missing"])) == wanted


def test_courses_and_classes_are_counted(scheme: Scheme) -> None:
    rows = roll(
        "20191 | 张三 | 上坞村团支部 | 红领新青年 | 党性教育、电子商务 | #24 | 是",
        "20192 | 张三 | 上坞村团支部 | 红领新青年 | 党性教育、电子商务、农业项目 | #24 | 是",
        "20192 | 李四 | 上坞村团支部 | 红领新青年 | 党性教育 | #0 | 否",
    )
    found = {figure.total.key: figure for figure in figures(scheme, nominees(PERSON), CLASS, rows).totals}
    assert [found[key].sum.amount for key in ("classes", "headcount", "course_online_trade", "course_farming")] == [3, 2, 2, 1]
    assert [each.amount for each in found["classes"].groups["class_level"].values()] == [1, 1, 1]


# --- 创业干事承诺、认领工作项目、选派工作组 --------------------------------------------------------------------------------------


def test_who_took_part_in_nothing_is_told_and_a_county_may_ask_more(scheme: Scheme, tmp_path: Path) -> None:
    sheets = (nominees(MET), WHOLE_WAY, ledger(BRIGHT_ROW))
    assert at(faults(scheme, *sheets, practice(), codes=["event-missing"])) == [("event-missing", "candidate_kind")]
    assert faults(scheme, *sheets, WORKED, codes=["event-missing"]) == []
    own = child(tmp_path / "child", "\n[params.practice_minimum]\nvalue = 2\n")
    assert at(faults(own, *sheets, WORKED, codes=["event-missing"])) == [("event-missing", "candidate_kind")]


def test_what_they_take_part_in_is_one_of_the_central_tasks(scheme: Scheme) -> None:
    tasks = ["青创农场", "治水拆违", "美丽乡村建设", "旧城改造", "“最多跑一次”改革", "三城同创", "其他"]
    assert list(scheme.choices["central_task"]) == tasks
    rows = practice("张三 | 选派工作组 | 最多跑一次改革 | 窗口 | 完成", "张三 | 选派工作组 | 修路 | 修路 | 完成")
    assert at(faults(scheme, nominees(PERSON), rows, codes=["choice-unknown"])) == [("choice-unknown", "central_task")]


# --- “三亮三比”和红领新青年两本积分 ---------------------------------------------------------------------------------------------

TOP = (
    "2019-03-22 | 张三 | 上坞村 | H1 | ",
    "2019-05-10 | 张三 | 上坞村 | H3 | ",
    "2019-07-01 | 张三 | 上坞村 | H6 | ",
    "2019-09-20 | 张三 | 上坞村 | H1 | ",
    "2019-10-18 | 张三 | 上坞村 | H3 | ",
)
"""50 points."""


def test_the_two_ledgers_are_never_added(scheme: Scheme) -> None:
    bright = ("2019-06-28 | 张三 | 上坞村 | S2 | 兑现", "2019-06-28 | 张三 | 上坞村 | S5 | 先进")
    found = figures(scheme, nominees(MET), ledger(*TOP, *bright), period=Period(2019))
    [red], [other] = found.points, found.other_points[BRIGHT]
    assert (red.standing.score.year, red.standing.band) == (50, "良好")
    assert (other.standing.score.year, other.standing.band, other.is_listed) == (20, None, False)


def test_every_item_belongs_to_one_of_the_ledgers(scheme: Scheme) -> None:
    assert [one.key for one in scheme.ledgers] == [BRIGHT, RED]
    assert {one.ledger for one in scheme.points_items} == {BRIGHT, RED}
    recommending = [one.code for one in scheme.points_items if one.ledger == BRIGHT]
    assert list(scheme.param("recommendation_items", AS_OF)) == recommending


def test_the_village_recommends_members_by_the_points_of_three_bright(scheme: Scheme) -> None:
    sheets = (WHOLE_WAY, WORKED)
    [wrong] = faults(scheme, nominees(MET), ledger(*TOP), *sheets, codes=["event-missing"])
    assert (wrong.place.field, wrong.severity.value) == ("village", "warning")
    assert faults(scheme, nominees(MET), ledger(*TOP, BRIGHT_ROW), *sheets, codes=["event-missing"]) == []
    assert faults(scheme, nominees(YOUTH), ledger(*TOP), *sheets, codes=["event-missing"]) == []


def test_points_are_computed_by_caps_in_any_order(scheme: Scheme) -> None:
    many = [f"2019-04-{day:02} | 张三 | 上坞村 | H5 | " for day in (1, 8, 15, 22)]
    assert year(scheme, *many) == 8
    assert year(scheme, *many, "2019-07-01 | 张三 | 上坞村 | H5 | ") == 12
    assert year(scheme, *reversed([*TOP, *many])) == year(scheme, *TOP, *many) == 58


def test_quarters_sum_to_the_year(scheme: Scheme) -> None:
    rows = (*TOP, "2019-08-30 | 张三 | 上坞村 | H7 | ", "2019-11-15 | 张三 | 上坞村 | H2 | 优秀")
    quarters = [points(scheme, *rows, period=Period(2019, quarter)).standing.score.quarter for quarter in (1, 2, 3, 4)]
    assert quarters == [10, 10, 15, 25]
    assert sum(quarters) == year(scheme, *rows) == 60


def test_points_of_another_year_do_not_count(scheme: Scheme) -> None:
    assert year(scheme, *TOP, "2018-12-31 | 张三 | 上坞村 | H4 | ") == 50


@pytest.mark.parametrize(
    ("last", "band", "listed"),
    [
        ("2019-11-15 | 张三 | 上坞村 | H2 | 合格", "优秀", True),
        ("2019-11-15 | 张三 | 上坞村 | H4 | ", "良好", False),
        ("2019-11-15 | 张三 | 上坞村 | H7 | ", "良好", False),
    ],
)
def test_the_points_of_the_year_decide_the_band_and_the_top_band_is_on_the_list(scheme: Scheme, last: str, band: str, listed: bool) -> None:
    found = points(scheme, *TOP, last)
    assert (found.standing.band, found.is_listed) == (band, listed)


def test_a_veto_leads_to_the_lowest_band_whatever_the_points(scheme: Scheme) -> None:
    found = points(scheme, *TOP, "2019-11-15 | 张三 | 上坞村 | H2 | 优秀", "2019-12-01 | 张三 | 上坞村 | H8 | ")
    assert (found.standing.score.year, found.standing.band, found.is_listed) == (65, "不合格", False)


def test_cut_offs_are_the_countys_to_set(scheme: Scheme, tmp_path: Path) -> None:
    assert bands_of(scheme, RED, AS_OF) == (("优秀", 60), ("良好", 45), ("合格", 30), ("不合格", 0))
    own = child(tmp_path / "child", "\n[params.band_excellent]\nvalue = 50\n")
    assert (points(scheme, *TOP).standing.band, points(own, *TOP).standing.band) == ("良好", "优秀")


def test_equal_points_share_a_place(scheme: Scheme) -> None:
    other = [row.replace("张三", "李四") for row in TOP]
    third = ("2019-03-22 | 王五 | 上坞村 | H1 | ",)
    people = nominees(MET, {**MET, "姓名": "李四"}, {**MET, "姓名": "王五"})
    found = figures(scheme, people, ledger(*TOP, *other, *third), period=Period(2019)).points
    assert [(one.person.who, one.standing.rank) for one in found] == [("张三", 1), ("李四", 1), ("王五", 3)]


# --- 优秀的直接列入名单：代替甄别，不代替表决、公示和审核 ------------------------------------------------------------------------

VOTE = {"推优大会时间", "赞成票", "反对票", "弃权票"}
NOTICE = {"公示开始日期", "公示异议"}
LISTED = {**PERSON, "考核档次": "优秀", **dict.fromkeys((*VOTE, *NOTICE), "")}
UNIT = sheet("单位信息", "项目 | 填写内容", "团支部全称 | 上坞村团支部", "填报阶段 | 公示后上报")


def missing(scheme: Scheme, person: dict[str, str]) -> set[str]:
    return {wrong.place.label or "" for wrong in faults(scheme, UNIT, nominees(person), codes=["required-missing"])}


def test_being_listed_does_not_replace_vote_and_notice(scheme: Scheme) -> None:
    assert missing(scheme, LISTED) >= VOTE | NOTICE


@pytest.mark.parametrize(("param", "spared", "kept"), [("listed_needs_meeting", VOTE, NOTICE), ("listed_needs_notice", NOTICE, VOTE)])
def test_a_county_may_say_that_it_does(scheme: Scheme, tmp_path: Path, param: str, spared: set[str], kept: set[str]) -> None:
    own = child(tmp_path / "child", f"\n[params.{param}]\nvalue = false\n")
    assert missing(own, LISTED) & (spared | kept) == kept
    assert missing(own, {**LISTED, "考核档次": "良好"}) >= spared | kept


MEMBER = "姓名 | 出生日期 | 政治面貌 | 入团时间 | 团籍状态 | 递交入党申请书时间 | 团员教育评议等次\n"
MEMBER += "张三 | 1997-05-04 | 共青团员 | {} | 正常 | {} | {}"


@pytest.mark.parametrize(
    ("band", "joined", "applied", "grade", "state"),
    [
        ("", "2012-05-04", "2019-01-04", "基本合格", "未达标"),
        ("优秀", "2012-05-04", "2019-01-04", "基本合格", "达标待推"),
        ("良好", "2012-05-04", "2019-01-04", "基本合格", "未达标"),
        ("优秀", "2019-05-04", "2019-01-04", "优秀", "未达标"),
        ("优秀", "2012-05-04", "", "优秀", "未达标"),
    ],
)
def test_being_listed_replaces_the_screening_but_not_what_the_rules_of_the_party_and_the_league_ask(
    scheme: Scheme, band: str, joined: str, applied: str, grade: str, state: str
) -> None:
    sheets = [("团员花名册", MEMBER.format(joined, applied, grade)), nominees({**PERSON, "考核档次": band})]
    [(_, found)] = screened(Judging(reading(scheme, sheets), scheme, AS_OF), Screener(scheme, AS_OF))
    assert found.state.value == state


def test_an_appraisal_is_not_asked_again_of_those_who_are_listed(scheme: Scheme) -> None:
    for band, wanted in (("优秀", 0), ("良好", 1)):
        person = {**MET, "考核档次": band, "入团时间": "2012-05-04", "团员教育评议等次": "基本合格"}
        assert len(faults(scheme, nominees(person), codes=["appraisal-not-accepted"])) == wanted


# --- 单列50名左右的入党指标 -----------------------------------------------------------------------------------------------------

GRANTED = "#2019 | 红领新青年单列 | 示例县 | {} | 县委组织部 | 年度计划"


def admitted(name: str, township: str, day: str = "2019-12-27") -> dict[str, str]:
    return {**PERSON, "姓名": name, "学号/工号": f"9999{ord(name[0])}", "乡镇（街道）": township, "接收为预备党员时间": day}


def test_a_place_is_used_by_admission_and_not_by_the_recommendation(scheme: Scheme) -> None:
    activist = {**MET, "姓名": "王五", "大会结果": "通过", "党组织意见": "确定为入党积极分子"}
    [found] = figures(scheme, nominees(admitted("张三", "东溪镇"), activist), places(GRANTED.format("#50"))).places
    assert (found.account.total, found.account.used, found.account.holders) == (50, 1, ("张三",))


def test_the_county_keeps_its_places_undivided_and_they_are_of_a_year(scheme: Scheme) -> None:
    people = (admitted("张三", "东溪镇"), admitted("李四", "南岭乡"), admitted("王五", "西湾镇", "2018-12-27"))
    [found] = figures(scheme, nominees(*people), places(GRANTED.format("#50"))).places
    assert (found.key, found.account.holders) == (AccountKey(2019, POOL), ("张三", "李四"))
    [wrong] = faults(scheme, nominees(*people), places(GRANTED.format("#1")), codes=["quota-pool-exceeded"])
    assert wrong.severity.value == "error"
    assert "超出 1 个（张三、李四）" in wrong.message


def test_general_places_never_pay_for_them(scheme: Scheme) -> None:
    general = "#2019 | 普通 | 示例县 | #20 | | "
    people = nominees(admitted("张三", "东溪镇"), admitted("李四", "南岭乡"))
    assert len(faults(scheme, people, places(GRANTED.format("#1"), general), codes=["quota-pool-exceeded"])) == 1


def test_about_fifty_places_are_granted_unless_the_sheet_says_otherwise(scheme: Scheme) -> None:
    for typed, wanted in (("", 50), ("#48", None)):
        changes = suggest(reading(scheme, [nominees(PERSON), places(GRANTED.format(typed))]), scheme, AS_OF)
        assert [change.new for change in changes if change.key == "quota_total"] == ([wanted] if wanted else [])


def test_places_say_who_granted_them_and_by_what(scheme: Scheme) -> None:
    bare = places("#2019 | 红领新青年单列 | 示例县 | #50 | | ")
    wanted = [("required-missing", "granted_by"), ("required-missing", "grant_document")]
    assert [one for one in at(faults(scheme, nominees(PERSON), bare, codes=["required-missing"])) if one in wanted] == wanted


# --- 党建带团建考核、会商 -------------------------------------------------------------------------------------------------------


def assessed(*units: str) -> Sheet:
    weights = {"T1": 20, "T2": 20, "T3": 20, "T4": 10, "T5": 30}
    rows = [f"#2019 | {unit} | {code} | 指标 | #{w} | {'' if code == 'T5' else '#10'}" for unit in units for code, w in weights.items()]
    return sheet("考核指标", "考核年度 | 单位 | 指标编号 | 指标 | 权重 | 核查分", *rows)


def test_recommending_is_a_part_of_the_assessment_of_a_township(scheme: Scheme) -> None:
    assert sum(one.weight for one in scheme.indicators) == 100
    taken = {**MET, "考核档次": "优秀", "党组织意见": "确定为入党积极分子"}
    left = {**MET, "姓名": "李四", "考核档次": "优秀", "党组织意见": "继续培养"}
    ranking = figures(scheme, nominees(taken, left), assessed("东溪镇团委"), period=Period(2019)).ranking
    assert ranking is not None
    assert (ranking.standings[0].total, ranking.standings[0].missing) == (40 + 15, ())


def test_talks_with_the_organisation_department_are_counted(scheme: Scheme) -> None:
    head = "日期 | 方式 | 领域 | 单位 | 参加人员"
    rows = [f"2019-0{month}-26 | {kind} | 乡街 | 东溪镇 | 县团委" for month in (3, 6) for kind in ("会商", "季度督查")]
    held = next(f for f in figures(scheme, nominees(PERSON), sheet("督导走访台账", head, *rows)).totals if f.total.key == "consultations")
    assert {kind: each.amount for kind, each in held.groups["visit_kind"].items()} == {"与组织部门会商": 2, "季度督查": 2}


# --- 方案和样表 -----------------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_scheme_has_no_fault_and_tells_what_is_still_to_be_decided(scheme: Scheme) -> None:
    assert lint(scheme.folder) == ()
    assert any("band_excellent" in one for one in undecided(scheme.folder))


def test_villages_do_not_get_the_sheets_of_the_county(tmp_path: Path) -> None:
    accounts = ("名额台账", "培训班", "培训名册", "督导走访台账", "考核指标")
    for name, sheets in (("村.xlsx", ()), ("县.xlsx", accounts)):
        new("wuyi", tmp_path / name, round="2019年度", sheets=sheets, today=AS_OF)
        book = openpyxl.load_workbook(tmp_path / name, read_only=True)
        assert {one for one in accounts if one in book.sheetnames} == set(sheets)
        assert {"荐才培育推优流程", "承诺与项目", "积分细则", "积分台账"} <= set(book.sheetnames)
        book.close()


@pytest.fixture(scope="module")
def round_of_2019(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The sample's figures through the public path."""
    folder = tmp_path_factory.mktemp("wuyi")
    inbox, roster = folder / "报送", folder / "清单库.xlsx"
    shutil.copytree(samples, inbox)
    checked = check([inbox], as_of=AS_OF)
    refilled = len(fill(min(inbox.glob("*上坞村*")), dry_run=True, as_of=AS_OF).changes)
    merged = merge([inbox], roster=roster, round="2019年度", as_of=AS_OF)
    report(roster, output=folder / "统计.json", period="2019", as_of=AS_OF)
    whole = json.loads((folder / "统计.json").read_text(encoding="utf-8"))
    states = screen([roster], output=folder / "甄别.xlsx", as_of=AS_OF).as_dict()["counts"]
    return {
        "findings": sorted({wrong.code for wrong in checked.findings if wrong.severity.value != "info"}),
        "refilled": refilled,
        "people": merged.as_dict()["people"]["after"],
        "bands": dict(sorted(Counter(one["band"] for one in whole["points"]).items())),
        "listed": sum(one["listed"] for one in whole["points"]),
        "ratios": {one["key"]: [one["part"], one["whole"]] for one in whole["ratios"]},
        "taken_by_township": {
            word: [share["part"], share["whole"]]
            for one in whole["ratios"]
            if one["key"] == "taken"
            for word, share in one["groups"]["township"].items()
        },
        "totals": {one["key"]: one["amount"] for one in whole["totals"]},
        "places": [[one[key] for key in ("year", "pool", "unit", "total", "used", "left", "over")] for one in whole["places"]],
        "ranking": [[one["unit"], one["rank"], one["total"]] for one in whole["ranking"]["units"]],
        "year": sum(one["year"] for one in whole["points"]),
        "three_bright": sum(one["year"] for one in whole["other_points"][BRIGHT]),
        "screened": {state: count for state, count in states.items() if count},
    }


@pytest.mark.slow
def test_the_sample_gives_the_figures_that_are_expected(round_of_2019: dict[str, Any]) -> None:
    assert round_of_2019 == json.loads(EXPECTED.read_text(encoding="utf-8"))


def test_34_are_in_the_top_band_34_on_the_list_and_34_taken(round_of_2019: dict[str, Any]) -> None:
    assert (round_of_2019["bands"]["优秀"], round_of_2019["listed"], round_of_2019["ratios"]["taken"]) == (34, 34, [34, 34])
    assert round_of_2019["totals"]["activists"] + round_of_2019["totals"]["admitted"] == 34
    assert round_of_2019["people"] > 34


def test_the_quarters_of_the_sample_sum_to_its_year(scheme: Scheme, ledgers: list[WorkbookReading], round_of_2019: dict[str, Any]) -> None:
    judgings = [Judging(one, scheme, AS_OF) for one in ledgers]
    quarters = [
        sum(one.standing.score.quarter for judging in judgings for one in statistics(judging, Period(2019, number)).points)
        for number in (1, 2, 3, 4)
    ]
    assert sum(quarters) == round_of_2019["year"]
    assert min(quarters) > 0


UNCAPPED = "".join(f'[[points.item]]\ncode = "{code}"\nunset = ["cap", "period"]\n' for code in ("H1", "H3"))


@pytest.fixture(scope="module")
def ledgers(samples: Path) -> list[WorkbookReading]:
    """The forms of the villages, without the sheet 积分细则: it repeats the items of the scheme and would stand above them."""
    read = [read_file(path, path.name, "wuyi") for path in sorted(samples.glob("*.xlsx"))]
    return [replace(one, tables=tuple(table for table in one.tables if table.header.table != "points_items")) for one in read]


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        ("", 34),
        (UNCAPPED, 37),
        ("[params.band_excellent]\nvalue = 61\n", 30),
        ('[[points.item]]\ncode = "H8"\nkind = "加分"\n', 35),
        (f'[[points.ledger]]\nkey = "{RED}"\nstart = 4\n', 38),
    ],
    ids=["as it is", "without caps", "another cut-off", "without the veto", "with a start"],
)
def test_the_34_follow_from_the_rules_of_points(ledgers: list[WorkbookReading], tmp_path: Path, more: str, wanted: int) -> None:
    """With other rules it would be other people: the ledgers in the forms are counted, nobody wrote the result down."""
    own = child(tmp_path / "child", more)
    found = [statistics(Judging(one, own, AS_OF), Period(2019)).points for one in ledgers]
    assert sum(one.is_listed for points in found for one in points) == wanted
