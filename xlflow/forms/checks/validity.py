"""A recommendation that still holds needs no second one (《办法》第五条)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from xlflow.domain.dates import add_months
from xlflow.findings import Finding
from xlflow.forms.checks.case import Case, Stated

MEMBERS = "members"


def still_valid(case: Case) -> Iterator[Finding]:
    """A person whom the member roster shows as recommended in the same type within the validity, at 推优类型."""
    kind, day, param = case.record.values.get("recommendation_type"), case.known.get("meeting_date"), "validity_years"
    years = case.known.get(param)
    if kind is None or not isinstance(day, date) or not isinstance(years, int | float):
        return
    for member in case.judging.related(MEMBERS).about(case.record) if case.judging.has(MEMBERS) else ():
        before = member.values.get("last_recommendation_date")
        if member.values.get("last_recommendation_type") != kind or not isinstance(before, date) or before >= day:
            continue
        until = add_months(before, int(12 * years))
        if day < until:
            basis = Stated(basis=case.judging.scheme.params[param].basis)
            yield case.finding("recommendation-still-valid", "recommendation_type", stated=basis, got=kind, expected=until)
            return
