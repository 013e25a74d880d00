"""The note of attachments, remarks, and the attachments themselves (7.3.4, 7.3.6, 7.3.7)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xlflow.documents.conformance.faces import looks
from xlflow.documents.conformance.indents import first_line
from xlflow.documents.conformance.judging import Reading, Subject, place_of
from xlflow.documents.conformance.parts import ITEM, NOTE
from xlflow.documents.conformance.word import Paragraph
from xlflow.documents.layout.measures import CHARACTER_TWIPS, CORE_WIDTH_TWIPS
from xlflow.documents.layout.widths import text_width

ENDS = "。；;.，,、"


def _names(subject: Subject) -> tuple[str, ...]:
    """The names of the attachments as the note has them, without a mark at their end."""
    return tuple(re.sub(rf"^(?:{NOTE.pattern})?\s*(?:{ITEM.pattern})?\s*", "", p.words).rstrip(ENDS) for p in subject.parts.note)


def note_form(subject: Subject) -> Iterator[Reading]:
    """附件：name without a mark at the end or 《》 around it; 1. 2. where there are several."""
    several = len(subject.parts.note) > 1
    for number, paragraph in enumerate(subject.parts.note, 1):
        start = "附件：" if number == 1 else ""
        item = rf"{number}\.\s*" if several else r"(?!\d+[.．、])"
        bracketed = re.search(r"[《》]", paragraph.words[:7]) is not None and paragraph.words.endswith("》")
        right = bool(re.match(rf"{start}{item}", paragraph.words)) and not paragraph.words.endswith(tuple(ENDS)) and not bracketed
        yield Reading(right, f"“{paragraph.words[:6]}…{paragraph.words[-2:]}”", place_of(paragraph))


def note_indent(subject: Subject) -> Iterator[Reading]:
    """左空二字; further items, and lines that turn, below the first character of the first name or ordinal."""
    note = subject.parts.note
    if not note:
        return
    yield Reading(first_line(note[0]), place=place_of(note[0]))
    for paragraph in note[1:]:
        off = first_line(paragraph) - 5
        yield Reading(2 + off, f"续项左空 {first_line(paragraph):.1f} 字，应与首项序号对齐", place_of(paragraph))
    for number, paragraph in enumerate(note):
        if text_width(paragraph.words) > CORE_WIDTH_TWIPS / CHARACTER_TWIPS - (2 if number == 0 else 5):
            name = 5 + (1.5 if len(note) > 1 else 0)
            off = paragraph.left / CHARACTER_TWIPS - name
            yield Reading(2 + off, f"回行左空 {paragraph.left / CHARACTER_TWIPS:.1f} 字，应与名称首字对齐", place_of(paragraph))


def note_gap(subject: Subject) -> Iterator[Reading]:
    """Blank lines between the text and the note."""
    if subject.parts.note:
        yield Reading(subject.parts.blank_before(subject.parts.note[0]), place=place_of(subject.parts.note[0]))


def remark(subject: Subject) -> Iterator[Reading]:
    """附注: in round brackets, 左空二字."""
    if found := subject.parts.remark:
        right = bool(re.fullmatch(r"（.+）", found.words, re.DOTALL)) and abs(first_line(found) - 2) < 0.15
        yield Reading(right, f"左空 {first_line(found):.1f} 字", place_of(found))


def _heads(subject: Subject) -> Iterator[Paragraph]:
    return (attachment[0] for attachment in subject.parts.attachments)


def page(subject: Subject) -> Iterator[Reading]:
    """Whether every attachment begins a page."""
    flow = subject.parts.flow
    for head in _heads(subject):
        before = flow[flow.index(head) - 1] if flow.index(head) else None
        broken = isinstance(before, Paragraph) and (before.text.endswith("\f") or before.section != head.section)
        yield Reading(head.page_break or broken, "另起一页" if head.page_break or broken else "没有另起一页", place_of(head))


def font(subject: Subject) -> Iterator[Reading]:
    """Face and size of 附件N."""
    for head in _heads(subject):
        yield from looks(subject, head)


def place(subject: Subject) -> Iterator[Reading]:
    """Whether 附件N stands flush left, without a mark."""
    for head in _heads(subject):
        right = abs(first_line(head)) < 0.1 and head.align in ("left", "both") and not head.words.endswith(("：", ":"))
        yield Reading(right, f"“{head.words}”左空 {first_line(head):.1f} 字", place_of(head))


def title(subject: Subject) -> Iterator[Reading]:
    """Whether the title of an attachment is centred in its third line."""
    for attachment in subject.parts.attachments:
        if len(attachment) > 1:
            first = attachment[1]
            gap = subject.parts.blank_before(first)
            right = first.align == "center" and 0.65 <= gap <= 1.35
            yield Reading(right, f"{'居中' if first.align == 'center' else '不居中'}，上空 {gap:.1f} 行", place_of(first))


def note(subject: Subject) -> Iterator[Reading]:
    """Whether attachments and note agree: as many, under the same names, numbered alike."""
    attachments, names = subject.parts.attachments, _names(subject)
    if not attachments:
        return
    if not names:
        yield Reading(False, "正文后没有附件说明", place_of(attachments[0][0]))
        return
    for number, attachment in enumerate(attachments, 1):
        mark = re.sub(r"\D", "", attachment[0].words)
        title = "".join(p.words for p in attachment[1:4])
        same = number <= len(names) and _bare(title).startswith(_bare(names[number - 1]))
        counted = mark == (str(number) if len(names) > 1 else "")
        yield Reading(same and counted, f"{attachment[0].words} {title[:12]}", place_of(attachment[0]))


def _bare(text: str) -> str:
    return re.sub(r"[\s　《》“”\"（）()]", "", text)


MEASURES = {
    "attnote.form": note_form,
    "attnote.indent": note_indent,
    "attnote.gap": note_gap,
    "note": remark,
    "att.page": page,
    "att.font": font,
    "att.place": place,
    "att.title": title,
    "att.note": note,
}
