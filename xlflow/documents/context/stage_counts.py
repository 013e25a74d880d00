"""How far recommending has come in a period: the people who took each step in it, in all and branch by branch.

Each step counts by its own day, so that nobody counts twice over two periods. Steps without a day belong to no period.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from msgspec import Struct

from xlflow.documents.context.material import Material, Person, UnitMaterial
from xlflow.domain.periods import Period
from xlflow.domain.progress import PartyAnswer, answer, has_lapsed, is_notice_over


class Stage(Struct, frozen=True):
    """A step: the name that templates use, what documents call it, the field of its day, and who counts."""

    key: str
    title: str
    day: str
    counts: Callable[[Person], bool]


STAGES = (
    Stage("voted", "提交表决", "meeting_date", lambda person: person.value("meeting_result") is not None),
    Stage("adopted", "大会通过", "meeting_date", lambda person: person.progress.is_through),
    Stage("inspected", "考察同意", "inspection_date", lambda person: person.progress.is_inspected),
    Stage("noticed", "公示期满", "notice_end", lambda person: person.progress.is_put_forward),
    Stage("reviewed", "审核同意", "review_date", lambda person: person.progress.is_reviewed),
    Stage("recommended", "向党组织推荐", "letter_date", lambda person: person.progress.is_put_forward),
    Stage("taken", "党组织采纳", "party_decision_date", lambda person: answer(person.row.values) is PartyAnswer.ADOPTED),
)


def in_period(day: object, period: Period) -> bool:
    """Whether a value is a day that lies in the period."""
    return isinstance(day, date) and period.holds(day)


def counts_of(people: Iterable[Person], period: Period, as_of: date) -> dict[str, int]:
    """How many people took each step in the period, up to `as_of`."""
    found = dict.fromkeys((stage.key for stage in STAGES), 0)
    for person in people:
        for stage in STAGES:
            day = person.value(stage.day)
            if isinstance(day, date) and _is_done(stage, day, as_of) and period.holds(day) and stage.counts(person):
                found[stage.key] += 1
    return found


def _is_done(stage: Stage, day: date, as_of: date) -> bool:
    return is_notice_over(day, as_of) if stage.key == "noticed" else day <= as_of


def meetings_in(unit: UnitMaterial, period: Period, as_of: date) -> int:
    """How many meetings a branch held in the period: days on which somebody was voted on."""
    voted = (held for held in unit.meetings if any(person.value("meeting_result") is not None for person in held.people))
    days = (held.row.values.get("meeting_date") for held in voted)
    return len({day for day in days if isinstance(day, date) and day <= as_of and period.holds(day)})


def waiting_counts(people: Iterable[Person], as_of: date) -> dict[str, int]:
    """What has not been brought to an end by `as_of`: for review after the notice, for the Party's answer, lapsed without one."""
    found = dict.fromkeys(WAITING, 0)
    for person in people:
        state = _waiting(person, as_of)
        if state:
            found[state] += 1
    return found


WAITING: Mapping[str, str] = {"unreviewed": "公示期满未审核", "unanswered": "已推荐未反馈", "lapsed": "推荐已过有效期"}


def _waiting(person: Person, as_of: date) -> str:
    if not person.progress.is_answer_open:
        return ""
    if has_lapsed(person.value("valid_until"), as_of):
        return "lapsed"
    if isinstance(person.value("letter_date"), date):
        return "" if person.value("party_result") else "unanswered"
    reviewed = person.value("review_result")
    return "unreviewed" if reviewed is None and not person.obstacle(as_of) else ""


class BranchCounts(Struct, frozen=True):
    """One branch, over all its rounds: its meetings, its steps in the period, what waits."""

    branch: str
    meetings: int
    steps: Mapping[str, int]
    waiting: Mapping[str, int]


def branch_counts(material: Material, period: Period) -> tuple[BranchCounts, ...]:
    """The branches in the order of the roster."""
    by_branch: dict[str, list[UnitMaterial]] = {}
    for unit in material.units:
        by_branch.setdefault(unit.fact("branch"), []).append(unit)
    found = []
    for branch, units in by_branch.items():
        people = [person for unit in units for person in unit.people]
        meetings = sum(meetings_in(unit, period, material.as_of) for unit in units)
        found.append(BranchCounts(branch, meetings, counts_of(people, period, material.as_of), waiting_counts(people, material.as_of)))
    return tuple(found)
