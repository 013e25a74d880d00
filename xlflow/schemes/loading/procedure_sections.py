"""The sections of a scheme file about what is asked, counted and drawn: evidence, screening, routes, pools, points, figures, flow chart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlflow.domain.points import CapPeriod, ItemKind
from xlflow.schemes.flow import Box, BoxKind, Way
from xlflow.schemes.loading import toml_values as v
from xlflow.schemes.loading.toml_values import Section
from xlflow.schemes.procedures import Band, Chain, Condition, Indicator, Ledger, PointsItem, Pool, Ratio, Requirement, Route, Total

_ORIGIN: Mapping[str, v.Converter] = {"basis": v.text, "source": v.text}


def procedure_sections(expression: v.Converter, judged: Mapping[str, v.Converter]) -> tuple[Section, ...]:
    """These sections. `expression` compiles a condition, `judged` are the keys of everything that a finding can come from."""
    stated = {key: converter for key, converter in judged.items() if key != "when"}
    return (
        Section(
            "event",
            "many",
            {
                "key": v.key,
                "label": v.text,
                "kinds": v.texts,
                "table": v.key,
                "count": v.amount,
                "after": v.key,
                "before": v.key,
                "within": v.span,
                "least_hours": v.amount,
                "least_score": v.amount,
                "grades": v.texts,
                "organisers": v.texts,
                "shows": v.texts,
                "personal": v.flag,
                "blocks": v.key,
                "at": v.key,
                "screened": v.flag,
                "source": v.text,
                **judged,
            },
            ("key", "label", "kinds"),
            Requirement,
            identity=("key",),
        ),
        Section(
            "condition",
            "many",
            {"key": v.key, "label": v.text, "require": expression, "missing": v.text, "when": expression, "excludes": v.flag, **_ORIGIN},
            ("key", "label", "require", "missing"),
            Condition,
            identity=("key",),
            place="key",
        ),
        Section(
            "route",
            "many",
            {"key": v.text, "types": v.texts, **judged},
            ("key",),
            Route,
            identity=("key",),
            place="key",
        ),
        Section(
            "chain",
            "many",
            {"key": v.key, "label": v.text, "table": v.key, "step": v.key, "day": v.key, "result": v.key, "passed": v.texts, **stated},
            ("key", "label", "table", "step", "day", "result", "passed"),
            Chain,
            identity=("key",),
        ),
        Section(
            "pool",
            "many",
            {
                "key": v.text,
                "used": expression,
                "unit": v.key,
                "day": v.key,
                "earmarked": v.flag,
                "undivided": v.flag,
                "total": v.amount,
                "base": v.key,
                "severity": v.severity,
                **_ORIGIN,
            },
            ("key", "used"),
            Pool,
            identity=("key",),
            place="key",
        ),
        Section(
            "points.ledger",
            "many",
            {"key": v.text, "start": v.amount, **_ORIGIN},
            ("key",),
            Ledger,
            identity=("key",),
            place="key",
        ),
        Section(
            "points.item",
            "many",
            {
                "code": v.text,
                "ledger": v.text,
                "name": v.text,
                "kind": v.one_of(ItemKind),
                "points": v.text,
                "cap": v.number,
                "period": v.one_of(CapPeriod),
                **_ORIGIN,
            },
            ("code", "ledger", "name", "kind", "points"),
            PointsItem,
            identity=("code",),
            place="code",
        ),
        Section(
            "band",
            "many",
            {"key": v.text, "ledger": v.text, "least": v.amount, "listed": v.flag, **_ORIGIN},
            ("key", "ledger", "least"),
            Band,
            identity=("ledger", "key"),
            place="key",
        ),
        Section(
            "indicator",
            "many",
            {"code": v.text, "name": v.text, "weight": v.number, "ratio": v.key, **_ORIGIN},
            ("code", "name", "weight"),
            Indicator,
            identity=("code",),
            place="code",
        ),
        Section(
            "ratio",
            "many",
            {
                "key": v.key,
                "title": v.text,
                "table": v.key,
                "part": expression,
                "event": v.key,
                "of": expression,
                "by": v.texts,
                "day": v.key,
                **_ORIGIN,
            },
            ("key", "title", "table"),
            make_ratio,
            identity=("key",),
            place="key",
            alternatives=("part", "event"),
        ),
        Section(
            "total",
            "many",
            {
                "key": v.key,
                "title": v.text,
                "table": v.key,
                "value": v.key,
                "when": expression,
                "by": v.texts,
                "day": v.key,
                "unit": v.text,
                **_ORIGIN,
            },
            ("key", "title", "table"),
            Total,
            identity=("key",),
            place="key",
        ),
        Section(
            "flow",
            "many",
            {
                "key": v.key,
                "label": v.text,
                "actor": v.any_text,
                "kind": v.one_of(BoxKind),
                "next": ways,
                "material": v.any_text,
                "limit": v.any_text,
                "basis": v.text,
            },
            ("key", "label"),
            make_box,
            identity=("key",),
            place="key",
        ),
    )


def ways(value: Any) -> tuple[Way, ...]:
    """`["review", {to = "end", when = "未通过"}]`: the boxes that follow, each with the condition under which it does."""
    wrong = ValueError('应形如 ["下一步的 key", {to = "另一步的 key", when = "未通过"}]')
    if not isinstance(value, list):
        raise wrong
    found = []
    for each in value:
        written = {"to": each} if isinstance(each, str) else each
        if not isinstance(written, Mapping) or not set(written) <= {"to", "when"} or "to" not in written:
            raise wrong
        found.append(Way(v.key(written["to"]), v.any_text(written.get("when", ""))))
    return tuple(found)


def make_ratio(**given: Any) -> Ratio:
    """A ratio: its part is a condition, or the people who meet a requirement."""
    if ("part" in given) == ("event" in given):
        raise ValueError("应写 part（分子的条件）或 event（完成了哪一项 [[event]]），只写其中一个")
    return Ratio(**given)


def make_box(**given: Any) -> Box:
    """A box under the names of the model."""
    following = given.pop("next", ())
    return Box(ways=following, **given)
