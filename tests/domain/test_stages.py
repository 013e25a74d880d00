"""How far a person has come is read from the history of his steps."""

from __future__ import annotations

from datetime import date

from xlflow.domain.dates import DayOrMonth, Month
from xlflow.domain.stages import Break, StepBreak, StepTaken, faults, reached, state


def taken(step: int, day: DayOrMonth | int | None, passed: bool | None = True) -> StepTaken:
    return StepTaken(step, date(2026, 3, day) if isinstance(day, int) else day, passed)


def test_a_history_in_order_has_no_fault() -> None:
    history = [taken(0, 1), taken(1, 1), taken(2, 5), taken(3, None)]
    assert faults(history) == []
    assert state(history) == taken(3, None)


def test_a_step_before_the_one_it_follows_is_too_early() -> None:
    assert faults([taken(0, 9), taken(1, 3)]) == [StepBreak(1, Break.TOO_EARLY, 0)]
    assert faults([taken(0, Month(2026, 3)), taken(1, 3)]) == []
    assert faults([taken(0, Month(2026, 4)), taken(1, 3)]) == [StepBreak(1, Break.TOO_EARLY, 0)]


def test_a_step_left_out_is_told_once_at_the_first_after_it() -> None:
    assert faults([taken(0, 1), taken(2, 3), taken(2, 4), taken(3, 5)]) == [StepBreak(1, Break.LEFT_OUT)]


def test_a_step_sent_back_leads_on_only_once_it_is_passed() -> None:
    sent_back = [taken(0, 1, False), taken(1, 5)]
    assert faults(sent_back) == [StepBreak(1, Break.NOT_PASSED, 0)]
    assert faults([taken(0, 1, False), taken(0, 3), taken(1, 5)]) == []
    assert faults([taken(0, 1), taken(1, 2, False), taken(0, 5), taken(1, 6)]) == []
    assert faults([taken(0, 1, None), taken(1, 5)]) == []


def test_the_state_is_the_last_attempt_of_the_furthest_step_passed() -> None:
    assert state([taken(0, 1), taken(1, 3), taken(2, 5, False)]) == taken(1, 3)
    assert state([taken(1, 9, False), taken(0, 1), taken(1, 3)]) == taken(0, 1)
    assert state([taken(0, 1, False)]) is None


def test_the_step_that_a_row_has_reached() -> None:
    steps = ("application_date", "talk_date", "activist_date")
    assert reached(steps, {"application_date": 1, "activist_date": 3}) == "activist_date"
    assert reached(steps, {}) is None
