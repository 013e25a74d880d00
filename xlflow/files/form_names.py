"""File names of forms: Chinese, short enough for any disk, free of characters that Windows refuses."""

from __future__ import annotations

import re
from collections.abc import Sequence

from xlflow.forms.units import Unit

LONGEST = 80
"""A file name has at most so many characters, with its ending."""

_ENDING = "_推优表.xlsx"
_ILLEGAL = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')


def form_name(round: str, unit: Unit | None = None, mark: str = "") -> str:
    """`2026年上半年_软件2301班团支部_推优表.xlsx`; `mark` tells two forms apart whose names would be the same."""
    start = _clean(round)
    tail = (f"_{_clean(mark)}" if mark else "") + _ENDING
    if unit is None:
        return start[: LONGEST - len(tail)] + tail
    return f"{start}_{_clean(unit.branch)}"[: LONGEST - len(tail)].rstrip(" .") + tail


def form_names(round: str, units: Sequence[Unit]) -> tuple[str, ...]:
    """A name for each unit, no two alike (also where capitals do not count): the code, else a number, tells them apart."""
    plain = [form_name(round, unit).casefold() for unit in units]
    names: list[str] = []
    taken: set[str] = set()
    for unit, key in zip(units, plain, strict=True):
        name = form_name(round, unit)
        if plain.count(key) > 1 and unit.branch_code:
            name = form_name(round, unit, unit.branch_code)
        number = 1
        while name.casefold() in taken:
            number += 1
            name = form_name(round, unit, str(number))
        taken.add(name.casefold())
        names.append(name)
    return tuple(names)


def _clean(text: str) -> str:
    return _ILLEGAL.sub("_", text).strip(" .")
