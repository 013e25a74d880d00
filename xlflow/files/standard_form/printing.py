"""How a table goes onto paper: A4 landscape; what is too wide for one page goes by whole groups, each page with the names repeated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlflow.files.standard_form.plan import RowsPlan
from xlflow.files.standard_form.styles import BODY_FONT

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

A4 = 9
_MARGIN_INCH = 0.45
_PAGE_WIDTH_PX = int((11.69 - 2 * _MARGIN_INCH) * 96)
_PIXELS_PER_CHARACTER, _CELL_PADDING_PX = 8, 5
_SMALLEST_FIT, _SCALE = 0.55, 65
"""A table that fits at 55 % goes onto one page; others are printed at 65 %, which keeps 10.5 pt readable."""

SIGNATURES = "团支部书记（签字）：　　　　　　　　辅导员/联系人（签字）：　　　　　　　　上级团组织（盖章）："


@dataclass(frozen=True, slots=True)
class Pages:
    """The first column of every page; `fits` where there is one page only."""

    starts: tuple[int, ...]
    fits: bool


def pages_of(plan: RowsPlan) -> Pages:
    """The pages of a table, broken between groups."""
    shown = [c for c in plan.columns if not c.hidden]
    widths = {c.index: int(c.width * _PIXELS_PER_CHARACTER + _CELL_PADDING_PX) for c in shown}
    if sum(widths.values()) * _SMALLEST_FIT <= _PAGE_WIDTH_PX:
        return Pages((0,), fits=True)
    room = _PAGE_WIDTH_PX * 100 // _SCALE
    repeated = sum(width for index, width in widths.items() if index < plan.frozen_columns)
    starts, used = [0], 0
    for first, last in _blocks(plan):
        wanted = [index for index in widths if first <= index <= last]
        if used and used + sum(widths[i] for i in wanted) > room:
            starts.append(wanted[0])
            used = repeated
        for index in wanted:
            if used + widths[index] > room:
                starts.append(index)
                used = repeated
            used += widths[index]
    return Pages(tuple(starts), fits=False)


def _blocks(plan: RowsPlan) -> list[tuple[int, int]]:
    """First and last column of what should stay together: the visible groups, else single columns."""
    if not plan.groups:
        return [(c.index, c.index) for c in plan.columns if not c.hidden]
    hidden = {c.index for c in plan.columns if c.hidden}
    return [(first, last) for _, first, last in plan.groups if not set(range(first, last + 1)) <= hidden]


def set_up_page(sheet: Worksheet, plan: RowsPlan, pages: Pages) -> None:
    """Paper, margins, repeated header rows and names, print area, page breaks, signatures and page numbers."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=_MARGIN_INCH, right=_MARGIN_INCH, top=0.55, bottom=0.85)
    sheet.print_area(0, 0, plan.first_row + plan.bordered_rows - 1, plan.last_shown)
    sheet.repeat_rows(0, plan.label_row)
    if pages.fits:
        sheet.fit_to_pages(1, 0)
    else:
        sheet.set_print_scale(_SCALE)
        sheet.repeat_columns(0, plan.frozen_columns - 1)
        sheet.set_v_pagebreaks(list(pages.starts[1:]))
    signed = f'&L&"{BODY_FONT}"&10 {SIGNATURES}' if any(c.field.printed for c in plan.columns) else ""
    sheet.set_footer(f'{signed}&R&"{BODY_FONT}"&9 第 &P 页 共 &N 页')
