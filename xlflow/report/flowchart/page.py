"""The chart on its page: the width of the boxes, the number of columns and the side of the paper for which it can be read best."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from xlflow.report.flowchart.chart_layout import lay_out
from xlflow.report.flowchart.chart_parts import columns, in_order, shares
from xlflow.report.flowchart.shapes import SMALL_SIZE, shape_of, width
from xlflow.report.flowchart.ways import GAP, Drawn, draw
from xlflow.schemes.flow import Box

SWATCH, BESIDE_SWATCH, BETWEEN_ENTRIES, ROW, NAME_ROOM = 4.0, 1.2, 4.0, 5.0, 56.0
OTHERS = "其他"
_COLOURS = (
    ("#e8f1fb", "#2f6db0"),
    ("#fdf0e3", "#c46a16"),
    ("#e9f5ea", "#3b8648"),
    ("#fbe9ea", "#b8323a"),
    ("#f1ebf9", "#7450a8"),
    ("#e6f5f5", "#1f8085"),
    ("#f8f4dc", "#8d7a12"),
)
NEUTRAL = ("#f0f0f0", "#666666")
"""Of boxes without an actor, and of the actors for whom no colour is left."""

Colours = Mapping[str, tuple[str, str]]


def colours_of(flow: Sequence[Box]) -> Colours:
    """Fill and edge of each actor, in the order in which they act; those without a colour of their own are one entry, 其他."""
    actors = list(dict.fromkeys(box.actor for box in flow if box.actor))
    own = dict(zip(actors, _COLOURS, strict=False))
    return own if len(actors) <= len(_COLOURS) else {**own, OTHERS: NEUTRAL}


def entry_width(actor: str) -> float:
    """The width of an entry with the distance to the next."""
    return SWATCH + BESIDE_SWATCH + width(actor) * SMALL_SIZE + BETWEEN_ENTRIES


def legend_rows(colours: Colours, across: float) -> list[list[str]]:
    """The actors in rows, on a page with so many millimetres between its margins; the name of the scheme keeps its room on the right."""
    rows: list[list[str]] = [[]]
    for actor in colours:
        if rows[-1] and sum(map(entry_width, rows[-1])) + entry_width(actor) > across - NAME_ROOM:
            rows.append([])
        rows[-1].append(actor)
    return rows


A4 = (210.0, 297.0)
MARGIN, HEAD, FOOT = 8.0, 19.0, 9.0
COLUMN_GAP = 10.0
LARGEST, ENOUGH = 1.25, 0.95
"""Letters grow to that size where there is room; from 10.5 points on no other way of setting is sought for larger ones."""
_WIDTHS = (104.0, 88.0, 74.0, 62.0, 52.0, 44.0)
_MOST_COLUMNS = 4
_COLUMN_COSTS, _LANDSCAPE_COSTS = 0.9, 0.9
"""A second column, a page that lies: taken only where the letters grow by more than that."""


class Place(Struct, frozen=True):
    """A part on the page: its lengths times `scale`, then moved."""

    drawn: Drawn
    scale: float
    right: float
    down: float


class Page(Struct, frozen=True):
    """One A4 page."""

    width: float
    height: float
    places: tuple[Place, ...]


def page_of(flow: Sequence[Box]) -> Page:
    """The page on which the flow is set largest, upright and in one column where that costs little."""
    order = in_order(flow)
    merit, best = max(_tries(order, 1), key=_merit)
    for count in range(2, _MOST_COLUMNS + 1):
        if merit < ENOUGH * _COLUMN_COSTS ** (count - 1):
            merit, best = max([(merit, best), *_tries(order, count)], key=_merit)
    return best


def _merit(trial: tuple[float, Page]) -> float:
    return trial[0]


def _tries(order: Sequence[Box], count: int) -> Iterator[tuple[float, Page]]:
    """The pages with so many columns."""
    colours = colours_of(order)
    for widest in _WIDTHS:
        cuts = shares([shape_of(box, widest).height + GAP for box in order], count)
        if len(cuts) < count - 1:
            continue
        for beside in (True, False):
            drawn = tuple(draw(part, lay_out(part)) for part in columns(order, cuts, widest=widest, beside=beside))
            for lying in (False, True):
                page = _placed(drawn, colours, lying=lying)
                cost = _COLUMN_COSTS ** (len(drawn) - 1) * (_LANDSCAPE_COSTS if lying else 1.0)
                yield min(page.places[0].scale, ENOUGH) * cost, page


def _placed(drawn: Sequence[Drawn], colours: Colours, *, lying: bool) -> Page:
    """The parts side by side, as large as the page allows, in its middle."""
    across, down = A4[::-1] if lying else A4
    bounds = [each.bounds for each in drawn]
    wide = sum(right - left for left, _, right, _ in bounds) + COLUMN_GAP * (len(drawn) - 1)
    high = max(bottom - top for _, top, _, bottom in bounds)
    legend = len(legend_rows(colours, across - 2 * MARGIN))
    height = down - HEAD - FOOT - MARGIN - ROW * (legend - 1)
    scale = min((across - 2 * MARGIN) / wide, height / high, LARGEST)
    x = (across - wide * scale) / 2
    y = HEAD + max(0.0, (height - high * scale) / 4)
    places = []
    for each, (left, top, right, _) in zip(drawn, bounds, strict=True):
        places.append(Place(each, scale, x - left * scale, y - top * scale))
        x += (right - left + COLUMN_GAP) * scale
    return Page(across, down, tuple(places))
