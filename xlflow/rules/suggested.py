"""Values that 自动填充 proposes for empty cells: each from what the same workbook says elsewhere, by the scheme where a rule decides.

All are pure functions of the values of one row, with the facts of its meeting and unit. None says that the value cannot be known.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from xlflow.domain import ballot, identity
from xlflow.domain.calendar import CalendarYearUnknownError
from xlflow.rules import derived
from xlflow.rules.derived import Values, whole
from xlflow.schemes.scheme import Scheme


def gender(values: Values) -> str | None:
    """性别 by the 17th digit of an ID number whose check digit is right."""
    number = _sound_id(values)
    return identity.gender(number) if number else None


def birth_date(values: Values) -> date | None:
    """出生日期 by digits 7 to 14 of an ID number whose check digit is right."""
    number = _sound_id(values)
    return identity.birth_date(number) if number else None


def _sound_id(values: Values) -> str | None:
    number = values.get("id_number")
    sound = isinstance(number, str) and identity.has_id_form(number) and identity.check_digit(number) == number[17]
    return str(number) if sound else None


def meeting_result(values: Values, scheme: Scheme) -> str | None:
    """通过 or 未通过 by the votes and the pass lines; nothing where no quorum came: such a meeting decides nothing."""
    if whole(values.get("in_favour")) is None or derived.has_quorum(values, scheme) is not True:
        return None
    counted = derived.meeting_result({key: value for key, value in values.items() if key != "meeting_result"}, scheme)
    return counted or None


def uncast(values: Values) -> int | None:
    """0 for 反对 or 弃权 where the other votes already are all the valid ballots (of those present where no ballots are counted)."""
    total = ballot.votes_to_cast(values)
    if total is None or whole(values.get(ballot.IN_FAVOUR)) is None:
        return None
    return 0 if ballot.votes_cast(values)[0] == total else None


def notice_end(values: Values, scheme: Scheme, as_of: date) -> date | None:
    """The first lawful last day of a public notice, by the working days (调休 included) and the params of the meeting day."""
    start = values.get("notice_start")
    if not isinstance(start, date) or not {"notice_workdays", "notice_first_day_counts"} <= scheme.params.keys():
        return None
    meeting = values.get("meeting_date")
    day = meeting if isinstance(meeting, date) else as_of
    asked = whole(scheme.param("notice_workdays", day))
    try:
        return None if asked is None else scheme.calendar.workday_after(start, asked, bool(scheme.param("notice_first_day_counts", day)))
    except CalendarYearUnknownError:
        return None


def voting_right(values: Values, scheme: Scheme, as_of: date) -> bool | None:
    """有无表决权 of a member: none for 留团察看, 已转出 and 群众; for Party members who are still League members as the scheme says."""
    switch = "party_members_vote"
    said = bool(scheme.param(switch, as_of)) if switch in scheme.params else None
    return ballot.has_vote(values.get("member_state"), values.get("political_status"), said)


def member_count(members: Iterable[Values]) -> int | None:
    """团员总数 by the member roster: everybody but those who have left and young people who are no members; None without a roster."""
    counted = [ballot.is_counted(values.get("member_state"), values.get("political_status")) for values in members]
    return sum(counted) if counted else None


def voting_member_count(members: Iterable[Values]) -> int | None:
    """有表决权团员数 by the member roster; None where of anybody it is not known."""
    rights = [values.get("voting_right") for values in members]
    return sum(right is True for right in rights) if rights and None not in rights else None


def meeting_number(day: object, days: Iterable[object]) -> int | None:
    """会议序号: 1 for the first day; None for a meeting without a day, or one of two on a day."""
    held = sorted(other for other in days if isinstance(other, date))
    return held.index(day) + 1 if isinstance(day, date) and held.count(day) == 1 else None
