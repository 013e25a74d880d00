"""What rendering may leave behind that Word refuses: cells without a paragraph, tables without rows, grids of other widths than the rows.

A new paragraph within a value is made here too, for only here its whole paragraph is there to be split.
"""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from xlflow.documents import wordprocessingml as w
from xlflow.documents.template.word_values import PARAGRAPH_BREAK
from xlflow.documents.word_package import parse_xml

_EMPTY_CELLS = ("</w:tcPr></w:tc>", "<w:tcPr/></w:tc>", "<w:tc></w:tc>", "</w:tbl></w:tc>")
_NO_ROWS = ("</w:tblGrid></w:tbl>", "<w:tblGrid/></w:tbl>")


def repaired(text: str, *, empties_cells: bool, empties_tables: bool, shapes_tables: bool) -> str:
    """The text of a part as Word accepts it."""
    if empties_cells:
        for ending in _EMPTY_CELLS:
            text = text.replace(ending, f"{ending.removesuffix('</w:tc>')}<w:p/></w:tc>")
    splits = PARAGRAPH_BREAK in text
    empty = empties_tables and any(ending in text for ending in _NO_ROWS)
    if not splits and not shapes_tables and not empty:
        return text
    root = parse_xml(text.encode())
    if splits:
        _split_paragraphs(root)
    for table in list(root.iter(w.TABLE)):
        _mend_table(table)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True).decode()


def _split_paragraphs(root: etree._Element) -> None:
    for text in list(root.iter(w.TEXT)):
        *before, last = (text.text or "").split(PARAGRAPH_BREAK)
        for piece in before:
            text.text = piece
            _split_paragraph(text)
        text.text = last
    for element in root.iter(etree.Element):
        for other in (name for name, value in element.items() if PARAGRAPH_BREAK in str(value)):
            element.set(other, str(element.get(other)).replace(PARAGRAPH_BREAK, " "))


def _split_paragraph(text: etree._Element) -> None:
    """Everything up to this text goes into a copy of its paragraph before it; what follows stays."""
    paragraph = w.ancestor(text, w.PARAGRAPH)
    assert paragraph is not None
    path = [text, *text.iterancestors()]
    path = path[: path.index(paragraph) + 1]
    front = deepcopy(paragraph)
    twin = front
    for child, parent in zip(reversed(path[:-1]), reversed(path[1:]), strict=True):
        position = parent.index(child)
        for later in list(twin)[position + 1 :]:
            twin.remove(later)
        twin = twin[position]
        for earlier in list(parent)[:position]:
            if earlier.tag not in (w.PARAGRAPH_PROPERTIES, w.RUN_PROPERTIES):
                parent.remove(earlier)
    paragraph.addprevious(front)


def _mend_table(table: etree._Element) -> None:
    rows = [row for row in table.iter(w.ROW) if w.ancestor(row, w.TABLE) is table]
    for row in rows:
        if not _cells(row):
            _drop(row)
    rows = [row for row in rows if _cells(row)]
    if not rows:
        _drop(table)
        return
    grid = table.find(w.TABLE_GRID)
    columns = max(map(_columns, rows))
    if grid is not None and len(grid) and columns != len(grid):
        _fit_grid(grid, columns, rows)


def _fit_grid(grid: etree._Element, columns: int, rows: list[etree._Element]) -> None:
    """As many columns as the widest row, in the width of the table before."""
    widths = [_number(column, w.WIDTH) for column in grid]
    total = sum(widths)
    kept = widths[:columns] + [total // len(widths)] * (columns - len(widths))
    fitted = [width * total // (sum(kept) or 1) for width in kept]
    grid[:] = [etree.Element(w.GRID_COLUMN, {w.WIDTH: str(width)}) for width in fitted]
    for row in rows:
        position = _skipped(row, "gridBefore")
        for cell in _cells(row):
            span = _span(cell)
            width = cell.find(f"{w.CELL_PROPERTIES}/{w.CELL_WIDTH}")
            if width is not None and width.get(w.WIDTH_TYPE) == "dxa":
                width.set(w.WIDTH, str(sum(fitted[position : position + span])))
            position += span


def _cells(row: etree._Element) -> list[etree._Element]:
    return [cell for cell in row.iter(w.CELL) if w.ancestor(cell, w.ROW) is row]


def _columns(row: etree._Element) -> int:
    return _skipped(row, "gridBefore") + sum(map(_span, _cells(row))) + _skipped(row, "gridAfter")


def _span(cell: etree._Element) -> int:
    found = cell.find(f"{w.CELL_PROPERTIES}/{w.GRID_SPAN}")
    return 1 if found is None else max(_number(found, w.VALUE), 1)


def _skipped(row: etree._Element, name: str) -> int:
    found = row.find(f"{w.W}trPr/{w.W}{name}")
    return 0 if found is None else _number(found, w.VALUE)


def _number(element: etree._Element, name: str) -> int:
    value = element.get(name, "")
    return int(value) if value.isdecimal() else 0


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)
