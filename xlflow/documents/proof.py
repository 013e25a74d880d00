"""A finished document read again and compared with the rows it was made from.

What the template prints in any case must be in the text, as the row has it. What only a row can have brought in (a name of the roster,
an identity, student or phone number, a date) must be among the values of this document or in its template: one person's
letter never carries what belongs to another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from xlflow.findings import mask

_BLANKS = re.compile(r"[\s\x00-\x1f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]+")
_FACTS = re.compile(r"\d{4}年\d{1,2}月(?:\d{1,2}日)?|\d{8,}[\dXx]?")
_WORDS = re.compile(r"[\u3400-\u9fff·\U00020000-\U0003ffff]+")


class Expected(Struct, frozen=True):
    """What is compared: texts that must be there, each with what people call it, and all values that may be there."""

    texts: tuple[tuple[str, str], ...]
    values: tuple[str, ...]


def mismatch(text: str, expected: Expected, template_text: str, people: frozenset[str]) -> str:
    """The first difference between a document and its row, in words; empty where there is none. `people`: every name of the run."""
    squeezed = _squeezed(text)
    for label, value in expected.texts:
        if _squeezed(value) not in squeezed:
            return f"表里的{label}是“{value}”，文中没有"
    known = "\0".join((*expected.values, template_text))
    for fact in dict.fromkeys(_FACTS.findall(text)):
        if fact not in known and not _is_made_of(fact, known):
            return f"文中的“{mask(fact)}”不在这份材料的数据里"
    for name in _names(text, people):
        if name not in known and not any(_overlaps(name, own) for own in people if own in known):
            return f"文中的“{name}”不是这份材料的人"
    return ""


def _is_made_of(fact: str, known: str) -> bool:
    """Whether two values stand side by side: a number of the row before a student number."""
    return any(fact[:cut] in known and fact[cut:] in known for cut in range(1, len(fact)))


def values_of(names: Mapping[str, object], used: frozenset[str]) -> Iterator[str]:
    """Every text and number among the used names of a document, those in rows too."""
    for name in used & names.keys():
        yield from _flat(names[name])


def _flat(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _flat(each)
    elif isinstance(value, Sequence):
        for each in value:
            yield from _flat(each)
    elif isinstance(value, int | float):
        yield str(value)


def _squeezed(text: str) -> str:
    return _BLANKS.sub("", text)


def _names(text: str, people: frozenset[str]) -> Iterator[str]:
    """The people whose names stand in a text: its pieces are looked up, since there may be thousands of people."""
    lengths = _lengths(people)
    found: dict[str, None] = {}
    for word in _WORDS.findall(text):
        for length in lengths:
            for start in range(len(word) - length + 1):
                piece = word[start : start + length]
                if piece in people:
                    found[piece] = None
    return iter(found)


@lru_cache(maxsize=8)
def _lengths(people: frozenset[str]) -> tuple[int, ...]:
    return tuple(sorted({len(name) for name in people if len(name) > 1}))


def _overlaps(name: str, own: str) -> bool:
    """Whether a found name is only the end of one that belongs here and what stands behind it (王明 in 王明为入党积极分子)."""
    return name != own and (name.startswith(own) or name.endswith(own))
