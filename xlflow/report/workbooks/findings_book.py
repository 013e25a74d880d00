"""The report of 校验 as a workbook: every problem on a line, to be filtered, sorted and printed."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from xlflow.documents.layout.title_breaking import text_width
from xlflow.files.writing.plain_book import MADE, OPTIONS
from xlflow.findings import Finding
from xlflow.report.pages.check_report import CheckReport, Verdict
from xlflow.report.text.grouping import MARKS, WHOLE_FILE, WHOLE_SHEET, WORDS, basis, cell_names, cure, finding_lines, labels_of, message_of
from xlflow.report.workbooks.table_sheet import LINES_OF_A_SHEET, Cell, Column, Linked, Styles, set_up_page, write_table

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_FINDINGS = (
    Column("序号", 5.5),
    Column("程度", 8.5),
    Column("文件", 30),
    Column("工作表", 11),
    Column("行", 5),
    Column("单元格", 9),
    Column("栏目", 14),
    Column("问题", 40),
    Column("怎样改", 40),
)
_REASON = Column("核实说明", 18)
_RULES = (
    Column("程度", 9),
    Column("规则", 26),
    Column("处数", 7),
    Column("文件数", 7),
    Column("首处", 9),
    Column("最先几处", 58),
    Column("怎样改", 50),
)
_FILES = (
    Column("结果", 15),
    Column("文件", 60),
    Column("行数", 8),
    Column("错误", 8),
    Column("提醒", 8),
    Column("已核实", 8),
    Column("说明", 58),
)
_FACE_WIDTHS = (22, 10, 98)
_FACE_CHARACTERS = sum(_FACE_WIDTHS) / 2.3
_PLACES_OF_A_RULE = 3


def findings_book(report: CheckReport) -> bytes:
    """The workbook: 概况, 问题清单, 按规则, 按文件. The same report gives the same bytes."""
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, OPTIONS) as workbook:
        workbook.set_properties({"title": "推优表格校验报告", "created": MADE})
        styles = Styles(workbook)
        _face(workbook.add_worksheet("概况"), styles, report)
        paths = {outcome.file.name: outcome.file.path for outcome in report.outcomes}
        columns = (*_FINDINGS, _REASON) if report.confirmed else _FINDINGS
        tables = (("问题清单", columns, _finding_lines), ("按规则", _RULES, _rule_lines), ("按文件", _FILES, _file_lines))
        for title, header, lines in tables:
            write_table(workbook.add_worksheet(title), styles, header, islice(lines(report, paths), LINES_OF_A_SHEET))
    return stream.getvalue()


def _finding_lines(report: CheckReport, paths: Mapping[str, str]) -> Iterator[list[Cell]]:
    """Errors, warnings and confirmed findings in order."""
    for number, line in enumerate(finding_lines(report.findings), 1):
        first = line[0]
        place = first.place
        grade = "✓ 已核实" if first.confirmed else f"{MARKS[first.severity]} {WORDS[first.severity]}"
        where, said = _linked(line, paths), cure(first) + basis(first)
        reason = [first.reason] if report.confirmed else []
        yield [number, grade, place.file, place.sheet or "", place.row or "", where, labels_of(line), message_of(line), said, *reason]


def _linked(findings: Sequence[Finding], paths: Mapping[str, str]) -> Linked:
    """The cells of findings of one row, leading to the first."""
    place = findings[0].place
    name = cell_names(findings) or (WHOLE_SHEET if place.sheet else WHOLE_FILE)
    return Linked(name, paths[place.file], place.sheet, place.cell or f"A{place.row or 1}")


def _rule_lines(report: CheckReport, paths: Mapping[str, str]) -> Iterator[list[Cell]]:
    for rule in report.rules:
        found = rule.findings
        places = [f"{f.place.file} {f.place.cell or ''}".strip() for f in found[:_PLACES_OF_A_RULE]]
        text = "；".join(places) + (f"；另有 {len(found) - len(places)} 处" if len(found) > len(places) else "")
        where = _linked(found[:1], paths)
        grade = f"{MARKS[rule.severity]} {WORDS[rule.severity]}"
        yield [grade, rule.title, len(found), rule.files, where, text, cure(found[0]) + basis(found[0])]


def _file_lines(report: CheckReport, paths: Mapping[str, str]) -> Iterator[list[Cell]]:
    for outcome in report.outcomes:
        file = outcome.file
        confirmed = sum(f.confirmed for f in outcome.findings)
        said = outcome.open[0].message if outcome.verdict is Verdict.UNREADABLE and outcome.open else ""
        verdict = f"{outcome.verdict.mark} {outcome.verdict.words}"
        yield [verdict, Linked(file.name, paths[file.name]), file.rows, outcome.errors, outcome.warnings, confirmed, said]


def _face(sheet: Worksheet, styles: Styles, report: CheckReport) -> None:
    """The first sheet: one sentence, what to do, the counts."""
    for column, width in enumerate(_FACE_WIDTHS):
        sheet.set_column(column, column, width)
    row = 0
    said: list[tuple[str, Format, float]] = [
        (report.headline(), styles.headline, 34),
        (f"按 {report.as_of} 判断；{len(report.files)} 个文件，共 {report.rows} 行。", styles.soft, 18),
        *((note, styles.soft, 18.0) for note in report.notes),
        *((f"{number}. {step}", styles.line, 20.0) for number, step in enumerate(report.steps(), 1)),
    ]
    for text, style, height in said:
        _line(sheet, row, text, style, height)
        row += 1
    row += 1
    for label, count in _counts(report):
        sheet.write_string(row, 0, label, styles.marked.get(label[:1], styles.text))
        sheet.write_number(row, 1, count, styles.number)
        row += 1
    row += 1
    for text in filter(
        None, (report.info_line, "“问题清单”每处一行，可以筛选；点单元格地址，就打开那份表、到那一格（报告和表要照原来的位置放在一起）。")
    ):
        _line(sheet, row, text, styles.soft, 18)
        row += 1
    set_up_page(sheet)


def _counts(report: CheckReport) -> Iterator[tuple[str, int]]:
    for verdict in Verdict:
        if len(report.files) > 1:
            yield f"{verdict.mark} {verdict.words}（份）", report.count(verdict)
    yield "● 错误（处）", report.errors
    yield "▲ 提醒（处）", report.warnings
    yield "✓ 已写核实说明（处）", len(report.confirmed)


def _line(sheet: Worksheet, row: int, text: str, style: Format, height: float) -> None:
    """A text over the width of the sheet, as high as it needs: merged cells do not find their height by themselves."""
    lines = -(-text_width(text) // _FACE_CHARACTERS) or 1
    sheet.set_row(row, height * lines if lines > 1 else height)
    sheet.merge_range(row, 0, row, len(_FACE_WIDTHS) - 1, "", style)
    sheet.write_string(row, 0, text, style)
