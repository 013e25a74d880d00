"""Numbers of documents: 校团〔2026〕5号, one series for each 代字 and year; and the issues of a briefing, 2026年第3期.

A register says which numbers are out. A new one is the highest of its series and one: what lies between is never filled, what was
withdrawn is never issued again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from xlflow.patterns import pattern

_NUMBER = pattern(r"\s*(?P<prefix>\S.*?)\s*[〔\[［（(【]\s*(?P<year>\d{4})\s*[〕\]］）)】]\s*第?\s*0*(?P<ordinal>\d{1,6})\s*号\s*")
_ISSUE = pattern(r"\s*(?P<prefix>)(?P<year>\d{4})\s*年?\s*第\s*0*(?P<ordinal>\d{1,6})\s*期\s*")


class Number(Struct, frozen=True, order=True):
    """A number of a document. Without `prefix`, the 代字, it is an issue of the briefing."""

    prefix: str
    year: int
    ordinal: int

    @classmethod
    def parse(cls, text: str) -> Number | None:
        """The number that people wrote, with brackets of any kind and zeros before it; None for anything else."""
        match = _NUMBER.fullmatch(text) or _ISSUE.fullmatch(text)
        return cls(match["prefix"], int(match["year"]), int(match["ordinal"])) if match else None

    @property
    def series(self) -> Series:
        """代字 and year."""
        return Series(self.prefix, self.year)

    def __str__(self) -> str:
        """As documents write it: 〔〕 around the year, no zeros, no 第 before 号 (GB/T 9704-2012 7.2.5)."""
        return f"{self.prefix}〔{self.year}〕{self.ordinal}号" if self.prefix else f"{self.year}年第{self.ordinal}期"


class Series(Struct, frozen=True, order=True):
    """The numbers of one 代字 (none: of the briefing) in one year."""

    prefix: str
    year: int

    def following(self, out: Iterable[Number]) -> Number:
        """The number after the highest that is out; the first where none is."""
        return Number(self.prefix, self.year, max((each.ordinal for each in out if each.series == self), default=0) + 1)


def gaps(out: Iterable[Number]) -> Iterator[Number]:
    """The numbers that are missing between the first and the last of each series."""
    by_series: dict[Series, set[int]] = {}
    for number in out:
        by_series.setdefault(number.series, set()).add(number.ordinal)
    for series, ordinals in sorted(by_series.items()):
        for ordinal in range(min(ordinals) + 1, max(ordinals)):
            if ordinal not in ordinals:
                yield Number(series.prefix, series.year, ordinal)
