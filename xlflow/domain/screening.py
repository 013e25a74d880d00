"""Screening (甄别) of members, as far as it needs no scheme: the states, and the day from which a condition holds.

A condition that depends on the day is taken to be monotone: once it holds it goes on holding, or once it has failed it stays failed
(League age, age, months since a date). The day on which it turns is then found by bisection, whatever the condition says.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct

from xlflow.domain.dates import add_months, full_months

_YEARS_BACK, _YEARS_AHEAD = 60, 10
"""What has held for sixty years has no first day; what does not hold in ten years is not waited for."""

Holds = Callable[[date], bool | None]
"""Whether a condition holds on a day; None where that cannot be told, as with a month whose days differ."""


class ScreeningState(StrEnum):
    """How a member stands, in the words of the form; in the order in which a committee deals with them."""

    QUALIFIED = "达标待推"
    LAPSED = "过期"
    SHORT = "未达标"
    RECOMMENDED = "已推"
    JOINED = "已入党"
    NOT_CONCERNED = "不适用"


class ConditionStanding(Struct, frozen=True):
    """How a condition stands on a day: whether it holds (None: open), since when, and from which day it will surely hold.

    `since` is None for what holds and has no first day, `ahead` for what holds already or will not hold in ten years.
    """

    holds: bool | None
    since: date | None = None
    ahead: date | None = None


def standing(holds: Holds, as_of: date) -> ConditionStanding:
    """The standing of a condition that depends on the day. Open days count as days on which it does not hold yet."""
    now = holds(as_of)
    if now is True:
        low = date(max(as_of.year - _YEARS_BACK, 1), 1, 1)
        return ConditionStanding(True, None if low >= as_of or holds(low) is True else _first_day(holds, low, as_of))
    high = date(min(as_of.year + _YEARS_AHEAD, date.max.year), 12, 31)
    return ConditionStanding(now, ahead=_first_day(holds, as_of, high) if holds(high) is True else None)


def _first_day(holds: Holds, low: date, high: date) -> date:
    """The first day after `low`, on which it does not hold, to `high`, on which it does."""
    days = range(low.toordinal() + 1, high.toordinal() + 1)
    return date.fromordinal(days[bisect_left(days, True, hi=len(days) - 1, key=lambda day: holds(date.fromordinal(day)) is True)])


def time_left(as_of: date, day: date) -> str:
    """How long it is to a day, in words: 23 天; from a month on in months, a begun one counted as a whole: 2 个月."""
    months = full_months(as_of, day)
    if months < 1:
        return f"{(day - as_of).days} 天"
    return f"{months + (add_months(as_of, months) < day)} 个月"


def waiting_days(since: date | None, lapsed: date | None, as_of: date) -> int | None:
    """Days that a qualified member has been waiting: since he qualified, or since his last recommendation lapsed if that was later."""
    if since is None:
        return None
    start = max(since, lapsed + timedelta(1)) if lapsed else since
    return max((as_of - start).days, 0)
