"""Which cells a document takes its values from: the rows of its subject, and in them the columns that its template names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from xlflow.documents.context.mapping import LISTS
from xlflow.documents.context.material import COMMITTEE, DOSSIER, MEETINGS, NOMINEES, UNIT, Material, Person, SourceRow
from xlflow.documents.context.printing import Printer
from xlflow.documents.context.subjects import Subject

_EVERYBODY = "nominees"
_OF_PASSED = frozenset({"kinds", "kind_title", "names", "notice_start", "notice_end", "valid_until", "letter_date", "review_date"})
"""Names of the mapping that speak of the people who passed without being a list of them."""
_WHERE_FROM = ("source_file", "source_cell")
"""Columns of a roster: the workbook that a row came from, and its place there."""


class Origin(Struct, frozen=True):
    """A row that a document takes values from: whose it is (a person's name, else ""), and the cell of each value by its label.

    `came_from` is the workbook and the place that the row of a roster was taken from, empty in other workbooks.
    """

    person: str
    sheet: str
    row: int
    cells: Mapping[str, str]
    came_from: tuple[str, str] = ("", "")

    @property
    def name_cell(self) -> str:
        """Where the row's name stands, else its first cell."""
        return next(iter(self.cells.values()), "")


def origins(subject: Subject, material: Material, printer: Printer, used: frozenset[str] | None) -> tuple[Origin, ...]:
    """The rows and cells behind a document; `used`: the names and attributes of its template, None where it may use all."""
    return tuple(origin for table, row, person in _rows(subject, material, used) if (origin := _origin(table, row, person, printer, used)))


def _rows(subject: Subject, material: Material, used: frozenset[str] | None) -> Iterator[tuple[str, SourceRow, str]]:
    for person in _people(subject, used):
        yield NOMINEES, person.row, person.name
        if person.dossier is not None and (used is None or "dossier" in used):
            yield DOSSIER, person.dossier, person.name
    for held in subject.meetings:
        yield MEETINGS, held.row, ""
    for unit in subject.units:
        yield UNIT, unit.facts, ""
    yield COMMITTEE, material.committee, ""


def _people(subject: Subject, used: frozenset[str] | None) -> Iterable[Person]:
    if subject.person is not None or used is None or _EVERYBODY in used or f"count_{_EVERYBODY}" in used:
        return subject.people
    lists = [belongs for name, belongs in LISTS.items() if name in used or f"count_{name}" in used]
    if used & _OF_PASSED:
        lists.append(LISTS["passed"])
    return [person for person in subject.people if any(belongs(person) for belongs in lists)]


def _origin(table: str, row: SourceRow, person: str, printer: Printer, used: frozenset[str] | None) -> Origin | None:
    record = row.record
    if record is None:
        return None
    fields = [
        field
        for field in printer.scheme.fields.get(table, ())
        if printer.shows(field) and field.key in row.values and (used is None or field.key in used or field.term in used)
    ]
    labels = {field.key: field.label for field in fields}
    cells = {labels[key]: cell for key, cell in record.cells(labels).items()}
    if not cells:
        return None
    file, place = (str(record.values.get(key, "")) for key in _WHERE_FROM)
    return Origin(person, record.header.sheet, record.row, cells, (file, place))
