"""Several counts in one cell: 应到/实到人数 with 30/28 in it, 表决情况 with 应到30人，实到28人，赞成27票.

Read where the header names each of them, or the cell does. A number that nothing names is never given to a field by guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from xlflow.patterns import pattern
from xlflow.schemes.parts import Field, FieldType
from xlflow.tables.cells.numbers import parse_amount
from xlflow.tables.cells.text import bare, half_width, without_invisible
from xlflow.tables.finding.vocabulary import Vocabulary

_BETWEEN = pattern(r"[/|、:\-;]|,(?!\d{3}(?!\d))", re.ASCII)
"""What stands between counts; the comma of 1,028 does not."""
_NAMED = pattern(r"([\u3400-\u9fff]{2,14}?)[:：为有是]?(?:共计?)?(\d{1,5})(?:票|张|人|名)?", re.ASCII)
_STOPS = pattern(r"[\s,，;；、。.]+")
_LEAST = 2


def named_in_header(words: Vocabulary, header: str) -> tuple[str, ...]:
    """The fields that the parts of a header name, in their order: 应到/实到人数 are 应到人数 and 实到人数; () where one names none."""
    parts = [bare(part) for part in re.split(r"[/|、和与及]", half_width(without_invisible(header)))]
    if len(parts) < _LEAST or not all(parts):
        return ()
    keys = tuple(words.find(part) or "" for part in parts)
    return keys if all(keys) and len(set(keys)) == len(keys) else ()


def named_in_cell(words: Vocabulary, text: str) -> dict[str, int]:
    """The counts by the fields that the words before them name; empty where anything else is said, or one is said twice."""
    plain = half_width(without_invisible(text))
    found: dict[str, int] = {}
    if _STOPS.sub("", _NAMED.sub("", plain)):
        return {}
    for label, number in _NAMED.findall(plain):
        key = words.find(label)
        if key is None or key in found:
            return {}
        found[key] = int(number)
    return found if len(found) >= _LEAST else {}


def in_order(text: str, keys: Sequence[str]) -> dict[str, int]:
    """The counts of a cell in the order of its header: 30/28; empty where there are more or fewer."""
    amounts = [parse_amount(part) for part in _BETWEEN.split(half_width(without_invisible(text)))]
    numbers = [int(amount.number) for amount in amounts if amount and amount.number >= 0 and amount.number.is_integer()]
    return dict(zip(keys, numbers, strict=True)) if len(numbers) == len(amounts) == len(keys) else {}


def all_counts(keys: Iterable[str], fields: dict[str, Field], known: Iterable[str]) -> bool:
    """Whether fields are counts, none of them with a column of its own."""
    return all(key in fields and fields[key].type is FieldType.INT for key in keys) and set(keys).isdisjoint(known)
