"""What `scheme show` says of evidence, routes, places and figures."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from counting_scheme import write_scheme

from xlflow.report.text.procedures_text import procedures
from xlflow.schemes.scheme import Scheme

TODAY = date(2026, 6, 30)
ASKED = """
[[event]]
key = "trained"
label = "集中培训"
kinds = ["集中培训"]
after = "activist_date"
before = "development_candidate_date"
least_hours = 24
least_score = 0
organisers = ["党委", "党校"]
within = "2年"
basis = "试行方案第二条"
"""


def told(scheme: Scheme) -> dict[str, list[str]]:
    return dict(procedures(scheme, TODAY))


def test_places_bands_and_figures_are_said_with_their_clauses(tmp_path: Path) -> None:
    said = told(Scheme.load(write_scheme(tmp_path / "counting")))
    assert said["名额类别"] == [
        "普通：按所在团支部记账，不与别的名额垫支（试行方案第三条）",
        "单列：按所在团支部记账，单列，须写批准部门和依据，不与别的名额垫支（试行方案第四条）",
        "全县：全部单位一本账，共 10 个，不与别的名额垫支（试行方案第五条）",
    ]
    assert said["考核档次"][0] == "红领新青年 优秀：年度积分 15 分以上，直接列入年度名单"
    assert said["考核指标"] == ["I1 推优通过率：60 分，由比例计算", "I2 材料质量：40 分"]
    assert said["统计：比例"] == ["推优通过率，按所在团支部、县（市、区）分列"]
    assert said["统计：合计"][1] == "培训经费，按班次类别分列"


def test_evidence_is_said_with_its_bounds_and_without_what_asks_nothing(tmp_path: Path) -> None:
    assert told(Scheme.load(write_scheme(tmp_path / "counting", ASKED)))["培养要求"] == [
        "集中培训：集中培训至少 1 次，确定为入党积极分子时间以后、确定为发展对象时间以前，不早于此前 2年，合计不少于 24 学时，"
        "组织单位含“党委”“党校”（试行方案第二条）"
    ]


def test_what_is_done_by_the_person_and_what_a_lack_leads_to_is_said() -> None:
    lecture = told(Scheme.load("tangshan"))["培养要求"][4]
    assert "填有学习心得、团课听众及人数，由本人做，缺的不能上报" in lecture


def test_routes_are_said_where_a_scheme_has_them() -> None:
    assert told(Scheme.load("national"))["推荐路径"] == []
    assert [line[:5] for line in told(Scheme.load("anhui"))["推荐路径"]] == ["已建党组织", "未建党组织"]
