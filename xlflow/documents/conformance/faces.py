"""How a text looks: its face and size in words, as the standard names them."""

from __future__ import annotations

from collections.abc import Iterator

from xlflow.documents.conformance.judging import Reading, Subject, place_of
from xlflow.documents.conformance.word import WHITE, Paragraph, Run
from xlflow.documents.layout.measures import CHARACTER_TWIPS, CORE_WIDTH_TWIPS
from xlflow.documents.layout.title import character_width, text_width


def first_line(paragraph: Paragraph) -> float:
    """Where the first character stands, from the left edge of the core."""
    return (paragraph.left + paragraph.first) / CHARACTER_TWIPS + paragraph.lead


def right_gap(paragraph: Paragraph) -> float | None:
    """What is left free at the right of a line that ends there; None where it is not set to the right.

    A line that begins at an indent from the left, as people without a right aligned style make it, counts by its width.
    """
    trailing = text_width(paragraph.text[len(paragraph.text.rstrip(" 　\xa0")) :])
    if paragraph.align == "right":
        return paragraph.right / _set_width(paragraph) + trailing
    if paragraph.align in ("left", "both"):
        start = (paragraph.left + paragraph.first) / _set_width(paragraph) + paragraph.lead
        width = CORE_WIDTH_TWIPS / _set_width(paragraph)
        return width - start - text_width(paragraph.words)
    return None


def _set_width(paragraph: Paragraph) -> float:
    """The width of a character as it is set here, in twips."""
    run = next((run for run in paragraph.runs if run.text.strip(WHITE)), None)
    return float(run.size * 10 + run.spacing) if run and run.size else float(CHARACTER_TWIPS)


POINTS = {44: "2号", 36: "小2号", 32: "3号", 30: "小3号", 28: "4号", 24: "小4号", 21: "5号", 18: "小5号"}


def is_chinese(run: Run) -> bool:
    """Whether something in a run is set in the Chinese face: the face of Latin letters is left open by the standard."""
    return any(character_width(character) == 1 and character != "　" for character in run.text)


def size_name(half_points: int) -> str:
    """3号 for 32 half points; points where the size has no name."""
    return POINTS.get(half_points, f"{half_points / 2:g}磅")


def looks(subject: Subject, paragraph: Paragraph) -> Iterator[Reading]:
    """Face and size of every run that shows Chinese: 仿宋 3号."""
    for run in _chinese(paragraph):
        yield Reading(f"{subject.face(run.east_asia)} {size_name(run.size)}", place=place_of(paragraph))


def faces(subject: Subject, paragraph: Paragraph) -> Iterator[Reading]:
    """The face of every run that shows Chinese."""
    for run in _chinese(paragraph):
        yield Reading(subject.face(run.east_asia), place=place_of(paragraph))


def sizes(paragraph: Paragraph) -> Iterator[Reading]:
    """The size of every run that shows something, in points."""
    for run in paragraph.visible:
        yield Reading(run.size / 2, size_name(run.size), place_of(paragraph))


def colors(paragraph: Paragraph) -> Iterator[Reading]:
    """Whether every run is black."""
    for run in paragraph.visible:
        yield Reading(run.color in ("", "000000"), f"颜色 {run.color}" if run.color else "黑色", place_of(paragraph))


def _chinese(paragraph: Paragraph) -> Iterator[Run]:
    return (run for run in paragraph.visible if is_chinese(run))
