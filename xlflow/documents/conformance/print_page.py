"""Layer R: paper, core, lines and characters as they print (5.2)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from statistics import median

from xlflow.documents.conformance.judging import Reading, Subject
from xlflow.documents.conformance.pdf import TextLine
from xlflow.documents.conformance.printed import CORE_BOTTOM, CORE_LEFT, CORE_RIGHT, CORE_TOP, full_pages, line_of
from xlflow.documents.layout.widths import character_width

LEAD_MM = 3.4
"""From the upper edge of a line of 22 to the ink of its tallest character: an exact line keeps its lead above the characters."""
BEARING_MM = 0.35
"""What a character keeps free of its box on either side."""


def size(subject: Subject) -> Iterator[Reading]:
    """How far the paper is from A4, in mm; a wide page is turned."""
    for number, page in enumerate(subject.pages, 1):
        width, height = sorted((page.width, page.height))
        yield Reading(max(abs(width - 210), abs(height - 297)), f"{page.width:.1f}×{page.height:.1f} mm", f"第{number}页")


def top(subject: Subject) -> Iterator[Reading]:
    """Where the first line of a page of text begins."""
    for number, lines in full_pages(subject):
        yield Reading(lines[0].top - LEAD_MM, place=f"第{number}页")


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
    for number, lines in full_pages(subject):
        pitch = median(after.base - before.base for before, after in pairwise(lines))
        if CORE_BOTTOM - lines[-1].base < pitch:
            yield Reading(lines[-1].base - lines[0].base + pitch, place=f"第{number}页")


def line_count(subject: Subject) -> Iterator[Reading]:
    """How many lines of the pitch that is printed fill the core."""
    for number, lines in full_pages(subject):
        rough = median(after.base - before.base for before, after in pairwise(lines))
        height = lines[-1].base - lines[0].base
        pitch = height / round(height / rough)
        yield Reading((CORE_BOTTOM - CORE_TOP) / pitch, f"行距 {pitch:.2f} mm，{len(lines)} 行", f"第{number}页")


def characters(subject: Subject) -> Iterator[Reading]:
    """The most full-width characters in a line; one mark more may hang over the edge."""
    for number, lines in full_pages(subject):
        most = 0
        for line in lines:
            if all(character_width(glyph.text) == 1 for glyph in line.glyphs):
                most = max(most, len(line.glyphs) - (line.right > CORE_RIGHT + 1))
        if most >= 26:
            yield Reading(most + 0.3, f"每行 {most} 字", f"第{number}页")


def first_page(subject: Subject) -> Iterator[Reading]:
    """Whether the first page shows text."""
    if subject.parts.text and (found := line_of(subject, subject.parts.text[0])):
        yield Reading(found[0] == 1, f"正文从第{found[0]}页开始", f"第{found[0]}页")


def inside(subject: Subject) -> Iterator[Reading]:
    """How far anything but the page number stands outside the core on its left or right, in mm; one mark may hang over."""
    if any(section.landscape for section in subject.word.sections):
        return
    for number, page in enumerate(subject.pages, 1):
        lines = [line for line in page.lines if CORE_TOP - 1 < line.base < CORE_BOTTOM + 1]
        over = [max(CORE_LEFT - line.left, _hanging(line) - CORE_RIGHT) for line in lines]
        over += [max(CORE_LEFT - s.left, s.right - CORE_RIGHT) for s in page.strokes if not s.red]
        if over:
            yield Reading(max(over), f"超出 {max(0.0, max(over)):.1f} mm", f"第{number}页")


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
