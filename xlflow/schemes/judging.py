"""All rules of a table as one Python function over its rows: each input is looked up once a row, each rule is one condition.

`Expression.judge` says the same, one expression at a time; a test holds the two together. Thirty rules a row cost about what the same
rules cost written by hand.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from xlflow.schemes.expressions import VERDICT_NAMES, WIDE, Values, Verdict, function_of
from xlflow.schemes.functions import functions
from xlflow.schemes.grammar import parse
from xlflow.schemes.parts import Rule

Told = tuple[int, Rule, Verdict]
"""The number of a row, a rule that applies to it and does not hold, and why: FALSE, UNDECIDED or YEAR_UNKNOWN."""

Judge = Callable[[Sequence[Values], Sequence[Values]], list[Told]]
"""From rows, and the values behind each of them (its meeting's, its unit's, the params), to what is told, row by row, rules in order."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What is known beforehand about the names in the rules of a table, so that nothing is looked up in vain."""

    row: frozenset[str] = frozenset()
    """Names that only the row can have."""
    behind: frozenset[str] = frozenset()
    """Names that only stand behind it."""
    single: frozenset[str] = frozenset()
    """Names that never stand for several values."""


NOTHING_KNOWN = Inputs()


def judge_of(rules: Sequence[Rule], inputs: Inputs = NOTHING_KNOWN) -> Judge:
    """The function that judges the rules. A value of the row stands before one of that name behind it.

    It is written out twice: for the usual row, in which no input is missing and none stands for several values, and for all others.
    """
    if not rules:
        return lambda rows, behinds: []
    variables: dict[str, int] = {}
    read = [_Read.of(index, rule, variables) for index, rule in enumerate(rules)]
    behind = {name: number for name, number in variables.items() if name in inputs.behind}
    own = {name: number for name, number in variables.items() if name in inputs.row}
    needed = sorted({number for each in read for number in each.needed})
    wide = [number for name, number in variables.items() if name not in inputs.single]
    lines = [
        "def made(rows, behinds):",
        "    told, last = [], None",
        "    for row_number, row in enumerate(rows):",
        "        get, behind = row.get, behinds[row_number]",
        "        if behind is not last:",
        "            last, back = behind, behind.get",
        *(f"            v{number} = back({name!r})" for name, number in behind.items()),
        *(f"        {line}" for line in _fetched(own)),
        *(f"        {line}" for name, number in variables.items() if not (name in behind or name in own) for line in _lookup(name, number)),
        f"        if not ({_any(f'v{number} is None' for number in needed)} or {_any(f'type(v{number}) in wide' for number in wide)}):",
        *(f"            {line}" for each in read for line in each.judged()),
        "            continue",
        *(f"        n{number} = type(v{number}) not in special" for number in variables.values()),
        *(f"        {line}" for each in read for line in each.judged_with_care()),
        "    return told",
    ]
    namespace: dict[str, object] = {
        **functions(rules[0].require.calendar),
        **{f"rule{index}": rule for index, rule in enumerate(rules)},
        **VERDICT_NAMES,
        "special": frozenset({type(None), *WIDE}),
        "alone": _judge_alone,
        "fetch": _getter(list(own)),
        "no_key": KeyError,
    }
    return function_of("\n".join(lines), namespace, "rules")


def _fetched(own: Mapping[str, int]) -> list[str]:
    """The lines that look up what only the row can have: all in one step where the row has all of it, which is the usual case."""
    if not own:
        return []
    together = "".join(f"v{number}, " for number in own.values())
    return [
        f"try: {together}= fetch(row)",
        "except no_key:",
        *(f"    v{number} = get({name!r})" for name, number in own.items()),
    ]


def _lookup(name: str, number: int) -> list[str]:
    return [f"v{number} = get({name!r})", f"if v{number} is None: v{number} = back({name!r})"]


def _getter(names: Sequence[str]) -> Callable[[Values], tuple[object, ...]]:
    """Looks up several names at once; `KeyError` where one is missing."""
    return itemgetter(*names) if len(names) > 1 else lambda row: tuple(row[name] for name in names)


def _any(conditions: Iterable[str]) -> str:
    return " or ".join(conditions) or "False"


@dataclass(frozen=True, slots=True)
class _Read:
    """A rule with its inputs as variables. `broken` is the condition under which it is told, as Python text."""

    index: int
    broken: str
    needed: tuple[int, ...]
    optional: tuple[int, ...]

    @classmethod
    def of(cls, index: int, rule: Rule, variables: dict[str, int]) -> _Read:
        """A rule read; names that have no variable yet get one."""
        expressions = [expression for expression in (rule.when, rule.require) if expression is not None]
        parsed = [parse(expression.source, variables) for expression in expressions]
        needed = dict.fromkeys(variables[name] for each in parsed for name in each.needed)
        optional = dict.fromkeys(variables[name] for each in parsed for name in each.names if variables[name] not in needed)
        conditions = [ast.unparse(each.body) for each in parsed]
        broken = f"not ({conditions[-1]})" if rule.when is None else f"({conditions[0]}) and not ({conditions[1]})"
        return cls(index, broken, tuple(needed), tuple(optional))

    def judged(self) -> list[str]:
        """The lines for a row in which no input is missing or stands for several values."""
        return [
            "try:",
            f"    if {self.broken}: told.append((row_number, rule{self.index}, false))",
            f"except unknown_year: told.append((row_number, rule{self.index}, no_year))",
            "except no_meaning: pass",
        ]

    def judged_with_care(self) -> list[str]:
        """The lines for any row: where a needed input is missing nothing is said; where one is wide the rule is judged by itself.

        `n1` says that the input `v1` is neither missing nor wide.
        """
        usual = [*(f"n{number}" for number in self.needed), *(f"(n{number} or v{number} is None)" for number in self.optional)]
        there = " and ".join(f"v{number} is not None" for number in self.needed) or "True"
        return [
            f"if {' and '.join(usual) or 'True'}:",
            *(f"    {line}" for line in self.judged()),
            f"elif {there}: told += alone(row_number, rule{self.index}, {{**behind, **row}})",
        ]


def _judge_alone(row_number: int, rule: Rule, values: Values) -> list[Told]:
    """The rule, if it applies and does not hold on all days of the months among its inputs."""
    if rule.when is not None and rule.when.judge(values) is not Verdict.TRUE:
        return []
    verdict = rule.require.judge(values)
    return [] if verdict in (Verdict.TRUE, Verdict.NOT_JUDGED) else [(row_number, rule, verdict)]
