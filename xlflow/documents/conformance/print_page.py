"""Layer R: paper, core, lines and characters as they print (5.2)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from statistics import median

from xlflow.documents.conformance.judging import Reading, Subject
from xlflow.documents.conformance.pdf import TextLine
from xlflow.documents.conformance.printed import CHARACTER, core_of, full_pages, line_of, text_lines
from xlflow.documents.layout.measures import (
    CHARACTERS_PER_LINE,
    CORE_HEIGHT_TWIPS,
    CORE_WIDTH_TWIPS,
    LINE_TWIPS,
    LINES_PER_PAGE,
    TWIPS_PER_MM,
)
from xlflow.documents.layout.widths import character_width

LEAD_MM = 3.4
"""From the upper edge of a line of 22 to the ink of its tallest character: an exact line keeps its lead above the characters."""
PITCH_TOLERANCE_MM = 0.1
TEXT_PT = 16
RUN_MEASURED = 10
"""Characters: fewer in a row say little about their distance."""
BEARING_MM = 0.35
"""What a character keeps free of its box on either side."""


def size(subject: Subject) -> Iterator[Reading]:
    """How far the paper is from A4, in mm; a wide page is turned."""
    for number, page in enumerate(subject.pages, 1):
        width, height = sorted((page.width, page.height))
        yield Reading(max(abs(width - 210), abs(height - 297)), f"{page.width:.1f}×{page.height:.1f} mm", f"第{number}页")


def top(subject: Subject) -> Iterator[Reading]:
    """Where the first line of a page of text begins."""
    section = subject.word.sections[0]
    lowered = core_of(subject).top - section.top / TWIPS_PER_MM
    for number, lines in _standard_pages(subject):
        yield Reading(lines[0].top - LEAD_MM - lowered, place=f"第{number}页")


def _standard_pages(subject: Subject) -> Iterator[tuple[int, tuple[TextLine, ...]]]:
    """Full pages whose lines are 22: those of another pitch keep another lead above them, and `lines22` tells of them."""
    for number, lines in full_pages(subject):
        if abs(_pitch(lines) - LINE_TWIPS / TWIPS_PER_MM) < PITCH_TOLERANCE_MM:
            yield number, lines


def _pitch(lines: tuple[TextLine, ...]) -> float:
    """From base line to base line: many together, for one alone is rounded."""
    rough = median(after.base - before.base for before, after in pairwise(lines))
    height = lines[-1].base - lines[0].base
    return height / round(height / rough)


def left(subject: Subject) -> Iterator[Reading]:
    """Where the lines of a page of text begin."""
    for number, lines in full_pages(subject):
        yield Reading(min(line.glyphs[0].start for line in lines), place=f"第{number}页")


def core_width(subject: Subject) -> Iterator[Reading]:
    """From the first character of full lines to the end of the last one; a mark that hangs over does not count."""
    for number, lines in full_pages(subject):
        start = min(line.glyphs[0].start for line in lines)
        ends = [glyph.right + BEARING_MM for line in lines for glyph in line.glyphs[27:28] if glyph.text.isalpha()]
        if ends:
            yield Reading(max(ends) - start, place=f"第{number}页")


def core_height(subject: Subject) -> Iterator[Reading]:
    """From the upper edge of the first line to the lower edge of the last one, of as many lines as fill the page."""
    for number, lines in _standard_pages(subject):
        pitch = _pitch(lines)
        if core_of(subject).bottom - lines[-1].base < pitch:
            yield Reading(lines[-1].base - lines[0].base + pitch, place=f"第{number}页")


def line_count(subject: Subject) -> Iterator[Reading]:
    """How many lines of the pitch that is printed fill the core."""
    for number, lines in full_pages(subject):
        pitch = _pitch(lines)
        yield Reading(
            CORE_HEIGHT_TWIPS / TWIPS_PER_MM / pitch,
            f"行距 {pitch:.2f} mm，{LINES_PER_PAGE} 行高 {LINES_PER_PAGE * pitch:.1f} mm",
            f"第{number}页",
        )


def characters(subject: Subject) -> Iterator[Reading]:
    """How many full-width characters 156 mm hold at the distance at which they stand.

    A line that is filled may be drawn out to its end, never pressed: where no line ends before, the closest tells only that so many fit.
    """
    if any(section.landscape for section in subject.word.sections):
        return
    filled = core_of(subject).right - CHARACTER
    lines = [line for page in subject.pages for line in text_lines(subject, page) if abs(line.size - TEXT_PT) < 0.3]
    natural = [distance for line in lines if line.right < filled and (distance := _distance(line))]
    closest = min(natural or (distance for line in lines if (distance := _distance(line))), default=0.0)
    number = CORE_WIDTH_TWIPS / TWIPS_PER_MM / closest if closest else 0.0
    if natural or number >= CHARACTERS_PER_LINE:
        yield Reading(number, f"每行 {int(number)} 字（字距 {closest:.2f} mm）")


def _distance(line: TextLine) -> float:
    """From character to character in the longest run of full-width ones of a line; 0 where it is short."""
    best: list[float] = []
    starts: list[float] = []
    for glyph in line.glyphs:
        starts = [*starts, glyph.start] if character_width(glyph.text) == 1 else []
        best = max(best, starts, key=len)
    return (best[-1] - best[0]) / (len(best) - 1) if len(best) >= RUN_MEASURED else 0.0


def first_page(subject: Subject) -> Iterator[Reading]:
    """Whether the first page shows text."""
    if subject.parts.text and (found := line_of(subject, subject.parts.text[0])):
        yield Reading(found[0] == 1, f"正文从第{found[0]}页开始", f"第{found[0]}页")


def inside(subject: Subject) -> Iterator[Reading]:
    """How far a text stands outside the core on its left or right, in mm; one mark may hang over. Lines of tables: `form.table`."""
    if any(section.landscape for section in subject.word.sections):
        return
    core = core_of(subject)
    for number, page in enumerate(subject.pages, 1):
        lines = [line for line in page.lines if core.top - 1 < line.base < core.bottom + 1]
        if lines:
            over = max(max(core.left - line.left, _hanging(line) - core.right) for line in lines)
            yield Reading(over, f"超出 {max(0.0, over):.1f} mm", f"第{number}页")


def _hanging(line: TextLine) -> float:
    """The right end of a line without a mark that hangs over."""
    last = line.glyphs[-1]
    return line.glyphs[-2].right if len(line.glyphs) > 1 and not last.text.isalnum() else last.right


MEASURES = {
    "page.size": size,
    "margin.top": top,
    "margin.left": left,
    "core.width": core_width,
    "core.height": core_height,
    "lines22": line_count,
    "chars28": characters,
    "body.first_page": first_page,
    "core.inside": inside,
}
