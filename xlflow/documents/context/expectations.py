"""What a finished document must say: the values of its rows, put into words anew and apart from how its names were."""

from __future__ import annotations

from collections.abc import Iterator

from xlflow.documents.context.mapping import LISTS
from xlflow.documents.context.material import MEETINGS, NOMINEES, UNIT, SourceRow
from xlflow.documents.context.printing import RULED, Printer
from xlflow.documents.context.subjects import Subject
from xlflow.documents.template.compiled_template import PrintedNames
from xlflow.schemes.parts import Field

_OF_SEVERAL = frozenset({"league_committee", "party_branch", "notice_start", "notice_end", "valid_until", "letter_date", "review_date"})
"""Facts that a document about no single person may take from elsewhere: from the committee, or from all of its people together."""


def expectations(subject: Subject, printed: PrintedNames, printer: Printer) -> tuple[tuple[str, str], ...]:
    """Label and text of every value that the template prints in any case and that the rows of the subject have."""
    return tuple(dict.fromkeys((*_of_subject(subject, printed.names, printer), *_of_lists(subject, printed, printer))))


def _of_subject(subject: Subject, names: frozenset[str], printer: Printer) -> Iterator[tuple[str, str]]:
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


def _of_lists(subject: Subject, printed: PrintedNames, printer: Printer) -> Iterator[tuple[str, str]]:
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
