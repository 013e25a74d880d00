"""From what was measured to checks: one for each key and layer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass

from xlflow.documents.conformance.kinds import Kind
from xlflow.documents.conformance.parts import Parts
from xlflow.documents.conformance.pdf import Page
from xlflow.documents.conformance.profile import Layer, Profile, Requirement
from xlflow.documents.conformance.word import Paragraph, Word

ABSENT = "没有"


@dataclass(frozen=True, slots=True)
class Reading:
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


@dataclass(frozen=True, slots=True)
class Subject:
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


@dataclass(frozen=True, slots=True)
class Check:
    """One requirement on one document: what was measured, what is required, by which clause."""

    key: str
    layer: str
    passed: bool
    label: str
    measured: str
    required: str
    tolerance: str
    clause: str
    severity: str
    place: str

    def as_dict(self) -> dict[str, str | bool]:
        """As `layout --json` prints it."""
        return asdict(self)


def judge(requirement: Requirement, layer: Layer, readings: Iterator[Reading] | tuple[Reading, ...], kind: Kind) -> Check | None:
    """The check of one requirement; None where the document has nothing to be measured, and need not have it."""
    found = tuple(readings)
    wrong = tuple(reading for reading in found if not requirement.allows(reading.value))
    if not found and kind not in requirement.must:
        return None
    first = (wrong or found or (Reading(False, ABSENT),))[0]
    more = f"；另有 {len(wrong) - 1} 处" if len(wrong) > 1 else ""
    return Check(
        key=requirement.key,
        layer=layer,
        passed=bool(found) and not wrong,
        label=requirement.label,
        measured=first.words(requirement.unit) + more,
        required=requirement.required,
        tolerance=f"±{requirement.tolerance:g} {requirement.unit}".strip() if requirement.tolerance else "",
        clause=requirement.clause,
        severity=requirement.severity,
        place=first.place,
    )


def checks(subject: Subject, layer: Layer, measures: Mapping[str, Measure]) -> tuple[Check, ...]:
    """All checks of a layer, in the order of the profile."""
    found = []
    for requirement in subject.profile.requirements:
        measure = measures.get(requirement.key)
        if measure is None or layer not in requirement.layers or not requirement.concerns(subject.kind, subject.seal):
            continue
        check = judge(requirement, layer, measure(subject), subject.kind)
        if check is not None:
            found.append(check)
    return tuple(found)


def place_of(paragraph: Paragraph) -> str:
    """Where a paragraph is, as people find it: its first words."""
    words = " ".join(paragraph.words.split())
    return f"“{words[:14]}{'…' if len(words) > 14 else ''}”"
