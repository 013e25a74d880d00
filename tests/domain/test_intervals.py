"""The date graph: month policy, ends of months, what is ahead."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlflow.domain.calendar import Calendar
from xlflow.domain.dates import DayOrMonth, Month
from xlflow.domain.intervals import Ahead, Edge, Fit, Span, ahead, fits, month_end_words

CALENDAR = Calendar(years=frozenset(range(2000, 2040)))
YEAR, MONTH = Span(1, "years"), Span(1, "months")
DAYS = st.dates(date(2001, 1, 1), date(2035, 12, 31))
MONTHS = st.builds(Month, st.integers(2001, 2035), st.integers(1, 12))
SPANS = st.builds(Span, st.integers(0, 30), st.sampled_from(["years", "months", "days", "workdays"])).filter(
    lambda span: span.unit != "years" or span.amount <= 3
)


def days_of(value: DayOrMonth) -> list[date]:
    """Both ends of a month and a day between."""
    return [value.first, value.first + timedelta(14), value.last] if isinstance(value, Month) else [value]


@given(start=DAYS | MONTHS, end=DAYS | MONTHS, span=SPANS)
def test_a_month_never_contradicts_its_days(start: DayOrMonth, end: DayOrMonth, span: Span) -> None:
    verdict = set(fits(start, end, span, None, CALENDAR))
    by_days = {Fit.TOO_SHORT in set(fits(a, b, span, None, CALENDAR)) for a in days_of(start) for b in days_of(end)}
    if Fit.TOO_SHORT in verdict:
        assert by_days == {True}
    elif Fit.MAYBE_TOO_SHORT in verdict:
        assert isinstance(start, Month) or isinstance(end, Month)
    else:
        assert by_days == {False}


@given(start=DAYS | MONTHS, end=DAYS | MONTHS, span=SPANS)
def test_too_long_is_told_only_where_every_day_of_the_months_is(start: DayOrMonth, end: DayOrMonth, span: Span) -> None:
    if Fit.TOO_LONG in set(fits(start, end, None, span, CALENDAR)):
        assert all(Fit.TOO_LONG in set(fits(a, b, None, span, CALENDAR)) for a in days_of(start) for b in days_of(end))


@pytest.mark.parametrize(
    ("day", "span", "over"),
    [
        (date(2024, 2, 29), Span(2, "years"), date(2026, 2, 28)),
        (date(2024, 1, 31), MONTH, date(2024, 2, 29)),
        (date(2024, 8, 31), Span(6, "months"), date(2025, 2, 28)),
        (date(2024, 2, 28), YEAR, date(2025, 2, 28)),
        (date(2026, 3, 5), Span(90, "days"), date(2026, 6, 3)),
        (date(2026, 3, 6), Span(5, "workdays"), date(2026, 3, 13)),
        (date(9999, 6, 1), YEAR, date.max),
    ],
)
def test_the_day_on_which_a_span_is_over(day: date, span: Span, over: date) -> None:
    assert span.after(day, CALENDAR) == over


def test_the_end_of_a_month_is_said_only_where_it_was_used() -> None:
    assert month_end_words(date(2024, 2, 29), Span(2, "years")) == "（2026年2月没有29日，按当月最后一天计算）"
    assert month_end_words(date(2024, 2, 29), Span(4, "years")) == ""
    assert month_end_words(date(2024, 2, 29), Span(730, "days")) == ""
    assert month_end_words(date(9999, 12, 31), MONTH) == ""


EDGES = (
    Edge("application", "talk", None, MONTH),
    Edge("application", "activist"),
    Edge("talk", "activist"),
    Edge("activist", "candidate", YEAR),
    Edge("meeting", "candidate"),
)


def test_what_is_ahead_has_an_earliest_and_a_due_day() -> None:
    found = ahead(EDGES, {"application": date(2026, 3, 5)}, date(2026, 4, 6), CALENDAR)
    assert found[0] == Ahead("talk", "application", date(2026, 3, 5), date(2026, 4, 5), is_overdue=True)
    assert [each.step for each in found] == ["talk", "activist"]
    assert not ahead(EDGES, {"application": date(2026, 3, 5)}, date(2026, 4, 5), CALENDAR)[0].is_overdue


def test_what_was_left_out_is_not_awaited_and_the_latest_bound_counts() -> None:
    known = {"application": date(2026, 3, 5), "activist": Month(2026, 6), "meeting": date(2027, 8, 1)}
    [found] = ahead(EDGES, known, date(2027, 9, 1), CALENDAR)
    assert (found.step, found.after, found.earliest, found.due) == ("candidate", "meeting", date(2027, 8, 1), None)
    [found] = ahead(EDGES, {**known, "meeting": date(2026, 7, 1)}, date(2027, 9, 1), CALENDAR)
    assert (found.after, found.earliest) == ("activist", date(2027, 6, 30))
    assert ahead(EDGES, {}, date(2027, 9, 1), CALENDAR) == ()


def test_working_days_of_an_unknown_year_leave_their_edge_aside() -> None:
    edges = (Edge("notice", "review", Span(5, "workdays")),)
    assert ahead(edges, {"notice": date(2041, 3, 5)}, date(2041, 3, 6), CALENDAR) == ()
