"""The names that a template of a scheme may use, taken from a sample of its document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from xlflow.documents.context.printing import hidden_names
from xlflow.documents.context.sample import one_of_each_scope, sample_mapping
from xlflow.documents.inspection.vocabulary import Row, Shape, Vocabulary, joined, shape_of
from xlflow.schemes.parts import Document
from xlflow.schemes.scheme import Scheme

_MADE_FOR = {
    "nominee": "一人一份的材料",
    "meeting": "每次大会一份的材料",
    "branch": "每个支部一份的材料",
    "party_branch": "每个党支部一份的材料",
    "unit": "每个团委一份的材料",
    "period": "按时期编的材料",
}


def vocabulary_of(document: Document, scheme: Scheme, day: date) -> Vocabulary:
    """What the template of one document may use."""
    return next(vocabularies([document], scheme, day))


def vocabularies(documents: Iterable[Document], scheme: Scheme, day: date) -> Iterator[Vocabulary]:
    """What the template of each document may use."""
    others = {_MADE_FOR[other.scope]: _names(other, scheme, day) for other in one_of_each_scope(scheme)}
    for document in documents:
        names = _names(document, scheme, day)
        elsewhere = {name: place for place, known in others.items() for name in known if name not in names}
        for table, fields in scheme.fields.items():
            title = f"《{scheme.tables[table].title}》"
            elsewhere |= {name: title for field in fields for name in (field.key, field.term) if name not in names}
        yield Vocabulary(names, hidden_names(scheme, document.audience), elsewhere)


def vocabulary_of_any(scheme: Scheme, day: date) -> Vocabulary:
    """What the templates of all documents of a scheme may use together: for a file of which nobody says which document it is."""
    shape = joined([Row(_names(document, scheme, day)) for document in scheme.documents.values()])
    return Vocabulary(shape.names if isinstance(shape, Row) else {})


def _names(document: Document, scheme: Scheme, day: date) -> dict[str, Shape]:
    shape = shape_of(sample_mapping(document, scheme, day))
    assert isinstance(shape, Row)
    return dict(shape.names)
