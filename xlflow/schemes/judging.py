"""All rules of a table as one Python function: each input is looked up once a row, each rule is one condition.

`Expression.judge` says the same, one expression at a time; a test holds the two together. Thirty rules a row cost about what the same
rules cost written by hand.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence

from xlflow.domain.calendar import Calendar
from xlflow.schemes.expressions import VERDICT_NAMES, WIDE, Values, Verdict, function_of
from xlflow.schemes.functions import functions
from xlflow.schemes.grammar import parse
from xlflow.schemes.parts import Rule

Judge = Callable[[Values], list[tuple[Rule, Verdict]]]
"""From the values of a row to the rules that apply to it and do not hold, in order: FALSE, UNDECIDED or YEAR_UNKNOWN."""


def judge_of(rules: Sequence[Rule]) -> Judge:
    """The function that judges the rules."""
    variables: dict[str, int] = {}
    bodies = [line for index, rule in enumerate(rules) for line in _lines(index, rule, variables)]
    lookups = [
        line for name, number in variables.items() for line in (f"v{number} = get({name!r})", f"n{number} = type(v{number}) not in special")
    ]
    text = "\n    ".join(["def made(values):", "get = values.get", "found = []", *lookups, *bodies, "return found"])
    calendar = rules[0].require.calendar if rules else Calendar()
    namespace: dict[str, object] = {
        **functions(calendar),
        **{f"rule{index}": rule for index, rule in enumerate(rules)},
        **VERDICT_NAMES,
        "special": frozenset({type(None), *WIDE}),
        "one_by_one": _judge_alone,
    }
    return function_of(text, namespace, "rules")


def _lines(index: int, rule: Rule, variables: dict[str, int]) -> list[str]:
    """The lines of one rule. Where a needed input is missing nothing is said; where one is wide the rule is judged by itself.

    `n1` says that the input `v1` is neither missing nor wide, which settles both for most rules of most rows.
    """
    expressions = [expression for expression in (rule.when, rule.require) if expression is not None]
    parsed = [parse(expression.source, variables) for expression in expressions]
    needed = dict.fromkeys(variables[name] for each in parsed for name in each.needed)
    optional = dict.fromkeys(variables[name] for each in parsed for name in each.names if variables[name] not in needed)
    usual = [*(f"n{number}" for number in needed), *(f"(n{number} or v{number} is None)" for number in optional)]
    conditions = [ast.unparse(each.body) for each in parsed]
    broken = f"not ({conditions[-1]})" if rule.when is None else f"({conditions[0]}) and not ({conditions[1]})"
    return [
        f"if {' and '.join(usual) or 'True'}:",
        "    try:",
        f"        if {broken}: found.append((rule{index}, false))",
        f"    except unknown_year: found.append((rule{index}, no_year))",
        "    except no_meaning: pass",
        f"elif {' and '.join(f'v{number} is not None' for number in needed) or 'True'}: one_by_one(rule{index}, values, found)",
    ]


def _judge_alone(rule: Rule, values: Values, found: list[tuple[Rule, Verdict]]) -> None:
    """Adds the rule to those found if it applies and does not hold on all days of the months among its inputs."""
    if rule.when is not None and rule.when.judge(values) is not Verdict.TRUE:
        return
    verdict = rule.require.judge(values)
    if verdict is not Verdict.TRUE and verdict is not Verdict.NOT_JUDGED:
        found.append((rule, verdict))
