"""The levels of a text: 一、 in 黑体, （一） in 楷体, 1. and （1） in 仿宋 (7.3.3)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from xlflow.documents.conformance.faces import is_chinese
from xlflow.documents.conformance.judging import Reading, Subject, place_of
from xlflow.documents.conformance.word import WHITE, Paragraph, Run
from xlflow.documents.numerals import chinese_number

CHINESE = "一二三四五六七八九十百"
LEVELS = (
    re.compile(rf"([{CHINESE}]+)\s*[、.．，,:：]"),
    re.compile(rf"[（(]\s*([{CHINESE}]+)\s*[）)]"),
    re.compile(r"(\d{1,2})\s*[.．、,，](?!\d)"),
    re.compile(r"[（(]\s*(\d{1,2})\s*[）)]"),
)
FORMS = (
    re.compile(rf"[{CHINESE}]+、"),
    re.compile(rf"（[{CHINESE}]+）(?!、)"),
    re.compile(r"\d{1,2}[.．]"),
    re.compile(r"（\d{1,2}）(?!、)"),
)
NUMBERS = {chinese_number(number): number for number in range(1, 200)}


def level_of(paragraph: Paragraph) -> int:
    """1 to 4 for a paragraph that begins with an ordinal; 0 for any other."""
    words = paragraph.words
    return next((level for level, pattern in enumerate(LEVELS, 1) if pattern.match(words)), 0)


def _numbered(subject: Subject) -> Iterator[tuple[int, Paragraph]]:
    for paragraph in subject.parts.text:
        if level := level_of(paragraph):
            yield level, paragraph


def font_of(wanted: int) -> Callable[[Subject], Iterator[Reading]]:
    """The measure of the face of a level: of its whole sentence, up to the first full stop."""

    def font(subject: Subject) -> Iterator[Reading]:
        for level, paragraph in _numbered(subject):
            if level == wanted:
                for run in _first_sentence(paragraph):
                    yield Reading(subject.face(run.east_asia), place=place_of(paragraph))

    return font


def _first_sentence(paragraph: Paragraph) -> Iterator[Run]:
    """The runs of the ordinal and its sentence; what follows a full stop is text."""
    for run in paragraph.runs:
        if run.text.strip(WHITE) and is_chinese(run):
            yield run
        if "。" in run.text:
            return


def form(subject: Subject) -> Iterator[Reading]:
    """Whether ordinals are written as the standard does: full-width brackets, a point after the third."""
    for level, paragraph in _numbered(subject):
        match = LEVELS[level - 1].match(paragraph.words)
        shown = match.group() if match else ""
        yield Reading(bool(FORMS[level - 1].match(paragraph.words)), f"“{shown}”", place_of(paragraph))


def order(subject: Subject) -> Iterator[Reading]:
    """Whether every level counts up from one, and no level is left out but the second."""
    counts = [0, 0, 0, 0]
    for level, paragraph in _numbered(subject):
        number = _number(level, paragraph)
        above = [depth for depth in range(1, level) if counts[depth - 1]]
        jumps = bool(any(counts)) and level > 1 and not _follows(level, above)
        counts[level:] = [0] * (4 - level)
        right = number == counts[level - 1] + 1 and not jumps
        counts[level - 1] = number
        yield Reading(right, paragraph.words[:5], place_of(paragraph))


def _follows(level: int, above: list[int]) -> bool:
    """Whether a level may stand below the levels that are open: 一、 may be followed by 1. without （一）."""
    return not above or above[-1] == level - 1 or (above[-1], level) == (1, 3)


def _number(level: int, paragraph: Paragraph) -> int:
    match = LEVELS[level - 1].match(paragraph.words)
    text = match.group(1) if match else ""
    return int(text) if text.isdigit() else NUMBERS.get(text, 0)


MEASURES = {
    "h1.font": font_of(1),
    "h2.font": font_of(2),
    "h3.font": font_of(3),
    "h4.font": font_of(4),
    "ordinal.form": form,
    "ordinal.order": order,
}
