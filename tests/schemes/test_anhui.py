"""安徽非公企业: what the scheme promises, each with the case in which it is not kept; and its sample through the whole round."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from clean_form import form
from openpyxl import load_workbook

from xlflow.checks.judge import judge
from xlflow.domain.screening import ScreeningState
from xlflow.figures.ratios_and_totals import ratio_figure, total_figure
from xlflow.filling.suggest import suggest
from xlflow.findings import Finding, Severity
from xlflow.jobs.check import check
from xlflow.jobs.compose import compose
from xlflow.jobs.demo import samples
from xlflow.jobs.fill import fill
from xlflow.jobs.merge import MergeResult, merge
from xlflow.jobs.scheme import lint
from xlflow.jobs.screen import screen
from xlflow.jobs.statistics import report
from xlflow.roster.screened_people import screening
from xlflow.rules.case import Judging
from xlflow.schemes.scheme import Scheme
from xlflow.tables.raw import FormStamp, RawWorkbook
from xlflow.tables.records import WorkbookReading
from xlflow.tables.understand import understand

AS_OF = date(2026, 6, 30)
SAMPLE = samples() / "安徽非公企业"
EXPECTED = Path(__file__).with_name("expected") / "anhui.json"
Line = dict[str, str]
WITH_PARTY: Line = {
    "单位类别": "企业", "组织类型": "非公企业", "是否已建党组织": "是", "是否已建团组织": "是", "党的工作是否覆盖": "是", "试点市": "甲市",
    "分片小组": "第一组", "所属团委": "共青团甲市委员会",
}  # fmt: skip
WITHOUT_PARTY: Line = WITH_PARTY | {
    "是否已建党组织": "否", "对应党支部": "", "党建工作指导员": "周八", "接收推荐的党组织": "甲市开发区党工委",
}  # fmt: skip
IN_POOL: Line = {"占用名额类别": "普通", "入人才库日期": "2025-09-10"}
TAUGHT: Line = {"姓名": "全体", "活动类别": "集中培训", "时间": "2025-11-18", "主题或内容": "入党知识", "组织单位": "开发区党工委"}
MEMBER: Line = {
    "姓名": "张三", "性别": "男", "民族": "汉族", "出生日期": "2003-03-07", "学号/工号": "999900000001", "政治面貌": "共青团员",
    "入团时间": "2018-05-04", "团内职务": "无", "团籍状态": "正常", "递交入党申请书时间": "2025-03-05", "团员教育评议等次": "优秀",
}  # fmt: skip
JOINED: Line = MEMBER | {"政治面貌": "中共预备党员", "接收为预备党员时间": "2026-03-02", "入党时是否团员": "是"}
MUTUAL: Line = {
    "日期": "2026-05-11", "方式": "分片交流互查", "领域": "企业", "单位": "江畔公司", "试点市": "甲市", "分片小组": "第一组",
    "参加人员": "团省委", "发现问题": "公示缺电话", "整改期限": "2026-05-31", "整改情况": "已补", "整改完成日期": "2026-05-20",
    "经验做法": "出资人列席", "提升成效": "一次合格",
}  # fmt: skip
UNCURED: Line = dict.fromkeys(("发现问题", "整改期限", "整改情况", "整改完成日期"), "")
CLASS: Line = {
    "班次编号": "2026-01", "班次名称": "研修班", "班次类别": "非公企业团建高级研修班", "组织单位": "团省委", "开班日期": "2026-05-25",
    "结业日期": "2026-05-28",
}  # fmt: skip


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return Scheme.load("anhui")


def read(scheme: Scheme, unit: Line, people: Sequence[Line] = (IN_POOL,), **tables: list[Line]) -> WorkbookReading:
    """A form of the scheme: national's clean one with these facts, one nominee for each line, and further sheets."""
    named = [{"姓名": name, "身份证号": number, **line} for (name, number), line in zip(_PEOPLE, people, strict=False)]
    tables.setdefault("团员花名册", [MEMBER])
    tables.setdefault("培养教育记录", [TAUGHT])
    sheets = form(unit, {"团员总数": "", **named[0]}, others=named[1:], **tables)
    return understand(RawWorkbook("江畔.xlsx", "0" * 64, tuple(sheets), FormStamp("form", scheme.id, scheme.version, "1")), scheme)


_PEOPLE = (("张三", "110105200603079010"), ("李四", "110105200603079037"), ("王五", "110105200603079053"))


def found(scheme: Scheme, unit: Line, people: Sequence[Line] = (IN_POOL,), *, codes: Sequence[str], **tables: list[Line]) -> list[Finding]:
    """The findings of some codes."""
    return [each for each in judge(read(scheme, unit, people, **tables), scheme, AS_OF) if each.code in codes]


def missing(scheme: Scheme, unit: Line, people: Sequence[Line] = (IN_POOL,), **tables: list[Line]) -> set[str | None]:
    """The fields of the scheme that are asked for and empty."""
    own = {"party_branch", "party_building_instructor", "receiving_party_org", "talent_pool_date", "pool", "enterprise_kind"}
    own |= {"area_group", "problem", "cure_due", "result", "granted_by", "grant_document", "member_at_admission"}
    return {each.place.field for each in found(scheme, unit, people, codes=["required-missing"], **tables)} & own


def places(*rows: tuple[str, str, int, str]) -> list[Line]:
    """Rows of 名额台账: pool, unit, places, 单列依据."""
    return [
        {
            "年度": "#2026",
            "名额类别": pool,
            "单位": unit,
            "分配名额": f"#{total}",
            "单列批准部门": "市委组织部" * bool(document),
            "单列依据": document,
        }
        for pool, unit, total, document in rows
    ]


def overdrawn(scheme: Scheme, pools: Sequence[str], *rows: tuple[str, str, int, str]) -> list[str]:
    """What is said of accounts that are overdrawn when people draw on these pools."""
    people = [IN_POOL | {"占用名额类别": pool} for pool in pools]
    return [each.message for each in found(scheme, WITH_PARTY, people, codes=["quota-pool-exceeded"], 名额台账=places(*rows))]


# ——— two routes ———


def test_with_a_party_organisation_a_unit_takes_the_normal_flow_to_its_own_party_branch(scheme: Scheme) -> None:
    reading = read(scheme, WITH_PARTY, [{"占用名额类别": "普通", "推荐路径": ""}])
    assert {change.new for change in suggest(reading, scheme, AS_OF) if change.key == "route"} == {"已建党组织"}
    assert missing(scheme, WITH_PARTY, [{"占用名额类别": "普通", "入人才库日期": ""}], 培养教育记录=[]) == set()
    assert missing(scheme, WITH_PARTY | {"对应党支部": ""}) == {"party_branch"}


def test_without_one_people_come_from_the_talent_pool_and_go_to_a_receiving_party_organisation(scheme: Scheme) -> None:
    reading = read(scheme, WITHOUT_PARTY, [IN_POOL | {"推荐路径": ""}])
    assert {change.new for change in suggest(reading, scheme, AS_OF) if change.key == "route"} == {"未建党组织"}
    assert missing(scheme, WITHOUT_PARTY) == set()
    bare = WITHOUT_PARTY | {"党建工作指导员": "", "接收推荐的党组织": ""}
    asked = {"party_building_instructor", "receiving_party_org", "talent_pool_date"}
    assert missing(scheme, bare, [{"占用名额类别": "普通", "入人才库日期": ""}]) == asked


@pytest.mark.parametrize(("unit", "addressee"), [("田园", "乙市开发区党工委"), ("江畔", "江畔机电公司党支部")])
def test_the_letter_goes_to_the_own_party_branch_or_to_the_receiving_party_organisation(tmp_path: Path, unit: str, addressee: str) -> None:
    source = next(path for path in SAMPLE.glob("*.xlsx") if unit in path.name)
    made = compose(source, output=tmp_path, as_of=AS_OF, documents=["recommendation_letter"])
    assert [path.name for path in made.written] == [f"{addressee}_推荐函.docx"]


def test_people_of_the_pool_are_cultivated_between_entering_it_and_the_meeting(scheme: Scheme) -> None:
    assert found(scheme, WITHOUT_PARTY, codes=["event-missing"]) == []
    for events in (
        [TAUGHT | {"缺席人员及原因": "张三（出差）"}],
        [TAUGHT | {"时间": "2025-03-01"}],
        [TAUGHT | {"时间": "2026-04-01"}],
        [TAUGHT | {"活动类别": "其他"}],
    ):
        [wrong] = found(scheme, WITHOUT_PARTY, codes=["event-missing"], 培养教育记录=events)
        assert (wrong.place.field, wrong.severity) == ("talent_pool_date", Severity.WARNING)
    assert found(scheme, WITH_PARTY, codes=["event-missing"], 培养教育记录=[]) == []


def test_nobody_is_recommended_before_he_entered_the_pool(scheme: Scheme) -> None:
    late = IN_POOL | {"入人才库日期": "2026-03-09"}
    [wrong] = found(scheme, WITHOUT_PARTY, [late], codes=["date-order"])
    assert (wrong.place.field, wrong.severity) == ("meeting_date", Severity.ERROR)
    assert found(scheme, WITH_PARTY, [late], codes=["date-order"]) == []


def test_the_flow_chart_asks_first_whether_there_is_a_party_organisation(scheme: Scheme) -> None:
    boxes = {box.key: [(way.condition, way.to) for way in box.ways] for box in scheme.flow}
    assert boxes["party_org"] == [("是", "request"), ("否", "talent_pool")]
    assert (boxes["survey"], boxes["talent_pool"]) == ([("", "party_org")], [("", "request")])


def test_screening_says_that_nobody_receives_the_recommendations_of_a_unit_without_a_party_organisation(scheme: Scheme) -> None:
    def lacks(unit: Line) -> set[str]:
        [member] = screening([(read(scheme, unit), scheme)], AS_OF).members
        return {gap.words for gap in member.screened.gaps}

    said = "单位没有建党组织，也还没有落实接收推荐的上级或属地党组织"
    assert said in lacks(WITHOUT_PARTY | {"接收推荐的党组织": ""})
    assert said not in lacks(WITHOUT_PARTY) | lacks(WITH_PARTY)


# ——— earmarked places ———


def test_the_general_pool_never_pays_for_an_overdrawn_earmarked_one(scheme: Scheme) -> None:
    rows = (("非公单列", "甲市", 1, "甲组通1号"), ("普通", "共青团甲市委员会", 9, ""))
    assert overdrawn(scheme, ["非公单列"], *rows) == []
    assert overdrawn(scheme, ["非公单列", "非公单列"], *rows) == ["甲市 2026 年的“非公单列”名额共 1 个，已用 2 个，超出 1 个（张三、李四）"]


def test_the_earmarked_pool_never_pays_for_an_overdrawn_general_one(scheme: Scheme) -> None:
    rows = (("非公单列", "甲市", 9, "甲组通1号"), ("普通", "共青团甲市委员会", 1, ""))
    assert overdrawn(scheme, ["普通", "普通"], *rows) == ["共青团甲市委员会 2026 年的“普通”名额共 1 个，已用 2 个，超出 1 个（张三、李四）"]


def test_the_earmarked_places_of_one_city_never_pay_for_another(scheme: Scheme) -> None:
    rows = (("非公单列", "甲市", 1, "甲组通1号"), ("非公单列", "乙市", 9, "乙组通1号"))
    assert len(overdrawn(scheme, ["非公单列", "非公单列"], *rows)) == 1


def test_places_that_are_still_sought_cannot_be_used(scheme: Scheme) -> None:
    [told] = overdrawn(scheme, ["非公单列"], ("非公单列", "甲市", 5, "争取中"))
    assert told == "甲市 2026 年的“非公单列”名额还在争取中，不能使用，已有 1 人占用（张三）"


def test_who_is_dropped_holds_no_place(scheme: Scheme) -> None:
    people = [
        IN_POOL | {"占用名额类别": "非公单列"},
        IN_POOL | {"占用名额类别": "非公单列", "考察结论": "不予推荐", "未推荐原因": "本人调离"},
    ]
    rows = places(("非公单列", "甲市", 1, "甲组通1号"))
    assert found(scheme, WITH_PARTY, people, codes=["quota-pool-exceeded"], 名额台账=rows) == []


def test_earmarked_places_say_who_granted_them_and_by_what(scheme: Scheme) -> None:
    assert missing(scheme, WITH_PARTY, 名额台账=places(("非公单列", "甲市", 1, ""))) == {"granted_by", "grant_document"}
    assert missing(scheme, WITH_PARTY, 名额台账=places(("普通", "共青团甲市委员会", 1, ""))) == set()


def test_outside_the_pilot_cities_nobody_draws_on_earmarked_places(scheme: Scheme) -> None:
    drawn = [{"占用名额类别": "非公单列"}]
    [wrong] = found(scheme, WITH_PARTY | {"试点市": ""}, drawn, codes=["value-out-of-range"])
    assert (wrong.place.field, wrong.severity) == ("pool", Severity.ERROR)
    assert found(scheme, WITH_PARTY, drawn, codes=["value-out-of-range"]) == []
    assert found(scheme, WITH_PARTY | {"试点市": ""}, codes=["value-out-of-range"]) == []


# ——— four ratios, two coverages, four cities ———


def shares(scheme: Scheme, unit: Line, *members: Line) -> dict[str, tuple[list[str], list[str]]]:
    """Of each of the four ratios the names in the part and in the whole."""
    lines = [line | {"姓名": name, "学号/工号": f"99990000000{n}"} for n, (name, line) in enumerate(zip("甲乙丙丁", members, strict=False))]
    judging = Judging(read(scheme, unit, 团员花名册=lines), scheme, AS_OF)
    four = ("members_among_young", "recommended_among_members", "recommended_among_youth", "members_among_youth")
    figures = [ratio_figure(judging, ratio) for ratio in scheme.ratios if ratio.key in four]
    return {f.ratio.key: ([one.who for one in f.share.part], [one.who for one in f.share.whole]) for f in figures}


def test_the_four_ratios_have_both_lists(scheme: Scheme) -> None:
    recommended = {"最近一次推优类型": "发展对象", "最近一次推优时间": "2025-05-20"}
    outside = {"入党时是否团员": "否", "入团时间": ""}
    told = shares(scheme, WITH_PARTY, JOINED | recommended, JOINED, JOINED | outside, JOINED | outside | {"出生日期": "1995-06-01"})
    assert told["members_among_young"] == (["甲", "乙"], ["甲", "乙", "丙"])
    assert told["recommended_among_members"] == (["甲"], ["甲", "乙"])
    assert told["recommended_among_youth"] == (["甲"], ["甲", "乙", "丙", "丁"])
    assert told["members_among_youth"] == (["甲", "乙"], ["甲", "乙", "丙", "丁"])


@pytest.mark.parametrize(("changes", "counts"), [
    ({"最近一次推优类型": "听取意见", "最近一次推优时间": "2025-05-20"}, False),
    ({"最近一次推优类型": "发展对象", "最近一次推优时间": "2026-04-20"}, False),
    ({"最近一次推优类型": "入党积极分子", "最近一次推优时间": "2024-05-20"}, True),
], ids=["heard only", "recommended after the admission", "recommended before it"])  # fmt: skip
def test_only_a_recommendation_before_the_admission_counts_as_a_way(scheme: Scheme, changes: Mapping[str, str], counts: bool) -> None:
    part, whole = shares(scheme, WITH_PARTY, JOINED | changes)["recommended_among_members"]
    assert (bool(part), whole) == (counts, ["甲"])


def test_the_two_rules_and_two_mains_are_asked_of_units_with_a_party_organisation_only(scheme: Scheme) -> None:
    assert all(told == ([], []) for told in shares(scheme, WITHOUT_PARTY, JOINED).values())


def test_nobody_older_than_a_young_person_counts(scheme: Scheme) -> None:
    old = JOINED | {"出生日期": "1989-06-01", "入党时是否团员": "否", "入团时间": ""}
    assert shares(scheme, WITH_PARTY, old)["members_among_youth"] == ([], [])


def test_who_was_admitted_says_whether_he_was_a_member_then(scheme: Scheme) -> None:
    assert missing(scheme, WITH_PARTY, 团员花名册=[JOINED | {"入党时是否团员": ""}]) == {"member_at_admission"}


def test_a_party_organisation_covers_the_party_work_too(scheme: Scheme) -> None:
    [wrong] = found(scheme, WITH_PARTY | {"党的工作是否覆盖": "否"}, codes=["value-out-of-range"])
    assert (wrong.place.field, wrong.waivable) == ("party_work_covered", True)
    assert found(scheme, WITHOUT_PARTY | {"党的工作是否覆盖": "否"}, codes=["value-out-of-range"]) == []


def test_the_committee_itself_is_no_enterprise(scheme: Scheme) -> None:
    committee = {"单位类别": "机关事业单位", "所属团委": "示例省团委", "组织类型": ""}
    assert missing(scheme, committee) == set()
    assert "enterprise_kind" in missing(scheme, committee | {"单位类别": "企业"})
    coverage = next(ratio for ratio in scheme.ratios if ratio.key == "organisation_coverage")
    assert ratio_figure(Judging(read(scheme, committee), scheme, AS_OF), coverage).share.whole == ()


def test_there_are_four_pilot_cities_and_no_fifth(scheme: Scheme) -> None:
    cities = scheme.param("pilot_cities", AS_OF)
    assert isinstance(cities, tuple)
    assert len(set(cities)) == 4
    assert scheme.params["pilot_cities"].is_default
    [wrong] = found(scheme, WITH_PARTY | {"试点市": "戊市"}, codes=["value-out-of-range"])
    assert (wrong.place.field, wrong.message) == ("pilot_city", "试点市“戊市”不在方案的试点市名单里")


# ——— visits and training ———


@pytest.mark.parametrize("kind", [
    "试点推进会", "专题部署会", "工作调研", "出资人和社会组织负责人座谈会", "党团组织负责人座谈会", "党建工作指导员座谈会", "实地指导",
    "分片交流互查",
])  # fmt: skip
def test_each_kind_of_visit_is_known(scheme: Scheme, kind: str) -> None:
    assert found(scheme, WITH_PARTY, codes=["choice-unknown"], 督导走访台账=[MUTUAL | {"方式": kind}]) == []


def test_another_kind_of_visit_is_told(scheme: Scheme) -> None:
    [wrong] = found(scheme, WITH_PARTY, codes=["choice-unknown"], 督导走访台账=[MUTUAL | {"方式": "茶话会"}])
    assert wrong.place.field == "visit_kind"


@pytest.mark.parametrize(("changes", "asked"), [
    ({}, set()),
    ({"分片小组": ""}, {"area_group"}),
    ({**UNCURED, "经验做法": "", "提升成效": ""}, {"problem"}),
    ({**UNCURED, "提升成效": ""}, set()),
    ({"整改期限": ""}, {"cure_due"}),
    ({"提升成效": ""}, {"result"}),
    ({**UNCURED, "方式": "工作调研", "分片小组": "", "经验做法": "", "提升成效": ""}, set()),
], ids=["whole", "no group", "nothing at all", "learnt only", "no day for the cure", "no result of the cure", "research"])  # fmt: skip
def test_a_mutual_check_finds_what_is_short_mends_it_learns_and_improves(scheme: Scheme, changes: Line, asked: set[str]) -> None:
    assert missing(scheme, WITH_PARTY, 督导走访台账=[MUTUAL | changes]) == asked


def test_a_shortcoming_that_is_not_mended_in_time_is_overdue(scheme: Scheme) -> None:
    overdue = next(total for total in scheme.totals if total.key == "problems_overdue")

    def counted(changes: Line) -> float | None:
        reading = read(scheme, WITH_PARTY, 督导走访台账=[MUTUAL | {"提升成效": "", "整改情况": "", "整改完成日期": ""} | changes])
        return total_figure(Judging(reading, scheme, AS_OF), overdue).sum.amount

    assert (counted({}), counted({"整改期限": "2026-07-31"}), counted({"整改完成日期": "2026-06-20"})) == (1, 0, 0)


def test_there_are_two_kinds_of_classes_and_only_who_came_is_counted(scheme: Scheme) -> None:
    assert found(scheme, WITH_PARTY, codes=["choice-unknown"], 培训班=[CLASS, CLASS | {"班次类别": "专题培训班", "班次编号": "2"}]) == []
    [wrong] = found(scheme, WITH_PARTY, codes=["choice-unknown"], 培训班=[CLASS | {"班次类别": "外出考察"}])
    assert wrong.place.field == "class_level"
    trainee = {"班次编号": "2026-01", "单位": "甲市团委", "学员类别": "团干部", "是否结业": "是"}
    roll = [trainee | {"姓名": "钱一", "实际学时": "#24"}, trainee | {"姓名": "孙二", "实际学时": "#0", "是否结业": "否"}]
    reading = read(scheme, WITH_PARTY, 培训班=[CLASS | {"人次": ""}], 培训名册=roll)
    assert [change.new for change in suggest(reading, scheme, AS_OF) if change.key == "headcount"] == [1]


# ——— the sample, through the whole round ———


@dataclass(frozen=True)
class Round:
    """What the round made of the sample."""

    inbox: Path
    merged: MergeResult
    statistics: dict[str, Any]
    states: Mapping[str, int]


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Round:
    """The sample with two of its workbooks filled (that of the committee and one of a unit), merged, counted and screened."""
    folder = tmp_path_factory.mktemp("anhui")
    inbox, roster = folder / "报送", folder / "清单库.xlsx"
    inbox.mkdir()
    for path in sorted(SAMPLE.glob("*.xlsx")):
        if "示例省团委" in path.name or "田园" in path.name:
            fill(path, output=inbox / path.name, as_of=AS_OF)
        else:
            shutil.copyfile(path, inbox / path.name)
    merged = merge([inbox], roster=roster, as_of=AS_OF)
    report(roster, output=folder / "统计.json", period="2026", as_of=AS_OF)
    screened = screen([roster], output=folder / "甄别.xlsx", as_of=AS_OF)
    counted = json.loads((folder / "统计.json").read_text(encoding="utf-8"))
    return Round(inbox, merged, counted, {state.value: n for state in ScreeningState if (n := screened.screening.count(state))})


@pytest.mark.slow
def test_the_sample_has_no_fault_before_and_after_filling(held: Round) -> None:
    for folder in (SAMPLE, held.inbox):
        found = check([folder], as_of=AS_OF).findings
        assert [each.message for each in found if each.severity is not Severity.INFO] == []


def test_the_sample_gives_the_expected_figures(held: Round) -> None:
    counted = held.statistics
    ratios = {
        each["key"]: {"part": each["part"], "whole": each["whole"], "by": _by(each, "pilot_city", "area_group")}
        for each in counted["ratios"]
    }
    told = {
        "people": held.merged.as_dict()["people"]["after"],
        "states": held.states,
        "ratios": ratios,
        "totals": {each["key"]: [each["amount"], _amounts(each)] for each in counted["totals"]},
        "places": [[each[key] for key in ("pool", "unit", "total", "used", "left", "pending")] for each in counted["places"]],
    }
    assert told == json.loads(EXPECTED.read_text(encoding="utf-8"))


def _by(ratio: Mapping[str, Any], *keys: str) -> dict[str, dict[str, list[int]]]:
    groups = ratio["groups"]
    return {key: {word: [share["part"], share["whole"]] for word, share in groups[key].items()} for key in keys if key in groups}


def _amounts(total: Mapping[str, Any]) -> dict[str, dict[str, float]]:
    return {key: {word: each["amount"] for word, each in sums.items()} for key, sums in total["groups"].items()}


@pytest.mark.slow
def test_lint_finds_nothing_but_what_the_unit_has_to_decide() -> None:
    assert lint(Scheme.load("anhui").folder) == ()


@pytest.mark.parametrize(("pool", "account", "given", "told"), [
    ("非公单列", "乙市", 1, "乙市 2026 年的“非公单列”名额共 1 个，已用 2 个，超出 1 个"),
    ("普通", "共青团甲市委员会", 0, "共青团甲市委员会 2026 年的“普通”名额共 0 个，已用 1 个，超出 1 个"),
])  # fmt: skip
def test_merging_names_the_pool_that_is_overdrawn_though_the_other_has_places(
    tmp_path: Path, pool: str, account: str, given: int, told: str
) -> None:
    inbox = tmp_path / "报送"
    inbox.mkdir()
    for path in SAMPLE.glob("*.xlsx"):
        if any(word in path.name for word in ("示例省团委", "田园", "江畔")):
            shutil.copyfile(path, inbox / path.name)
    accounts = next(inbox.glob("*示例省团委*"))
    book = load_workbook(accounts)
    row = next(row for row in book["名额台账"].iter_rows(min_row=4) if (row[1].value, row[2].value) == (pool, account))
    next(cell for cell in row if isinstance(cell.value, int) and cell.value < 10).value = given
    book.save(accounts)
    found = merge([inbox], roster=tmp_path / "清单库.xlsx", as_of=AS_OF).findings
    [wrong] = [each.message for each in found if each.code == "quota-pool-exceeded"]
    assert wrong.startswith(told)
