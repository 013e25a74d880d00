"""The 版记 at the foot of the last page: 抄送, 印发机关 and date, its lines (7.4)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xlflow.documents.conformance.faces import looks
from xlflow.documents.conformance.judging import Reading, Subject, place_of
from xlflow.documents.conformance.parts import COPIES, DATE
from xlflow.documents.conformance.word import Paragraph
from xlflow.documents.layout.measures import CORE_WIDTH_TWIPS, TWIPS_PER_MM

CHARACTER = 280
"""Twips of a character of 4号."""
PRINTED = re.compile(r"\S.*?[\t 　]+\d{4}年[1-9]\d?月[1-9]\d?日印发", re.DOTALL)


def _copies(subject: Subject) -> Iterator[Paragraph]:
    return (p for p in subject.parts.colophon if COPIES.match(p.words))


def _printed(subject: Subject) -> Iterator[Paragraph]:
    """The line with the date of printing, though the word 印发 may be missing; readers may stand in several paragraphs above it."""
    return (p for p in subject.parts.colophon if DATE.search(p.words) and not COPIES.match(p.words))


def copies_form(subject: Subject) -> Iterator[Reading]:
    """抄送： with a full-width colon, 。 at the end."""
    for paragraph in _copies(subject):
        words = paragraph.words
        yield Reading(
            bool(re.match(r"[^：:]{1,2}送：", words)) and words.endswith("。"), f"“{words[:3]}…{words[-1:]}”", place_of(paragraph)
        )


def copies_font(subject: Subject) -> Iterator[Reading]:
    """Face and size of 抄送."""
    for paragraph in _copies(subject):
        yield from looks(subject, paragraph)


def copies_place(subject: Subject) -> Iterator[Reading]:
    """左右各空一字; lines that turn stand below the first character after the colon."""
    for paragraph in _copies(subject):
        start, turned, right = (twips / CHARACTER for twips in (paragraph.left + paragraph.first, paragraph.left, paragraph.right))
        placed = abs(start + paragraph.lead - 1) < 0.2 and abs(right - 1) < 0.2 and abs(turned - 4) < 0.2
        yield Reading(placed, f"左空 {start + paragraph.lead:.1f} 字、回行 {turned:.1f} 字、右空 {right:.1f} 字", place_of(paragraph))


def print_form(subject: Subject) -> Iterator[Reading]:
    """The body that printed the document and the date with 印发."""
    for paragraph in _printed(subject):
        yield Reading(bool(PRINTED.fullmatch(paragraph.words)), f"“{paragraph.words}”", place_of(paragraph))


def print_font(subject: Subject) -> Iterator[Reading]:
    """Face and size of 印发机关 and date."""
    for paragraph in _printed(subject):
        yield from looks(subject, paragraph)


def print_place(subject: Subject) -> Iterator[Reading]:
    """左空一字, the date 右空一字 by a tab stop."""
    for paragraph in _printed(subject):
        start = (paragraph.left + paragraph.first) / CHARACTER + paragraph.lead
        end = (CORE_WIDTH_TWIPS - paragraph.right_tab) / CHARACTER if paragraph.right_tab else paragraph.right / CHARACTER
        yield Reading(abs(start - 1) < 0.2 and abs(end - 1) < 0.2, f"左空 {start:.1f} 字、右空 {end:.1f} 字", place_of(paragraph))


def lines(subject: Subject) -> Iterator[Reading]:
    """The lines: as wide as the core, thick above and below, fine between."""
    if not subject.parts.colophon:
        return
    if not subject.parts.colophon_tables:
        yield Reading(False, "不是与版心等宽的表格线")
    for table in subject.parts.colophon_tables:
        short = abs(table.width - CORE_WIDTH_TWIPS) / TWIPS_PER_MM
        weights = {side: border.size / 8 for side, border in table.borders.items()}
        outer = all(abs(weights.get(side, 0.0) - 1) <= 0.13 for side in ("top", "bottom"))
        inner = len(table.rows) < 2 or abs(weights.get("insideH", 0.0) - 0.75) <= 0.13
        shown = "、".join(
            f"{name} {weights.get(side, 0) * 0.353:.2f} mm" for side, name in SIDES if side != "insideH" or len(table.rows) > 1
        )
        yield Reading(outer and inner and short < 1, f"{shown}，宽差 {short:.1f} mm")


SIDES = (("top", "首线"), ("insideH", "中线"), ("bottom", "末线"))
MEASURES = {
    "cc.form": copies_form,
    "cc.font": copies_font,
    "cc.place": copies_place,
    "print.form": print_form,
    "print.font": print_font,
    "print.place": print_place,
    "colophon.lines": lines,
}
