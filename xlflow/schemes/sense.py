"""What the entries of a scheme must make together: weights, bands, evidence and steps in order.

Every name is right where this is asked (`references.py`); here the fault is in what is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import combinations, pairwise
from typing import Any

from xlflow.schemes.build import Built
from xlflow.schemes.faults import Fault
from xlflow.schemes.intervals import follows
from xlflow.schemes.layers import Name
from xlflow.schemes.names import Names

_WHOLE = Fraction(100)


def check_sense(built: Built, names: Names) -> Iterator[Fault]:
    """All such faults."""
    for check in (_twins, _labels_of_params, _weights, _bands, _evidence, _steps):
        yield from check(built, names)


def _twins(built: Built, names: Names) -> Iterator[Fault]:
    """One condition at one cell is one rule."""
    first: dict[tuple[object, ...], str] = {}
    for name, rule in built.objects["rule"].items():
        said = (rule.table, rule.at, rule.require, rule.when)
        other = first.setdefault(said, rule.code)
        if other != rule.code:
            yield built.fault("rule", name, "require", f"与 {other} 的条件相同，同一格会报两次；请删去一条")


def _labels_of_params(built: Built, names: Names) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for name, param in built.objects["params"].items():
        other = first.setdefault(param.label, param.key)
        if other != param.key:
            yield built.fault("params", name, "label", f"与参数 {other} 的名称相同，分不清；请改写一个")


def _weights(built: Built, names: Names) -> Iterator[Fault]:
    indicators = built.objects["indicator"]
    total = sum((Fraction(str(one.weight)) for one in indicators.values()), Fraction(0))
    if indicators and total != _WHOLE:
        yield built.fault("indicator", list(indicators)[-1], "weight", f"各项权重合计 {float(total):g}，应为 100；请核对各项的 weight")


def _bands(built: Built, names: Names) -> Iterator[Fault]:
    """From the top down each band asks for less, on every day on which a param changes."""
    ledgers: dict[str, list[tuple[Name, Any]]] = {}
    for name, band in built.objects["band"].items():
        ledgers.setdefault(band.ledger, []).append((name, band))
    for bands in ledgers.values():
        for (_, upper), (name, lower) in pairwise(bands):
            wrong = [one for day in _days_of_change(built) if (one := _out_of_order(built, upper, lower, day))]
            if wrong:
                yield built.fault("band", name, "least", f"“{lower.key}”的最低分 {wrong[0]}；请从高到低排列各档")


def _days_of_change(built: Built) -> list[date]:
    return sorted({date.min, *(dated.start for param in built.objects["params"].values() for dated in param.values)})


def _out_of_order(built: Built, upper: Any, lower: Any, day: date) -> str:
    """How the lower of two bands does not ask for less on a day; empty where it does."""
    top, bottom = (_on(built, band.least, day) for band in (upper, lower))
    if top is None or bottom is None or top > bottom:
        return ""
    return f"{bottom:g} {'与' if top == bottom else '高于'}上一档“{upper.key}”的 {top:g}" + ("相同" if top == bottom else "")


def _on(built: Built, amount: object, day: date) -> float | None:
    param = built.objects["params"].get((amount,))
    value = param.at(day) if param else amount
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _evidence(built: Built, names: Names) -> Iterator[Fault]:
    """Evidence lies after the one date and before the other, so the one comes first."""
    for name, event in built.objects["event"].items():
        if event.after and event.before and (event.after == event.before or follows(built, event.table, event.before, event.after)):
            yield built.fault(
                "event", name, "before", f"{event.before} 总在 {event.after} 之前，两者之间没有日子；请把 after 和 before 对调"
            )


def _steps(built: Built, names: Names) -> Iterator[Fault]:
    """Steps of one stage stand together, and their dates come in their order."""
    steps = sorted(built.objects["step"].items(), key=lambda item: item[1].number)
    left: set[str] = set()
    for (_, before), (name, step) in pairwise(steps):
        if step.stage != before.stage:
            left.add(before.stage)
        if step.stage in left:
            yield built.fault("step", name, "stage", f"阶段“{step.stage}”前面已经结束；请把同一阶段的步骤排在一起")
            left.discard(step.stage)
    dated = [(name, step) for name, step in steps if step.field is not None]
    for (_, earlier), (name, later) in combinations(dated, 2):
        if earlier.field != later.field and any(follows(built, table, later.field, earlier.field) for table in names.tables):
            message = f"期限里 {later.field} 总在第 {earlier.number} 步的 {earlier.field} 之前；请核对步骤的次序"
            yield built.fault("step", name, "field", message)
            break
