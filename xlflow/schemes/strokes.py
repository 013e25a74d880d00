"""姓氏笔画: the order in which a ballot lists names, so that no place in the list is a favour."""

from __future__ import annotations

from functools import cache

from xlflow.schemes.shipped import home

STROKES_FILE = "strokes.txt"


def stroke_order(name: str) -> tuple[tuple[int, str], ...]:
    """The key that sorts names by strokes.

    Fewer strokes of the first character go first, then how it is written (横、竖、撇、点、折), then the next character; of one surname the
    shorter name goes first. Characters of no known order come last.
    """
    places = _places()
    return tuple((places.get(character, len(places)), character) for character in name)


@cache
def _places() -> dict[str, int]:
    lines = (home() / STROKES_FILE).read_text(encoding="utf-8").splitlines()
    characters = "".join(line.partition(" ")[2] for line in lines if not line.startswith("#"))
    return {character: place for place, character in enumerate(characters)}
