"""How far a person has come, from the history of his steps; never from one cell that says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import Enum

from msgspec import Struct

from xlflow.domain.dates import DayOrMonth, first_day, last_day
from xlflow.domain.intervals import in_order


class StepTaken(Struct, frozen=True):
    """A step that was taken: its place in the order, its day, and whether it was passed; None where that is not known."""

    step: int
    day: DayOrMonth | None
    passed: bool | None


class Break(Enum):
    """What is wrong with a step after the steps before it."""

    TOO_EARLY = "too early"
    """It lies before the day on which the step before it was passed."""
    LEFT_OUT = "left out"
    """The step before it was never taken."""
    NOT_PASSED = "not passed"
    """The step before it was taken and not passed."""


class StepBreak(Struct, frozen=True):
    """A step of a history (by its position there) and what is wrong; `before`: the position of the step that it is measured by."""

    at: int
    kind: Break
    before: int | None = None


def faults(history: Sequence[StepTaken]) -> list[StepBreak]:
    """What is wrong with a history, in its order; a step taken again after 退回 is measured by its first pass before.

    A gap is told once, at the first step after it. What is not known (a day, a result) is not judged.
    """
    found, told = [], set[int]()
    for at, taken in enumerate(history):
        fault = _fault(history, at)
        if fault is not None and (fault.kind is Break.TOO_EARLY or taken.step not in told):
            told.add(taken.step)
            found.append(fault)
    return found


def _fault(history: Sequence[StepTaken], at: int) -> StepBreak | None:
    taken = history[at]
    if taken.step == 0:
        return None
    before = [number for number, other in enumerate(history) if other.step == taken.step - 1]
    if not before:
        return StepBreak(at, Break.LEFT_OUT)
    passed = [number for number in before if history[number].passed]
    if not passed:
        return StepBreak(at, Break.NOT_PASSED, before[-1]) if all(history[number].passed is False for number in before) else None
    late = _passed_later(history, at, passed)
    return None if late is None else StepBreak(at, Break.TOO_EARLY, late)


def _passed_later(history: Sequence[StepTaken], at: int, passed: Sequence[int]) -> int | None:
    """The first of the passes, where the step surely lies before all of them; None where it may not."""
    day = history[at].day
    days = {number: other for number in passed if (other := history[number].day) is not None}
    if day is None or len(days) < len(passed) or any(in_order(other, day) for other in days.values()):
        return None
    return min(days, key=lambda number: first_day(days[number]))


def state(history: Iterable[StepTaken]) -> StepTaken | None:
    """The furthest step whose last attempt was passed; None where none was."""
    last: dict[int, StepTaken] = {}
    for taken in sorted(history, key=lambda each: last_day(each.day) if each.day else date.min):
        last[taken.step] = taken
    return max((taken for taken in last.values() if taken.passed), key=lambda taken: taken.step, default=None)


def reached(steps: Iterable[str], known: Mapping[str, object]) -> str | None:
    """The furthest of the steps (fields, in their order) that a row shows as taken; None where it shows none."""
    furthest = None
    for step in steps:
        if known.get(step) is not None:
            furthest = step
    return furthest
