"""The 推优大会: who came, how the votes add up, who passed.

In a standard form the figures of a meeting stand once, on its own sheet, and a fault of theirs is one finding there. In a flat list
every row carries them and has its own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

from xlflow.domain import ballot
from xlflow.domain.ballot import whole
from xlflow.domain.progress import Vote
from xlflow.findings import Finding, Place, Severity
from xlflow.messages import finding
from xlflow.patterns import pattern
from xlflow.rules.case import Case, Judging, Stated, day_text, with_reason
from xlflow.rules.persons import person_key
from xlflow.rules.quota_ledger import in_words, same_unit, unit_key
from xlflow.schemes.table_roles import MEETINGS, NOMINEES, QUOTA
from xlflow.tables.rows.row_kinds import is_blank

_BASES = {"member_count": "团员数", "eligible": "应到会人数", "voting_member_count": "有表决权团员数"}


_GIVEN = "{branch} {day}大会通过 {got} 人，超过下达的名额 {limit} 人"


def exceeded(judging: Judging, cases: Sequence[Case]) -> Iterator[Finding]:
    """Meetings in which more people pass than the ratio of the scheme (or the number given out) allows."""
    for (branch, day), rows in by_meeting(cases).items():
        people = {_person(case) for case in rows if case.progress.vote is Vote.PASSED and not case.progress.is_out}
        given = whole(rows[0].known.get("quota_given"))
        quota = judging.scheme.quota_on(day if isinstance(day, date) else judging.as_of)
        words, size = _base(judging, rows)
        if size is None and given is None:
            continue
        limit = Fraction(given) if given is not None else quota.limit(size or 0)
        if len(people) > limit:
            sheet = rows[0].record.header
            found = finding(
                "quota-exceeded",
                Place(judging.file, sheet.sheet, sheet_index=sheet.sheet_index),
                got=len(people),
                severity=quota.severity,
                basis=quota.basis,
                branch=branch or "",
                day=day_text(day),
                message=_GIVEN if given is not None else "",
                base=words,
                size=size if size is not None else "",
                share=_percent(quota.share),
                limit=int(limit),
            )
            yield with_reason(found, _said_of_the_meeting(rows[0]))


def _said_of_the_meeting(case: Case) -> str | None:
    """核实说明 of the meeting: the finding is about nobody's row."""
    meeting = case.judging.meeting_of(case.record)
    return case.judging.reading.reasons.get((meeting.header.sheet, meeting.row)) if meeting else None


def _base(judging: Judging, rows: Sequence[Case]) -> tuple[str, int | None]:
    """How the base is called, and its size; where rows of a meeting differ, the largest."""
    quota = judging.scheme.quota
    figures = [{**_places(case), **case.known} for case in rows]
    if quota.base is not None:
        sizes = [size for known in figures if (size := quota.size(known)) is not None]
        return in_words(quota.base, judging.scheme), max(sizes, default=None)
    for key in quota.bases:
        found = [size for known in figures if (size := whole(known.get(key))) is not None]
        if found:
            return _BASES.get(key, key), max(found)
    return "", None


def _places(case: Case) -> Mapping[str, object]:
    """What the sheet of places says of the branch, where it has one row about it."""
    own = [
        row.record.values for row in case.judging.cases(QUOTA) if same_unit(row.record.values.get("unit_name"), case.known.get("branch"))
    ]
    return own[0] if len(own) == 1 else {}


def _person(case: Case) -> object:
    """Who is counted once, be it in two types. Where a row has no complete key, one name is one person: no false alarm."""
    values, table = case.record.values, case.judging.scheme.tables[NOMINEES]
    return person_key(values, table.key_fields) or values.get("name") or case.record.row


def _percent(ratio: Fraction) -> str:
    return f"{float(ratio):.0%}" if (ratio * 100).denominator == 1 else f"{float(ratio):.1%}"


_FIGURES = ("eligible", "present", "ballots_valid")
_COMPARED = {
    ("value-differs", "eligible"): "eligible",
    ("value-differs", "present"): "present",
    ("votes-do-not-add-up", "in_favour"): "ballots_valid",
}
"""Findings of a person's row, by code and field, and the figure of the meeting that they rest on."""


def without_echoes(judging: Judging, findings: list[Finding]) -> list[Finding]:
    """The findings without those that rest on a figure of 推优大会 at which an error stands."""
    errors = {(f.place.sheet, f.place.row, f.place.field) for f in findings if f.severity is Severity.ERROR}
    doubtful = {
        (meeting.header.sheet, meeting.row, key)
        for meeting in judging.reading.records(MEETINGS)
        for key in _FIGURES
        if (meeting.header.sheet, meeting.row, key) in errors
    }
    if not doubtful:
        return findings
    meetings = {
        (row.header.sheet, row.row): (meeting.header.sheet, meeting.row)
        for row in judging.reading.records(NOMINEES)
        if (meeting := judging.meeting_of(row)) is not None
    }
    return [
        found
        for found in findings
        if (figure := _COMPARED.get((found.code, found.place.field or ""))) is None
        or (*meetings.get((found.place.sheet or "", found.place.row or 0), ()), figure) not in doubtful
    ]


_NAMES = pattern(r"[、，,;；/\s]+")
_OFFICERS = ("scrutineer", "counter", "caller")
_ABSENT = pattern(r"[、，,;；\n]+")


def attendance(case: Case) -> Iterator[Finding]:
    """More people than could come, or fewer than must: at 实到会人数 of the row or meeting."""
    eligible, present = case.whole("eligible"), case.whole("present")
    if eligible is None or present is None or case.record.position("present") is None or "present" not in case.record.values:
        return
    quorum = case.ballot.quorum
    if present > eligible:
        yield case.finding("present-exceeds-eligible", "present", got=present, expected=eligible)
    elif ballot.has_quorum(case.known, quorum) is False:
        base = case.whole(quorum.of) or 0
        words = {"eligible": eligible, "least": quorum.least(base)}
        yield case.finding("quorum-not-met", "present", stated=Stated(basis=case.ballot.basis), got=present, **words)


def votes(case: Case) -> Iterator[Finding]:
    """The votes of one person: more than people, not adding up, below the line while the row goes on."""
    in_favour, present = case.whole("in_favour"), case.whole("present")
    total, is_complete = ballot.votes_cast(case.known)
    if in_favour is not None and present is not None and max(in_favour, total) > present:
        what, got = ("赞成", in_favour) if in_favour > present else ("赞成、反对、弃权合计", total)
        yield case.finding("votes-exceed-present", "in_favour", got=got, what=what, present=present)
    elif is_complete:
        yield from _sum(case, total)
    if case.passes is False and case.goes_on and ballot.has_quorum(case.known, case.ballot.quorum) is not False:
        yield from _pass_line(case)


def _sum(case: Case, total: int) -> Iterator[Finding]:
    what, expected = "实到" if case.whole("ballots_valid") is None else "有效票", ballot.votes_to_cast(case.known)
    if expected is not None and total != expected:
        yield case.finding("votes-do-not-add-up", "in_favour", got=total, what=what, expected=expected)


def _pass_line(case: Case) -> Iterator[Finding]:
    if (missed := ballot.missed_line(case.known, case.ballot.pass_lines)) is not None:
        line, base = missed
        words = {"base": case.label(line.of), "eligible": base, "least": line.least(base)}
        yield case.finding("pass-line-not-met", "in_favour", stated=Stated(basis=case.ballot.basis), got=case.whole("in_favour"), **words)


def officers(case: Case, nominees: frozenset[str]) -> Iterator[Finding]:
    """监票, 计票, 唱票 by people who are voted on."""
    for key in _OFFICERS:
        value = case.record.values.get(key)
        names = [name for name in _NAMES.split(value) if name in nominees] if isinstance(value, str) else []
        if names:
            yield case.finding("officer-is-nominee", key, got="、".join(names))


def absentees(case: Case) -> Iterator[Finding]:
    """As many names as people who did not come."""
    eligible, present, text = case.whole("eligible"), case.whole("present"), case.record.values.get("absentees")
    if eligible is None or present is None or eligible < present or not isinstance(text, str):
        return
    named = sum(not is_blank(part) for part in _ABSENT.split(re.sub(r"[(（][^)）]*[)）]", "", text)))
    if named != eligible - present:
        yield case.finding("absentees-count", "absentees", got=named, expected=eligible - present)


def ranks(cases: Sequence[Case]) -> Iterator[Finding]:
    """推荐排序 is unique within a meeting and type."""
    seen: dict[tuple[object, ...], Case] = {}
    for case in cases:
        rank = case.record.values.get("branch_rank")
        if rank is None:
            continue
        place = (unit_key(case.known.get("branch")), *(case.known.get(key) for key in ("meeting_date", "recommendation_type")), rank)
        if place in seen:
            yield case.finding("rank-not-unique", "branch_rank", got=rank, other=seen[place].record.row)
        seen.setdefault(place, case)


def by_meeting(cases: Sequence[Case]) -> dict[tuple[object, object], list[Case]]:
    """The rows of each meeting: one branch on one day. A branch is named as its first row has it: 软件1班 and 软件1班团支部 are one."""
    meetings: dict[tuple[object, object], list[Case]] = defaultdict(list)
    names: dict[str, object] = {}
    for case in cases:
        if "meeting_date" in case.known:
            branch = case.known.get("branch")
            meetings[names.setdefault(unit_key(branch), branch), case.known["meeting_date"]].append(case)
    return meetings
