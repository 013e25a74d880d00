"""How a table goes onto paper: A4 landscape; what is too wide for one page goes by whole groups, each page with the names repeated.

An empty form is one page long, whatever is typed below is printed too.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from msgspec import Struct

from xlflow.files.standard_form.form_styles import (
    BODY_FONT,
    DATA_ROW_PT,
    GROUP_ROW_PT,
    HEADING_ROW_PT,
    LABEL_ROW_PT,
    TITLE_ROW_PT,
    WORDY_ROW_PT,
)
from xlflow.files.standard_form.plan import RowsPlan, sheet_name
from xlflow.findings import column_letters

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

A4 = 9
_MARGIN_INCH = 0.45
_SPARED = 0.85
"""Of the width of a page: where 宋体 is missing, other programs take a font whose columns come out wider."""
_PRINTED_PX = (11.69 - 2 * _MARGIN_INCH) * 96
_PAGE_WIDTH_PX = int(_PRINTED_PX * _SPARED)
_TOP_INCH, _BOTTOM_INCH = 0.7, 0.8
_PAGE_HEIGHT_PT = (8.27 - _TOP_INCH - _BOTTOM_INCH) * 72 * 0.98
"""A little is left over, so that the last row does not stand on a page of its own where rows come out higher."""
_LAST_ROW_OF_A_SHEET = 1_048_576
_PIXELS_PER_CHARACTER, _CELL_PADDING_PX = 8, 5
_SCALES = range(75, 54, -1)
"""Percent. A table that fits on one page at the smallest goes onto one; others take the largest that gives the fewest pages."""
_SMALLEST_OF_A_LIST = 45
"""Percent, at which a list still goes onto one page; wider ones are printed at the smallest scale of a form."""

_SIGNATURES = ("团支部书记（签字）：", "辅导员/联系人（签字）：", "上级团组织（盖章）：" + "　" * 10)
"""Left, middle and right of the foot of every page: below the table however many rows it has."""


class Pages(Struct, frozen=True):
    """The first column of every page, and the scale in percent; a table of one page is fitted to it."""

    starts: tuple[int, ...]
    scale: int

    @property
    def fits(self) -> bool:
        """Whether there is one page only."""
        return len(self.starts) == 1

    def spans(self, last: int) -> list[tuple[int, int]]:
        """First and last column of every page, up to the last column shown."""
        return list(zip(self.starts, [start - 1 for start in self.starts[1:]] + [last], strict=True))


def pages_of(plan: RowsPlan) -> Pages:
    """The pages of a table, broken between groups."""
    return min((Pages(_starts(plan, scale), scale) for scale in _SCALES), key=lambda pages: len(pages.starts))


def _starts(plan: RowsPlan, scale: int) -> tuple[int, ...]:
    room = _PAGE_WIDTH_PX * 100 // scale
    widths = _widths(plan)
    repeated = sum(width for index, width in widths.items() if index < plan.frozen_columns)
    starts, used = [0], 0
    for block in _blocks(plan):
        whole = sum(widths[index] for index in block)
        if used + whole > room and repeated + whole <= room:
            starts.append(block[0])
            used = repeated
        for index in block:
            if used + widths[index] > room:
                starts.append(index)
                used = repeated
            used += widths[index]
    return tuple(starts)


def _widths(plan: RowsPlan) -> dict[int, int]:
    """The widths of the visible columns in pixels."""
    return {c.index: _pixels(c.width) for c in plan.columns if not c.hidden}


def _pixels(characters: float) -> int:
    """The width of a column."""
    return int(characters * _PIXELS_PER_CHARACTER + _CELL_PADDING_PX)


def _blocks(plan: RowsPlan) -> list[list[int]]:
    """The visible columns that should stay together: a group, else single columns."""
    shown = [c for c in plan.columns if not c.hidden]
    if not plan.groups:
        return [[c.index] for c in shown]
    return [[c.index for c in run] for _, run in groupby(shown, key=lambda c: c.field.group)]


def row_height_pt(plan: RowsPlan) -> float:
    """The height of every data row."""
    return WORDY_ROW_PT if plan.is_wordy else DATA_ROW_PT


def rows_of_a_page(plan: RowsPlan, pages: Pages) -> int:
    """How many data rows one page of paper holds below the headers."""
    scale = min(100.0, 100 * _PRINTED_PX / sum(_widths(plan).values())) if pages.fits else pages.scale
    headers = TITLE_ROW_PT + HEADING_ROW_PT + LABEL_ROW_PT + (GROUP_ROW_PT if plan.groups else 0)
    return max(1, int((_PAGE_HEIGHT_PT * 100 / scale - headers) / row_height_pt(plan)))


def _print_area(plan: RowsPlan) -> str:
    """All rows of the columns before the marks: office programs print them down to the last that is drawn or filled.

    Spelled with its last row, as openpyxl reads it, which refuses `$A:$R`; for Excel and LibreOffice the two are one.
    """
    return f"{sheet_name(plan.table.sheet)}!$A$1:${column_letters(plan.last_shown + 1)}${_LAST_ROW_OF_A_SHEET}"


def set_up_list(sheet: Worksheet, widths: Sequence[float], names: int) -> None:
    """A list with its headers in the first row: one page wide where it can be read so, else several, each with the first `names` columns.

    No rows are drawn: the grid is printed. `widths`: of the columns that can be seen, in characters.
    """
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=_MARGIN_INCH, right=_MARGIN_INCH, top=_TOP_INCH, bottom=_BOTTOM_INCH)
    sheet.hide_gridlines(0)
    sheet.repeat_rows(0)
    if sum(map(_pixels, widths)) * _SMALLEST_OF_A_LIST <= _PAGE_WIDTH_PX * 100:
        sheet.fit_to_pages(1, 0)
    else:
        sheet.set_print_scale(_SCALES[-1])
        if names:
            sheet.repeat_columns(0, names - 1)
    sheet.set_footer(f'&C&"{BODY_FONT}"&10 &A　第 &P 页，共 &N 页')


def set_up_page(sheet: Worksheet, plan: RowsPlan, pages: Pages) -> None:
    """Paper, margins, repeated header rows and names, print area, page breaks, page numbers, signatures where a table is printed."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=_MARGIN_INCH, right=_MARGIN_INCH, top=_TOP_INCH, bottom=_BOTTOM_INCH)
    sheet.print_area_range = _print_area(plan)  # its own method would spell all rows as `$A:$R`
    sheet.center_horizontally()
    sheet.repeat_rows(0, plan.label_row)
    if pages.fits:
        sheet.fit_to_pages(1, 0)
    else:
        sheet.set_print_scale(pages.scale)
        sheet.repeat_columns(0, plan.frozen_columns - 1)
        sheet.set_v_pagebreaks(list(pages.starts[1:]))
    font = f'&"{BODY_FONT}"&10 '
    sheet.set_header(f"&R{font}第 &P 页，共 &N 页")
    if any(c.field.printed for c in plan.columns):
        sheet.set_footer("".join(f"&{side}{font}{words}" for side, words in zip("LCR", _SIGNATURES, strict=True)))
