from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from xlflow.domain.ranking import ranks


def test_equal_scores_share_a_rank_and_the_next_is_left_out() -> None:
    assert ranks([90, 80, 80, 70]) == [1, 2, 2, 4]
    assert ranks([]) == []


@given(scores=st.lists(st.integers(0, 9)), seed=st.integers())
def test_ranks_do_not_depend_on_the_order(scores: list[int], seed: int) -> None:
    mixed = list(scores)
    random.Random(seed).shuffle(mixed)
    assert dict(zip(mixed, ranks(mixed), strict=True)) == dict(zip(scores, ranks(scores), strict=True))
    assert ranks(scores) == [1 + sum(other > score for other in scores) for score in scores]
