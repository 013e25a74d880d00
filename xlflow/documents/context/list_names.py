"""The names of a document that lists rows: its lines in words, and what they have in common."""

from __future__ import annotations

from xlflow.documents.context.material import UNIT, Material, SourceRow
from xlflow.documents.context.printing import Printer
from xlflow.documents.context.subjects import Subject
from xlflow.schemes.parts import Document, Field

Row = dict[str, object]
_FACTS_AT_MOST = 6
"""How many facts of a class stand above its roll."""


def list_names(document: Document, subject: Subject, material: Material, printer: Printer) -> Row:
    """`rows`: the lines, numbered, each with the facts of its unit; the value that they share, and what the row says that it refers to."""
    if not document.rows:
        return {}
    units = {unit.facts.group: unit.facts for unit in material.units}
    lines = [
        {**printer.row(UNIT, units.get(row.group)), **printer.row(document.rows, row), "number": number}
        for number, row in enumerate(subject.rows, 1)
    ]
    return {**_shared(document, subject, material, printer), "rows": lines}


def _shared(document: Document, subject: Subject, material: Material, printer: Printer) -> Row:
    if not document.per:
        return {"facts": []}
    field = material.scheme.field(document.rows, document.per)
    own: Row = {document.per: subject.part, field.term: subject.part}
    table = field.target
    if not table:
        return {**own, "facts": [[field.label, subject.part]]}
    row = next((row for row in material.tables.get(table, ()) if str(row.values.get(document.per)) == subject.part), SourceRow({}))
    words = printer.row(table, row)
    shown = [each for each in material.scheme.fields[table] if words.get(each.key) not in (None, "") and not _is_count(each)]
    return {**words, **own, "facts": [[each.label, words[each.key]] for each in shown[:_FACTS_AT_MOST]]}


def _is_count(field: Field) -> bool:
    """What the scheme works out of the lines themselves."""
    return field.value is not None
