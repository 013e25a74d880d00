"""Numbers of documents: how they are read and written, which comes next, which are missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlflow.domain.document_numbers import Number, Series, gaps


@pytest.mark.parametrize("text", ["示校团〔2026〕5号", "示校团[2026]5号", "示校团（2026）第05号", " 示校团【2026】 5 号 "])
def test_brackets_of_any_kind_and_zeros_are_read_as_one_number(text: str) -> None:
    assert str(Number.parse(text)) == "示校团〔2026〕5号"


def test_an_issue_of_the_briefing_has_no_prefix() -> None:
    assert Number.parse("2026年第3期") == Number("", 2026, 3)
    assert str(Number("", 2026, 3)) == "2026年第3期"


@pytest.mark.parametrize("text", ["", "5号", "示校团2026-5", "〔2026〕5号", "示校团〔26〕5号"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert Number.parse(text) is None


@given(st.sets(st.integers(1, 60)), st.sets(st.integers(1, 60)))
def test_the_next_number_is_new_in_its_series_and_above_all_others(ours: set[int], others: set[int]) -> None:
    out = [Number("甲", 2026, n) for n in ours] + [Number("甲", 2025, n) for n in others] + [Number("乙", 2026, n) for n in others]
    assert Series("甲", 2026).following(out).ordinal == max(ours, default=0) + 1


def test_gaps_are_told_between_the_first_and_the_last_of_each_series() -> None:
    out = [Number("甲", 2026, n) for n in (11, 12, 15)] + [Number("乙", 2026, 4)]
    assert [str(number) for number in gaps(out)] == ["甲〔2026〕13号", "甲〔2026〕14号"]
