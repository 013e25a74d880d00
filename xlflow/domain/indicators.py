"""Assessment by weighted indicators: what a unit scored, what is missing, and its place among all."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import fsum, isclose

from msgspec import Struct

from xlflow.domain.points import ranks

FULL = 100.0
"""What the weights of a unit sum to."""


class IndicatorLine(Struct, frozen=True):
    """One indicator of a unit: its weight, the scores that were entered, and the ratio from which it is computed."""

    code: str
    weight: float
    name: str = ""
    self_score: float | None = None
    check_score: float | None = None
    ratio: Fraction | None = None

    @property
    def score(self) -> float | None:
        """The checked score stands over the computed one, that over the unit's own; None where there is none."""
        if self.check_score is not None:
            return self.check_score
        return computed(self.weight, self.ratio) if self.ratio is not None else self.self_score


def computed(weight: float, ratio: Fraction) -> float:
    """The score of a computed indicator: weight times ratio."""
    return round(weight * float(ratio), 4)


class Assessment(Struct, frozen=True):
    """The lines of one unit in one year."""

    lines: tuple[IndicatorLine, ...]

    @property
    def total(self) -> float | None:
        """The sum of the scores there are; None where there is none. A missing score is not 0: `missing` says which are."""
        scores = [line.score for line in self.lines]
        return round(fsum(score for score in scores if score is not None), 4) if any(score is not None for score in scores) else None

    @property
    def missing(self) -> tuple[str, ...]:
        """The codes of indicators without a score."""
        return tuple(line.code for line in self.lines if line.score is None)

    @property
    def weights(self) -> float:
        """The sum of the weights."""
        return round(fsum(line.weight for line in self.lines), 4)

    @property
    def is_balanced(self) -> bool:
        """Whether the weights sum to 100."""
        return isclose(self.weights, FULL, abs_tol=1e-6)


class UnitStanding(Struct, frozen=True):
    """The place of a unit. `rank` is None without any score, `change` without one of the year before."""

    unit: str
    total: float | None
    missing: tuple[str, ...]
    rank: int | None
    change: float | None


def standings(now: Mapping[str, Assessment], before: Mapping[str, Assessment] | None = None) -> list[UnitStanding]:
    """All units by their totals, equal ones on one place (by name among themselves), those without a score last.

    The change is told only between years in which nothing is missing.
    """
    scored = [(unit, total) for unit, assessment in now.items() if (total := assessment.total) is not None]
    places = dict(zip((unit for unit, _ in scored), ranks([total for _, total in scored]), strict=True))
    found = [
        UnitStanding(unit, own.total, own.missing, places.get(unit), _change(own, (before or {}).get(unit))) for unit, own in now.items()
    ]
    return sorted(found, key=lambda standing: (standing.rank or len(found) + 1, standing.unit))


def _change(now: Assessment, before: Assessment | None) -> float | None:
    if before is None or now.missing or before.missing or now.total is None or before.total is None:
        return None
    return round(now.total - before.total, 4)
