"""The lines of a part: straight down where possible, else by a lane in the gap between two layers; ways that go back run outside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, field

from xlflow.report.flowchart.chart_layout import CONDITION_SIZE, Layout, Route, Stop, condition_width
from xlflow.report.flowchart.chart_parts import Link, Part
from xlflow.schemes.flow import BoxKind

Point = tuple[float, float]

GAP, LANE_HEIGHT, OUTSIDE = 5.4, 2.4, 4.0
_LEAD, _LABELLED_LEAD = 1.4, 4.0
_SAME = 0.05
_LABEL_DISTANCE = 0.9
_LEAST_TURN = 3.0
"""How far a way from the corner of a diamond must lead aside."""


class Label(Struct, frozen=True):
    """The condition of a way: where its left edge and its middle are."""

    words: str
    left: float
    middle: float


class Line(Struct, frozen=True):
    """A way as it is drawn: from its first point to the arrow head at its last."""

    link: Link
    points: tuple[Point, ...]
    label: Label | None = None


class Drawn(Struct, frozen=True):
    """A part with everything in its place: the middle of each node, and the lines."""

    part: Part
    middles: Mapping[int, Point]
    lines: tuple[Line, ...]

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        shapes = [(self.middles[number], node.shape) for number, node in enumerate(self.part.nodes)]
        xs = [x + sign * shape.width / 2 for (x, _), shape in shapes for sign in (-1, 1)]
        ys = [y + sign * shape.height / 2 for (_, y), shape in shapes for sign in (-1, 1)]
        for line in self.lines:
            xs += [x for x, _ in line.points]
            ys += [y for _, y in line.points]
            if line.label:
                xs += [line.label.left, line.label.left + condition_width(line.link)]
        return min(xs), min(ys), max(xs), max(ys)


class _Turn(Struct):
    """A stretch across a gap: from one x to another, of one way."""

    gap: int
    begin: float
    end: float
    link: Link
    lane: int = 0

    def touches(self, other: _Turn) -> bool:
        return (
            self.gap == other.gap
            and min(self.begin, self.end) <= max(other.begin, other.end) + _SAME
            and (min(other.begin, other.end) <= max(self.begin, self.end) + _SAME)
        )


class _Sides(Struct, frozen=True):
    """The sides of nodes, as (node, -1 or 1), by which a way leaves or enters: never both by the same one."""

    left: set[tuple[int, int]]
    entered: set[tuple[int, int]]


class _Plan(Struct):
    """A way before the heights are known."""

    link: Link
    corner: int = 0
    """-1: it leaves by the left corner, 1: by the right one, 0: below."""
    xs: list[float] = field(default_factory=list)
    """Where it is in each gap that it crosses, and in the end."""


def draw(part: Part, layout: Layout) -> Drawn:
    """All nodes and lines of a part in their places."""
    sides = _Sides({(link.start, 1 if layout.stops[link.end].x > layout.stops[link.start].x else -1) for link in part.aside}, set())
    outside = [_Outside.of(layout, link, sides) for link in part.back]
    plans = [_plan(part, layout, route, sides) for route in layout.routes]
    turns = _turns(layout, plans) + [turn for each in outside for turn in each.turns(layout)]
    _give_lanes(turns)
    below = [plan.link for plan in plans if not plan.corner] + [each.link for each in outside if each.leaves_below]
    levels = _Levels(layout, below, turns)
    middles = {number: (layout.stops[number].x, levels.middle(layout.stops[number])) for number in range(len(part.nodes))}
    lines = [_down(layout, levels, plan, turns) for plan in plans]
    lines += [_across(layout, middles, link) for link in part.aside]
    lines += _around(layout, levels, middles, outside, turns)
    return Drawn(part, middles, tuple(lines))


def _plan(part: Part, layout: Layout, route: Route, sides: _Sides) -> _Plan:
    link, stops = route.link, [layout.stops[number] for number in route.stops]
    plan = _Plan(link, 0, [stop.x for stop in stops[1:]])
    box = part.nodes[link.start].box
    start, aside = stops[0], stops[1].x - stops[0].x
    side = 1 if aside > 0 else -1
    free = (link.start, side) not in sides.left | sides.entered and _clear(layout, start, side, stops[1].x)
    if box and box.kind is BoxKind.DECISION and abs(aside) > start.width / 2 + _LEAST_TURN and free:
        plan.corner = side
        sides.left.add((link.start, side))
    return plan


def _clear(layout: Layout, start: Stop, side: int, x: float) -> bool:
    """Whether nothing stands in the layer between a node and a place beside it."""
    others = [stop for stop in layout.layer(start.layer) if stop.node != start.node]
    if side > 0:
        return all(other.left > x + _SAME or other.right < start.x for other in others)
    return all(other.right < x - _SAME or other.left > start.x for other in others)


def _turns(layout: Layout, plans: Iterable[_Plan]) -> list[_Turn]:
    made = []
    for plan in plans:
        x, layer = layout.stops[plan.link.start].x, layout.stops[plan.link.start].layer
        for number, following in enumerate(plan.xs):
            if abs(following - x) > _SAME and not (number == 0 and plan.corner):
                made.append(_Turn(layer + number, x, following, plan.link))
            x = following
    return made


def _give_lanes(turns: Sequence[_Turn]) -> None:
    """Lanes from above: of two turns to one side, the one that is ahead lies above, so that no line runs on another."""
    ahead = sorted(turns, key=lambda turn: (turn.gap, turn.end < turn.begin, -turn.begin if turn.end > turn.begin else turn.begin))
    for number, turn in enumerate(ahead):
        above = [
            other.lane
            for other in ahead[:number]
            if turn.touches(other) and turn.link.start != other.link.start and turn.link.end != other.link.end
        ]
        turn.lane = max(above, default=-1) + 1


class _Levels:
    """Heights: of the layers, of the gaps between them and of the lanes in the gaps."""

    def __init__(self, layout: Layout, below: Iterable[Link], turns: Sequence[_Turn]) -> None:
        layers = max(stop.layer for stop in layout.stops.values()) + 1
        self._turns = turns
        self._leads = dict.fromkeys(range(-1, layers), _LEAD)
        for link in below:
            start = layout.stops[link.start]
            if link.condition and any(turn.gap == start.layer for turn in turns):
                self._leads[start.layer] = _LABELLED_LEAD
        self.tops, self.bottoms = list[float](), list[float]()
        y = self._gap(-1)
        for layer in range(layers):
            self.tops.append(y)
            y += max(stop.height for stop in layout.layer(layer))
            self.bottoms.append(y)
            y += self._gap(layer)

    def _gap(self, gap: int) -> float:
        lanes = max((turn.lane + 1 for turn in self._turns if turn.gap == gap), default=0)
        if gap < 0 and not lanes:
            return 0.0
        return GAP if not lanes else self._leads[gap] + LANE_HEIGHT * (lanes - 1) + GAP - _LEAD

    def middle(self, stop: Stop) -> float:
        """The middle of a node: that of its layer."""
        return (self.tops[stop.layer] + self.bottoms[stop.layer]) / 2

    def lane(self, turn: _Turn) -> float:
        """The height of a turn."""
        above = self.bottoms[turn.gap] if turn.gap >= 0 else self.tops[0] - self._gap(-1)
        return above + self._leads[turn.gap] + LANE_HEIGHT * turn.lane


def _down(layout: Layout, levels: _Levels, plan: _Plan, turns: Sequence[_Turn]) -> Line:
    link = plan.link
    start, end = layout.stops[link.start], layout.stops[link.end]
    mine = {turn.gap: turn for turn in turns if turn.link is link}
    x = start.x
    if plan.corner:
        corner = start.right if plan.corner > 0 else start.left
        points, y = [(corner, levels.middle(start)), (plan.xs[0], levels.middle(start))], levels.middle(start)
        x = plan.xs[0]
    else:
        points, y = [(x, levels.middle(start) + start.height / 2)], levels.middle(start) + start.height / 2
    label = _label(link, points[0], plan.corner, plan.xs[0] - start.x)
    for gap, following in enumerate(plan.xs, start.layer):
        if gap in mine:
            y = levels.lane(mine[gap])
            points += [(x, y), (following, y)]
        x = following
    points.append((x, levels.middle(end) - end.height / 2))
    return Line(link, _straight(points), label)


def _label(link: Link, begin: Point, corner: int, aside: float) -> Label | None:
    if not link.condition:
        return None
    x, y = begin
    if corner:
        left = x + _LABEL_DISTANCE if corner > 0 else x - _LABEL_DISTANCE - condition_width(link)
        return Label(link.condition, left, y - CONDITION_SIZE * 0.72)
    left = x - _LABEL_DISTANCE - condition_width(link) if aside < -_SAME else x + _LABEL_DISTANCE
    return Label(link.condition, left, y + CONDITION_SIZE * 0.72)


def _across(layout: Layout, middles: Mapping[int, Point], link: Link) -> Line:
    """From the corner of a decision to what stands beside it."""
    start, end = layout.stops[link.start], layout.stops[link.end]
    side = 1 if end.x > start.x else -1
    y = middles[link.start][1]
    begin = (start.x + side * start.width / 2, y)
    return Line(link, (begin, (end.x - side * end.width / 2, y)), _label(link, begin, side, 0.0))


class _Outside(Struct):
    """A way that goes back: beside the layers it passes, on the left or the right of all that stands there."""

    link: Link
    side: int
    x: float
    leaves_below: bool
    enters_above: bool
    span: tuple[int, int]

    @classmethod
    def of(cls, layout: Layout, link: Link, sides: _Sides) -> _Outside:
        start, end = layout.stops[link.start], layout.stops[link.end]
        span = (min(start.layer, end.layer), max(start.layer, end.layer))
        inside = [stop for stop in layout.stops.values() if span[0] <= stop.layer <= span[1]]

        def beyond(stop: Stop, side: int) -> bool:
            return any(side * (other.x - stop.x) > _SAME for other in layout.layer(stop.layer) if other.node != stop.node)

        def blocked(side: int) -> tuple[bool, bool]:
            leaving = beyond(start, side) or (link.start, side) in sides.left or (link.start, side) in sides.entered
            return leaving, beyond(end, side) or (link.end, side) in sides.left

        side = min((-1, 1), key=lambda side: (sum(blocked(side)), side))
        leaves_below, enters_above = blocked(side)
        if not leaves_below:
            sides.left.add((link.start, side))
        if not enters_above:
            sides.entered.add((link.end, side))
        edge = min(stop.left for stop in inside) if side < 0 else max(stop.right for stop in inside)
        label = condition_width(link) - abs(edge - (start.left if side < 0 else start.right))
        room = max(OUTSIDE, label + 3 * _LABEL_DISTANCE)
        return cls(link, side, edge + side * room, leaves_below, enters_above, span)

    def turns(self, layout: Layout) -> list[_Turn]:
        """The stretches in gaps, where the way cannot leave or enter at the side."""
        start, end = layout.stops[self.link.start], layout.stops[self.link.end]
        below = [_Turn(start.layer, start.x, self.x, self.link)] if self.leaves_below else []
        return below + ([_Turn(end.layer - 1, self.x, end.x, self.link)] if self.enters_above else [])


def _around(
    layout: Layout, levels: _Levels, middles: Mapping[int, Point], outside: Sequence[_Outside], turns: Sequence[_Turn]
) -> list[Line]:
    lines, used = list[Line](), defaultdict[int, list[tuple[float, tuple[int, int]]]](list)
    for each in sorted(outside, key=lambda each: (each.span[1] - each.span[0], each.span)):
        start, end = layout.stops[each.link.start], layout.stops[each.link.end]
        x = each.x
        for other, span in sorted(used[each.side], key=lambda one: each.side * one[0]):
            if span[0] <= each.span[1] and each.span[0] <= span[1] and each.side * (x - other) < OUTSIDE:
                x = other + each.side * OUTSIDE
        used[each.side].append((x, each.span))
        mine = [turn for turn in turns if turn.link is each.link]
        if each.leaves_below:
            y = levels.lane(mine[0])
            begin = (start.x, middles[start.node][1] + start.height / 2)
            points, label = [begin, (start.x, y), (x, y)], _label(each.link, begin, 0, each.side)
        else:
            begin = (start.x + each.side * start.width / 2, middles[start.node][1])
            points, label = [begin, (x, begin[1])], _label(each.link, begin, each.side, 0.0)
        if each.enters_above:
            y = levels.lane(mine[-1])
            points += [(x, y), (end.x, y), (end.x, middles[end.node][1] - end.height / 2)]
        else:
            y = middles[end.node][1]
            points += [(x, y), (end.x + each.side * end.width / 2, y)]
        lines.append(Line(each.link, _straight(points), label))
    return lines


def _straight(points: Sequence[Point]) -> tuple[Point, ...]:
    """The points without those that lie on a straight line between their neighbours."""
    kept = list[Point]()
    for point in points:
        if kept and abs(kept[-1][0] - point[0]) < _SAME and abs(kept[-1][1] - point[1]) < _SAME:
            continue
        while len(kept) > 1 and any(
            abs(kept[-2][axis] - kept[-1][axis]) < _SAME and abs(kept[-1][axis] - point[axis]) < _SAME for axis in (0, 1)
        ):
            kept.pop()
        kept.append(point)
    return tuple(kept)
