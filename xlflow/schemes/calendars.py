"""`calendar.toml`: the holidays and make-up days of each year, as 国务院办公厅 announced them.

One file lies beside the shipped schemes. A scheme folder may hold its own; a year in it replaces that year.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct

from xlflow.domain.calendar import Calendar
from xlflow.schemes import values as v
from xlflow.schemes.faults import Fault, near
from xlflow.schemes.layers import read_toml
from xlflow.schemes.shipped import CALENDAR_FILE, home

_KEYS = {"year": v.whole(1949, 9999), "holidays": v.days, "make_up_days": v.days, "basis": v.text}
_SATURDAY = 5


class _Year(Struct, frozen=True):
    year: int
    holidays: tuple[date, ...]
    make_up_days: tuple[date, ...]


def read_calendar(folders: Sequence[Path], faults: list[Fault]) -> Calendar:
    """The shipped calendar with the years that the folders of a scheme set, the base first."""
    years: dict[int, _Year] = {}
    for folder in (home(), *folders):
        path = folder / CALENDAR_FILE
        if path.is_file():
            years |= _years(path, f"{folder.name}/{CALENDAR_FILE}", faults)
    return Calendar(
        frozenset(day for year in years.values() for day in year.holidays),
        frozenset(day for year in years.values() for day in year.make_up_days),
        frozenset(years),
    )


def _years(path: Path, file: str, faults: list[Fault]) -> dict[int, _Year]:
    raw = read_toml(path, file, faults)
    entries = raw.pop("year", [])
    for name in raw:
        faults.append(Fault(file, f"[{name}]", "", "没有这一节；日历里只有 [[year]]"))
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        faults.append(Fault(file, "[[year]]", "", "应写成 [[year]]，每年一节"))
        return {}
    years: dict[int, _Year] = {}
    for index, entry in enumerate(entries, 1):
        year = _year(entry, file, f"[[year]] {entry.get('year', f'第 {index} 项')}", faults)
        if year is None:
            continue
        if year.year in years:
            faults.append(Fault(file, f"[[year]] {year.year}", "", "同一年写了两次；请合并"))
        years[year.year] = year
    return years


def _year(entry: dict[str, Any], file: str, heading: str, faults: list[Fault]) -> _Year | None:
    before = len(faults)
    values: dict[str, Any] = {"holidays": (), "make_up_days": ()}
    for key, value in entry.items():
        if key not in _KEYS:
            faults.append(Fault(file, heading, key, f"没有这个键{near(key, _KEYS)}；请改正或删去"))
            continue
        try:
            values[key] = _KEYS[key](value)
        except ValueError as error:
            faults.append(Fault(file, heading, key, str(error)))
    if "year" not in entry:
        faults.append(Fault(file, heading, "year", "没有填写；请补上"))
    if len(faults) > before:
        return None
    year = _Year(values["year"], values["holidays"], values["make_up_days"])
    for key, days in (("holidays", year.holidays), ("make_up_days", year.make_up_days)):
        for day in days:
            if day.year != year.year:
                faults.append(Fault(file, heading, key, f"{day} 不在 {year.year} 年；请移到那一年"))
    for day in year.make_up_days:
        if day.weekday() < _SATURDAY:
            faults.append(Fault(file, heading, "make_up_days", f"{day} 不是周末，不必列为补班；请核对"))
        if day in year.holidays:
            faults.append(Fault(file, heading, "make_up_days", f"{day} 又是放假又是补班；请核对"))
    return year
