"""The styles that the text of another Word file uses: the same name is the same style, others are added.

Names tell styles apart, not ids: in a Chinese Word the id `a3` is one style here and another there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy

from lxml import etree

from xlflow.documents.template import elements as w
from xlflow.documents.template.additions import Additions, written
from xlflow.documents.template.opened import OpenedFile
from xlflow.documents.template.package import parse_xml
from xlflow.documents.template.sublists import renumber

_STYLE, _ID, _NAME = f"{w.W}style", f"{w.W}styleId", f"{w.W}name"
_USES = tuple(f"{w.W}{name}" for name in ("pStyle", "rStyle", "tblStyle"))
_POINTERS = tuple(f"{w.W}{name}" for name in ("basedOn", "next", "link"))


def take_styles(body: etree._Element, file: OpenedFile, additions: Additions, lists: Mapping[str, str]) -> None:
    """Adds what styles are missing, and lets the text point at those of the document; `lists`: the new numbers of its lists."""
    part = additions.single("styles")
    theirs, ours = file.single("styles"), additions.content(part) if part else None
    if part is None or ours is None or theirs is None:
        return
    root, source = parse_xml(ours), {style.get(_ID, ""): style for style in parse_xml(theirs).iter(_STYLE)}
    known = {_named(style): style.get(_ID, "") for style in root.iter(_STYLE)}
    names: dict[str, str] = {}
    added: list[etree._Element] = []
    for id in _needed({pointer.get(w.VALUE, "") for pointer in body.iter(*_USES)}, source):
        key = _named(source[id])
        if key not in known:
            known[key] = _free(id, set(known.values()))
            added.append(deepcopy(source[id]))
            added[-1].set(_ID, known[key])
            added[-1].attrib.pop(f"{w.W}default", "")
        names[id] = known[key]
    for element in (body, *added):
        for pointer in element.iter(*_USES, *_POINTERS):
            pointer.set(w.VALUE, names.get(pointer.get(w.VALUE, ""), pointer.get(w.VALUE, "")))
    for style in added:
        renumber(style, lists)
        root.append(style)
    if added:
        additions.parts[part] = written(root)


def _needed(used: set[str], source: Mapping[str, etree._Element]) -> Iterator[str]:
    """The styles that are used, and those they rest on."""
    waiting, seen = sorted(used), set(used)
    while waiting:
        id = waiting.pop()
        if id not in source:
            continue
        yield id
        more = {pointer.get(w.VALUE, "") for pointer in source[id].iter(*_POINTERS)} - seen
        seen |= more
        waiting += sorted(more)


def _named(style: etree._Element) -> tuple[str, str]:
    name = style.find(_NAME)
    return style.get(f"{w.W}type", ""), "" if name is None else name.get(w.VALUE, "").casefold()


def _free(id: str, taken: set[str]) -> str:
    number, free = 1, id
    while free in taken:
        number += 1
        free = f"{id}_{number}"
    return free
