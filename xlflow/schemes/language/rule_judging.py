"""All rules of a table as one Python function over its rows: each input is looked up once a row, each rule is one condition.

`Expression.judge` says the same, one expression at a time; a test holds the two together. Thirty rules a row cost about what the same
rules cost written by hand.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Sequence
from operator import itemgetter

from msgspec import Struct

from xlflow.schemes.language.expressions import VERDICT_NAMES, WIDE, Values, Verdict, function_of
from xlflow.schemes.language.functions import functions
from xlflow.schemes.language.grammar import parse
from xlflow.schemes.parts import Rule

Told = tuple[int, Rule, Verdict]
"""The number of a row, a rule that applies to it and does not hold, and why: FALSE, UNDECIDED or YEAR_UNKNOWN."""

Judge = Callable[[Sequence[Values], Sequence[Values]], list[Told]]
"""From rows, and the values behind each of them (its meeting's, its unit's, the params), to what is told, row by row, rules in order."""


class Inputs(Struct, frozen=True):
    """What is known beforehand about the names in the rules of a table, so that nothing is looked up in vain."""

    row: frozenset[str] = frozenset()
    """Names that most rows have themselves: those with a column."""
    behind: frozenset[str] = frozenset()
    """Names that only stand behind a row."""
    single: frozenset[str] = frozenset()
    """Names that never stand for several values."""


NOTHING_KNOWN = Inputs()


def judge_of(rules: Sequence[Rule], inputs: Inputs = NOTHING_KNOWN) -> Judge:
    """The function that judges the rules. A value of the row stands before one of that name behind it; a row holds no None.

    It is written out twice: for the usual row, which has all that its columns promise and nothing that stands for several values, and for
    all others. What stands behind is looked at once for all rows that share it.
    """
    if not rules:
        return lambda rows, behinds: []
    variables: dict[str, int] = {}
    read = [_Read.of(index, rule, variables) for index, rule in enumerate(rules)]
    behind = {name: number for name, number in variables.items() if name in inputs.behind}
    own = {name: number for name, number in variables.items() if name in inputs.row and name not in behind}
    loose = {name: number for name, number in variables.items() if name not in own and name not in behind}
    wide = [number for name, number in variables.items() if name not in inputs.single]
    lines = [
        "def made(rows, behinds):",
        "    told, last = [], None",
        "    for row_number, row in enumerate(rows):",
        "        behind = behinds[row_number]",
        "        if behind is not last:",
        "            last, back = behind, behind.get",
        *(f"            v{number} = back({name!r})" for name, number in behind.items()),
        f"            complete = {_all_usual(behind.values(), wide, 'is not None')}",
        *(f"        {line}" for name, number in loose.items() for line in _lookup(name, number)),
        *(f"        n{number} = type(v{number}) not in special" for number in loose.values()),
        "        try:",
        f"            [{', '.join(f'v{number}' for number in own.values())}] = fetch(row)",
        "        except no_key:",
        *(f"            {line}" for name, number in own.items() for line in _lookup(name, number)),
        "            pass",
        "        else:",
        f"            if complete and {_all_usual(own.values(), wide)}:",
        *(f"                {line}" for each in read for line in each.judged(loose.values())),
        "                continue",
        *(f"        n{number} = type(v{number}) not in special" for number in (*behind.values(), *own.values())),
        *(f"        {line}" for each in read for line in each.judged(variables.values())),
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


def _lookup(name: str, number: int) -> list[str]:
    return [f"v{number} = row.get({name!r})", f"if v{number} is None: v{number} = back({name!r})"]


def _getter(names: Sequence[str]) -> Callable[[Values], tuple[object, ...]]:
    """Looks up several names at once; `KeyError` where one is missing."""
    return itemgetter(*names) if len(names) > 1 else lambda row: tuple(row[name] for name in names)


def _all_usual(numbers: Collection[int], wide: Collection[int], *more: str) -> str:
    """The condition that no variable stands for several values, and what `more` says of each, as Python text."""
    conditions = [f"v{number} {each}" for number in numbers for each in more]
    conditions += [f"type(v{number}) not in wide" for number in numbers if number in wide]
    return " and ".join(conditions) or "True"


class _Read(Struct, frozen=True):
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

    def judged(self, doubtful: Collection[int]) -> list[str]:
        """The lines that judge the rule where the variables in `doubtful` may be missing or stand for several values.

        Where a needed one is missing nothing is said; where one is wide the rule is judged by itself. `n1` says that `v1` is neither.
        """
        lines = [
            "try:",
            f"    if {self.broken}: told.append((row_number, rule{self.index}, false))",
            f"except unknown_year: told.append((row_number, rule{self.index}, no_year))",
            "except no_meaning: pass",
        ]
        needed = [number for number in self.needed if number in doubtful]
        optional = [number for number in self.optional if number in doubtful]
        if not needed and not optional:
            return lines
        usual = [*(f"n{number}" for number in needed), *(f"(n{number} or v{number} is None)" for number in optional)]
        there = " and ".join(f"v{number} is not None" for number in needed) or "True"
        return [
            f"if {' and '.join(usual)}:",
            *(f"    {line}" for line in lines),
            f"elif {there}: told += alone(row_number, rule{self.index}, {{**behind, **row}})",
        ]


def _judge_alone(row_number: int, rule: Rule, values: Values) -> list[Told]:
    """The rule, if it applies and does not hold on all days of the months among its inputs."""
    if rule.when is not None and rule.when.judge(values) is not Verdict.TRUE:
        return []
    verdict = rule.require.judge(values)
    return [] if verdict in (Verdict.TRUE, Verdict.NOT_JUDGED) else [(row_number, rule, verdict)]
