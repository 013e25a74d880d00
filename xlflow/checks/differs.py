"""Typed values that differ from what the workbook itself says elsewhere (value-differs).

Judged is only what one cell proves against another; a majority of rows of a flat list proves nothing, a day may have two meetings. Not
judged: what has a code of its own (gender and birth by the ID, 通过 below the line, a notice that is too short), texts that people may
word as they like, and cells that 自动填充 recomputes anyway.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xlflow.domain.progress import NOT_PASSED, PASSED
from xlflow.findings import Finding
from xlflow.rules import derived, suggested
from xlflow.rules.case import Case, Judging
from xlflow.rules.persons import route_key
from xlflow.schemes.parts import FilledBy
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.table_roles import MEETINGS, MEMBERS, NOMINEES, UNIT

_CODE = "value-differs"


def differing(judging: Judging, nominees: Sequence[Case]) -> Iterator[Finding]:
    """One finding for each such cell, at the cell; `nominees` are the cases of the list."""
    if judging.reading.is_standard_form:
        yield from _branches(judging, nominees)
        yield from _results(nominees, judging.scheme)
        yield from _routes(nominees, judging.scheme)
        yield from _counts(judging)
    if judging.has(MEETINGS):
        yield from _figures(judging, nominees)


def _branches(judging: Judging, nominees: Sequence[Case]) -> Iterator[Finding]:
    """所在团支部 against the unit, in the form of one branch: where rows name several others, the form is one of several branches."""
    own = judging.unit.get("branch")
    if not isinstance(own, str) or own.endswith("团总支"):
        return
    others = [case for case in nominees if _short(case.record.values.get("branch", own)) != _short(own)]
    if len({_short(case.record.values["branch"]) for case in others}) == 1:
        for case in others:
            yield case.finding(_CODE, "branch", got=case.record.values["branch"], expected=own)


def _short(branch: object) -> str:
    return derived.branch_short(str(branch))


def _results(nominees: Sequence[Case], scheme: Scheme) -> Iterator[Finding]:
    """A typed 未通过 though the votes reach every line."""
    for case in nominees:
        typed = case.record.values.get("meeting_result")
        if typed == NOT_PASSED and suggested.meeting_result(case.known, scheme) == PASSED:
            yield case.finding(_CODE, "meeting_result", got=typed, expected=PASSED)


def _routes(nominees: Sequence[Case], scheme: Scheme) -> Iterator[Finding]:
    """A typed 推荐路径 against the facts of the unit, where a scheme lets people type it."""
    if scheme.has_field(NOMINEES, "route") and scheme.field(NOMINEES, "route").filled_by is not FilledBy.DERIVED:
        for case in nominees:
            typed, expected = case.record.values.get("route"), route_key(case.known, scheme)
            if typed is not None and expected is not None and typed != expected:
                yield case.finding(_CODE, "route", got=typed, expected=expected)


def _counts(judging: Judging) -> Iterator[Finding]:
    """Numbers of members against the member roster, and the right to vote against the state of a member."""
    members = judging.cases(MEMBERS)
    rights = [_right(case) for case in members]
    for case, right in zip(members, rights, strict=True):
        typed = case.record.values.get("voting_right")
        if right is False and typed is True:
            yield case.finding(_CODE, "voting_right", got="是", expected="否")
    known = [
        {**case.record.values, "voting_right": case.record.values.get("voting_right", right)}
        for case, right in zip(members, rights, strict=True)
    ]
    wanted = {"member_count": suggested.member_count(known), "voting_member_count": suggested.voting_member_count(known)}
    for case in judging.cases(UNIT):
        for key, number in wanted.items():
            typed = case.whole(key)
            if number is not None and typed is not None and typed != number:
                yield case.finding(_CODE, key, got=typed, expected=number)


def _right(case: Case) -> bool | None:
    return suggested.voting_right(case.record.values, case.judging.scheme, case.judging.as_of)


def _figures(judging: Judging, nominees: Sequence[Case]) -> Iterator[Finding]:
    """应到 and 实到 of a row against its meeting."""
    for case in nominees:
        meeting = judging.meeting_of(case.record)
        for key in ("eligible", "present"):
            typed, figure = case.record.values.get(key), meeting.values.get(key) if meeting else None
            if typed is not None and figure is not None and typed != figure:
                yield case.finding(_CODE, key, got=typed, expected=figure)
