"""The 推优大会: who came, how the votes add up, who passed.

In a standard form the figures of a meeting stand once, on its own sheet, and a fault of theirs is one finding there. In a flat list
every row carries them and has its own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from xlflow.domain import ballot
from xlflow.findings import Finding
from xlflow.patterns import pattern
from xlflow.rules.case import Case, Stated
from xlflow.rules.quota_ledger import unit_key
from xlflow.tables.rows.row_kinds import is_blank

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
