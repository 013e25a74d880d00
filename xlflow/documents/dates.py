"""Dates as official documents write them: Arabic, full year, no leading zero (GB/T 9704-2012 7.3.5.4)."""

from __future__ import annotations

from xlflow.domain.dates import DayOrMonth, Month, day_in_words

BLANK_DATE = "　　　　年　　月　　日"
"""A date that somebody writes by hand, beside his signature or on the day of sealing."""


def document_day(value: DayOrMonth) -> str:
    """2026年3月5日; a month without a day is 2026年3月."""
    if isinstance(value, Month):
        return document_month(value)
    return day_in_words(value)


def document_month(value: DayOrMonth) -> str:
    """2004年3月, as documents print a birth date: never the day."""
    return f"{value.year}年{value.month}月"
