"""Working days of the shipped calendar, against notices that were posted and the years known."""

from __future__ import annotations

from datetime import date

import pytest

from xlflow.schemes.scheme import Scheme


@pytest.fixture(scope="module")
def national() -> Scheme:
    return Scheme.load("national")


def test_the_calendar_knows_the_years_2019_to_2026(national: Scheme) -> None:
    assert national.calendar.years == frozenset(range(2019, 2027))
    assert all(day.weekday() < 5 for day in national.calendar.holidays)
    assert all(day.weekday() >= 5 for day in national.calendar.make_up_days)
    for year in national.calendar.years:
        assert 17 <= sum(day.year == year for day in national.calendar.holidays) <= 19


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2020, 3, 30), date(2020, 4, 3), 5),
        (date(2024, 9, 27), date(2024, 10, 9), 5),
        (date(2024, 9, 27), date(2024, 10, 8), 4),
        (date(2026, 3, 16), date(2026, 3, 20), 5),
        (date(2026, 2, 13), date(2026, 2, 24), 3),
        (date(2025, 9, 28), date(2025, 10, 9), 4),
    ],
    ids=["3月30日至4月3日", "over 国庆 with a Sunday worked", "a day short of it", "an ordinary week", "over 春节", "over 国庆 2025"],
)
def test_working_days_of_a_notice_leave_out_holidays_and_count_days_worked_instead(
    national: Scheme, start: date, end: date, days: int
) -> None:
    assert national.calendar.workdays_between(start, end, True) == days


@pytest.mark.parametrize(
    ("start", "first_day_counts", "end"),
    [
        (date(2020, 3, 30), True, date(2020, 4, 3)),
        (date(2020, 3, 30), False, date(2020, 4, 7)),
        (date(2024, 9, 27), True, date(2024, 10, 9)),
        (date(2024, 9, 27), False, date(2024, 10, 10)),
    ],
)
def test_five_working_days_end_on_the_day_that_notices_print(national: Scheme, start: date, first_day_counts: bool, end: date) -> None:
    assert national.calendar.workday_after(start, 5, first_day_counts) == end
