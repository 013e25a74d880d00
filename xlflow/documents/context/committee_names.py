"""The names of documents about all branches of a committee: places by branch, recommendations whose validity ends.

Besides: whether there is an occasion for such a document, where nobody asked for it by name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from xlflow.documents.context.material import Material, Person, SourceRow, UnitMaterial
from xlflow.documents.context.subjects import DocumentSubject
from xlflow.rules.derived import whole
from xlflow.schemes.parts import Document

Row = dict[str, object]
_PLACE_KEYS = ("number", "pool", "branch", "member_count", "party_member_count", "quota", "used", "left", "note")
NOTICE_DAYS = 90
"""How long before its end a recommendation is called expiring, where the scheme does not say."""


def issuer(subject: DocumentSubject, material: Material) -> str:
    """The committee that all branches name, else that of the roster."""
    named = {name for unit in subject.units if (name := unit.fact("league_committee"))}
    own = str(material.committee.values.get("league_committee") or "")
    return own or (named.pop() if len(named) == 1 else "")


def place_rows(subject: DocumentSubject, material: Material, limit: Callable[[UnitMaterial], object]) -> list[Row]:
    """The places of each branch: as 名额台账 says, else what was given out or what the ratio of the scheme makes; `limit` knows that."""
    ledger = [_of_ledger(row) for row in material.places]
    rows = ledger or [_of_unit(unit, limit(unit)) for unit in subject.units]
    return [{**dict.fromkeys(_PLACE_KEYS, ""), **row, "number": number} for number, row in enumerate(rows, 1)]


def _of_ledger(row: SourceRow) -> Row:
    values = row.values
    words = {key: _shown(values.get(key)) for key in ("pool", "member_count", "party_member_count")}
    places = {key: _shown(values.get(f"quota_{own}")) for key, own in (("quota", "total"), ("used", "used"), ("left", "left"))}
    note = "、".join(str(values[key]) for key in ("granted_by", "grant_document") if values.get(key))
    return {**words, **places, "branch": _shown(values.get("unit_name")), "note": note}


def _of_unit(unit: UnitMaterial, limit: object) -> Row:
    facts = unit.facts.values
    given = whole(facts.get("quota_given"))
    counts = {key: _shown(facts.get(key)) for key in ("member_count", "party_member_count")}
    note = "下达" if given is not None else "按比例" if limit != "" else "团员总数未报，暂不能分配"
    return {**counts, "pool": "普通", "branch": unit.fact("branch"), "quota": _shown(limit), "note": note}


def _shown(value: object) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def expiring(people: Sequence[Person], material: Material) -> list[Person]:
    """Who was recommended, has not been taken, and whose recommendation ends soon (or in the period asked) or has ended; by that day."""
    found = [
        (until, person) for person in people if isinstance(until := person.value("valid_until"), date) and person.progress.is_answer_open
    ]
    if material.period:
        found = [(until, person) for until, person in found if material.period.period.holds(until)]
    else:
        last = material.as_of + timedelta(days=_notice_days(material))
        found = [(until, person) for until, person in found if until <= last]
    return [person for _, person in sorted(found, key=lambda item: item[0])]


def _notice_days(material: Material) -> int:
    param = material.scheme.params.get("expiry_notice_days")
    days = whole(param.at(material.as_of)) if param else None
    return NOTICE_DAYS if days is None else days


_Due = Callable[[DocumentSubject, Material], bool]


def _of_several(subject: DocumentSubject, material: Material) -> bool:
    """A table over all branches says nothing that the paper of the only one does not."""
    return len({unit.fact("branch") for unit in subject.units}) > 1


def _has_open_vote(subject: DocumentSubject, material: Material) -> bool:
    """Somebody is still to be voted on."""
    return any(person.progress.awaits_vote for person in subject.people)


BEFORE_THE_VOTE = ("meeting_request", "meeting_reply", "candidate_list", "ballot_paper", "tally_sheet", "sign_in_sheet", "supervision_form")
"""Papers of a meeting that is to come: once the vote is held nobody needs them anew."""

_DUE: Mapping[str, _Due] = {
    "summary_table_unit": lambda subject, material: _of_several(subject, material) and bool(subject.people),
    "quota_table": lambda subject, material: _of_several(subject, material) or bool(material.places),
    **dict.fromkeys(BEFORE_THE_VOTE, _has_open_vote),
    "expiry_reminder": lambda subject, material: bool(expiring(subject.people, material)),
}


def is_due(document: Document, subject: DocumentSubject, material: Material) -> bool:
    """Whether a run that makes everything makes it."""
    due = _DUE.get(document.id)
    return due is None or due(subject, material)
