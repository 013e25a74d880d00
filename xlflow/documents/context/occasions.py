"""Whether there is an occasion for a document of a committee, where nobody asked for it by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from xlflow.documents.context.committee_names import expiring
from xlflow.documents.context.material import Material
from xlflow.documents.context.subjects import Subject
from xlflow.schemes.parts import Document

_Due = Callable[[Subject, Material], bool]


def _of_several(subject: Subject, material: Material) -> bool:
    """A table over all branches says nothing that the paper of the only one does not."""
    return len({unit.fact("branch") for unit in subject.units}) > 1


def _is_open(subject: Subject, material: Material) -> bool:
    """Somebody is still to be voted on."""
    return any(person.value("meeting_result") is None for person in subject.people)


BEFORE_THE_VOTE = ("meeting_request", "meeting_reply", "candidate_list", "ballot_paper", "tally_sheet", "sign_in_sheet", "supervision_form")
"""Papers of a meeting that is to come: once the vote is held nobody needs them anew."""

_DUE: Mapping[str, _Due] = {
    "summary_table_unit": lambda subject, material: _of_several(subject, material) and bool(subject.people),
    "quota_table": lambda subject, material: _of_several(subject, material) or bool(material.places),
    **dict.fromkeys(BEFORE_THE_VOTE, _is_open),
    "expiry_reminder": lambda subject, material: bool(expiring(subject.people, material)),
}


def is_due(document: Document, subject: Subject, material: Material) -> bool:
    """Whether a run that makes everything makes it."""
    due = _DUE.get(document.id)
    return due is None or due(subject, material)
