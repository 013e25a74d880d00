"""南方电网“1+2+3”: each mechanism of the briefing as a promise, with the case in which it fails; then the sample on the public way."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from clean_list import sheet
from own_scheme import facts, findings, read, table

from xlflow.figures.ratios_and_totals import RatioFigure, ratio_figure
from xlflow.filling.suggest import suggest
from xlflow.findings import Finding, Severity
from xlflow.jobs.check import check
from xlflow.jobs.fill import fill
from xlflow.jobs.merge import merge
from xlflow.jobs.new import new
from xlflow.jobs.screen import screen
from xlflow.jobs.statistics import report
from xlflow.roster.screened_people import Member, screening
from xlflow.rules.case import Judging
from xlflow.schemes.flow import BoxKind
from xlflow.schemes.lint import lint, undecided
from xlflow.schemes.scheme import Scheme

pytestmark = pytest.mark.slow

AS_OF = date(2026, 6, 30)
YEAR_END = date(2019, 12, 31)
SAMPLES = "南方电网1+2+3"
EXPECTED = Path(__file__).parent / "expected" / "csg.json"
LIST, MEMBERS, EVENTS, PAIRS, UNIT = "推优对象清单", "团员花名册", "培养教育记录", "结对共建", "单位信息"

GOOD = {"工号": "999900000001", "青马工程学习积分": "#82", "志愿服务时长": "#36"}
UNIT_FACTS = {"团支部全称": "软件1班团支部", "对应党支部": "软件1班党支部", "团支部书记": "王强"}
PAIR = {
    "团支部": "软件1班团支部", "党支部": "软件1班党支部", "党建助手": "王强",
    "共同任务": "教育培训", "时限": "2026-06-01", "完成日期": "2026-05-20",
}  # fmt: skip
MEMBER = {
    "姓名": "张三", "性别": "男", "出生日期": "2001-03-07", "工号": "999900000001", "政治面貌": "共青团员", "入团时间": "2018-05-04",
    "团籍状态": "正常", "递交入党申请书时间": "2025-03-05", "团员教育评议等次": "优秀", "志愿服务时长": "#36", "青马工程学习积分": "#82",
    "接收为预备党员时间": "", "最近一次推优类型": "", "最近一次推优时间": "",
}  # fmt: skip
STUDY = {"姓名": "张三", "工号": "", "活动类别": "青马工程", "时间": "2025-10-10", "主题或内容": "理论学习", "组织单位": "团委"}
SERVICE = STUDY | {"活动类别": "志愿服务", "时间": "2025-11-20", "主题或内容": "用电安全进社区"}


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return Scheme.load("csg")


def varied(folder: Path, lines: str) -> Scheme:
    """A scheme of a unit that takes over this one and decides something else."""
    head = '[scheme]\nid = "own"\ntitle = "本单位方案"\nversion = "1"\nextends = "csg"\n'
    (folder / "scheme.toml").write_text(head + lines, encoding="utf-8")
    return Scheme.load(folder)


def loud(scheme: Scheme, sheets: Mapping[str, str], as_of: date = AS_OF) -> list[Finding]:
    return [each for each in findings(scheme, sheets, as_of=as_of) if each.severity is not Severity.INFO]


def words(found: list[Finding]) -> list[tuple[str, str | None, str]]:
    return [(each.code, each.place.field, each.message) for each in found]


def screened(scheme: Scheme, *members: Mapping[str, str], more: Mapping[str, str] | None = None) -> dict[str, Member]:
    """How members stand, by their names."""
    found = screening([(read(scheme, {MEMBERS: table(*members), **(more or {})}), scheme)], AS_OF)
    return {member.name: member for member in found.members}


def ratio(scheme: Scheme, key: str, sheets: Mapping[str, str]) -> RatioFigure:
    return ratio_figure(Judging(read(scheme, sheets), scheme, AS_OF), next(each for each in scheme.ratios if each.key == key))


# --- “1”: one mechanism, the pair of Party branch and League branch ------------------------------------------------------------


def test_the_branch_secretary_is_the_assistant_of_the_party_branch(scheme: Scheme) -> None:
    assert loud(scheme, {UNIT: facts(UNIT_FACTS), PAIRS: table(PAIR)}) == []
    [found] = loud(scheme, {UNIT: facts(UNIT_FACTS), PAIRS: table(PAIR | {"党建助手": "李红"})})
    assert words([found]) == [("value-out-of-range", "assistant", "党建助手为“李红”，团支部书记是“王强”；党建助手由团支部书记担任")]
    assert (found.severity, found.waivable) == ("error", True)
    assert "明确团支部书记作为党建助手" in found.basis


def test_a_register_of_other_branches_is_not_judged_by_the_secretary_of_the_committee(scheme: Scheme) -> None:
    committee = facts(UNIT_FACTS | {"团支部全称": "江畔电网公司团委"})
    assert loud(scheme, {UNIT: committee, PAIRS: table(PAIR | {"党建助手": "李红", "党支部": "运维党支部"})}) == []


def test_the_pair_is_with_the_party_branch_of_the_unit_and_must_be_there(scheme: Scheme) -> None:
    [found] = loud(scheme, {UNIT: facts(UNIT_FACTS), PAIRS: table(PAIR | {"党支部": "机关党支部"})})
    assert (found.severity, found.place.field) == ("warning", "party_branch")
    empty = table(dict.fromkeys(PAIR, ""))
    [found] = loud(scheme, {UNIT: facts(UNIT_FACTS), PAIRS: empty})
    assert (found.code, found.severity, found.place.sheet) == ("event-missing", "warning", UNIT)


def test_joint_tasks_are_education_inspection_and_recommending(scheme: Scheme) -> None:
    assert list(scheme.choices["joint_task"]) == ["教育培训", "考察", "推优"]
    assert [each.code for each in loud(scheme, {PAIRS: table(PAIR | {"共同任务": "聚餐"})})] == ["choice-unknown"]


def test_a_joint_task_open_past_its_day_is_overdue_and_one_done_late_is_not_in_time(scheme: Scheme) -> None:
    open_one, late = PAIR | {"完成日期": ""}, PAIR | {"共同任务": "考察", "完成日期": "2026-06-10"}
    coming = PAIR | {"共同任务": "推优", "时限": "2026-07-31", "完成日期": ""}
    sheets = {UNIT: facts(UNIT_FACTS), PAIRS: table(open_one, late, coming)}
    assert words(loud(scheme, sheets)) == [("value-out-of-range", "task_due", "共同任务“教育培训”的时限 2026-06-01 已过，还没有完成日期")]
    counted = {key: ratio(scheme, key, sheets) for key in ("tasks_overdue_share", "tasks_done_share", "tasks_in_time_share")}
    assert [(len(each.share.part), len(each.share.whole)) for each in counted.values()] == [(1, 3), (1, 3), (0, 3)]
    assert len(ratio(scheme, "paired_share", sheets).share.part) == 1


# --- “2”: two conditions that can be counted ------------------------------------------------------------------------------------


def test_both_conditions_are_measured_and_must_be_met(scheme: Scheme) -> None:
    assert loud(scheme, {LIST: sheet(GOOD)}) == []
    short = loud(scheme, {LIST: sheet(GOOD | {"青马工程学习积分": "#59", "志愿服务时长": "#19.5"})})
    assert {(each.code, each.place.field, each.waivable, each.severity.value) for each in short} == {
        ("points-below-minimum", "study_points", False, "error"),
        ("points-below-minimum", "volunteer_hours", False, "error"),
    }
    assert any("59 分，必备条件要求不少于 60 分" in each.message for each in short)
    assert loud(scheme, {LIST: sheet(GOOD | {"青马工程学习积分": "#60", "志愿服务时长": "#20"})}) == []


def test_the_points_of_service_are_hours_times_the_factor_of_the_unit(scheme: Scheme, tmp_path: Path) -> None:
    own = varied(tmp_path, "[params.volunteer_points_per_hour]\nvalue = 0.5\n[params.study_points_minimum]\nvalue = 90\n")
    found = loud(own, {LIST: sheet(GOOD | {"青马工程学习积分": "#90"})})
    assert [(each.place.field, each.message) for each in found] == [
        ("volunteer_hours", "志愿服务时长 36 小时，每小时 0.5 分，必备条件要求时长积分不少于 20 分")
    ]
    derived = ["志愿服务时长积分", "理想信念教育达标", "志愿服务达标"]
    blank = MEMBER | dict.fromkeys(derived, "")
    changes = suggest(read(own, {MEMBERS: table(blank)}, is_form=True), own, AS_OF)
    filled = {change.key: change.new for change in changes}
    assert (filled["volunteer_points"], filled["education_met"], filled["volunteering_met"]) == (18, False, False)
    changes = suggest(read(scheme, {MEMBERS: table(blank)}, is_form=True), scheme, AS_OF)
    filled = {change.key: change.new for change in changes}
    assert (filled["volunteer_points"], filled["education_met"], filled["volunteering_met"]) == (36, True, True)


def test_a_unit_may_ask_for_records_as_evidence(scheme: Scheme, tmp_path: Path) -> None:
    own = varied(tmp_path, "[params.condition_records_minimum]\nvalue = 1\n")
    sheets = {LIST: sheet(GOOD), EVENTS: table(STUDY)}
    assert [each for each in loud(scheme, sheets) if each.code == "event-missing"] == []
    [found] = [each for each in loud(own, sheets) if each.code == "event-missing"]
    assert (found.place.field, found.message) == ("volunteer_hours", "缺少规定的环节：志愿服务记录还缺 1 次")
    [member] = screened(own, MEMBER).values()
    assert [gap.words for gap in member.screened.gaps] == [
        "理想信念教育（青马工程）记录待核实：没有培养教育记录",
        "志愿服务记录待核实：没有培养教育记录",
    ]


def test_the_number_of_a_person_is_that_of_the_employee(scheme: Scheme) -> None:
    for each in ("members", "nominees"):
        field = scheme.field(each, "student_id")
        assert (field.label, field.required) == ("工号", True)
        assert "学号" in field.aliases


# --- “3”: one form, one flow, one list ------------------------------------------------------------------------------------------


def test_the_standard_form_holds_the_object_and_both_conditions(scheme: Scheme) -> None:
    keys = [field.key for field in scheme.fields["nominees"]]
    assert set(keys) >= {"study_points", "volunteer_hours", "volunteer_points", "education_met", "volunteering_met", "hours_source"}
    assert all(scheme.tables[table].shown for table in ("members", "pairs", "nominees", "meetings", "events"))


def test_the_flow_is_short_enough_to_be_understood_at_first_sight(scheme: Scheme) -> None:
    assert len(scheme.flow) <= 10
    assert [box.label for box in scheme.flow if box.kind is BoxKind.START] == ["对照标准表单，逐一甄别团员青年"]
    assert sum(box.kind is BoxKind.DECISION for box in scheme.flow) == 4
    assert {box.actor for box in scheme.flow} == {"团支部（党建助手）", "上级团委", "党支部"}


def test_everybody_is_screened_and_told_what_is_missing_or_how_long_he_waits(scheme: Scheme) -> None:
    people = screened(
        scheme,
        MEMBER,
        MEMBER | {"姓名": "李红", "工号": "999900000002", "青马工程学习积分": "#45", "志愿服务时长": "#6"},
        MEMBER | {"姓名": "王强", "工号": "999900000003", "最近一次推优类型": "入党积极分子", "最近一次推优时间": "2026-01-08"},
        MEMBER | {"姓名": "赵敏", "工号": "999900000004", "最近一次推优类型": "入党积极分子", "最近一次推优时间": "2024-01-08"},
        MEMBER | {"姓名": "周洋", "工号": "999900000005", "政治面貌": "中共预备党员", "接收为预备党员时间": "2026-05-20"},
        MEMBER | {"姓名": "吴桐", "工号": "999900000006", "团籍状态": "已转出"},
        MEMBER | {"姓名": "郑浩", "工号": "999900000007", "志愿服务时长": ""},
    )
    assert {name: member.screened.state.value for name, member in people.items()} == {
        "张三": "达标待推", "李红": "未达标", "王强": "已推", "赵敏": "过期", "周洋": "已入党", "吴桐": "不适用", "郑浩": "未达标",
    }  # fmt: skip
    assert (people["张三"].screened.qualified_on, people["张三"].screened.waiting_days) == (date(2025, 3, 5), 482)
    assert [gap.words for gap in people["李红"].screened.gaps] == [
        "青马工程学习积分 45 分，应不少于 60 分",
        "志愿服务时长 6 小时，每小时 1 分，时长积分应不少于 20 分",
    ]
    assert [gap.is_doubtful for gap in people["郑浩"].screened.gaps] == [True]


def test_the_list_points_to_the_evidence_and_waits_from_its_day(scheme: Scheme) -> None:
    [member] = screened(scheme, MEMBER, more={EVENTS: table(STUDY, SERVICE)}).values()
    assert [str(spot) for spot in member.screened.evidence] == ["三班.xlsx 培养教育记录 C2", "三班.xlsx 培养教育记录 C3"]
    assert (member.screened.qualified_on, member.screened.waiting_days) == (date(2025, 11, 20), 222)


def test_who_waits_too_long_is_told_so(scheme: Scheme) -> None:
    waiting = MEMBER | {"甄别结果": "达标待推", "达标日期": "2025-03-05", "达标后等待天数": "#482"}
    found = [each for each in loud(scheme, {MEMBERS: table(waiting)}) if each.place.field == "waiting_days"]
    assert words(found) == [("value-out-of-range", "waiting_days", "达标后已等待 482 天，应在 180 天以内推荐")]
    blank = MEMBER | {"甄别结果": "", "达标日期": "", "达标后等待天数": ""}
    changes = suggest(read(scheme, {MEMBERS: table(blank)}, is_form=True), scheme, AS_OF)
    assert {change.key: change.new for change in changes}["waiting_days"] == 482
    in_time = waiting | {"达标后等待天数": "#180"}
    assert [each for each in loud(scheme, {MEMBERS: table(in_time)}) if each.place.field == "waiting_days"] == []


# --- the share of entrants ------------------------------------------------------------------------------------------------------

ENTRANT = MEMBER | {"政治面貌": "中共预备党员", "接收为预备党员时间": "2026-05-20"}
DAY = {"最近一次推优类型": "发展对象", "最近一次推优时间": "2025-09-10"}


@pytest.mark.parametrize(
    ("changes", "counts"),
    [
        (DAY, True),
        (DAY | {"最近一次推优时间": "2026-05-20"}, True),
        (DAY | {"最近一次推优时间": "2026-05-21"}, False),
        (DAY | {"最近一次推优类型": "听取意见"}, False),
        ({}, False),
    ],
    ids=["before", "on the day", "after", "opinion only", "never"],
)
def test_an_entrant_came_by_recommendation_if_it_was_made_before(scheme: Scheme, changes: dict[str, str], counts: bool) -> None:
    entrant = ENTRANT | changes
    share = ratio(scheme, "via_recommendation_share", {MEMBERS: table(entrant)}).share
    assert ([row.who for row in share.part], [row.who for row in share.whole]) == (["张三"] if counts else [], ["张三"])
    changed = suggest(read(scheme, {MEMBERS: table(entrant | {"是否经推优入党": ""})}, is_form=True), scheme, AS_OF)
    assert {change.key: change.new for change in changed}["via_recommendation"] is counts


def test_the_letter_in_the_list_counts_as_his_recommendation(scheme: Scheme) -> None:
    person = GOOD | {"推荐时间": "2026-03-20"}
    for day, part in (("2026-05-20", 1), ("2026-03-19", 0)):
        sheets = {MEMBERS: table(ENTRANT | {"接收为预备党员时间": day}), LIST: sheet(person)}
        share = ratio(scheme, "via_recommendation_share", sheets).share
        assert (len(share.part), len(share.whole)) == (part, 1)


def test_every_entrant_is_in_the_denominator_and_nobody_else(scheme: Scheme) -> None:
    recommended, alone = ENTRANT | DAY, ENTRANT | {"姓名": "李红", "工号": "999900000002"}
    waiting = MEMBER | DAY | {"姓名": "王强", "工号": "999900000003"}
    share = ratio(scheme, "via_recommendation_share", {MEMBERS: table(recommended, alone, waiting)}).share
    assert [[row.who for row in rows] for rows in (share.part, share.whole)] == [["张三"], ["张三", "李红"]]
    required = scheme.field("members", "probationary_date").required
    assert required.judge({"political_status": "中共预备党员"}).value == "true"  # type: ignore[union-attr]


def test_the_scheme_has_no_fault_and_names_what_the_source_leaves_open(scheme: Scheme) -> None:
    assert lint(scheme.folder) == ()
    said = "\n".join(undecided(scheme))
    for label in ("青马工程学习积分达标线", "志愿服务每小时计几分", "志愿服务时长积分达标线", "达标后几天以内应当推荐"):
        assert label in said
    for stated in (scheme.requirements, scheme.ratios, scheme.totals, scheme.flow):
        assert all(each.basis for each in stated)


# --- the sample, on the public way ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def year(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A round with the samples: new, check, fill, merge, report, screen."""
    work = tmp_path_factory.mktemp("csg")
    [form] = new("csg", work / "新表.xlsx", today=date(2019, 11, 1))
    inbox, roster = work / "报送", work / "清单库.xlsx"
    shutil.copytree(repository / "sample_workbooks" / SAMPLES, inbox)
    checked = check([inbox], as_of=YEAR_END, jobs=1)
    met: list[object] = []
    for file in sorted(inbox.iterdir()):
        changes = fill(file, in_place=True, as_of=YEAR_END).changes
        met += [one.new for one in changes if one.label == "是否经推优入党"]
    shutil.rmtree(inbox / "备份", ignore_errors=True)
    merged = merge([inbox], roster=roster, as_of=YEAR_END, jobs=1)
    shares = {}
    for period in ("2019", "2018", None):
        report(roster, output=work / "统计.json", period=period, as_of=YEAR_END)
        told: dict[str, Any] = json.loads((work / "统计.json").read_text(encoding="utf-8"))
        shares[period or "各年"] = {one["title"]: f"{one['part']}/{one['whole']}" for one in told["ratios"]}
    first = told["ratios"][0]
    found = screen([roster], output=work / "甄别结果.xlsx", as_of=YEAR_END).as_dict()
    return {
        "new": sorted({finding.code for finding in check([form], as_of=YEAR_END).findings}),
        "check": [f"{each.severity} {each.code} {each.place.sheet} {each.place.cell}" for each in checked.findings],
        "via_recommendation": {str(word): met.count(word) for word in sorted(set(met), key=str)},
        "merge": {key: merged.as_dict()[key] for key in ("rows", "people")},
        "shares": shares,
        "share_by_branch": {word: f"{share['part']}/{share['whole']}" for word, share in first["groups"]["branch"].items()},
        "lists": {"part": len(first["part_rows"]), "whole": len(first["whole_rows"])},
        "totals": {one["title"]: one["amount"] for one in told["totals"]},
        "screen": found["counts"],
        "waiting_days": sorted({one["waiting_days"] for one in found["members"] if one["state"] == "达标待推"}),  # type: ignore[attr-defined]
    }


def test_the_sample_comes_to_what_is_expected(year: dict[str, Any]) -> None:
    assert year == json.loads(EXPECTED.read_text(encoding="utf-8"))


def test_all_entrants_of_2019_came_by_recommendation_and_both_numbers_are_told(year: dict[str, Any]) -> None:
    title = "经推优入党的比例"
    assert [year["shares"][period][title] for period in ("2019", "2018", "各年")] == ["12/12", "0/1", "12/13"]
    assert year["lists"] == {"part": 12, "whole": 13}
