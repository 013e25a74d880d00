"""Page numbers: 4号 宋体 between two dashes, right on odd and left on even pages (7.5); none on the first page of a letter (10.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xlflow.documents.conformance.faces import size_name
from xlflow.documents.conformance.judging import Reading, Subject
from xlflow.documents.conformance.word import Paragraph

CHARACTER = 280
PAGES = {"default": "奇数页", "even": "偶数页"}


def _numbers(subject: Subject) -> Iterator[tuple[str, Paragraph, bool]]:
    """The paragraphs that hold a page number, with the pages that they are for and whether these are wide."""
    for section in subject.word.sections:
        for pages in ("default", "even"):
            for paragraph in section.footers.get(pages, ()):
                if paragraph.field:
                    yield pages, paragraph, section.landscape


def form(subject: Subject) -> Iterator[Reading]:
    """The number between two dashes: — 1 —."""
    for pages, paragraph, _ in _numbers(subject):
        shown = re.sub(r"\d+|PAGE", "N", paragraph.words) or "N"
        shown = shown if "N" in shown else f"{shown[:1]} N {shown[-1:]}"
        yield Reading(" ".join(shown.split()), place=PAGES[pages])


def font(subject: Subject) -> Iterator[Reading]:
    """Face and size of the number, whose figures are half-width."""
    for pages, paragraph, _ in _numbers(subject):
        for run in paragraph.visible:
            yield Reading(f"{subject.face(run.ascii or run.east_asia)} {size_name(run.size)}", place=PAGES[pages])


def side(subject: Subject) -> Iterator[Reading]:
    """Odd pages right, even pages left; both footers are needed for it. Wide pages carry theirs in a box."""
    found = [(pages, paragraph) for pages, paragraph, wide in _numbers(subject) if not wide]
    if found and not (subject.word.even_and_odd and any(pages == "even" for pages, _ in found)):
        yield Reading(False, "奇偶页相同")
        return
    for pages, paragraph in found:
        wanted = ("right",) if pages == "default" else ("left", "both")
        yield Reading(paragraph.align in wanted, f"{PAGES[pages]} {_SIDES.get(paragraph.align, paragraph.align)}", PAGES[pages])


def indent(subject: Subject) -> Iterator[Reading]:
    """空一字 from the edge of the core."""
    for pages, paragraph, wide in _numbers(subject):
        if not wide and paragraph.align != "center":
            gap = paragraph.right if paragraph.align == "right" else paragraph.left + paragraph.first
            blank = len(paragraph.text) - len(paragraph.text.rstrip("　") if paragraph.align == "right" else paragraph.text.lstrip("　"))
            yield Reading(gap / CHARACTER + blank, place=PAGES[pages])


def first(subject: Subject) -> Iterator[Reading]:
    """Whether the first page of a letter carries no number."""
    section = subject.word.sections[0]
    if any(True for _ in _numbers(subject)):
        bare = section.title_page and not any(paragraph.field for paragraph in section.footers.get("first", ()))
        yield Reading(bare, "首页不显示页码" if bare else "首页有页码", "首页")


_SIDES = {"left": "居左", "both": "居左", "right": "居右", "center": "居中"}
MEASURES = {
    "pageno.form": form,
    "pageno.font": font,
    "pageno.side": side,
    "pageno.indent": indent,
    "pageno.first": first,
}
