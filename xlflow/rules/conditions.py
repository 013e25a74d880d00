"""The conditions of a scheme about one member: whether each holds, since when, and what is missing in words."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import date
from string import Formatter

from msgspec import Struct

from xlflow.domain.dates import Month, day_in_words, last_day
from xlflow.domain.screening import ConditionStanding, standing, time_left
from xlflow.messages import filled_in
from xlflow.schemes.language.expressions import UNREAD, Verdict
from xlflow.schemes.procedures import Condition
from xlflow.schemes.scheme import Scheme

Values = Mapping[str, object]
_TODAY = "as_of"
_HOLDS = {Verdict.TRUE: True, Verdict.FALSE: False}


class Gap(Struct, frozen=True):
    """What a member lacks, as one clause. `is_doubtful`: it is only not certain that he has it."""

    key: str
    label: str
    words: str
    is_doubtful: bool = False


class Conditions:
    """All conditions of a scheme, each compiled once; what was found for equal values is not worked out again."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self.bars = [_Asked(condition) for condition in scheme.conditions if condition.excludes]
        self.asked = [_Asked(condition) for condition in scheme.conditions if not condition.excludes]
        self.names = frozenset(name for each in (*self.bars, *self.asked) for name in each.names)


class _Asked:
    """One condition."""

    def __init__(self, condition: Condition) -> None:
        expressions = [each for each in (condition.when, condition.require) if each is not None]
        self.condition = condition
        self.names = tuple(dict.fromkeys(name for each in expressions for name in each.names if name != _TODAY))
        self.depends_on_day = any(_TODAY in each.names for each in expressions)
        self.said = tuple(name for _, name, _, _ in Formatter().parse(condition.missing) if name)
        self.known: dict[Hashable, ConditionStanding] = {}

    def standing(self, values: Values, day: date) -> ConditionStanding:
        """How it stands on a day for the values of a member."""
        key = (day, *map(values.get, self.names))
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = self._standing(values, day)
        return found

    def _standing(self, values: Values, day: date) -> ConditionStanding:
        if self.depends_on_day:
            return standing(self._holds(values), day)
        holds = _HOLDS.get(self.verdict(values))
        return ConditionStanding(holds, self._evidence_day(values, day) if holds else None)

    def _holds(self, values: Values) -> Callable[[date], bool | None]:
        own = dict(values)

        def holds(day: date) -> bool | None:
            own[_TODAY] = day
            return _HOLDS.get(self.verdict(own))

        return holds

    def verdict(self, values: Values) -> Verdict:
        """True also where it does not concern the member; where that cannot be told it is asked."""
        when = self.condition.when
        return Verdict.TRUE if when is not None and when.judge(values) is Verdict.FALSE else self.condition.require.judge(values)

    def _evidence_day(self, values: Values, day: date) -> date | None:
        """The last of the days that it names: it cannot have held before."""
        named = [last_day(value) for name in self.condition.require.names if isinstance(value := values.get(name), date | Month)]
        return max((each for each in named if each <= day), default=None)

    def gap(self, found: ConditionStanding, values: Values, day: date, label: Callable[[str], str]) -> Gap:
        """What is missing where it does not hold. `label` tells how people call a name."""
        condition = self.condition
        doubt = "" if found.holds is False else self._doubt(values, label)
        months = any(isinstance(values.get(name), Month) for name in self.names)
        if found.ahead is not None:
            until = f"{'最迟' if months else ''}{day_in_words(found.ahead)}满"
            words = (
                f"{condition.label}待核实：{doubt}，{until}" if doubt else f"{condition.label}还差 {time_left(day, found.ahead)}（{until}）"
            )
        elif doubt or (doubt := self._unfilled(self.said, values, label)):
            words = doubt if doubt.startswith(condition.label) else f"{condition.label}待核实：{doubt}"
        else:
            words = filled_in("", condition.missing, {name: in_words(values.get(name)) for name in self.said})
        return Gap(condition.key, condition.label, words, bool(doubt))

    def _doubt(self, values: Values, label: Callable[[str], str]) -> str:
        """Why it cannot be told: inputs that could not be read or are missing, or months."""
        require = self.condition.require
        if unread := dict.fromkeys(label(name) for name in self.names if values.get(name) is UNREAD):
            return f"{'、'.join(unread)}无法识别"
        if unfilled := self._unfilled(require.needed, values, label):
            return unfilled
        months = [f"{label(name)}只填到月（{in_words(value)}）" for name in self.names if isinstance(value := values.get(name), Month)]
        if months:
            return "，".join(months)
        year = require.unknown_year(values)
        return f"没有 {year} 年的节假日安排" if year else "所填内容无法判断"

    @staticmethod
    def _unfilled(names: Iterable[str], values: Values, label: Callable[[str], str]) -> str:
        missing = dict.fromkeys(label(name) for name in names if values.get(name) is None)
        return f"{'、'.join(missing)}没有填或无法识别" if missing else ""


def in_words(value: object) -> str:
    """A value inside a clause."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return day_in_words(value)
    if isinstance(value, Month):
        return f"{value.year}年{value.month}月"
    if isinstance(value, tuple):
        return "、".join(map(in_words, value))
    return f"{value:g}" if isinstance(value, float) else "未填" if value is None else str(value)
