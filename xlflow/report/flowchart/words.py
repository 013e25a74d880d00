"""Texts of a chart, measured and broken into lines. Widths are in ems: a Chinese character is 1."""

from __future__ import annotations

import re
from functools import lru_cache
from math import ceil

from xlflow.documents.layout.title_breaking import character_width

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
