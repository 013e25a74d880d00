"""自动填充 of what follows from other rows and tables."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from counting_scheme import AS_OF, filled, reading, write_scheme

from xlflow.filling.suggest import suggest
from xlflow.schemes.scheme import Scheme

UNIT = ("单位信息", "团支部全称 | 软件1班团支部\n团员总数 | #23\n填报阶段 | 会后上报")
QUOTA = "年度 | 名额类别 | 单位 | 团员总数 | 分配名额 | 单列批准部门 | 单列依据 | 已用 | 剩余"
LEDGER = "日期 | 姓名 | 学号/工号 | 单位 | 项目编号 | 等次 | 得分 | 所属季度"
PEOPLE = "姓名 | 学号/工号 | 所在团支部 | 推优类型 | 推优大会时间 | 大会结果 | 名额类别 | 季度积分 | 年度积分 | 积分排名 | 考核档次"
POINTS = ("quarter_points", "year_points", "points_rank", "band")


@pytest.fixture(scope="module")
def scheme(tmp_path_factory: pytest.TempPathFactory) -> Scheme:
    return Scheme.load(write_scheme(tmp_path_factory.mktemp("rows") / "counting"))


def people(*rows: str) -> tuple[str, str]:
    return ("推优对象清单", "\n".join([PEOPLE, *(f"{row} | | | | " for row in rows)]))


def person(name: str, pool: str = "", result: str = "通过", day: str = "2026-03-02") -> str:
    return f"{name} | | 软件1班团支部 | 入党积极分子 | {day} | {result} | {pool}"


def places(*rows: str) -> tuple[str, str]:
    return ("名额台账", "\n".join([QUOTA, *rows]))


def test_places_follow_from_the_ratio_and_what_is_used_from_the_people(scheme: Scheme) -> None:
    sheet = places("#2026 | 普通 | 软件1班团支部 | | | | | | ", "#2026 | 单列 | 软件1班团支部 | | #1 | 县委 | 文件 | | ")
    rows = filled(scheme, UNIT, people(person("张三", "单列"), person("李四", "普通")), sheet, table="quota")
    assert rows == [{"quota_total": 4, "quota_used": 1, "quota_left": 3}, {"quota_used": 1, "quota_left": 0}]


def test_a_pool_with_a_total_is_allotted_among_the_units_that_have_none(scheme: Scheme) -> None:
    sheet = places(
        "#2026 | 全县 | 甲镇 | #120 | #4 | | | | ", "#2026 | 全县 | 乙镇 | #75 | | | | | ", "#2026 | 全县 | 丙镇 | #31 | | | | | "
    )
    rows = filled(scheme, UNIT, people(person("张三")), sheet, table="quota")
    assert [row.get("quota_total") for row in rows] == [None, 4, 2]


def test_what_is_left_is_never_below_nothing_and_nothing_while_not_granted(scheme: Scheme) -> None:
    sheet = places("#2026 | 单列 | 软件1班团支部 | | #1 | 县委 | 文件 | | ", "#2025 | 单列 | 软件1班团支部 | | #3 | 县委 | 争取中 | | ")
    rows = filled(scheme, UNIT, people(person("张三", "单列"), person("李四", "单列")), sheet, table="quota")
    assert rows == [{"quota_used": 2, "quota_left": 0}, {"quota_used": 0, "quota_left": 0}]


def test_headcount_counts_the_trainees_of_the_class_who_came(scheme: Scheme) -> None:
    classes = ("培训班", "班次编号 | 班次名称 | 人次\nT-1 | 甲 | \nT2 | 乙 | ")
    roll = ("培训名册", "班次编号 | 姓名 | 实际学时\nT1 | 张三 | #4\nT-1 | 李四 | #0\nT1 | 王五 | #2\nT3 | 赵六 | #9")
    assert filled(scheme, UNIT, people(person("张三")), classes, roll, table="training") == [{"headcount": 2}, {"headcount": 0}]


def test_points_come_from_the_item_and_a_typed_value_stays(scheme: Scheme) -> None:
    rows = (
        "2026-01-05 | 张三 | | 一村 | A1 | | | ",
        "2026-04-01 | 张三 | | 一村 | A2 | 合格 | | ",
        "2026-04-02 | 张三 | | 一村 | A1 | | #1 | ",
    )
    sheet = ("积分台账", "\n".join([LEDGER, *rows]))
    assert filled(scheme, UNIT, people(person("张三")), sheet, table="points_ledger") == [
        {"points_value": 2, "period": "2026Q1"},
        {"points_value": 3, "period": "2026Q2"},
        {"period": "2026Q2"},
    ]


def test_nominees_get_points_rank_and_band_of_the_ledger_that_the_param_names(scheme: Scheme) -> None:
    rows = (
        *("2026-01-05 | 张三 | | 一村 | A1 | | | ",) * 3,  # 6, capped at 3 a quarter
        "2026-02-06 | 张三 | | 一村 | A2 | 优秀 | | ",
        "2026-02-06 | 张三 | | 一村 | B1 | | | ",  # another ledger
        "2025-02-06 | 李四 | | 一村 | A2 | 优秀 | | ",  # another year
        "2026-02-06 | 王五 | | 一村 | A2 | 优秀 | | ",
        "2026-02-07 | 王五 | | 一村 | A4 | | | ",  # veto
        "2026-02-06 | 钱八 | | 一村 | A2 | 优秀 | | ",  # no nominee, but ranked
    )
    sheet = ("积分台账", "\n".join([LEDGER, *rows]))
    found = filled(scheme, UNIT, people(person("张三"), person("李四"), person("王五")), sheet, table="nominees")
    assert [tuple(row[key] for key in POINTS) for row in found] == [(8, 18, 1, "优秀"), (0, 10, 4, "合格"), (5, 15, 2, "不合格")]


def test_the_order_of_the_ledger_does_not_matter(scheme: Scheme) -> None:
    rows = [f"2026-0{month}-05 | {name} | | 一村 | A1 | | | " for month in (1, 2, 3) for name in ("张三", "李四")]
    sheets = [("积分台账", "\n".join([LEDGER, *order])) for order in (rows, rows[::-1])]
    first, second = (filled(scheme, UNIT, people(person("张三"), person("李四")), sheet, table="nominees") for sheet in sheets)
    assert first == second


def test_a_computed_score_is_weight_times_ratio(scheme: Scheme) -> None:
    list_ = (
        "推优对象清单",
        "\n".join(["姓名 | 推优大会时间 | 赞成票 | 大会结果", "张三 | 2026-03-02 | #9 | 通过", "李四 | 2026-03-02 | #1 | 未通过"]),
    )
    sheet = ("考核指标", "考核年度 | 单位 | 指标编号 | 权重 | 自评分\n#2026 | 甲大学 | I1 | #60 | \n#2026 | 甲大学 | I2 | #40 | ")
    assert filled(scheme, list_, sheet, table="indicators") == [{"self_score": 30}]


def test_name_and_weight_of_an_indicator_follow_from_its_code_and_typed_ones_stay(scheme: Scheme) -> None:
    rows = ("#2026 | 甲大学 | I1 | | ", "#2026 | 甲大学 | I2 | 材料 | #35", "#2026 | 甲大学 | X9 | | ")
    sheet = ("考核指标", "\n".join(["考核年度 | 单位 | 指标编号 | 指标 | 权重", *rows]))
    assert filled(scheme, people(person("张三")), sheet, table="indicators") == [{"indicator_name": "推优通过率", "weight": 60}]


def test_filling_twice_changes_nothing_more(scheme: Scheme) -> None:
    sheet = places("#2026 | 普通 | 软件1班团支部 | | | | | | ", "#2026 | 单列 | 软件1班团支部 | | #1 | 县委 | 文件 | | ")
    ledger = ("积分台账", f"{LEDGER}\n2026-01-05 | 张三 | | 一村 | A1 | | | ")
    workbook = reading(scheme, [UNIT, people(person("张三", "单列")), sheet, ledger])
    for change in suggest(workbook, scheme, AS_OF):
        change.record.values.pop(change.key, None)
        if change.new is not None:
            change.record.values[change.key] = change.new
    assert suggest(workbook, scheme, AS_OF) == []


def test_derived_fields_of_the_scheme_are_computed_in_order_of_need(tmp_path: Path) -> None:
    more = """
[[field]]
table = "nominees"
key = "double_sum"
label = "两倍之和"
type = "dec"
filled_by = "derived"
value = "point_sum * 2"

[[field]]
table = "nominees"
key = "point_sum"
label = "得分之和"
type = "dec"
filled_by = "derived"
value = "total(points_ledger.points_value)"
"""
    scheme = Scheme.load(write_scheme(tmp_path / "counting", more))
    list_ = ("推优对象清单", "姓名 | 推优类型 | 推优大会时间 | 两倍之和 | 得分之和\n张三 | 入党积极分子 | 2026-03-02 | | ")
    ledger = ("积分台账", f"{LEDGER}\n2026-01-05 | 张三 | | 一村 | A1 | | | \n2026-01-05 | 李四 | | 一村 | A1 | | | ")
    [row] = filled(scheme, UNIT, list_, ledger, table="nominees", as_of=date(2026, 4, 1))
    assert (row["point_sum"], row["double_sum"]) == (2, 4)
