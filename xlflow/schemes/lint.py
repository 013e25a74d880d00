"""What is wrong with a scheme folder, what its unit still has to decide, and what in it nobody uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from xlflow.schemes.data import SchemeData
from xlflow.schemes.faults import Fault
from xlflow.schemes.leftovers import leftovers
from xlflow.schemes.load import built_of, in_order
from xlflow.schemes.omissions import omissions
from xlflow.schemes.parts import DEFAULT_SOURCE
from xlflow.schemes.shipped import find_folder


def lint(folder: Path) -> tuple[Fault, ...]:
    """Every fault of the scheme in a folder; `SchemeError` where the folder holds no scheme.

    A clause or sentence that is left out is a fault too, though the scheme runs without it.
    """
    built, faults = built_of(find_folder(folder))
    return faults if built is None else tuple(in_order([*faults, *omissions(built)], built.layers))


def hints(folder: Path) -> tuple[str, ...]:
    """What nothing in the scheme uses, one sentence each; empty where a file cannot be read."""
    built, _ = built_of(find_folder(folder))
    return () if built is None else tuple(leftovers(built))


def undecided(scheme: SchemeData) -> tuple[str, ...]:
    """What stands at a default that the unit has to decide (默认值，待填), one sentence each: first the params, then all else."""
    params = (
        f"{param.label}（{param.key}）现用默认值 {_shown(param.values[-1].value)}{param.unit}，待本单位确定"
        for param in scheme.params.values()
        if param.is_default
    )
    return (*params, *(f"{what}取默认，待本单位确定" for what in _defaults(scheme)))


def _defaults(scheme: SchemeData) -> Iterator[str]:
    """The other entries that stand at a default."""
    yield from _named("规则", scheme.rules, lambda one: f"{one.code}（{one.table}.{one.at}）")
    yield from _named("期限", scheme.intervals, lambda one: f"{one.start} → {one.end}")
    yield from _named("培养要求", scheme.requirements, lambda one: one.label)
    yield from _named("甄别条件", scheme.conditions, lambda one: one.label)
    yield from _named("名额类别", scheme.pools, lambda one: one.key)
    yield from _named("积分体系", scheme.ledgers, lambda one: one.key)
    yield from _named("积分项目", scheme.points_items, lambda one: f"{one.code} {one.name}")
    yield from _named("档次", scheme.bands, lambda one: f"{one.ledger}·{one.key}")
    yield from _named("指标", scheme.indicators, lambda one: f"{one.code} {one.name}")
    yield from _named("比例", scheme.ratios, lambda one: one.title)
    yield from _named("合计", scheme.totals, lambda one: one.title)


def _named(what: str, entries: Iterable[Any], name: Any) -> Iterator[str]:
    for one in entries:
        if one.source == DEFAULT_SOURCE:
            yield f"{what}“{name(one)}”"


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(_shown(each) for each in value) if isinstance(value, tuple) else str(value)
