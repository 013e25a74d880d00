"""What only letters, minutes and forms have (10.1, 10.3, 7.6)."""

from __future__ import annotations

from collections.abc import Iterator

from xlflow.documents.conformance.judging import Reading, Subject, place_of
from xlflow.documents.conformance.parts import ATTENDANCE, is_red
from xlflow.documents.conformance.word import Paragraph
from xlflow.documents.layout.measures import CORE_HEIGHT_TWIPS, CORE_WIDTH_TWIPS, TWIPS_PER_MM


def double_lines(subject: Subject) -> Iterator[Reading]:
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


def _attendance(subject: Subject) -> Iterator[Paragraph]:
    return (p for p in subject.parts.text if ATTENDANCE.match(p.words))


def roster_font(subject: Subject) -> Iterator[Reading]:
    """出席： in 黑体, the names in 仿宋."""
    for paragraph in _attendance(subject):
        runs = paragraph.visible
        label, names = subject.face(runs[0].east_asia), {subject.face(run.east_asia) for run in runs[1:]}
        yield Reading(label == "黑体" and names == {"仿宋"}, f"标签{label}、姓名{'、'.join(sorted(names)) or label}", place_of(paragraph))


def roster_indent(subject: Subject) -> Iterator[Reading]:
    """空二字; lines that turn stand below the first name."""
    for paragraph in _attendance(subject):
        start, turned = (paragraph.left + paragraph.first) / 316, paragraph.left / 316
        yield Reading(abs(start - 2) < 0.15 and abs(turned - 5) < 0.15, f"左空 {start:.1f} 字、回行 {turned:.1f} 字", place_of(paragraph))


def table_width(subject: Subject) -> Iterator[Reading]:
    """How far every table is wider than the core, in mm; a wide page turns the core."""
    wide = any(section.landscape for section in subject.word.sections)
    core = CORE_HEIGHT_TWIPS if wide else CORE_WIDTH_TWIPS
    for table in subject.word.tables():
        over = (table.width - core) / TWIPS_PER_MM
        yield Reading(over, f"宽 {table.width / TWIPS_PER_MM:.1f} mm", f"第{table.number}个表格")


MEASURES = {
    "letter.doubleline": double_lines,
    "roster.font": roster_font,
    "roster.indent": roster_indent,
    "form.table": table_width,
}
