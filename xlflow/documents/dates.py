"""Dates as official documents write them: Arabic, full year, no leading zero (GB/T 9704-2012 7.3.5.4)."""

from __future__ import annotations

from datetime import date

from xlflow.domain.dates import DayOrMonth, Month

BLANK_DATE = "　　　　年　　月　　日"
"""A date that somebody writes by hand, beside his signature or on the day of sealing."""


def document_day(value: DayOrMonth) -> str:
    """2026年3月5日; a month without a day is 2026年3月."""
    if isinstance(value, Month):
        return document_month(value)
    return f"{value.year}年{value.month}月{value.day}日"


def document_month(value: DayOrMonth) -> str:
    """2004年3月, as documents print a birth date: never the day."""
    return f"{value.year}年{value.month}月"


def document_period(start: date, end: date) -> str:
    """The days of a public notice, without what repeats: 2026年3月5日至11日, 2026年3月30日至4月3日."""
    last = document_day(end)
    if start.year == end.year:
        last = last.partition("年")[2]
        if start.month == end.month:
            last = last.partition("月")[2]
    return f"{document_day(start)}至{last}"
