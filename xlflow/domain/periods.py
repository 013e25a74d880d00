"""A year or a quarter of it, as statistics and points are asked for: 2026, 2026Q1."""

from __future__ import annotations

import re
from datetime import date

from msgspec import Struct

from xlflow.domain.dates import DayOrMonth
from xlflow.patterns import pattern

_PERIOD = pattern(r"(\d{4})(?:[Qq]([1-4]))?", re.ASCII)


class Period(Struct, frozen=True, order=True):
    """A year, or one of its quarters."""

    year: int
    quarter: int | None = None

    @classmethod
    def parse(cls, text: str) -> Period:
        """The period that 2026 or 2026Q1 names; `ValueError` for anything else."""
        match = _PERIOD.fullmatch(text.strip())
        if match is None or int(match[1]) == 0:
            raise ValueError(text)
        return cls(int(match[1]), int(match[2]) if match[2] else None)

    def holds(self, day: DayOrMonth) -> bool:
        """Whether a day, or a month as a whole, lies in it."""
        return day.year == self.year and self.quarter in (None, quarter_of(day))

    @property
    def words(self) -> str:
        """As people say it: 2026年, 2026年第1季度."""
        return f"{self.year}年" + (f"第{self.quarter}季度" if self.quarter else "")

    def __str__(self) -> str:
        """2026 or 2026Q1."""
        return f"{self.year}" + (f"Q{self.quarter}" if self.quarter else "")


def quarter_of(day: DayOrMonth) -> int:
    """1 to 4."""
    return (day.month + 2) // 3


def quarter(day: date) -> Period:
    """The quarter that a day lies in."""
    return Period(day.year, quarter_of(day))
