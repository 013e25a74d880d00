"""The date graph: dates that follow one another, at least and at most some time apart.

A month stands for all its days: a bound is broken where all of them break it, kept where all of them keep it, else undecided.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from enum import Enum
from typing import Literal

from msgspec import Struct

from xlflow.domain.calendar import Calendar, CalendarYearUnknownError
from xlflow.domain.dates import DayOrMonth, add_months, first_day, last_day

SPAN_WORDS = {"years": "年", "months": "个月", "days": "天", "workdays": "个工作日"}


class Span(Struct, frozen=True):
    """A length of time between two dates: `1年`, `6个月`, `90天`, `5工作日`."""

    amount: int
    unit: Literal["years", "months", "days", "workdays"]

    def __str__(self) -> str:
        """As people write it."""
        return f"{self.amount}{SPAN_WORDS[self.unit]}"

    @property
    def months(self) -> int | None:
        """Its months; None where it is one of days."""
        return {"years": 12 * self.amount, "months": self.amount}.get(self.unit)

    def after(self, day: date, calendar: Calendar) -> date:
        """The day on which the span from a day is over: 2024-02-29 and 2年 is 2026-02-28, the end of its month.

        `CalendarYearUnknownError` for working days of a year without data. What lies past the last day of the calendar is that day.
        """
        try:
            if self.unit == "workdays":
                return calendar.workday_after(day, self.amount, first_day_counts=False)
            return day + timedelta(self.amount) if self.months is None else add_months(day, self.months)
        except (ValueError, OverflowError) as error:
            if isinstance(error, CalendarYearUnknownError):
                raise
            return date.max


def month_end_words(day: date, span: Span) -> str:
    """The policy in words where a span falls on a day that its month does not have: （2026年2月没有29日，按当月最后一天计算）."""
    if span.months is None:
        return ""
    try:
        over = add_months(day, span.months)
    except ValueError:
        return ""
    return "" if over.day == day.day else f"（{over.year}年{over.month}月没有{day.day}日，按当月最后一天计算）"


class Fit(Enum):
    """What is wrong with two dates that follow one another."""

    TOO_SHORT = "too short"
    MAYBE_TOO_SHORT = "maybe too short"
    """A month leaves it open."""
    TOO_LONG = "too long"


class Edge(Struct, frozen=True):
    """`end` is never before `start`; optionally at least `minimum` after it, and at most `maximum`."""

    start: str
    end: str
    minimum: Span | None = None
    maximum: Span | None = None


def in_order(start: DayOrMonth, end: DayOrMonth) -> bool:
    """Whether the end may lie on or after the start."""
    return first_day(start) <= last_day(end)


def fits(start: DayOrMonth, end: DayOrMonth, minimum: Span | None, maximum: Span | None, calendar: Calendar) -> Iterator[Fit]:
    """What is wrong with two dates in order, shortness first; nothing where they fit."""
    if minimum is not None:
        if last_day(end) < minimum.after(first_day(start), calendar):
            yield Fit.TOO_SHORT
        elif first_day(end) < minimum.after(last_day(start), calendar):
            yield Fit.MAYBE_TOO_SHORT
    if maximum is not None and first_day(end) > maximum.after(last_day(start), calendar):
        yield Fit.TOO_LONG


class Ahead(Struct, frozen=True):
    """A date that is still to come: `earliest` by the least time after what has been, `due` by the longest; overdue once that is past."""

    step: str
    after: str
    earliest: date
    due: date | None
    is_overdue: bool


def ahead(edges: Iterable[Edge], known: Mapping[str, DayOrMonth], as_of: date, calendar: Calendar) -> tuple[Ahead, ...]:
    """The dates that directly follow known ones and are not known themselves, the most urgent first.

    A date after which something known already lies is no longer ahead: it was left out, not awaited. Of several edges to one date the
    latest earliest day and the earliest due day count. A month reaches the earliest day with its last day and the due day with its last.
    Working days of a year without data leave their edge aside.
    """
    found: dict[str, Ahead] = {}
    edges = list(edges)
    passed = {edge.start for edge in edges if edge.end in known}
    for edge in edges:
        if edge.start not in known or edge.end in known or edge.end in passed:
            continue
        try:
            bounds = _bounds(edge, known[edge.start], calendar)
        except CalendarYearUnknownError:
            continue
        found[edge.end] = _tightened(found.get(edge.end), edge, *bounds, as_of)
    return tuple(sorted(found.values(), key=lambda each: (each.due or date.max, each.earliest, each.step)))


def _bounds(edge: Edge, start: DayOrMonth, calendar: Calendar) -> tuple[date, date | None]:
    earliest = edge.minimum.after(last_day(start), calendar) if edge.minimum else last_day(start)
    return earliest, edge.maximum.after(last_day(start), calendar) if edge.maximum else None


def _tightened(before: Ahead | None, edge: Edge, earliest: date, due: date | None, as_of: date) -> Ahead:
    start = edge.start
    if before is not None:
        start = before.after if before.earliest >= earliest else start
        earliest = max(earliest, before.earliest)
        due = min((each for each in (due, before.due) if each is not None), default=None)
    return Ahead(edge.end, start, earliest, due, due is not None and due < as_of)
