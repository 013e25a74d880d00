"""What a box of the chart looks like: its words in lines, and how large it is for them."""

from __future__ import annotations

import re
from functools import lru_cache
from math import ceil

from msgspec import Struct

from xlflow.documents.layout.title_breaking import character_width
from xlflow.schemes.flow import Box, BoxKind

HALF_WIDTH_EM = 0.62
"""What a Latin letter or digit of a sans serif face takes at most, save for a few capitals."""
_UNITS = re.compile(r"[0-9A-Za-z./%+-]+|.")
_NEVER_FIRST = frozenset("，。、；：！？）》”’〉】%,.;:!?)]")
_NEVER_LAST = frozenset("（《“‘〈【([")
_SHRINK = 0.25


def width(text: str) -> float:
    """The width of a text in ems."""
    return sum(_of_character(character) for character in text)


@lru_cache(maxsize=4096)
def lines(text: str, widest: float) -> tuple[str, ...]:
    """The text in lines no wider than so many ems, as few as possible and of about one length; no line begins with a closing mark."""
    if width(text) <= widest:
        return (text,) if text else ()
    fewest = _broken(text, widest)
    narrower = width(text) / ceil(width(text) / widest)
    while narrower < widest:
        even = _broken(text, narrower)
        if len(even) <= len(fewest):
            return even
        narrower += _SHRINK
    return fewest


def _of_character(character: str) -> float:
    measured = character_width(character)
    return HALF_WIDTH_EM if 0 < measured < 1 else measured


def _broken(text: str, widest: float) -> tuple[str, ...]:
    made, line = list[str](), ""
    for unit in _kept_together(text, widest):
        if line and width(line + unit) > widest:
            made.append(line.rstrip())
            line = ""
        line += unit.lstrip() if not line else unit
    return tuple(each for each in [*made, line.rstrip()] if each)


def _kept_together(text: str, widest: float) -> list[str]:
    """Words and characters with the marks that belong to them; a word that is too wide for any line is cut."""
    units = list[str]()
    for unit in _UNITS.findall(text):
        pieces = [unit] if width(unit) <= widest else list(unit)
        for piece in pieces:
            if units and (piece[0] in _NEVER_FIRST or units[-1][-1] in _NEVER_LAST) and width(units[-1] + piece) <= widest:
                units[-1] += piece
            else:
                units.append(piece)
    return units


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
