from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from counting_scheme import AS_OF, reading, write_scheme

from xlflow.domain.periods import Period
from xlflow.figures.ratios_and_totals import RatioFigure, TotalFigure, ratio_figure, total_figure
from xlflow.rules.case import Judging
from xlflow.schemes.scheme import Scheme

HEAD = "姓名 | 出生日期 | 学号/工号 | 所在团支部 | 推优类型 | 推优大会时间 | 赞成票 | 大会结果"


@pytest.fixture(scope="module")
def scheme(tmp_path_factory: pytest.TempPathFactory) -> Scheme:
    return Scheme.load(write_scheme(tmp_path_factory.mktemp("figures") / "counting"))


def ratio(scheme: Scheme, *rows: str, period: Period | None = None) -> RatioFigure:
    workbook = reading(scheme, [("推优对象清单", "\n".join([HEAD, *rows]))], form=False)
    return ratio_figure(Judging(workbook, scheme, AS_OF), scheme.ratios[0], period)


def totals(scheme: Scheme, sheets: Sequence[tuple[str, str]], period: Period | None = None) -> list[TotalFigure]:
    judging = Judging(reading(scheme, sheets, form=False), scheme, AS_OF)
    return [total_figure(judging, total, period) for total in scheme.totals]


def row(name: str, branch: str = "软件1班团支部", kind: str = "入党积极分子", day: str = "2026-03-02", result: str = "通过") -> str:
    return f"{name} | 2006-03-07 | 99990000{len(name)}{ord(name[0])} | {branch} | {kind} | {day} | #9 | {result}"


def test_a_ratio_has_both_numbers_and_the_rows_behind_them(scheme: Scheme) -> None:
    share = ratio(scheme, row("张三"), row("李四", result="未通过"), row("王五")).share
    assert (len(share.part), len(share.whole)) == (2, 3)
    first = share.part[0]
    assert (first.who, first.unit, first.file, first.address) == (
        "张三",
        "软件1班团支部",
        "三班.xlsx",
        "推优对象清单!A2",
    )
    assert {one.who for one in share.whole} - {one.who for one in share.part} == {"李四"}


def test_a_person_counts_once_and_in_the_part_where_one_of_his_rows_does(scheme: Scheme) -> None:
    share = ratio(scheme, row("张三", result="未通过"), row("张三", kind="发展对象")).share
    assert [(one.who, one.address) for one in share.whole] == [("张三", "推优对象清单!A3")]
    assert share.part == share.whole


def test_without_data_there_is_no_share_rather_than_nothing(scheme: Scheme) -> None:
    assert ratio(scheme, row("张三"), period=Period(2025)).share.value is None


def test_a_row_that_cannot_be_judged_is_told_and_not_in_the_part(scheme: Scheme) -> None:
    share = ratio(scheme, row("张三"), row("李四", result="")).share
    assert (len(share.part), len(share.whole), share.unknown) == (1, 2, 1)


def test_a_period_takes_the_rows_of_its_days(scheme: Scheme) -> None:
    rows = (row("张三"), row("李四", day="2026-04-01"), row("王五", day="2025-12-31"))
    assert [len(ratio(scheme, *rows, period=period).share.whole) for period in (None, Period(2026), Period(2026, 1))] == [3, 2, 1]


def test_groups_are_told_apart_and_those_who_say_nothing_come_last(scheme: Scheme) -> None:
    groups = ratio(scheme, row("张三", "软件2班团支部"), row("李四", ""), row("王五"), row("赵六", result="未通过")).groups
    assert [(word, len(share.part), len(share.whole)) for word, share in groups["branch"].items()] == [
        ("软件1班团支部", 1, 2),
        ("软件2班团支部", 1, 1),
        ("（未填）", 1, 1),
    ]


def test_totals_sum_a_field_or_count_rows_and_know_no_data_from_nothing(scheme: Scheme) -> None:
    list_ = ("推优对象清单", f"{HEAD}\n{row('张三')}")
    classes = (
        "培训班",
        "班次编号 | 班次名称 | 班次类别 | 结业日期 | 经费（元）\nT1 | 甲 | 其他 | 2025-05-01 | #250000\n"
        "T2 | 乙 | 其他 | 2026-05-01 | #350000",
    )
    roll = ("培训名册", "班次编号 | 姓名 | 实际学时\nT1 | 张三 | #4\nT2 | 张三 | #4\nT2 | 李四 | #0")
    assert [figure.sum.amount for figure in totals(scheme, [list_, classes, roll])] == [2, 600000]
    assert [figure.sum.amount for figure in totals(scheme, [list_, classes, roll], Period(2026))] == [2, 350000]
    assert [figure.sum.amount for figure in totals(scheme, [list_, classes, roll], Period(2020))] == [2, 0]
    assert [figure.sum.amount for figure in totals(scheme, [list_])] == [None, None]


BY_YEAR = """
[[total]]
key = "came"
title = "参训人员"
table = "trainees"
when = "attended_hours > 0"
by = ["class_level"]
day = "class_end"

[[total]]
key = "heads"
title = "各年人次"
table = "training"
value = "headcount"
by = ["class_end"]
unit = "人次"
"""


def test_days_are_told_apart_by_their_years_and_computed_fields_computed_whatever_their_cells_say(tmp_path: Path) -> None:
    scheme = Scheme.load(write_scheme(tmp_path / "counting", BY_YEAR))
    rows = "T1 | 甲 | 其他 | 2025-05-01 | #99\nT2 | 乙 | 其他 | 2026-05-01 | \nT3 | 丙 | 其他 | 2026-06-01 | \nT4 | 丁 | 其他 | | "
    classes = ("培训班", f"班次编号 | 班次名称 | 班次类别 | 结业日期 | 人次\n{rows}")
    roll = ("培训名册", "班次编号 | 姓名 | 实际学时\nT1 | 张三 | #4\nT2 | 张三 | #4\nT2 | 李四 | #0\nT3 | 王五 | #2")
    sheets = [("推优对象清单", f"{HEAD}\n{row('张三')}"), classes, roll]
    heads = totals(scheme, sheets)[-1]
    assert heads.sum.amount == 3
    assert {word: sum.amount for word, sum in heads.groups["class_end"].items()} == {"2025年": 1, "2026年": 2, "（未填）": 0}


def test_rows_that_refer_to_a_row_are_told_apart_by_what_it_says_and_lie_in_its_period(tmp_path: Path) -> None:
    scheme = Scheme.load(write_scheme(tmp_path / "counting", BY_YEAR))
    classes = ("培训班", "班次编号 | 班次名称 | 班次类别 | 结业日期\nT1 | 甲 | 其他 | 2025-05-01\nT2 | 乙 | 其他 | 2026-05-01")
    roll = ("培训名册", "班次编号 | 姓名 | 实际学时\nT1 | 张三 | #4\nT2 | 张三 | #4\nT2 | 李四 | #2\nT3 | 王五 | #2")
    sheets = [("推优对象清单", f"{HEAD}\n{row('张三')}"), classes, roll]
    came, of_2026 = (totals(scheme, sheets, period)[-2] for period in (None, Period(2026)))
    assert {word: sum.amount for word, sum in came.groups["class_level"].items()} == {"其他": 3, "（未填）": 1}
    assert of_2026.sum.amount == 2
