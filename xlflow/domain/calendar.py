"""Working days: weekends, legal holidays and the weekend days worked in exchange (调休).

A calendar knows only the years it was given (国务院办公厅 announces one year at a time); about any other year it says so.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from msgspec import Struct

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


class CalendarYearUnknownError(ValueError):
    """Working days were asked in a year whose holidays are not known; `year` names it."""

    def __init__(self, year: int) -> None:
        super().__init__(f"没有 {year} 年的节假日安排")
        self.year = year

    def __reduce__(self) -> tuple[type[CalendarYearUnknownError], tuple[int]]:
        """The error travels between processes."""
        return type(self), (self.year,)


class Calendar(Struct, frozen=True):
    """The working days of some years. `holidays` are days off, `make_up_days` weekend days worked, `years` the years known."""

    holidays: frozenset[date] = frozenset()
    make_up_days: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()

    def is_workday(self, day: date) -> bool:
        """Whether people work on the day; `CalendarYearUnknownError` in a year without data."""
        if day.year not in self.years:
            raise CalendarYearUnknownError(day.year)
        return day in self.make_up_days or (day.weekday() < _SATURDAY and day not in self.holidays)

    def workdays_between(self, start: date, end: date, first_day_counts: bool) -> int:
        """Working days from start to end, the end included, the start only if the first day counts; 0 where the end comes first.

        A 公示 of 2020-03-30 to 2020-04-03 lasts 5 working days when its first day counts, else 4.
        """
        return _workdays_between(self, start, end, first_day_counts)

    def workday_after(self, start: date, count: int, first_day_counts: bool) -> date:
        """The day on which `count` working days from the start are over; the start itself where none are asked.

        Posted on 2024-09-27 (a Friday before 国庆), 5 working days with the first counted are over on 2024-10-09.
        """
        day, left = start, count - (first_day_counts and count > 0 and self.is_workday(start))
        while left > 0:
            day += _ONE_DAY
            left -= self.is_workday(day)
        return day


@lru_cache(maxsize=4096)
def _workdays_between(calendar: Calendar, start: date, end: date, first_day_counts: bool) -> int:
    """Counted once for all rows of a meeting, which share their days."""
    for year in range(start.year, end.year + 1):
        if year not in calendar.years:
            raise CalendarYearUnknownError(year)
    day = start if first_day_counts else start + _ONE_DAY
    days = (end - day).days + 1
    return sum(calendar.is_workday(day + timedelta(days=passed)) for passed in range(days))
