"""Times of works that do the same job, in interleaved rounds: the machine's noise falls on all of them, and only ratios count."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from statistics import median

Work = Callable[[], object]


def medians(rounds: int, *works: Work) -> list[float]:
    """The median seconds of each work, after one unmeasured turn of all."""
    for work in works:
        work()
    times: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for own, work in zip(times, works, strict=True):
            gc.collect()  # nobody pays for what another left behind
            start = time.perf_counter()
            work()
            own.append(time.perf_counter() - start)
    return [median(own) for own in times]
