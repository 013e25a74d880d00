"""Colours in a workbook of unknown origin, which has no columns for marks: only on cells without a fill of their own, and taken off again.

Which cells were coloured stands in a hidden column of the page 校验结果, so that 清除标记 finds them whatever happened in between.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from xlflow.excel.live_page import MARKER, MARKER_COLUMN
from xlflow.excel.live_sheets import LiveBook, LiveSheet
from xlflow.excel.native import CellRange
from xlflow.files.standard_form.form_styles import AMBER, RED
from xlflow.findings import Finding, Severity
from xlflow.tables.raw import Position

_FILLS = {Severity.WARNING: AMBER.lstrip("#").upper(), Severity.ERROR: RED.lstrip("#").upper()}
_NOTE = re.compile(r"(\d{1,7}),(\d{1,5}),([0-9A-F]{6}),(.+)")
_MOST = 200
"""Colours cost a call a cell; further cells are only listed."""


class Coloured(NamedTuple):
    """A cell that got a colour from us."""

    sheet: str
    cell: CellRange
    colour: str


def colour_cells(book: LiveBook, findings: Sequence[Finding], old: Sequence[Coloured], write: Callable[[], LiveSheet]) -> None:
    """Takes the old colours off, writes the page, then colours cells at fault and notes them on the page."""
    uncolour(book, old)
    page = write()
    notes: list[str] = []
    for (sheet, position), colour in list(_at_fault(findings).items())[:_MOST]:
        box = CellRange(*position, 1)
        live = book.sheet(sheet)
        if live.colour(box) is None:
            live.set_colour(box, colour)
            notes.append(f"{position[0]},{position[1]},{colour},{sheet}")
    block = [[MARKER], *([note] for note in notes)]
    page.set_format(CellRange(0, MARKER_COLUMN, len(block)), "@")
    page.put(CellRange(0, MARKER_COLUMN, len(block)), block)
    page.set_width(CellRange(0, MARKER_COLUMN, 1), 0)


def coloured_cells(book: LiveBook, name: str) -> list[Coloured]:
    """The coloured cells noted on the page `name`, in sheets that still exist; other texts in its hidden column are ignored."""
    if name not in book.sheet_names:
        return []
    extent = book.sheet(name).extent()
    told = book.sheet(name).values(CellRange(0, MARKER_COLUMN, extent.top + extent.height))
    notes = [_NOTE.fullmatch(str(note)) for (note,) in told[1:]] if told[0][0] == MARKER else []
    found = [Coloured(note[4], CellRange(int(note[1]), int(note[2]), 1), note[3]) for note in notes if note]
    return [one for one in found if one.sheet in book.sheet_names]


def uncolour(book: LiveBook, cells: Sequence[Coloured]) -> None:
    """Takes colours off, where they are still there."""
    for one in cells:
        sheet = book.sheet(one.sheet)
        if sheet.colour(one.cell) == one.colour:
            sheet.set_colour(one.cell, None)


def _at_fault(findings: Sequence[Finding]) -> Mapping[tuple[str, Position], str]:
    """The colour of every cell with findings, that of the error where it has both."""
    found: dict[tuple[str, Position], str] = {}
    for severity, colour in _FILLS.items():
        for finding in findings:
            place = finding.place
            if finding.severity is severity and not finding.confirmed and place.sheet and place.row and place.column:
                found[place.sheet, (place.row - 1, place.column - 1)] = colour
    return found
