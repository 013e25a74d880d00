"""重庆高校: what the city's practice names, each as a promise. The figures of its sample stand in expected/chongqing.json."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from counting_scheme import reading

from xlflow.checks.judge import judge
from xlflow.domain.periods import Period
from xlflow.domain.screening import ScreeningState
from xlflow.figures.period_statistics import Statistics, statistics
from xlflow.figures.ratios_and_totals import RatioFigure, TotalFigure
from xlflow.findings import Finding
from xlflow.jobs.check import check
from xlflow.jobs.fill import fill
from xlflow.jobs.merge import merge
from xlflow.jobs.new import new
from xlflow.jobs.scheme import lint
from xlflow.jobs.screen import screen
from xlflow.jobs.statistics import report
from xlflow.rules.case import Judging
from xlflow.schemes.scheme import Scheme
from xlflow.tables.records import WorkbookReading

AS_OF = date(2025, 12, 31)
EXPECTED = Path(__file__).with_name("expected") / "chongqing.json"
SPECIAL, CADRES, PLATFORM = "推优入党专题培训班", "市级团干部专题培训班", "团干部上讲台"
INSPECTION, LIAISON = "学校共青团工作指导委员会督导", "直接联系高校日常检查"
ACCOUNTS = ("培训班", "培训名册", "督导走访台账", "考核指标", "职责清单")
LIST = ("推优对象清单", "姓名 | 推优类型 | 推优大会时间\n张三 | 入党积极分子 | ")
CHILD = """
[scheme]
id = "child"
title = "本校方案"
version = "1"
effective_from = 2019-09-01
basis = "校团委规定"
extends = "chongqing"
"""

Sheet = tuple[str, str]


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return Scheme.load("chongqing")


@pytest.fixture(scope="module")
def samples(repository: Path) -> Path:
    return repository / "sample_workbooks" / "重庆高校"


def child(folder: Path, more: str) -> Scheme:
    """A university's own scheme above the city's."""
    folder.mkdir(exist_ok=True)
    (folder / "scheme.toml").write_text(CHILD + more, encoding="utf-8")
    return Scheme.load(folder)


def sheet(name: str, head: str, *rows: str) -> Sheet:
    return name, "\n".join([head, *rows])


def faults(scheme: Scheme, *sheets: Sheet) -> list[Finding]:
    """The findings in rows of sheets other than the list of nominees."""
    found = judge(reading(scheme, [LIST, *sheets]), scheme, AS_OF)
    here = {name for name, _ in sheets}
    return [one for one in found if one.place.sheet in here and one.severity.value != "info" and one.code != "column-missing"]


def figures(scheme: Scheme, *sheets: Sheet, period: Period | None = None) -> Statistics:
    return statistics(Judging(reading(scheme, [LIST, *sheets]), scheme, AS_OF), period)


def total(found: Statistics, key: str) -> TotalFigure:
    return next(figure for figure in found.totals if figure.total.key == key)


def ratio(found: Statistics, key: str) -> RatioFigure:
    return next(figure for figure in found.ratios if figure.ratio.key == key)


def amounts(figure: TotalFigure, by: str) -> dict[str, float | None]:
    return {word: each.amount for word, each in figure.groups[by].items()}


# --- 推优入党专题培训班 -----------------------------------------------------------------------------------------------------------


def classes(*rows: str) -> Sheet:
    return sheet("培训班", "班次编号 | 班次名称 | 班次类别 | 组织单位 | 开班日期 | 结业日期 | 学时 | 经费（元）", *rows)


def roll(*rows: str) -> Sheet:
    return sheet("培训名册", "班次编号 | 姓名 | 单位 | 学员类别 | 实际学时 | 是否结业", *rows)


TWO_YEARS = (
    f"T1 | 第一期 | {SPECIAL} | 团市委 | 2024-10-14 | 2024-10-18 | #40 | #300000",
    f"T2 | 第二期 | {SPECIAL} | 团市委 | 2025-10-20 | 2025-10-24 | #40 | #300000",
)
CAME = (
    "T1 | 张三 | 南湖大学团委 | 推优工作人员 | #40 | 是",
    "T1 | 李四 | 南湖大学 | 入党积极分子 | #40 | 是",
    "T2 | 王五 | 南湖大学团委 | 推优工作人员 | #40 | 是",
    "T2 | 赵六 | 南湖大学 | 入党积极分子 | #0 | 否",
)


def test_money_and_people_of_the_special_classes_add_up_over_two_years(scheme: Scheme) -> None:
    found = figures(scheme, classes(*TWO_YEARS), roll(*CAME))
    assert total(found, "special_cost").sum.amount == 600000
    assert amounts(total(found, "special_cost"), "class_start") == {"2024年": 300000, "2025年": 300000}
    assert amounts(total(found, "special_headcount"), "class_start") == {"2024年": 2, "2025年": 1}
    assert amounts(total(found, "special_classes"), "class_start") == {"2024年": 1, "2025年": 1}
    assert amounts(total(found, "special_trainees"), "trainee_kind") == {"推优工作人员": 2, "入党积极分子": 1}


def test_a_year_asked_for_has_the_money_and_people_of_that_year(scheme: Scheme) -> None:
    found = figures(scheme, classes(*TWO_YEARS), roll(*CAME), period=Period(2024))
    assert [total(found, key).sum.amount for key in ("special_cost", "special_headcount", "special_trainees")] == [300000, 2, 2]


@pytest.mark.parametrize("kind", [CADRES, PLATFORM])
def test_classes_that_only_embed_recommending_are_in_neither_figure(scheme: Scheme, kind: str) -> None:
    other = f"T3 | 嵌入 | {kind} | 团市委 | 2025-05-12 | 2025-05-14 | #24 | #80000"
    found = figures(scheme, classes(*TWO_YEARS, other), roll(*CAME, "T3 | 钱八 | 南湖大学团委 | 团干部 | #24 | 是"))
    assert [total(found, key).sum.amount for key in ("special_cost", "special_headcount")] == [600000, 3]
    assert total(found, "special_trainees").sum.amount == 3
    assert amounts(total(found, "embedded_headcount"), "class_level") == {kind: 1}
    assert amounts(total(found, "embedded_classes"), "class_start") == {"2025年": 1}


def test_a_special_class_is_for_those_who_do_the_work_and_for_activists(scheme: Scheme) -> None:
    cadre = "T2 | 钱八 | 南湖大学团委 | 团干部 | #40 | 是"
    [wrong] = faults(scheme, classes(*TWO_YEARS), roll(*CAME, cadre))
    assert (wrong.code, wrong.place.field, wrong.severity.value) == ("value-out-of-range", "trainee_kind", "warning")
    embedded = TWO_YEARS[1].replace(SPECIAL, CADRES)
    assert faults(scheme, classes(TWO_YEARS[0], embedded), roll(*CAME, cadre)) == []


def test_a_special_class_states_its_cost(scheme: Scheme) -> None:
    without = TWO_YEARS[0].replace("#300000", "")
    assert [(one.code, one.place.field) for one in faults(scheme, classes(without))] == [("required-missing", "cost")]
    assert faults(scheme, classes(without.replace(SPECIAL, PLATFORM))) == []


def test_hours_of_a_special_class_are_asked_where_a_university_says_how_many(scheme: Scheme, tmp_path: Path) -> None:
    assert faults(scheme, classes(TWO_YEARS[0].replace("#40", "#16"))) == []
    own = child(tmp_path / "child", "\n[params.class_hours_minimum]\nvalue = 24\n")
    [wrong] = faults(own, classes(TWO_YEARS[0].replace("#40", "#16"), TWO_YEARS[1]))
    assert (wrong.code, wrong.place.field) == ("value-out-of-range", "class_hours")


# --- 各级职责和工作重点 -----------------------------------------------------------------------------------------------------------


def duties(*rows: str) -> Sheet:
    return sheet("职责清单", "层级 | 职责 | 工作重点 | 落实情况", *rows)


def test_duties_are_told_by_level_and_how_far_each_is_done(scheme: Scheme) -> None:
    rows = ("团市委 | 制定意见 | 年度部署 | 已印发", "学校团委 | 审核材料 | 程序规范 | 已实行", "团支部 | 召开推优大会 | 不唯票 | ")
    assert faults(scheme, duties(*rows)) == []
    found = ratio(figures(scheme, duties(*rows)), "duties_done")
    assert (len(found.share.part), len(found.share.whole)) == (2, 3)
    assert {word: len(share.part) for word, share in found.groups["duty_level"].items()} == {"团市委": 1, "校团委": 1, "团支部": 0}


def test_a_level_that_nobody_has_set_up_is_a_fault(scheme: Scheme) -> None:
    found = faults(scheme, duties("区县团委 | 制定意见 | | "))
    assert [(one.code, one.place.field) for one in found] == [("choice-unknown", "duty_level")]


# --- 学校共青团工作指导委员会、直接联系高校 -----------------------------------------------------------------------------------------


def visits(*rows: str) -> Sheet:
    return sheet("督导走访台账", "日期 | 方式 | 领域 | 单位 | 参加人员 | 发现问题 | 整改期限 | 整改情况 | 整改完成日期", *rows)


def test_visits_are_counted_by_kind_university_and_year(scheme: Scheme) -> None:
    rows = [
        f"2025-04-09 | {LIAISON} | 学校 | 南湖大学团委 | 团市委 | | | | ",
        f"2024-09-17 | {LIAISON} | 学校 | 南湖大学团委 | 团市委 | | | | ",
        f"2025-06-05 | {INSPECTION} | 学校 | 北泉师范学院团委 | 指导委员会 | | | | ",
        "2025-12-03 | 团教联席会 | 学校 | 市委教育工委 | 团市委 | | | | ",
    ]
    assert faults(scheme, visits(*rows)) == []
    held = total(figures(scheme, visits(*rows)), "visits_held")
    assert amounts(held, "visit_kind") == {INSPECTION: 1, LIAISON: 2, "团教沟通协调会": 1}
    assert amounts(held, "unit_name")["南湖大学团委"] == 2
    assert amounts(held, "visit_date") == {"2024年": 1, "2025年": 3}


def test_a_problem_found_has_a_day_until_when_it_is_cured(scheme: Scheme) -> None:
    found = faults(scheme, visits(f"2025-04-09 | {LIAISON} | 学校 | 南湖大学团委 | 团市委 | 没有公示照片 | | | "))
    assert [(one.code, one.place.field) for one in found] == [("required-missing", "cure_due")]


@pytest.mark.parametrize(
    ("due", "cured", "overdue"),
    [
        ("2025-11-14", "", 1),
        ("2025-12-31", "", 0),
        ("2026-01-31", "", 0),
        ("2025-11-14", "2025-11-10", 0),
        ("2025-11-14", "2025-12-01", 0),
    ],
)
def test_cures_that_are_open_past_their_day_are_overdue(scheme: Scheme, due: str, cured: str, overdue: int) -> None:
    state = "已补齐" if cured else ""
    log = visits(f"2025-10-15 | {LIAISON} | 学校 | 北泉师范学院团委 | 团市委 | 没有反馈 | {due} | {state} | {cured}")
    assert [(one.place.field, one.severity.value) for one in faults(scheme, log)] == [("cure_due", "warning")] * overdue
    found = figures(scheme, log)
    assert total(found, "cures_overdue").sum.amount == overdue
    in_time = ratio(found, "cures_in_time").share
    assert (len(in_time.part), len(in_time.whole)) == (int("" < cured <= due), 1)


# --- 目标考核 -------------------------------------------------------------------------------------------------------------------


def assessed(*rows: str) -> Sheet:
    return sheet("考核指标", "考核年度 | 单位 | 指标编号 | 指标 | 权重 | 自评分 | 核查分", *rows)


def year_of(year: int, unit: str, scores: Sequence[str], weights: Sequence[int] = (15, 15, 20, 20, 20, 10)) -> list[str]:
    lines = zip(("Z1", "Z2", "Z3", "Z4", "Z5", "Z6"), weights, scores, strict=True)
    return [f"#{year} | {unit} | {code} | 指标{code} | #{weight} | | {score}" for code, weight, score in lines]


def scores(*given: int) -> list[str]:
    return [f"#{score}" for score in given]


def test_weights_of_the_scheme_and_of_every_university_sum_to_100(scheme: Scheme) -> None:
    assert sum(indicator.weight for indicator in scheme.indicators) == 100
    full = scores(10, 10, 10, 10, 10, 10)
    assert faults(scheme, assessed(*year_of(2025, "南湖大学团委", full))) == []
    [wrong] = faults(scheme, assessed(*year_of(2025, "南湖大学团委", full, (25, 15, 20, 20, 20, 10))))
    assert (wrong.code, wrong.place.field) == ("value-out-of-range", "weight")


def test_a_score_is_not_above_its_weight(scheme: Scheme) -> None:
    found = faults(scheme, assessed(*year_of(2025, "南湖大学团委", scores(16, 10, 10, 10, 10, 10))))
    assert [one.place.field for one in found] == ["check_score"]


def test_a_computed_indicator_is_weight_times_ratio_unless_the_check_says_otherwise(scheme: Scheme) -> None:
    cured = f"2025-04-09 | {LIAISON} | 学校 | 南湖大学团委 | 团市委 | 缺照片 | 2025-05-09 | 已补 | 2025-04-28"
    open_ = f"2025-05-09 | {LIAISON} | 学校 | 南湖大学团委 | 团市委 | 缺说明 | 2025-06-09 | | "
    for check_score, wanted in (("", 5), ("#9", 9)):
        own = assessed(*year_of(2025, "南湖大学团委", [*scores(10, 10, 10, 10, 10), check_score]))
        ranking = figures(scheme, own, visits(cured, open_)).ranking
        assert ranking is not None
        assert ranking.standings[0].total == 50 + wanted


def test_a_missing_score_is_shown_and_not_nothing(scheme: Scheme) -> None:
    ranking = figures(scheme, assessed(*year_of(2025, "南湖大学团委", [*scores(10, 10, 10, 10), "", ""]))).ranking
    assert ranking is not None
    assert (ranking.standings[0].total, ranking.standings[0].missing) == (40, ("Z5", "Z6"))


def test_universities_with_one_total_share_a_place_and_the_next_one_is_left_out(scheme: Scheme) -> None:
    rows = [
        *year_of(2025, "南湖大学团委", scores(14, 14, 18, 18, 18, 8)),
        *year_of(2025, "北泉师范学院团委", scores(10, 10, 15, 15, 15, 5)),
        *year_of(2025, "东溪理工学院团委", scores(15, 5, 15, 15, 15, 5)),
        *year_of(2025, "江岸职业学院团委", scores(1, 1, 1, 1, 1, 1)),
    ]
    ranking = figures(scheme, assessed(*rows)).ranking
    assert ranking is not None
    assert [(one.unit, one.rank) for one in ranking.standings] == [
        ("南湖大学团委", 1),
        ("东溪理工学院团委", 2),
        ("北泉师范学院团委", 2),
        ("江岸职业学院团委", 4),
    ]


def test_the_trend_is_told_between_two_complete_years_alone(scheme: Scheme) -> None:
    before = [
        *year_of(2024, "南湖大学团委", scores(10, 10, 10, 10, 10, 9)),
        *year_of(2024, "北泉师范学院团委", scores(10, 10, 10, 10, 10, 9)),
    ]
    now = [
        *year_of(2025, "南湖大学团委", scores(14, 10, 10, 10, 10, 9)),
        *year_of(2025, "北泉师范学院团委", [*scores(14, 10, 10, 10, 10), ""]),
    ]
    ranking = figures(scheme, assessed(*before, *now)).ranking
    assert ranking is not None
    assert {one.unit: one.change for one in ranking.standings} == {"南湖大学团委": 4, "北泉师范学院团委": None}


# --- 严把入团关口、规范入团程序 -----------------------------------------------------------------------------------------------------


def members(*rows: str) -> Sheet:
    head = "姓名 | 性别 | 出生日期 | 政治面貌 | 入团时间 | 入团材料是否齐全 | 团籍状态 | 团内职务"
    return sheet("团员花名册", head, *rows)


def member(name: str, born: str = "2005-05-04", joined: str = "2019-05-04", papers: str = "是") -> str:
    return f"{name} | 男 | {born} | 共青团员 | {joined} | {papers} | 正常 | 无"


def unit(committee: str) -> Sheet:
    return "单位信息", f"团支部全称 | 2023级软件1班团支部\n所属团委 | {committee}\n填报阶段 | 报候选人"


@pytest.mark.parametrize(
    ("joined", "at_14", "at_13"),
    [("2019-05-04", [], []), ("2019-05-03", ["value-out-of-range"], []), ("2018-05-03", ["value-out-of-range"], ["value-out-of-range"])],
)
def test_who_joined_the_league_before_14_is_named_and_13_is_a_switch(
    scheme: Scheme, tmp_path: Path, joined: str, at_14: list[str], at_13: list[str]
) -> None:
    of_13 = child(tmp_path / "child", "\n[params.league_join_age]\nvalue = 13\n")
    for own, wanted in ((scheme, at_14), (of_13, at_13)):
        found = [one for one in faults(own, members(member("张三", joined=joined))) if one.place.field == "league_join_date"]
        assert [one.code for one in found] == wanted
        assert all(one.severity.value == "error" and one.waivable for one in found)


def test_a_nominee_who_joined_too_young_is_named_as_well(scheme: Scheme) -> None:
    row = "姓名 | 政治面貌 | 出生日期 | 入团时间\n张三 | 共青团员 | 2005-05-04 | 2018-09-01"
    found = judge(reading(scheme, [("推优对象清单", row)]), scheme, AS_OF)
    assert [one.place.field for one in found if one.code == "value-out-of-range"] == ["league_join_date"]


def test_a_month_of_joining_that_leaves_the_age_open_is_said_to(scheme: Scheme) -> None:
    found = faults(scheme, members(member("张三", joined="2019-05")))
    assert [(one.code, one.place.field) for one in found] == [("month-boundary", "league_join_date")]


def test_the_rate_of_complete_papers_has_both_numbers_for_every_university(scheme: Scheme) -> None:
    rows = [member("张三"), member("李四", papers="否"), member("王五", papers="")]
    rate = ratio(figures(scheme, unit("南湖大学团委"), members(*rows)), "league_file_rate")
    assert (len(rate.share.part), len(rate.share.whole), rate.share.unknown) == (1, 3, 1)
    assert [(word, len(share.part), len(share.whole)) for word, share in rate.groups["league_committee"].items()] == [
        ("南湖大学团委", 1, 3)
    ]


def test_incomplete_papers_are_a_warning_and_those_nobody_looked_at_are_not(scheme: Scheme) -> None:
    found = faults(scheme, members(member("张三"), member("李四", papers="否"), member("王五", papers="")))
    assert [(one.who, one.place.field, one.severity.value) for one in found] == [("李四", "league_file_complete", "warning")]


# --- 流程图、依据、默认值 ---------------------------------------------------------------------------------------------------------


def test_the_flow_begins_with_training_passes_the_gate_and_ends_with_the_assessment(scheme: Scheme) -> None:
    boxes = {box.key: box for box in scheme.flow}
    ways = {key: [way.to for way in box.ways] for key, box in boxes.items()}
    assert (ways["training"], ways["survey"], ways["league_file"]) == (["survey"], ["league_file"], ["request", "survey"])
    assert ways["tracking"] == ["assessment"]
    assert [box.kind.value for box in (boxes["training"], boxes["league_file"], boxes["assessment"])] == ["start", "decision", "end"]


def test_everything_that_the_scheme_adds_names_its_basis_or_that_it_is_a_default(scheme: Scheme) -> None:
    national = Scheme.load("national")
    parts: list[Any] = [*scheme.rules, *scheme.conditions, *scheme.ratios, *scheme.totals, *scheme.indicators, *scheme.params.values()]
    inherited = [*national.rules, *national.conditions, *national.ratios, *national.totals, *national.params.values()]
    of_the_scheme = [part for part in parts if part not in inherited and getattr(part, "table", "") != "indicators"]
    assert [part for part in of_the_scheme if not (part.basis or part.source == "默认值，待填")] == []
    assert {indicator.source for indicator in scheme.indicators} == {"默认值，待填"}


@pytest.mark.slow
def test_the_scheme_has_no_fault(repository: Path) -> None:
    assert lint(repository / "templates" / "chongqing") == ()


def test_branches_get_the_roster_and_the_committee_asks_for_its_accounts(tmp_path: Path) -> None:
    [form] = new("chongqing", tmp_path / "支部.xlsx", today=AS_OF)
    [accounts] = new("chongqing", tmp_path / "台账.xlsx", sheets=ACCOUNTS, today=AS_OF)
    for path, wanted in ((form, {"团员花名册"}), (accounts, {"团员花名册", *ACCOUNTS})):
        book = openpyxl.load_workbook(path, read_only=True)
        assert wanted <= set(book.sheetnames)
        assert ("培训班" in book.sheetnames) == (path is accounts)
        book.close()


# --- 样例：建表、填写、自动填充、校验、汇总、统计、甄别 ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def run(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    """What the sample comes to on the way that an office takes."""
    folder = tmp_path_factory.mktemp("chongqing")
    inbox = folder / "报送"
    inbox.mkdir()
    for path in samples.glob("*_推优表.xlsx"):
        shutil.copyfile(path, inbox / path.name)
    [accounts] = samples.glob("*台账.xlsx")
    assert {one.label for one in fill(accounts, output=inbox / accounts.name, as_of=AS_OF).changes} == {"支部简称", "自评分"}
    found = check([inbox], as_of=AS_OF)
    merged = merge([inbox], roster=folder / "清单库.xlsx", as_of=AS_OF)
    report(folder / "清单库.xlsx", output=folder / "统计.json", as_of=AS_OF)
    screened = screen([inbox], output=folder / "甄别.xlsx", as_of=AS_OF).screening
    told = json.loads((folder / "统计.json").read_text(encoding="utf-8"))
    return {
        "check": dict(sorted(Counter(f"{one.code} {one.place.field}" for one in found.findings if one.severity.value != "info").items())),
        "merge": {"files": found.files, "errors": merged.has_errors, "people": _people(folder / "清单库.xlsx")},
        "ratios": {
            each["key"]: {
                "all": _share(each),
                **{by: {word: _share(share) for word, share in groups.items()} for by, groups in each["groups"].items() if by != "branch"},
            }
            for each in told["ratios"]
        },
        "totals": {
            each["key"]: {
                "all": each["amount"],
                **{by: {word: own["amount"] for word, own in groups.items()} for by, groups in each["groups"].items()},
            }
            for each in told["totals"]
        },
        "ranking": [[one["rank"], one["unit"], one["total"], one["change"], one["missing"]] for one in told["ranking"]["units"]],
        "screen": {state.value: count for state in ScreeningState if (count := screened.count(state))},
    }


def _share(share: Mapping[str, Any]) -> list[int]:
    return [share["part"], share["whole"], share["unknown"]]


def _people(roster: Path) -> int:
    book = openpyxl.load_workbook(roster, read_only=True)
    count = sum(1 for row in book["推优对象清单"].iter_rows(min_row=2, values_only=True) if any(row))
    book.close()
    return count


@pytest.mark.parametrize("part", ["check", "merge", "ratios", "totals", "ranking", "screen"])
def test_the_sample_comes_to_what_is_expected(run: Mapping[str, Any], part: str) -> None:
    assert run[part] == json.loads(EXPECTED.read_text(encoding="utf-8"))[part]


@pytest.mark.slow
def test_the_sample_reproduces_the_figures_of_the_source(run: Mapping[str, Any]) -> None:
    totals = run["totals"]
    assert totals["special_cost"]["all"] == 600_000
    assert 150 < totals["special_headcount"]["all"] < 160
    assert sorted(totals["special_cost"]["class_start"]) == ["2024年", "2025年"]
    by_year = totals["special_headcount"]["class_start"]
    assert sum(by_year.values()) == totals["special_headcount"]["all"] == sum(totals["special_trainees"]["trainee_kind"].values())
    assert set(totals["special_trainees"]["trainee_kind"]) == {"推优工作人员", "入党积极分子"}


def in_roster(read: WorkbookReading, branches: Sequence[str], rounds: Sequence[str]) -> WorkbookReading:
    """The rows of every table as a roster has them: each with the unit and the round of its form."""
    for table in read.tables:
        for record, branch, round in zip(table.records, branches, rounds, strict=False):
            record.values.update({"branch": branch, "round": round})
    return read


def test_classes_of_one_number_in_a_roster_are_each_counted_with_their_own_trainees(scheme: Scheme) -> None:
    one = f"T1 | 甲班 | {SPECIAL} | 团委 | 2025-10-20 | 2025-10-24 | #40 | #1000"
    came = ("T1 | 张三 | 团委 | 推优工作人员 | #40 | 是", "T1 | 李四 | 团委 | 推优工作人员 | #40 | 是")
    read = in_roster(reading(scheme, [LIST, classes(one, one), roll(*came)]), ("南湖大学团委", "北泉师范学院团委"), ("一", "一"))
    found = statistics(Judging(read, scheme, AS_OF), None)
    assert [total(found, key).sum.amount for key in ("special_cost", "special_headcount", "special_trainees")] == [2000, 2, 2]


def test_accounts_handed_in_again_in_a_later_round_count_once_as_they_are_now(scheme: Scheme) -> None:
    one = "T1 | 甲班 | {} | 团市委 | 2025-10-20 | 2025-10-24 | #40 | #{}"
    came = ("T1 | 张三 | 团委 | 推优工作人员 | #40 | 是", "T1 | 张三 | 团委 | 推优工作人员 | #40 | 是")
    lines = [line for score in (10, 12) for line in year_of(2025, "南湖大学团委", scores(score, 10, 10, 10, 10, 10))]
    sheets = [LIST, classes(one.format(SPECIAL, 1000), one.format(SPECIAL, 3000)), roll(*came)]
    read = in_roster(reading(scheme, sheets), ("团市委",) * 2, ("2025年上半年", "2025年下半年"))
    found = statistics(Judging(read, scheme, AS_OF), None)
    assert [total(found, key).sum.amount for key in ("special_cost", "special_headcount", "special_trainees")] == [3000, 1, 1]
    read = in_roster(reading(scheme, [LIST, assessed(*lines)]), ("团市委",) * 12, ("2025年上半年",) * 6 + ("2025年下半年",) * 6)
    ranking = statistics(Judging(read, scheme, AS_OF), None).ranking
    assert ranking is not None
    assert ranking.standings[0].total == 62
    assert [one for one in judge(read, scheme, AS_OF) if one.place.field == "weight"] == []
