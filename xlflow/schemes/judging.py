"""All rules of a table as one Python function: each input is looked up once a row, each rule is one condition.

`Expression.judge` says the same, one expression at a time; a test holds the two together. Thirty rules a row cost about what the same
rules cost written by hand.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from xlflow.domain.calendar import Calendar
from xlflow.schemes.expressions import VERDICT_NAMES, WIDE, Values, Verdict, function_of
from xlflow.schemes.functions import functions
from xlflow.schemes.grammar import parse
from xlflow.schemes.parts import Rule

Judge = Callable[[Values, Values], list[tuple[Rule, Verdict]]]
"""From the values of a row, and those behind it (its meeting's, its unit's, the params), to the rules that apply to the row and do not
hold, in order: FALSE, UNDECIDED or YEAR_UNKNOWN."""


def judge_of(rules: Sequence[Rule]) -> Judge:
    """The function that judges the rules. A value of the row stands before one of that name behind it.

    It is written out twice: for the usual row, in which no input is missing and none stands for several values, and for all others.
    """
    variables: dict[str, int] = {}
    read = [_Read.of(index, rule, variables) for index, rule in enumerate(rules)]
    needed = {number for each in read for number in each.needed}
    optional = {number for each in read for number in each.optional} - needed
    lookups = [
        line
        for name, number in variables.items()
        for line in (f"v{number} = get({name!r})", f"if v{number} is None: v{number} = back({name!r})")
    ]
    text = "\n    ".join(
        [
            "def made(row, behind):",
            "get, back, found = row.get, behind.get, []",
            *lookups,
            f"if special.isdisjoint(map(type, ({_listed(needed)}))) and wide.isdisjoint(map(type, ({_listed(optional)}))):",
            *(f"    {line}" for each in read for line in each.judged()),
            "    return found",
            *(f"n{number} = type(v{number}) not in special" for number in variables.values()),
            *(line for each in read for line in each.judged_with_care()),
            "return found",
        ]
    )
    calendar = rules[0].require.calendar if rules else Calendar()
    namespace: dict[str, object] = {
        **functions(calendar),
        **{f"rule{index}": rule for index, rule in enumerate(rules)},
        **VERDICT_NAMES,
        "special": frozenset({type(None), *WIDE}),
        "one_by_one": _judge_alone,
    }
    return function_of(text, namespace, "rules")


def _listed(numbers: Iterable[int]) -> str:
    return "".join(f"v{number}, " for number in sorted(numbers))


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
            f"    if {self.broken}: found.append((rule{self.index}, false))",
            f"except unknown_year: found.append((rule{self.index}, no_year))",
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
            f"elif {there}: one_by_one(rule{self.index}, {{**behind, **row}}, found)",
        ]


def _judge_alone(rule: Rule, values: Values, found: list[tuple[Rule, Verdict]]) -> None:
    """Adds the rule to those found if it applies and does not hold on all days of the months among its inputs."""
    if rule.when is not None and rule.when.judge(values) is not Verdict.TRUE:
        return
    verdict = rule.require.judge(values)
    if verdict is not Verdict.TRUE and verdict is not Verdict.NOT_JUDGED:
        found.append((rule, verdict))
