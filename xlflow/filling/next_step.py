"""下一步: what is to be done next for a nominee, in a few words, from how far his row is filled."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from xlflow.domain import stages
from xlflow.domain.dates import Month, first_day, last_day
from xlflow.domain.intervals import Ahead, Edge, ahead
from xlflow.domain.progress import (
    NOT_PASSED,
    NomineeProgress,
    NomineeState,
    PartyAnswer,
    Vote,
    answer,
    is_balloted,
    is_notice_over,
    stated_vote,
)
from xlflow.rules import derived
from xlflow.rules.derived import Values
from xlflow.schemes.language.expressions import Verdict
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.table_roles import NOMINEES

_LONGEST = 60
"""Characters of the cell."""


def next_step(values: Values, scheme: Scheme, as_of: date, steps_ahead: Sequence[str] = ()) -> str:
    """One line for the row: 公示到3月13日，期满后报软件学院团委. `values`: the row with the facts of its meeting and unit, and the params.

    Where a date of the scheme's intervals is due or overdue, that is said behind it: ；党组织谈话应在4月5日前; and so are the steps that
    come next in the scheme's chains: ；下一环节：乡镇团委初审上报.
    """
    nominee = _nominee(values, scheme, as_of)
    line = _line(nominee, as_of)
    for more in (_term(nominee, scheme, as_of), *(f"下一环节：{step}" for step in steps_ahead)):
        line += f"；{more}" if more and len(line) + len(more) < _LONGEST else ""
    return line


def _term(nominee: NomineeProgress, scheme: Scheme, as_of: date) -> str:
    """The most urgent awaited date that has a term; else, of people whom the Party has taken on, the next date and its earliest day.

    What was never filled in is not awaited any longer once a later step has been reached or something has happened after its term, and
    is not told as overdue once something after it is planned.
    """
    values = nominee.values
    dates = {key: value for key, value in values.items() if isinstance(value, date | Month) and scheme.has_field(NOMINEES, key)}
    known = {key: value for key, value in dates.items() if last_day(value) <= as_of}
    steps = [step.field for step in scheme.steps if step.field]
    reached = stages.reached(steps, known)
    gone = steps[: steps.index(reached)] if reached else []
    awaited = [each for each in ahead(_edges(values, scheme), known, as_of, scheme.calendar) if each.step not in gone]
    for each in awaited:
        later = dates if each.is_overdue else known
        if each.due is not None and all(first_day(day) <= each.due for day in later.values()):
            what, day = _deed(each, scheme), _day(each.due, as_of)
            return f"{what}已过{day}期限" if each.is_overdue else f"{what}应在{day}前"
    if answer(values) is PartyAnswer.ADOPTED:
        for each in awaited:
            if each.earliest > as_of:
                return f"最早{_day(each.earliest, as_of)}{_deed(each, scheme)}"
    return ""


def _edges(values: Values, scheme: Scheme) -> list[Edge]:
    return [
        Edge(interval.start, interval.end, interval.minimum, interval.maximum)
        for interval in scheme.intervals
        if interval.table == NOMINEES and (interval.when is None or interval.when.judge(values) is Verdict.TRUE)
    ]


def _deed(each: Ahead, scheme: Scheme) -> str:
    """What happens on a date, by its header: 党组织谈话时间 is 党组织谈话."""
    label = scheme.field(NOMINEES, each.step).label if scheme.has_field(NOMINEES, each.step) else each.step
    return label.removesuffix("时间").removesuffix("日期")


def _line(nominee: NomineeProgress, as_of: date) -> str:
    """What the state of the nominee asks for."""
    values, state = nominee.values, nominee.state(as_of)
    said = _OF_STATE.get(state)
    return _before_meeting(values, as_of) if said is None else said if isinstance(said, str) else said(values, as_of)


def _nominee(values: Values, scheme: Scheme, as_of: date) -> NomineeProgress:
    """The row as it states the result, else as the votes decide it."""
    stated = stated_vote(values)
    vote = derived.vote(values, scheme) if stated is Vote.OPEN else stated
    return NomineeProgress(values, vote, vote is Vote.OPEN and derived.VOTE_DAY in derived.unasked_steps(values, scheme, as_of))


def _sent(values: Values, as_of: date) -> str:
    until = values.get("valid_until")
    return "已推荐，等候党组织答复" + (f"，有效期至{_day(until, as_of)}" if isinstance(until, date) else "")


def _lapsed(values: Values, as_of: date) -> str:
    until = values["valid_until"]
    return f"推荐已于{_day(until, as_of)}过期，再推荐须重新推优" if isinstance(until, date) else ""


def _answered(values: Values, as_of: date) -> str:
    return f"党组织意见为“{values['party_result']}”，团支部继续培养"


def _notice(values: Values, as_of: date) -> str:
    to, end = str(values.get("parent_committee") or "上级团组织"), values["notice_end"]
    to = to if len(to) <= 20 else "上级团组织"
    if not isinstance(end, date):
        return ""
    if not is_notice_over(end, as_of):
        return f"公示到{_day(end, as_of)}，期满后报{to}"
    done = "" if values.get("objections") is not None else "填公示异议，"
    return f"公示{_day(end, as_of)}满，{done}可报{to}"


def _before_meeting(values: Values, as_of: date) -> str:
    day = values.get("meeting_date")
    if not is_balloted(values):
        return "向党组织出具团组织意见"
    if not isinstance(day, date):
        return "召开推优大会"
    return f"{_day(day, as_of)}召开推优大会" if day > as_of else "填推优大会票数"


_OF_STATE: Mapping[NomineeState, str | Callable[[Values, date], str]] = {
    NomineeState.LEFT_ROUND: "",
    NomineeState.VOID: "召开推优大会",
    NomineeState.NOT_PASSED: lambda values, as_of: f"大会结果为“{values.get('meeting_result') or NOT_PASSED}”，本次结束",
    NomineeState.PASSED: "团支部委员会考察",
    NomineeState.DROPPED: lambda values, as_of: f"考察结论为“{values['inspection_result']}”，本次结束",
    NomineeState.INSPECTED: "开始公示",
    NomineeState.NOTICE_OPEN: "补填公示结束日期",
    NomineeState.IN_NOTICE: _notice,
    NomineeState.OBJECTED: "公示有异议，暂不上报",
    NomineeState.NOTICED: _notice,
    NomineeState.RETURNED: "按团委意见补充材料后重报",
    NomineeState.REFUSED: "团委不同意推荐，本次结束",
    NomineeState.REVIEWED: "团委已同意，待出具推荐函",
    NomineeState.RECOMMENDED: _sent,
    NomineeState.LAPSED: _lapsed,
    NomineeState.ANSWERED: _answered,
    NomineeState.DECLINED: _answered,
    NomineeState.ADOPTED: lambda values, as_of: f"党组织已{values['party_result']}，协助做好培养教育",
}


def _day(day: date, as_of: date) -> str:
    """3月9日; with the year where it is another one."""
    return f"{day.month}月{day.day}日" if day.year == as_of.year else f"{day.year}年{day.month}月{day.day}日"
