from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from itertools import permutations
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from xlflow.roster.submitted_rows import RoundSource, Submission, UnitSource, newer, standing


def submission(
    sha256: str, filed_on: date | None = None, phase: int = -1, modified: int | None = None, on_disk: int | None = None
) -> Submission:
    return Submission(
        f"{sha256}.xlsx",
        sha256,
        "一班",
        "2026年上半年",
        filed_on or date(2026, 1, 1),
        UnitSource.FORM,
        RoundSource.FORM,
        filed_on,
        phase,
        datetime(2026, 6, modified) if modified else None,
        datetime(2026, 6, on_disk) if on_disk else None,
    )


def test_the_later_filing_date_is_newer_whatever_the_file_says() -> None:
    old, new = submission("a", date(2026, 6, 1), 2, 20, 20), submission("b", date(2026, 6, 2), 0, 1, 1)
    assert newer(old, new) is new
    assert newer(new, old) is new


def test_equal_filing_dates_pass_to_the_phase_then_to_the_dates_of_change() -> None:
    day = date(2026, 6, 1)
    assert newer(a := submission("a", day, 2, 1), submission("b", day, 1, 9)) is a
    assert newer(a := submission("a", day, 1, 9), submission("b", day, 1, 1)) is a
    assert newer(a := submission("a", day, 1, 9, 5), submission("b", day, 1, 9, 4)) is a


def test_what_is_missing_on_one_side_passes_to_the_next() -> None:
    assert newer(submission("a", date(2026, 6, 9), modified=1), b := submission("b", modified=2)) is b
    assert newer(submission("a", phase=2, modified=1), b := submission("b", modified=2)) is b


def test_where_nothing_tells_the_smaller_sha256_stays_and_it_is_said() -> None:
    a, b = submission("a", date(2026, 6, 1)), submission("b", date(2026, 6, 1))
    now = standing([b, a])
    assert now.current == (a,)
    assert now.superseded == (b,)
    assert now.undecided == ((a, b),)


def test_other_units_and_rounds_are_not_compared(hand_in: Callable[..., Submission]) -> None:
    three = [hand_in("一班", 1), hand_in("二班", 2), hand_in("一班", 3, round="2025年下半年")]
    assert standing(three).superseded == ()


days = st.none() | st.dates(date(2026, 6, 1), date(2026, 6, 3))
numbers = st.none() | st.integers(1, 3)
drafts = st.lists(st.tuples(days, st.integers(-1, 2), numbers, numbers), min_size=1, max_size=5)


@given(drafts, st.randoms())
def test_the_order_of_files_does_not_matter_even_where_dates_are_missing(
    parts: list[tuple[date | None, int, int | None, int | None]], rng: Random
) -> None:  # type: ignore[no-untyped-def]
    submissions = [submission(str(n), *part) for n, part in enumerate(parts)]
    shuffled = rng.sample(submissions, len(submissions))
    assert standing(shuffled) == standing(submissions)


def test_a_circle_of_newer_has_one_winner_in_every_order() -> None:
    circle = [submission("a", date(2026, 6, 2), modified=1), submission("b", date(2026, 6, 1), modified=3), submission("c", modified=2)]
    assert newer(circle[0], circle[1]) is circle[0]
    assert newer(circle[1], circle[2]) is circle[1]
    assert newer(circle[2], circle[0]) is circle[2]
    assert len({standing(order).current[0].sha256 for order in permutations(circle)}) == 1
