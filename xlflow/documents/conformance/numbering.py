"""Ordinals that Word counts itself (automatic numbering), as the text that a reader sees."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree
from msgspec import Struct, field

from xlflow.documents.conformance.cascade import Properties, W, properties, whole_number
from xlflow.documents.numerals import chinese_number

_CHINESE = ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital", "chineseLegalSimplified")


class Level(Struct, frozen=True):
    """One level of a list: how its number is written, where it starts, what surrounds it, its paragraph properties."""

    form: str
    start: int
    text: str
    paragraph: Properties


class Numbering(Struct):
    """The lists of a file, and how far each has counted while the paragraphs are read in order."""

    lists: Mapping[str, Mapping[int, Level]]
    counted: dict[str, dict[int, int]] = field(default_factory=dict)

    def level(self, found: Mapping[str, str]) -> Level | None:
        """The level that a paragraph with these properties (`numId`, `ilvl`) stands on."""
        return self.lists.get(found.get("numId", ""), {}).get(whole_number(found.get("ilvl", "0")))

    def next(self, found: Mapping[str, str]) -> str:
        """The ordinal of the next paragraph of that list and level."""
        level, own, depth = self.level(found), found.get("numId", ""), whole_number(found.get("ilvl", "0"))
        if level is None:
            return ""
        counts = self.counted.setdefault(own, {})
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [key for key in counts if key > depth]:
            del counts[deeper]
        levels = self.lists[own]
        return re.sub(r"%(\d)", lambda match: _written(levels, counts, int(match.group(1)) - 1), level.text)


def _written(levels: Mapping[int, Level], counts: Mapping[int, int], depth: int) -> str:
    level = levels.get(depth)
    number = counts.get(depth, level.start if level else 1)
    if level is None or level.form in ("bullet", "none"):
        return ""
    return chinese_number(number) if level.form in _CHINESE and 0 <= number <= 9999 else str(number)


def read_numbering(root: etree._Element | None) -> Numbering:
    """The part `numbering.xml`."""
    if root is None:
        return Numbering({})
    abstract = {
        item.get(f"{W}abstractNumId", ""): {whole_number(level.get(f"{W}ilvl", "0")): _level(level) for level in item.iterfind(f"{W}lvl")}
        for item in root.iterfind(f"{W}abstractNum")
    }
    lists = {}
    for item in root.iterfind(f"{W}num"):
        of = item.find(f"{W}abstractNumId")
        lists[item.get(f"{W}numId", "")] = abstract.get(of.get(f"{W}val", "") if of is not None else "", {})
    return Numbering(lists)


def _level(level: etree._Element) -> Level:
    def value(name: str, otherwise: str) -> str:
        found = level.find(f"{W}{name}")
        return found.get(f"{W}val", otherwise) if found is not None else otherwise

    return Level(value("numFmt", "decimal"), whole_number(value("start", "1"), 1), value("lvlText", ""), properties(level.find(f"{W}pPr")))
