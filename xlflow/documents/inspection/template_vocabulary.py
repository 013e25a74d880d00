"""The names that a template may use, taken from a sample of its document; names hidden from its class; where other names belong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches

from msgspec import Struct, field

from xlflow.documents.context.printed_values import hidden_names
from xlflow.documents.context.sample_material import one_of_each_scope, sample_mapping
from xlflow.schemes.parts import Document
from xlflow.schemes.scheme import Scheme


class RowShape(Struct, frozen=True):
    """A thing with names of its own."""

    names: Mapping[str, Shape]


class ListShape(Struct, frozen=True):
    """A list of things of one kind."""

    item: Shape


class ValueShape(Struct, frozen=True):
    """A value that prints as text."""


class AnyShape(Struct, frozen=True):
    """A value of unknown shape: every name of it is accepted."""


Shape = RowShape | ListShape | ValueShape | AnyShape


def shape_of(value: object) -> Shape:
    """The shape of a value of a mapping."""
    if isinstance(value, Mapping):
        return RowShape({str(name): shape_of(each) for name, each in value.items()})
    if isinstance(value, list | tuple):
        return ListShape(joined([shape_of(each) for each in value]))
    return ValueShape() if isinstance(value, str | int | float) else AnyShape()


def joined(shapes: Sequence[Shape]) -> Shape:
    """One shape for things of several; names that only one of them has are names."""
    first = shapes[0] if shapes else AnyShape()
    if all(shape == first for shape in shapes):
        return first
    rows = [shape for shape in shapes if isinstance(shape, RowShape)]
    if len(rows) < len(shapes):
        return AnyShape()
    keys = dict.fromkeys(name for row in rows for name in row.names)
    return RowShape({name: joined([row.names[name] for row in rows if name in row.names]) for name in keys})


def item_of(shape: Shape) -> Shape:
    """What a loop over a thing gives."""
    return shape.item if isinstance(shape, ListShape) else AnyShape()


_SHORT = 3
"""Characters. Of so short a name half is enough to be near: 姓各 is 姓名."""


def near(word: str, known: Iterable[str]) -> str:
    """“，是否想写 xx” where a known word is close, else nothing."""
    found = get_close_matches(word, list(known), n=1, cutoff=0.5 if len(word) <= _SHORT else 0.6)
    return f"，是否想写 {found[0]}" if found else ""


class TemplateVocabulary(Struct, frozen=True):
    """The names of one document with their shapes.

    `hidden`: names that the class of the document may not show, each with the label of its field. `elsewhere`: names that the document
    does not have and others do, each with where they belong.
    """

    names: Mapping[str, Shape]
    hidden: Mapping[str, str] = field(default_factory=dict)
    elsewhere: Mapping[str, str] = field(default_factory=dict)

    def unknown(self, name: str, near_by: Iterable[str]) -> str:
        """Why a name that stands alone is none; `near_by`: the names that the template itself gives there."""
        if name in self.hidden:
            return self._refused(name)
        listed = next((key for key, shape in self.names.items() if name in _item_names(shape)), None)
        if listed is not None:
            loop = f"{{% for 人 in {listed} %}}{{{{ 人.{name} }}}}{{% endfor %}}"
            return f"“{name}”是名单里每个人各有的，不能直接写；请放在循环里，如 {loop}"
        if name in self.elsewhere:
            return f"“{name}”是{self.elsewhere[name]}的，这份材料里没有"
        return self._nothing(name, (*near_by, *self.names))

    def unknown_member(self, name: str, row: RowShape) -> str:
        """Why a name is none of a row: `人.姓各`."""
        if name in self.hidden:
            return self._refused(name)
        return self._nothing(name, row.names)

    def _nothing(self, name: str, known: Iterable[str]) -> str:
        close = near(name, known)
        if not close and (secret := near(name, self.hidden)):
            return f"没有“{name}”可填{secret}，但这种文件不得出现该项个人信息；请从模板中删去"
        return f"没有“{name}”可填{close}；请改正模板；确是本单位另有的一栏，先在方案的“字段”里加上"

    def _refused(self, name: str) -> str:
        return f"用了“{name}”（{self.hidden[name]}），这种文件不得出现该项个人信息；请从模板中删去"


def _item_names(shape: Shape) -> Mapping[str, Shape]:
    return shape.item.names if isinstance(shape, ListShape) and isinstance(shape.item, RowShape) else {}


_MADE_FOR = {
    "nominee": "一人一份的材料",
    "meeting": "每次大会一份的材料",
    "branch": "每个支部一份的材料",
    "party_branch": "每个党支部一份的材料",
    "unit": "每个团委一份的材料",
    "period": "按时期编的材料",
}


def vocabulary_of(document: Document, scheme: Scheme, day: date) -> TemplateVocabulary:
    """What the template of one document may use."""
    return next(vocabularies([document], scheme, day))


def vocabularies(documents: Iterable[Document], scheme: Scheme, day: date) -> Iterator[TemplateVocabulary]:
    """What the template of each document may use."""
    others = {_MADE_FOR[other.scope]: _names(other, scheme, day) for other in one_of_each_scope(scheme)}
    for document in documents:
        names = _names(document, scheme, day)
        elsewhere = {name: place for place, known in others.items() for name in known if name not in names}
        for table, fields in scheme.fields.items():
            title = f"《{scheme.tables[table].title}》"
            elsewhere |= {name: title for field in fields for name in (field.key, field.term) if name not in names}
        yield TemplateVocabulary(names, hidden_names(scheme, document.audience), elsewhere)


def vocabulary_of_any(scheme: Scheme, day: date) -> TemplateVocabulary:
    """What the templates of all documents of a scheme may use together: for a file that is assigned to no document."""
    shape = joined([RowShape(_names(document, scheme, day)) for document in scheme.documents.values()])
    return TemplateVocabulary(shape.names if isinstance(shape, RowShape) else {})


def _names(document: Document, scheme: Scheme, day: date) -> dict[str, Shape]:
    shape = shape_of(sample_mapping(document, scheme, day))
    assert isinstance(shape, RowShape)
    return dict(shape.names)
