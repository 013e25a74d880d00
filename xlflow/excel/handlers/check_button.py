"""校验: findings marked at their cells, and listed in 校验结果."""

from __future__ import annotations

from xlflow.errors import XlflowError
from xlflow.excel.colours import colour_cells, coloured_cells
from xlflow.excel.desk import ClickResult, Desk
from xlflow.excel.live_page import refuse_own_sheet, results_sheet, write_page
from xlflow.excel.live_reading import naming_file, read_live
from xlflow.excel.live_writing import refuse_merged, sheets_of, write_marks
from xlflow.files.standard_form.plan import RESULTS
from xlflow.findings import Severity
from xlflow.jobs.checking.checked_sheets import CheckedSheets, check_sheets
from xlflow.messages import severities
from xlflow.report.workbooks.results_page import results_page
from xlflow.tables.raw import RawWorkbook


def run(desk: Desk) -> ClickResult:
    """Marks a standard form; in a workbook of unknown origin cells without a fill of their own are coloured."""
    desk.file()
    desk.say("读取")
    raw = read_live(desk.book)
    if raw.stamp is not None and raw.stamp.kind != "form":
        raise XlflowError(f"{raw.file}：这不是支部的表，不在上面写校验标记；请校验各支部报送的表，或用命令行 xlflow check 只看结果。")
    desk.progress(0, 1, "校验")
    with naming_file(raw.file):
        checked = check_sheets(raw, as_of=desk.today)
    name = (_mark if checked.reading.is_standard_form else _colour)(desk, raw, checked)
    return _told(desk, checked, name)


def _mark(desk: Desk, raw: RawWorkbook, checked: CheckedSheets) -> str:
    """Writes the mark columns; returns the name of the page."""
    page = results_page(RESULTS, checked.findings, rows=checked.rows, as_of=desk.today)
    refuse_own_sheet(desk.book)
    refuse_merged(desk.book, raw, checked.marks)
    desk.prepare([*sheets_of(checked.marks), RESULTS])
    desk.say("写入标记")
    write_marks(desk.book, raw, checked.marks)
    write_page(desk.book, page)
    return RESULTS


def _colour(desk: Desk, raw: RawWorkbook, checked: CheckedSheets) -> str:
    """Colours the cells with findings; returns the name of the page."""
    name = results_sheet(desk.book)
    page = results_page(name, checked.findings, rows=checked.rows, as_of=desk.today)
    at_fault = dict.fromkeys(finding.place.sheet for finding in checked.findings if finding.place.sheet)
    old = coloured_cells(desk.book, name)
    desk.prepare([*at_fault, *(one.sheet for one in old), name])
    desk.say("写入标记")
    colour_cells(desk.book, checked.findings, old, lambda: write_page(desk.book, page))
    return name


def _told(desk: Desk, checked: CheckedSheets, page: str) -> ClickResult:
    counts = severities(checked.findings)
    errors, warnings = counts[Severity.ERROR], counts[Severity.WARNING]
    if errors or warnings:
        verdict = f"{errors} 处错误（红），{warnings} 处提醒（黄）。逐条见“{page}”，点位置可以跳过去。"
    else:
        verdict = "没有问题，可以上报。"
    lost = [f"“{sheet}”的“校验结论”等列已被删去，标不上。" for sheet in checked.unmarkable]
    lines = [f"校验了 {checked.rows} 人：{verdict}", *lost, f"点击前的备份：{desk.backup}"]
    return ClickResult("\n\n".join(lines), is_grave=errors > 0)
