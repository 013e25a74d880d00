"""推荐路径: whether the unit's way of recommending allows the type of the row."""

from __future__ import annotations

from collections.abc import Iterator

from xlflow.findings import Finding
from xlflow.rules.case import Case, Stated
from xlflow.rules.routes import route_of

_CODE, _AT = "route-not-allowed", "recommendation_type"


def not_allowed(case: Case) -> Iterator[Finding]:
    """A type that the route of the unit does not allow, or a unit that no route fits, at 推优类型. Not judged where facts are missing."""
    kind = case.record.values.get(_AT)
    if kind is None:
        return
    route, is_certain = route_of(case.known, case.judging.scheme)
    if route is None:
        if is_certain:
            yield case.finding(_CODE, _AT, got=kind, reason="单位情况不符合任何一条推荐路径")
    elif route.types and kind not in route.types:
        yield case.finding(_CODE, _AT, stated=Stated.by(route), got=route.key, reason=f"这条路径可用的推优类型是{'、'.join(route.types)}")
