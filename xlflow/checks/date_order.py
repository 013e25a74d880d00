"""Dates: in the future, in the wrong order, too close together or too far apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from xlflow.domain import intervals as graph
from xlflow.domain.calendar import CalendarYearUnknownError
from xlflow.domain.dates import DayOrMonth, Month, first_day, last_day
from xlflow.domain.intervals import Fit, Span, month_end_words
from xlflow.domain.stages import Break, StepBreak, faults
from xlflow.findings import Finding
from xlflow.messages import finding
from xlflow.rules.case import FUTURE, Case, Judging, Stated, day_text
from xlflow.rules.required_evidence import steps_of, taken
from xlflow.schemes.language.expressions import Verdict
from xlflow.schemes.parts import Interval
from xlflow.schemes.procedures import Chain
from xlflow.schemes.table_roles import MEMBERS
from xlflow.tables.records import Record


def broken(judging: Judging) -> Iterator[Finding]:
    """Steps before the ones that they follow (date-order, at the day), and after ones left out or not passed (event-missing)."""
    for chain in judging.scheme.chains:
        for cases in _people(judging.cases(chain.table)):
            yield from _history(chain, cases)


def _people(cases: Sequence[Case]) -> Iterator[list[Case]]:
    """The rows of each person. Where a name is two people's, by their numbers, rows without one may be of either: nobody's are judged."""
    by_name: dict[tuple[object, ...], list[Case]] = defaultdict(list)
    for case in cases:
        by_name[tuple(case.record.values.get(key) for key in ("branch", "name"))].append(case)
    for group in by_name.values():
        numbers = {_number(case) for case in group}
        if len(numbers - {None}) < 2:
            yield group
        elif None not in numbers:
            yield from ([case for case in group if _number(case) == number] for number in sorted(map(str, numbers)))


def _number(case: Case) -> str | None:
    number = case.record.values.get("id_number", case.record.values.get("student_id"))
    return None if number is None else str(number)


def _history(chain: Chain, cases: Sequence[Case]) -> Iterator[Finding]:
    """The faults of one person's history; a row whose step could not be read may be the one that is missing."""
    steps = steps_of(chain, cases[0].judging.scheme)
    if any(chain.step in case.record.unread for case in cases):
        return
    known = [case for case in cases if case.record.values.get(chain.step) in steps]
    for fault in faults([taken(chain, case.record, steps) for case in known]):
        yield _finding(chain, steps, known, fault)


def _finding(chain: Chain, steps: Sequence[str], cases: Sequence[Case], fault: StepBreak) -> Finding:
    case = cases[fault.at]
    step = str(case.record.values[chain.step])
    if fault.kind is Break.TOO_EARLY and fault.before is not None:
        other = cases[fault.before].record.values
        words = {"other": f"“{other[chain.step]}”", "expected": day_text(other[chain.day])}
        return case.finding("date-order", chain.day, stated=Stated(basis=chain.basis), got=day_text(case.record.values[chain.day]), **words)
    before = steps[steps.index(step) - 1]
    if fault.before is None:
        missing = f"“{step}”之前没有“{before}”"
    else:
        missing = f"“{before}”结果为“{cases[fault.before].record.values[chain.result]}”，不能进入“{step}”"
    return case.finding("event-missing", chain.step, stated=Stated.by(chain), got=step, missing=missing)


_MOVED = "transfer_in_date"


def still_valid(case: Case) -> Iterator[Finding]:
    """A person whom the member roster shows as recommended in the same type within the validity, at 推优类型.

    A recommendation by the branch that somebody has left since still holds, unless the scheme lets it lapse with the transfer.
    """
    kind, day, param = case.record.values.get("recommendation_type"), case.known.get("meeting_date"), "validity_years"
    years = case.known.get(param)
    if kind is None or not isinstance(day, date) or not isinstance(years, int | float):
        return
    span = Span(int(12 * years), "months")
    for member in case.judging.related(MEMBERS).about(case.record) if case.judging.has(MEMBERS) else ():
        before = member.values.get("last_recommendation_date")
        if member.values.get("last_recommendation_type") != kind or not isinstance(before, date) or before >= day:
            continue
        until = span.after(before, case.judging.scheme.calendar)
        if day < until:
            yield from _holds(case, member, before, Stated(basis=case.judging.scheme.params[param].basis), until, span)
            return


def _holds(case: Case, member: Record, before: date, stated: Stated, until: date, span: Span) -> Iterator[Finding]:
    moved = member.values.get(_MOVED)
    lapses = case.known.get("transfer_keeps_recommendation") is False and isinstance(moved, date | Month)
    if lapses and isinstance(moved, date | Month) and before < first_day(moved):
        return
    if lapses and isinstance(moved, Month) and before < last_day(moved):
        place = member.place(case.judging.file, _MOVED, case.judging.scheme.field(MEMBERS, _MOVED).label)
        yield finding("month-boundary", place, got=moved, basis=stated.basis, words={"reason": "转入前的推荐是否已经失效"})
        return
    expected = f"{until.isoformat()}{month_end_words(before, span)}"
    yield case.finding(
        "recommendation-still-valid", "recommendation_type", stated=stated, got=case.known["recommendation_type"], expected=expected
    )


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
