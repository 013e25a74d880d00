"""What tells one document from all others, so that it keeps its number: its id, whom it is about, its round or period."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from xlflow.documents.context.material import Material
from xlflow.documents.context.printing import common
from xlflow.documents.context.subjects import Subject
from xlflow.schemes.parts import Document

Identity = tuple[str, str, str]


def identity_of(document: Document, subject: Subject, material: Material) -> Identity:
    """The document, whom it is about and its round, or its period."""
    if document.scope == "period":
        return (document.id, _committee(material), str(material.period.period) if material.period else "")
    occasion = "、".join(_unlike(unit.fact("round") for unit in subject.units))
    return (document.id, _about(document, subject, material), occasion)


def _about(document: Document, subject: Subject, material: Material) -> str:
    if document.scope == "unit":
        return "、".join(_unlike(unit.fact("league_committee") or _committee(material) for unit in subject.units))
    if document.scope == "party_branch":
        return "、".join(_unlike(unit.fact("party_branch") or unit.fact("branch") for unit in subject.units))
    return subject.about


def _committee(material: Material) -> str:
    return str(material.committee.values.get("league_committee") or "")


def _unlike(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, words)))


def series_of(document: Document, material: Material) -> tuple[str, int] | None:
    """代字 and year of the numbers that a document gets; None where it gets none. An issue of the briefing has no 代字."""
    year = _year(material)
    if document.issue:
        return ("", material.period.period.year if material.period else year)
    prefix = str(material.committee.values.get("document_prefix") or "").strip()
    return (prefix, year) if document.number and prefix else None


def _year(material: Material) -> int:
    """Of the day that the document bears."""
    day = material.committee.values.get("document_date")
    return day.year if isinstance(day, date) else material.as_of.year


def given_number(document: Document, subject: Subject) -> str:
    """The number that the committee has typed for a letter, in the rows of all its people."""
    if document.scope != "party_branch":
        return ""
    return str(common(person.value("letter_number") or "" for person in subject.people))
