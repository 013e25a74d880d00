"""Buttons on 首页 and the macros behind them, as the form takes them from whoever makes macros."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_WIDTH_PX, _HEIGHT_PX, _STEP_PX = 98, 34, 104
ROW_PT = 32.0


class Button(Struct, frozen=True):
    """A button: the macro that it runs, what stands on it, what it does."""

    macro: str
    caption: str
    tooltip: str


class Codenames(Struct, frozen=True):
    """The names by which VBA knows a workbook and its sheets, in the order of the sheets."""

    workbook: str
    sheets: tuple[str, ...]


class Buttons(Struct, frozen=True):
    """The buttons of a form, and what makes the VBA project (vbaProject.bin) for its sheets."""

    buttons: tuple[Button, ...]
    project: Callable[[Codenames], bytes]


def add_project(book: Workbook, buttons: Buttons) -> None:
    """Puts the VBA project into the book; every sheet is there already."""
    sheets = book.worksheets()
    names = Codenames("ThisWorkbook", tuple(f"Sheet{number}" for number in range(1, len(sheets) + 1)))
    book.set_vba_name(names.workbook)
    for sheet, name in zip(sheets, names.sheets, strict=True):
        sheet.set_vba_name(name)
    book.add_vba_project(BytesIO(buttons.project(names)), is_stream=True)


def place_buttons(sheet: Worksheet, row: int, columns: Sequence[int], buttons: Sequence[Button]) -> None:
    """The buttons side by side: one in each of these columns, in the last one all that are left.

    None lies across the border of columns: a program whose columns are wider than reckoned would make it wider than the others.
    """
    for number, button in enumerate(buttons):
        column = columns[min(number, len(columns) - 1)]
        offset = max(number - len(columns) + 1, 0) * _STEP_PX
        look = {"width": _WIDTH_PX, "height": _HEIGHT_PX, "x_offset": offset, "y_offset": 4}
        words = {"macro": button.macro, "caption": button.caption, "description": button.tooltip}
        sheet.insert_button(row, column, look | words)
