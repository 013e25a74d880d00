"""Places: how many a base allows, how a total is allotted among units, and accounts of places that never pay for one another."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Literal, TypeVar

from msgspec import Struct

Rounding = Literal["none", "floor", "round", "ceil"]
K = TypeVar("K", bound=Hashable)


def limit(base: int, ratio: Fraction, rounding: Rounding = "none", *, at_least_one: bool = False, at_most: int | None = None) -> Fraction:
    """The largest number of people that a share of a base allows; a half is rounded up (四舍五入), a base below 0 allows nobody.

    `at_most` is the most that a branch may have whatever its base; `at_least_one` goes before everything else.
    """
    exact = ratio * max(base, 0)
    rounded = {
        "none": exact,
        "floor": Fraction(exact.numerator // exact.denominator),
        "round": Fraction(int(exact + Fraction(1, 2))),
        "ceil": Fraction(-(-exact.numerator // exact.denominator)),
    }[rounding]
    if at_most is not None:
        rounded = min(rounded, Fraction(at_most))
    return max(rounded, Fraction(1)) if at_least_one else rounded


def allot(total: int, bases: Mapping[K, int]) -> dict[K, int]:
    """A total in whole places by the largest remainder: it always sums to the total.

    Of equal remainders the larger base comes first, of equal bases the smaller key (as text), so that the order of units does not
    matter. Where no unit has a base all count alike. Without units nothing is allotted.
    """
    if not bases:
        return {}
    weights = {key: max(base, 0) for key, base in bases.items()}
    if not any(weights.values()):
        weights = dict.fromkeys(weights, 1)
    whole = sum(weights.values())
    exact = {key: Fraction(total * weight, whole) for key, weight in weights.items()}
    places = {key: int(share) for key, share in exact.items()}
    by_remainder = sorted(weights, key=lambda key: (places[key] - exact[key], -weights[key], str(key)))
    for key in by_remainder[: total - sum(places.values())]:
        places[key] += 1
    return places


class AccountKey(Struct, frozen=True, order=True):
    """Whose places: of one year, one pool and one unit; the unit is empty where the pool is undivided."""

    year: int
    pool: str
    unit: str = ""


class Account(Struct, frozen=True):
    """What an account was given, and who holds its places, in order."""

    total: int
    holders: tuple[str, ...] = ()

    @property
    def used(self) -> int:
        """How many places are held."""
        return len(self.holders)

    @property
    def left(self) -> int:
        """How many may still be given; never below 0."""
        return max(self.total - self.used, 0)

    @property
    def over(self) -> int:
        """How many more are held than there are."""
        return max(self.used - self.total, 0)


def accounts(given: Iterable[tuple[AccountKey, int]], held: Iterable[tuple[AccountKey, str]]) -> dict[AccountKey, Account]:
    """All accounts that were given or used. No account ever pays for another; of an account that was given nothing the total is 0."""
    totals: Counter[AccountKey] = Counter()
    for key, places in given:
        totals[key] += places
    holders: dict[AccountKey, list[str]] = defaultdict(list)
    for key, who in held:
        holders[key].append(who)
    return {key: Account(totals[key], tuple(sorted(holders[key]))) for key in sorted({*totals, *holders})}


def named(holders: Sequence[str], shown: int = 3) -> str:
    """The first holders by name: 张三、李四、王五等 7 人."""
    return "、".join(holders[:shown]) + (f"等 {len(holders)} 人" if len(holders) > shown else "")
