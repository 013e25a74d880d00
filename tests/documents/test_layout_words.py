from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlflow.documents.numerals import (
    DIGITS,
    PLACES,
    chinese_number,
    document_day,
    document_month,
    fraction_words,
    ordinal,
    percent_words,
    share_words,
)
from xlflow.domain.dates import Month
from xlflow.schemes.parts import VoteShare


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "零"),
        (5, "五"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (101, "一百零一"),
        (110, "一百一十"),
        (2005, "二千零五"),
        (9999, "九千九百九十九"),
    ],
)
def test_numbers_are_written_as_they_are_spoken(number: int, words: str) -> None:
    assert chinese_number(number) == words


@given(st.integers(1, 9999))
def test_a_chinese_number_can_be_read_back(number: int) -> None:
    words = chinese_number(number)
    total, digit = 0, 1
    for character in words:
        if character in PLACES:
            total, digit = total + digit * 10 ** PLACES.index(character), 0
        else:
            digit = DIGITS.index(character)
    assert total + (digit if words[-1] in DIGITS else 0) == number


@pytest.mark.parametrize("number", [-1, 10000])
def test_a_number_that_no_document_counts_to_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="range"):
        chinese_number(number)


def test_each_level_has_its_own_ordinal() -> None:
    assert [ordinal(level, 12) for level in (1, 2, 3, 4)] == ["十二、", "（十二）", "12.", "（12）"]
    with pytest.raises(ValueError, match="four levels"):
        ordinal(5, 1)


def test_dates_are_arabic_without_leading_zeros() -> None:
    assert document_day(date(2026, 3, 5)) == "2026年3月5日"
    assert document_day(Month(2021, 9)) == document_month(date(2021, 9, 30)) == "2021年9月"


def test_the_shares_of_a_vote_are_said_in_words() -> None:
    assert share_words(VoteShare("eligible", Fraction(1, 2), strict=True)) == "超过应到会人数的二分之一"
    assert share_words(VoteShare("present", Fraction(2, 3), strict=False)) == "不少于实到会人数的三分之二"
    assert fraction_words(Fraction(1)) == "全部"
    assert [percent_words(Fraction(1, 5)), percent_words(Fraction(1, 8))] == ["20%", "12.5%"]
