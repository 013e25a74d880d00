"""Dates: in the future, in the wrong order, too close together or too far apart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from xlflow.domain import intervals as graph
from xlflow.domain.calendar import CalendarYearUnknownError
from xlflow.domain.dates import DayOrMonth, Month, first_day, last_day
from xlflow.domain.intervals import Fit, month_end_words
from xlflow.findings import Finding
from xlflow.rules.case import FUTURE, Case, Stated, day_text
from xlflow.schemes.expressions import Verdict
from xlflow.schemes.parts import Interval


def in_future(case: Case) -> Iterator[Finding]:
    """Dates of things that have happened, after the day of the run."""
    as_of, values = case.judging.as_of, case.record.values
    for key in case.plan.past:
        value = values.get(key)
        if value is not None and isinstance(value, DayOrMonth) and first_day(value) > as_of:
            yield case.finding(FUTURE, key, got=day_text(value), expected=as_of.isoformat())


def intervals(case: Case, spoilt: set[str], years: set[int]) -> Iterator[Finding]:
    """The edges of the date graph that the row breaks.

    Dates in `spoilt` have a fault of their own already; a date in the wrong order is added to it: one cause, one finding. Years without
    a calendar are added to `years`.
    """
    values, wrong = case.record.values, set[str]()
    close: list[tuple[Interval, DayOrMonth, DayOrMonth]] = []
    for interval in case.plan.intervals:
        start, end = values.get(interval.start), values.get(interval.end)
        if start is None or end is None or (interval.is_order_alone and type(start) is type(end) is date and start <= end):
            continue
        if not isinstance(start, DayOrMonth) or not isinstance(end, DayOrMonth) or interval.start in spoilt or interval.end in spoilt:
            continue
        in_order = graph.in_order(start, end)
        if in_order and interval.is_order_alone:
            continue
        if interval.when is not None and interval.when.judge(case.known) is not Verdict.TRUE:
            continue
        if in_order:
            close.append((interval, start, end))
        else:
            wrong.add(interval.end)
            yield _order(case, interval, start, end)
    spoilt |= wrong
    for interval, start, end in close:
        if interval.end not in wrong and interval.start not in wrong:
            yield from _length(case, interval, start, end, years)


def _order(case: Case, interval: Interval, start: DayOrMonth, end: DayOrMonth) -> Finding:
    own = interval.order_code != "date-order"
    return case.finding(
        interval.order_code,
        interval.end,
        got=day_text(end),
        other=case.field(interval.start).label,
        expected=day_text(start),
        stated=Stated(interval.severity, interval.waivable, interval.basis) if own else Stated(basis=interval.basis),
    )


def _length(case: Case, interval: Interval, start: DayOrMonth, end: DayOrMonth, years: set[int]) -> Iterator[Finding]:
    try:
        fits = tuple(graph.fits(start, end, interval.minimum, interval.maximum, case.judging.scheme.calendar))
    except CalendarYearUnknownError as error:
        years.add(error.year)
        return
    for fit in fits:
        yield _ill_fitting(case, interval, start, end, fit)


def _ill_fitting(case: Case, interval: Interval, start: DayOrMonth, end: DayOrMonth, fit: Fit) -> Finding:
    other = case.field(interval.start).label
    if fit is Fit.MAYBE_TOO_SHORT:
        return _undecided(case, interval, f"与{other}是否相隔 {interval.minimum}")
    code, span = ("interval-too-long", interval.maximum) if fit is Fit.TOO_LONG else ("interval-too-short", interval.minimum)
    assert span is not None
    bound = span.after(last_day(start), case.judging.scheme.calendar).isoformat() + month_end_words(last_day(start), span)
    words = {"other": other, "expected": day_text(start), "least": span, "most": span, "earliest": bound, "latest": bound}
    return case.finding(code, interval.end, stated=Stated.by(interval), got=day_text(end), **words)


def _undecided(case: Case, interval: Interval, reason: str) -> Finding:
    key = interval.end if isinstance(case.record.values.get(interval.end), Month) else interval.start
    return case.finding("month-boundary", key, got=day_text(case.record.values[key]), reason=reason, stated=Stated(basis=interval.basis))
