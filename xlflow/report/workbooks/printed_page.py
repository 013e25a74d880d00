"""A list as an office prints it: A4, one page wide, margins of 15 and 19 mm, the head and the page number on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_A4 = 9
_SIDE_INCHES, _TOP_INCHES = 0.59, 0.75


def set_up_page(sheet: Worksheet, *, header_row: int, last: tuple[int, int], frozen_columns: int, is_landscape: bool) -> None:
    """Page, print area and frozen panes of a sheet whose head ends at `header_row`; `last` is its last row and column, from 0."""
    if is_landscape:
        sheet.set_landscape()
    else:
        sheet.set_portrait()
    sheet.set_paper(_A4)
    sheet.set_margins(left=_SIDE_INCHES, right=_SIDE_INCHES, top=_TOP_INCHES, bottom=_TOP_INCHES)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, header_row)
    sheet.print_area(0, 0, *last)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    sheet.freeze_panes(header_row + 1, frozen_columns)
