"""下一步: what is to be done next for a nominee, in a few words, from how far his row is filled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from xlflow.domain import stages
from xlflow.domain.dates import Month, first_day, last_day
from xlflow.domain.intervals import Ahead, Edge, ahead
from xlflow.rules import derived, suggested
from xlflow.rules.derived import ADOPTED, AGREED, Values
from xlflow.schemes.expressions import Verdict
from xlflow.schemes.scheme import Scheme

_TABLE = "nominees"
_LONGEST = 60
"""Characters of the cell."""

_OBJECTED = "有异议影响推荐"


def next_step(values: Values, scheme: Scheme, as_of: date, steps_ahead: Sequence[str] = ()) -> str:
    """One line for the row: 公示到3月13日，期满后报软件学院团委. `values`: the row with the facts of its meeting and unit, and the params.

    Where a date of the scheme's intervals is due or overdue, that is said behind it: ；党组织谈话应在4月5日前; and so are the steps that
    come next in the scheme's chains: ；下一环节：乡镇团委初审上报.
    """
    line = _after_review(values, as_of) or _after_meeting(values, as_of) or _before_meeting(values, as_of)
    for more in (_term(values, scheme, as_of), *(f"下一环节：{step}" for step in steps_ahead)):
        line += f"；{more}" if more and len(line) + len(more) < _LONGEST else ""
    return line


def _term(values: Values, scheme: Scheme, as_of: date) -> str:
    """The most urgent awaited date that has a term; else, of people whom the Party has taken on, the next date and its earliest day.

    What was never filled in is not awaited any longer once a later step has been reached or something has happened after its term, and
    is not told as overdue once something after it is planned.
    """
    dates = {key: value for key, value in values.items() if isinstance(value, date | Month) and scheme.has_field(_TABLE, key)}
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
    if values.get("party_result") in ADOPTED:
        for each in awaited:
            if each.earliest > as_of:
                return f"最早{_day(each.earliest, as_of)}{_deed(each, scheme)}"
    return ""


def _edges(values: Values, scheme: Scheme) -> list[Edge]:
    return [
        Edge(interval.start, interval.end, interval.minimum, interval.maximum)
        for interval in scheme.intervals
        if interval.table == _TABLE and (interval.when is None or interval.when.judge(values) is Verdict.TRUE)
    ]


def _deed(each: Ahead, scheme: Scheme) -> str:
    """What happens on a date, by its header: 党组织谈话时间 is 党组织谈话."""
    label = scheme.field(_TABLE, each.step).label if scheme.has_field(_TABLE, each.step) else each.step
    return label.removesuffix("时间").removesuffix("日期")


def _after_review(values: Values, as_of: date) -> str:
    """From the committee's review on."""
    party, review, until = values.get("party_result"), values.get("review_result"), values.get("valid_until")
    if party in ADOPTED:
        return f"党组织已{party}，协助做好培养教育"
    if party is not None:
        return f"党组织意见为“{party}”，团支部继续培养"
    if values.get("letter_date") is not None:
        if isinstance(until, date) and until < as_of:
            return f"推荐已于{_day(until, as_of)}过期，再推荐须重新推优"
        return "已推荐，等候党组织答复" + (f"，有效期至{_day(until, as_of)}" if isinstance(until, date) else "")
    if review == AGREED:
        return "团委已同意，待出具推荐函"
    return {"退回补充": "按团委意见补充材料后重报", "不同意": "团委不同意推荐，本次结束"}.get(str(review), "")


def _after_meeting(values: Values, as_of: date) -> str:
    """From the result of the meeting to the hand-in after the public notice."""
    result, inspected, end = values.get("meeting_result"), values.get("inspection_result"), values.get("notice_end")
    if result in (derived.NOT_PASSED, derived.STEPPED_BACK):
        return f"大会结果为“{result}”，本次结束"
    if inspected is not None and inspected != AGREED:
        return f"考察结论为“{inspected}”，本次结束"
    if values.get("objections") == _OBJECTED:
        return "公示有异议，暂不上报"
    if isinstance(end, date):
        return _notice(values, end, as_of)
    if values.get("notice_start") is not None:
        return "补填公示结束日期"
    if inspected == AGREED:
        return "开始公示"
    return "团支部委员会考察" if result == derived.PASSED else ""


def _notice(values: Values, end: date, as_of: date) -> str:
    to = str(values.get("parent_committee") or "上级团组织")
    to = to if len(to) <= 20 else "上级团组织"
    if as_of <= end:
        return f"公示到{_day(end, as_of)}，期满后报{to}"
    done = "" if values.get("objections") is not None else "填公示异议，"
    return f"公示{_day(end, as_of)}满，{done}可报{to}"


def _before_meeting(values: Values, as_of: date) -> str:
    day = values.get("meeting_date")
    if not suggested.is_balloted(values):
        return "向党组织出具团组织意见"
    if not isinstance(day, date):
        return "召开推优大会"
    return f"{_day(day, as_of)}召开推优大会" if day > as_of else "填推优大会票数"


def _day(day: date, as_of: date) -> str:
    """3月9日; with the year where it is another one."""
    return f"{day.month}月{day.day}日" if day.year == as_of.year else f"{day.year}年{day.month}月{day.day}日"
