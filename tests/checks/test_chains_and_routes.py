"""Steps that follow one another, ways of recommending that the unit chooses, and people who came from another branch."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from clean_list import CLEAN, sheet
from own_scheme import facts, findings, own_scheme, read, table

from xlflow.errors import SchemeError
from xlflow.filling.suggest import suggest
from xlflow.schemes.scheme import Scheme

CHAIN = """
[[table]]
key = "chain"
sheet = "荐才培育推优流程"
layout = "rows"
key_fields = [["name", "hop", "hop_date"]]

[[field]]
table = "chain"
key = "name"
like = "nominees"
type = "ref(nominees)"

[[field]]
table = "chain"
key = "hop"
label = "环节"
type = "choice"
required = true

[[field]]
table = "chain"
key = "hop_date"
label = "环节日期"
type = "date~"

[[field]]
table = "chain"
key = "hop_result"
label = "环节结果"
type = "choice"

[choices.hop]
"村团支部推荐" = []
"乡镇团委初审上报" = []
"培训班统一培训" = []

[choices.hop_result]
"通过" = []
"退回" = []
"不通过" = []

[[chain]]
key = "talent"
label = "荐才—培育—推优"
table = "chain"
step = "hop"
day = "hop_date"
result = "hop_result"
passed = ["通过"]
basis = "《红领新青年办法》第三条"
"""
ROUTES = """
[[field]]
table = "unit"
key = "has_party_org"
label = "是否已建党组织"
type = "bool"
phase = 0

[[field]]
table = "nominees"
key = "route"
label = "推荐路径"
type = "choice"
filled_by = "{filled_by}"

[choices.route]
"已建党组织" = []
"未建党组织" = []

[[route]]
key = "已建党组织"
when = "has_party_org == True"

[[route]]
key = "未建党组织"
when = "has_party_org == False"
types = ["入党积极分子"]
basis = "《非公团建意见》第五条"
"""
FIRST, SECOND, THIRD = "村团支部推荐", "乡镇团委初审上报", "培训班统一培训"


def hops(folder: Path, *rows: tuple[str, str, str]) -> list[tuple[str, str | None, str]]:
    history = table(*({"姓名": "张三", "环节": step, "环节日期": day, "环节结果": result} for step, day, result in rows))
    found = findings(Scheme.load(own_scheme(folder, CHAIN)), {"推优对象清单": sheet(), "荐才培育推优流程": history})
    return [(each.code, each.place.cell, each.message) for each in found]


def test_a_chain_in_order_has_no_finding(tmp_path: Path) -> None:
    rows = ((FIRST, "2026-01-05", "退回"), (FIRST, "2026-01-09", "通过"), (SECOND, "2026-01", "通过"), (THIRD, "2026-02-01", "通过"))
    assert hops(tmp_path, *rows) == []


def test_a_later_step_before_an_earlier_one_is_told_at_its_day(tmp_path: Path) -> None:
    [(code, cell, message)] = hops(tmp_path, (FIRST, "2026-01-09", "通过"), (SECOND, "2026-01-08", "通过"))
    assert (code, cell) == ("date-order", "C3")
    assert "“村团支部推荐”" in message
    assert "2026-01-09" in message


def test_a_step_without_the_one_before_it_is_told_at_the_step(tmp_path: Path) -> None:
    missing = "缺少规定的环节：“培训班统一培训”之前没有“乡镇团委初审上报”"
    assert hops(tmp_path, (FIRST, "2026-01-09", "通过"), (THIRD, "2026-02-08", "通过")) == [("event-missing", "B3", missing)]


def test_a_step_that_was_not_passed_leads_nowhere(tmp_path: Path) -> None:
    missing = "缺少规定的环节：“村团支部推荐”结果为“不通过”，不能进入“乡镇团委初审上报”"
    assert hops(tmp_path, (FIRST, "2026-01-09", "不通过"), (SECOND, "2026-02-08", "通过")) == [("event-missing", "B3", missing)]


def test_two_people_of_one_name_have_two_histories(tmp_path: Path) -> None:
    def codes(*numbers: str) -> list[str]:
        rows = zip((FIRST, SECOND, FIRST), ("2026-01-09", "2026-02-08", "2026-03-09"), numbers, strict=True)
        history = table(*({"姓名": "张三", "学号/工号": n, "环节": step, "环节日期": day, "环节结果": "通过"} for step, day, n in rows))
        lines = CHAIN + '[[field]]\ntable = "chain"\nkey = "student_id"\nlike = "nominees"\n'
        found = findings(Scheme.load(own_scheme(tmp_path, lines)), {"推优对象清单": sheet(), "荐才培育推优流程": history})
        return [each.code for each in found]

    assert codes("9999001", "9999001", "9999002") == []
    assert codes("9999001", "9999002", "9999002") == ["date-order"]
    assert codes("9999001", "", "9999002") == []
    assert codes("9999001", "", "") == []


def test_the_step_of_a_chain_must_be_a_choice(tmp_path: Path) -> None:
    lines = CHAIN.replace('key = "hop"\nlabel = "环节"\ntype = "choice"', 'key = "hop"\nlabel = "环节"\ntype = "text(20)"')
    with pytest.raises(SchemeError, match="hop 没有选项"):
        Scheme.load(own_scheme(tmp_path, lines))


def unit(has_party: str) -> str:
    return facts({"团支部全称": "软件1班团支部", "填报批次": "2026年上半年", "填报阶段": "会后上报", "是否已建党组织": has_party})


def routed(folder: Path, has_party: str, person: Mapping[str, str], filled_by: str = "derived") -> list[tuple[str, str | None]]:
    scheme = Scheme.load(own_scheme(folder, ROUTES.format(filled_by=filled_by)))
    found = findings(scheme, {"单位信息": unit(has_party), "推优对象清单": sheet(CLEAN | dict(person))}, is_form=filled_by != "derived")
    return [(each.code, each.place.field) for each in found if each.code in ("route-not-allowed", "value-differs")]


LATER = {"推优类型": "发展对象", "确定为入党积极分子时间": "2025-04-20"}


def test_a_route_allows_its_types_only(tmp_path: Path) -> None:
    assert routed(tmp_path, "否", {}) == []
    assert routed(tmp_path, "是", LATER) == []
    assert routed(tmp_path, "否", LATER) == [("route-not-allowed", "recommendation_type")]


def test_a_unit_whose_facts_are_missing_has_no_route_yet(tmp_path: Path) -> None:
    assert routed(tmp_path, "", LATER) == []


def test_a_unit_that_no_route_fits_may_not_recommend(tmp_path: Path) -> None:
    only_with = ROUTES[: ROUTES.index('[[route]]\nkey = "未建党组织"')].format(filled_by="derived")
    scheme = Scheme.load(own_scheme(tmp_path, only_with))
    found = findings(scheme, {"单位信息": unit("否"), "推优对象清单": sheet()})
    assert [each.message for each in found if each.code == "route-not-allowed"] == [
        "推荐路径“入党积极分子”不适用：单位情况不符合任何一条推荐路径"
    ]


def test_a_typed_route_that_the_unit_does_not_have_differs(tmp_path: Path) -> None:
    assert routed(tmp_path, "否", {"推荐路径": "已建党组织"}, "suggested") == [("value-differs", "route")]
    assert routed(tmp_path, "是", {"推荐路径": "已建党组织"}, "suggested") == []


def test_the_route_fills_itself(tmp_path: Path) -> None:
    scheme = Scheme.load(own_scheme(tmp_path, ROUTES.format(filled_by="derived")))
    reading = read(scheme, {"单位信息": unit("否"), "推优对象清单": sheet(CLEAN | {"推荐路径": ""})}, is_form=True)
    assert [change.new for change in suggest(reading, scheme, date(2026, 6, 30)) if change.key == "route"] == ["未建党组织"]


LAPSES = '[params.transfer_keeps_recommendation]\nvalue = false\nbasis = "第七条"\nsource = "校团委规定"\n'


@pytest.mark.parametrize(
    ("lines", "moved", "codes"),
    [
        ("", "2025-12-01", ["recommendation-still-valid"]),
        (LAPSES, "", ["recommendation-still-valid"]),
        (LAPSES, "2025-12-01", []),
        (LAPSES, "2025-08-01", ["recommendation-still-valid"]),
        (LAPSES, "2025-10", []),
        (LAPSES, "2025-09", ["month-boundary"]),
        (LAPSES, "2025-08", ["recommendation-still-valid"]),
    ],
)
def test_a_recommendation_of_the_branch_before_stays_or_lapses_by_switch(tmp_path: Path, lines: str, moved: str, codes: list[str]) -> None:
    member = {
        "姓名": "张三",
        "政治面貌": "共青团员",
        "团籍状态": "正常",
        "最近一次推优日期": "2025-09-10",
        "最近一次推优类型": "入党积极分子",
    }
    roster = table(member | {"转入前团支部": "软件2班团支部" if moved else "", "组织关系转入时间": moved})
    found = findings(Scheme.load(own_scheme(tmp_path, lines)), {"团员花名册": roster, "推优对象清单": sheet()})
    assert [each.code for each in found] == codes


@pytest.mark.parametrize(
    ("rows", "ahead"),
    [
        ([(FIRST, "2026-01-09", "通过")], "；下一环节：乡镇团委初审上报"),
        ([(FIRST, "2026-01-09", "退回")], "；下一环节：村团支部推荐"),
        ([(FIRST, "2026-01-09", "通过"), (SECOND, "2026-01-12", "通过"), (THIRD, "2026-02-01", "通过")], ""),
    ],
)
def test_the_step_after_the_last_one_passed_comes_next(tmp_path: Path, rows: list[tuple[str, str, str]], ahead: str) -> None:
    scheme = Scheme.load(own_scheme(tmp_path, CHAIN))
    history = table(*({"姓名": "张三", "环节": step, "环节日期": day, "环节结果": result} for step, day, result in rows))
    people = sheet(CLEAN | {"下一步": ""})
    reading = read(scheme, {"推优对象清单": people, "荐才培育推优流程": history}, is_form=True)
    [line] = [change.new for change in suggest(reading, scheme, date(2026, 3, 10)) if change.key == "next_step"]
    assert line == f"公示到3月13日，期满后报上级团组织{ahead}"
