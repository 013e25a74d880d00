"""How wide a text is when set: Chinese characters and punctuation take one place, Latin letters and digits half of one."""

from __future__ import annotations

import unicodedata

FULL_WIDTH_CLASSES = frozenset("WFA")
"""East Asian Width classes set full width in a Chinese face; A holds “ ” — … ·."""


def character_width(character: str) -> float:
    """1 for a full-width character, 0.5 for a half-width one, 0 for one that combines with its neighbour."""
    if unicodedata.combining(character):
        return 0.0
    return 1.0 if unicodedata.east_asian_width(character) in FULL_WIDTH_CLASSES else 0.5


def text_width(text: str) -> float:
    """The width of a text in characters: 2026年3月5日 is 6 (three Chinese characters, six digits)."""
    return sum(map(character_width, text))
