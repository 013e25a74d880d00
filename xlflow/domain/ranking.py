"""Places in a ranking."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def ranks(values: Sequence[float]) -> list[int]:
    """The place of each value, the highest first; equal values share a place and the next is left out: 9 9 7 gives 1 1 3."""
    ascending = sorted(-value for value in values)
    return [bisect_left(ascending, -value) + 1 for value in values]
