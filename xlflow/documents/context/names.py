"""The names that a template may use, without a workbook to make documents of: `scheme lint` holds templates against them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from xlflow.documents.context.branch_names import ALL
from xlflow.documents.context.mapping import mapping_of
from xlflow.documents.context.material import Fault, Held, Material, Person, SourceRow, UnitMaterial
from xlflow.documents.context.printing import Printer
from xlflow.documents.context.subjects import Subject
from xlflow.schemes.parts import Document
from xlflow.schemes.scheme import Scheme

_OF_LOOPS = frozenset({"index", "index0", "revindex", "revindex0", "first", "last", "length", "previtem", "nextitem", "changed", "depth"})
_OF_VALUES = frozenset(name for kind in (str, list, dict, int) for name in dir(kind) if not name.startswith("_"))


def names_of(document: Document, scheme: Scheme, day: date) -> tuple[frozenset[str], frozenset[str]]:
    """The names of the mapping that a document is made of, and what may be asked of its values (`人.姓名`, `loop.first`)."""
    empty = SourceRow({})
    person = Person(empty, empty)
    meeting = Held(empty, (person,))
    unit = UnitMaterial(empty, (person,), (meeting,), (empty,), (SourceRow({"name": ALL}),), (Fault("", "", ""),))
    listed = (empty,) if document.rows else ()
    subject = Subject((unit,), (person,), (meeting,), person if document.scope == "nominee" else None, listed)
    mapping = mapping_of(document, subject, Material(scheme, day, (unit,), empty), Printer(scheme, document.audience))
    return frozenset(mapping), frozenset(_keys(mapping)) | _OF_LOOPS | _OF_VALUES


def _keys(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield from map(str, value)
        for each in value.values():
            yield from _keys(each)
    elif isinstance(value, list):
        for each in value:
            yield from _keys(each)
