"""Page numbers, paper, margins, core, and how lines and characters fill it (5.1 to 5.2, 7.5)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from xlflow.documents.conformance.readings import Measure, MeasuredDocument, Reading, place_of, size_name
from xlflow.documents.conformance.word_document import PageSection, Paragraph, TextRun
from xlflow.documents.layout.standard_measures import CORE_HEIGHT_TWIPS, CORE_WIDTH_TWIPS, LINES_PER_PAGE, SIZE_3, TWIPS_PER_MM

CHARACTER = 280
PAGES = {"default": "奇数页", "even": "偶数页"}


def _numbers(subject: MeasuredDocument) -> Iterator[tuple[str, Paragraph, bool]]:
    """The paragraphs that hold a page number, with the pages that they are for and whether these are wide."""
    for section in subject.word.sections:
        for pages in ("default", "even"):
            for paragraph in section.footers.get(pages, ()):
                if paragraph.field:
                    yield pages, paragraph, section.landscape


def form(subject: MeasuredDocument) -> Iterator[Reading]:
    """The number between two dashes: — 1 —."""
    for pages, paragraph, _ in _numbers(subject):
        shown = re.sub(r"\d+|PAGE", "N", paragraph.words) or "N"
        shown = shown if "N" in shown else f"{shown[:1]} N {shown[-1:]}"
        yield Reading(" ".join(shown.split()), place=PAGES[pages])


def font(subject: MeasuredDocument) -> Iterator[Reading]:
    """Face and size of the number; its figures are half-width."""
    for pages, paragraph, _ in _numbers(subject):
        for run in paragraph.visible:
            yield Reading(f"{subject.face(run.ascii or run.east_asia)} {size_name(run.size)}", place=PAGES[pages])


def side(subject: MeasuredDocument) -> Iterator[Reading]:
    """Odd pages right, even pages left; both footers are needed for it. Wide pages carry theirs in a box."""
    found = [(pages, paragraph) for pages, paragraph, wide in _numbers(subject) if not wide]
    if found and not (subject.word.even_and_odd and any(pages == "even" for pages, _ in found)):
        yield Reading(False, "奇偶页相同")
        return
    for pages, paragraph in found:
        wanted = ("right",) if pages == "default" else ("left", "both")
        yield Reading(paragraph.align in wanted, f"{PAGES[pages]} {_SIDES.get(paragraph.align, paragraph.align)}", PAGES[pages])


def indent(subject: MeasuredDocument) -> Iterator[Reading]:
    """空一字 from the edge of the core."""
    for pages, paragraph, wide in _numbers(subject):
        if not wide and paragraph.align != "center":
            gap = paragraph.right if paragraph.align == "right" else paragraph.left + paragraph.first
            blank = len(paragraph.text) - len(paragraph.text.rstrip("　") if paragraph.align == "right" else paragraph.text.lstrip("　"))
            yield Reading(gap / CHARACTER + blank, place=PAGES[pages])


def first(subject: MeasuredDocument) -> Iterator[Reading]:
    """Whether the first page of a letter carries no number."""
    section = subject.word.sections[0]
    if any(True for _ in _numbers(subject)):
        bare = section.title_page and not any(paragraph.field for paragraph in section.footers.get("first", ()))
        yield Reading(bare, "首页不显示页码" if bare else "首页有页码", "首页")


_SIDES = {"left": "居左", "both": "居左", "right": "居右", "center": "居中"}


def _each_section(subject: MeasuredDocument) -> Iterator[tuple[str, PageSection]]:
    several = len(subject.word.sections) > 1
    for number, section in enumerate(subject.word.sections, 1):
        yield (f"第{number}节" if several else ""), section


def size(subject: MeasuredDocument) -> Iterator[Reading]:
    """Whether the paper is A4: how far the worse side is off, in mm."""
    for place, section in _each_section(subject):
        width, height = section.width / TWIPS_PER_MM, section.height / TWIPS_PER_MM
        yield Reading(max(abs(width - 210), abs(height - 297)), f"{width:.1f}×{height:.1f} mm", place)


def _length(name: str, subject: MeasuredDocument) -> Iterator[Reading]:
    for place, section in _each_section(subject):
        yield Reading(getattr(section, name) / TWIPS_PER_MM, place=place)


def top(subject: MeasuredDocument) -> Iterator[Reading]:
    """天头 in mm."""
    return _length("top", subject)


def left(subject: MeasuredDocument) -> Iterator[Reading]:
    """订口 in mm."""
    return _length("left", subject)


def core_width(subject: MeasuredDocument) -> Iterator[Reading]:
    """The width of the core in mm."""
    return _length("core_width", subject)


def core_height(subject: MeasuredDocument) -> Iterator[Reading]:
    """The height of the core in mm."""
    return _length("core_height", subject)


def lines(subject: MeasuredDocument) -> Iterator[Reading]:
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


def _pitch(paragraph: Paragraph, section: PageSection) -> float | None:
    """From line to line, in twips; None where it follows the face."""
    if paragraph.rule == "exact" and paragraph.line > 0:
        return float(paragraph.line)
    if paragraph.rule == "auto" and section.grid and section.pitch:
        return section.pitch * max(1.0, paragraph.line / 240)
    return None


def characters(subject: MeasuredDocument) -> Iterator[Reading]:
    """How many characters of the text a line of 156 mm holds; text of another size than 3号 belongs to `body.size`."""
    for paragraph in subject.parts.text:
        section = subject.word.sections[paragraph.section]
        for run in (run for run in paragraph.visible if run.size == SIZE_3):
            width = _width(run, section)
            yield Reading(
                CORE_WIDTH_TWIPS / width, f"每行 {int(CORE_WIDTH_TWIPS / width)} 字（字宽 {width / 20:g} 磅）", place_of(paragraph)
            )


def _width(run: TextRun, section: PageSection) -> float:
    grid = section.character_space if section.grid in ("linesAndChars", "snapToChars") else 0.0
    return max(1.0, run.size * 10 + run.spacing + grid)


MEASURES: Mapping[str, Measure] = {
    "pageno.form": form,
    "pageno.font": font,
    "pageno.side": side,
    "pageno.indent": indent,
    "pageno.first": first,
    "page.size": size,
    "margin.top": top,
    "margin.left": left,
    "core.width": core_width,
    "core.height": core_height,
    "lines22": lines,
    "chars28": characters,
}
