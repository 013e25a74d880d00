"""What a scheme must write above others so that together they say what a workbook says: only what differs, in the workbook's order."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from xlflow.domain.calendar import Calendar
from xlflow.patterns import pattern
from xlflow.schemes.book.words import Entries, entries_of
from xlflow.schemes.loading.build import Built, build
from xlflow.schemes.loading.layers import Layer, Name, merge
from xlflow.schemes.loading.sections import GRAMMAR, Section

_BARE = pattern(r"[A-Za-z0-9_-]+")


def toml_text(content: Mapping[str, Any]) -> str:
    """The text that `tomllib` reads as this content."""
    return "\n".join(_sections("", content)).lstrip("\n") + "\n"


def _sections(path: str, content: Mapping[str, Any]) -> Iterator[str]:
    for name, value in content.items():
        inner = f"{path}{_key(name)}"
        if isinstance(value, list):
            for each in value:
                yield f"\n[[{inner}]]"
                yield from _lines(each)
        elif path or not value or not all(isinstance(each, dict | list) and _is_section(each) for each in value.values()):
            yield f"\n[{inner}]"
            yield from _lines(value)
        else:
            yield from _sections(f"{inner}.", value)


def _is_section(value: Any) -> bool:
    return isinstance(value, dict) or (bool(value) and all(isinstance(each, dict) for each in value))


def _lines(data: Mapping[str, Any]) -> Iterator[str]:
    for key, value in data.items():
        yield f"{_key(key)} = {_value(value)}"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(key)} = {_value(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    return repr(value)


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _quoted(key)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")  # the one sign that JSON allows and TOML does not


_ROUNDS = 5
"""A field that is like another follows it until it states its keys itself: each round writes what the last one moved."""

Changes = dict[str, dict[Name, dict[str, Any]]]


def difference(
    head: Mapping[str, Any],
    wanted: Entries,
    exported: Entries,
    below: Sequence[Layer],
    calendar: Calendar,
) -> dict[str, Any]:
    """The content of the scheme file. `exported`: what the workbook began with; what it no longer has is removed."""
    changes: Changes = {section: {} for section in wanted}
    for _ in range(_ROUNDS):
        built = build([*below, Layer(Path(), "", _content(head, changes, wanted))], calendar, [])
        found = entries_of(built)
        before = deepcopy(changes)
        for section in wanted:
            _add(section, wanted[section], exported[section], found[section], changes[section], built, below)
        if changes == before:
            break
    for section, entries in wanted.items():
        if section == "choices":
            _order_lists(entries, found[section], changes[section])
        elif GRAMMAR[section].place:
            _order(GRAMMAR[section], entries, found[section], changes[section])
    return _content(head, changes, wanted)


def _add(
    section: str,
    wanted: Mapping[Name, Mapping[str, Any]],
    exported: Mapping[Name, Mapping[str, Any]],
    found: Mapping[Name, Mapping[str, Any]],
    changes: dict[Name, dict[str, Any]],
    built: Built,
    below: Sequence[Layer],
) -> None:
    """Adds what is still to be written."""
    for name, data in wanted.items():
        if name not in found:
            changes[name] = dict(data)
            continue
        written = {key: value for key, value in data.items() if key not in found[name] or not _same(value, found[name][key])}
        gone = [key for key in found[name] if key not in data and not ({key, *written} >= {"value", "values"})]
        if gone and section != "choices":
            entry = merge(GRAMMAR[section], below, []).get(name)
            raw = entry.data if entry else {}
            if "like" in raw:
                written, gone = dict(data), [key for key in raw if key not in data]
            written["unset"] = [key for key in gone if key in raw]
        if written:
            changes.setdefault(name, {}).update(written)
    for name in exported:
        if name in found and name not in wanted:
            changes[name] = {"disabled": True}


def _same(one: Any, other: Any) -> bool:
    return bool(one == other) and isinstance(one, bool) == isinstance(other, bool)


def _order(section: Section, wanted: Mapping[Name, Any], found: Mapping[Name, Any], changes: dict[Name, dict[str, Any]]) -> None:
    """Places entries with `after` where they would stand otherwise than wanted, as few as can be."""
    position = section.identity.index(section.place)
    groups: dict[Name, list[Name]] = {}
    for name in wanted:
        groups.setdefault(name[:position], []).append(name)
    stands = {name: number for number, name in enumerate(found)}
    for names in groups.values():
        kept = _longest_rise([stands[name] for name in names])
        for before, name in pairwise(names):
            if stands[name] not in kept:
                is_plain = sum(other[position] == before[position] for other in names) == 1
                changes.setdefault(name, {})["after"] = before[position] if is_plain else list(before)


def _longest_rise(numbers: Sequence[int]) -> set[int]:
    """The first number and the longest rising run of those that follow it: they stay, all others move."""
    tails: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        if number < numbers[0]:
            continue
        place = bisect_left(tails, number)
        before[number] = tails[place - 1] if place else None
        tails[place : place + 1] = [number]
    kept: set[int] = set()
    last = tails[-1] if tails else None
    while last is not None:
        kept.add(last)
        last = before[last]
    return kept


def _order_lists(wanted: Mapping[Name, Any], found: Mapping[Name, Any], changes: dict[Name, dict[str, Any]]) -> None:
    """Writes a list whole where its labels stand in another order: that sets it."""
    for key in dict.fromkeys(name[0] for name in wanted):
        names = [name for name in wanted if name[0] == key]
        if names != [name for name in found if name[0] == key and name in wanted]:
            for name in names:
                changes.setdefault(name, dict(wanted[name]))


def _content(head: Mapping[str, Any], changes: Changes, wanted: Entries) -> dict[str, Any]:
    """Changes as TOML has them, those of each section in the order of the workbook, removals last."""
    content: dict[str, Any] = {"scheme": dict(head)}
    for section, changed in changes.items():
        ordered = {name: changed[name] for name in [*wanted[section], *changed] if name in changed}
        if not ordered:
            continue
        if section == "choices":
            content["choices"] = _lists(ordered, wanted[section])
            continue
        shape, place = GRAMMAR[section], content
        *outer, last = section.split(".")
        for part in outer:
            place = place.setdefault(part, {})
        if shape.shape == "one":
            place[last] = ordered[()]
        elif shape.shape == "named":
            place[last] = {name[0]: data for name, data in ordered.items()}
        else:
            place[last] = [{**dict(zip(shape.identity, name, strict=True)), **data} for name, data in ordered.items()]
    return content


def _lists(changed: Mapping[Name, Mapping[str, Any]], wanted: Mapping[Name, Any]) -> dict[str, Any]:
    lists: dict[str, Any] = {}
    kept = {name[0] for name in wanted}
    for (key, label), data in changed.items():
        if key not in kept:
            lists[key] = {"disabled": True}
        else:
            lists.setdefault(key, {})[label] = data.get("aliases", data)
    return lists
