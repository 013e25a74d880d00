"""Dates: in the future, in the wrong order, too close together or too far apart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from xlflow.domain.dates import DayOrMonth, Month, add_months, first_day, last_day
from xlflow.findings import Finding
from xlflow.forms.checks.case import FUTURE, Case, Stated, day_text
from xlflow.schemes.expressions import Verdict
from xlflow.schemes.parts import Interval, Span


def in_future(case: Case) -> Iterator[Finding]:
    """Dates of things that have happened, after the day of the run."""
    as_of = case.judging.as_of
    for field in case.plan.past:
        value = case.record.values.get(field.key)
        if isinstance(value, date | Month) and first_day(value) > as_of:
            yield case.finding(FUTURE, field.key, got=day_text(value), expected=as_of.isoformat())


def intervals(case: Case, spoilt: set[str]) -> Iterator[Finding]:
    """The edges of the date graph that the row breaks.

    Dates in `spoilt` have a fault of their own already; a date in the wrong order is added to it: one cause, one finding.
    """
    values, wrong = case.record.values, set[str]()
    close: list[tuple[Interval, DayOrMonth, DayOrMonth]] = []
    for interval in case.plan.intervals:
        start, end = values.get(interval.start), values.get(interval.end)
        if not isinstance(start, date | Month) or not isinstance(end, date | Month) or interval.start in spoilt or interval.end in spoilt:
            continue
        in_order = first_day(start) <= last_day(end)
        if in_order and interval.minimum is None and interval.maximum is None:
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
            yield from _length(case, interval, start, end)


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


def _length(case: Case, interval: Interval, start: DayOrMonth, end: DayOrMonth) -> Iterator[Finding]:
    words = {"other": case.field(interval.start).label, "expected": day_text(start), "got": day_text(end)}
    state = Stated.by(interval)
    if interval.minimum is not None:
        if last_day(end) < _later(case, first_day(start), interval.minimum):
            earliest = _later(case, last_day(start), interval.minimum).isoformat()
            yield case.finding("interval-too-short", interval.end, least=str(interval.minimum), earliest=earliest, stated=state, **words)
        elif first_day(end) < _later(case, last_day(start), interval.minimum):
            yield _undecided(case, interval, f"与{words['other']}是否相隔 {interval.minimum}")
    if interval.maximum is not None and first_day(end) > (latest := _later(case, last_day(start), interval.maximum)):
        yield case.finding("interval-too-long", interval.end, most=str(interval.maximum), latest=latest.isoformat(), stated=state, **words)


def _undecided(case: Case, interval: Interval, reason: str) -> Finding:
    key = interval.end if isinstance(case.record.values.get(interval.end), Month) else interval.start
    return case.finding("month-boundary", key, got=day_text(case.record.values[key]), reason=reason, stated=Stated(basis=interval.basis))


def _later(case: Case, day: date, span: Span) -> date:
    """The day on which a span from a day is over."""
    if span.unit == "workdays":
        return case.judging.scheme.calendar.workday_after(day, span.amount, first_day_counts=False)
    if span.unit == "days":
        return day + timedelta(span.amount)
    return add_months(day, span.amount * (12 if span.unit == "years" else 1))
