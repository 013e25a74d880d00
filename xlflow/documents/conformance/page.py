"""Paper, margins, core, and how lines and characters fill it (5.1 to 5.2)."""

from __future__ import annotations

from collections.abc import Iterator

from xlflow.documents.conformance.judging import Reading, Subject, place_of
from xlflow.documents.conformance.word import Paragraph, Run, Section
from xlflow.documents.layout.measures import CORE_HEIGHT_TWIPS, CORE_WIDTH_TWIPS, LINES_PER_PAGE, SIZE_3, TWIPS_PER_MM


def _each_section(subject: Subject) -> Iterator[tuple[str, Section]]:
    several = len(subject.word.sections) > 1
    for number, section in enumerate(subject.word.sections, 1):
        yield (f"第{number}节" if several else ""), section


def size(subject: Subject) -> Iterator[Reading]:
    """Whether the paper is A4: how far the worse side is off, in mm."""
    for place, section in _each_section(subject):
        width, height = section.width / TWIPS_PER_MM, section.height / TWIPS_PER_MM
        yield Reading(max(abs(width - 210), abs(height - 297)), f"{width:.1f}×{height:.1f} mm", place)


def _length(name: str, subject: Subject) -> Iterator[Reading]:
    for place, section in _each_section(subject):
        yield Reading(getattr(section, name) / TWIPS_PER_MM, place=place)


def top(subject: Subject) -> Iterator[Reading]:
    """天头 in mm."""
    return _length("top", subject)


def left(subject: Subject) -> Iterator[Reading]:
    """订口 in mm."""
    return _length("left", subject)


def core_width(subject: Subject) -> Iterator[Reading]:
    """The width of the core in mm."""
    return _length("core_width", subject)


def core_height(subject: Subject) -> Iterator[Reading]:
    """The height of the core in mm."""
    return _length("core_height", subject)


def lines(subject: Subject) -> Iterator[Reading]:
    """How many lines of the text the 225 mm of the core hold."""
    for paragraph in subject.parts.text:
        section = subject.word.sections[paragraph.section]
        pitch = _pitch(paragraph, section)
        if pitch is None:
            yield Reading(0.0, "行距不固定", place_of(paragraph))
        else:
            yield Reading(CORE_HEIGHT_TWIPS / pitch, f"行距 {pitch / 20:g} 磅，{_height(pitch)}", place_of(paragraph))
    for place, section in _each_section(subject):
        if section.grid and section.pitch and not section.landscape and subject.parts.text:
            yield Reading(CORE_HEIGHT_TWIPS / section.pitch, f"文档网格 {section.pitch / 20:g} 磅，{_height(section.pitch)}", place)


def _height(pitch: float) -> str:
    return f"{LINES_PER_PAGE} 行高 {LINES_PER_PAGE * pitch / TWIPS_PER_MM:.1f} mm"


def _pitch(paragraph: Paragraph, section: Section) -> float | None:
    """From line to line, in twips; None where it follows the face."""
    if paragraph.rule == "exact" and paragraph.line > 0:
        return float(paragraph.line)
    if paragraph.rule == "auto" and section.grid and section.pitch:
        return section.pitch * max(1.0, paragraph.line / 240)
    return None


def characters(subject: Subject) -> Iterator[Reading]:
    """How many characters of the text a line of 156 mm holds; what is not in 3号 is the business of another key."""
    for paragraph in subject.parts.text:
        section = subject.word.sections[paragraph.section]
        for run in (run for run in paragraph.visible if run.size == SIZE_3):
            width = _width(run, section)
            yield Reading(
                CORE_WIDTH_TWIPS / width, f"每行 {int(CORE_WIDTH_TWIPS / width)} 字（字宽 {width / 20:g} 磅）", place_of(paragraph)
            )


def _width(run: Run, section: Section) -> float:
    grid = section.character_space if section.grid in ("linesAndChars", "snapToChars") else 0.0
    return max(1.0, run.size * 10 + run.spacing + grid)


MEASURES = {
    "page.size": size,
    "margin.top": top,
    "margin.left": left,
    "core.width": core_width,
    "core.height": core_height,
    "lines22": lines,
    "chars28": characters,
}
