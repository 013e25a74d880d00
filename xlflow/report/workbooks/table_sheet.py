"""A worksheet that is one table: frozen header, filter, widths, links, A4 landscape. Text stays text, whatever it begins with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from msgspec import Struct

from xlflow.messages import visible

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

FONT = "微软雅黑"
LINKS_OF_A_SHEET = 65_000
"""Excel repairs a sheet with more than 65,530 links by throwing all of them away."""
LINES_OF_A_SHEET = 1_000_000
_TEXT_LIMIT = 32_000
_LONGEST_NAME = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_LINK_LIMIT = 2_000
_A4 = 9
_LINE_POINTS = 13.2
_LINES_OF_A_ROW = 12
_MARGIN_INCHES = 0.45
_FIRST_YEAR = 1900
"""Of the calendar of Excel."""
_MEANING_IN_LINKS = re.compile(r'[%#?"<>\\^`{}|\[\] ]')
_COLOURS = {"●": "#B5271F", "✕": "#B5271F", "▲": "#8A5300", "✓": "#1A7F45"}


class Column(Struct, frozen=True):
    """A header and the width of its column in half-width characters."""

    header: str
    width: float


class Linked(Struct, frozen=True):
    """A text that leads to a file, or to a cell in it; without a path it is only text."""

    text: str
    path: str
    sheet: str | None = None
    cell: str | None = None

    @property
    def target(self) -> str:
        """The link as the writer takes it; empty where there is none, or where it would be too long for Excel."""
        if not self.path:
            return ""
        spot = f"#'{self.sheet.replace(chr(39), chr(39) * 2)}'!{self.cell}" if self.sheet and self.cell else ""
        target = f"external:{_quoted(self.path)}{spot}"
        return target if len(target) <= _LINK_LIMIT else ""


Cell = str | int | float | date | Linked


class Styles:
    """The formats of one workbook."""

    def __init__(self, workbook: Workbook) -> None:
        base: dict[str, Any] = {"font_name": FONT, "font_size": 10, "valign": "top", "text_wrap": True}
        boxed = {**base, "border": 1, "border_color": "#C9CED6"}
        self.text: Format = workbook.add_format({**boxed, "num_format": "@"})
        self.number: Format = workbook.add_format({**boxed, "align": "center"})
        self.day: Format = workbook.add_format({**boxed, "num_format": "yyyy-mm-dd", "align": "center"})
        self.link: Format = workbook.add_format({**boxed, "font_color": "#0B57A4", "underline": 1})
        self.header: Format = workbook.add_format({**boxed, "bold": True, "bg_color": "#F1F3F6", "valign": "vcenter"})
        self.marked: dict[str, Format] = {
            mark: workbook.add_format({**boxed, "font_color": colour, "bold": True}) for mark, colour in _COLOURS.items()
        }
        self.line: Format = workbook.add_format({**base, "font_size": 11})
        self.soft: Format = workbook.add_format({**base, "font_color": "#5B6370"})
        self.headline: Format = workbook.add_format({**base, "font_size": 18, "bold": True, "valign": "vcenter"})


def sheet_name(title: str) -> str:
    """A title as Excel takes it: 31 characters, without signs that have a meaning in a reference."""
    return _NOT_IN_NAMES.sub("_", title)[:_LONGEST_NAME].strip("' ")


def write_table(
    sheet: Worksheet, styles: Styles, columns: Sequence[Column], lines: Iterable[Sequence[Cell]], *, top: int = 0, frozen: int = 0
) -> None:
    """Writes header and lines from the row `top` down, and sets the sheet up for the screen and for paper; `frozen` columns stay."""
    for number, column in enumerate(columns):
        sheet.set_column(number, number, column.width)
        sheet.write_string(top, number, column.header, styles.header)
    last, links = top, 0
    for last, line in enumerate(lines, top + 1):
        sheet.set_row(last, _height(line, columns))
        for number, cell in enumerate(line):
            links += _write(sheet, styles, last, number, cell, may_link=links < LINKS_OF_A_SHEET)
    sheet.autofilter(top, 0, max(last, top + 1), len(columns) - 1)
    sheet.freeze_panes(top + 1, frozen)
    sheet.repeat_rows(0, top)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    set_up_page(sheet)


def set_up_page(sheet: Worksheet) -> None:
    """A4 landscape, one page wide, numbered."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=_MARGIN_INCHES, right=_MARGIN_INCHES, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&A　第 &P 页，共 &N 页")
    sheet.hide_gridlines(2)


def _write(sheet: Worksheet, styles: Styles, row: int, column: int, cell: Cell, *, may_link: bool) -> bool:
    """Writes a cell; whether it became a link."""
    if isinstance(cell, int | float):
        sheet.write_number(row, column, cell, styles.number)
        return False
    if isinstance(cell, date):
        if cell.year >= _FIRST_YEAR:
            sheet.write_datetime(row, column, cell, styles.day)
            return False
        cell = cell.isoformat()
    if isinstance(cell, Linked):
        if may_link and (target := cell.target):
            sheet.write_url(row, column, target, styles.link, string=_text(cell.text))
            return True
        cell = cell.text
    sheet.write_string(row, column, _text(cell), styles.marked.get(cell[:1], styles.text))
    return False


def _height(line: Sequence[Cell], columns: Sequence[Column]) -> float:
    """The height of a row whose texts are wrapped, in points: no program finds it by itself in a file that states none."""
    needed = 1
    for cell, column in zip(line, columns, strict=True):
        if isinstance(cell, str | Linked):
            text = cell.text if isinstance(cell, Linked) else cell
            if 2 * len(text) > column.width:  # else it fits whatever it says
                half_widths = len(text.encode("gbk", "replace"))  # a Chinese character has two bytes there, and takes two places
                needed = max(needed, -(-half_widths // int(column.width)))
    return _LINE_POINTS * min(needed, _LINES_OF_A_ROW) + 3


def _text(text: str) -> str:
    return (text if text.isprintable() else visible(text))[:_TEXT_LIMIT]


def _quoted(path: str) -> str:
    """The path with what has a meaning in a link escaped; Chinese stays, as Excel itself writes it."""
    return _MEANING_IN_LINKS.sub(lambda match: quote(match[0]), path)
