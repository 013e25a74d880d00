"""The title and to whom the document goes (7.3.1, 7.3.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from xlflow.documents.conformance.faces import faces, looks, sizes
from xlflow.documents.conformance.indents import first_line
from xlflow.documents.conformance.judging import Reading, Subject, place_of
from xlflow.documents.layout.widths import text_width


def _lines(subject: Subject) -> tuple[str, ...]:
    """The lines of the title as they were broken by hand."""
    return tuple(line.strip() for p in subject.parts.title for line in p.words.split("\n") if line.strip())


def font(subject: Subject) -> Iterator[Reading]:
    """The face of the title."""
    for paragraph in subject.parts.title:
        yield from faces(subject, paragraph)


def size(subject: Subject) -> Iterator[Reading]:
    """The size of the title."""
    for paragraph in subject.parts.title:
        yield from sizes(paragraph)


def center(subject: Subject) -> Iterator[Reading]:
    """Whether every line is centred, and on the core."""
    for paragraph in subject.parts.title:
        shifted = abs(paragraph.left + paragraph.first - paragraph.right)
        yield Reading(paragraph.align == "center" and shifted < 60, f"{paragraph.align}，偏 {shifted / 20:g} 磅", place_of(paragraph))


def bold(subject: Subject) -> Iterator[Reading]:
    """Whether nothing of the title is bold: the face is heavy enough."""
    for paragraph in subject.parts.title:
        for run in paragraph.visible:
            yield Reading(not run.bold, "加粗" if run.bold else "不加粗", place_of(paragraph))


def width(subject: Subject) -> Iterator[Reading]:
    """The characters of the longest line."""
    if found := _lines(subject):
        yield Reading(max(map(text_width, found)), place=f"“{max(found, key=text_width)[:14]}”")


def shape(subject: Subject) -> Iterator[Reading]:
    """Whether several lines make a 梯形 or 菱形: not all of a length, none that is shorter than both its neighbours."""
    widths = [text_width(line) for line in _lines(subject)]
    if len(widths) > 1:
        equal = max(widths) - min(widths) < 0.5
        waist = any(before > line + 0.5 and after > line + 0.5 for (before, line), (_, after) in pairwise(pairwise(widths)))
        yield Reading(not equal and not waist, "、".join(f"{width:g}" for width in widths) + " 字")


def kind_word(subject: Subject) -> Iterator[Reading]:
    """Whether the title ends with the kind of document: 通知, 函, 报告 and others."""
    text = re.sub(r"[（(][^（）()]*[）)]$", "", subject.parts.title_text)
    if text:
        yield Reading(text.endswith(subject.profile.title_types), f"“…{text[-6:]}”")


def gap_above(subject: Subject) -> Iterator[Reading]:
    """Blank lines between the head and the title."""
    parts = subject.parts
    if parts.title and (parts.number or parts.red_line):
        yield Reading(parts.blank_before(parts.title[0]), place=place_of(parts.title[0]))


def gap_below(subject: Subject) -> Iterator[Reading]:
    """Blank lines between the title and the addressee."""
    if subject.parts.addressee:
        yield Reading(subject.parts.blank_before(subject.parts.addressee), place=place_of(subject.parts.addressee))


def addressee_form(subject: Subject) -> Iterator[Reading]:
    """The mark at the end of the addressee."""
    if found := subject.parts.addressee:
        yield Reading(found.words[-1:], f"末尾为“{found.words[-1:]}”", place_of(found))


def addressee_place(subject: Subject) -> Iterator[Reading]:
    """Whether the addressee stands flush left, also where its lines turn."""
    if found := subject.parts.addressee:
        flush = abs(first_line(found)) < 0.1 and abs(found.left) < 32 and found.align in ("left", "both")
        yield Reading(flush, f"左空 {first_line(found):.1f} 字", place_of(found))


def addressee_font(subject: Subject) -> Iterator[Reading]:
    """Face and size of the addressee."""
    if found := subject.parts.addressee:
        yield from looks(subject, found)


MEASURES = {
    "title.font": font,
    "title.size": size,
    "title.center": center,
    "title.bold": bold,
    "title.width": width,
    "title.shape": shape,
    "title.type": kind_word,
    "title.gap_above": gap_above,
    "title.gap_below": gap_below,
    "recipient.form": addressee_form,
    "recipient.place": addressee_place,
    "recipient.font": addressee_font,
}
