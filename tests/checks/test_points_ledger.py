from __future__ import annotations

import pytest
from counting_scheme import found, write_scheme

from xlflow.schemes.scheme import Scheme

CODES = ["reference-unknown", "value-out-of-range", "choice-unknown", "number-invalid"]
LEDGER = "日期 | 姓名 | 单位 | 项目编号 | 等次 | 得分"
ITEMS = "项目编号 | 积分体系 | 项目名称 | 计分方式 | 分值"
WEIGHTS = "考核年度 | 单位 | 指标编号 | 指标 | 权重 | 自评分 | 核查分"


@pytest.fixture(scope="module")
def scheme(tmp_path_factory: pytest.TempPathFactory) -> Scheme:
    return Scheme.load(write_scheme(tmp_path_factory.mktemp("points") / "counting"))


def told(scheme: Scheme, *sheets: tuple[str, str]) -> list[tuple[str, str | None, str]]:
    return [(wrong.code, wrong.place.cell, wrong.message) for wrong in found(scheme, *sheets, codes=CODES)]


def ledger(*rows: str) -> tuple[str, str]:
    return ("积分台账", "\n".join([LEDGER, *(f"2026-02-05 | 张三 | 一村 | {row}" for row in rows)]))


def test_an_item_that_nobody_wrote_down_is_unknown(scheme: Scheme) -> None:
    assert told(scheme, ledger("A1 | | #2", "X9 | | #1")) == [("reference-unknown", "D3", "项目编号“X9”在“积分细则”表中找不到")]


@pytest.mark.parametrize(("row", "said"), [("A1 | | #3", "得分“3”超出项目 A1 的范围，应为 0 到 2"), ("A3 | | #1", "应为 -1 到 0")])
def test_a_typed_value_wins_but_must_lie_in_the_range_of_its_item(scheme: Scheme, row: str, said: str) -> None:
    assert told(scheme, ledger("A1 | | #1", "A3 | | #-1", "A2 | 优秀 | #4")) == []
    [(code, cell, message)] = told(scheme, ledger(row))
    assert (code, cell) == ("value-out-of-range", "F2")
    assert said in message


def test_a_grade_that_the_item_does_not_have_is_told_with_those_it_has(scheme: Scheme) -> None:
    [(code, cell, message)] = told(scheme, ledger("A2 | 良好 | "))
    assert (code, cell) == ("choice-unknown", "E2")
    assert "“优秀”、“合格”" in message


def test_the_items_of_the_workbook_stand_above_those_of_the_scheme(scheme: Scheme) -> None:
    items = ("积分细则", f"{ITEMS}\nA1 | 红领新青年 | 参加培训 | 加分 | 6\nC1 | 红领新青年 | 带头 | 加分 | 1")
    assert told(scheme, items, ledger("A1 | | #6", "C1 | | #1", "A2 | 优秀 | #5")) == []


def test_points_of_an_item_that_are_none_are_told(scheme: Scheme) -> None:
    items = ("积分细则", f"{ITEMS}\nA2 | 红领新青年 | 承诺完成 | 等次 | 5\nC1 | 红领新青年 | 带头 | 加分 | 若干")
    assert [(code, cell) for code, cell, _ in told(scheme, items)] == [("number-invalid", "E2"), ("number-invalid", "E3")]


def test_weights_of_a_unit_and_year_sum_to_a_hundred(scheme: Scheme) -> None:
    rows = (
        "#2026 | 甲大学 | I1 | 一 | #60",
        "#2026 | 甲大学 | I2 | 二 | #30",
        "#2026 | 乙大学 | I1 | 一 | #60",
        "#2026 | 乙大学 | I2 | 二 | #40",
    )
    [(code, cell, message)] = told(scheme, ("考核指标", "\n".join([WEIGHTS, *(f"{row} | | " for row in rows)])))
    assert (code, cell, message) == ("value-out-of-range", "E2", "权重“90”是 甲大学 2026 年各项权重之和，应为 100")


def test_weights_of_which_one_is_missing_are_not_summed(scheme: Scheme) -> None:
    assert told(scheme, ("考核指标", f"{WEIGHTS}\n#2026 | 甲大学 | I1 | 一 | #60 | | \n#2026 | 甲大学 | I2 | 二 | | | ")) == []
