"""Where the nodes of a part stand. Layers, their order and the places in them are those of fast-sugiyama, a layered layout.

Layers are as high as their highest node; ends and connectors beside a decision are put next to it, and room for them is kept on both sides,
so that the main line of the flow stays straight.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from xlflow.report.flowchart.chart_parts import Link, Part
from xlflow.report.flowchart.shapes import SMALL_SIZE, width

BESIDE, BETWEEN, LANE = 9.0, 7.0, 4.0
"""Least distances: decision to the end beside it, node to node in a layer, the lane of a line that passes a layer."""
CONDITION_SIZE = SMALL_SIZE
CONDITION_ROOM = 3.5


class Stop(Struct, frozen=True):
    """A node, or a place where a long way passes a layer (no width, no height)."""

    node: int
    layer: int
    x: float
    width: float
    height: float

    @property
    def left(self) -> float:
        """Its left edge."""
        return self.x - self.width / 2

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width / 2


class Route(Struct, frozen=True):
    """A way and the stops at which it passes the layers, both ends included."""

    link: Link
    stops: tuple[int, ...]


class Layout(Struct, frozen=True):
    """All stops by number (nodes of the part first), and the routes of the ways that lead on."""

    stops: Mapping[int, Stop]
    routes: tuple[Route, ...]

    def layer(self, number: int) -> list[Stop]:
        """The stops of a layer from left to right."""
        return sorted((stop for stop in self.stops.values() if stop.layer == number), key=lambda stop: (stop.x, stop.node))


def condition_width(link: Link) -> float:
    """How wide the condition of a way is set."""
    return width(link.condition) * CONDITION_SIZE


def lay_out(part: Part) -> Layout:
    """The layout of a part."""
    from fast_sugiyama import from_edges

    apart = _beside(part)
    laid = [number for number in range(len(part.nodes)) if number not in apart]
    room = {number: _room(part, number) for number in laid}
    spacing = max(room.values()) + BETWEEN
    edges = [(link.start, link.end) for link in part.onward]
    places: dict[int, tuple[float, float]] = {}
    pieces: list[tuple[int, int]] = []
    if edges:
        for positions, _, _, passed in from_edges(edges, vertex_spacing=spacing, dummy_vertices=True, dummy_size=LANE, transpose=True):
            begin = max((x for x, _ in places.values()), default=-spacing) + spacing
            least = min(x for _, (x, _) in positions)
            top = max(y for _, (_, y) in positions)
            places |= {int(node): (begin + x - least, top - y) for node, (x, y) in positions}
            pieces += [(int(start), int(end)) for start, end in passed or ()]
    for number in laid:
        places.setdefault(number, (0.0, 0.0))
    heights = sorted({round(y, 3) for _, y in places.values()})
    stops = {
        node: Stop(
            node,
            heights.index(round(y, 3)),
            x,
            *((part.nodes[node].shape.width, part.nodes[node].shape.height) if node in room else (0.0, 0.0)),
        )
        for node, (x, y) in places.items()
    }
    stops = _closer(part, stops)
    stops |= _stops_beside(part, stops)
    return Layout(stops, _routes(part.onward, pieces, len(part.nodes)))


def _beside(part: Part) -> set[int]:
    return {link.end for link in part.aside}


def _room(part: Part, number: int) -> float:
    """The width to keep for a node with what stands beside it, on both sides alike."""
    shape = part.nodes[number].shape
    sides = [2 * reach(part) + 2 * part.nodes[link.end].shape.width for link in part.aside if link.start == number]
    others = [condition_width(link) for link in part.onward if link.start == number and link.condition]
    return max(shape.width, *sides) if sides else shape.width + (max(others) if len(others) > 1 else 0.0)


def reach(part: Part) -> float:
    """From the middle of a decision to what stands beside it, the same throughout a part: conditions fit on the line, ends are aligned."""
    return max(
        (part.nodes[link.start].shape.width / 2 + max(BESIDE, condition_width(link) + CONDITION_ROOM) for link in part.aside), default=0.0
    )


def _stops_beside(part: Part, stops: Mapping[int, Stop]) -> dict[int, Stop]:
    """The first on the right, the second on the left."""
    made, sides = dict[int, Stop](), defaultdict[int, int](int)
    for link in part.aside:
        start, shape = stops[link.start], part.nodes[link.end].shape
        away = reach(part) + shape.width / 2
        x = start.x - away if sides[link.start] else start.x + away
        sides[link.start] += 1
        made[link.end] = Stop(link.end, start.layer, x, shape.width, shape.height)
    return made


def _closer(part: Part, stops: Mapping[int, Stop]) -> dict[int, Stop]:
    """The stops as near to one another as their neighbours allow, all distances by one factor: what stood in a line still does.

    The library keeps the width of the widest node free everywhere.
    """
    layers = defaultdict[int, list[Stop]](list)
    for stop in sorted(stops.values(), key=lambda stop: (stop.x, stop.node)):
        layers[stop.layer].append(stop)
    factors = [
        (_half(part, left, 1) + _half(part, right, -1) + (BETWEEN if left.width and right.width else LANE)) / (right.x - left.x)
        for layer in layers.values()
        for left, right in pairwise(layer)
    ]
    factor = min(1.0, max(factors, default=1.0))
    return {number: replace(stop, x=stop.x * factor) for number, stop in stops.items()}


def _half(part: Part, stop: Stop, side: int) -> float:
    """How far a node reaches to one side with what stands beside it and the conditions of its ways."""
    aside = [link for link in part.aside if link.start == stop.node]
    if aside[0 if side > 0 else 1 :]:
        return reach(part) + part.nodes[aside[0 if side > 0 else 1].end].shape.width
    ways = [link for link in (*part.onward, *part.back) if link.start == stop.node and link.condition]
    return stop.width / 2 + (max(map(condition_width, ways)) + CONDITION_ROOM if len(ways) > 1 else 0.0)


def _routes(links: Sequence[Link], pieces: Sequence[tuple[int, int]], nodes: int) -> tuple[Route, ...]:
    """The pieces of the library put together: nodes have numbers below `nodes`, places that are passed have higher ones."""
    following = dict[int, int]()
    first = defaultdict[int, list[int]](list)
    for start, end in pieces:
        if start < nodes:
            first[start].append(end)
        else:
            following[start] = end
    paths: dict[tuple[int, int], tuple[int, ...]] = {}
    for start, nexts in first.items():
        for stop in nexts:
            path = [start, stop]
            while path[-1] >= nodes:
                path.append(following[path[-1]])
            paths[start, path[-1]] = tuple(path)
    return tuple(Route(link, paths[link.start, link.end]) for link in links)
