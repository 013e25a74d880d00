"""What a scheme leaves out though it can be used: the clause of a demand, the sentence of a finding.

Such a scheme judges rightly, but nobody can defend what it says; `scheme lint` counts it as a fault.
"""

from __future__ import annotations

from collections.abc import Iterator
from string import Formatter
from typing import Any

from xlflow.messages import CATALOGUE
from xlflow.schemes.build import Built
from xlflow.schemes.expressions import Expression
from xlflow.schemes.faults import Fault
from xlflow.schemes.grammar import has_literals
from xlflow.schemes.layers import Name
from xlflow.schemes.names import Names
from xlflow.schemes.parts import DEFAULT_SOURCE, Interval, Rule

_MUST_CITE = ("event", "ratio", "pool", "condition")
_SAID_BY_ALL = frozenset({"label", "got"})


def omissions(built: Built) -> Iterator[Fault]:
    """All that is left out."""
    yield from _clauses(built)
    yield from _sentences(built, Names(built))


def _clauses(built: Built) -> Iterator[Fault]:
    """Demands that neither cite their clause nor say that they are a default.

    A rule that only holds the figures of a row against one another asks nothing of its own, nor one whose number is a param's: that is
    where the clause stands. So does an interval without a length.
    """
    for name, rule in built.objects["rule"].items():
        if not _is_borne_out(rule, built):
            yield from _uncited(built, "rule", name, rule)
    for name, interval in built.objects["interval"].items():
        assert isinstance(interval, Interval)
        if interval.minimum or interval.maximum:
            yield from _uncited(built, "interval", name, interval)
    for section in _MUST_CITE:
        for name, made in built.objects[section].items():
            yield from _uncited(built, section, name, made)
    for section in ("meeting", "quota"):
        for name, made in built.objects[section].items():
            if not made.basis:
                yield built.fault(section, name, "basis", "没有写依据的条款；请补上")


def _is_borne_out(rule: Rule, built: Built) -> bool:
    expressions = [one for one in (rule.require, rule.when) if isinstance(one, Expression)]
    has_param = any((word,) in built.entries["params"] for one in expressions for word in one.names)
    return has_param or not has_literals(rule.require.source)


def _uncited(built: Built, section: str, name: Name, made: Any) -> Iterator[Fault]:
    if not made.basis and made.source != DEFAULT_SOURCE:
        yield built.fault(section, name, "basis", f"没有写依据的条款；请补上，没有依据的把 source 写作“{DEFAULT_SOURCE}”")


def _sentences(built: Built, names: Names) -> Iterator[Fault]:
    """The sentence of the catalogue serves where the check gives all its words; a rule gives those of its row only."""
    for name, rule in built.objects["rule"].items():
        kind = CATALOGUE.get(rule.code)
        if kind is None:
            continue
        for key, own, general in (("message", rule.message, kind.message), ("fix", rule.fix, kind.fix)):
            tags = {tag for _, tag, _, _ in Formatter().parse(general) if tag}
            if not own and tags - _SAID_BY_ALL - names.visible(rule.table):
                yield built.fault("rule", name, key, "没有填写，通用的句子用在这里不完整；请写明错在哪里、应该怎样")
