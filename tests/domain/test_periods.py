from __future__ import annotations

from datetime import date

import pytest

from xlflow.domain.dates import Month
from xlflow.domain.periods import Period, quarter


def test_a_year_and_a_quarter_are_read_and_said() -> None:
    assert (Period.parse("2026"), Period.parse("2026q1")) == (Period(2026), Period(2026, 1))
    assert (str(Period(2026, 1)), Period(2026, 1).words, Period(2026).words) == ("2026Q1", "2026年第1季度", "2026年")


@pytest.mark.parametrize("text", ["", "2026Q5", "26", "2026-03", "0000", "２０２６"])
def test_anything_else_is_no_period(text: str) -> None:
    with pytest.raises(ValueError, match=text or "^$"):
        Period.parse(text)


def test_a_period_holds_its_days_and_months() -> None:
    assert Period(2026, 1).holds(date(2026, 3, 31))
    assert not Period(2026, 1).holds(date(2026, 4, 1))
    assert Period(2026, 2).holds(Month(2026, 4))
    assert not Period(2026).holds(date(2025, 12, 31))
    assert quarter(date(2026, 12, 1)) == Period(2026, 4)
