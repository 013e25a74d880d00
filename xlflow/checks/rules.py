"""The scheme's rules, and the bounds of its fields."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from xlflow.domain.dates import Month
from xlflow.findings import Finding, Place
from xlflow.messages import filled_in, finding
from xlflow.rules import suggested
from xlflow.rules.case import FUTURE, Case, Judging, Standing, Stated
from xlflow.schemes.expressions import Verdict
from xlflow.schemes.parts import Rule
from xlflow.tables.records import Record

_NOTICE = "notice-too-short"


Broken = Sequence[tuple[Rule, Verdict]]
"""The rules that a row does not keep, each with why."""


def judged(records: Sequence[Record], standings: Sequence[Standing]) -> list[Broken]:
    """For each row what its rules say. Rows of one plan, which follow one another, go together."""
    broken: list[Broken] = [()] * len(records)
    start = 0
    for _, group in groupby(standings, key=lambda standing: id(standing[1])):
        of_plan = list(group)
        behind = [standing[0] for standing in of_plan]
        rows = [record.values for record in records[start : start + len(behind)]]
        for number, rule, verdict in of_plan[0][1].rules(rows, behind):
            broken[start + number] = (*broken[start + number], (rule, verdict))
        start += len(rows)
    return broken


def future_first(broken: Broken) -> tuple[Broken, Broken]:
    """The broken rules about dates in the future, which stand first, and the others."""
    count = sum(rule.code == FUTURE for rule, _ in broken)
    return broken[:count], broken[count:]


def broken_rules(case: Case, broken: Broken, spoilt: set[str], years: set[int]) -> Iterator[Finding]:
    """The findings of the rules that the row breaks, or that a month leaves open. A rule about a date in `spoilt` is not told.

    Years without a calendar are added to `years`: they are one finding of the file.
    """
    for rule, verdict in broken:
        if spoilt and not spoilt.isdisjoint(rule.require.names):
            continue
        if verdict is Verdict.YEAR_UNKNOWN:
            years.add(rule.require.unknown_year(case.known) or 0)
        else:
            yield _broken(case, rule, verdict)


def _broken(case: Case, rule: Rule, verdict: Verdict) -> Finding:
    got = case.get(rule.at, "")
    if verdict is Verdict.UNDECIDED:
        basis = Stated(basis=rule.basis)
        return case.finding(
            "month-boundary", _month_cell(case, rule), stated=basis, got=got, reason=filled_in(rule.code, rule.message, case)
        )
    words = {**case.known, **_length_of_notice(case)} if rule.code == _NOTICE else case
    return case.finding_of(rule.code, rule.at, rule, got, words)


def _length_of_notice(case: Case) -> dict[str, object]:
    """How many working days the notice lasts, how many are asked, and its first lawful last day."""
    start, end = case.known.get("notice_start"), case.known.get("notice_end")
    earliest = suggested.notice_end(case.known, case.judging.scheme, case.judging.as_of)
    if not isinstance(start, date) or not isinstance(end, date) or earliest is None:
        return {}
    first_day_counts = bool(case.known.get("notice_first_day_counts"))
    days = case.judging.scheme.calendar.workdays_between(start, end, first_day_counts)
    return {"days": days, "least": case.known.get("notice_workdays", ""), "earliest": earliest}


def _month_cell(case: Case, rule: Rule) -> str:
    """The cell that would decide the rule if it had a day."""
    if isinstance(case.record.values.get(rule.at), Month):
        return rule.at
    months = (key for key in rule.require.names if isinstance(case.record.values.get(key), Month))
    return next(months, rule.at)


def out_of_range(case: Case) -> Iterator[Finding]:
    """Values outside the bounds that their field states."""
    for field in case.plan.bounded:
        value = case.record.values.get(field.key)
        if isinstance(value, int | float) and not isinstance(value, bool):
            if field.minimum is not None and value < field.minimum:
                yield case.finding("value-out-of-range", field.key, got=value, expected=f"不应小于 {field.minimum:g}")
            elif field.maximum is not None and value > field.maximum:
                yield case.finding("value-out-of-range", field.key, got=value, expected=f"不应大于 {field.maximum:g}")


def unknown_years(judging: Judging, years: set[int]) -> Iterator[Finding]:
    """Working days asked in years without data: one finding of the file."""
    if years:
        yield finding("calendar-year-unknown", Place(judging.file), got="、".join(str(year) for year in sorted(years)))
