"""All checks of one workbook, in the order in which one cause silences another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec.structs import replace

from xlflow.checks import date_order, differs, meeting_votes, person_numbers, required, scheme_rules
from xlflow.checks.meeting_votes import without_echoes
from xlflow.checks.person_numbers import contradictions
from xlflow.checks.pools import faults_of_places, faults_of_points
from xlflow.checks.scheme_rules import faults_of_weights, unknown_references
from xlflow.findings import Finding, in_order, mask
from xlflow.messages import shorten, visible
from xlflow.rules.case import Case, Judging, with_reason
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.table_roles import MEETINGS, NOMINEES
from xlflow.tables.records import WorkbookReading

_LONGEST_NAME = 20


def judge(reading: WorkbookReading, scheme: Scheme, as_of: date, phase: str | None = None) -> list[Finding]:
    """Everything that is wrong with a workbook by itself, sorted; the reading's own findings are part of it.

    `phase` (one of PHASES) goes before the 填报阶段 of a standard form: what would be wrong if the branch had come that far.
    Duplicates are found across rows and workbooks by `roster.duplicates`.
    """
    judging = Judging(reading, scheme, as_of, phase)
    found = [*reading.findings, *required.missing_columns(judging), *required.phase_behind(judging)]
    years: set[int] = set()
    for table in scheme.tables:
        cases = judging.cases(table)
        told = scheme_rules.judged([case.record for case in cases], [(case.behind, case.plan) for case in cases])
        for case, broken in zip(cases, told, strict=True):
            found += _row(case, broken, years)
        if table == NOMINEES:
            found += [
                *meeting_votes.ranks(cases),
                *meeting_votes.exceeded(judging, cases),
                *differs.differing(judging, cases),
                *contradictions(cases, scheme),
            ]
            found += [wrong for case in cases for wrong in scheme_rules.not_allowed(case)]
    found += date_order.broken(judging)
    found += scheme_rules.unknown_years(judging, years)
    found += unknown_references(judging)
    found += [*faults_of_places(judging), *faults_of_points(judging), *faults_of_weights(judging)]
    once = list(dict.fromkeys(found))  # a month in a row about 全体 leaves open what is asked of everybody, and is one fault
    return in_order(_told_whole(judging, without_echoes(judging, once)))


def _row(case: Case, broken: scheme_rules.Broken, years: set[int]) -> Iterator[Finding]:
    future, other = scheme_rules.future_first(broken)
    yield from required.missing_cells(case)
    yield from person_numbers.id_number(case)
    yield from person_numbers.league_number(case)
    spoilt: set[str] = set()
    for found in (*date_order.in_future(case), *scheme_rules.broken_rules(case, future, spoilt, years)):
        spoilt.add(found.place.field or "")
        yield found
    yield from date_order.intervals(case, spoilt, years)
    yield from scheme_rules.broken_rules(case, other, spoilt, years)
    yield from scheme_rules.out_of_range(case)
    yield from required.missing_events(case, spoilt)
    if case.record.table == MEETINGS:
        yield from meeting_votes.attendance(case)
        yield from meeting_votes.officers(case, case.judging.nominee_names)
        yield from meeting_votes.absentees(case)
    elif case.record.table == NOMINEES:
        if case.judging.meeting_of(case.record) is None:
            yield from meeting_votes.attendance(case)
        yield from meeting_votes.votes(case)
        yield from date_order.still_valid(case)


def _told_whole(judging: Judging, findings: list[Finding]) -> Iterator[Finding]:
    """The findings with the name of their row; where it has a reason in 核实说明, confirmed with it, as far as they may be."""
    names = {
        (table.header.sheet, record.row): mask(visible(name))
        for table in judging.reading.tables
        for record in table.records
        if isinstance(name := record.values.get("name"), str)
    }
    for found in findings:
        place = found.place.sheet or "", found.place.row or 0
        named = replace(found, who=shorten(names[place], _LONGEST_NAME)) if place in names else found
        yield with_reason(named, judging.reading.reasons.get(place))
