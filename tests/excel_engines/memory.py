"""An Excel in memory for tests: a `Grid` over openpyxl, with Excel's bad manners and with what a test wants to know.

A text that looks like a number or a date becomes one unless its cell has the format `@`; a block written over filtered rows repeats its
first row; a protected sheet refuses, and so does a protected structure; a busy Excel rejects calls; every number comes back as float,
newer errors as whole numbers. Calls are counted: `reads` and `writes` of cells, `looks` that are changed, settings that are `set`, and what
is `asked` besides.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterator
from copy import copy
from pathlib import Path
from typing import Any

import openpyxl
from excel_engines.engine import install
from excel_engines.grid import SETTINGS, Area, Block
from excel_engines.typed import Formula
from openpyxl.styles import Alignment, PatternFill
from openpyxl.styles import Font as CellFont
from openpyxl.utils import get_column_letter

REJECTED = -2147418111
_LINK = re.compile(r'=HYPERLINK\("(?:[^"]|"")*","((?:[^"]|"")*)"\)')
_NUMBERS_OF_ERRORS = {"#SPILL!": -2146826243, "#CALC!": -2146826238, "#FIELD!": -2146826239, "#BLOCKED!": -2146826241}
"""Errors that xlwings has no words for come as Excel's own numbers."""
_ALIGNMENT = {"wrap_text": "wrap_text", "vertical_alignment": "vertical"}
_FONT = {"bold": "bold", "size": "size", "font_color": "color"}


class ComError(Exception):
    """What Excel says when it refuses."""

    def __init__(self, hresult: int = -2146827284) -> None:
        super().__init__(hresult, "exception", None, None)
        self.hresult = hresult


class Excel:
    """One Excel with its open workbooks (those of openpyxl)."""

    def __init__(self) -> None:
        self.opened: list[Any] = []
        self.alerts: list[tuple[str, str]] = []
        self.answers: list[str] = []
        self.calls: Counter[str] = Counter()
        self.busy = 0
        self.status: list[Any] = []
        self.settings: dict[str, Any] = dict(SETTINGS)
        self.filtered: set[str] = set()
        self.table_filtered: set[str] = set()
        """Sheets with a table of Excel's own kind whose filter hides rows."""
        self.read_only = False
        self.disk_full = False
        self.names: dict[int, str] = {}
        """Full names that workbooks show instead of their paths: unsaved ones, ones in the cloud."""
        self.unplaced: set[int] = set()
        """Workbooks of which xlwings cannot tell where they lie."""
        self.engine = install(self, f"memory-{id(self)}")

    def open(self, path: Path) -> Any:
        """Opens a workbook and makes it the one whose buttons are pressed; the openpyxl workbook."""
        book = self.open_book(str(path))
        self.press_on(book)
        return book

    def press_on(self, book: Any) -> None:
        """The next click comes from this workbook."""
        self.engine.caller(book)

    def touch(self, kind: str) -> None:
        """Counts a call; rejects it while Excel is busy."""
        if self.busy:
            self.busy -= 1
            raise ComError(REJECTED)
        self.calls[kind] += 1

    @property
    def box(self) -> str:
        """The text of the last box."""
        return self.alerts[-1][0]

    # --- the program ------------------------------------------------------------------------------------------------------

    def setting(self, name: str) -> Any:
        self.touch("asked")
        return self.settings[name]

    def change_setting(self, name: str, value: Any) -> None:
        self.touch("set")
        self.settings[name] = value
        if name == "status_bar":
            self.status.append(value)

    def alert(self, text: str, title: str, buttons: str, mode: str) -> str:
        assert self.settings["interactive"], "a box in an Excel that takes no clicks"
        self.alerts.append((text, mode))
        return self.answers.pop(0) if self.answers else ("ok" if buttons == "ok" else "no")

    # --- books and sheets -------------------------------------------------------------------------------------------------

    def books(self) -> list[Any]:
        return self.opened

    def open_book(self, path: str) -> Any:
        book = openpyxl.load_workbook(path, keep_vba=path.endswith(".xlsm"))
        shown = openpyxl.load_workbook(path, data_only=True)
        for sheet in book.worksheets:
            sheet.shown = shown[sheet.title]
        book.path_ = path
        self.opened.append(book)
        return book

    def path_of(self, book: Any) -> str:
        self.touch("asked")
        if id(book) in self.unplaced:
            raise ValueError("Couldn't find the local OneDrive folder")
        return str(self.names.get(id(book), book.path_))

    def name_of(self, book: Any) -> str:
        return re.split(r"[\\/]", str(self.names.get(id(book), book.path_)))[-1]

    def is_read_only(self, book: Any) -> bool:
        return self.read_only

    def is_saved(self, book: Any) -> bool:
        """Never: what a test types into the sheets stands in no file."""
        return False

    def has_fixed_sheets(self, book: Any) -> bool:
        return bool(book.security and book.security.lockStructure)

    def save(self, book: Any) -> None:
        self.touch("set")
        self._refuse_full_disk()
        book.save(book.path_)

    def save_copy(self, book: Any, path: str) -> None:
        self.touch("asked")
        self._refuse_full_disk()
        book.save(path)

    def _refuse_full_disk(self) -> None:
        if self.disk_full:
            raise ComError

    def bring_up(self, book: Any) -> None:
        """Nobody looks."""

    def sheet_names(self, book: Any) -> list[str]:
        return [sheet.title for sheet in book.worksheets]

    def sheet(self, book: Any, name: str) -> Any:
        return book[name]

    def add_sheet(self, book: Any, name: str, place: int) -> None:
        if self.has_fixed_sheets(book):
            raise ComError
        book.create_sheet(name, place)

    def delete_sheet(self, book: Any, name: str) -> None:
        self.touch("writes")
        if self.has_fixed_sheets(book):
            raise ComError
        book.remove(book[name])

    def show_sheet(self, book: Any, name: str) -> None:
        book.active = book[name]

    def is_visible(self, sheet: Any) -> bool:
        return bool(sheet.sheet_state == "visible")

    def is_filtered(self, book: Any, sheet: Any) -> bool:
        return sheet.title in self.filtered

    def is_protected(self, sheet: Any) -> bool:
        return bool(sheet.protection.sheet)

    def used(self, sheet: Any) -> Area:
        self.touch("asked")
        height, width = sheet.max_row - sheet.min_row + 1, sheet.max_column - sheet.min_column + 1
        return Area(sheet, sheet.min_row, sheet.min_column, height, width)

    def table_filters(self, sheet: Any) -> list[bool | None]:
        return [None, sheet.title in self.table_filtered]

    def count_filled(self, area: Area) -> int:
        self.touch("asked")
        rows, columns = range(area.row, area.row + area.height), range(area.column, area.column + area.width)
        return sum(cell.value is not None for (r, c), cell in area.sheet._cells.items() if r in rows and c in columns)

    # --- cells ------------------------------------------------------------------------------------------------------------

    def values(self, area: Area) -> Block:
        self.touch("reads")
        shown = getattr(area.sheet, "shown", None)
        return [[_out(cell, shown) for cell in row] for row in _rows(area)]

    def put(self, area: Area, block: Block) -> None:
        self._refuse(area, "writes")
        filtered = area.sheet.title in self.filtered | self.table_filtered and area.height > 1
        for number, row in enumerate(_rows(area)):
            if filtered and area.sheet.row_dimensions[area.row + number].hidden:
                continue
            for cell, value in zip(row, block[0 if filtered else number], strict=True):
                if not isinstance(cell, openpyxl.cell.cell.MergedCell):
                    _put(cell, value)

    def formulas(self, area: Area) -> Block:
        self.touch("reads")
        return [["" if cell.value is None else str(cell.value) for cell in row] for row in _rows(area)]

    def clear(self, area: Area) -> None:
        self._refuse(area, "writes")
        for cell in _cells(area):
            cell.value, cell.style = None, "Normal"

    # --- looks ------------------------------------------------------------------------------------------------------------

    def formats(self, area: Area) -> Block:
        return [[cell.number_format for cell in row] for row in _rows(area)]

    def look(self, area: Area, name: str) -> Any:
        self.touch("asked")
        first = area.sheet.cell(area.row, area.column)
        if name == "number_format":
            codes = {cell.number_format for cell in _cells(area)}
            return codes.pop() if len(codes) == 1 else None
        if name == "color":
            colour = first.fill.fgColor.rgb
            return _rgb(colour) if first.fill.fill_type == "solid" and isinstance(colour, str) else None
        if name == "column_width":
            return area.sheet.column_dimensions[get_column_letter(area.column)].width
        return getattr(first.alignment, _ALIGNMENT[name]) if name in _ALIGNMENT else getattr(first.font, _FONT[name])

    def set_look(self, area: Area, name: str, value: Any) -> None:
        self._refuse(area, "looks")
        if name == "column_width":
            area.sheet.column_dimensions[get_column_letter(area.column)].width = value
        elif name == "number_format":
            _restyle(area, lambda cell: setattr(cell, "number_format", value))
        elif name == "color":
            fill = PatternFill() if value is None else PatternFill("solid", fgColor=_code(value))
            _restyle(area, lambda cell: setattr(cell, "fill", fill))
        elif name in _ALIGNMENT:
            _restyle(area, lambda cell: setattr(cell, "alignment", _alignment(cell.alignment, {_ALIGNMENT[name]: value})))
        else:
            change = {_FONT[name]: _code(value) if name == "font_color" else value}
            _restyle(area, lambda cell: setattr(cell, "font", _font(cell.font, change)))

    def hidden_rows(self, area: Area) -> list[bool]:
        self.touch("asked")
        return [bool(area.sheet.row_dimensions[row].hidden) for row in range(area.row, area.row + area.height)]

    def merged(self, area: Area) -> list[Area]:
        self.touch("asked")
        found = area.sheet.merged_cells.ranges
        return [Area(area.sheet, one.min_row, one.min_col, one.size["rows"], one.size["columns"]) for one in found]

    def _refuse(self, area: Area, kind: str) -> None:
        self.touch(kind)
        if area.sheet.protection.sheet:
            raise ComError


def _rows(area: Area) -> Iterator[tuple[Any, ...]]:
    return area.sheet.iter_rows(area.row, area.row + area.height - 1, area.column, area.column + area.width - 1)


def _cells(area: Area) -> Iterator[Any]:
    """Every cell row by row, without those that a merged range hides."""
    return (cell for row in _rows(area) for cell in row if not isinstance(cell, openpyxl.cell.cell.MergedCell))


def _restyle(area: Area, change: Callable[[Any], None]) -> None:
    """Changes the style of every cell; of cells that look alike only once, since openpyxl takes long over each."""
    known: dict[bytes, Any] = {}
    for cell in _cells(area):
        old = cell._style.tobytes() if cell._style else b""
        if old in known:
            cell._style = copy(known[old])
        else:
            change(cell)
            known[old] = copy(cell._style)


def _font(old: Any, change: dict[str, Any]) -> CellFont:
    return CellFont(**{"name": old.name, "size": old.size, "bold": old.bold, "color": old.color} | change)


def _alignment(old: Any, change: dict[str, Any]) -> Alignment:
    return Alignment(**{"wrap_text": old.wrap_text, "vertical": old.vertical, "horizontal": old.horizontal} | change)


def _code(colour: tuple[int, int, int]) -> str:
    return "{:02X}{:02X}{:02X}".format(*colour)


def _rgb(code: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(code[-6:])
    return red, green, blue


def _out(cell: Any, shown: Any) -> Any:
    value = cell.value
    if cell.data_type == "f":
        link = _LINK.fullmatch(str(value))
        value = link[1].replace('""', '"') if link else shown[cell.coordinate].value if shown is not None else None
    if value in _NUMBERS_OF_ERRORS:
        return _NUMBERS_OF_ERRORS[value]
    if isinstance(value, dt.time):
        return dt.datetime.combine(dt.date(1899, 12, 30), value)
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return dt.datetime.combine(value, dt.time())
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _put(cell: Any, value: Any) -> None:
    if value in ("", None):
        cell.value = None
        return
    cell.value = value
    if isinstance(value, str):
        cell.value = str(value)
        cell.data_type = "f" if isinstance(value, Formula) else "s"
    if isinstance(value, dt.date) and cell.number_format == "General":
        cell.number_format = "yyyy/m/d"
