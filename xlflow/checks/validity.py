"""A recommendation that still holds needs no second one (《办法》第五条)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from xlflow.domain.dates import Month, first_day, last_day
from xlflow.domain.intervals import Span, month_end_words
from xlflow.findings import Finding
from xlflow.messages import finding
from xlflow.rules.case import Case, Stated
from xlflow.schemes.table_roles import MEMBERS
from xlflow.tables.records import Record

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
