"""The quota of a meeting: how many people may pass."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

from xlflow.checks.ballot import by_meeting
from xlflow.domain.ballot import whole
from xlflow.findings import Finding, Place
from xlflow.messages import finding
from xlflow.rules.case import Case, Judging, day_text, with_reason
from xlflow.rules.persons import person_key
from xlflow.rules.quota_ledger import in_words, same_unit
from xlflow.schemes.table_roles import NOMINEES, QUOTA

_BASES = {"member_count": "团员数", "eligible": "应到会人数", "voting_member_count": "有表决权团员数"}


_GIVEN = "{branch} {day}大会通过 {got} 人，超过下达的名额 {limit} 人"


def exceeded(judging: Judging, cases: Sequence[Case]) -> Iterator[Finding]:
    """Meetings in which more people pass than the ratio of the scheme (or the number given out) allows."""
    for (branch, day), rows in by_meeting(cases).items():
        people = {_person(case) for case in rows if case.passes and not case.is_dropped}
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
