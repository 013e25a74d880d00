"""Colours in a workbook of unknown origin, which has no columns for marks: only on cells without a fill of their own, and taken off again.

Which cells were coloured stands in a hidden column of the page 校验结果, so that 清除标记 finds them whatever happened in between.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from xlflow.excel.page import MARKER, MARKER_COLUMN
from xlflow.excel.sheets import Box, LiveBook, LiveSheet
from xlflow.files.standard_form.styles import AMBER, RED
from xlflow.findings import Finding, Severity
from xlflow.forms.raw import Position

_FILLS = {Severity.WARNING: AMBER.lstrip("#").upper(), Severity.ERROR: RED.lstrip("#").upper()}
_MOST = 200
"""Colours cost a call a cell; what is past them stands in the list."""


def colour_cells(book: LiveBook, findings: Sequence[Finding], name: str, write: Callable[[], LiveSheet]) -> None:
    """Takes the old colours off, writes the page `name`, then colours cells at fault and notes them on the page."""
    if name in book.sheet_names:
        uncolour(book, book.sheet(name))
    page = write()
    notes: list[str] = []
    for (sheet, position), colour in list(_at_fault(findings).items())[:_MOST]:
        box = Box(*position, 1)
        live = book.sheet(sheet)
        if live.colour(box) is None:
            live.set_colour(box, colour)
            notes.append(f"{position[0]},{position[1]},{colour},{sheet}")
    block = [[MARKER], *([note] for note in notes)]
    page.set_format(Box(0, MARKER_COLUMN, len(block)), "@")
    page.put(Box(0, MARKER_COLUMN, len(block)), block)
    page.set_width(Box(0, MARKER_COLUMN, 1), 0)


def uncolour(book: LiveBook, page: LiveSheet) -> int:
    """Takes off the colours that the page tells of, where they are still there; how many."""
    extent = page.extent()
    told = page.values(Box(0, MARKER_COLUMN, extent.top + extent.height))
    if told[0][0] != MARKER:
        return 0
    count = 0
    names = book.sheet_names
    for (note,) in told[1:]:
        row, column, colour, sheet = str(note or ",,,").split(",", 3)
        box = Box(int(row), int(column), 1) if sheet in names else None
        if box and book.sheet(sheet).colour(box) == colour:
            book.sheet(sheet).set_colour(box, None)
            count += 1
    return count


def _at_fault(findings: Sequence[Finding]) -> Mapping[tuple[str, Position], str]:
    """The colour of every cell at fault, the graver one where it has both."""
    found: dict[tuple[str, Position], str] = {}
    for severity, colour in _FILLS.items():
        for finding in findings:
            place = finding.place
            if finding.severity is severity and not finding.confirmed and place.sheet and place.row and place.column:
                found[place.sheet, (place.row - 1, place.column - 1)] = colour
    return found
