"""Tags that shape the table cell in which they stand: `{% cellbg 颜色 %}`, `{% colspan 列数 %}`, `{% vm %}`, `{% hm %}`.

`vm` merges the cell of every row of a loop into one column cell, `hm` those of every column into one row cell; both show the text of
the loop's first turn.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from xlflow.documents.template import elements as w
from xlflow.documents.template.tags import Kind, Tag

AddTag = Callable[[Kind, str], str]
"""Makes a new tag of some code, and gives its mark."""

_CELL_TAG = re.compile(r"(cellbg|colspan)\s+(.+)|(vm|hm)", re.DOTALL)


def is_cell_tag(tag: Tag) -> bool:
    """Whether the tag shapes a cell instead of steering the text."""
    return tag.kind is Kind.BLOCK and not tag.level and _CELL_TAG.fullmatch(tag.code) is not None


def apply_cell_tag(cell: etree._Element, code: str, add: AddTag) -> None:
    """Gives the cell the property that the tag asks for."""
    match = _CELL_TAG.fullmatch(code)
    assert match is not None
    if match[3] == "vm":
        _merge_down(cell, add)
    elif match[3] == "hm":
        _merge_across(cell, add)
    elif match[1] == "colspan":
        _property(cell, w.GRID_SPAN).set(w.VALUE, add(Kind.VARIABLE, match[2]))
    else:
        shading = _property(cell, w.SHADING)
        shading.attrib.clear()
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", add(Kind.VARIABLE, match[2]))):
            shading.set(w.W + name, value)


def _merge_down(cell: etree._Element, add: AddTag) -> None:
    first, other, end = (add(Kind.BLOCK, code) for code in ("if loop.first", "else", "endif"))
    _property(cell, w.VERTICAL_MERGE).set(w.VALUE, f"{first}restart{other}continue{end}")
    for paragraph in cell.iterchildren(w.PARAGRAPH):
        content = [child for child in paragraph if child.tag != w.PARAGRAPH_PROPERTIES]
        if content:
            w.insert_text_before(content[0], add(Kind.BLOCK, "if loop.first"))
            w.insert_text_after(content[-1], add(Kind.BLOCK, "endif"))


def _merge_across(cell: etree._Element, add: AddTag) -> None:
    span = _property(cell, w.GRID_SPAN)
    columns = span.get(w.VALUE, "1")
    first = add(Kind.BLOCK, "if loop.first")
    span.set(w.VALUE, add(Kind.VARIABLE, f"{int(columns)} * loop.length" if columns.isdecimal() else "loop.length"))
    w.insert_text_before(cell, first)
    w.insert_text_after(cell, add(Kind.BLOCK, "endif"))


def _property(cell: etree._Element, name: str) -> etree._Element:
    """The property of the cell, made at the place where Word expects it."""
    properties = cell.find(w.CELL_PROPERTIES)
    if properties is None:
        properties = etree.Element(w.CELL_PROPERTIES)
        cell.insert(0, properties)
    found = properties.find(name)
    if found is None:
        earlier = w.CELL_PROPERTY_ORDER[: w.CELL_PROPERTY_ORDER.index(name)]
        found = etree.Element(name)
        properties.insert(sum(child.tag in earlier for child in properties), found)
    return found
