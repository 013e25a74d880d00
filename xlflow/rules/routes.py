"""推荐路径: the way of recommending that the facts of a unit choose."""

from __future__ import annotations

from collections.abc import Mapping

from xlflow.schemes.cultivation import Route
from xlflow.schemes.expressions import Verdict
from xlflow.schemes.scheme import Scheme


def route_of(known: Mapping[str, object], scheme: Scheme) -> tuple[Route | None, bool]:
    """The first route that fits a row with the facts of its unit, and whether that is certain.

    Not certain where a fact is missing that one before it asks for. No route, and certain: none fits.
    """
    for route in scheme.routes:
        verdict = Verdict.TRUE if route.when is None else route.when.judge(known)
        if verdict is Verdict.TRUE:
            return route, True
        if verdict is not Verdict.FALSE:
            return None, False
    return None, bool(scheme.routes)


def route_key(known: Mapping[str, object], scheme: Scheme) -> str | None:
    """The word of 推荐路径; None where none fits or it cannot be known."""
    route, _ = route_of(known, scheme)
    return route.key if route else None
