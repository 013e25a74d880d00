"""What a box of the chart looks like: its words in lines, and how large it is for them."""

from __future__ import annotations

from msgspec import Struct

from xlflow.report.flowchart.words import lines, width
from xlflow.schemes.flow import Box, BoxKind

LABEL_SIZE, SMALL_SIZE = 3.9, 2.85
"""11 and 8 points."""
LINE = 1.22
PADDING = 1.3
SIDE_PADDING = 2.6
LEAST_WIDTH = 24.0
CONNECTOR_SIZE = 6.0
_DECISION_LABEL, _DECISION_SMALL = 10.0, 13.0
"""How many characters stand in a line of a decision."""
_DECISION_ROOM = 8.0
"""How much higher a diamond is than its words: the flatter, the wider."""


class Text(Struct, frozen=True):
    """A line of words: how large, and where its middle is below the middle of its box."""

    words: str
    size: float
    middle: float

    @property
    def width(self) -> float:
        """How wide it is set."""
        return width(self.words) * self.size


class Shape(Struct, frozen=True):
    """A box as it is drawn."""

    texts: tuple[Text, ...]
    width: float
    height: float


def shape_of(box: Box, widest: float) -> Shape:
    """The shape of a box; steps may be so wide."""
    if box.kind is BoxKind.DECISION:
        return _diamond(box)
    inner = widest - 2 * SIDE_PADDING
    texts = _stacked(
        lines(box.label, inner / LABEL_SIZE), [line for part in details(box) for line in lines(part, inner / SMALL_SIZE)], inner
    )
    across = max(LEAST_WIDTH, max(text.width for text in texts) + 2 * SIDE_PADDING)
    return Shape(texts, across, _height(texts) + 2 * PADDING)


def end_shape(box: Box, widest: float) -> Shape:
    """An end beside a decision: its name alone, for it stands there many times."""
    texts = _stacked(lines(box.label, (widest - 2 * SIDE_PADDING) / LABEL_SIZE), (), widest)
    return Shape(texts, max(text.width for text in texts) + 3 * SIDE_PADDING, _height(texts) + 2 * PADDING)


def connector_shape(number: str) -> Shape:
    """The circle by which a line goes on in another column."""
    return Shape((Text(number, LABEL_SIZE, 0.0),), CONNECTOR_SIZE, CONNECTOR_SIZE)


def details(box: Box) -> tuple[str, ...]:
    """Who acts and by when, and the paper that comes of it."""
    who_and_when = "　".join(part for part in (box.actor, box.limit) if part)
    return tuple(part for part in (who_and_when, f"材料：{box.material}" if box.material else "") if part)


def _diamond(box: Box) -> Shape:
    small = lines(box.limit or box.actor, _DECISION_SMALL)
    texts = _stacked(lines(box.label, _DECISION_LABEL), small, 0.0)
    height = _height(texts) + _DECISION_ROOM
    across = max(text.width / (1 - (abs(text.middle) + text.size / 2) * 2 / height) for text in texts)
    return Shape(texts, max(LEAST_WIDTH, across + SIDE_PADDING), height)


def _stacked(labels: tuple[str, ...], small: list[str] | tuple[str, ...], inner: float) -> tuple[Text, ...]:
    sizes = [(words, LABEL_SIZE) for words in labels] + [(words, SMALL_SIZE) for words in _joined(small, inner)]
    top = -sum(size * LINE for _, size in sizes) / 2
    texts = list[Text]()
    for words, size in sizes:
        texts.append(Text(words, size, top + size * LINE / 2))
        top += size * LINE
    return tuple(texts)


def _joined(small: list[str] | tuple[str, ...], inner: float) -> tuple[str, ...]:
    """Short details on one line."""
    together = "　".join(small)
    return (together,) if small and width(together) * SMALL_SIZE <= inner else tuple(small)


def _height(texts: tuple[Text, ...]) -> float:
    return sum(text.size * LINE for text in texts)
