"""Faults of the date graph: edges from and to nowhere, spans that nothing can satisfy, and circles."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from xlflow.schemes.faults import Fault, near
from xlflow.schemes.key_references import DATE_TYPES
from xlflow.schemes.language.known_names import Names
from xlflow.schemes.loading.build import Built
from xlflow.schemes.parts import Interval, Span

_DAYS_OF_A_MONTH = 365.25 / 12
_SPREAD = 3
"""Days that some months in a row are at most longer or shorter than as many average months."""
_LONGEST_WORKDAY = 15
"""Days; the longest legal holiday with its weekends keeps a working day waiting less."""


def check_intervals(built: Built, names: Names) -> Iterator[Fault]:
    """Faults of all intervals. Only edges that always hold can make a circle: 推优① goes to the activist date, 推优② comes from it."""
    for name in built.entries["interval"]:
        yield from _ends(built, names, name)
    for name, interval in built.objects["interval"].items():
        assert isinstance(interval, Interval)
        if interval.minimum and interval.maximum and _never(interval.minimum, interval.maximum):
            yield built.fault("interval", name, "min", f"至少 {interval.minimum} 大于至多 {interval.maximum}，无法满足；请核对 min 和 max")
    for table in sorted(names.tables):
        circles = list(_circle(built, table))
        yield from circles or _impossible_ways(built, table)


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
        elif field is not None and field.type not in DATE_TYPES:
            yield built.fault("interval", name, key, f"{word} 不是日期；请改为日期字段")


def _never(minimum: Span, maximum: Span) -> bool:
    """Whether no two days can be that far apart."""
    if minimum.unit == maximum.unit:
        return minimum.amount > maximum.amount
    return _fewest_days(minimum) > _most_days(maximum)


def _fewest_days(span: Span) -> float:
    if span.unit in ("days", "workdays"):
        return span.amount
    return max(span.amount * (12 if span.unit == "years" else 1) * _DAYS_OF_A_MONTH - _SPREAD, 0)


def _most_days(span: Span) -> float:
    if span.unit in ("days", "workdays"):
        return span.amount * (_LONGEST_WORKDAY if span.unit == "workdays" else 1)
    return span.amount * (12 if span.unit == "years" else 1) * _DAYS_OF_A_MONTH + _SPREAD


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


def follows(built: Built, table: str, start: str, end: str) -> bool:
    """Whether by the intervals that always hold `end` is never before `start`."""
    edges = [one for one in built.objects["interval"].values() if one.table == table and one.when is None]
    reached, waiting = {start}, [start]
    while waiting:
        place = waiting.pop()
        found = {edge.end for edge in edges if edge.start == place} - reached
        reached |= found
        waiting += found
    return end in reached - {start}


def _impossible_ways(built: Built, table: str) -> Iterator[Fault]:
    """Intervals with a longest time that is shorter than what the others between the same two dates take at least."""
    own = {name: one for name, one in built.objects["interval"].items() if one.table == table}
    for name, interval in own.items():
        if interval.maximum is None:
            continue
        together = [one for one in own.values() if one is not interval and one.when in (None, interval.when)]
        way = _longest_way(together, interval.start, interval.end)
        if way is not None and _fewest_of(way) > _most_days(interval.maximum):
            named = " → ".join([interval.start, *(one.end for one in way)])
            least = "、".join(str(one.minimum) for one in way if one.minimum)
            message = f"至多 {interval.maximum}，而 {named} 一路至少要 {least}，无法满足；请核对 min 和 max"
            yield built.fault("interval", name, "max", message)


def _fewest_of(way: list[Interval]) -> float:
    """The least days of a way; months and years of several edges are added up before they are days."""
    months = sum(
        one.minimum.amount * (12 if one.minimum.unit == "years" else 1) for one in way if one.minimum and _is_of_months(one.minimum)
    )
    days = sum(one.minimum.amount for one in way if one.minimum and not _is_of_months(one.minimum))
    return days + (_fewest_days(Span(months, "months")) if months else 0)


def _is_of_months(span: Span) -> bool:
    return span.unit in ("months", "years")


def _longest_way(edges: list[Interval], start: str, end: str) -> list[Interval] | None:
    """Of the ways from one date to another the one that takes longest; None where there is none. The edges have no circle."""
    best: dict[str, list[Interval]] = {start: []}
    for _ in range(len(edges)):
        is_changed = False
        for edge in edges:
            known = best.get(edge.start)
            if known is None or any(edge.end in (one.start, one.end) for one in known):
                continue
            longer = [*known, edge]
            if edge.end not in best or _fewest_of(longer) > _fewest_of(best[edge.end]):
                best[edge.end], is_changed = longer, True
        if not is_changed:
            break
    return best.get(end)
