"""Numbers with units, notes and in Chinese numerals are read; guesses, shares and sums are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlflow.tables.cells.number_cells import Amount, parse_amount, units_of

_ONES = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """A number below 1000 as it is said."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    if not number:
        return "零"
    text = f"{_ONES[hundreds]}百" if hundreds else ""
    if tens:
        text += f"{_ONES[tens]}十" if tens > 1 or hundreds else "十"
    elif hundreds and ones:
        text += "零"
    return text + (_ONES[ones] if ones else "")


@pytest.mark.parametrize(
    "text", ["28", "28.0", "28票", "共28人", "28 人", "２８", "二十八", "廿八", "贰拾捌", "28名团员", "'28", "28。", "“28”"]
)
def test_a_count_is_read_however_it_is_written(text: str) -> None:
    assert parse_amount(text) == Amount(28)


@pytest.mark.parametrize(
    "text",
    ["约28", "28+", ">28", "28/30", "12+8", "93%", "1,2", "二八", "一百二", "全票", "赞成28票", "O", "l8", "28-30", "", "共", "28小时"],
)
def test_what_may_be_another_number_is_none(text: str) -> None:
    assert parse_amount(text) is None


def test_a_note_in_brackets_is_kept_apart_and_one_with_a_number_is_not_passed_over() -> None:
    assert parse_amount("28票（全票）") == Amount(28, "(全票)")
    assert parse_amount("28（应到30）") is None


def test_a_unit_counts_what_the_column_holds() -> None:
    hours, months = units_of("志愿服务时长"), units_of("欠缴团费月数")
    assert [parse_amount(text, hours) for text in ("12h", "12 Hours", "12.5个小时")] == [Amount(12), Amount(12), Amount(12.5)]
    assert parse_amount("12分", hours) is None
    assert parse_amount("3个月", months) == Amount(3)
    assert parse_amount("3元", months) is None


@given(st.integers(0, 999))
def test_every_chinese_numeral_below_a_thousand_is_its_number(number: int) -> None:
    assert parse_amount(chinese(number)) == Amount(number)
