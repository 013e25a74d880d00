"""What each document is about: one person, one meeting, one branch, one Party branch, one committee; and the rows that a list shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from xlflow.documents.context.material import Held, Material, Person, SourceRow, UnitMaterial
from xlflow.domain.dates import Month
from xlflow.domain.progress import PASSED
from xlflow.rules.case import Judging
from xlflow.rules.joined import row_key
from xlflow.rules.persons import newest, person_key
from xlflow.schemes.language.expressions import Verdict
from xlflow.schemes.parts import Document
from xlflow.schemes.table_roles import MEMBERS, NOMINEES

_Member = TypeVar("_Member")


class DocumentSubject(Struct, frozen=True):
    """What one document is about: the units it concerns, and the people and meetings that it names."""

    units: tuple[UnitMaterial, ...]
    people: tuple[Person, ...]
    meetings: tuple[Held, ...]
    person: Person | None = None
    rows: tuple[SourceRow, ...] = ()
    """The rows that a list shows."""
    part: str = ""
    """What the rows have in common, where every value of a field has a list of its own."""

    @property
    def about(self) -> str:
        """Whom or what the document is about, for people."""
        if self.person:
            return self.person.name
        if self.part:
            return self.part
        return "、".join(dict.fromkeys(unit.fact("branch") for unit in self.units))


def subjects(document: Document, material: Material) -> tuple[DocumentSubject, ...]:
    """The subjects of a document; none where the workbook has nobody to write about. `when` of the document chooses the people."""
    if document.rows:
        everybody = frozenset(material.people)
        return tuple(_with_rows(document, _SCOPES[document.scope](material, everybody), material))
    chosen = frozenset(person for unit in material.units for person in unit.people if _is_meant(document, unit, person, material))
    found = _SCOPES[document.scope](material, chosen)
    return tuple(subject for subject in found if not document.faults or any(unit.faults for unit in subject.units))


def _with_rows(document: Document, found: Iterable[DocumentSubject], material: Material) -> Iterator[DocumentSubject]:
    """The subjects of a list with its rows, one for each value of the field `per`; none without a row.

    A committee's list is of all its rounds: what a later round says again stands in it once.
    """
    for subject in _of_all_rounds(found) if document.scope == "unit" else found:
        parts: dict[str, list[SourceRow]] = {}
        for row in listed_rows(document, subject.units, subject.people, subject.person, material):
            value = row.values.get(document.per) if document.per else ""
            if value is not None:
                parts.setdefault(str(value), []).append(row)
        for part, rows in parts.items():
            yield replace(subject, rows=tuple(rows), part=part)


def _of_all_rounds(found: Iterable[DocumentSubject]) -> Iterator[DocumentSubject]:
    for same in _grouped(found, lambda subject: subject.units[0].fact("league_committee") if subject.units else ""):
        units = tuple(unit for one in same for unit in one.units)
        people = tuple(person for one in same for person in one.people)
        yield DocumentSubject(units, people, tuple(held for one in same for held in one.meetings))


def left_out(document: Document, material: Material) -> Iterator[tuple[Person, str]]:
    """People who passed and are not in any letter yet, each with the reason."""
    if document.scope == "party_branch":
        for unit in material.units:
            for person in unit.people:
                obstacle = person.obstacle(material.as_of)
                if person.progress.is_put_forward and obstacle and _is_meant(document, unit, person, material):
                    yield person, obstacle


def _is_meant(document: Document, unit: UnitMaterial, person: Person, material: Material) -> bool:
    if document.when is None:
        return True
    meeting = unit.meeting_of(person)
    held = person.row.values.get("meeting_date")
    day = held if isinstance(held, date) else material.as_of
    known: dict[str, object] = {key: param.at(day) for key, param in material.scheme.params.items()}
    known |= {**unit.facts.values, **(meeting.row.values if meeting else {}), **person.row.values, "as_of": material.as_of}
    if person.progress.is_through:  # also where the scheme asks no vote: what follows a vote is due for him as well
        known["meeting_result"] = PASSED
    return document.when.judge(known) is Verdict.TRUE


def _of_people(material: Material, chosen: frozenset[Person]) -> Iterator[DocumentSubject]:
    for unit in material.units:
        for person in unit.people:
            if person in chosen:
                meeting = unit.meeting_of(person)
                yield DocumentSubject((unit,), (person,), (meeting,) if meeting else (), person)


def _of_meetings(material: Material, chosen: frozenset[Person]) -> Iterator[DocumentSubject]:
    for unit in material.units:
        for held in unit.meetings:
            people = _only(held.people, chosen)
            if people:
                yield DocumentSubject((unit,), people, (held,))


def _of_branches(material: Material, chosen: frozenset[Person]) -> Iterator[DocumentSubject]:
    for unit in material.units:
        people = _only(unit.people, chosen)
        if people:
            yield DocumentSubject((unit,), people, unit.meetings)


def _of_party_branches(material: Material, chosen: frozenset[Person]) -> Iterator[DocumentSubject]:
    """People whom the committee can recommend today, by their Party branch and round; a branch without one has a letter of its own."""
    for units in _grouped(material.units, lambda unit: (unit.fact("party_branch") or unit.fact("branch"), unit.fact("round"))):
        people = tuple(p for unit in units for p in _only(unit.people, chosen) if not p.obstacle(material.as_of))
        if people:
            concerned = tuple(unit for unit in units if any(person in people for person in unit.people))
            meetings = tuple(held for unit in concerned for held in unit.meetings if any(p in people for p in held.people))
            yield DocumentSubject(concerned, people, meetings)


def _of_committees(material: Material, chosen: frozenset[Person]) -> Iterator[DocumentSubject]:
    """Branches by their committee and round; a branch that names no committee is one of the roster's own."""
    own = material.committee.values.get("league_committee") or ""
    for units in _grouped(material.units, lambda unit: (unit.fact("league_committee") or own, unit.fact("round"))):
        people = tuple(p for unit in units for p in _only(unit.people, chosen))
        yield DocumentSubject(tuple(units), people, tuple(held for unit in units for held in unit.meetings))


def _only(people: Iterable[Person], chosen: frozenset[Person]) -> tuple[Person, ...]:
    return tuple(person for person in people if person in chosen)


def _grouped(members: Iterable[_Member], key: Callable[[_Member], object]) -> Iterable[list[_Member]]:
    groups: dict[object, list[_Member]] = {}
    for member in members:
        groups.setdefault(key(member), []).append(member)
    return groups.values()


def _of_periods(material: Material, chosen: frozenset[Person]) -> Iterator[DocumentSubject]:
    """The whole period, be there nobody in it."""
    yield DocumentSubject(material.units, _only(material.people, chosen), tuple(held for unit in material.units for held in unit.meetings))


_SCOPES: Mapping[str, Callable[[Material, frozenset[Person]], Iterator[DocumentSubject]]] = {
    "nominee": _of_people,
    "meeting": _of_meetings,
    "branch": _of_branches,
    "party_branch": _of_party_branches,
    "unit": _of_committees,
    "period": _of_periods,
}


_OF_ALL = ("unit", "period")
"""Scopes over all rounds: what a later round says again is taken from it alone."""


def listed_rows(
    document: Document, units: Sequence[UnitMaterial], people: Sequence[Person], person: Person | None, material: Material
) -> Iterator[SourceRow]:
    """The rows of the document's table about a subject, in their order."""
    rows = _about(document, units, people, person, material)
    if material.judging is not None:
        rows = [_completed(row, material.judging) for row in (_latest(rows, material.judging) if document.scope in _OF_ALL else rows)]
        if document.rows == MEMBERS:
            rows = [_screened(row, material) for row in rows]
    for row in rows:
        if _lies_in_period(document, row, material) and _is_chosen(document, row, material.judging):
            yield row


def _screened(row: SourceRow, material: Material) -> SourceRow:
    """The row of a member with what screening says of them."""
    return row if row.record is None else replace(row, values={**row.values, **material.screening.get(row_key(row.record), {})})


def _about(
    document: Document, units: Sequence[UnitMaterial], people: Sequence[Person], person: Person | None, material: Material
) -> list[SourceRow]:
    if document.rows == NOMINEES:
        return [each.row for each in people]
    rows = material.tables.get(document.rows, ())
    if document.scope == "period":
        return list(rows)
    if person is None or material.judging is None or person.row.record is None:
        groups = {unit.facts.group for unit in units}
        return [row for row in rows if row.group in groups]
    about = {id(record) for record in material.judging.related(document.rows).about(person.row.record)}
    return [row for row in rows if id(row.record) in about]


def _latest(rows: Iterable[SourceRow], judging: Judging) -> list[SourceRow]:
    """One row a person, and one an entry of an account: the last of several rounds."""
    last: dict[object, SourceRow] = {}
    kept: set[int] | None = None
    for row in rows:
        if row.record is None:
            last[id(row)] = row
            continue
        table = row.record.table
        if judging.scheme.has_field(table, "id_number"):
            last[person_key(row.record.values, judging.scheme.tables[table].key_fields) or id(row)] = row
            continue
        if kept is None:
            kept = {id(case.record) for case in newest(judging.cases(table))}
        if id(row.record) in kept:
            last[id(row)] = row
    return list(last.values())


def _completed(row: SourceRow, judging: Judging) -> SourceRow:
    """The row with the fields that the scheme computes, whatever their cells say."""
    record = row.record
    if record is None:
        return row
    fields = [field for field in judging.scheme.fields.get(record.table, ()) if field.value]
    if not fields:
        return row
    case = judging.case(record)
    computed = {field.key: field.value.value(case.seeing(field.value)) for field in fields if field.value}
    return replace(row, values={**row.values, **{key: value for key, value in computed.items() if value is not None}})


def _is_chosen(document: Document, row: SourceRow, judging: Judging | None) -> bool:
    if document.when is None or judging is None or row.record is None:
        return True
    seen = {**judging.case(row.record).seeing(document.when), **row.values}
    return document.when.judge(seen) is Verdict.TRUE


def _lies_in_period(document: Document, row: SourceRow, material: Material) -> bool:
    if not document.day or material.period is None:
        return True
    day = row.values.get(document.day)
    return isinstance(day, date | Month) and material.period.period.holds(day)
