from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from xlflow.domain.dates import Month
from xlflow.rules.derived import age, approval_rate, ballot_rate, ballots_invalid, branch_short, league_age, meeting_result, valid_until
from xlflow.schemes.scheme import Scheme

NATIONAL = Scheme.load("national")
MEETING = date(2026, 3, 5)
AS_OF = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("values", "result"),
    [
        ({"eligible": 40, "present": 36, "in_favour": 21}, "通过"),
        ({"eligible": 40, "present": 36, "in_favour": 20}, "未通过"),
        ({"eligible": 40, "present": 19, "in_favour": 19}, "未通过"),
        ({"eligible": 40, "present": 36, "in_favour": 30, "meeting_result": "本人退出"}, "本人退出"),
        ({"eligible": 40, "present": 36, "in_favour": 20, "meeting_result": "通过"}, "未通过"),
        ({"meeting_result": "通过"}, "通过"),
        ({"eligible": 40}, ""),
        ({}, ""),
    ],
)
def test_the_votes_decide_and_a_typed_refusal_stands(values: dict[str, object], result: str) -> None:
    assert meeting_result(values, NATIONAL) == result


def test_shares_are_exact_and_need_both_figures() -> None:
    assert approval_rate({"in_favour": 30, "eligible": 35}) == Fraction(6, 7)
    assert approval_rate({"in_favour": 30, "eligible": 0}) is None
    assert ballot_rate({"in_favour": 30, "present": 33, "ballots_valid": 32}) == Fraction(15, 16)
    assert ballot_rate({"in_favour": 30, "present": 33}) == Fraction(10, 11)


def test_invalid_ballots_are_those_returned_less_the_valid_ones() -> None:
    assert ballots_invalid({"ballots_returned": 33, "ballots_valid": 32}) == 1
    assert ballots_invalid({"ballots_returned": 33}) is None


@pytest.mark.parametrize(
    ("joined", "words"),
    [
        (date(2023, 12, 5), "2年3个月"),
        (date(2024, 3, 5), "2年"),
        (Month(2025, 9), "6个月"),
        (date(2026, 3, 1), "不满1个月"),
        (date(2026, 4, 1), ""),
        (None, ""),
    ],
)
def test_league_age_is_told_in_years_and_months_on_the_meeting_day(joined: object, words: str) -> None:
    assert league_age({"league_join_date": joined, "meeting_date": MEETING}, AS_OF) == words


def test_age_counts_on_the_meeting_day_and_before_it_on_the_day_of_the_run() -> None:
    assert age({"birth_date": date(2004, 3, 6), "meeting_date": MEETING}, AS_OF) == 21
    assert age({"birth_date": date(2004, 3, 6)}, AS_OF) == 22
    assert age({"birth_date": Month(2004, 2), "meeting_date": MEETING}, AS_OF) == 22
    assert age({"birth_date": Month(2004, 3), "meeting_date": MEETING}, AS_OF) is None
    assert age({}, AS_OF) is None


def test_a_recommendation_lapses_on_the_same_day_after_the_years_of_the_scheme() -> None:
    assert valid_until({"letter_date": date(2026, 3, 20), "meeting_date": MEETING}, NATIONAL) == date(2028, 3, 20)
    assert valid_until({"meeting_date": MEETING}, NATIONAL) is None


def test_a_short_branch_has_no_word_for_branch() -> None:
    assert [branch_short(name) for name in ("软件2201团支部", "城东团总支", "团支部", "")] == ["软件2201", "城东", "团支部", ""]
