"""The scheme's rules, and the bounds of its fields."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from math import fsum, isclose

from xlflow.domain.dates import Month
from xlflow.domain.indicators import FULL
from xlflow.figures.period_statistics import INDICATORS
from xlflow.findings import Finding, Place
from xlflow.messages import filled_in, finding
from xlflow.rules import suggested
from xlflow.rules.case import FUTURE, Case, Judging, Standing, Stated, day_text
from xlflow.rules.persons import newest, route_of
from xlflow.rules.related import EVERYBODY
from xlflow.schemes.language.expressions import Verdict
from xlflow.schemes.parts import Field, Rule
from xlflow.tables.records import Record

_CODE, _AT = "route-not-allowed", "recommendation_type"


def not_allowed(case: Case) -> Iterator[Finding]:
    """A type that the route of the unit does not allow, or a unit that no route fits, at 推优类型. Not judged where facts are missing."""
    kind = case.record.values.get(_AT)
    if kind is None:
        return
    route, is_certain = route_of(case.known, case.judging.scheme)
    if route is None:
        if is_certain:
            yield case.finding(_CODE, _AT, got=kind, reason="单位情况不符合任何一条推荐路径")
    elif route.types and kind not in route.types:
        yield case.finding(_CODE, _AT, stated=Stated.by(route), got=route.key, reason=f"这条路径可用的推优类型是{'、'.join(route.types)}")


BRANCH = "branch"


def unknown_references(judging: Judging) -> Iterator[Finding]:
    """Values that the table they refer to does not have. A table that the workbook does not hold is not asked.

    A roster holds the tables of many branches: a branch that handed in a list without the other table is not asked either.
    """
    for table in judging.scheme.tables:
        for field in judging.scheme.fields.get(table, ()):
            if not field.target:
                continue
            targets = [name for name in field.target.split("|") if judging.reading.records(name)]
            rows = [record.values for name in targets for record in judging.reading.records(name)]
            known: set[object] = {row.get(field.key) for row in rows}
            branches = {row.get(BRANCH) for row in rows}
            if known - {None}:
                asked = [case for case in judging.cases(table) if None in branches or case.record.values.get(BRANCH) in {None, *branches}]
                yield from _missing(asked, field, known, targets)


def _missing(cases: list[Case], field: Field, known: set[object], targets: list[str]) -> Iterator[Finding]:
    for case in cases:
        value = case.record.values.get(field.key)
        if value is not None and value not in known and value != EVERYBODY:
            sheets = "”或“".join(case.judging.scheme.tables[name].sheet for name in targets)
            yield case.finding("reference-unknown", field.key, got=day_text(value), expected=sheets)


def faults_of_weights(judging: Judging) -> Iterator[Finding]:
    """One finding a unit and year, at the weight of its first row; not where a weight is missing or unread."""
    units: dict[tuple[object, object], list[Case]] = defaultdict(list)
    for row in newest(judging.cases(INDICATORS)):
        units[row.record.values.get("assess_year"), row.record.values.get("unit_name")].append(row)
    for (year, unit), rows in units.items():
        weights = [weight for row in rows if isinstance(weight := row.record.values.get("weight"), int | float)]
        if len(weights) == len(rows) and None not in (year, unit) and not isclose(total := fsum(weights), FULL, abs_tol=1e-6):
            said = f"是 {unit} {year} 年各项权重之和，应为 {FULL:g}"
            yield rows[0].finding("value-out-of-range", "weight", got=f"{total:g}", expected=said)


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
