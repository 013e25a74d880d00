"""What a document is made of: the cells that it takes its values from, a fingerprint of its inputs, and what it must say when finished.

Expectations are put into words apart from the names of the document, so that an error in those is found.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec import Struct

from xlflow.documents.context.document_names import LISTS
from xlflow.documents.context.material import Material, Person, SourceRow
from xlflow.documents.context.printed_values import RULED, Printer
from xlflow.documents.context.subjects import DocumentSubject
from xlflow.documents.template import Unfilled
from xlflow.documents.template.compiled_template import PrintedNames
from xlflow.schemes.parts import Field
from xlflow.schemes.table_roles import COMMITTEE, DOSSIER, MEETINGS, NOMINEES, UNIT

_EVERYBODY = "nominees"
_OF_PASSED = frozenset({"kinds", "kind_title", "names", "notice_start", "notice_end", "valid_until", "letter_date", "review_date"})
"""Names of the mapping that speak of the people who passed without being a list of them."""
_WHERE_FROM = ("source_file", "source_cell")
"""Columns of a roster: the workbook that a row came from, and its place there."""


class CellOrigin(Struct, frozen=True):
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


def origins(subject: DocumentSubject, material: Material, printer: Printer, used: frozenset[str] | None) -> tuple[CellOrigin, ...]:
    """The rows and cells behind a document; `used`: the names and attributes of its template, None where it may use all."""
    return tuple(origin for table, row, person in _rows(subject, material, used) if (origin := _origin(table, row, person, printer, used)))


def _rows(subject: DocumentSubject, material: Material, used: frozenset[str] | None) -> Iterator[tuple[str, SourceRow, str]]:
    for person in _people(subject, used):
        yield NOMINEES, person.row, person.name
        if person.dossier is not None and (used is None or "dossier" in used):
            yield DOSSIER, person.dossier, person.name
    for held in subject.meetings:
        yield MEETINGS, held.row, ""
    for unit in subject.units:
        yield UNIT, unit.facts, ""
    yield COMMITTEE, material.committee, ""


def _people(subject: DocumentSubject, used: frozenset[str] | None) -> Iterable[Person]:
    if subject.person is not None or used is None or _EVERYBODY in used or f"count_{_EVERYBODY}" in used:
        return subject.people
    lists = [belongs for name, belongs in LISTS.items() if name in used or f"count_{name}" in used]
    if used & _OF_PASSED:
        lists.append(LISTS["passed"])
    return [person for person in subject.people if any(belongs(person) for belongs in lists)]


def _origin(table: str, row: SourceRow, person: str, printer: Printer, used: frozenset[str] | None) -> CellOrigin | None:
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
    return CellOrigin(person, record.header.sheet, record.row, cells, (file, place))


def fingerprint(names: Mapping[str, object], used: frozenset[str] | None, attributes: frozenset[str] | None) -> str:
    """The sha256 of the values that a template takes: its names, and of rows the attributes that it asks for; None stands for all.

    Where a template goes over the keys of a row, or asks for one by a computed name, pass None for the attributes.
    """
    digest = hashlib.sha256()
    for piece in _pieces(names, used, attributes):
        digest.update(piece.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _pieces(value: object, wanted: frozenset[str] | None, attributes: frozenset[str] | None) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield "{"
        for key in sorted(value if wanted is None else wanted & value.keys()):
            yield f"{key!r}:"
            yield from _pieces(value[key], attributes, attributes)
        yield "}"
    elif isinstance(value, list | tuple):
        yield "["
        for each in value:
            yield from _pieces(each, attributes, attributes)
        yield "]"
    elif isinstance(value, Unfilled):
        yield f"!{value.label!r}{value.fault!r}"
    elif not isinstance(value, Callable):  # type: ignore[arg-type]
        yield f"{value!r},"


_OF_SEVERAL = frozenset({"league_committee", "party_branch", "notice_start", "notice_end", "valid_until", "letter_date", "review_date"})
"""Facts that a document about no single person may take from elsewhere: from the committee, or from all of its people together."""


def expectations(subject: DocumentSubject, printed: PrintedNames, printer: Printer) -> tuple[tuple[str, str], ...]:
    """Label and text of every value that the template prints in any case and that the rows of the subject have."""
    return tuple(dict.fromkeys((*_of_subject(subject, printed.names, printer), *_of_lists(subject, printed, printer))))


def _of_subject(subject: DocumentSubject, names: frozenset[str], printer: Printer) -> Iterator[tuple[str, str]]:
    done: set[str] = set()
    sources: list[tuple[str, SourceRow]] = []
    if subject.person:
        sources.append((NOMINEES, subject.person.row))
    if len(subject.meetings) == 1:
        sources.append((MEETINGS, subject.meetings[0].row))
    if len(subject.units) == 1:
        sources.append((UNIT, subject.units[0].facts))
    for table, row in sources:
        for field in _named(table, names, printer):
            own = table == NOMINEES or field.key not in _OF_SEVERAL
            if own and field.key not in done and (text := _text(field, row, printer)):
                done.add(field.key)
                yield field.label, text


def _of_lists(subject: DocumentSubject, printed: PrintedNames, printer: Printer) -> Iterator[tuple[str, str]]:
    for name, attributes in printed.rows.items():
        if name in LISTS:
            fields = _named(NOMINEES, attributes, printer)
            for person in filter(LISTS[name], subject.people):
                yield from ((field.label, text) for field in fields if (text := _text(field, person.row, printer)))


def _named(table: str, names: frozenset[str], printer: Printer) -> list[Field]:
    fields = printer.scheme.fields.get(table, ())
    return [field for field in fields if printer.shows(field) and (field.key in names or field.term in names)]


def _text(field: Field, row: SourceRow, printer: Printer) -> str:
    """The value in words; empty where there is none to look for."""
    if row.values.get(field.key) in (None, ""):
        return ""
    value = printer.field(field, row)
    return "" if value == RULED else str(value)
