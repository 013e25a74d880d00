"""All that a scheme says, in one value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from msgspec import Struct

from xlflow.domain.calendar import Calendar
from xlflow.schemes.flow import Box
from xlflow.schemes.parts import Document, Field, Interval, Meeting, Param, Quota, Rule, Source, Step, Table
from xlflow.schemes.procedures import Band, Chain, Condition, Indicator, Ledger, PointsItem, Pool, Ratio, Requirement, Route, Total


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


class SchemeData(Struct, frozen=True):
    """All that the files of a scheme say, its layers merged."""

    id: str
    title: str
    version: str
    effective_from: date
    basis: str
    folder: Path
    layers: tuple[str, ...]
    """Ids from the base down to this scheme."""
    folders: tuple[Path, ...]
    """The folders of the layers, in the same order."""
    tables: Mapping[str, Table]
    fields: Mapping[str, tuple[Field, ...]]
    """The fields of each table in the order in which they stand."""
    choices: Mapping[str, Mapping[str, tuple[str, ...]]]
    """For each list the canonical labels and their aliases."""
    params: Mapping[str, Param]
    rules: tuple[Rule, ...]
    intervals: tuple[Interval, ...]
    meeting: Meeting
    quota: Quota
    steps: tuple[Step, ...]
    documents: Mapping[str, Document]
    sources: tuple[Source, ...]
    templates: Mapping[str, Path]
    """For each document made from a Word template that file, of the nearest layer that has one."""
    calendar: Calendar
    requirements: tuple[Requirement, ...] = ()
    conditions: tuple[Condition, ...] = ()
    routes: tuple[Route, ...] = ()
    chains: tuple[Chain, ...] = ()
    pools: tuple[Pool, ...] = ()
    ledgers: tuple[Ledger, ...] = ()
    points_items: tuple[PointsItem, ...] = ()
    bands: tuple[Band, ...] = ()
    """From the top of each ledger down."""
    indicators: tuple[Indicator, ...] = ()
    ratios: tuple[Ratio, ...] = ()
    totals: tuple[Total, ...] = ()
    flow: tuple[Box, ...] = ()
