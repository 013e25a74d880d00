"""What follows the text: signature and date, remarks, attachments, colophon, tables of forms (7.3.4 to 7.3.7, 7.4)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from xlflow.documents.conformance.document_parts import ATTENDANCE, COPIES, DATE, ITEM, NOTE, is_red
from xlflow.documents.conformance.readings import Measure, MeasuredDocument, Reading, first_line, looks, place_of, right_gap
from xlflow.documents.conformance.word_document import Paragraph
from xlflow.documents.layout.standard_measures import (
    CHARACTER_TWIPS,
    CORE_HEIGHT_TWIPS,
    CORE_WIDTH_TWIPS,
    SEALED_DATE_RIGHT_CHARACTERS,
    TWIPS_PER_MM,
    UNSEALED_NAME_RIGHT_CHARACTERS,
)
from xlflow.documents.layout.title_breaking import text_width


def places(name: str, date: str, *, seal: bool) -> tuple[float, float]:
    """What name and date leave free on their right, in characters.

    With a seal the date stands 空四字 and the name is centred on it; a name that would run out of the core moves both to the left.
    Without one the name stands 空二字 and the date begins two characters after it; a longer date stands 空二字 and the name moves.
    """
    name_width, date_width = text_width(name), text_width(date)
    if seal:
        date_right = max(float(SEALED_DATE_RIGHT_CHARACTERS), (name_width - date_width) / 2)
        return date_right + (date_width - name_width) / 2, date_right
    if not name or date_width > name_width:
        return UNSEALED_NAME_RIGHT_CHARACTERS + date_width + 2 - name_width, float(UNSEALED_NAME_RIGHT_CHARACTERS)
    return float(UNSEALED_NAME_RIGHT_CHARACTERS), UNSEALED_NAME_RIGHT_CHARACTERS + name_width - 2 - date_width


def form(subject: MeasuredDocument) -> Iterator[Reading]:
    """How the date is written: 2026年3月5日; blanks where people write it by hand."""
    if found := subject.parts.date:
        text = "".join(found.words.split())
        yield Reading("年月日" if text == "年月日" else found.words, f"“{found.words}”", place_of(found))


def date_place(subject: MeasuredDocument) -> Iterator[Reading]:
    """What the date leaves free on its right, less what it should, in characters."""
    parts = subject.parts
    if parts.date and not parts.by_hand:
        gap = right_gap(parts.date)
        wanted = places(parts.name.words if parts.name else "", parts.date.words, seal=subject.seal)[1]
        yield _against(gap, wanted, parts.date.align, place_of(parts.date))


def name_place(subject: MeasuredDocument) -> Iterator[Reading]:
    """Where the name stands against the date (with a seal: its middle), less where it should, in characters."""
    parts = subject.parts
    if not parts.name or not parts.date or parts.by_hand:
        return
    name_gap, date_gap = right_gap(parts.name), right_gap(parts.date)
    wanted, date_wanted = places(parts.name.words, parts.date.words, seal=subject.seal)
    if subject.seal and date_gap is not None:
        wanted += date_gap - date_wanted
    yield _against(name_gap, wanted, parts.name.align, place_of(parts.name))


def _against(gap: float | None, wanted: float, align: str, place: str) -> Reading:
    if gap is None:
        return Reading(99.0, "居中" if align == "center" else align, place)
    return Reading(gap - wanted, f"右空 {gap:.1f} 字（按字数应空 {wanted:.1f} 字）", place)


def gap(subject: MeasuredDocument) -> Iterator[Reading]:
    """Blank lines between what stands above and the name."""
    parts = subject.parts
    first = parts.name or parts.date
    if first and not parts.by_hand:
        yield Reading(parts.blank_before(first), place=place_of(first))


CHARACTER = 280
"""Twips of a character of 4号."""
PRINTED = re.compile(r"\S.*?[\t 　]+\d{4}年[1-9]\d?月[1-9]\d?日印发", re.DOTALL)


def _copies(subject: MeasuredDocument) -> Iterator[Paragraph]:
    return (p for p in subject.parts.colophon if COPIES.match(p.words))


def _printed(subject: MeasuredDocument) -> Iterator[Paragraph]:
    """The line with the date of printing, though the word 印发 may be missing; readers may stand in several paragraphs above it."""
    return (p for p in subject.parts.colophon if DATE.search(p.words) and not COPIES.match(p.words))


def copies_form(subject: MeasuredDocument) -> Iterator[Reading]:
    """抄送： with a full-width colon, 。 at the end."""
    for paragraph in _copies(subject):
        words = paragraph.words
        yield Reading(
            bool(re.match(r"[^：:]{1,2}送：", words)) and words.endswith("。"), f"“{words[:3]}…{words[-1:]}”", place_of(paragraph)
        )


def copies_font(subject: MeasuredDocument) -> Iterator[Reading]:
    """Face and size of 抄送."""
    for paragraph in _copies(subject):
        yield from looks(subject, paragraph)


def copies_place(subject: MeasuredDocument) -> Iterator[Reading]:
    """左右各空一字; lines that turn stand below the first character after the colon."""
    for paragraph in _copies(subject):
        start, turned, right = (twips / CHARACTER for twips in (paragraph.left + paragraph.first, paragraph.left, paragraph.right))
        placed = abs(start + paragraph.lead - 1) < 0.2 and abs(right - 1) < 0.2 and abs(turned - 4) < 0.2
        yield Reading(placed, f"左空 {start + paragraph.lead:.1f} 字、回行 {turned:.1f} 字、右空 {right:.1f} 字", place_of(paragraph))


def print_form(subject: MeasuredDocument) -> Iterator[Reading]:
    """The body that printed the document and the date with 印发."""
    for paragraph in _printed(subject):
        yield Reading(bool(PRINTED.fullmatch(paragraph.words)), f"“{paragraph.words}”", place_of(paragraph))


def print_font(subject: MeasuredDocument) -> Iterator[Reading]:
    """Face and size of 印发机关 and date."""
    for paragraph in _printed(subject):
        yield from looks(subject, paragraph)


def print_place(subject: MeasuredDocument) -> Iterator[Reading]:
    """左空一字, the date 右空一字 by a tab stop."""
    for paragraph in _printed(subject):
        start = (paragraph.left + paragraph.first) / CHARACTER + paragraph.lead
        end = (CORE_WIDTH_TWIPS - paragraph.right_tab) / CHARACTER if paragraph.right_tab else paragraph.right / CHARACTER
        yield Reading(abs(start - 1) < 0.2 and abs(end - 1) < 0.2, f"左空 {start:.1f} 字、右空 {end:.1f} 字", place_of(paragraph))


def lines(subject: MeasuredDocument) -> Iterator[Reading]:
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


def double_lines(subject: MeasuredDocument) -> Iterator[Reading]:
    """Two red double lines 170 mm long: thick over thin below the mark, thin over thick near the foot of the page."""
    red = [line for line in subject.word.lines if is_red(line.color)]
    placed = [line for line in red if line.top is not None]
    if len(red) != 4 or len(placed) != 4:
        yield Reading(False, f"红线 {len(red)} 条")
        return
    weights = [line.weight_pt for line in sorted(placed, key=lambda line: line.top or 0)]
    right = weights[0] > weights[1] and weights[2] < weights[3]
    lengths = {round(line.width / TWIPS_PER_MM) for line in red}
    shown = "、".join(f"{weight:g}" for weight in weights) + " 磅，长 " + "、".join(map(str, sorted(lengths))) + " mm"
    yield Reading(right and lengths <= {169, 170, 171}, shown)


def _attendance(subject: MeasuredDocument) -> Iterator[Paragraph]:
    return (p for p in subject.parts.text if ATTENDANCE.match(p.words))


def roster_font(subject: MeasuredDocument) -> Iterator[Reading]:
    """出席： in 黑体, the names in 仿宋."""
    for paragraph in _attendance(subject):
        runs = paragraph.visible
        label, names = subject.face(runs[0].east_asia), {subject.face(run.east_asia) for run in runs[1:]}
        yield Reading(label == "黑体" and names == {"仿宋"}, f"标签{label}、姓名{'、'.join(sorted(names)) or label}", place_of(paragraph))


def roster_indent(subject: MeasuredDocument) -> Iterator[Reading]:
    """空二字; lines that turn stand below the first name."""
    for paragraph in _attendance(subject):
        start, turned = (paragraph.left + paragraph.first) / 316, paragraph.left / 316
        yield Reading(abs(start - 2) < 0.15 and abs(turned - 5) < 0.15, f"左空 {start:.1f} 字、回行 {turned:.1f} 字", place_of(paragraph))


def table_width(subject: MeasuredDocument) -> Iterator[Reading]:
    """How far every table is wider than the core, in mm; a wide page turns the core."""
    wide = any(section.landscape for section in subject.word.sections)
    core = CORE_HEIGHT_TWIPS if wide else CORE_WIDTH_TWIPS
    for table in subject.word.tables():
        over = (table.width - core) / TWIPS_PER_MM
        yield Reading(over, f"宽 {table.width / TWIPS_PER_MM:.1f} mm", f"第{table.number}个表格")


ENDS = "。；;.，,、"


def _names(subject: MeasuredDocument) -> tuple[str, ...]:
    """The names of the attachments as the note has them, without a mark at their end."""
    return tuple(re.sub(rf"^(?:{NOTE.pattern})?\s*(?:{ITEM.pattern})?\s*", "", p.words).rstrip(ENDS) for p in subject.parts.note)


def note_form(subject: MeasuredDocument) -> Iterator[Reading]:
    """附件：name without a mark at the end or 《》 around it; 1. 2. where there are several."""
    several = len(subject.parts.note) > 1
    for number, paragraph in enumerate(subject.parts.note, 1):
        start = "附件：" if number == 1 else ""
        item = rf"{number}\.\s*" if several else r"(?!\d+[.．、])"
        bracketed = re.search(r"[《》]", paragraph.words[:7]) is not None and paragraph.words.endswith("》")
        right = bool(re.match(rf"{start}{item}", paragraph.words)) and not paragraph.words.endswith(tuple(ENDS)) and not bracketed
        yield Reading(right, f"“{paragraph.words[:6]}…{paragraph.words[-2:]}”", place_of(paragraph))


def note_indent(subject: MeasuredDocument) -> Iterator[Reading]:
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


def note_gap(subject: MeasuredDocument) -> Iterator[Reading]:
    """Blank lines between the text and the note."""
    if subject.parts.note:
        yield Reading(subject.parts.blank_before(subject.parts.note[0]), place=place_of(subject.parts.note[0]))


def remark(subject: MeasuredDocument) -> Iterator[Reading]:
    """附注: in round brackets, 左空二字."""
    if found := subject.parts.remark:
        right = bool(re.fullmatch(r"（.+）", found.words, re.DOTALL)) and abs(first_line(found) - 2) < 0.15
        yield Reading(right, f"左空 {first_line(found):.1f} 字", place_of(found))


def _heads(subject: MeasuredDocument) -> Iterator[Paragraph]:
    return (attachment[0] for attachment in subject.parts.attachments)


def page(subject: MeasuredDocument) -> Iterator[Reading]:
    """Whether every attachment begins a page."""
    flow = subject.parts.flow
    for head in _heads(subject):
        before = flow[flow.index(head) - 1] if flow.index(head) else None
        broken = isinstance(before, Paragraph) and (before.text.endswith("\f") or before.section != head.section)
        yield Reading(head.page_break or broken, "另起一页" if head.page_break or broken else "没有另起一页", place_of(head))


def font(subject: MeasuredDocument) -> Iterator[Reading]:
    """Face and size of 附件N."""
    for head in _heads(subject):
        yield from looks(subject, head)


def place(subject: MeasuredDocument) -> Iterator[Reading]:
    """Whether 附件N stands flush left, without a mark."""
    for head in _heads(subject):
        right = abs(first_line(head)) < 0.1 and head.align in ("left", "both") and not head.words.endswith(("：", ":"))
        yield Reading(right, f"“{head.words}”左空 {first_line(head):.1f} 字", place_of(head))


def title(subject: MeasuredDocument) -> Iterator[Reading]:
    """Whether the title of an attachment is centred in its third line."""
    for attachment in subject.parts.attachments:
        if len(attachment) > 1:
            first = attachment[1]
            gap = subject.parts.blank_before(first)
            right = first.align == "center" and 0.65 <= gap <= 1.35
            yield Reading(right, f"{'居中' if first.align == 'center' else '不居中'}，上空 {gap:.1f} 行", place_of(first))


def note(subject: MeasuredDocument) -> Iterator[Reading]:
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


MEASURES: Mapping[str, Measure] = {
    "date.form": form,
    "date.place": date_place,
    "sign.place": name_place,
    "sign.gap": gap,
    "cc.form": copies_form,
    "cc.font": copies_font,
    "cc.place": copies_place,
    "print.form": print_form,
    "print.font": print_font,
    "print.place": print_place,
    "colophon.lines": lines,
    "letter.doubleline": double_lines,
    "roster.font": roster_font,
    "roster.indent": roster_indent,
    "form.table": table_width,
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
