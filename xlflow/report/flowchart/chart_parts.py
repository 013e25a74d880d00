"""The flow cut into the parts that are laid out each for itself: ends beside decisions, ways that go back, columns joined by connectors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from xlflow.report.flowchart.shapes import Shape, connector_shape, end_shape, shape_of
from xlflow.schemes.flow import Box, BoxKind, Way

_SIDES = 2
_END_WIDTH = 36.0
_CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


class Node(Struct, frozen=True):
    """Something drawn: a box, an end beside a decision (drawn once for each that leads there), or a connector (no box)."""

    shape: Shape
    box: Box | None


class Link(Struct, frozen=True):
    """A way between two nodes, by their numbers."""

    start: int
    end: int
    condition: str


class Part(Struct, frozen=True):
    """What is laid out together. `aside` are ways to nodes that stand beside their decision, `back` those that lead up again."""

    nodes: tuple[Node, ...]
    onward: tuple[Link, ...]
    back: tuple[Link, ...]
    aside: tuple[Link, ...]


def columns(flow: Sequence[Box], cuts: Sequence[int], *, widest: float, beside: bool) -> tuple[Part, ...]:
    """The flow in reading order (`in_order`), cut before the boxes of these numbers.

    With `beside` an end that a decision leads to is drawn next to it; else it is a box of the flow like others.
    """
    order = [*cuts, len(flow)]
    begins = [0, *cuts]
    column = {box.key: number for number, (begin, end) in enumerate(zip(begins, order, strict=True)) for box in flow[begin:end]}
    known = {box.key: box for box in flow}
    aside = {box.key: _aside(box, known) if beside else () for box in flow}
    crossing = [way.to for box in flow for way in box.ways if way not in aside[box.key] and column[way.to] != column[box.key]]
    circles = dict(zip(dict.fromkeys(crossing), _names(), strict=False))
    drawn = [_Drawing(known, aside, column, circles, widest) for _ in begins]
    needed = {way.to for box in flow for way in box.ways if way not in aside[box.key]}
    for number, (begin, end) in enumerate(zip(begins, order, strict=True)):
        boxes = [box for box in flow[begin:end] if box.kind is not BoxKind.END or box.key in needed]
        drawn[number].draw(boxes, number)
    return tuple(each.part() for each in drawn if each.nodes)


def in_order(flow: Sequence[Box]) -> tuple[Box, ...]:
    """The boxes as they are read: each after all that lead to it, ways that go back left out of account; the first way of a box first."""
    known = {box.key: box for box in flow}
    back = backward(flow)
    done, order = set[str](), list[Box]()

    def visit(key: str) -> None:
        done.add(key)
        for way in reversed(known[key].ways):
            if (key, way.to) not in back and way.to not in done:
                visit(way.to)
        order.append(known[key])

    for box in sorted(flow, key=lambda box: box.kind is not BoxKind.START):
        if box.key not in done:
            visit(box.key)
    return _ends_late(tuple(reversed(order)))


def backward(flow: Sequence[Box]) -> frozenset[tuple[str, str]]:
    """The ways that lead up again, each as (from, to): those to a box from which one has come."""
    known = {box.key: box for box in flow}
    above, done, found = set[str](), set[str](), set[tuple[str, str]]()

    def visit(key: str) -> None:
        above.add(key)
        for way in known[key].ways:
            if way.to in above:
                found.add((key, way.to))
            elif way.to not in done:
                visit(way.to)
        above.discard(key)
        done.add(key)

    for box in sorted(flow, key=lambda box: box.kind is not BoxKind.START):
        if box.key not in done:
            visit(box.key)
    return frozenset(found)


def _ends_late(order: tuple[Box, ...]) -> tuple[Box, ...]:
    """Ends that several boxes lead to come last: they would cut the flow in two."""
    return tuple(sorted(order, key=lambda box: box.kind is BoxKind.END))


def _aside(box: Box, known: Mapping[str, Box]) -> tuple[Way, ...]:
    """The ways of a decision that end beside it: not the first one, and one on each side at most."""
    if box.kind is not BoxKind.DECISION:
        return ()
    return tuple(way for way in box.ways[1:] if known[way.to].kind is BoxKind.END)[:_SIDES]


def _names() -> Iterator[str]:
    yield from _CIRCLES
    yield from map(str, range(len(_CIRCLES) + 1, 100))


class _Drawing:
    """One column while its nodes are gathered."""

    def __init__(
        self,
        known: Mapping[str, Box],
        aside: Mapping[str, tuple[Way, ...]],
        column: Mapping[str, int],
        circles: Mapping[str, str],
        widest: float,
    ) -> None:
        self.nodes: list[Node] = []
        self._known, self._aside, self._column, self._circles, self._widest = known, aside, column, circles, widest
        self._numbers: dict[str, int] = {}
        self._onward: list[Link] = []
        self._back: list[Link] = []
        self._beside: list[Link] = []

    def draw(self, boxes: Sequence[Box], number: int) -> None:
        """Adds the boxes of a column and all their ways."""
        shapes = [shape_of(box, self._widest) for box in boxes]
        steps = max((shape.width for box, shape in zip(boxes, shapes, strict=True) if box.kind is not BoxKind.DECISION), default=0.0)
        for box, shape in zip(boxes, shapes, strict=True):
            same = shape if box.kind is BoxKind.DECISION else replace(shape, width=steps)
            self._numbers[box.key] = self._node(Node(same, box))
        back = backward(tuple(self._known.values()))
        for box in boxes:
            start = self._numbers[box.key]
            for way in box.ways:
                if way in self._aside[box.key]:
                    end = self._known[way.to]
                    self._beside.append(Link(start, self._node(Node(end_shape(end, _END_WIDTH), end)), way.condition))
                elif self._column[way.to] != number:
                    self._leave(box, way, start)
                else:
                    kind = self._back if (box.key, way.to) in back else self._onward
                    kind.append(Link(start, self._numbers[way.to], way.condition))
        for box in boxes:
            if box.key in self._circles:
                entry = self._node(Node(connector_shape(self._circles[box.key]), None))
                self._onward.append(Link(entry, self._numbers[box.key], ""))

    def part(self) -> Part:
        return Part(tuple(self.nodes), tuple(self._onward), tuple(self._back), tuple(self._beside))

    def _leave(self, box: Box, way: Way, start: int) -> None:
        connector = self._node(Node(connector_shape(self._circles[way.to]), None))
        taken = sum(link.start == start for link in self._beside)
        beside = box.kind is BoxKind.DECISION and way is not box.ways[0] and taken < _SIDES
        (self._beside if beside else self._onward).append(Link(start, connector, way.condition))

    def _node(self, node: Node) -> int:
        self.nodes.append(node)
        return len(self.nodes) - 1


def shares(heights: Sequence[float], count: int) -> tuple[int, ...]:
    """Where to cut a row of heights into so many parts of about one height."""
    whole, cuts, sum_ = sum(heights), list[int](), 0.0
    for (number, height), _ in pairwise([*enumerate(heights), (len(heights), 0.0)]):
        if number and len(cuts) < count - 1 and sum_ + height / 2 > whole * (len(cuts) + 1) / count:
            cuts.append(number)
        sum_ += height
    return tuple(cuts)
