"""Indents in characters of 3号, whether they are set as indents or typed as blanks."""

from __future__ import annotations

from xlflow.documents.conformance.word import WHITE, Paragraph
from xlflow.documents.layout.measures import CHARACTER_TWIPS, CORE_WIDTH_TWIPS
from xlflow.documents.layout.widths import text_width


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
