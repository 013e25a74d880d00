"""校验结果 on a live sheet: one block of texts, one of links, and a fixed number of looks, however many rows there are."""

from __future__ import annotations

import re

from xlflow.excel.live_sheets import LiveBook, LiveSheet
from xlflow.excel.native import CellRange
from xlflow.files.editing.cell_edits import AddedPage, PageCell, PageRow
from xlflow.files.standard_form.plan import RESULTS
from xlflow.report.workbooks.results_page import refuse_other_page

MARKER_COLUMN = 15
"""Hidden, on a page in a workbook of unknown origin: says that the page is ours, and which cells were coloured."""
MARKER = "_xlflow"
_PLACE, _FIRST_TEXT = 2, 3
_ROUNDED = 0.5
"""Characters. A width comes back rounded to pixels."""
_NOT_PLAIN = re.compile(r"^\s*[=+\-@'#.\d]|^\s*(TRUE|FALSE)\s*$|^\s*$", re.IGNORECASE)
"""What Excel might take for a number, a date, a formula or a truth value."""


def write_page(book: LiveBook, page: AddedPage) -> LiveSheet:
    """Puts the page into the sheet of its name, which is added where it is not there."""
    sheet = book.sheet(page.sheet) if page.sheet in book.sheet_names else book.add_sheet(page.sheet)
    clear_page(sheet)
    width = len(page.widths)
    _set_widths(sheet, page.widths)  # before the texts, whose rows would be laid out anew for each of them
    sheet.put(CellRange(0, 0, len(page.rows), width), [[_spelled(row, column) for column in range(width)] for row in page.rows])
    first = next((number for number, row in enumerate(page.rows) if len(row.cells) == width and width > 1), None)
    if first is not None:
        _lay_out(sheet, page, first)
    if page.rows[0].is_line:
        sheet.set_font(CellRange(0, 0, 1), bold=True, size_pt=16)
    return sheet


def clear_page(sheet: LiveSheet) -> None:
    """Empties a page of ours."""
    box = sheet.extent()
    sheet.clear(CellRange(0, 0, box.top + box.height, box.left + box.width))


def _set_widths(sheet: LiveSheet, widths: tuple[float, ...]) -> None:
    """Sets the widths, unless that of the first column shows that an earlier page did: users may have changed others since."""
    if abs((sheet.width(CellRange(0, 0, 1)) or 0) - widths[0]) < _ROUNDED:
        return
    for column, characters in enumerate(widths):
        sheet.set_width(CellRange(0, column, 1), characters)


def _lay_out(sheet: LiveSheet, page: AddedPage, header: int) -> None:
    """The looks of the list and its line of headers."""
    width, count = len(page.widths), len(page.rows) - header - 1
    sheet.set_font(CellRange(header, 0, 1, width), bold=True)
    sheet.set_colour(CellRange(header, 0, 1, width), "EDEDED")
    if any(cell.link for row in page.rows[header + 1 :] for cell in row.cells):
        sheet.set_font(CellRange(header + 1, _PLACE, count), colour="1F4E79")
    if count:
        sheet.set_wrapped(CellRange(header + 1, _PLACE, count, width - _PLACE))
        sheet.set_top(CellRange(header + 1, 0, count, width))


def _spelled(row: PageRow, column: int) -> str | int | None:
    """A cell of the block; a text that Excel would read as something else gets an apostrophe, one with a link is a formula."""
    if column >= len(row.cells):
        return None
    if row.cells[column].link:
        return _link(row.cells[column])
    value = row.cells[column].value
    return f"'{value}" if isinstance(value, str) and value and _NOT_PLAIN.match(value) else value


def _link(cell: PageCell) -> str:
    """推优对象清单 F12 as a link of its own kind: thousands of them are one write."""
    text = str(cell.value).replace('"', '""')
    target = cell.link.replace('"', '""')
    return f'=HYPERLINK("#{target}","{text}")'


def results_sheet(book: LiveBook) -> str:
    """校验结果, or the first of 校验结果2 … that a workbook of unknown origin has not for something else."""
    number, name = 1, RESULTS
    while name in book.sheet_names and not is_own_page(book.sheet(name)):
        number += 1
        name = f"{RESULTS}{number}"
    return name


def refuse_own_sheet(book: LiveBook) -> None:
    """`OutputError` where the user turned the page of a standard form into a sheet of their own."""
    if RESULTS in book.sheet_names:
        (first,), (second,) = book.sheet(RESULTS).values(CellRange(0, 0, 2))
        refuse_other_page(first, second)


def is_own_page(sheet: LiveSheet) -> bool:
    """Whether a page was put there by us."""
    return bool(sheet.values(CellRange(0, MARKER_COLUMN, 1))[0][0] == MARKER)
