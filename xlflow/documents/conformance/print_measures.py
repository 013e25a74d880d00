"""Layer R: where head, title, text, signature, colophon and page numbers stand on the printed pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from statistics import median

from msgspec import Struct

from xlflow.documents.conformance.closing_measures import places
from xlflow.documents.conformance.document_parts import ISSUE, DocumentKind
from xlflow.documents.conformance.pdf_pages import PrintedPage, Stroke, TextLine
from xlflow.documents.conformance.readings import Measure, MeasuredDocument, Reading
from xlflow.documents.conformance.word_document import Paragraph
from xlflow.documents.layout.standard_measures import (
    CHARACTERS_PER_LINE,
    CORE_HEIGHT_TWIPS,
    CORE_WIDTH_TWIPS,
    LINE_TWIPS,
    LINES_PER_PAGE,
    TWIPS_PER_MM,
)
from xlflow.documents.layout.title_breaking import character_width

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


def core_of(subject: MeasuredDocument) -> Core:
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


def line_of(subject: MeasuredDocument, paragraph: Paragraph | None, *, last: bool = False) -> tuple[int, TextLine] | None:
    """The page (from 1) and the printed line where a paragraph begins; the first such line, or the last.

    A line that is the whole paragraph goes before one that only begins like it: the same name may sign and print the document.
    """
    whole = bare(paragraph.text) if paragraph else ""
    start = whole[:LETTERS_COMPARED]
    found = [(number, line) for number, page in enumerate(subject.pages, 1) for line in page.lines if start and line.text.startswith(start)]
    found = [one for one in found if one[1].text == whole] or found
    return (found[-1] if last else found[0]) if found else None


def title_lines(subject: MeasuredDocument) -> Iterator[TextLine]:
    """The printed lines of the title."""
    for paragraph in subject.parts.title:
        wanted = bare(paragraph.text)
        for page in subject.pages[:1]:
            yield from (line for line in page.lines if line.text and line.text in wanted and line.size >= largest(paragraph) - 1)


def largest(paragraph: Paragraph) -> float:
    """The largest size of a paragraph in points."""
    return max((run.size for run in paragraph.visible), default=0) / 2


def mark_lines(subject: MeasuredDocument) -> Iterator[TextLine]:
    """The printed lines of the mark."""
    marks = [bare(paragraph.text) for paragraph in subject.parts.mark]
    for page in subject.pages[:1]:
        yield from (line for line in page.lines if any(line.text and line.text in mark for mark in marks) and line.size > 20)


def text_lines(subject: MeasuredDocument, page: PrintedPage) -> tuple[TextLine, ...]:
    """The lines of a page in the size of the text, without page number and colophon."""
    colophon = "".join(bare(paragraph.text) for paragraph in subject.parts.colophon)
    return tuple(
        line
        for line in page.lines
        if 15 <= line.size <= 17 and line.base < core_of(subject).bottom + 3 and not (colophon and line.text in colophon)
    )


def full_pages(subject: MeasuredDocument) -> Iterator[tuple[int, tuple[TextLine, ...]]]:
    """Pages that hold nothing but lines of text from top to bottom, with their number: neither the first nor the last."""
    wide = any(section.landscape for section in subject.word.sections)
    for number, page in enumerate(subject.pages, 1):
        lines = text_lines(subject, page)
        others = [line for line in page.lines if line not in lines and line.base < core_of(subject).bottom]
        if 1 < number < len(subject.pages) and not wide and not others and len(lines) > 15:
            yield number, lines


def red_strokes(subject: MeasuredDocument) -> tuple[Stroke, ...]:
    """The red lines of the first page from top to bottom, each once."""
    found: list[Stroke] = []
    for stroke in sorted((s for page in subject.pages[:1] for s in page.strokes if s.red), key=lambda stroke: stroke.middle):
        if not found or stroke.middle - found[-1].middle > 0.2:
            found.append(stroke)
    return tuple(found)


LEAD_MM = 3.4
"""From the upper edge of a line of 22 to the ink of its tallest character: an exact line keeps its lead above the characters."""
PITCH_TOLERANCE_MM = 0.1
TEXT_PT = 16
RUN_MEASURED = 10
"""Characters: fewer in a row say little about their distance."""
BEARING_MM = 0.35
"""What a character keeps free of its box on either side."""


def size(subject: MeasuredDocument) -> Iterator[Reading]:
    """How far the paper is from A4, in mm; a wide page is turned."""
    for number, page in enumerate(subject.pages, 1):
        width, height = sorted((page.width, page.height))
        yield Reading(max(abs(width - 210), abs(height - 297)), f"{page.width:.1f}×{page.height:.1f} mm", f"第{number}页")


def top(subject: MeasuredDocument) -> Iterator[Reading]:
    """Where the first line of a page of text begins."""
    section = subject.word.sections[0]
    lowered = core_of(subject).top - section.top / TWIPS_PER_MM
    for number, lines in _standard_pages(subject):
        yield Reading(lines[0].top - LEAD_MM - lowered, place=f"第{number}页")


def _standard_pages(subject: MeasuredDocument) -> Iterator[tuple[int, tuple[TextLine, ...]]]:
    """Full pages whose lines are 22: those of another pitch keep another lead above them, and `lines22` measures them."""
    for number, lines in full_pages(subject):
        if abs(_pitch(lines) - LINE_TWIPS / TWIPS_PER_MM) < PITCH_TOLERANCE_MM:
            yield number, lines


def _pitch(lines: tuple[TextLine, ...]) -> float:
    """From base line to base line: many together, for one alone is rounded."""
    rough = median(after.base - before.base for before, after in pairwise(lines))
    height = lines[-1].base - lines[0].base
    return height / round(height / rough)


def left(subject: MeasuredDocument) -> Iterator[Reading]:
    """Where the lines of a page of text begin."""
    for number, lines in full_pages(subject):
        yield Reading(min(line.glyphs[0].start for line in lines), place=f"第{number}页")


def core_width(subject: MeasuredDocument) -> Iterator[Reading]:
    """From the first character of full lines to the end of the last one; a mark that hangs over does not count."""
    for number, lines in full_pages(subject):
        start = min(line.glyphs[0].start for line in lines)
        ends = [glyph.right + BEARING_MM for line in lines for glyph in line.glyphs[27:28] if glyph.text.isalpha()]
        if ends:
            yield Reading(max(ends) - start, place=f"第{number}页")


def core_height(subject: MeasuredDocument) -> Iterator[Reading]:
    """From the upper edge of the first line to the lower edge of the last one, of as many lines as fill the page."""
    for number, lines in _standard_pages(subject):
        pitch = _pitch(lines)
        if core_of(subject).bottom - lines[-1].base < pitch:
            yield Reading(lines[-1].base - lines[0].base + pitch, place=f"第{number}页")


def line_count(subject: MeasuredDocument) -> Iterator[Reading]:
    """How many lines of the pitch that is printed fill the core."""
    for number, lines in full_pages(subject):
        pitch = _pitch(lines)
        yield Reading(
            CORE_HEIGHT_TWIPS / TWIPS_PER_MM / pitch,
            f"行距 {pitch:.2f} mm，{LINES_PER_PAGE} 行高 {LINES_PER_PAGE * pitch:.1f} mm",
            f"第{number}页",
        )


def characters(subject: MeasuredDocument) -> Iterator[Reading]:
    """How many full-width characters 156 mm hold at the distance at which they stand.

    A full line may be justified by widening, never by narrowing: where all lines are full, the closest shows only that so many fit.
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


def first_page(subject: MeasuredDocument) -> Iterator[Reading]:
    """Whether the first page shows text."""
    if subject.parts.text and (found := line_of(subject, subject.parts.text[0])):
        yield Reading(found[0] == 1, f"正文从第{found[0]}页开始", f"第{found[0]}页")


def inside(subject: MeasuredDocument) -> Iterator[Reading]:
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


NUMBER_CHARACTER = 14 * 25.4 / 72
"""空一字 beside a page number: one of 4号, in mm."""


def mark_top(subject: MeasuredDocument) -> Iterator[Reading]:
    """From the upper edge of the core (of the page for a letter) to the ink of the mark, in mm."""
    above = 0.0 if subject.kind is DocumentKind.LETTER else core_of(subject).top
    for line in list(mark_lines(subject))[:1]:
        yield Reading(line.top - above, place="第1页")


def mark_center(subject: MeasuredDocument) -> Iterator[Reading]:
    """How far the middle of the mark is from that of the core; of the page for a letter, whose lines are centred on it."""
    for line in mark_lines(subject):
        middle = (line.left + line.right) / 2
        yield Reading(min(abs(middle - core_of(subject).middle), abs(middle - subject.pages[0].width / 2)), place="第1页")


def mark_red(subject: MeasuredDocument) -> Iterator[Reading]:
    """Whether the mark prints red."""
    for line in mark_lines(subject):
        yield Reading(all(glyph.red for glyph in line.glyphs), "红色" if line.glyphs[0].red else "不是红色", "第1页")


def title_center(subject: MeasuredDocument) -> Iterator[Reading]:
    """How far the middle of every line of the title is from that of the core."""
    for line in title_lines(subject):
        if not any(section.landscape for section in subject.word.sections):
            ends = (line.right, line.end)  # the place of a mark such as ” is a whole or half a character, by the face that stands in
            off = min(abs((line.glyphs[0].start + end) / 2 - core_of(subject).middle) for end in ends)
            yield Reading(off, place=f"“{line.text[:12]}”")


def title_width(subject: MeasuredDocument) -> Iterator[Reading]:
    """The width of every line of the title, in mm."""
    for line in title_lines(subject):
        if not any(section.landscape for section in subject.word.sections):
            yield Reading(line.right - line.left, place=f"“{line.text[:12]}”")


def red_line(subject: MeasuredDocument) -> Iterator[Reading]:
    """How long the red line is; in a letter all four of them."""
    strokes = red_strokes(subject)
    for stroke in strokes if subject.kind is DocumentKind.LETTER else strokes[:1]:
        yield Reading(stroke.length, place="第1页")


def red_line_gap(subject: MeasuredDocument) -> Iterator[Reading]:
    """From the ink of the number to the red line."""
    number = subject.parts.number
    found = line_of(subject, number) if number and not ISSUE.match(number.words) else None
    below = [stroke for stroke in red_strokes(subject) if found and stroke.middle > found[1].base]
    if found and below:
        yield Reading(below[0].middle - below[0].weight / 2 - found[1].bottom, place="第1页")


def _double_lines(subject: MeasuredDocument) -> tuple[tuple[float, float], ...]:
    """Upper and lower edge of each double line of a letter."""
    strokes = red_strokes(subject)
    if len(strokes) != 4:
        return ()
    return tuple((a.middle - a.weight / 2, b.middle + b.weight / 2) for a, b in (strokes[:2], strokes[2:]))


def letter_line_gap(subject: MeasuredDocument) -> Iterator[Reading]:
    """From the ink of the mark to the first double line."""
    marks, lines = list(mark_lines(subject)), _double_lines(subject)
    if marks and lines:
        yield Reading(lines[0][0] - marks[-1].bottom, place="第1页")


def letter_number_gap(subject: MeasuredDocument) -> Iterator[Reading]:
    """From the first double line to the ink of the number."""
    found, lines = line_of(subject, subject.parts.number), _double_lines(subject)
    if found and lines:
        yield Reading(found[1].top - lines[0][1], place="第1页")


def letter_bottom_line(subject: MeasuredDocument) -> Iterator[Reading]:
    """From the second double line to the lower edge of the page."""
    if lines := _double_lines(subject):
        yield Reading(subject.pages[0].height - lines[1][1], place="第1页")


def _free(subject: MeasuredDocument, line: TextLine) -> float:
    """What a line leaves free on its right, in characters."""
    return (core_of(subject).right - line.right - 0.2) / CHARACTER


def date_place(subject: MeasuredDocument) -> Iterator[Reading]:
    """What the date leaves free on its right, less what it should."""
    parts = subject.parts
    found = line_of(subject, parts.date, last=True)
    if parts.date and found and not parts.by_hand:
        wanted = places(parts.name.words if parts.name else "", parts.date.words, seal=subject.seal)[1]
        yield Reading(
            _free(subject, found[1]) - wanted, f"右空 {_free(subject, found[1]):.1f} 字（按字数应空 {wanted:.1f} 字）", f"第{found[0]}页"
        )


def name_place(subject: MeasuredDocument) -> Iterator[Reading]:
    """With a seal, how far the name is from the middle of the date; else what it leaves free, less what it should.

    The width of the date is that of its characters in the face that is named: figures of a face that stands in are often wider.
    """
    parts = subject.parts
    name, date = line_of(subject, parts.name, last=True), line_of(subject, parts.date, last=True)
    if not (name and date and parts.name and parts.date) or parts.by_hand:
        return
    if subject.seal:
        wanted, date_wanted = places(parts.name.words, parts.date.words, seal=True)
        off = (_free(subject, name[1]) - wanted) - (_free(subject, date[1]) - date_wanted)
        yield Reading(off, f"署名偏离成文日期中线 {abs(off):.2f} 字", f"第{name[0]}页")
    else:
        wanted = places(parts.name.words, parts.date.words, seal=False)[0]
        yield Reading(
            _free(subject, name[1]) - wanted, f"右空 {_free(subject, name[1]):.1f} 字（按字数应空 {wanted:.1f} 字）", f"第{name[0]}页"
        )


def sign_page(subject: MeasuredDocument) -> Iterator[Reading]:
    """Whether name and date stand on a page with text: a page that holds the signature alone belongs to no text."""
    parts = subject.parts
    first = parts.name or parts.date
    found = line_of(subject, first, last=True) if first else None
    if found:
        number, line = found
        above = [one for one in subject.pages[number - 1].lines if one.base < line.base - 1]
        yield Reading(bool(above), f"第{number}页上方有文字" if above else f"第{number}页只有署名和日期", f"第{number}页")


def _colophon(subject: MeasuredDocument) -> tuple[float, list[float]] | None:
    """The lowest line of the colophon, and the lengths of its lines."""
    if not subject.parts.colophon or not subject.pages:
        return None
    found = [line_of(subject, paragraph, last=True) for paragraph in subject.parts.colophon]
    tops = [one[1].top for one in found if one]
    if not tops:
        return None
    strokes = [
        stroke for stroke in subject.pages[-1].strokes if min(tops) - 8 < stroke.middle < core_of(subject).bottom + 12 and not stroke.red
    ]
    return (max(stroke.middle for stroke in strokes), [stroke.length for stroke in strokes]) if strokes else None


def colophon_lines(subject: MeasuredDocument) -> Iterator[Reading]:
    """How long the lines of the colophon are."""
    if found := _colophon(subject):
        for length in found[1]:
            yield Reading(length, place=f"第{len(subject.pages)}页")


def colophon_bottom(subject: MeasuredDocument) -> Iterator[Reading]:
    """How far the last line of the colophon is from the lower edge of the core."""
    if found := _colophon(subject):
        yield Reading(found[0] - core_of(subject).bottom, place=f"第{len(subject.pages)}页")


def _numbers(subject: MeasuredDocument) -> Iterator[tuple[int, TextLine]]:
    """The printed page numbers: what stands below the core and is the number of its page."""
    for number, page in enumerate(subject.pages, 1):
        for line in page.lines:
            if line.base > core_of(subject).bottom and line.text.strip("—－-–―─") == str(number) and page.width < page.height:
                yield number, line


def number_form(subject: MeasuredDocument) -> Iterator[Reading]:
    """The number between two dashes."""
    for number, line in _numbers(subject):
        yield Reading(" ".join(line.text.replace(str(number), " N ").split()), place=f"第{number}页")


def number_side(subject: MeasuredDocument) -> Iterator[Reading]:
    """Right on odd pages, left on even ones."""
    core = core_of(subject)
    for number, line in _numbers(subject):
        right = (line.left + line.right) / 2 > core.left + core.width * 0.6
        left = (line.left + line.right) / 2 < core.left + core.width * 0.4
        yield Reading(right if number % 2 else left, "居右" if right else "居左" if left else "居中", f"第{number}页")


def number_indent(subject: MeasuredDocument) -> Iterator[Reading]:
    """空一字 from the edge of the core, in characters of 4号."""
    core = core_of(subject)
    for number, line in _numbers(subject):
        gap = core.right - line.right if line.left > core.middle else line.left - core.left
        if gap < core.width * 0.3:
            yield Reading(gap / NUMBER_CHARACTER, place=f"第{number}页")


def number_distance(subject: MeasuredDocument) -> Iterator[Reading]:
    """From the lower edge of the core to the dashes."""
    for number, line in _numbers(subject):
        if not line.glyphs[0].text.isdigit():
            yield Reading(line.glyphs[0].top - core_of(subject).bottom, place=f"第{number}页")


MEASURES: Mapping[str, Measure] = {
    "page.size": size,
    "margin.top": top,
    "margin.left": left,
    "core.width": core_width,
    "core.height": core_height,
    "lines22": line_count,
    "chars28": characters,
    "body.first_page": first_page,
    "core.inside": inside,
    "issuer.top": mark_top,
    "issuer.center": mark_center,
    "issuer.red": mark_red,
    "title.center": title_center,
    "title.width": title_width,
    "redline": red_line,
    "redline.gap": red_line_gap,
    "letter.line_gap": letter_line_gap,
    "letter.num_gap": letter_number_gap,
    "letter.bottomline": letter_bottom_line,
    "date.place": date_place,
    "sign.place": name_place,
    "sign.page": sign_page,
    "colophon.lines": colophon_lines,
    "colophon.bottom": colophon_bottom,
    "pageno.form": number_form,
    "pageno.side": number_side,
    "pageno.indent": number_indent,
    "pageno.distance": number_distance,
}
