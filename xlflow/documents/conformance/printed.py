"""Where the parts of a document stand on its printed pages."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from xlflow.documents.conformance.judging import Subject
from xlflow.documents.conformance.pdf import Page, Stroke, TextLine
from xlflow.documents.conformance.word import Paragraph
from xlflow.documents.layout.measures import CORE_WIDTH_TWIPS, TWIPS_PER_MM

CHARACTER = CORE_WIDTH_TWIPS / 28 / TWIPS_PER_MM
"""A character of 3号 as it is set, in mm."""
LETTERS_COMPARED = 8


class Core(Struct, frozen=True):
    """The core of the pages as the file sets it, in mm from the upper left corner: what stands in it is measured against it."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def middle(self) -> float:
        """Half way between left and right."""
        return (self.left + self.right) / 2


def core_of(subject: Subject) -> Core:
    """The core of the first section; those that follow have the same.

    LibreOffice puts what a grid of lines leaves of the height half above it and half below: the text begins so much lower.
    """
    section = subject.word.sections[0]
    mm = 1 / TWIPS_PER_MM
    rest = section.core_height % section.pitch / 2 if section.grid and section.pitch else 0.0
    return Core(section.left * mm, (section.top + rest) * mm, (section.width - section.right) * mm, (section.height - section.bottom) * mm)


def bare(text: str) -> str:
    """A text without anything white: a page has no blanks."""
    return "".join(text.split())


def line_of(subject: Subject, paragraph: Paragraph | None, *, last: bool = False) -> tuple[int, TextLine] | None:
    """The page (from 1) and the printed line where a paragraph begins; the first such line, or the last.

    A line that is the whole paragraph goes before one that only begins like it: who signs may print the document too.
    """
    whole = bare(paragraph.text) if paragraph else ""
    start = whole[:LETTERS_COMPARED]
    found = [(number, line) for number, page in enumerate(subject.pages, 1) for line in page.lines if start and line.text.startswith(start)]
    found = [one for one in found if one[1].text == whole] or found
    return (found[-1] if last else found[0]) if found else None


def title_lines(subject: Subject) -> Iterator[TextLine]:
    """The printed lines of the title."""
    for paragraph in subject.parts.title:
        wanted = bare(paragraph.text)
        for page in subject.pages[:1]:
            yield from (line for line in page.lines if line.text and line.text in wanted and line.size >= largest(paragraph) - 1)


def largest(paragraph: Paragraph) -> float:
    """The largest size of a paragraph in points."""
    return max((run.size for run in paragraph.visible), default=0) / 2


def mark_lines(subject: Subject) -> Iterator[TextLine]:
    """The printed lines of the mark."""
    marks = [bare(paragraph.text) for paragraph in subject.parts.mark]
    for page in subject.pages[:1]:
        yield from (line for line in page.lines if any(line.text and line.text in mark for mark in marks) and line.size > 20)


def text_lines(subject: Subject, page: Page) -> tuple[TextLine, ...]:
    """The lines of a page in the size of the text, without page number and colophon."""
    colophon = "".join(bare(paragraph.text) for paragraph in subject.parts.colophon)
    return tuple(
        line
        for line in page.lines
        if 15 <= line.size <= 17 and line.base < core_of(subject).bottom + 3 and not (colophon and line.text in colophon)
    )


def full_pages(subject: Subject) -> Iterator[tuple[int, tuple[TextLine, ...]]]:
    """Pages that hold nothing but lines of text from top to bottom, with their number: neither the first nor the last."""
    wide = any(section.landscape for section in subject.word.sections)
    for number, page in enumerate(subject.pages, 1):
        lines = text_lines(subject, page)
        others = [line for line in page.lines if line not in lines and line.base < core_of(subject).bottom]
        if 1 < number < len(subject.pages) and not wide and not others and len(lines) > 15:
            yield number, lines


def red_strokes(subject: Subject) -> tuple[Stroke, ...]:
    """The red lines of the first page from top to bottom, each once."""
    found: list[Stroke] = []
    for stroke in sorted((s for page in subject.pages[:1] for s in page.strokes if s.red), key=lambda stroke: stroke.middle):
        if not found or stroke.middle - found[-1].middle > 0.2:
            found.append(stroke)
    return tuple(found)
