"""Days and months of the field.

A date of the forms is a day or, where the form allows it, only a month (入团时间 2021.09). A month stands for all its days.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from msgspec import Struct


class Month(Struct, frozen=True, order=True):
    """A month without a day, such as 2021年9月."""

    year: int
    month: int

    @property
    def first(self) -> date:
        """The first day of the month."""
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """The last day of the month."""
        return date(self.year, self.month, monthrange(self.year, self.month)[1])

    def isoformat(self) -> str:
        """2021-09, as records print a month."""
        return f"{self.year:04d}-{self.month:02d}"


DayOrMonth = date | Month


def first_day(value: DayOrMonth) -> date:
    """The earliest day that the value can stand for."""
    return value.first if isinstance(value, Month) else value


def last_day(value: DayOrMonth) -> date:
    """The latest day that the value can stand for."""
    return value.last if isinstance(value, Month) else value


def add_months(day: date, months: int) -> date:
    """The same day some months later, or the last of that month where it has no such day: 2024-02-29 and 24 months is 2026-02-28."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def full_months(start: date, end: date) -> int:
    """Whole months from one day to another; the anniversary day completes its month, negative if the end comes first.

    A start that its month of completion does not have (29 to 31) is complete on the first day after it, as 民法典 counts age:
    who was born on 2008-02-29 is 18 on 2026-03-01.
    """
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def full_years(start: date, end: date) -> int:
    """Whole years, that is completed birthdays."""
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def day_in_words(day: date) -> str:
    """2027年1月5日."""
    return f"{day.year}年{day.month}月{day.day}日"
