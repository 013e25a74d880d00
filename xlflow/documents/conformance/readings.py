"""Readings of a document, its faces and sizes in the words of the standard, and the checks made from them: one for each key and layer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import asdict, replace

from xlflow.documents.conformance.document_parts import DocumentKind, DocumentParts
from xlflow.documents.conformance.layout_profile import MUST, CheckLayer, LayoutProfile, LayoutRequirement
from xlflow.documents.conformance.pdf_pages import PrintedPage
from xlflow.documents.conformance.word_document import WHITE, Paragraph, TextRun, WordDocument
from xlflow.documents.layout.standard_measures import CHARACTER_TWIPS, CORE_WIDTH_TWIPS
from xlflow.documents.layout.title_breaking import character_width, text_width
from xlflow.findings import Severity

NOT_THERE = "没有"


class Reading(Struct, frozen=True):
    """One measurement: the value that is judged, the words for it where the number alone does not say it, and where it was taken."""

    value: float | str | bool
    shown: str = ""
    place: str = ""

    def words(self, unit: str) -> str:
        """As people read it."""
        if self.shown or isinstance(self.value, bool):
            return self.shown
        text = self.value if isinstance(self.value, str) else f"{self.value:.2f}".rstrip("0").rstrip(".")
        return f"{text} {unit}".strip()


class MeasuredDocument(Struct, frozen=True):
    """A document with all that a measure may ask about it; `pages` is its print, empty where it was not printed."""

    word: WordDocument
    parts: DocumentParts
    kind: DocumentKind
    seal: bool
    profile: LayoutProfile
    pages: tuple[PrintedPage, ...] = ()

    def face(self, name: str) -> str:
        """The face that a font is one of."""
        return self.profile.face(name)


Measure = Callable[[MeasuredDocument], Iterator[Reading]]


class CheckStatus(StrEnum):
    """What came out: absent where the document has nothing that the key measures, skipped where it could not be measured."""

    PASS = "pass"
    FAIL = "fail"
    SKIPPED = "skipped"
    ABSENT = "absent"


class LayoutCheck(Struct, frozen=True):
    """One requirement on one document: what was measured, what is required, by which clause; `reason` says why it was skipped."""

    key: str
    layer: str
    status: CheckStatus
    label: str
    measured: str
    required: str
    tolerance: str
    clause: str
    severity: Severity
    place: str
    reason: str = ""

    @property
    def breaks(self) -> bool:
        """Whether something that must be is not."""
        return self.status is CheckStatus.FAIL and self.severity is Severity.ERROR

    def as_dict(self) -> dict[str, str]:
        """As `layout --json` prints it."""
        return asdict(self)


def judge(requirement: LayoutRequirement, layer: CheckLayer, readings: Iterable[Reading], kind: DocumentKind) -> LayoutCheck:
    """The check of one requirement; absent where the document has nothing to be measured, and need not have it."""
    found = tuple(readings)
    wrong = tuple(reading for reading in found if not requirement.allows(reading.value))
    needed = kind in requirement.must
    first = (wrong or found or (Reading(False, NOT_THERE if needed else ""),))[0]
    more = f"；另有 {len(wrong) - 1} 处" if len(wrong) > 1 else ""
    status = CheckStatus.FAIL if wrong or (needed and not found) else CheckStatus.PASS if found else CheckStatus.ABSENT
    return replace(_blank(requirement, layer, status), measured=first.words(requirement.unit) + more, place=first.place)


def skipped(requirement: LayoutRequirement, layer: CheckLayer, reason: str) -> LayoutCheck:
    """The check of a requirement that could not be measured."""
    return replace(_blank(requirement, layer, CheckStatus.SKIPPED), reason=reason)


def _blank(requirement: LayoutRequirement, layer: CheckLayer, status: CheckStatus) -> LayoutCheck:
    return LayoutCheck(
        key=requirement.key,
        layer=layer,
        status=status,
        label=requirement.label,
        measured="",
        required=requirement.required,
        tolerance=f"±{requirement.tolerance:g} {requirement.unit}".strip() if requirement.tolerance else "",
        clause=requirement.clause,
        severity=Severity.ERROR if requirement.severity == MUST else Severity.WARNING,
        place="",
    )


def concerning(
    subject: MeasuredDocument, layer: CheckLayer, measures: Mapping[str, Measure]
) -> Iterator[tuple[LayoutRequirement, Measure]]:
    """The requirements of a layer that a document of this kind is judged by, with their measures, in the order of the profile."""
    for requirement in subject.profile.requirements:
        measure = measures.get(requirement.key)
        if measure and layer in requirement.layers and requirement.concerns(subject.kind, subject.seal):
            yield requirement, measure


def checks(subject: MeasuredDocument, layer: CheckLayer, measures: Mapping[str, Measure]) -> tuple[LayoutCheck, ...]:
    """All checks of a layer."""
    return tuple(judge(one, layer, measure(subject), subject.kind) for one, measure in concerning(subject, layer, measures))


def place_of(paragraph: Paragraph) -> str:
    """Where a paragraph is, as people find it: its first words."""
    words = " ".join(paragraph.words.split())
    return f"“{words[:14]}{'…' if len(words) > 14 else ''}”"


def first_line(paragraph: Paragraph) -> float:
    """Where the first character stands, from the left edge of the core."""
    return (paragraph.left + paragraph.first) / CHARACTER_TWIPS + paragraph.lead


def right_gap(paragraph: Paragraph) -> float | None:
    """What is left free at the right of a line that ends there; None where it is not set to the right.

    A line that begins at an indent from the left, as people without a right aligned style make it, counts by its width.
    """
    trailing = text_width(paragraph.text[len(paragraph.text.rstrip(" 　\xa0")) :])
    if paragraph.align == "right":
        return paragraph.right / _set_width(paragraph) + trailing
    if paragraph.align in ("left", "both"):
        start = (paragraph.left + paragraph.first) / _set_width(paragraph) + paragraph.lead
        width = CORE_WIDTH_TWIPS / _set_width(paragraph)
        return width - start - text_width(paragraph.words)
    return None


def _set_width(paragraph: Paragraph) -> float:
    """The width of a character as it is set here, in twips."""
    run = next((run for run in paragraph.runs if run.text.strip(WHITE)), None)
    return float(run.size * 10 + run.spacing) if run and run.size else float(CHARACTER_TWIPS)


POINTS = {44: "2号", 36: "小2号", 32: "3号", 30: "小3号", 28: "4号", 24: "小4号", 21: "5号", 18: "小5号"}


def is_chinese(run: TextRun) -> bool:
    """Whether something in a run is set in the Chinese face: the face of Latin letters is left open by the standard."""
    return any(character_width(character) == 1 and character != "　" for character in run.text)


def size_name(half_points: int) -> str:
    """3号 for 32 half points; points where the size has no name."""
    return POINTS.get(half_points, f"{half_points / 2:g}磅")


def looks(subject: MeasuredDocument, paragraph: Paragraph) -> Iterator[Reading]:
    """Face and size of every run that shows Chinese: 仿宋 3号."""
    for run in _chinese(paragraph):
        yield Reading(f"{subject.face(run.east_asia)} {size_name(run.size)}", place=place_of(paragraph))


def faces(subject: MeasuredDocument, paragraph: Paragraph) -> Iterator[Reading]:
    """The face of every run that shows Chinese."""
    for run in _chinese(paragraph):
        yield Reading(subject.face(run.east_asia), place=place_of(paragraph))


def sizes(paragraph: Paragraph) -> Iterator[Reading]:
    """The size of every run that shows something, in points."""
    for run in paragraph.visible:
        yield Reading(run.size / 2, size_name(run.size), place_of(paragraph))


def colors(paragraph: Paragraph) -> Iterator[Reading]:
    """Whether every run is black."""
    for run in paragraph.visible:
        yield Reading(run.color in ("", "000000"), f"颜色 {run.color}" if run.color else "黑色", place_of(paragraph))


def _chinese(paragraph: Paragraph) -> Iterator[TextRun]:
    return (run for run in paragraph.visible if is_chinese(run))
