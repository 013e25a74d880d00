"""Writes a scheme as a workbook: frozen headers with notes, widths, drop-downs. Text stays text, whatever it begins with."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from xlflow.files.writing.plain_book import MADE, OPTIONS
from xlflow.report.workbooks.table_sheet import FONT, set_up_page
from xlflow.schemes.book.cells import Cell
from xlflow.schemes.book.columns import GUIDE, KNOWN
from xlflow.schemes.book.sheets import Sheet
from xlflow.schemes.scheme_keys import Key, KeyKind

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_SPARE_ROWS = 200
"""Rows below the last that have drop-downs and formats as well, for what people add."""
_LINE_POINTS = 14.5
_LINES_OF_A_ROW = 24
_LIST_LIMIT = 255
_TABS = {"方案": "#2F6DB5", "推优大会与名额": "#2F6DB5", "参数": "#2F6DB5", "规则": "#2F6DB5", "期限": "#2F6DB5", GUIDE: "#8A8F98"}
_CODE_GREY = "#8A8F98"


def scheme_book(sheets: Iterable[Sheet], title: str) -> bytes:
    """The workbook of some sheets."""
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, OPTIONS) as workbook:
        workbook.set_properties({"title": title, "created": MADE})
        listed = list(sheets)
        lists = dict(_lists(listed))
        formats = _Formats(workbook)
        for sheet in listed:
            worksheet = workbook.add_worksheet(sheet.page.title)
            if sheet.page.title == KNOWN:
                worksheet.very_hidden()
            worksheet.set_tab_color(_TABS.get(sheet.page.title, "#C9CED6"))
            _write(worksheet, sheet, formats, lists)
    return stream.getvalue()


class _Formats:
    def __init__(self, workbook: Workbook) -> None:
        boxed: dict[str, Any] = {
            "font_name": FONT,
            "font_size": 10,
            "valign": "top",
            "text_wrap": True,
            "border": 1,
            "border_color": "#D5D9DF",
        }
        self.text: Format = workbook.add_format({**boxed, "num_format": "@"})
        self.code: Format = workbook.add_format({**boxed, "num_format": "@", "font_color": _CODE_GREY})
        self.number: Format = workbook.add_format({**boxed, "align": "left"})
        self.day: Format = workbook.add_format({**boxed, "num_format": "yyyy-mm-dd", "align": "left"})
        self.header: Format = workbook.add_format({**boxed, "bold": True, "bg_color": "#E3ECF7", "valign": "vcenter"})
        self.label: Format = workbook.add_format({**boxed, "bold": True, "bg_color": "#F1F3F6"})
        self.note: Format = workbook.add_format({**boxed, "font_color": "#5B6370", "border": 0})

    def of(self, column: Key) -> Format:
        """The format of a column's cells."""
        if column.kind in (KeyKind.DAY, KeyKind.START):
            return self.day
        if column.kind in (KeyKind.NUMBER, KeyKind.AMOUNT):
            return self.number
        return self.code if column.kind is KeyKind.CODE else self.text


def _lists(sheets: Sequence[Sheet]) -> Iterator[tuple[KeyKind, str]]:
    """For tables and fields the range in which their words stand."""
    for sheet in sheets:
        if sheet.page.sections == ("table",):
            yield KeyKind.TABLE, f"={sheet.page.title}!$A$2:$A${len(sheet.rows) + 21}"
        if sheet.page.title == GUIDE:
            numbers = [number for number, row in enumerate(sheet.rows, 2) if row[1] == "栏"]
            yield KeyKind.FIELD, f"={GUIDE}!$A${numbers[0]}:$A${numbers[-1]}"


def _write(worksheet: Worksheet, sheet: Sheet, formats: _Formats, lists: dict[KeyKind, str]) -> None:
    is_facts, is_guide = bool(sheet.keys), sheet.page.title == GUIDE
    for number, column in enumerate(sheet.columns):
        own = formats.text if is_facts or is_guide else formats.of(column)
        worksheet.set_column(number, number, column.width, own if not is_facts and not is_guide else None)
        worksheet.write_string(0, number, column.header, formats.header)
        if column.note:
            worksheet.write_comment(0, number, column.note, {"x_scale": 1.6, "y_scale": 0.9, "font_size": 10, "author": "xlflow"})
    for row, cells in enumerate(sheet.rows, 1):
        worksheet.set_row(row, _height(cells, sheet.columns))
        for number, cell in enumerate(cells):
            column = sheet.keys[row - 1] if is_facts and number == 1 else sheet.columns[number]
            shape = formats.label if is_facts and number == 0 else formats.note if is_facts and number > 1 else formats.of(column)
            _write_cell(worksheet, row, number, cell, formats.day if isinstance(cell, date) else shape)
    if is_facts:
        for row, column in enumerate(sheet.keys, 1):
            _drop_down(worksheet, column, row, row, 1, lists)
    elif not is_guide:
        for number, column in enumerate(sheet.columns):
            _drop_down(worksheet, column, 1, len(sheet.rows) + _SPARE_ROWS, number, lists)
        worksheet.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.columns) - 1)
    worksheet.set_row(0, 22)
    worksheet.freeze_panes(1, 0 if is_facts or is_guide else _frozen(sheet.columns))
    worksheet.repeat_rows(0)
    worksheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    set_up_page(worksheet)


def _frozen(columns: Sequence[Key]) -> int:
    """How many columns stay in sight: up to the first label."""
    return 2 if columns[0].kind in (KeyKind.TABLE, KeyKind.CHOICES) else 1


def _write_cell(worksheet: Worksheet, row: int, column: int, cell: Cell, shape: Format) -> None:
    if cell is None:
        worksheet.write_blank(row, column, None, shape)
    elif isinstance(cell, date):
        worksheet.write_datetime(row, column, cell, shape)
    elif isinstance(cell, str):
        worksheet.write_string(row, column, cell, shape)
    else:
        worksheet.write_number(row, column, cell, shape)


def _drop_down(worksheet: Worksheet, column: Key, first: int, last: int, number: int, lists: dict[KeyKind, str]) -> None:
    """A list to choose from; what can be added to by other sheets only warns."""
    fixed = _choices(column)
    if fixed and len(",".join(fixed)) <= _LIST_LIMIT:
        rule: dict[str, Any] = {"validate": "list", "source": fixed, "error_title": column.header, "error_message": "请从下拉框里选。"}
        worksheet.data_validation(first, number, last, number, rule)
    elif column.kind in lists:
        rule = {"validate": "list", "source": lists[column.kind], "error_type": "warning", "error_message": "没有这个名字，确定要写吗？"}
        worksheet.data_validation(first, number, last, number, rule)


def _choices(column: Key) -> list[str]:
    if column.kind is KeyKind.FLAG:
        return ["是", "否"]
    return list(column.words.values()) if column.kind is KeyKind.WORD else []


def _height(cells: Sequence[Cell], columns: Sequence[Key]) -> float:
    """The height of a row whose texts are wrapped, in points: no program finds it by itself in a file that states none."""
    needed = 1
    for cell, column in zip(cells, columns, strict=True):
        if isinstance(cell, str):
            lines = cell.split("\n")
            needed = max(needed, sum(max(1, -(-len(line.encode("gbk", "replace")) // max(1, int(column.width) - 1))) for line in lines))
    return _LINE_POINTS * min(needed, _LINES_OF_A_ROW) + 3
