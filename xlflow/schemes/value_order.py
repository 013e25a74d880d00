"""The order in which derived fields are computed: each after those that it is computed from."""

from __future__ import annotations

from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter

from xlflow.schemes.parts import Field


def in_order_of_need(fields: Iterable[Field]) -> list[Field]:
    """The fields with a `value`; `CycleError` (its second argument names the circle as table.key) where one needs itself."""
    valued = {f"{field.table}.{field.key}": field for field in fields if field.value is not None}
    needs = {name: _needed(field) & valued.keys() for name, field in valued.items()}
    return [valued[name] for name in TopologicalSorter(needs).static_order()]


def circle(fields: Iterable[Field]) -> list[str]:
    """A circle of fields that need one another, as table.key; empty where there is none."""
    try:
        in_order_of_need(fields)
    except CycleError as error:
        return [str(name) for name in error.args[1]]
    return []


def _needed(field: Field) -> set[str]:
    names = field.value.names if field.value else ()
    return {name if "." in name else f"{field.table}.{name}" for name in names}
