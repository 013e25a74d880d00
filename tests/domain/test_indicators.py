from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from xlflow.domain.indicators import Assessment, IndicatorLine, standings


def unit(*scores: float | None, weight: float = 50) -> Assessment:
    return Assessment(tuple(IndicatorLine(f"I{number}", weight, self_score=score) for number, score in enumerate(scores)))


def test_the_checked_score_stands_over_the_computed_one_and_that_over_the_units_own() -> None:
    assert IndicatorLine("I1", 40, self_score=38, check_score=30, ratio=Fraction(1, 2)).score == 30
    assert IndicatorLine("I1", 40, self_score=38, ratio=Fraction(1, 2)).score == 20
    assert IndicatorLine("I1", 40, self_score=38).score == 38


def test_a_missing_score_is_told_and_never_counted_as_nothing() -> None:
    assert (unit(40, None).total, unit(40, None).missing) == (40, ("I1",))
    assert unit(None, None).total is None


def test_weights_sum_to_a_hundred() -> None:
    assert unit(1, 1).is_balanced
    assert not unit(1).is_balanced
    assert Assessment(tuple(IndicatorLine(str(number), 100 / 3) for number in range(3))).is_balanced


def test_equal_units_share_a_place_and_units_without_a_score_have_none() -> None:
    found = standings({"甲大学": unit(40, 40), "乙大学": unit(40, 40), "丙大学": unit(10, 40), "丁大学": unit(None)})
    assert [(one.unit, one.rank) for one in found] == [("乙大学", 1), ("甲大学", 1), ("丙大学", 3), ("丁大学", None)]


def test_the_change_is_told_only_between_complete_years() -> None:
    now = {"甲大学": unit(40, 40), "乙大学": unit(40, None), "丙大学": unit(1, 1)}
    before = {"甲大学": unit(40, 35), "乙大学": unit(40, 30)}
    assert {one.unit: one.change for one in standings(now, before)} == {"甲大学": 5, "乙大学": None, "丙大学": None}


@given(st.dictionaries(st.text("甲乙丙", min_size=1, max_size=3), st.lists(st.none() | st.integers(0, 50), min_size=1, max_size=3)))
def test_the_order_of_units_does_not_change_the_ranking(units: dict[str, list[int | None]]) -> None:
    now = {name: unit(*scores) for name, scores in units.items()}
    assert standings(dict(reversed(now.items()))) == standings(now)
