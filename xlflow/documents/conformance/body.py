"""The text: face, size, colour, indent (5.2.2, 7.3.3)."""

from __future__ import annotations

from collections.abc import Iterator

from xlflow.documents.conformance.faces import colors, faces, size_name, sizes
from xlflow.documents.conformance.indents import first_line
from xlflow.documents.conformance.judging import Reading, Subject, place_of
from xlflow.documents.conformance.kinds import Kind
from xlflow.documents.conformance.ordinals import level_of
from xlflow.documents.conformance.parts import ATTENDANCE
from xlflow.documents.conformance.word import Paragraph


def _plain(subject: Subject) -> Iterator[Paragraph]:
    """The paragraphs of the text that are no headings, nor lists of who was there; the cells of a form are its own business."""
    if subject.kind is not Kind.FORM:
        yield from (one for one in subject.parts.text if not level_of(one) and not ATTENDANCE.match(one.words))


def font(subject: Subject) -> Iterator[Reading]:
    """The face of the text; that of the style Normal where there is no text."""
    texts = list(_plain(subject))
    for paragraph in texts:
        yield from faces(subject, paragraph)
    if not texts:
        yield Reading(subject.face(subject.word.defaults.east_asia), place="样式 Normal")


def size(subject: Subject) -> Iterator[Reading]:
    """The size of the text, headings too; that of the style Normal where there is no text."""
    texts = subject.parts.text if subject.kind is not Kind.FORM else ()
    for paragraph in texts:
        yield from sizes(paragraph)
    if not texts:
        yield Reading(subject.word.defaults.size / 2, size_name(subject.word.defaults.size), "样式 Normal")


def color(subject: Subject) -> Iterator[Reading]:
    """Whether the text is black."""
    for paragraph in subject.parts.text:
        yield from colors(paragraph)


def indent(subject: Subject) -> Iterator[Reading]:
    """How many characters the first line of each paragraph is indented; what is centred or set to the right is no such paragraph."""
    for paragraph in subject.parts.text:
        if paragraph.align in ("left", "both") and not ATTENDANCE.match(paragraph.words):
            yield Reading(first_line(paragraph), place=place_of(paragraph))


def turned_lines(subject: Subject) -> Iterator[Reading]:
    """Whether the lines that follow stand flush left."""
    for paragraph in subject.parts.text:
        if paragraph.align in ("left", "both") and not ATTENDANCE.match(paragraph.words):
            yield Reading(paragraph.left / 316, place=place_of(paragraph))


MEASURES = {
    "body.font": font,
    "body.size": size,
    "body.color": color,
    "body.indent": indent,
    "body.turn": turned_lines,
}
