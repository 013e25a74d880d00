"""Title, addressee and text (7.3.1 to 7.3.3), and the levels of headings: 一、 in 黑体, （一） in 楷体, 1. and （1） in 仿宋."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

from xlflow.documents.conformance.document_parts import ATTENDANCE, DocumentKind
from xlflow.documents.conformance.readings import (
    Measure,
    MeasuredDocument,
    Reading,
    colors,
    faces,
    first_line,
    is_chinese,
    looks,
    place_of,
    size_name,
    sizes,
)
from xlflow.documents.conformance.word_document import WHITE, Paragraph, TextRun
from xlflow.documents.layout.title_breaking import text_width
from xlflow.documents.numerals import chinese_number


def _lines(subject: MeasuredDocument) -> tuple[str, ...]:
    """The lines of the title as they were broken by hand."""
    return tuple(line.strip() for p in subject.parts.title for line in p.words.split("\n") if line.strip())


def title_font(subject: MeasuredDocument) -> Iterator[Reading]:
    """The face of the title."""
    for paragraph in subject.parts.title:
        yield from faces(subject, paragraph)


def title_size(subject: MeasuredDocument) -> Iterator[Reading]:
    """The size of the title."""
    for paragraph in subject.parts.title:
        yield from sizes(paragraph)


def title_center(subject: MeasuredDocument) -> Iterator[Reading]:
    """Whether every line is centred, and on the core."""
    for paragraph in subject.parts.title:
        shifted = abs(paragraph.left + paragraph.first - paragraph.right)
        yield Reading(paragraph.align == "center" and shifted < 60, f"{paragraph.align}，偏 {shifted / 20:g} 磅", place_of(paragraph))


def title_bold(subject: MeasuredDocument) -> Iterator[Reading]:
    """Whether nothing of the title is bold: the face is heavy enough."""
    for paragraph in subject.parts.title:
        for run in paragraph.visible:
            yield Reading(not run.bold, "加粗" if run.bold else "不加粗", place_of(paragraph))


def title_width(subject: MeasuredDocument) -> Iterator[Reading]:
    """The characters of the longest line."""
    if found := _lines(subject):
        yield Reading(max(map(text_width, found)), place=f"“{max(found, key=text_width)[:14]}”")


def title_shape(subject: MeasuredDocument) -> Iterator[Reading]:
    """Whether several lines make a 梯形 or 菱形: not all of a length, none that is shorter than both its neighbours."""
    widths = [text_width(line) for line in _lines(subject)]
    if len(widths) > 1:
        equal = max(widths) - min(widths) < 0.5
        waist = any(before > line + 0.5 and after > line + 0.5 for (before, line), (_, after) in pairwise(pairwise(widths)))
        yield Reading(not equal and not waist, "、".join(f"{width:g}" for width in widths) + " 字")


def kind_word(subject: MeasuredDocument) -> Iterator[Reading]:
    """Whether the title ends with the kind of document: 通知, 函, 报告 and others."""
    text = re.sub(r"[（(][^（）()]*[）)]$", "", subject.parts.title_text)
    if text:
        yield Reading(text.endswith(subject.profile.title_types), f"“…{text[-6:]}”")


def title_gap_above(subject: MeasuredDocument) -> Iterator[Reading]:
    """Blank lines between the head and the title."""
    parts = subject.parts
    if parts.title and (parts.number or parts.red_line):
        yield Reading(parts.blank_before(parts.title[0]), place=place_of(parts.title[0]))


def title_gap_below(subject: MeasuredDocument) -> Iterator[Reading]:
    """Blank lines between the title and the addressee."""
    if subject.parts.addressee:
        yield Reading(subject.parts.blank_before(subject.parts.addressee), place=place_of(subject.parts.addressee))


def addressee_form(subject: MeasuredDocument) -> Iterator[Reading]:
    """The mark at the end of the addressee."""
    if found := subject.parts.addressee:
        yield Reading(found.words[-1:], f"末尾为“{found.words[-1:]}”", place_of(found))


def addressee_place(subject: MeasuredDocument) -> Iterator[Reading]:
    """Whether the addressee stands flush left, also where its lines turn."""
    if found := subject.parts.addressee:
        flush = abs(first_line(found)) < 0.1 and abs(found.left) < 32 and found.align in ("left", "both")
        yield Reading(flush, f"左空 {first_line(found):.1f} 字", place_of(found))


def addressee_font(subject: MeasuredDocument) -> Iterator[Reading]:
    """Face and size of the addressee."""
    if found := subject.parts.addressee:
        yield from looks(subject, found)


def _plain(subject: MeasuredDocument) -> Iterator[Paragraph]:
    """The paragraphs of the text without headings and lists of those present; none for a form."""
    if subject.kind is not DocumentKind.FORM:
        yield from (one for one in subject.parts.text if not level_of(one) and not ATTENDANCE.match(one.words))


def font(subject: MeasuredDocument) -> Iterator[Reading]:
    """The face of the text; that of the style Normal where there is no text."""
    texts = list(_plain(subject))
    for paragraph in texts:
        yield from faces(subject, paragraph)
    if not texts:
        yield Reading(subject.face(subject.word.defaults.east_asia), place="样式 Normal")


def size(subject: MeasuredDocument) -> Iterator[Reading]:
    """The size of the text, headings too; that of the style Normal where there is no text."""
    texts = subject.parts.text if subject.kind is not DocumentKind.FORM else ()
    for paragraph in texts:
        yield from sizes(paragraph)
    if not texts:
        yield Reading(subject.word.defaults.size / 2, size_name(subject.word.defaults.size), "样式 Normal")


def color(subject: MeasuredDocument) -> Iterator[Reading]:
    """Whether the text is black."""
    for paragraph in subject.parts.text:
        yield from colors(paragraph)


def indent(subject: MeasuredDocument) -> Iterator[Reading]:
    """How many characters the first line of each paragraph is indented; centred and right-aligned paragraphs are left out."""
    for paragraph in subject.parts.text:
        if paragraph.align in ("left", "both") and not ATTENDANCE.match(paragraph.words):
            yield Reading(first_line(paragraph), place=place_of(paragraph))


def turned_lines(subject: MeasuredDocument) -> Iterator[Reading]:
    """Whether the lines that follow stand flush left."""
    for paragraph in subject.parts.text:
        if paragraph.align in ("left", "both") and not ATTENDANCE.match(paragraph.words):
            yield Reading(paragraph.left / 316, place=place_of(paragraph))


CHINESE = "一二三四五六七八九十百"
LEVELS = (
    re.compile(rf"([{CHINESE}]+)\s*[、.．，,:：]"),
    re.compile(rf"[（(]\s*([{CHINESE}]+)\s*[）)]"),
    re.compile(r"(\d{1,2})\s*[.．、,，](?!\d)"),
    re.compile(r"[（(]\s*(\d{1,2})\s*[）)]"),
)
FORMS = (
    re.compile(rf"[{CHINESE}]+、"),
    re.compile(rf"（[{CHINESE}]+）(?!、)"),
    re.compile(r"\d{1,2}[.．]"),
    re.compile(r"（\d{1,2}）(?!、)"),
)
NUMBERS = {chinese_number(number): number for number in range(1, 200)}


def level_of(paragraph: Paragraph) -> int:
    """1 to 4 for a paragraph that begins with an ordinal; 0 for any other."""
    words = paragraph.words
    return next((level for level, pattern in enumerate(LEVELS, 1) if pattern.match(words)), 0)


def _numbered(subject: MeasuredDocument) -> Iterator[tuple[int, Paragraph]]:
    for paragraph in subject.parts.text:
        if level := level_of(paragraph):
            yield level, paragraph


def font_of(wanted: int) -> Callable[[MeasuredDocument], Iterator[Reading]]:
    """The measure of the face of a level: of its whole sentence, up to the first full stop."""

    def font(subject: MeasuredDocument) -> Iterator[Reading]:
        for level, paragraph in _numbered(subject):
            if level == wanted:
                for run in _first_sentence(paragraph):
                    yield Reading(subject.face(run.east_asia), place=place_of(paragraph))

    return font


def _first_sentence(paragraph: Paragraph) -> Iterator[TextRun]:
    """The runs of the ordinal and its sentence; what follows a full stop is text."""
    for run in paragraph.runs:
        if run.text.strip(WHITE) and is_chinese(run):
            yield run
        if "。" in run.text:
            return


def form(subject: MeasuredDocument) -> Iterator[Reading]:
    """Whether ordinals are written as the standard does: full-width brackets, a point after the third."""
    for level, paragraph in _numbered(subject):
        match = LEVELS[level - 1].match(paragraph.words)
        shown = match.group() if match else ""
        yield Reading(bool(FORMS[level - 1].match(paragraph.words)), f"“{shown}”", place_of(paragraph))


def order(subject: MeasuredDocument) -> Iterator[Reading]:
    """Whether every level counts up from one, and no level is left out but the second."""
    counts = [0, 0, 0, 0]
    for level, paragraph in _numbered(subject):
        number = _number(level, paragraph)
        above = [depth for depth in range(1, level) if counts[depth - 1]]
        jumps = bool(any(counts)) and level > 1 and not _follows(level, above)
        counts[level:] = [0] * (4 - level)
        right = number == counts[level - 1] + 1 and not jumps
        counts[level - 1] = number
        yield Reading(right, paragraph.words[:5], place_of(paragraph))


def _follows(level: int, above: list[int]) -> bool:
    """Whether a level may stand below the levels that are open: 一、 may be followed by 1. without （一）."""
    return not above or above[-1] == level - 1 or (above[-1], level) == (1, 3)


def _number(level: int, paragraph: Paragraph) -> int:
    match = LEVELS[level - 1].match(paragraph.words)
    text = match.group(1) if match else ""
    return int(text) if text.isdigit() else NUMBERS.get(text, 0)


MEASURES: Mapping[str, Measure] = {
    "title.font": title_font,
    "title.size": title_size,
    "title.center": title_center,
    "title.bold": title_bold,
    "title.width": title_width,
    "title.shape": title_shape,
    "title.type": kind_word,
    "title.gap_above": title_gap_above,
    "title.gap_below": title_gap_below,
    "recipient.form": addressee_form,
    "recipient.place": addressee_place,
    "recipient.font": addressee_font,
    "body.font": font,
    "body.size": size,
    "body.color": color,
    "body.indent": indent,
    "body.turn": turned_lines,
    "h1.font": font_of(1),
    "h2.font": font_of(2),
    "h3.font": font_of(3),
    "h4.font": font_of(4),
    "ordinal.form": form,
    "ordinal.order": order,
}
