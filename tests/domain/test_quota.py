from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlflow.domain.quota import AccountKey, Rounding, accounts, allot, limit, named

BASES = st.dictionaries(st.text("甲乙丙丁戊", min_size=1, max_size=3), st.integers(0, 500), min_size=1, max_size=12)


@pytest.mark.parametrize(("rounding", "most"), [("floor", 4), ("round", 5), ("ceil", 5), ("none", Fraction(23, 5))])
def test_a_fifth_of_23_members_is_rounded_as_the_scheme_says(rounding: Rounding, most: Fraction) -> None:
    assert limit(23, Fraction(1, 5), rounding) == most


def test_four_members_have_one_place_only_where_there_is_at_least_one() -> None:
    assert limit(4, Fraction(1, 5), "floor") == 0
    assert limit(4, Fraction(1, 5), "floor", at_least_one=True) == 1


def test_a_half_is_rounded_up() -> None:
    assert limit(10, Fraction(1, 4), "round") == 3


def test_a_branch_has_at_most_what_the_scheme_says() -> None:
    assert limit(60, Fraction(1, 5), "floor", at_most=5) == 5


def test_more_activists_than_applicants_leave_nothing() -> None:
    assert limit(-3, Fraction(1, 4), "ceil") == 0


@given(st.integers(0, 1000), BASES)
def test_allotment_sums_to_the_total_and_gives_nobody_less_than_nothing(total: int, bases: dict[str, int]) -> None:
    places = allot(total, bases)
    assert sum(places.values()) == total
    assert min(places.values()) >= 0


@given(st.integers(0, 1000), BASES, st.randoms(use_true_random=False))
def test_the_order_of_units_does_not_matter(total: int, bases: dict[str, int], random: Random) -> None:
    keys = list(bases)
    random.shuffle(keys)
    assert allot(total, {key: bases[key] for key in keys}) == allot(total, bases)


@given(st.integers(0, 1000), BASES)
def test_nobody_is_further_than_one_place_from_his_exact_share(total: int, bases: dict[str, int]) -> None:
    whole = sum(bases.values())
    if whole:
        assert all(abs(places - Fraction(total * bases[key], whole)) < 1 for key, places in allot(total, bases).items())


def test_fifty_places_by_largest_remainder() -> None:
    assert allot(50, {"甲镇": 120, "乙镇": 75, "丙镇": 31}) == {"甲镇": 26, "乙镇": 17, "丙镇": 7}


KEYS = st.builds(AccountKey, st.sampled_from([2025, 2026]), st.sampled_from(["普通", "单列"]), st.sampled_from(["一村", "二村"]))


@given(st.lists(st.tuples(KEYS, st.integers(0, 5))), st.lists(st.tuples(KEYS, st.sampled_from(["张三", "李四"]))))
def test_no_account_goes_negative_or_pays_for_another(given: list[tuple[AccountKey, int]], held: list[tuple[AccountKey, str]]) -> None:
    found = accounts(given, held)
    for key, account in found.items():
        assert account.total == sum(places for own, places in given if own == key)
        assert account.used == sum(own == key for own, _ in held)
        assert account.left - account.over == account.total - account.used
        assert min(account.left, account.over) == 0
    assert accounts(reversed(given), reversed(held)) == found


def test_the_first_holders_are_named_and_the_rest_counted() -> None:
    assert named(["张三", "李四"]) == "张三、李四"
    assert named(["张三", "李四", "王五", "赵六"]) == "张三、李四、王五等 4 人"
