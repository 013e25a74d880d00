"""The day from which a condition holds, and how people say how long it is to then."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlflow.domain.dates import full_months, full_years
from xlflow.domain.screening import ConditionStanding, standing, time_left, waiting_days

TODAY = date(2026, 11, 24)


def test_what_holds_today_has_the_first_day_on_which_it_held() -> None:
    assert standing(lambda day: full_months(date(2024, 2, 29), day) >= 12, TODAY) == ConditionStanding(True, since=date(2025, 3, 1))


def test_what_does_not_hold_yet_has_the_day_on_which_it_will() -> None:
    assert standing(lambda day: full_months(date(2026, 1, 5), day) >= 12, TODAY) == ConditionStanding(False, ahead=date(2027, 1, 5))


def test_what_has_always_held_has_no_first_day_and_what_never_will_has_none_ahead() -> None:
    assert standing(lambda day: full_years(date(2004, 1, 1), day) < 28, TODAY) == ConditionStanding(True)
    assert standing(lambda day: full_years(date(1995, 1, 1), day) < 28, TODAY) == ConditionStanding(False)


def test_what_holds_only_in_more_than_ten_years_is_not_waited_for() -> None:
    assert standing(lambda day: day >= date(2040, 1, 1), TODAY).ahead is None


def test_open_days_are_days_on_which_it_does_not_hold_yet() -> None:
    def holds(day: date) -> bool | None:
        return True if day >= date(2027, 1, 31) else None if day >= date(2026, 11, 1) else False

    assert standing(holds, TODAY) == ConditionStanding(None, ahead=date(2027, 1, 31))


@given(st.integers(-20_000, 3_000))
def test_bisection_finds_the_same_day_as_going_through_all_days(offset: int) -> None:
    turning = TODAY + timedelta(offset)
    found = standing(lambda day: day >= turning, TODAY)
    assert found == (ConditionStanding(True, since=turning) if offset <= 0 else ConditionStanding(False, ahead=turning))


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 25), "1 天"),
        (date(2026, 12, 23), "29 天"),
        (date(2026, 12, 24), "1 个月"),
        (date(2027, 1, 5), "2 个月"),
        (date(2027, 11, 24), "12 个月"),
    ],
)
def test_time_left_is_said_in_days_and_from_a_month_on_in_months(day: date, words: str) -> None:
    assert time_left(TODAY, day) == words


def test_waiting_begins_with_the_day_of_qualifying_or_after_a_recommendation_that_lapsed_later() -> None:
    assert waiting_days(date(2026, 11, 1), None, TODAY) == 23
    assert waiting_days(date(2026, 1, 1), date(2026, 11, 20), TODAY) == 3
    assert waiting_days(None, None, TODAY) is None
