"""The look of the form: two typefaces that every office machine has, one line colour, three fills that mean something.

Headings are 黑体 and the rest 宋体: a workbook cannot name a second choice for a typeface, and 小标宋 is missing on most machines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

HEADING_FONT, BODY_FONT = "黑体", "宋体"
BODY_SIZE_PT = 10.5

LINE = "#808080"
GREY, GREY_TEXT = "#EDEDED", "#595959"
RED, AMBER = "#FFC7CE", "#FFE699"
"""Fills: filled by itself, an error, a warning."""
LINK = "#1F4E79"

TAB_COVER, TAB_TABLE, TAB_RESULTS = "#C00000", "#44546A", "#A6A6A6"

DATA_ROW_PT, WORDY_ROW_PT, LINE_ROW_PT = 27, 66, 25
TITLE_ROW_PT, HEADING_ROW_PT, GROUP_ROW_PT, LABEL_ROW_PT = 39, 22.5, 21, 36


class FormStyles:
    """The cell formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def of(self, **properties: Any) -> Format:
        """The format with these properties, body text unless they say otherwise."""
        full = {"font_name": BODY_FONT, "font_size": BODY_SIZE_PT, "valign": "vcenter"} | properties
        key = tuple(sorted(full.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(full)
        return self._made[key]

    def boxed(self, **properties: Any) -> Format:
        """A format with the line around the cell."""
        return self.of(border=1, border_color=LINE, **properties)

    def title(self, size_pt: float = 18) -> Format:
        """The title of a sheet."""
        return self.of(font_name=HEADING_FONT, font_size=size_pt, align="center")

    def header(self, *, grey: bool = False, **properties: Any) -> Format:
        """A header cell; grey where the column is filled by itself."""
        fill = {"bg_color": GREY} if grey else {}
        return self.boxed(**({"font_name": HEADING_FONT, "align": "center", "text_wrap": True} | fill | properties))

    def red(self) -> Format:
        """The fill of a cell with an error."""
        return self._book.add_format({"border": 1, "border_color": LINE, "bg_color": RED, "font_color": "#9C0006"})

    def amber(self) -> Format:
        """The fill of a cell with a warning."""
        return self._book.add_format({"border": 1, "border_color": LINE, "bg_color": AMBER, "font_color": "#7F6000"})

    def outline(self, *, grey: bool = False) -> Format:
        """The line around the cells of a row past the drawn ones, and the fill of those that are filled by themselves."""
        fill = {"bg_color": GREY, "font_color": GREY_TEXT} if grey else {}
        return self._book.add_format({"border": 1, "border_color": LINE} | fill)
