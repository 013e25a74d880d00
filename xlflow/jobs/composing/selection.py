"""Which documents, and about whom, a run is asked for; what there is not is said with the nearest there is."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence

from xlflow.documents.context.material import Material, Person
from xlflow.domain.periods import Period
from xlflow.errors import UsageError
from xlflow.schemes.parts import Document
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.template_files import document_called, no_such_document


def wanted_documents(ids: Sequence[str], scheme: Scheme, period: Period | None) -> list[Document]:
    """The documents that are asked for; else those about the period, or all others where there is none."""
    if not ids:
        return [document for document in scheme.documents.values() if _fits(document, period)]
    asked = {document.id: document for document in (_called(name, scheme) for name in ids)}
    for document in asked.values():
        if document.scope == "period" and not _fits(document, period):
            kind = {"year": "年度，如 2026", "quarter": "季度，如 2026Q1", "": "年度或季度，如 2026、2026Q1"}[document.cycle]
            raise UsageError(f"“{document.title}”按时期生成，请用 --period 写明{kind}。")
    return list(asked.values())


def _called(name: str, scheme: Scheme) -> Document:
    """The document of that id or title."""
    found = scheme.documents.get(name) or document_called(name, scheme.documents.values())
    if found is None:
        raise UsageError(f"方案“{scheme.title}”{no_such_document(name, scheme.documents.values())}。")
    return found


def _fits(document: Document, period: Period | None) -> bool:
    """Whether a document is made in a run for a period, or in one without."""
    if document.scope != "period" or period is None:
        return document.scope != "period" and period is None
    return document.cycle in ("", "quarter" if period.quarter else "year")


def chosen_people(who: Sequence[str], material: Material) -> frozenset[Person] | None:
    """The people that are asked for; None where nobody is."""
    if not who:
        return None
    found: set[Person] = set()
    for word in who:
        people = [person for person in material.people if word.strip() in _calls(person)]
        if not people:
            near = difflib.get_close_matches(word, [person.name for person in material.people], n=1, cutoff=0.5)
            hint = f"是不是“{near[0]}”？" if near else "请核对姓名、学号或身份证号。"
            raise UsageError(f"表里没有“{word}”。{hint}")
        found.update(people)
    return frozenset(found)


def _calls(person: Person) -> Iterator[str]:
    return (str(value) for key in ("name", "student_id", "id_number") if (value := person.value(key)))
