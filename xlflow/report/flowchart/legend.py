"""The foot of the page: who has which colour, and whose flow it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlflow.report.flowchart.shapes import SMALL_SIZE
from xlflow.report.flowchart.words import width
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
