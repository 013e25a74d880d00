"""Recommendations that a member already has: of his own row in the roster of members, and of his rows in the list of nominees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct

from xlflow.domain.dates import Month, day_in_words, last_day
from xlflow.domain.intervals import Span
from xlflow.rules import derived
from xlflow.rules.case import Case
from xlflow.schemes.scheme import Scheme

ACTIVIST, CANDIDATE = "入党积极分子", "发展对象"
"""推优① and 推优②, by what the member is recommended as."""
_ADOPTED = dict(zip((ACTIVIST, CANDIDATE), derived.ADOPTED, strict=True))
_DECLINED = "未采纳"
_WITHDRAWN = "退出本批"


class Recommendation(Struct, frozen=True):
    """One recommendation: as what, when (None: not stated), until when it holds (None: not known), and what the Party said."""

    kind: str
    day: date | None
    until: date | None = None
    result: str = ""

    @property
    def is_adopted(self) -> bool:
        """Whether the Party made him what he was recommended as."""
        return self.result == _ADOPTED.get(self.kind)

    @property
    def is_declined(self) -> bool:
        """Whether the Party did not take it up, so that it stands in nobody's way."""
        return self.result == _DECLINED

    def has_lapsed(self, as_of: date) -> bool:
        """Whether its validity is over; one without a known end has not lapsed."""
        return self.until is not None and self.until < as_of

    def words(self) -> str:
        """2026年3月5日推荐为入党积极分子，有效期至2028年3月5日，党组织意见：继续培养."""
        said = f"{day_in_words(self.day)}推荐为{self.kind}" if self.day else f"已推荐为{self.kind}（日期没有填）"
        until = f"有效期至{day_in_words(self.until)}" if self.until and not self.is_adopted else ""
        return "，".join(filter(None, (said, until, f"党组织意见：{self.result}" if self.result else "")))


def recommendations(member: Case, nominees: Sequence[Case], as_of: date) -> list[Recommendation]:
    """All that have been made by `as_of`, the latest first; of one day first that to which the Party has answered."""
    scheme = member.judging.scheme
    found = [*_of_row(member.known, scheme, as_of), *(each for case in nominees for each in _of_nominee(case, scheme))]
    return sorted((each for each in found if each.day is None or each.day <= as_of), key=_age)


def under_way(rows: Sequence[Case], as_of: date) -> str:
    """2026年4月10日推优大会通过（入党积极分子），推荐时间没有填: of the newest row of somebody who passed; else empty."""
    for case in rows:
        known = case.known
        day, kind = known.get("meeting_date"), known.get("recommendation_type")
        if case.goes_on and not case.is_over and isinstance(kind, str) and isinstance(day, date) and day <= as_of:
            return f"{day_in_words(day)}推优大会通过（{kind}），推荐时间没有填"
    return ""


def newest_first(nominees: Sequence[Case]) -> list[Case]:
    """The rows of a person in the list of nominees, without those of rounds that he has left."""
    return sorted((case for case in nominees if case.record.values.get("row_state") != _WITHDRAWN), key=_order, reverse=True)


def _order(case: Case) -> tuple[date, str, str, int]:
    values = case.record.values
    days = [day for key in ("meeting_date", "letter_date", "party_decision_date") if isinstance(day := values.get(key), date)]
    return max(days, default=date.min), str(values.get("round") or ""), case.judging.file, case.record.row


def _age(each: Recommendation) -> tuple[int, bool, str, str]:
    return -(each.day or date.min).toordinal(), not each.result, each.kind, each.result


def _of_row(known: Mapping[str, object], scheme: Scheme, as_of: date) -> Iterator[Recommendation]:
    kind, day, years = known.get("last_recommendation_type"), known.get("last_recommendation_date"), known.get("validity_years")
    if not isinstance(kind, str) or not isinstance(day, date) or _was_left_behind(known, day):
        return
    until = Span(int(12 * years), "months").after(day, scheme.calendar) if isinstance(years, int | float) else None
    yield Recommendation(kind, day, until)


def _was_left_behind(known: Mapping[str, object], day: date) -> bool:
    """Whether it was made by a branch that he has surely left since, and the scheme lets such ones lapse."""
    moved = known.get("transfer_in_date")
    return known.get("transfer_keeps_recommendation") is False and isinstance(moved, date | Month) and day < last_day(moved)


def _of_nominee(case: Case, scheme: Scheme) -> Iterator[Recommendation]:
    """The recommendation that a row led to: there is one once its validity runs, or once the Party has answered."""
    known = case.known
    kind, result = known.get("recommendation_type"), str(known.get("party_result") or "")
    if not isinstance(kind, str) or case.is_over:
        return
    starts = str(known.get("validity_starts") or "letter_date")
    day = known.get("letter_date") or (known.get(starts) if case.goes_on else None)
    day = day if isinstance(day, date) else None
    if day is None and not result:
        return
    until = derived.valid_until(known, scheme) or known.get("valid_until")
    yield Recommendation(kind, day, until if isinstance(until, date) else None, result)
