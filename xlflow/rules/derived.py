"""Values that follow from others: what 自动填充 recomputes, and what documents print where nobody filled it in.

All are pure functions of the values of one row (of the nominee with the figures of his meeting). None or "" says that something is
missing. Nothing is ever invented: without votes there is no result.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from xlflow.domain import ballot, progress
from xlflow.domain.ballot import whole as whole
from xlflow.domain.dates import DayOrMonth, Month, add_months, first_day, full_months, full_years
from xlflow.domain.progress import Vote
from xlflow.schemes.language.expressions import Verdict
from xlflow.schemes.parts import Ballot
from xlflow.schemes.scheme import Scheme

Values = Mapping[str, object]

VOTE_DAY, NOTICE_DAY = "meeting_date", "notice_end"
_NOMINEES, _TYPE = "nominees", "recommendation_type"
_BRANCH_WORDS = ("团支部", "团总支")


def meeting_result(values: Values, scheme: Scheme) -> str:
    """大会结果 as papers print it: 通过, 未通过 or 本人退出; "" where neither votes nor a word say it.

    Nobody has passed a meeting without a quorum.
    """
    decided = vote(values, scheme)
    if decided is Vote.OPEN:
        return str(values.get("meeting_result") or "")
    return progress.NOT_PASSED if decided is Vote.VOID else str(decided.value)


def vote(values: Values, scheme: Scheme) -> Vote:
    """What the meeting of a row has decided, by the quorum and the pass lines of its day."""
    own = ballot_of(values, scheme)
    return progress.vote(values, own.quorum, own.pass_lines)


def unasked_steps(known: Values, scheme: Scheme, as_of: date) -> Iterator[str]:
    """The days of vote and public notice, where a rule of the scheme takes them off this person; 听取意见 is no recommendation."""
    for key in (VOTE_DAY, NOTICE_DAY):
        rule = scheme.field(_NOMINEES, key).unless if scheme.has_field(_NOMINEES, key) else None
        if rule is None or set(rule.names) == {_TYPE} or not progress.is_balloted(known):
            continue
        if rule.judge({**{name: scheme.param(name, as_of) for name in rule.names if name in scheme.params}, **known}) is Verdict.TRUE:
            yield key


def has_quorum(values: Values, scheme: Scheme) -> bool | None:
    """Whether enough people came for a meeting to decide anything; None where the figures are missing."""
    return ballot.has_quorum(values, ballot_of(values, scheme).quorum)


def ballot_of(values: Values, scheme: Scheme) -> Ballot:
    """How the meeting of a row decides, by its day; without one by the day from which the scheme holds."""
    return scheme.ballot_on(_day_of(values, scheme.effective_from))


def approval_rate(values: Values) -> Fraction | None:
    """赞成票占应到会: the share that decides."""
    return _share(values.get("in_favour"), values.get("eligible"))


def ballot_rate(values: Values) -> Fraction | None:
    """赞成票占有效票, else of those present where the valid ballots are not stated."""
    return _share(values.get("in_favour"), values.get("ballots_valid") or values.get("present"))


def ballots_invalid(values: Values) -> int | None:
    """收回票数 less 有效票数."""
    returned, valid = whole(values.get("ballots_returned")), whole(values.get("ballots_valid"))
    return None if returned is None or valid is None else returned - valid


def age(values: Values, as_of: date) -> int | None:
    """Full years on the meeting day, before it on `as_of`; None where only the month of birth is known and it is that very month."""
    birth, day = values.get("birth_date"), _day_of(values, as_of)
    if isinstance(birth, Month):
        years = {full_years(birth.first, day), full_years(birth.last, day)}
        return years.pop() if len(years) == 1 else None
    return full_years(birth, day) if isinstance(birth, date) else None


def league_age(values: Values, as_of: date) -> str:
    """团龄 on the meeting day (before it on `as_of`): 2年3个月. A month counts from its first day, as people count it."""
    joined = values.get("league_join_date")
    if not isinstance(joined, DayOrMonth):
        return ""
    months = full_months(first_day(joined), _day_of(values, as_of))
    if months < 1:
        return "不满1个月" if months == 0 else ""
    years, rest = divmod(months, 12)
    return (f"{years}年" if years else "") + (f"{rest}个月" if rest else "")


def valid_until(values: Values, scheme: Scheme) -> date | None:
    """The day on which a recommendation lapses: the same day `validity_years` after the day that the scheme counts from (民法典 202条)."""
    if not {"validity_starts", "validity_years"} <= scheme.params.keys():
        return None
    start = values.get(str(scheme.param("validity_starts", _day_of(values, scheme.effective_from))))
    if not isinstance(start, date):
        return None
    years = whole(scheme.param("validity_years", _day_of(values, start)))
    return None if years is None else add_months(start, 12 * years)


def branch_short(branch: str) -> str:
    """The branch without 团支部 or 团总支, for file names: 软件2201团支部 is 软件2201."""
    for word in _BRANCH_WORDS:
        short = branch.removesuffix(word).strip()
        if short and short != branch:
            return short
    return branch


def _share(part: object, base: object) -> Fraction | None:
    count, of = whole(part), whole(base)
    return Fraction(count, of) if count is not None and of else None


def _day_of(values: Values, otherwise: date) -> date:
    day = values.get("meeting_date")
    return day if isinstance(day, date) else otherwise
