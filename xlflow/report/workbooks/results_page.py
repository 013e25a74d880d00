"""校验结果 as a sheet of the workbook that was checked: the verdict, what to do next, then every problem with a link to its cell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from xlflow.errors import OutputError
from xlflow.files.editing.cell_edits import AddedPage, Look, PageCell, PageRow
from xlflow.files.standard_form.plan import RESULTS, RESULTS_HEADER_ROW, UNCHECKED
from xlflow.findings import Finding
from xlflow.messages import visible
from xlflow.report.pages.check_report import CheckReport, ReportedFile
from xlflow.report.text.grouping import MARKS, WHOLE_FILE, WHOLE_SHEET, WORDS, basis, cell_names, cure, finding_lines, labels_of, message_of

_TITLE = Look(font="黑体", size_pt=16, bold=True)
_TEXT = Look()
_SOFT = Look(colour="595959")
_LINE = "A6A6A6"
_HEADER = Look(font="黑体", fill="EDEDED", line=_LINE, centred=True)
_CELL = Look(line=_LINE, top=True)
_NUMBER = Look(line=_LINE, top=True, centred=True)
_LINK = Look(line=_LINE, top=True, colour="1F4E79", underline=True)
_GRADES = {
    "●": Look(line=_LINE, top=True, colour="9C0006", bold=True),
    "▲": Look(line=_LINE, top=True, colour="7F6000", bold=True),
    "✓": Look(line=_LINE, top=True, colour="1A7F45", bold=True),
}
_COLUMNS = (("序号", 6.0), ("程度", 10.0), ("位置", 26.0), ("栏目", 18.0), ("问题", 46.0), ("怎样改", 46.0), ("核实说明", 22.0))
_WIDTHS = tuple(width for _, width in _COLUMNS)
_LINE_PT, _HEADER_PT, _TITLE_PT = 14.5, 24.0, 34.0
_LINES_OF_A_ROW = 12
_COUNTS_END = " 判断）。"
_NAMES_SHOWN = 2
"""More addresses than these are a count: the text of a link is not broken into lines everywhere."""


def results_page(sheet: str, findings: Sequence[Finding], *, rows: int, as_of: date, is_copy: bool = False) -> AddedPage:
    """The page of one workbook. `is_copy`: it stands in a marked copy, and the corrections belong into the workbook it was made of."""
    report = CheckReport([ReportedFile(findings[0].place.file if findings else "", rows, readable=True)], findings, as_of)
    counted = f"{report.errors} 个错误，{report.warnings} 个提醒" if report.errors or report.warnings else "没有错误和提醒"
    confirmed = f"，已写核实说明 {len(report.confirmed)} 处" if report.confirmed else ""
    where = "请在原表中改正，本文件只是标出位置的副本。" if is_copy else ""
    told = [
        PageRow((PageCell(report.headline(), _TITLE),), _TITLE_PT, is_line=True),
        _line(f"{counted}{confirmed}（共 {rows} 行，按 {as_of}{_COUNTS_END}", _TEXT),
        _line(f"下一步：{where}{''.join(report.steps())}", _TEXT),
        _line(report.info_line, _SOFT) if report.info_line else PageRow(),
    ]
    lines = list(finding_lines(findings))
    shown = len(_COLUMNS) if report.confirmed else len(_COLUMNS) - 1
    if lines:
        told.append(PageRow(tuple(PageCell(header, _HEADER) for header, _ in _COLUMNS[:shown]), _HEADER_PT))
    rows_of_lines = (_row(number, line, shown) for number, line in enumerate(lines, 1))
    return AddedPage(sheet, _WIDTHS[:shown], (*told, *rows_of_lines), RESULTS_HEADER_ROW)


def refuse_other_page(first: object, second: object) -> None:
    """`OutputError` where a sheet that begins with these lines is no such page but one that somebody made: it would be written over."""
    if first not in (None, "", UNCHECKED) and not (isinstance(second, str) and second.endswith(_COUNTS_END)):
        raise OutputError(f"工作表“{RESULTS}”里是别的内容，写进去会盖掉；请把它改名后再校验。")


def _line(text: str, look: Look) -> PageRow:
    return PageRow((PageCell(text, look),), _height([(text, sum(_WIDTHS[:-1]))]) + 4, is_line=True)


def _row(number: int, line: Sequence[Finding], columns: int) -> PageRow:
    first = line[0]
    grade = "✓ 已核实" if first.confirmed else f"{MARKS[first.severity]} {WORDS[first.severity]}"
    texts = (labels_of(line), message_of(line), cure(first) + basis(first), first.reason)[: columns - 3]
    place = _place(line)
    height = _height([*zip(texts, _WIDTHS[3:columns], strict=True), (place.value, _WIDTHS[2])])
    return PageRow((PageCell(number, _NUMBER), PageCell(grade, _GRADES[grade[0]]), place, *(PageCell(t, _CELL) for t in texts)), height)


def _place(line: Sequence[Finding]) -> PageCell:
    """推优对象清单 F12, leading there."""
    place = line[0].place
    if place.sheet is None:
        return PageCell(WHOLE_FILE, _CELL)
    name = cell_names(line, _NAMES_SHOWN) or WHOLE_SHEET
    quoted = place.sheet.replace("'", "''")
    return PageCell(f"{place.sheet} {name}", _LINK, f"'{quoted}'!{place.cell or f'A{place.row or 1}'}")


def _height(texts: Sequence[tuple[str | int, float]]) -> float:
    """The height of a row whose texts are wrapped, in points; a Chinese character is as wide as two of the column's units."""
    needed = max(-(-len(visible(str(text)).encode("gbk", "replace")) // int(width)) for text, width in texts)
    return _LINE_PT * min(max(needed, 1), _LINES_OF_A_ROW) + 4
