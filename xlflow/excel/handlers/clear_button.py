"""清除标记: the colours and verdicts of the last check taken off; what people wrote, 核实说明 too, stays."""

from __future__ import annotations

from xlflow.errors import XlflowError
from xlflow.excel.colours import coloured_cells, uncolour
from xlflow.excel.desk import ClickResult, Desk
from xlflow.excel.live_page import clear_page, refuse_own_sheet, results_sheet
from xlflow.excel.live_reading import naming_file, read_live
from xlflow.excel.live_writing import refuse_merged, sheets_of, write_marks
from xlflow.excel.native import CellRange
from xlflow.files.standard_form.plan import RESULTS, UNCHECKED
from xlflow.jobs.schemes.which_scheme import scheme_for
from xlflow.tables.mark_columns import cleared_marks
from xlflow.tables.raw import RawWorkbook
from xlflow.tables.understand import understand

_NOTHING = "没有校验标记，不用清除。"


def run(desk: Desk) -> ClickResult:
    """Takes the marks off a standard form, and the colours and the page off any other workbook."""
    raw = read_live(desk.book)
    if raw.stamp is not None and raw.stamp.kind != "form":
        raise XlflowError(f"{raw.file}：这不是支部的表，上面没有校验标记。")
    done = _clear_form(desk, raw) if raw.stamp is not None else _clear_list(desk)
    return ClickResult(f"标记已清除。\n\n点击前的备份：{desk.backup}" if done else _NOTHING)


def _clear_form(desk: Desk, raw: RawWorkbook) -> bool:
    with naming_file(raw.file):
        scheme = scheme_for(raw.stamp, None)
    marks = cleared_marks(raw, understand(raw, scheme), scheme)
    has_page = RESULTS in desk.book.sheet_names
    if not marks and not has_page:
        return False
    refuse_own_sheet(desk.book)
    refuse_merged(desk.book, raw, marks)
    desk.prepare([*sheets_of(marks), *([RESULTS] if has_page else [])])
    write_marks(desk.book, raw, marks)
    if has_page:
        page = desk.book.sheet(RESULTS)
        clear_page(page)
        page.put(CellRange(0, 0, 1), [[UNCHECKED]])
    return True


def _clear_list(desk: Desk) -> bool:
    name = results_sheet(desk.book)
    if name not in desk.book.sheet_names:
        return False
    coloured = coloured_cells(desk.book, name)
    desk.prepare([*(one.sheet for one in coloured), name], removes=name)
    uncolour(desk.book, coloured)
    desk.book.delete_sheet(name)
    return True
