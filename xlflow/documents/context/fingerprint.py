"""What a document is made of, as one short text: equal inputs, equal text. A document whose fingerprint is as before need not be made."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping

from xlflow.documents.template import Unfilled


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
