"""甄别: the state of every member, what is missing in words, since when he qualifies; one entry a person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from own_scheme import own_scheme, read, table

from xlflow.domain.dates import Month
from xlflow.domain.screening import ScreeningState
from xlflow.figures.screening_members import Screened
from xlflow.roster.screened_people import Member, screening
from xlflow.schemes.scheme import Scheme

TODAY = date(2026, 11, 24)
MEMBERS, LIST, EVENTS = "团员花名册", "推优对象清单", "培养教育记录"
GOOD: Mapping[str, str] = {
    "姓名": "张三", "出生日期": "2005-01-02", "学号": "999900000001", "政治面貌": "共青团员", "入团时间": "2020-05-04", "团籍状态": "正常",
    "递交入党申请书时间": "2024-03-01", "确定为入党积极分子时间": "", "团员教育评议等次": "优秀", "最近一次推优类型": "",
    "最近一次推优时间": "", "欠缴团费月数": "#0", "团支部": "软件1班团支部",
}  # fmt: skip
PERSON: Mapping[str, str] = {
    "姓名": "张三", "出生日期": "2005-01-02", "学号": "999900000001", "推优类型": "入党积极分子", "推优大会时间": "2026-03-02",
    "大会结果": "通过", "推荐时间": "2026-03-20", "党组织意见": "",
}  # fmt: skip


@pytest.fixture(scope="module")
def national() -> Scheme:
    return Scheme.load("national")


def of(scheme: Scheme, sheets: Mapping[str, str], as_of: date = TODAY) -> list[Member]:
    return list(screening([(read(scheme, sheets), scheme)], as_of).members)


def one(scheme: Scheme, changes: Mapping[str, str], as_of: date = TODAY, **more: str) -> Screened:
    [member] = of(scheme, {MEMBERS: table({**GOOD, **changes}), **more}, as_of)
    return member.screened


def test_who_meets_every_condition_waits_since_the_first_day_on_which_he_did(national: Scheme) -> None:
    found = one(national, {})
    assert (found.state, found.kind, found.reason) == (ScreeningState.QUALIFIED, "入党积极分子", "")
    assert (found.qualified_on, found.waiting_days) == (date(2024, 3, 1), 998)


def test_who_was_in_the_league_long_enough_only_later_qualifies_on_that_day(national: Scheme) -> None:
    assert one(national, {"入团时间": "2025-10-20"}).qualified_on == date(2026, 10, 20)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"入团时间": "2026-01-05"}, "团龄还差 2 个月（2027年1月5日满）"),
        ({"入团时间": "2025-12-10"}, "团龄还差 16 天（2026年12月10日满）"),
        ({"入团时间": "2026.01"}, "团龄还差 3 个月（最迟2027年1月31日满）"),
        ({"入团时间": "2025.11"}, "团龄待核实：入团时间只填到月（2025年11月），最迟2026年11月30日满"),
        ({"入团时间": ""}, "团龄待核实：入团时间没有填或无法识别"),
        ({"递交入党申请书时间": ""}, "没有递交入党申请书的时间"),
        ({"出生日期": "2007-05-01"}, "2024年3月1日递交入党申请书时未满 18 周岁（2007年5月1日出生），满后须重新递交"),
        ({"团员教育评议等次": "基本合格"}, "团员教育评议等次为“基本合格”，应为优秀、合格"),
        ({"团员教育评议等次": ""}, "团员教育评议等次没有填或无法识别"),
        ({"欠缴团费月数": "#6"}, "连续 6 个月未交团费，满 6 个月的不得推荐"),
        ({"政治面貌": ""}, "团员身份待核实：政治面貌没有填或无法识别"),
    ],
)
def test_what_is_missing_is_one_clause(national: Scheme, changes: Mapping[str, str], words: str) -> None:
    found = one(national, changes)
    assert (found.state, found.reason, found.qualified_on, found.waiting_days) == (ScreeningState.SHORT, words, None, None)


@settings(max_examples=30)
@given(st.dates(date(2025, 10, 1), date(2025, 12, 31)))
def test_a_month_qualifies_where_its_last_day_does_and_is_in_doubt_between_its_ends(joined: date) -> None:
    scheme, month = Scheme.load("national"), Month(joined.year, joined.month)
    first, last, between = (
        one(scheme, {"入团时间": text}) for text in (month.first.isoformat(), month.last.isoformat(), month.isoformat())
    )
    assert between.state is last.state
    assert [gap.is_doubtful for gap in between.gaps] == ([first.state is ScreeningState.QUALIFIED] if last.gaps else [])
    assert between.qualified_on == last.qualified_on


def test_two_things_that_are_missing_are_two_clauses(national: Scheme) -> None:
    found = one(national, {"入团时间": "2026-01-05", "欠缴团费月数": "#7"})
    assert [gap.label for gap in found.gaps] == ["团龄", "团费"]
    assert found.reason.count("；") == 1


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"团籍状态": "已转出"}, "团籍状态为“已转出”"),
        ({"团籍状态": "留团察看"}, "团籍状态为“留团察看”"),
        ({"政治面貌": "群众"}, "政治面貌为“群众”，不按团员推荐"),
        ({"出生日期": "1998-11-24"}, "1998年11月24日出生，已满 28 周岁，且不是专兼职团干部"),
    ],
)
def test_who_is_not_concerned_is_told_why(national: Scheme, changes: Mapping[str, str], reason: str) -> None:
    found = one(national, changes)
    assert (found.state, found.reason) == (ScreeningState.NOT_CONCERNED, reason)


def test_a_cadre_of_28_stays_on_the_way_of_members(national: Scheme) -> None:
    assert one(national, {"出生日期": "1998-11-24", "是否专兼职团干部": "是"}).state is ScreeningState.QUALIFIED


@pytest.mark.parametrize("changes", [{"政治面貌": "中共党员"}, {"政治面貌": "中共预备党员"}, {"接收为预备党员时间": "2026-06-01"}])
def test_who_has_joined_the_party_is_said_to_have(national: Scheme, changes: Mapping[str, str]) -> None:
    assert one(national, changes).state is ScreeningState.JOINED


@pytest.mark.parametrize(
    ("day", "as_of", "state"),
    [
        ("2024-02-29", date(2026, 2, 28), ScreeningState.RECOMMENDED),
        ("2024-02-29", date(2026, 3, 1), ScreeningState.LAPSED),
        ("2026-12-01", TODAY, ScreeningState.QUALIFIED),
    ],
)
def test_a_recommendation_holds_to_the_last_day_of_its_validity(national: Scheme, day: str, as_of: date, state: ScreeningState) -> None:
    assert one(national, {"最近一次推优类型": "入党积极分子", "最近一次推优时间": day}, as_of).state is state


def test_whose_recommendation_lapsed_waits_from_the_day_after(national: Scheme) -> None:
    found = one(national, {"最近一次推优类型": "入党积极分子", "最近一次推优时间": "2024-11-20"})
    assert (found.state, found.reason, found.waiting_days) == (ScreeningState.LAPSED, "推荐有效期2026年11月20日已满", 3)
    assert found.recommended == "2024年11月20日推荐为入党积极分子，有效期至2026年11月20日"


def test_validity_is_counted_for_each_type_and_an_activist_is_screened_for_the_second(national: Scheme) -> None:
    before = {"确定为入党积极分子时间": "2025-06-01", "最近一次推优类型": "入党积极分子", "最近一次推优时间": "2025-05-01"}
    found = one(national, before)
    assert (found.kind, found.state, found.qualified_on) == ("发展对象", ScreeningState.QUALIFIED, date(2025, 6, 1))
    assert one(national, {**before, "最近一次推优类型": "发展对象"}).state is ScreeningState.RECOMMENDED


def test_a_switch_of_the_scheme_lets_recommendations_lapse_with_a_transfer(tmp_path: Path, national: Scheme) -> None:
    lapsing = Scheme.load(own_scheme(tmp_path, "[params.transfer_keeps_recommendation]\nvalue = false"))
    moved = {
        "最近一次推优类型": "入党积极分子",
        "最近一次推优时间": "2025-05-01",
        "组织关系转入时间": "2025-09",
        "转入前团支部": "二班团支部",
    }
    assert one(national, moved).state is ScreeningState.RECOMMENDED
    assert one(lapsing, moved).state is ScreeningState.QUALIFIED


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"推荐时间": ""}, "2026年3月2日推优大会通过（入党积极分子），推荐时间没有填"),
        ({"推荐时间": "", "大会结果": "未通过"}, ""),
        ({"推荐时间": "", "推优大会时间": "2026-12-02"}, ""),
        ({"推荐时间": "", "团委审核意见": "不同意"}, ""),
        ({"推荐时间": "", "团委审核意见": "退回补充"}, "2026年3月2日推优大会通过（入党积极分子），推荐时间没有填"),
    ],
    ids=["passed", "failed", "planned", "refused", "sent back"],
)
def test_who_passed_and_is_not_yet_recommended_waits_with_a_word_about_the_vote(
    national: Scheme, changes: Mapping[str, str], words: str
) -> None:
    found = one(national, {}, **{LIST: table({**PERSON, **changes})})
    assert (found.state, found.recommended) == (ScreeningState.QUALIFIED, words)


@pytest.mark.parametrize(
    ("changes", "kind", "state"),
    [
        ({}, "入党积极分子", ScreeningState.RECOMMENDED),
        ({"推荐时间": ""}, "入党积极分子", ScreeningState.QUALIFIED),
        ({"大会结果": "未通过", "推荐时间": ""}, "入党积极分子", ScreeningState.QUALIFIED),
        ({"推荐时间": "2024-05-01", "推优大会时间": "2024-04-01"}, "入党积极分子", ScreeningState.LAPSED),
        ({"团委审核意见": "不同意", "推荐时间": ""}, "入党积极分子", ScreeningState.QUALIFIED),
        ({"党组织意见": "未采纳"}, "入党积极分子", ScreeningState.QUALIFIED),
        ({"党组织意见": "继续培养"}, "入党积极分子", ScreeningState.RECOMMENDED),
        ({"党组织意见": "确定为入党积极分子"}, "发展对象", ScreeningState.QUALIFIED),
        (
            {"推优类型": "发展对象", "党组织意见": "确定为发展对象", "确定为入党积极分子时间": "2025-03-01"},
            "发展对象",
            ScreeningState.RECOMMENDED,
        ),
    ],
)
def test_the_list_of_nominees_says_who_is_recommended(
    national: Scheme, changes: Mapping[str, str], kind: str, state: ScreeningState
) -> None:
    found = one(national, {}, **{LIST: table({**PERSON, **changes})})
    assert (found.kind, found.state) == (kind, state)


def test_the_answer_of_the_party_counts_also_where_the_roster_of_members_repeats_the_recommendation(national: Scheme) -> None:
    repeated = {"最近一次推优类型": "入党积极分子", "最近一次推优时间": "2026-03-20"}
    declined = one(national, repeated, **{LIST: table({**PERSON, "党组织意见": "未采纳"})})
    assert (declined.state, declined.recommended.endswith("党组织意见：未采纳")) == (ScreeningState.QUALIFIED, True)


def test_what_the_roster_of_members_leaves_empty_the_list_of_nominees_may_say(national: Scheme) -> None:
    nominee = table({**PERSON, "推荐时间": "", "入团时间": "2020-05-04"})
    assert one(national, {"入团时间": ""}, **{LIST: nominee}).state is ScreeningState.QUALIFIED


def test_turning_28_does_not_undo_a_recommendation_that_holds(national: Scheme) -> None:
    before = {"出生日期": "1998-06-01", "最近一次推优类型": "入党积极分子", "最近一次推优时间": "2026-03-20"}
    assert one(national, before).state is ScreeningState.RECOMMENDED
    assert one(national, {**before, "最近一次推优时间": ""}).state is ScreeningState.NOT_CONCERNED


def test_a_punishment_in_force_in_the_list_of_nominees_is_missing_to_nobody_else(national: Scheme) -> None:
    people = table({**GOOD}, {**GOOD, "姓名": "李四", "学号": "999900000002"})
    nominee = table({**PERSON, "推荐时间": "", "处分情况": "处分期内"})
    states = {member.name: member.screened.reason for member in of(national, {MEMBERS: people, LIST: nominee})}
    assert states == {"李四": "", "张三": "推优对象清单中填的是处分期内"}


def test_minimum_hours_and_points_are_asked_where_the_scheme_has_them(tmp_path: Path, national: Scheme) -> None:
    own = Scheme.load(own_scheme(tmp_path, "[params.volunteer_hours_minimum]\nvalue = 20"))
    assert one(national, {"志愿服务时长": "#3"}).state is ScreeningState.QUALIFIED
    assert one(own, {"志愿服务时长": "#3"}).reason == "志愿服务时长 3 小时，应不少于 20 小时"
    assert one(own, {"志愿服务时长": ""}).reason == "志愿服务时长没有填或无法识别"
    assert one(own, {"志愿服务时长": "#20"}).state is ScreeningState.QUALIFIED


POINTS = """
[params.hour_factor]
label = "时长折算系数"
value = 2
source = "默认值，待填"

[[field]]
table = "members"
key = "volunteer_points"
label = "志愿服务时长积分"
type = "dec"
filled_by = "derived"
value = "volunteer_hours * hour_factor"

[[condition]]
key = "volunteer_points"
label = "志愿服务"
require = "volunteer_points >= 40"
missing = "志愿服务时长积分 {volunteer_points} 分，应不少于 40 分"
basis = "公司规定"
"""


def test_what_the_scheme_computes_of_a_member_is_asked_as_well(tmp_path: Path) -> None:
    own = Scheme.load(own_scheme(tmp_path, POINTS))
    assert one(own, {"志愿服务时长": "#15.5"}).reason == "志愿服务时长积分 31 分，应不少于 40 分"
    assert one(own, {"志愿服务时长": "#20"}).state is ScreeningState.QUALIFIED


EVENT = """
[[event]]
key = "ideals"
label = "理想信念教育"
table = "members"
kinds = ["理想信念教育"]
count = 2
screened = true
basis = "校团委规定第三条"
"""


def test_evidence_that_the_scheme_asks_for_is_missing_met_since_a_day_and_has_its_place(tmp_path: Path) -> None:
    own = Scheme.load(own_scheme(tmp_path, EVENT))
    event = {"姓名": "张三", "学号": "999900000001", "活动类别": "理想信念教育", "日期": "2026-05-06", "主题": "学习一"}
    second = {**event, "日期": "2026-07-01", "主题": "学习二"}
    assert one(own, {}).reason == "理想信念教育待核实：没有培养教育记录"
    assert one(own, {}, **{EVENTS: table(event)}).reason == "理想信念教育还缺 1 次"
    found = one(own, {}, **{EVENTS: table(event, second)})
    assert (found.state, found.qualified_on, found.waiting_days) == (ScreeningState.QUALIFIED, date(2026, 7, 1), 146)
    assert [str(spot) for spot in found.evidence] == ["三班.xlsx 培养教育记录 C2", "三班.xlsx 培养教育记录 C3"]


def test_a_recommendation_in_another_workbook_is_found_by_what_identifies_the_person(national: Scheme) -> None:
    readings = [(replace(read(national, {MEMBERS: table(GOOD)}), file="一.xlsx"), national)]
    readings.append((replace(read(national, {LIST: table(PERSON)}), file="二.xlsx"), national))
    for order in permutations(readings):
        [member] = screening(order, TODAY).members
        assert member.screened.state is ScreeningState.RECOMMENDED


def test_a_person_in_two_rosters_is_one_entry_of_the_branch_he_has_not_left_whatever_the_order(national: Scheme) -> None:
    left = replace(read(national, {MEMBERS: table({**GOOD, "团籍状态": "已转出"})}), file="一.xlsx", sha256="1")
    came = replace(read(national, {MEMBERS: table({**GOOD, "团支部": "软件2班团支部"})}), file="二.xlsx", sha256="2")
    found = [screening([(reading, national) for reading in order], TODAY).members for order in permutations([left, came])]
    assert found[0] == found[1]
    [member] = found[0]
    assert (member.unit, str(member.spot)) == ("软件2班团支部", "二.xlsx 团员花名册 A2")
    assert [str(spot) for spot in member.others] == ["一.xlsx 团员花名册 A2"]


def test_the_order_of_rows_does_not_matter(national: Scheme) -> None:
    rows = [{**GOOD, "姓名": name, "学号": f"99990000000{n}", "入团时间": day} for n, (name, day) in enumerate(
        [("甲", "2020-01-01"), ("乙", "2026-02-01"), ("丙", "2026-02"), ("丁", "")])]  # fmt: skip
    seen = {
        tuple((member.name, member.screened.state, member.screened.reason) for member in of(national, {MEMBERS: table(*order)}))
        for order in permutations(rows)
    }
    assert len(seen) == 1


def test_who_waits_longest_comes_first(national: Scheme) -> None:
    days = ("2026-01-01", "2024-01-01", "2025-01-01")
    rows = [{**GOOD, "姓名": f"赵{n}", "学号": f"99990000000{n}", "递交入党申请书时间": day} for n, day in enumerate(days)]
    assert [member.name for member in of(national, {MEMBERS: table(*rows)})] == ["赵1", "赵2", "赵0"]
