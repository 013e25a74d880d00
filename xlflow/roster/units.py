"""Finding a unit in the committee's list of who has to hand in."""

from __future__ import annotations

import difflib
import unicodedata
from collections import Counter
from collections.abc import Sequence

from xlflow.rules.derived import branch_short
from xlflow.tables.unit_list import Unit


class UnitList:
    """The units that have to hand in, found by code, full or short name.

    A unit goes by its full name; where the list has that name more than once, its parent (or code) stands before it.
    """

    def __init__(self, units: Sequence[Unit] = ()) -> None:
        self.units = tuple(units)
        often = Counter(unit.branch for unit in units)
        self._names = {unit: unit.branch if often[unit.branch] == 1 else _qualified(unit) for unit in units}
        self._by_name: dict[str, Unit] = {}
        for text in ("branch_short", "branch"):  # a full name goes before an equal short one
            for unit in reversed(self.units):
                if name := getattr(unit, text):
                    self._by_name[_bare(name)] = unit
        shortened = Counter(_short(unit.branch) for unit in self.units)
        self._by_short = {_short(unit.branch): unit for unit in self.units if shortened[_short(unit.branch)] == 1}
        self._by_name |= {_bare(name): unit for unit, name in self._names.items()}
        self._by_code = {unit.branch_code: unit for unit in reversed(self.units) if unit.branch_code}

    def __bool__(self) -> bool:
        return bool(self.units)

    @property
    def names(self) -> tuple[str, ...]:
        """The names that the units go by, in the order of the list."""
        return tuple(self._names[unit] for unit in self.units)

    def name(self, unit: Unit) -> str:
        """The name that a unit of the list goes by."""
        return self._names[unit]

    def with_code(self, code: object) -> Unit | None:
        """The unit that has the code."""
        return self._by_code.get(str(code)) if code else None

    def named(self, name: str, parent: str = "") -> Unit | None:
        """The unit of that full or short name, of several the one under that parent; width and blanks do not matter.

        A name without 团支部, or with it, is accepted where it fits one unit only.
        """
        if parent:
            for unit in self.units:
                if _bare(unit.branch) == _bare(name) and _bare(unit.parent_committee) == _bare(parent):
                    return unit
        return self._by_name.get(_bare(name)) or self._by_short.get(_short(name))

    def similar(self, name: str) -> str | None:
        """The name of the unit whose name is closest, if one is close."""
        close = difflib.get_close_matches(_bare(name), sorted(self._by_name), n=1, cutoff=0.8)
        return self._names[self._by_name[close[0]]] if close else None


def _qualified(unit: Unit) -> str:
    return f"{unit.parent_committee or unit.branch_code} {unit.branch}".strip()


def _short(name: str) -> str:
    return branch_short(_bare(name))


def _bare(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())
