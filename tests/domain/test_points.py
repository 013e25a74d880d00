from __future__ import annotations

from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlflow.domain.periods import Period
from xlflow.domain.points import CapPeriod, Item, ItemKind, PointsEntry, band_of, capped, item, ranks, score

YEAR = Period(2026)
BANDS = (("优秀", 90.0), ("良好", 80.0), ("合格", 60.0), ("不合格", 0.0))


def entries(own: Item, *days: date) -> list[PointsEntry]:
    return [PointsEntry(day, own, own.amount) for day in days]


def test_points_of_grades_are_read_however_they_are_separated() -> None:
    for text in ("优秀=5;合格=3", "优秀＝5；合格＝3", "优秀:5分、合格:3分"):
        assert item("A", "红领", ItemKind.GRADE, text).grades == (("优秀", 5.0), ("合格", 3.0))


@pytest.mark.parametrize(
    ("kind", "text"), [(ItemKind.GRADE, "5"), (ItemKind.GRADE, "优秀=5;优秀=3"), (ItemKind.AWARD, "若干"), (ItemKind.AWARD, "")]
)
def test_points_that_are_none_are_refused(kind: ItemKind, text: str) -> None:
    with pytest.raises(ValueError, match=text or "^$"):
        item("A", "红领", kind, text)


def test_a_deduction_takes_points_however_it_is_written() -> None:
    assert item("A", "红领", ItemKind.DEDUCTION, "2").worth(None) == item("A", "红领", ItemKind.DEDUCTION, "-2").worth(None) == -2


def test_what_an_entry_may_be_worth() -> None:
    assert item("A", "红领", ItemKind.AWARD, "2").range == (0, 2)
    assert item("A", "红领", ItemKind.DEDUCTION, "2").range == (-2, 0)
    assert item("A", "红领", ItemKind.GRADE, "优秀=5;不合格=-1").range == (-1, 5)


def test_a_grade_that_the_item_does_not_have_is_worth_nothing_known() -> None:
    assert item("A", "红领", ItemKind.GRADE, "优秀=5").worth("良好") is None
    assert item("A", "红领", ItemKind.YES_NO, "4").worth("否") == 0


@pytest.mark.parametrize(
    ("period", "sum_of_five"), [(CapPeriod.ONCE, 5 * 1.5), (CapPeriod.MONTH, 3 + 2 + 3), (CapPeriod.QUARTER, 3 + 3), (CapPeriod.YEAR, 3)]
)
def test_the_cap_of_an_item_holds_in_each_of_its_periods(period: CapPeriod, sum_of_five: float) -> None:
    cap = 1.5 if period is CapPeriod.ONCE else 3
    own = item("A", "红领", ItemKind.AWARD, "2", cap, period)
    days = (date(2026, 1, 1), date(2026, 1, 31), date(2026, 2, 1), date(2026, 4, 1), date(2026, 4, 2))
    assert capped(entries(own, *days)) == sum_of_five


DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
ITEMS = st.builds(
    item,
    st.sampled_from(["A", "B"]),
    st.just("红领"),
    st.sampled_from([ItemKind.AWARD, ItemKind.DEDUCTION]),
    st.sampled_from(["1", "0.1", "2.7"]),
    st.sampled_from([None, 1.0, 3.0]),
    st.sampled_from(list(CapPeriod)),
)


@st.composite
def ledgers(draw: st.DrawFn) -> list[PointsEntry]:
    items = draw(st.lists(ITEMS, min_size=1, max_size=3, unique_by=lambda own: own.code))
    pairs = draw(st.lists(st.tuples(st.sampled_from(items), DAYS), max_size=12))
    return [PointsEntry(day, own, own.amount) for own, day in pairs]


@given(ledgers(), st.randoms(use_true_random=False))
def test_caps_hold_in_any_order_of_entries(ledger: list[PointsEntry], random: Random) -> None:
    mixed = list(ledger)
    random.shuffle(mixed)
    assert score(mixed, "红领", YEAR) == score(ledger, "红领", YEAR)


@given(ledgers())
def test_no_item_counts_for_more_than_its_cap_of_the_year(ledger: list[PointsEntry]) -> None:
    for own in {entry.item for entry in ledger if entry.item.cap is not None and entry.item.period is CapPeriod.YEAR}:
        assert abs(capped(entry for entry in ledger if entry.item == own)) <= (own.cap or 0) + 1e-9


@given(ledgers())
def test_the_quarters_sum_to_the_year(ledger: list[PointsEntry]) -> None:
    quarters = [score(ledger, "红领", Period(2026, number)).quarter for number in (1, 2, 3, 4)]
    assert sum(quarters) == pytest.approx(score(ledger, "红领", YEAR).year, abs=1e-3)


def test_ledgers_and_years_are_never_added_together() -> None:
    own, other = item("A", "红领", ItemKind.AWARD, "2"), item("B", "三亮三比", ItemKind.AWARD, "50")
    ledger = [*entries(own, date(2026, 3, 1), date(2025, 3, 1)), *entries(other, date(2026, 3, 1))]
    assert score(ledger, "红领", YEAR, start=10).year == 12


def test_a_veto_leads_to_the_lowest_band_from_the_day_it_is_given() -> None:
    veto = item("V", "红领", ItemKind.VETO, "0")
    ledger = entries(veto, date(2026, 5, 1))
    assert not score(ledger, "红领", Period(2026, 1)).is_vetoed
    assert score(ledger, "红领", Period(2026, 2)).is_vetoed
    assert not score([PointsEntry(date(2026, 5, 1), veto, 0, applies=False)], "红领", YEAR).is_vetoed
    assert band_of(95, BANDS, is_vetoed=True) == "不合格"


@pytest.mark.parametrize(("points", "band"), [(90, "优秀"), (89.9, "良好"), (0, "不合格"), (-5, "不合格")])
def test_a_band_is_reached_by_its_least_points(points: float, band: str) -> None:
    assert band_of(points, BANDS) == band


def test_below_a_band_that_stands_alone_there_is_none() -> None:
    assert band_of(10, (("优秀", 90.0),)) is None


def test_equal_scores_share_a_rank_and_the_next_is_left_out() -> None:
    assert ranks([90, 80, 80, 70]) == [1, 2, 2, 4]
    assert ranks([]) == []


@given(scores=st.lists(st.integers(0, 9)), seed=st.integers())
def test_ranks_do_not_depend_on_the_order(scores: list[int], seed: int) -> None:
    mixed = list(scores)
    Random(seed).shuffle(mixed)
    assert dict(zip(mixed, ranks(mixed), strict=True)) == dict(zip(scores, ranks(scores), strict=True))
    assert ranks(scores) == [1 + sum(other > score for other in scores) for score in scores]
