"""Dates as people type them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlflow.domain.dates import Month
from xlflow.tables.cells.date_cells import Ambiguous, parse_date_number, parse_date_text, why_no_day

THE_DAY = date(2026, 3, 5)


@pytest.mark.parametrize(
    "text",
    [
        "2026-3-5", "2026/3/5", "2026.3.5", "2026年3月5日", "20260305", "2026. 3. 5", "２０２６．３．５", "2026-03-05 00:00:00",
        "2026年3月5号", "2026、3、5", "二〇二六年三月五日", "二○二六年三月五日", " 2026-3-5 ", "\u200b2026-3-5",
    ],
)  # fmt: skip
def test_every_accepted_way_of_writing_a_day_is_read(text: str) -> None:
    assert parse_date_text(text) == THE_DAY


@pytest.mark.parametrize("text", ["2026.03", "2026-03", "2026年3月", "202603", "2026/3", "2026年3月份", "二〇二六年三月"])
def test_a_month_without_a_day_is_a_month(text: str) -> None:
    assert parse_date_text(text) == Month(2026, 3)


@pytest.mark.parametrize(
    "text", ["2026.13.5", "2025.2.30", "2025年13月1日", "20251305", "待定", "不详", "2026", "2026-3-", "3月5日", "1-2"]
)
def test_what_is_no_date_is_not_made_one(text: str) -> None:
    assert parse_date_text(text) is None


@pytest.mark.parametrize("text", ["04/03/05", "3/5/2026", "04-03-05"])
def test_a_date_that_does_not_say_which_part_is_the_year_or_month_is_ambiguous(text: str) -> None:
    assert isinstance(parse_date_text(text), Ambiguous)


def test_a_day_above_twelve_tells_itself_from_the_month() -> None:
    assert parse_date_text("25/3/2026") == date(2026, 3, 25)


def test_twelve_and_twenty_in_chinese_numerals() -> None:
    assert parse_date_text("二〇二五年十二月二十五日") == date(2025, 12, 25)
    assert parse_date_text("二〇二五年十月十日") == date(2025, 10, 10)


def test_numbers_are_compact_dates_day_numbers_or_months() -> None:
    assert parse_date_number(20260305.0) == THE_DAY
    assert parse_date_number(46086.0) == THE_DAY
    assert parse_date_number(2021.03) == Month(2021, 3)
    assert parse_date_number(2021.12) == Month(2021, 12)
    assert parse_date_number(2021.9) == Month(2021, 9)


def test_the_number_2021_1_was_january_or_october() -> None:
    assert parse_date_number(2021.1) == Ambiguous("2021年1月或2021年10月")


@pytest.mark.parametrize("number", [2021.0, 2021.13, 2021.305, 3.0, -1.0, 1e15, 2021.0001])
def test_other_numbers_are_no_dates(number: float) -> None:
    assert parse_date_number(number) is None


@given(
    st.dates(date(1900, 1, 1), date(2100, 12, 31)),
    st.sampled_from(["{y}-{m}-{d}", "{y}年{m}月{d}日", "{y}.{m:02}.{d:02}", "{y}{m:02}{d:02}"]),
)
def test_any_day_is_read_back_from_any_pattern(day: date, pattern: str) -> None:
    assert parse_date_text(pattern.format(y=day.year, m=day.month, d=day.day)) == day


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2026.6.31", "2026 年 6 月没有 31 日"),
        ("2026.13.5", "没有 13 月"),
        ("20261305", "没有 13 月"),
        ("5月19日", "没有写年份"),
        ("5/19", "没有写年份"),
        ("2206-03-05", "2206 年不对"),
        ("下周", ""),
    ],
)
def test_a_day_that_is_none_says_why(text: str, reason: str) -> None:
    assert why_no_day(text) == reason


@given(st.text(max_size=40))
def test_no_text_breaks_the_reader(text: str) -> None:
    read = parse_date_text(text)
    assert read is None or isinstance(read, Ambiguous) or 1900 <= read.year <= 2100
