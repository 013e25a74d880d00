"""The expression language of schemes: a small part of Python's, judged with missing values and with months in mind.

    months_between(league_join_date, meeting_date) >= league_age_months
    recommendation_type in ['入党积极分子', '发展对象'] and not filled(letter_date)

Allowed are comparisons (also chains), + - * / // %, and, or, not, in, not in, texts, numbers, True, False, lists of them, names and the
functions of `functions.py`. A name is a field, a fact of the unit, a param or `as_of`; `events.event_hours` means the values of that
field in the related rows of the table `events`, as a tuple.

An expression is parsed once and checked against the whitelist; of the checked tree Python text is written, and of that a function:
schemes come from people whom the program need not trust, and their rules are judged on every row.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from enum import Enum
from functools import cached_property
from itertools import product
from typing import Any, cast

from xlflow.domain.calendar import Calendar, CalendarYearUnknownError
from xlflow.domain.dates import Month
from xlflow.schemes.language.functions import functions
from xlflow.schemes.language.grammar import parse

Values = Mapping[str, object]

NO_MEANING = (TypeError, ValueError, ArithmeticError, AttributeError)
"""What Python raises where values cannot be compared or computed with: such a rule is not judged."""

_MONTHS_AT_MOST = 8
"""Each month doubles the evaluations; an expression over more of them stays undecided."""


class Verdict(Enum):
    """What an expression says about some values."""

    TRUE = "true"
    FALSE = "false"
    UNDECIDED = "undecided"
    """A month among the inputs makes it true on some of its days and false on others."""
    NOT_JUDGED = "not judged"
    """An input is missing, or the inputs cannot be compared."""
    YEAR_UNKNOWN = "year unknown"
    """Working days were asked in a year without a calendar; `Expression.unknown_year` names it."""


class Unread:
    """A value that is there and could not be read: what depends on it is not judged."""

    def __bool__(self) -> bool:
        """Neither true nor false."""
        raise TypeError("a value that could not be read")

    def __eq__(self, other: object) -> bool:
        """Equal to nothing and different from nothing but itself."""
        if self is other:
            return True
        raise TypeError("a value that could not be read")

    def __hash__(self) -> int:
        """By what it is."""
        return id(self)


UNREAD = Unread()


class Expression:
    """A compiled expression.

    `source` is the text; `names` are all names in it; `needed` those without which it is not judged: all but the names that it asks
    for with `filled`; `compared` pairs names with the texts that stand beside them. Two expressions are equal when their texts are.
    Raises `ExpressionError` (a `SchemeError`) for anything outside the language.
    """

    def __init__(self, source: str, calendar: Calendar | None = None) -> None:
        self._parsed = parse(source)
        self.source = source
        self.names = self._parsed.names
        self.needed = self._parsed.needed
        self.compared = self._parsed.compared
        self.calendar = calendar or Calendar()

    @cached_property
    def judge(self) -> Callable[[Values], Verdict]:
        """The function that says what the expression says about the values of a row.

        It is written out for the usual row, complete and without months: one lookup an input and the condition itself. All rules of a
        table together are judged faster still by `judging.judge_of`.
        """
        variables = [f"v{index}" for index in range(len(self.names))]
        needed = [variable for variable, name in zip(variables, self.names, strict=True) if name in self.needed]
        lines = [
            "def made(values):",
            "    get = values.get",
            *(f"    {variable} = get({name!r})" for variable, name in zip(variables, self.names, strict=True)),
            f"    if {' or '.join(f'{variable} is None' for variable in needed) or 'False'}: return not_judged",
            f"    if {' or '.join(f'type({variable}) in wide' for variable in variables) or 'False'}: return judge_wide(values)",
            f"    try: return true if {ast.unparse(self._parsed.body)} else false",
            "    except unknown_year: return no_year",
            "    except no_meaning: return not_judged",
        ]
        return function_of("\n".join(lines), {**functions(self.calendar), **VERDICT_NAMES, "judge_wide": self._judge_wide}, self.source)

    def _judge_wide(self, values: Values) -> Verdict:
        """The verdict where inputs stand for several values."""
        try:
            outcomes = frozenset(map(bool, self._outcomes(values)))
        except CalendarYearUnknownError:
            return Verdict.YEAR_UNKNOWN
        except NO_MEANING:
            return Verdict.NOT_JUDGED
        return _VERDICTS[outcomes]

    def value(self, values: Values) -> object | None:
        """What the expression comes to, for derived fields; None where an input is missing or a month leaves it open."""
        try:
            outcomes = self._outcomes(values)
        except (CalendarYearUnknownError, *NO_MEANING):
            return None
        return outcomes[0] if outcomes and all(outcome == outcomes[0] for outcome in outcomes) else None

    def unknown_year(self, values: Values) -> int | None:
        """The year without a calendar that kept the expression from being judged."""
        try:
            self._outcomes(values)
        except CalendarYearUnknownError as error:
            return error.year
        except NO_MEANING:
            return None
        return None

    def _outcomes(self, values: Values) -> list[object]:
        """What it comes to on the first and last days of all months among the inputs, combined; nothing where one is missing."""
        if any(values.get(name) is None for name in self.needed):
            return []
        ends = [_ends(values.get(name)) for name in self.names]
        if sum(map(len, ends)) - len(ends) > _MONTHS_AT_MOST:
            return [True, False]
        return [self._evaluate(*corner) for corner in product(*ends)]

    @cached_property
    def _evaluate(self) -> Callable[..., object]:
        arguments = ", ".join(f"v{index}" for index in range(len(self.names)))
        text = f"def made({arguments}): return {ast.unparse(self._parsed.body)}"
        return function_of(text, functions(self.calendar), self.source)

    def __eq__(self, other: object) -> bool:
        """Whether the other is an expression of the same text."""
        return isinstance(other, Expression) and self.source == other.source

    def __hash__(self) -> int:
        """By the text."""
        return hash(self.source)

    def __repr__(self) -> str:
        """The text."""
        return f"Expression({self.source!r})"

    def __reduce__(self) -> tuple[type[Expression], tuple[str, Calendar]]:
        """Schemes travel to worker processes; the function is made anew there."""
        return type(self), (self.source, self.calendar)


WIDE = frozenset({Month, tuple})
"""The types of inputs that stand for several values."""

VERDICT_NAMES: Mapping[str, object] = {
    "wide": WIDE,
    "true": Verdict.TRUE,
    "false": Verdict.FALSE,
    "not_judged": Verdict.NOT_JUDGED,
    "no_year": Verdict.YEAR_UNKNOWN,
    "unknown_year": CalendarYearUnknownError,
    "no_meaning": NO_MEANING,
}
"""What written-out functions call these things."""

_VERDICTS = {
    frozenset(): Verdict.NOT_JUDGED,
    frozenset({True}): Verdict.TRUE,
    frozenset({False}): Verdict.FALSE,
    frozenset({True, False}): Verdict.UNDECIDED,
}


def function_of(text: str, namespace: Mapping[str, object], origin: str) -> Callable[..., Any]:
    """The function `made` that a Python text defines. Only texts written out from checked trees come here."""
    scope = dict(namespace)
    exec(compile(text, f"<scheme: {origin}>", "exec"), scope)
    return cast(Callable[..., Any], scope["made"])


def _ends(value: object) -> tuple[object, ...]:
    """The value itself, or for a month its first and last day; of related values all together."""
    if isinstance(value, Month):
        return value.first, value.last
    if isinstance(value, tuple) and any(isinstance(each, Month) for each in value):
        return (
            tuple(each.first if isinstance(each, Month) else each for each in value),
            tuple(each.last if isinstance(each, Month) else each for each in value),
        )
    return (value,)
