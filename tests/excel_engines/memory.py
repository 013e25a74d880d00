"""An Excel in memory for tests: an engine of xlwings over openpyxl, with Excel's bad manners.

A text that looks like a number or a date becomes one unless its cell has the format `@`; a block written over filtered rows repeats its
first row; a protected sheet refuses; a busy Excel rejects calls; every number comes back as float. Only the BSD base classes are used.
Calls are counted: `reads` and `writes` of cells, `looks` that are changed, and what is `asked` of ranges besides.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable
from copy import copy
from pathlib import Path
from typing import Any

import openpyxl
import xlwings as xw
from openpyxl.styles import Alignment, PatternFill
from openpyxl.styles import Font as CellFont
from openpyxl.utils import get_column_letter, range_boundaries
from xlwings import base_classes, utils

ERRORS = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!")
REJECTED = -2147418111
_NUMBER = re.compile(r"\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?%?\s*")
_DATE = re.compile(r"\s*(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?)?月?\s*")
_LINK = re.compile(r'=HYPERLINK\("(?:[^"]|"")*","((?:[^"]|"")*)"\)')


class ComError(Exception):
    """What Excel says when it refuses."""

    def __init__(self, hresult: int = -2146827284) -> None:
        super().__init__(hresult, "exception", None, None)
        self.hresult = hresult


class Excel:
    """One Excel with its open workbooks, and what a test wants to know of it."""

    def __init__(self) -> None:
        self.books: list[Any] = []
        self.active: Any = None
        self.alerts: list[tuple[str, str]] = []
        self.answers: list[str] = []
        self.calls: Counter[str] = Counter()
        self.busy = 0
        self.status: list[Any] = []
        self.settings: dict[str, Any] = {
            "screen_updating": True,
            "display_alerts": True,
            "enable_events": True,
            "interactive": True,
            "calculation": "automatic",
            "status_bar": False,
        }
        self.filtered: set[str] = set()
        self.read_only = False
        self.names: dict[int, str] = {}
        """Full names that workbooks show instead of their paths: unsaved ones, ones in the cloud."""
        self.engine = Engine(self)
        engine = xw.Engine(impl=self.engine)
        xw.engines.add(engine)
        engine.activate()

    def open(self, path: Path) -> Any:
        """Opens a workbook and makes it the one whose buttons are pressed; the openpyxl workbook."""
        book = openpyxl.load_workbook(path, keep_vba=path.suffix == ".xlsm")
        book.shown = openpyxl.load_workbook(path, data_only=True)
        book.path_ = str(path)
        self.books.append(book)
        self.press_on(book)
        return book

    def press_on(self, book: Any) -> None:
        """The next click comes from this workbook."""
        self.active = book
        xw.Book(impl=Book(App(self), book)).set_mock_caller()

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


class Engine:
    type = "desktop"

    def __init__(self, excel: Excel) -> None:
        self.excel, self.name = excel, f"memory-{id(excel)}"

    @property
    def apps(self) -> Any:
        return Apps(self.excel)

    @staticmethod
    def prepare_xl_data_element(value: Any, date_format: Any) -> Any:
        if value is None:
            return ""
        return value if isinstance(value, bool | str | dt.date) else float(value)

    @staticmethod
    def clean_value_data(data: Any, datetime_builder: Any, empty_as: Any, number_builder: Any, err_to_str: bool) -> Any:
        def clean(value: Any) -> Any:
            if value in ("", None):
                return empty_as
            if isinstance(value, str) and value in ERRORS:
                return value if err_to_str else None
            return number_builder(value) if number_builder and isinstance(value, float) else value

        return [[clean(value) for value in row] for row in data]


class Apps(base_classes.Apps):
    def __init__(self, excel: Excel) -> None:
        self.excel = excel

    def keys(self) -> Any:
        return [1]

    def __iter__(self) -> Any:
        yield App(self.excel)

    def __len__(self) -> int:
        return 1

    def __getitem__(self, pid: int) -> Any:
        return App(self.excel)


def _setting(name: str) -> Any:
    def get(app: Any) -> Any:
        app.excel.touch("asked")
        return app.excel.settings[name]

    def put(app: Any, value: Any) -> None:
        app.excel.touch("set")
        app.excel.settings[name] = value
        if name == "status_bar":
            app.excel.status.append(value)

    return property(get, put)


class App(base_classes.App):
    pid = hwnd = 1
    version = "16.0"

    def __init__(self, excel: Excel) -> None:
        self.excel = excel
        self.engine = excel.engine

    api = property(lambda self: self.excel)
    screen_updating, display_alerts, enable_events = map(_setting, ("screen_updating", "display_alerts", "enable_events"))
    interactive, calculation, status_bar = map(_setting, ("interactive", "calculation", "status_bar"))

    @property
    def books(self) -> Any:
        return Books(self)

    def activate(self, steal_focus: bool = False) -> None:
        return None

    def alert(self, prompt: str, title: str, buttons: str, mode: str, callback: Any) -> str:
        assert self.excel.settings["interactive"], "a box in an Excel that takes no clicks"
        self.excel.alerts.append((prompt, mode))
        return self.excel.answers.pop(0) if self.excel.answers else ("ok" if buttons == "ok" else "no")


class Books(base_classes.Books):
    def __init__(self, app: App) -> None:
        self.app = app

    @property
    def active(self) -> Any:
        return Book(self.app, self.app.excel.active)

    def __iter__(self) -> Any:
        return (Book(self.app, book) for book in self.app.excel.books)

    def __len__(self) -> int:
        return len(self.app.excel.books)

    def __call__(self, key: Any) -> Any:
        books = [Book(self.app, book) for book in self.app.excel.books]
        if isinstance(key, int):
            return books[key - 1]
        return {book.name.lower(): book for book in books}[key.lower()]

    def open(self, fullname: str, *_options: Any, **_named: Any) -> Any:
        active = self.app.excel.active
        book = self.app.excel.open(Path(fullname))
        self.app.excel.press_on(active)
        return Book(self.app, book)


class NativeBook:
    """The members of Excel's own Workbook that are used."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @property
    def ReadOnly(self) -> bool:  # noqa: N802
        return self._book.excel.read_only

    def SaveCopyAs(self, path: str) -> None:  # noqa: N802
        self._book.excel.touch("asked")
        self._book.book.save(path)


class NativeSheet:
    """The members of Excel's own Worksheet that are used."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    @property
    def FilterMode(self) -> bool:  # noqa: N802
        return self._sheet.name in self._sheet.excel.filtered

    @property
    def ProtectContents(self) -> bool:  # noqa: N802
        return bool(self._sheet.ws.protection.sheet)


class Book(base_classes.Book):
    def __init__(self, app: App, book: Any) -> None:
        self._app, self.book, self.excel = app, book, app.excel

    api = property(NativeBook)
    app = property(lambda self: self._app)
    sheets = property(lambda self: Sheets(self))

    @property
    def name(self) -> str:
        return re.split(r"[\\/]", self.fullname)[-1]

    @property
    def fullname(self) -> str:
        self.excel.touch("asked")
        return self.excel.names.get(id(self.book), self.book.path_)

    @property
    def sheet_names(self) -> list[str]:
        return list(self.book.sheetnames)

    def save(self, path: Any = None, password: Any = None) -> None:
        self.excel.touch("set")
        self.book.save(path or self.book.path_)

    def activate(self) -> None:
        self.excel.active = self.book

    def close(self) -> None:
        raise AssertionError("nothing is ever closed")


class Sheets(base_classes.Sheets):
    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def active(self) -> Any:
        return Sheet(self.book, self.book.book.active)

    def __len__(self) -> int:
        return len(self.book.book.worksheets)

    def __iter__(self) -> Any:
        return (Sheet(self.book, sheet) for sheet in self.book.book.worksheets)

    def __call__(self, key: Any) -> Any:
        sheets = self.book.book.worksheets
        if isinstance(key, int):
            return Sheet(self.book, sheets[key - 1])
        return Sheet(self.book, self.book.book[key])

    def add(self, before: Any = None, after: Any = None, name: str | None = None) -> Any:
        place = self.book.book.worksheets.index(after.ws) + 1 if after is not None else None
        return Sheet(self.book, self.book.book.create_sheet(name, place))


class Sheet(base_classes.Sheet):
    def __init__(self, book: Book, ws: Any) -> None:
        self._book, self.ws, self.excel = book, ws, book.excel

    api = property(NativeSheet)
    book = property(lambda self: self._book)
    name = property(lambda self: self.ws.title)
    index = property(lambda self: self._book.book.worksheets.index(self.ws) + 1)
    visible = property(lambda self: self.ws.sheet_state == "visible")
    cells = property(lambda self: Range(self, 1, 1, 1048576, 16384))

    @property
    def used_range(self) -> Any:
        self.excel.touch("asked")
        ws = self.ws
        return Range(self, ws.min_row, ws.min_column, ws.max_row - ws.min_row + 1, ws.max_column - ws.min_column + 1)

    def range(self, first: Any, last: Any = None) -> Any:
        if isinstance(first, tuple) and len(first) == 4:
            return Range(self, *first)
        if isinstance(first, str):
            left, top, right, bottom = range_boundaries(first.replace("$", ""))
            return Range(self, top, left, bottom - top + 1, right - left + 1)
        (top, left, *_), (_, _, bottom, right) = _corners(first), _corners(last or first)
        return Range(self, top, left, bottom - top + 1, right - left + 1)

    def activate(self) -> None:
        self._book.book.active = self.ws

    def delete(self) -> None:
        assert not self.excel.settings["display_alerts"], "Excel would ask whether to delete the sheet"
        self.excel.touch("writes")
        self._book.book.remove(self.ws)


def _corners(place: Any) -> tuple[int, int, int, int]:
    """The first and the last row and column of a range or of one cell."""
    if isinstance(place, Range):
        return place.row, place.column, place.row + place.shape[0] - 1, place.column + place.shape[1] - 1
    return (*place, *place)


class Font(base_classes.Font):
    def __init__(self, range_: Range) -> None:
        self._range = range_

    def _change(self, **changes: Any) -> None:
        self._range.excel.touch("looks")

        def change(cell: Any) -> None:
            old = cell.font
            cell.font = CellFont(**{"name": old.name, "size": old.size, "bold": old.bold, "color": old.color} | changes)

        self._range.restyle(change)

    bold = property(lambda self: None, lambda self, value: self._change(bold=value))
    size = property(lambda self: None, lambda self, value: self._change(size=value))
    color = property(lambda self: None, lambda self, value: self._change(color="{:02X}{:02X}{:02X}".format(*_rgb(value))))


class Range(base_classes.Range):
    def __init__(self, sheet: Sheet, row: int, column: int, height: int, width: int) -> None:
        self._sheet, self.excel, self.ws = sheet, sheet.excel, sheet.ws
        self._row, self._column, self._height, self._width = row, column, height, width
        self.options: dict[str, Any] = {}

    sheet = property(lambda self: self._sheet)
    api = property(lambda self: self.ws.cell(self._row, self._column))
    row, column = property(lambda self: self._row), property(lambda self: self._column)
    shape = property(lambda self: (self._height, self._width))
    coords = property(lambda self: (self._sheet.name, self._row, self._column, self._height, self._width))
    has_array = False

    def __len__(self) -> int:
        return self._height * self._width

    def __call__(self, row: int, column: int) -> Any:
        return Range(self._sheet, self._row + row - 1, self._column + column - 1, 1, 1)

    def get_address(self, row_absolute: bool = True, col_absolute: bool = True, external: bool = False) -> str:
        last = f"{get_column_letter(self._column + self._width - 1)}{self._row + self._height - 1}"
        return f"{get_column_letter(self._column)}{self._row}:{last}"

    address = property(lambda self: self.get_address())

    def all_cells(self) -> Any:
        """Every cell of the range, row by row."""
        return (cell for row in self._rows() for cell in row)

    def restyle(self, change: Callable[[Any], None]) -> None:
        """Changes the style of every cell; of cells that look alike only once, since openpyxl takes long over each."""
        known: dict[bytes, Any] = {}
        for cell in self.all_cells():
            if isinstance(cell, openpyxl.cell.cell.MergedCell):
                continue
            old = cell._style.tobytes() if cell._style else b""
            if old in known:
                cell._style = copy(known[old])
            else:
                change(cell)
                known[old] = copy(cell._style)

    def _rows(self) -> Any:
        last_row, last_column = self._row + self._height - 1, self._column + self._width - 1
        return self.ws.iter_rows(self._row, last_row, self._column, last_column)

    # --- values -----------------------------------------------------------------------------------------------------------

    @property
    def raw_value(self) -> Any:
        self.excel.touch("reads")
        shown = self._sheet.book.book.shown
        computed = shown[self._sheet.name] if self._sheet.name in shown.sheetnames else None
        return [[_out(cell, computed) for cell in row] for row in self._rows()]

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        self._refuse("writes")
        block = _block(data, self._height, self._width)
        filtered = self._sheet.name in self.excel.filtered and len(block) > 1
        for number, row in enumerate(self._rows()):
            if filtered and self.ws.row_dimensions[self._row + number].hidden:
                continue
            for column, cell in enumerate(row):
                _put(cell, block[0 if filtered else number][column])

    @property
    def formula(self) -> Any:
        self.excel.touch("reads")
        rows = tuple(tuple("" if cell.value is None else str(cell.value) for cell in row) for row in self._rows())
        return rows[0][0] if len(self) == 1 else rows

    @formula.setter
    def formula(self, data: Any) -> None:
        self.raw_value = data

    def clear(self) -> None:
        self._refuse("writes")
        for cell in self.all_cells():
            cell.value, cell.style = None, "Normal"

    # --- looks ------------------------------------------------------------------------------------------------------------

    @property
    def number_format(self) -> str | None:
        self.excel.touch("asked")
        codes = {cell.number_format for cell in self.all_cells()}
        return codes.pop() if len(codes) == 1 else None

    @number_format.setter
    def number_format(self, code: str) -> None:
        self._refuse("looks")
        self.restyle(lambda cell: setattr(cell, "number_format", code))

    @property
    def color(self) -> tuple[int, int, int] | None:
        self.excel.touch("asked")
        fill = self.api.fill
        return _rgb(f"#{fill.fgColor.rgb[-6:]}") if fill.fill_type == "solid" and isinstance(fill.fgColor.rgb, str) else None

    @color.setter
    def color(self, value: Any) -> None:
        self._refuse("looks")
        fill = PatternFill() if value is None else PatternFill("solid", fgColor="{:02X}{:02X}{:02X}".format(*_rgb(value)))
        self.restyle(lambda cell: setattr(cell, "fill", fill))

    @property
    def wrap_text(self) -> bool | None:
        return bool(self.api.alignment.wrap_text)

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self._refuse("looks")
        self.restyle(lambda cell: setattr(cell, "alignment", Alignment(wrap_text=value, vertical=cell.alignment.vertical)))

    @property
    def column_width(self) -> float:
        return float(self.ws.column_dimensions[get_column_letter(self._column)].width)

    @column_width.setter
    def column_width(self, value: float) -> None:
        self._refuse("looks")
        self.ws.column_dimensions[get_column_letter(self._column)].width = value

    @property
    def font(self) -> Any:
        return Font(self)

    @property
    def row_hidden(self) -> bool | None:
        self.excel.touch("asked")
        found = {bool(self.ws.row_dimensions[row].hidden) for row in range(self._row, self._row + self._height)}
        return found.pop() if len(found) == 1 else None

    @property
    def merge_cells(self) -> bool | None:
        self.excel.touch("asked")
        last_row, last_column = self._row + self._height - 1, self._column + self._width - 1
        inside = 0
        for area in self.ws.merged_cells.ranges:
            rows = min(area.max_row, last_row) - max(area.min_row, self._row) + 1
            columns = min(area.max_col, last_column) - max(area.min_col, self._column) + 1
            inside += max(rows, 0) * max(columns, 0)
        return False if not inside else True if inside == len(self) else None

    @property
    def merge_area(self) -> Any:
        self.excel.touch("asked")
        for area in self.ws.merged_cells.ranges:
            if area.min_row <= self._row <= area.max_row and area.min_col <= self._column <= area.max_col:
                return Range(self._sheet, area.min_row, area.min_col, area.size["rows"], area.size["columns"])
        return self

    def _refuse(self, kind: str) -> None:
        self.excel.touch(kind)
        if self.ws.protection.sheet:
            raise ComError


def _rgb(value: Any) -> tuple[int, int, int]:
    return utils.hex_to_rgb(value) if isinstance(value, str) else value


def _block(data: Any, height: int, width: int) -> list[list[Any]]:
    if not isinstance(data, list | tuple):
        return [[data] * width] * height
    return [list(row) for row in data] if data and isinstance(data[0], list | tuple) else [list(data)]


def _out(cell: Any, computed: Any) -> Any:
    value = cell.value
    if cell.data_type == "f":
        link = _LINK.fullmatch(str(value))
        value = link[1].replace('""', '"') if link else computed[cell.coordinate].value if computed is not None else None
    if isinstance(value, dt.time):
        return dt.datetime.combine(dt.date(1899, 12, 30), value)
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return dt.datetime.combine(value, dt.time())
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _put(cell: Any, value: Any) -> None:
    """What Excel makes of a value that is handed to it."""
    if isinstance(cell, openpyxl.cell.cell.MergedCell):
        return
    if value in ("", None):
        cell.value = None
        return
    is_text = cell.number_format == "@"
    if isinstance(value, str) and not is_text:
        value = _parsed(value)
    cell.value = value[1:] if isinstance(value, str) and value.startswith("'") and not is_text else value
    if isinstance(value, str) and (is_text or not value.startswith("=")):
        cell.data_type = "s"
    if isinstance(value, dt.date) and cell.number_format == "General":
        cell.number_format = "yyyy/m/d"


def _parsed(text: str) -> Any:
    if _NUMBER.fullmatch(text):
        return float(f"{float(text.strip().rstrip('%')):.15g}") / (100 if "%" in text else 1)
    found = _DATE.fullmatch(text)
    try:
        return dt.datetime(int(found[1]), int(found[2]), int(found[3] or 1)) if found else text
    except ValueError:
        return text
