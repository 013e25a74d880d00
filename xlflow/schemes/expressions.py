"""The expression language of schemes: a small part of Python's, judged with missing values and with months in mind.

    months_between(league_join_date, meeting_date) >= league_age_months
    recommendation_type in ['入党积极分子', '发展对象'] and not filled(letter_date)

Allowed are comparisons (also chains), + - * / // %, and, or, not, in, not in, texts, numbers, True, False, lists of them, names and the
functions of `functions.py`. A name is a field, a fact of the unit, a param or `as_of`; `events.event_hours` means the values of that
field in the related rows of the table `events`, as a tuple.

An expression is parsed once, checked against the whitelist, and turned into one Python function: schemes come from people whom the
program need not trust, and thirty of them are judged on every row.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from enum import Enum
from itertools import product
from types import NoneType

from xlflow.domain.calendar import Calendar, CalendarYearUnknownError
from xlflow.domain.dates import Month
from xlflow.schemes.functions import functions
from xlflow.schemes.grammar import Parsed, parse

Values = Mapping[str, object]

_SPECIAL = frozenset({NoneType, Month, tuple})
"""Types of inputs that need more than one plain evaluation."""

_MONTHS_AT_MOST = 8
"""Each month doubles the evaluations; an expression over more of them stays undecided."""

_NO_MEANING = (TypeError, ValueError, ArithmeticError, AttributeError)
"""What Python raises where values cannot be compared or computed with: such a rule is not judged."""


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


class Expression:
    """A compiled expression.

    `source` is the text; `names` are all names in it; `needed` those without which it is not judged: all but the names that it asks
    for with `filled`; `compared` pairs names with the texts that stand beside them. `judge(values)` gives the `Verdict`.
    Two expressions are equal when their texts are. Raises `ExpressionError` (a `SchemeError`) for anything outside the language.
    """

    __slots__ = ("_calendar", "_evaluate", "compared", "judge", "names", "needed", "source")

    judge: Callable[[Values], Verdict]

    def __init__(self, source: str, calendar: Calendar | None = None) -> None:
        parsed = parse(source)
        self.source = source
        self.names = parsed.names
        self.needed = parsed.needed
        self.compared = parsed.compared
        self._calendar = calendar or Calendar()
        self._evaluate, self.judge = _compiled(parsed, self._calendar)

    def value(self, values: Values) -> object | None:
        """What the expression comes to, for derived fields; None where an input is missing or a month leaves it open."""
        try:
            results = self._results(values)
        except CalendarYearUnknownError:
            return None
        return results[0] if results and all(result == results[0] for result in results) else None

    def unknown_year(self, values: Values) -> int | None:
        """The year without a calendar that kept the expression from being judged."""
        try:
            self._results(values)
        except CalendarYearUnknownError as error:
            return error.year
        return None

    def _results(self, values: Values) -> list[object]:
        inputs = [values.get(name) for name in self.names]
        if any(values.get(name) is None for name in self.needed):
            return []
        try:
            return [self._evaluate(*corner) for corner in _corners(inputs)]
        except CalendarYearUnknownError:
            raise
        except _NO_MEANING:
            return []

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
        return type(self), (self.source, self._calendar)


def _compiled(parsed: Parsed, calendar: Calendar) -> tuple[Callable[..., object], Callable[[Values], Verdict]]:
    """The function of the inputs, and the function of a row that judges it.

    The second is written out as Python text: one lookup an input, one type test, the condition itself. The usual row, complete and
    without months, is judged without a further call.
    """
    variables = [f"v{index}" for index in range(len(parsed.names))]
    condition = ast.unparse(parsed.body)
    tests = " or ".join(f"type({v}) in special" for v in variables)
    arguments = ", ".join(variables)
    text = "\n".join(
        [
            f"def evaluate({arguments}): return {condition}",
            "def judge(values):",
            "    get = values.get",
            *(f"    {v} = get({name!r})" for v, name in zip(variables, parsed.names, strict=True)),
            f"    if {tests or 'False'}: return special_inputs(evaluate, needed, [{arguments}])",
            "    try: return true if " + condition + " else false",
            "    except unknown_year: return no_year",
            "    except no_meaning: return not_judged",
        ]
    )
    needed = tuple(name in parsed.needed for name in parsed.names)
    namespace: dict[str, object] = {
        **functions(calendar),
        "special": _SPECIAL,
        "special_inputs": _judge_special,
        "needed": needed,
        "true": Verdict.TRUE,
        "false": Verdict.FALSE,
        "no_year": Verdict.YEAR_UNKNOWN,
        "not_judged": Verdict.NOT_JUDGED,
        "unknown_year": CalendarYearUnknownError,
        "no_meaning": _NO_MEANING,
    }
    exec(compile(text, f"<scheme: {parsed.source}>", "exec"), namespace)
    return namespace["evaluate"], namespace["judge"]  # type: ignore[return-value]


def _judge_special(evaluate: Callable[..., object], needed: tuple[bool, ...], inputs: list[object]) -> Verdict:
    """The verdict where an input is missing, a month, or the values of related rows."""
    if any(value is None and wanted for value, wanted in zip(inputs, needed, strict=True)):
        return Verdict.NOT_JUDGED
    if sum(_holds_month(value) for value in inputs) > _MONTHS_AT_MOST:
        return Verdict.UNDECIDED
    try:
        outcomes = {bool(evaluate(*corner)) for corner in _corners(inputs)}
    except CalendarYearUnknownError:
        return Verdict.YEAR_UNKNOWN
    except _NO_MEANING:
        return Verdict.NOT_JUDGED
    if len(outcomes) > 1:
        return Verdict.UNDECIDED
    return Verdict.TRUE if outcomes.pop() else Verdict.FALSE


def _corners(inputs: list[object]) -> product[tuple[object, ...]]:
    """The inputs with every month replaced by its first and by its last day, in all combinations."""
    return product(*(_ends(value) if _holds_month(value) else (value,) for value in inputs))


def _holds_month(value: object) -> bool:
    if isinstance(value, tuple):
        return any(isinstance(each, Month) for each in value)
    return isinstance(value, Month)


def _ends(value: object) -> tuple[object, object]:
    if isinstance(value, tuple):
        return (
            tuple(each.first if isinstance(each, Month) else each for each in value),
            tuple(each.last if isinstance(each, Month) else each for each in value),
        )
    assert isinstance(value, Month)
    return value.first, value.last
