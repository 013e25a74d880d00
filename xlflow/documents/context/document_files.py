"""How a document is known and filed: what tells it from all others, so that it keeps its number; its file name; its folder.

File names: the pattern filled in, no two alike, none with an ID or a phone number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from xlflow.documents.context.material import Material, UnitMaterial
from xlflow.documents.context.printed_values import RULED, common
from xlflow.documents.context.subjects import DocumentSubject
from xlflow.documents.template import Unfilled
from xlflow.errors import TemplateError
from xlflow.findings import mask
from xlflow.schemes.parts import Document

Identity = tuple[str, str, str]


def identity_of(document: Document, subject: DocumentSubject, material: Material) -> Identity:
    """The document, whom it is about and its round, or its period."""
    if document.scope == "period":
        return (document.id, _committee(material), str(material.period.period) if material.period else "")
    occasion = "、".join(_unlike(unit.fact("round") for unit in subject.units))
    return (document.id, _about(document, subject, material), occasion)


def _about(document: Document, subject: DocumentSubject, material: Material) -> str:
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


def given_number(document: Document, subject: DocumentSubject) -> str:
    """The number that the committee has typed for a letter, in the rows of all its people."""
    if document.scope != "party_branch":
        return ""
    return str(common(person.value("letter_number") or "" for person in subject.people))


_WORD_LIMIT = 40
"""Characters of one value in a file name or title: what identifies the document must not be cut off at its end."""
_NAME = re.compile(r"\{(\w+)\}")


def filled(pattern: str, names: Mapping[str, object], *, where: str) -> str:
    """A `{name}` text of the scheme with its values; what is missing leaves nothing behind."""

    def value(match: re.Match[str]) -> str:
        if match[1] not in names:
            raise TemplateError(f"{where}：“{pattern}”里的 {{{match[1]}}} 不是已知的名称；请改正方案。", where, match[0])
        word = names[match[1]]
        return "" if isinstance(word, Unfilled) or word == RULED else mask(str(word))[:_WORD_LIMIT]

    return _NAME.sub(value, pattern)


def same_names(about: Iterable[DocumentSubject]) -> Counter[tuple[object, str]]:
    """How many people of each name a branch has among the subjects of one kind of document."""
    return Counter((subject.units[:1], subject.person.name) for subject in about if subject.person)


def stem(document: Document, subject: DocumentSubject, names: Mapping[str, object], same: Mapping[tuple[object, str], int]) -> str:
    """The file name of a document, without suffix and as yet with characters that no host allows; `same`: see `same_names`.

    Two people of one name get the last four of their student numbers. A letter without addressee is named for the branch.
    """
    words = dict(names)
    if subject.person and same[subject.units[:1], subject.person.name] > 1:
        number = str(subject.person.value("student_id") or "")[-4:]
        words["name"] = f"{subject.person.name}_{number}" if number else subject.person.name
    if words.get("party_branch") in ("", RULED) or isinstance(words.get("party_branch"), Unfilled):
        words["party_branch"] = f"{words.get('branch_short', '')}对应党支部"
    pattern = document.file.rpartition(".")[0] or document.file
    return re.sub("^_+|_+$", "", filled(pattern, words, where=f"文件名 {document.id}"))


FolderOf = Callable[[Document, DocumentSubject], tuple[str, ...]]
_OF_PARTY = "送各党支部"
_OF_COMMITTEE = "团委"


def no_folders(document: Document, subject: DocumentSubject) -> tuple[str, ...]:
    """All documents side by side."""
    return ()


def by_recipient(material: Material) -> FolderOf:
    """Papers of people, meetings and branches by branch, letters to Party branches together, papers of a committee under its name.

    Where the branches have several committees (the townships of a county) all of this is within the folder of each committee.
    """

    def committee(unit: UnitMaterial | None) -> str:
        own = material.committee.values.get("league_committee")
        name = (unit.fact("league_committee") if unit else "") or str(own or "")
        return _OF_COMMITTEE if name in ("", RULED) else name

    is_one = len({committee(unit) for unit in material.units}) < 2

    def folder(document: Document, subject: DocumentSubject) -> tuple[str, ...]:
        unit = subject.units[0] if subject.units else None
        above = committee(unit if document.scope != "period" else None)
        if document.scope in ("unit", "period"):
            return (above,)
        name = _OF_PARTY if document.scope == "party_branch" else _branch(unit)
        return (name,) if is_one else (above, name)

    return folder


def _branch(unit: UnitMaterial | None) -> str:
    return (unit.fact("branch_short") or unit.fact("branch") if unit else "") or "未写明支部"
