"""The head of a document: copy number, secrecy, urgency, mark of the issuer, number, signer, red line (7.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xlflow.documents.conformance.document_parts import ISSUE, SIGNER, DocumentKind, is_red
from xlflow.documents.conformance.readings import (
    MeasuredDocument,
    Reading,
    faces,
    first_line,
    is_chinese,
    looks,
    place_of,
    right_gap,
    size_name,
)
from xlflow.documents.conformance.word_document import Paragraph
from xlflow.documents.layout.standard_measures import CORE_WIDTH_TWIPS, TWIPS_PER_MM

CENTRED_TWIPS = 60
"""A centred line whose indents differ by less is centred."""
ORDER = ("copy_number", "secret", "urgent", "mark", "number")


def copy_number(subject: MeasuredDocument) -> Iterator[Reading]:
    """Six digits of 3号, flush left."""
    found = subject.parts.copy_number
    if found:
        size = found.visible[0].size
        right = (
            bool(re.fullmatch(r"\d{6}", found.words)) and size == 32 and abs(first_line(found)) < 0.1 and found.align in ("left", "both")
        )
        yield Reading(right, f"“{found.words}”，{size_name(size)}，左空 {first_line(found):.1f} 字", place_of(found))


def secret_font(subject: MeasuredDocument) -> Iterator[Reading]:
    """Face and size of secrecy and its term."""
    if subject.parts.secret:
        yield from looks(subject, subject.parts.secret)


def urgent_font(subject: MeasuredDocument) -> Iterator[Reading]:
    """Face and size of the urgency."""
    if subject.parts.urgent:
        yield from looks(subject, subject.parts.urgent)


def order(subject: MeasuredDocument) -> Iterator[Reading]:
    """Whether 份号, 密级, 紧急程度, mark and number come in that order."""
    names = {"copy_number": "份号", "secret": "密级", "urgent": "紧急程度", "mark": "标志", "number": "发文字号"}
    parts = subject.parts
    places = {"copy_number": parts.copy_number, "secret": parts.secret, "urgent": parts.urgent, "number": parts.number}
    places["mark"] = parts.mark[0] if parts.mark else None
    there = [(paragraph.number, name) for name in ORDER if (paragraph := places[name])]
    if len(there) > 1:
        yield Reading(there == sorted(there), " → ".join(names[name] for _, name in sorted(there)))


def mark_red(subject: MeasuredDocument) -> Iterator[Reading]:
    """Whether the mark is red."""
    for paragraph in subject.parts.mark:
        for run in paragraph.visible:
            yield Reading(is_red(run.color), f"颜色 {run.color or '黑色'}", place_of(paragraph))


def mark_center(subject: MeasuredDocument) -> Iterator[Reading]:
    """Whether the mark is centred; one in a frame of the page is centred with the frame."""
    for paragraph in subject.parts.mark:
        yield Reading(paragraph.align == "center", _alignment(paragraph), place_of(paragraph))


def mark_font(subject: MeasuredDocument) -> Iterator[Reading]:
    """The face of the mark."""
    for paragraph in subject.parts.mark:
        yield from faces(subject, paragraph)


def _number_text(paragraph: Paragraph) -> str:
    """The number without the signer on its line."""
    return re.split(r"签发人[：:]|\t", paragraph.words)[0].strip()


def number_form(subject: MeasuredDocument) -> Iterator[Reading]:
    """How the number is written: 机关代字〔2026〕3号; the issue of a briefing is no such number."""
    found = subject.parts.number
    if found and not ISSUE.match(found.words):
        yield Reading(_number_text(found), f"“{_number_text(found)}”", place_of(found))


def number_font(subject: MeasuredDocument) -> Iterator[Reading]:
    """Face and size of the number."""
    found = subject.parts.number
    if found and not SIGNER.search(found.words):
        yield from looks(subject, found)


def number_place(subject: MeasuredDocument) -> Iterator[Reading]:
    """Where the number stands: centred; 居左空一字 beside a signer; flush right in a letter."""
    found = subject.parts.number
    if not found:
        return
    if subject.kind is DocumentKind.LETTER:
        gap = right_gap(found) if found.align == "right" else None
        yield Reading(gap is not None and gap < 0.3, _alignment(found), place_of(found))
    elif subject.parts.signer:
        yield Reading(abs(first_line(found) - 1) < 0.1, f"左空 {first_line(found):.1f} 字", place_of(found))
    else:
        yield Reading(
            found.align == "center" and abs(found.left + found.first - found.right) < CENTRED_TWIPS, _alignment(found), place_of(found)
        )


def number_gap(subject: MeasuredDocument) -> Iterator[Reading]:
    """Blank lines between mark and number."""
    parts = subject.parts
    if parts.number and parts.mark and subject.kind is not DocumentKind.LETTER:
        yield Reading(parts.blank_before(parts.number), place=place_of(parts.number))


def signer(subject: MeasuredDocument) -> Iterator[Reading]:
    """签发人： in 仿宋, names in 楷体, 右空一字."""
    found = subject.parts.signer
    if not found:
        return
    match = SIGNER.search(found.text)
    start = match.end() if match else 0
    position, wrong = 0, ""
    for run in found.runs:
        end = position + len(run.text)
        wanted = "楷体" if position >= start else "仿宋"
        if is_chinese(run) and subject.face(run.east_asia) != wanted:
            wrong = f"“{run.text.strip()}”为{subject.face(run.east_asia)}"
        position = end
    gap = (CORE_WIDTH_TWIPS - found.right_tab) / 316 if found.right_tab else right_gap(found)
    placed = gap is not None and abs(gap - 1) < 0.15
    yield Reading(not wrong and placed, wrong or f"右空 {gap or 0:.1f} 字", place_of(found))


def red_line(subject: MeasuredDocument) -> Iterator[Reading]:
    """A red line as wide as the core: the lower border of a paragraph, or a line that is drawn."""
    found = subject.parts.red_line or next((p for p in subject.parts.flow if isinstance(p, Paragraph) and p.bottom), None)
    if found and found.bottom:
        indented = abs(found.left) + abs(found.right)
        color = found.bottom.color or "黑色"
        yield Reading(is_red(found.bottom.color) and indented < 57, f"颜色 {color}，短 {indented / TWIPS_PER_MM:.1f} mm", place_of(found))
        return
    for line in subject.word.lines[:1]:
        right = is_red(line.color) and abs(line.width - CORE_WIDTH_TWIPS) < 2 * TWIPS_PER_MM
        yield Reading(right, f"颜色 {line.color or '黑色'}，长 {line.width / TWIPS_PER_MM:.0f} mm")


def _alignment(paragraph: Paragraph) -> str:
    names = {"left": "居左", "both": "两端对齐", "center": "居中", "right": "居右"}
    indent = f"，缩进 {(paragraph.left + paragraph.first + paragraph.right) / TWIPS_PER_MM:.1f} mm"
    return names.get(paragraph.align, paragraph.align) + (indent if paragraph.left + paragraph.first + paragraph.right else "")


MEASURES = {
    "copyno": copy_number,
    "secret.font": secret_font,
    "urgent.font": urgent_font,
    "head.order": order,
    "issuer.red": mark_red,
    "issuer.center": mark_center,
    "issuer.font": mark_font,
    "docnum.form": number_form,
    "docnum.font": number_font,
    "docnum.place": number_place,
    "docnum.gap": number_gap,
    "signer": signer,
    "redline": red_line,
}
