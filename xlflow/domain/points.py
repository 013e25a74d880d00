"""Points: items that give or take them, their caps, the sums of a quarter and a year, veto and bands.

Nothing here depends on the order in which entries are written down.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from math import fsum

from msgspec import Struct

from xlflow.domain.periods import Period, quarter_of
from xlflow.patterns import pattern


class ItemKind(StrEnum):
    """计分方式: how an item counts."""

    AWARD = "加分"
    DEDUCTION = "扣分"
    GRADE = "等次"
    YES_NO = "是否"
    VETO = "一票否决"


class CapPeriod(StrEnum):
    """上限周期: over what time the points of one item are capped."""

    ONCE = "次"
    MONTH = "月"
    QUARTER = "季度"
    YEAR = "年度"


NO = "否"
"""The grade of a yes-or-no item, or of a veto, that does not apply."""
_SEPARATORS = pattern(r"[;；,，、\s]+")
_GRADE = pattern(r"(?P<grade>[^=＝:：]+)[=＝:：](?P<points>[+-]?\d+(?:\.\d+)?)分?")
_NUMBER = pattern(r"[+-]?\d+(?:\.\d+)?分?")


class Item(Struct, frozen=True):
    """One item of the rules. `grades` has the points of each grade; of other kinds `amount` says how many points an entry is worth."""

    code: str
    ledger: str
    kind: ItemKind
    amount: float = 0.0
    grades: tuple[tuple[str, float], ...] = ()
    cap: float | None = None
    period: CapPeriod | None = None

    def worth(self, grade: str | None) -> float | None:
        """The points of an entry by the rules; None where its grade is missing or unknown."""
        if self.kind is ItemKind.GRADE:
            return dict(self.grades).get(grade or "")
        return 0.0 if grade == NO else self.amount

    @property
    def range(self) -> tuple[float, float]:
        """The least and the most that an entry may be worth."""
        values = [points for _, points in self.grades] if self.kind is ItemKind.GRADE else [self.amount]
        return min(0.0, *values), max(0.0, *values)


def item(code: str, ledger: str, kind: ItemKind, points: str, cap: float | None = None, period: CapPeriod | None = None) -> Item:
    """An item from the text of its points: a number, or for grades 优秀=5;合格=3. A deduction is below 0 however it is written.

    `ValueError` where the text is neither.
    """
    if kind is ItemKind.GRADE:
        return Item(code, ledger, kind, 0.0, _grades(points), cap, period)
    text = points.strip()
    if not _NUMBER.fullmatch(text):
        raise ValueError(points)
    amount = float(text.removesuffix("分"))
    return Item(code, ledger, kind, -abs(amount) if kind is ItemKind.DEDUCTION else amount, (), cap, period)


def _grades(text: str) -> tuple[tuple[str, float], ...]:
    matches = [_GRADE.fullmatch(part) for part in _SEPARATORS.split(text) if part]
    grades = [(match["grade"].strip(), float(match["points"])) for match in matches if match]
    if not grades or len(grades) < len(matches) or len(dict(grades)) < len(grades):
        raise ValueError(text)
    return tuple(grades)


class PointsEntry(Struct, frozen=True):
    """A line of the ledger of one person: the day, the item, and what it is worth (typed, else by the rules)."""

    day: date
    item: Item
    points: float
    applies: bool = True
    """False where a veto is written down as not given."""


class Score(Struct, frozen=True):
    """The points of one person: of the quarter alone, of the year with what everybody starts with, and whether a veto stands."""

    quarter: float
    year: float
    is_vetoed: bool = False


def score(entries: Iterable[PointsEntry], ledger: str, period: Period, start: float = 0.0) -> Score:
    """The points of one person in one ledger at the end of a period; entries of other ledgers and years do not count.

    The points of a quarter are those by which the year has grown in it, so that quarters sum to the year also under a cap of the year.
    Without a quarter in `period` it is the last.
    """
    own = [entry for entry in entries if entry.item.ledger == ledger and entry.day.year == period.year]
    last = period.quarter or 4
    before = capped(entry for entry in own if quarter_of(entry.day) < last)
    until = [entry for entry in own if quarter_of(entry.day) <= last]
    now = capped(until)
    vetoed = any(entry.item.kind is ItemKind.VETO and entry.applies for entry in until)
    return Score(_plain(now - before), _plain(start + now), vetoed)


def capped(entries: Iterable[PointsEntry]) -> float:
    """The sum of entries of one year, each item within its cap in each of its periods."""
    sums: dict[tuple[object, ...], list[float]] = defaultdict(list)
    items: dict[tuple[object, ...], Item] = {}
    for number, entry in enumerate(entries):
        place = (entry.item.code, *_span(entry, number))
        sums[place].append(entry.points)
        items[place] = entry.item
    return _plain(fsum(_within(fsum(points), items[place].cap) for place, points in sums.items()))


def _span(entry: PointsEntry, number: int) -> tuple[object, ...]:
    """What tells the periods of a cap apart."""
    period = entry.item.period
    if period is CapPeriod.MONTH:
        return (entry.day.month,)
    if period is CapPeriod.QUARTER:
        return (quarter_of(entry.day),)
    return (number,) if period is CapPeriod.ONCE else ()


def _within(points: float, cap: float | None) -> float:
    return points if cap is None else max(-abs(cap), min(abs(cap), points))


def _plain(points: float) -> float:
    """Without the dust of binary fractions; never -0."""
    return round(points, 4) + 0.0


def band_of(points: float, bands: Sequence[tuple[str, float]], *, is_vetoed: bool = False) -> str | None:
    """The first band from the top whose least the points reach; with a veto, or below every least, the lowest of several."""
    reached = None if is_vetoed else next((band for band, least in bands if points >= least), None)
    return reached or (bands[-1][0] if len(bands) > 1 else None)


def ranks(values: Sequence[float]) -> list[int]:
    """The place of each value, the highest first; equal values share a place and the next is left out: 9 9 7 gives 1 1 3."""
    ascending = sorted(-value for value in values)
    return [bisect_left(ascending, -value) + 1 for value in values]
