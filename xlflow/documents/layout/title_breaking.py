"""The lines of a title: at most 20 characters of 2号 each, no word broken, lines of unequal length (GB/T 9704-2012 7.3.1).

Breaking needs to know words. A short list of the words that titles of this field are made of does, and what lies between two of them
(the name of a person or a unit) is kept whole. A piece that alone is longer than a line is broken anywhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import combinations, pairwise

from xlflow.documents.layout.standard_measures import TITLE_CHARACTERS_PER_LINE

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


WORDS = (
    "共青团|中国共产主义青年团|中国|中共|委员会|团支部|团总支|党支部|党总支|支部|大学|学院|学校|中学|公司|集团|机关"
    "|入党积极分子|积极分子|党的发展对象|发展对象|入党|预备党员|团员|青年|优秀|推荐|推优|人选|名单|名额|同志"
    "|关于|开展|召开|同意|作为|以及|和|等|工作|情况|大会|会议|考核|通报|通知|公示|报告|请示|批复|意见|函"
    r"|\d+年度?|上半年|下半年|第[一二三四\d]+(?:批|季度|期|次|届)|\d+月|\d+名|\d+"
)
TOKENS = re.compile(rf"《[^》]*》|“[^”]*”|（[^）]*）|{WORDS}")
CLINGING = ("的", "、", "，", "）", "》", "”", "等", "和", "作为", "名")
"""What may not begin a line: particles and closing marks belong to what stands before them."""
OPENING = ("关于", "推荐", "开展")
"""Where a title likes to be broken: before the next thing that it says."""

EQUAL_CHARACTERS = 0.75
"""Lines that differ by less, as by one figure, look equal."""
_WIDER = 0.15
_WEIGHED_AT_MOST = 24
"""Pieces. The ways to break more of them are too many to weigh; no official title is as long."""


@cache
def title_lines(text: str, width: int = TITLE_CHARACTERS_PER_LINE) -> tuple[str, ...]:
    """The title in lines no wider than `width` characters; one line where it fits."""
    if _set_width(text) <= width:
        return (text,)
    pieces = [part for piece in _pieces(text) for part in _cut(piece, width)]
    if len(pieces) > _WEIGHED_AT_MOST:
        return tuple(_filled(pieces, width))
    count = int(-(-_set_width(text) // width))
    while True:
        found = [lines for lines in _splits(pieces, count) if all(_set_width(line) <= width for line in lines)]
        if found:
            return min(found, key=_penalty)
        count += 1


def _set_width(text: str) -> float:
    """The room that a line needs, also in a face that stands in for 小标宋: some set figures nearly two thirds wide."""
    return text_width(text) + _WIDER * sum(character_width(character) == 0.5 for character in text)


def _pieces(text: str) -> list[str]:
    """The title cut where a line may end."""
    pieces: list[str] = []
    position = 0
    for match in TOKENS.finditer(text):
        if match.start() > position:
            pieces.append(text[position : match.start()])
        pieces.append(match.group())
        position = match.end()
    if position < len(text):
        pieces.append(text[position:])
    joined: list[str] = []
    for piece in pieces:
        if joined and piece.startswith(CLINGING):
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined


def _cut(piece: str, width: int) -> list[str]:
    parts = [""]
    for character in piece:
        if _set_width(parts[-1] + character) > width:
            parts.append("")
        parts[-1] += character
    return parts


def _filled(pieces: list[str], width: int) -> list[str]:
    """Lines that each take as many pieces as fit."""
    lines = [""]
    for piece in pieces:
        if lines[-1] and _set_width(lines[-1] + piece) > width:
            lines.append("")
        lines[-1] += piece
    return lines


def _splits(pieces: list[str], count: int) -> list[tuple[str, ...]]:
    splits = []
    for cuts in combinations(range(1, len(pieces)), count - 1):
        bounds = (0, *cuts, len(pieces))
        splits.append(tuple("".join(pieces[a:b]) for a, b in pairwise(bounds)))
    return splits


def broken_title(parts: Sequence[str], width: int = TITLE_CHARACTERS_PER_LINE) -> tuple[str, ...]:
    """The lines of a title in parts that each begin a line, unless that makes lines of one length: then it is broken as a whole."""
    lines = tuple(line for part in parts for line in title_lines(part, width))
    return title_lines("".join(parts), width) if len(lines) > 1 and _equal(lines) else lines


def _equal(lines: Sequence[str]) -> bool:
    """Whether all lines are of one length; the standard asks for a 梯形 or 菱形."""
    widths = list(map(text_width, lines))
    return max(widths) - min(widths) < EQUAL_CHARACTERS


def _penalty(lines: tuple[str, ...]) -> float:
    """Low for lines of nearly, but not quite, the same length that begin where a thought begins."""
    widths = [text_width(line) for line in lines]
    steps = [abs(a - b) for a, b in pairwise(widths)]
    ragged = sum(step if step >= 2 else 3 - step for step in steps)
    if _equal(lines):
        ragged += 12
    return ragged - 4 * sum(line.startswith(OPENING) for line in lines[1:])
