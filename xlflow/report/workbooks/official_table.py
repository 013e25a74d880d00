"""Lists of an office as workbooks: title, unit and day, a ruled table, a line to sign; A4, title rows on every page.

Everything is text but whole numbers; nothing a cell holds becomes a formula or a link.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from xlflow.documents.layout.paragraph_markup import Typeface
from xlflow.documents.layout.title_breaking import text_width
from xlflow.documents.numerals import BLANK_DATE
from xlflow.files.writing.plain_book import MADE, OPTIONS
from xlflow.report.workbooks.table_sheet import sheet_name

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

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


_SIZE_POINTS = 11
_LINE_POINTS = 15
_CHARACTER_PIXELS = _SIZE_POINTS * 4 / 3
_PADDING_PIXELS = 8
_PORTRAIT_PIXELS, _LANDSCAPE_PIXELS = 680, 1009
"""A4 between the margins: 180 mm and 267 mm."""
_TITLE_ROW, _HEADING_ROW, _HEADER_ROW, _FIRST_ROW = range(4)


class ListColumn(Struct, frozen=True):
    """A column: its head, the name of its values, its share of the width; texts of several lines stand left."""

    header: str
    key: str
    share: float
    is_left: bool = False


class OfficialList(Struct, frozen=True):
    """One sheet. `unit` and `day` stand above the table, `signatures` and `note` below it; `otherwise` where there is no row."""

    sheet: str
    title: str
    unit: str
    columns: tuple[ListColumn, ...]
    rows: Sequence[Mapping[str, object]]
    day: str = ""
    signatures: str = ""
    note: str = ""
    is_landscape: bool = False
    otherwise: str = "无"


def official_book(title: str, lists: Sequence[OfficialList]) -> bytes:
    """The workbook of some lists, each on a sheet of its own; the same lists give the same bytes."""
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, OPTIONS) as workbook:
        workbook.set_properties({"title": title, "created": MADE})
        styles = _styles(workbook)
        for one in lists:
            _write(workbook.add_worksheet(sheet_name(one.sheet)), styles, one)
    return stream.getvalue()


def _styles(workbook: Workbook) -> dict[str, Format]:
    plain: dict[str, Any] = {"valign": "vcenter", "font_name": Typeface.FANG_SONG, "font_size": _SIZE_POINTS}
    boxed = {**plain, "border": 1, "text_wrap": True}
    return {
        "title": workbook.add_format({"align": "center", "valign": "vcenter", "font_name": Typeface.XIAO_BIAO_SONG, "font_size": 18}),
        "left": workbook.add_format(plain),
        "right": workbook.add_format({**plain, "align": "right"}),
        "note": workbook.add_format({**plain, "text_wrap": True}),
        "header": workbook.add_format({**boxed, "align": "center", "font_name": Typeface.HEI}),
        "centred": workbook.add_format({**boxed, "align": "center", "num_format": "@"}),
        "text": workbook.add_format({**boxed, "align": "left", "num_format": "@"}),
        "number": workbook.add_format({**boxed, "align": "center"}),
    }


def _write(sheet: Worksheet, styles: Mapping[str, Format], one: OfficialList) -> None:
    last = len(one.columns) - 1
    widths = _widths(one)
    for column, pixels in enumerate(widths):
        sheet.set_column_pixels(column, column, pixels)
    sheet.set_row(_TITLE_ROW, 36)
    sheet.merge_range(_TITLE_ROW, 0, _TITLE_ROW, last, one.title, styles["title"])
    sheet.set_row(_HEADING_ROW, 22)
    sheet.write_string(_HEADING_ROW, 0, f"填报单位：{one.unit}", styles["left"])
    sheet.write_string(_HEADING_ROW, last, f"填报日期：{one.day or BLANK_DATE}", styles["right"])
    heads = [column.header for column in one.columns]
    sheet.set_row(_HEADER_ROW, _height(heads, widths))
    for column, head in enumerate(heads):
        sheet.write_string(_HEADER_ROW, column, head, styles["header"])
    end = _write_rows(sheet, styles, one, widths)
    end = _write_foot(sheet, styles, one, end, sum(widths))
    set_up_page(sheet, header_row=_HEADER_ROW, last=(end - 1, last), frozen_columns=0, is_landscape=one.is_landscape)


def _write_rows(sheet: Worksheet, styles: Mapping[str, Format], one: OfficialList, widths: Sequence[int]) -> int:
    """The row below the table."""
    if not one.rows:
        sheet.set_row(_FIRST_ROW, 28)
        sheet.merge_range(_FIRST_ROW, 0, _FIRST_ROW, len(one.columns) - 1, one.otherwise, styles["centred"])
        return _FIRST_ROW + 1
    for line, row in enumerate(one.rows, _FIRST_ROW):
        values = [row.get(column.key, "") for column in one.columns]
        sheet.set_row(line, _height([str(value) for value in values], widths))
        for column, value in enumerate(values):
            if isinstance(value, int) and not isinstance(value, bool):
                sheet.write_number(line, column, value, styles["number"])
            else:
                sheet.write_string(line, column, str(value), styles["text" if one.columns[column].is_left else "centred"])
    end = _FIRST_ROW + len(one.rows)
    sheet.ignore_errors({"number_stored_as_text": f"A{_FIRST_ROW + 1}:XFD{end}"})
    return end


def _write_foot(sheet: Worksheet, styles: Mapping[str, Format], one: OfficialList, end: int, pixels: int) -> int:
    """Note and signatures below the table; the row below them."""
    last = len(one.columns) - 1
    for text, style, height in ((one.note, "note", _LINE_POINTS), (one.signatures, "left", 40)):
        if text:
            lines = max(1, -(-int(text_width(text) * _CHARACTER_PIXELS) // pixels)) if style == "note" else 1
            sheet.set_row(end, height * lines + (6 if style == "note" else 0))
            sheet.merge_range(end, 0, end, last, text, styles[style])
            end += 1
    return end


def _widths(one: OfficialList) -> list[int]:
    """The widths of the columns in pixels: the page divided by the shares."""
    page = _LANDSCAPE_PIXELS if one.is_landscape else _PORTRAIT_PIXELS
    total = sum(column.share for column in one.columns)
    return [int(page * column.share / total) for column in one.columns]


def _height(texts: Sequence[str], widths: Sequence[int]) -> float:
    """The height of a row whose texts are wrapped, in points."""
    lines = 1
    for text, pixels in zip(texts, widths, strict=True):
        room = max(1.0, (pixels - _PADDING_PIXELS) / _CHARACTER_PIXELS)
        lines = max(lines, sum(max(1, int(-(-text_width(line) // room))) for line in text.split("\n")))
    return min(409.0, max(26.0, lines * _LINE_POINTS + 6))
