"""The lists of another Word file: their definitions come along under numbers of their own.

A list that its paragraphs name begins at its start each time the file comes in; one that a style names goes on, for the style has one list.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy

from lxml import etree

from xlflow.documents.template import elements as w
from xlflow.documents.template.additions import OFFICE, Additions, written
from xlflow.documents.template.opened import OpenedFile
from xlflow.documents.template.package import parse_xml

_DEFINITION, _LIST = f"{w.W}abstractNum", f"{w.W}num"
_DEFINITION_ID, _LIST_ID = f"{w.W}abstractNumId", f"{w.W}numId"
_PART = "word/numbering.xml"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
_BOUND = tuple(f"{w.W}{name}" for name in ("nsid", "tmpl", "numStyleLink", "styleLink"))
"""By these Word takes lists of different files for one."""


def take_lists(body: etree._Element, file: OpenedFile, additions: Additions) -> dict[str, str]:
    """The new number of each list of the file; all lists that are there come along, for styles may use them."""
    theirs = file.single("numbering")
    if theirs is None:
        return {}
    part = additions.single("numbering") or _new_part(additions)
    root, source = parse_xml(additions.content(part) or b""), parse_xml(theirs)
    definitions = _taken(root, source, _DEFINITION, _DEFINITION_ID)
    for list_ in source.iter(_LIST):
        pointer = list_.find(_DEFINITION_ID)
        if pointer is not None:
            pointer.set(w.VALUE, definitions.get(pointer.get(w.VALUE, ""), pointer.get(w.VALUE, "")))
    numbers = _taken(root, source, _LIST, _LIST_ID)
    (additions.added if part in additions.added else additions.parts)[part] = written(root)
    renumber(body, numbers)
    return numbers


def renumber(element: etree._Element, numbers: Mapping[str, str]) -> None:
    """Lets paragraphs or a style point at the new numbers."""
    for pointer in element.iter(_LIST_ID):
        pointer.set(w.VALUE, numbers.get(pointer.get(w.VALUE, ""), pointer.get(w.VALUE, "")))


def _taken(root: etree._Element, source: etree._Element, tag: str, id: str) -> dict[str, str]:
    """Copies all elements of a kind behind those that are there, with fresh ids: the new id of each."""
    last = max((int(element.get(id, "0")) for element in root.findall(tag)), default=0)
    fresh: dict[str, str] = {}
    for number, element in enumerate(source.findall(tag), last + 1):
        own = deepcopy(element)
        fresh[own.get(id, "")] = str(number)
        own.set(id, str(number))
        for child in own.findall("*"):
            if child.tag in _BOUND:
                own.remove(child)
        for picture in list(own.iter(f"{w.W}lvlPicBulletId")):
            picture.getparent().remove(picture)  # type: ignore[union-attr]
        root.insert(_place(root, tag), own)
    return fresh


def _place(root: etree._Element, tag: str) -> int:
    """Definitions stand before lists, and both before whatever else there is."""
    before = {f"{w.W}numPicBullet", _DEFINITION, tag}
    return max((position for position, child in enumerate(root, 1) if child.tag in before), default=0)


def _new_part(additions: Additions) -> str:
    additions.added[_PART] = f'<w:numbering xmlns:w="{w.NAMESPACE}"/>'.encode()
    additions.overrides[_PART] = _TYPE
    additions.relate(additions.main, f"{OFFICE}/numbering", "/" + _PART)
    return _PART
