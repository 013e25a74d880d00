"""The functions of the expression language.

age_on(birth_date, application_date)              completed years on a day (周岁)
months_between(a, b), days_between(a, b)          whole months, days from a to b
workdays_between(a, b, first_day_counts)          working days from a to b, b included, a where the third is true
filled(x)                                         whether a cell holds something
any_of(mentors, '张三', '李四')                    whether a cell of several values (、 between them) holds one of these
count(events.event_kind, '志愿服务')               how many related rows have that value; without values, how many have any
count_above(trainees.attended_hours, 0)           how many of the values are above a bound
total(events.event_hours)                         their sum; 0 where there are none
latest(events.event_date, meeting_date)           the last of some days; not judged where there are none
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache

from xlflow.domain.calendar import Calendar
from xlflow.domain.dates import full_months, full_years

ARITY: dict[str, tuple[int, int]] = {
    "age_on": (2, 2),
    "months_between": (2, 2),
    "days_between": (2, 2),
    "workdays_between": (3, 3),
    "filled": (1, 1),
    "any_of": (2, 99),
    "count": (1, 99),
    "count_above": (2, 2),
    "total": (1, 99),
    "latest": (1, 99),
}
"""For each function the least and the largest number of arguments."""


def functions(calendar: Calendar) -> dict[str, Callable[..., object]]:
    """The functions by name, and the two that stand for * and %; working days are those of the calendar."""
    return {
        "age_on": full_years,
        "months_between": full_months,
        "days_between": days_between,
        "workdays_between": lru_cache(maxsize=1024)(calendar.workdays_between),  # rows of a meeting share their days
        "filled": filled,
        "any_of": any_of,
        "count": count,
        "count_above": count_above,
        "total": total,
        "latest": latest,
    }


def days_between(start: date, end: date) -> int:
    """Days from one day to another, negative if the end comes first."""
    return (end - start).days


def filled(value: object) -> bool:
    """Whether a cell holds something."""
    return value is not None and value != "" and value != ()


def any_of(cell: object, *wanted: object) -> bool:
    """Whether a cell with several values (、 between them) holds one of those wanted."""
    held = [part.strip() for part in cell.split("、")] if isinstance(cell, str) else list(_flat((cell,)))
    return any(value in held for value in _flat(wanted))


def count(values: object, *wanted: object) -> int:
    """How many of the values there are, or how many are among those wanted."""
    held = [value for value in _flat((values,)) if filled(value)]
    if not wanted:
        return len(held)
    choices = list(_flat(wanted))
    return sum(value in choices for value in held)


def count_above(values: object, bound: float) -> int:
    """How many of the values are above a bound."""
    return sum(value > bound for value in _flat((values,)) if filled(value))  # type: ignore[operator]


def total(*values: object) -> int | float:
    """The sum of the values."""
    return sum(value for value in _flat(values) if filled(value))  # type: ignore[misc]


def latest(*days: object) -> date:
    """The last of the days; `ValueError` where there are none."""
    return max(day for day in _flat(days) if filled(day))  # type: ignore[type-var,return-value]


def _flat(values: Iterable[object]) -> Iterable[object]:
    for value in values:
        if isinstance(value, tuple):
            yield from value
        else:
            yield value
