"""From what was measured to checks: one for each key and layer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import asdict, replace

from xlflow.documents.conformance.parts import Kind, Parts
from xlflow.documents.conformance.pdf import Page
from xlflow.documents.conformance.profile import MUST, Layer, Profile, Requirement
from xlflow.documents.conformance.word import Paragraph, Word
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


class Subject(Struct, frozen=True):
    """A document with all that a measure may ask about it; `pages` is its print, empty where it was not printed."""

    word: Word
    parts: Parts
    kind: Kind
    seal: bool
    profile: Profile
    pages: tuple[Page, ...] = ()

    def face(self, name: str) -> str:
        """The face that a font is one of."""
        return self.profile.face(name)


Measure = Callable[[Subject], Iterator[Reading]]


class Status(StrEnum):
    """What came out: absent where the document has nothing that the key measures, skipped where it could not be measured."""

    PASS = "pass"
    FAIL = "fail"
    SKIPPED = "skipped"
    ABSENT = "absent"


class Check(Struct, frozen=True):
    """One requirement on one document: what was measured, what is required, by which clause; `reason` says why it was skipped."""

    key: str
    layer: str
    status: Status
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
        return self.status is Status.FAIL and self.severity is Severity.ERROR

    def as_dict(self) -> dict[str, str]:
        """As `layout --json` prints it."""
        return asdict(self)


def judge(requirement: Requirement, layer: Layer, readings: Iterable[Reading], kind: Kind) -> Check:
    """The check of one requirement; absent where the document has nothing to be measured, and need not have it."""
    found = tuple(readings)
    wrong = tuple(reading for reading in found if not requirement.allows(reading.value))
    needed = kind in requirement.must
    first = (wrong or found or (Reading(False, NOT_THERE if needed else ""),))[0]
    more = f"；另有 {len(wrong) - 1} 处" if len(wrong) > 1 else ""
    status = Status.FAIL if wrong or (needed and not found) else Status.PASS if found else Status.ABSENT
    return replace(_blank(requirement, layer, status), measured=first.words(requirement.unit) + more, place=first.place)


def skipped(requirement: Requirement, layer: Layer, reason: str) -> Check:
    """The check of a requirement that could not be measured."""
    return replace(_blank(requirement, layer, Status.SKIPPED), reason=reason)


def _blank(requirement: Requirement, layer: Layer, status: Status) -> Check:
    return Check(
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


def concerning(subject: Subject, layer: Layer, measures: Mapping[str, Measure]) -> Iterator[tuple[Requirement, Measure]]:
    """The requirements of a layer that a document of this kind is judged by, with their measures, in the order of the profile."""
    for requirement in subject.profile.requirements:
        measure = measures.get(requirement.key)
        if measure and layer in requirement.layers and requirement.concerns(subject.kind, subject.seal):
            yield requirement, measure


def checks(subject: Subject, layer: Layer, measures: Mapping[str, Measure]) -> tuple[Check, ...]:
    """All checks of a layer."""
    return tuple(judge(one, layer, measure(subject), subject.kind) for one, measure in concerning(subject, layer, measures))


def place_of(paragraph: Paragraph) -> str:
    """Where a paragraph is, as people find it: its first words."""
    words = " ".join(paragraph.words.split())
    return f"“{words[:14]}{'…' if len(words) > 14 else ''}”"
