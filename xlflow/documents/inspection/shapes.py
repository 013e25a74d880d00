"""What kind of thing a name stands for: a value, a row with its names, a list of rows; taken from the mapping of a sample document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct


class Row(Struct, frozen=True):
    """A thing with names of its own."""

    names: Mapping[str, Shape]


class ListOf(Struct, frozen=True):
    """A list of things of one kind."""

    item: Shape


class Value(Struct, frozen=True):
    """A value that prints as text."""


class Anything(Struct, frozen=True):
    """What cannot be told, so that nothing is asked of it."""


Shape = Row | ListOf | Value | Anything


def shape_of(value: object) -> Shape:
    """The shape of a value of a mapping."""
    if isinstance(value, Mapping):
        return Row({str(name): shape_of(each) for name, each in value.items()})
    if isinstance(value, list | tuple):
        return ListOf(joined([shape_of(each) for each in value]))
    return Value() if isinstance(value, str | int | float) else Anything()


def joined(shapes: Sequence[Shape]) -> Shape:
    """One shape for things of several; names that only one of them has are names."""
    first = shapes[0] if shapes else Anything()
    if all(shape == first for shape in shapes):
        return first
    rows = [shape for shape in shapes if isinstance(shape, Row)]
    if len(rows) < len(shapes):
        return Anything()
    keys = dict.fromkeys(name for row in rows for name in row.names)
    return Row({name: joined([row.names[name] for row in rows if name in row.names]) for name in keys})


def item_of(shape: Shape) -> Shape:
    """What a loop over a thing gives."""
    return shape.item if isinstance(shape, ListOf) else Anything()
