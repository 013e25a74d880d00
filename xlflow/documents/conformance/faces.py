"""How a text looks: its face and size in words, as the standard names them."""

from __future__ import annotations

from collections.abc import Iterator

from xlflow.documents.conformance.judging import Reading, Subject, place_of
from xlflow.documents.conformance.word import Paragraph, Run
from xlflow.documents.layout.widths import character_width

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
