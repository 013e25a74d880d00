"""File names of forms."""

from __future__ import annotations

from collections.abc import Sequence

from xlflow.files.writing.file_names import safe_name
from xlflow.tables.unit_list import Unit

LONGEST = 80
"""A file name has at most so many characters, with its ending."""

_ENDING = "_推优表"


def form_name(round: str, unit: Unit | None = None, mark: str = "", *, suffix: str = ".xlsx") -> str:
    """`2026年上半年_软件2301班团支部_推优表.xlsx`; `mark` tells two forms apart whose names would be the same."""
    tail = (f"_{safe_name(mark, 20)}" if mark else "") + _ENDING + suffix
    return safe_name(f"{round}_{unit.branch}" if unit else round, LONGEST - len(tail)) + tail


def form_names(round: str, units: Sequence[Unit], *, suffix: str = ".xlsx") -> tuple[str, ...]:
    """A name for each unit, no two alike (also where capitals do not count): the code, else a number, tells them apart."""
    plain = [form_name(round, unit, suffix=suffix).casefold() for unit in units]
    names: list[str] = []
    taken: set[str] = set()
    for unit, key in zip(units, plain, strict=True):
        name = form_name(round, unit, unit.branch_code if plain.count(key) > 1 else "", suffix=suffix)
        number = 1
        while name.casefold() in taken:
            number += 1
            name = form_name(round, unit, str(number), suffix=suffix)
        taken.add(name.casefold())
        names.append(name)
    return tuple(names)
