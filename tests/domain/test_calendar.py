from __future__ import annotations

import pickle
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlflow.domain.calendar import Calendar, CalendarYearUnknownError

NATIONAL_DAY = frozenset(date(2024, 10, day) for day in range(1, 8))
CALENDAR = Calendar(
    holidays=NATIONAL_DAY | {date(2020, 4, 6)},
    make_up_days=frozenset({date(2024, 9, 29), date(2024, 10, 12)}),
    years=frozenset({2020, 2024}),
)


@pytest.mark.parametrize(
    ("start", "first_day_counts", "end"),
    [
        (date(2020, 3, 30), True, date(2020, 4, 3)),
        (date(2020, 3, 30), False, date(2020, 4, 7)),
        (date(2024, 9, 27), True, date(2024, 10, 9)),
        (date(2024, 9, 27), False, date(2024, 10, 10)),
    ],
)
def test_a_notice_of_five_working_days_ends_on_the_known_day(start: date, first_day_counts: bool, end: date) -> None:
    assert CALENDAR.workday_after(start, 5, first_day_counts) == end
    assert CALENDAR.workdays_between(start, end, first_day_counts) == 5


def test_a_make_up_day_is_worked_and_a_holiday_is_not() -> None:
    assert CALENDAR.is_workday(date(2024, 9, 29))
    assert not CALENDAR.is_workday(date(2024, 10, 1))
    assert not CALENDAR.is_workday(date(2024, 9, 28))


def test_a_notice_posted_on_a_sunday_does_not_count_that_day() -> None:
    assert CALENDAR.workday_after(date(2024, 6, 2), 5, True) == date(2024, 6, 7)


def test_no_working_days_lie_between_days_in_the_wrong_order() -> None:
    assert CALENDAR.workdays_between(date(2024, 6, 7), date(2024, 6, 3), True) == 0


def test_nothing_to_wait_for_is_over_at_once() -> None:
    assert CALENDAR.workday_after(date(2024, 6, 3), 0, True) == date(2024, 6, 3)


def test_a_year_without_data_is_said_not_guessed() -> None:
    with pytest.raises(CalendarYearUnknownError) as caught:
        CALENDAR.workday_after(date(2024, 12, 30), 5, True)
    assert caught.value.year == 2025
    assert pickle.loads(pickle.dumps(caught.value)).year == 2025
    with pytest.raises(CalendarYearUnknownError):
        CALENDAR.workdays_between(date(2024, 12, 30), date(2025, 1, 2), True)


@given(
    start=st.dates(date(2024, 1, 1), date(2024, 11, 1)),
    count=st.integers(1, 20),
    first_day_counts=st.booleans(),
)
def test_counting_and_adding_working_days_agree(start: date, count: int, first_day_counts: bool) -> None:
    end = CALENDAR.workday_after(start, count, first_day_counts)
    assert CALENDAR.workdays_between(start, end, first_day_counts) == count
    assert CALENDAR.is_workday(end)
    assert CALENDAR.workdays_between(start, end - timedelta(days=1), first_day_counts) == count - 1
