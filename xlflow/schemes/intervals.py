"""Faults of the date graph: edges from and to nowhere, spans that nothing can satisfy, and circles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from xlflow.messages import CATALOGUE
from xlflow.schemes.build import Built
from xlflow.schemes.faults import Fault, near
from xlflow.schemes.meanings import expression_faults
from xlflow.schemes.names import Names
from xlflow.schemes.parts import FieldType, Interval, Span

_DATES = (FieldType.DATE, FieldType.DATE_OR_MONTH, FieldType.REF)
"""A reference may be to a meeting, whose key is its day."""

_FEWEST_DAYS: Mapping[str, float] = {"years": 365, "months": 28, "days": 1, "workdays": 1}
_MOST_DAYS: Mapping[str, float] = {"years": 366, "months": 31, "days": 1, "workdays": 15}
"""Bounds of one unit in days; the longest legal holiday with its weekends keeps a working day waiting less than 15 days."""


def check_intervals(built: Built, names: Names) -> Iterator[Fault]:
    """Faults of all intervals. Only edges that always hold can make a circle: 推优① goes to the activist date, 推优② comes from it."""
    for name in built.entries["interval"]:
        yield from _ends(built, names, name)
    for name, interval in built.objects["interval"].items():
        assert isinstance(interval, Interval)
        if interval.minimum and interval.maximum and _never(interval.minimum, interval.maximum):
            yield built.fault("interval", name, "min", f"至少 {interval.minimum} 大于至多 {interval.maximum}，无法满足；请核对 min 和 max")
        if interval.order_code not in CATALOGUE:
            message = f"没有问题代码 {interval.order_code}{near(interval.order_code, CATALOGUE)}；请用已有的代码"
            yield built.fault("interval", name, "code", message)
        if interval.when is not None:
            yield from expression_faults(built, names, "interval", name, "when", interval.when, interval.table)
    for table in sorted(names.tables):
        yield from _circle(built, table)


def _ends(built: Built, names: Names, name: tuple[str, str, str]) -> Iterator[Fault]:
    table, start, end = name
    if table not in names.tables:
        yield built.fault("interval", name, "table", f"没有表 {table}{near(table, names.tables)}；请改正")
        return
    visible = names.visible(table) & names.all_fields
    for key, word in (("from", start), ("to", end)):
        field = built.objects["field"].get((table, word))
        if word not in visible:
            yield built.fault("interval", name, key, f"没有字段 {word}{near(word, visible)}；请改正")
        elif field is not None and field.type not in _DATES:
            yield built.fault("interval", name, key, f"{word} 不是日期；请改为日期字段")


def _never(minimum: Span, maximum: Span) -> bool:
    """Whether no two days can be that far apart."""
    if minimum.unit == maximum.unit:
        return minimum.amount > maximum.amount
    return minimum.amount * _FEWEST_DAYS[minimum.unit] > maximum.amount * _MOST_DAYS[maximum.unit]


def _circle(built: Built, table: str) -> Iterator[Fault]:
    graph: TopologicalSorter[str] = TopologicalSorter()
    for owner, start, end in built.entries["interval"]:
        interval = built.objects["interval"].get((owner, start, end))
        if owner == table and isinstance(interval, Interval) and interval.when is None:
            graph.add(end, start)
    try:
        graph.prepare()
    except CycleError as error:
        fields = error.args[1]
        yield built.fault("interval", (table, fields[0], fields[1]), "", f"先后绕成了一圈：{' → '.join(fields)}；请去掉其中一条")
