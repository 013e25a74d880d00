"""An engine of xlwings over a `Grid`, made of its BSD base classes only; nothing of xlwings.pro.

A text becomes what Excel would make of it unless its cell has the format `@`, every number comes back as float, dates as datetime.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cached_property
from itertools import groupby
from types import SimpleNamespace
from typing import Any

import xlwings as xw
from excel_engines.grid import SETTINGS, Area, Grid
from excel_engines.typed import as_typed
from openpyxl.utils import get_column_letter, range_boundaries
from xlwings import base_classes, utils

ERRORS = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!")
_MOST_ROWS, _MOST_COLUMNS = 1048576, 16384


def install(grid: Grid, name: str) -> Engine:
    """Makes a grid the program that xlwings speaks to."""
    engine = Engine(grid, name)
    own = xw.Engine(impl=engine)
    xw.engines.add(own)
    own.activate()
    return engine


class Engine:
    type = "desktop"

    def __init__(self, grid: Grid, name: str) -> None:
        self.grid, self.name = grid, name

    @property
    def apps(self) -> Apps:
        return Apps(self)

    def caller(self, book: Any) -> None:
        """The next click comes from this workbook."""
        xw.Book(impl=Book(App(self), book)).set_mock_caller()

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
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keys(self) -> list[int]:
        return [1]

    def __iter__(self) -> Iterator[App]:
        yield App(self._engine)

    def __len__(self) -> int:
        return 1

    def __getitem__(self, pid: int) -> App:
        return App(self._engine)


def _setting(name: str) -> Any:
    return property(lambda app: app.grid.setting(name), lambda app, value: app.grid.change_setting(name, value))


class App(base_classes.App):
    pid = hwnd = 1
    version = "16.0"
    screen_updating, display_alerts, enable_events, interactive, calculation, status_bar = map(_setting, SETTINGS)

    def __init__(self, engine: Engine) -> None:
        self.engine, self.grid = engine, engine.grid

    @property
    def api(self) -> Grid:
        return self.grid

    @property
    def books(self) -> Books:
        return Books(self)

    def activate(self, steal_focus: bool = False) -> None:
        """There is one program only."""

    def alert(self, prompt: str, title: str, buttons: str, mode: str, callback: Any) -> str:
        return self.grid.alert(prompt, title, buttons, mode)


class Books(base_classes.Books):
    def __init__(self, app: App) -> None:
        self.app = app

    def _all(self) -> list[Book]:
        return [Book(self.app, book) for book in self.app.grid.books()]

    @property
    def active(self) -> Book:
        return self._all()[0]

    def __iter__(self) -> Iterator[Book]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def __call__(self, key: Any) -> Book:
        books = self._all()
        if isinstance(key, int):
            return books[key - 1]
        found = next((book for book in books if book.name.lower() == key.lower()), None)
        if found is None:
            raise KeyError(key)
        return found

    def open(self, fullname: str, *_: Any, **__: Any) -> Book:
        return Book(self.app, self.app.grid.open_book(fullname))


class NativeBook:
    """The members of Excel's own Workbook that are used."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @property
    def ReadOnly(self) -> bool:  # noqa: N802
        return self._book.grid.is_read_only(self._book.native)

    @property
    def ProtectStructure(self) -> bool:  # noqa: N802
        return self._book.grid.has_fixed_sheets(self._book.native)

    MultiUserEditing = False

    @property
    def Saved(self) -> bool:  # noqa: N802
        return self._book.grid.is_saved(self._book.native)

    def SaveCopyAs(self, path: str) -> None:  # noqa: N802
        self._book.grid.save_copy(self._book.native, path)


class Table:
    """A table of Excel's own kind. Its filter is not counted in `FilterMode` of the sheet; one without has None."""

    def __init__(self, FilterMode: bool | None) -> None:  # noqa: N803
        self.AutoFilter = None if FilterMode is None else SimpleNamespace(FilterMode=FilterMode)


class NativeSheet:
    """The members of Excel's own Worksheet that are used."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    @property
    def FilterMode(self) -> bool:  # noqa: N802
        return self._sheet.grid.is_filtered(self._sheet.book.native, self._sheet.native)

    @property
    def ListObjects(self) -> list[Table]:  # noqa: N802
        return [Table(FilterMode=hides) for hides in self._sheet.grid.table_filters(self._sheet.native)]

    def Evaluate(self, formula: str) -> float:  # noqa: N802
        counted = self._sheet.range(formula.removeprefix("COUNTA(").removesuffix(")"))
        return float(self._sheet.grid.count_filled(counted.area))

    @property
    def ProtectContents(self) -> bool:  # noqa: N802
        return self._sheet.grid.is_protected(self._sheet.native)


class Book(base_classes.Book):
    def __init__(self, app: App, native: Any) -> None:
        self._app, self.native, self.grid = app, native, app.grid

    @property
    def api(self) -> NativeBook:
        return NativeBook(self)

    @property
    def app(self) -> App:
        return self._app

    @property
    def fullname(self) -> str:
        return self.grid.path_of(self.native)

    @property
    def name(self) -> str:
        return self.grid.name_of(self.native)

    @property
    def sheets(self) -> Sheets:
        return Sheets(self)

    def save(self, path: Any = None, password: Any = None) -> None:
        self.grid.save(self.native)

    def activate(self) -> None:
        self.grid.bring_up(self.native)

    def close(self) -> None:
        raise AssertionError("nothing is ever closed")


class Sheets(base_classes.Sheets):
    def __init__(self, book: Book) -> None:
        self.book = book

    def _names(self) -> list[str]:
        return self.book.grid.sheet_names(self.book.native)

    def __len__(self) -> int:
        return len(self._names())

    def __iter__(self) -> Iterator[Sheet]:
        return (Sheet(self.book, name) for name in self._names())

    def __call__(self, key: Any) -> Sheet:
        names = self._names()
        if isinstance(key, int):
            return Sheet(self.book, names[key - 1])
        found = next((name for name in names if name.lower() == key.lower()), None)
        if found is None:
            raise KeyError(key)
        return Sheet(self.book, found)

    def add(self, before: Any = None, after: Any = None, name: str | None = None) -> Sheet:
        place = self._names().index(after.name) + 1
        self.book.grid.add_sheet(self.book.native, str(name), place)
        return Sheet(self.book, str(name))


class Sheet(base_classes.Sheet):
    def __init__(self, book: Book, name: str) -> None:
        self._book, self._name, self.grid = book, name, book.grid

    @cached_property
    def native(self) -> Any:
        """The sheet itself, asked for when something is wanted of it."""
        return self.grid.sheet(self._book.native, self._name)

    @property
    def api(self) -> NativeSheet:
        return NativeSheet(self)

    @property
    def book(self) -> Book:
        return self._book

    @property
    def name(self) -> str:
        return self._name

    @property
    def index(self) -> int:
        return self.grid.sheet_names(self._book.native).index(self._name) + 1

    @property
    def visible(self) -> bool:
        return self.grid.is_visible(self.native)

    @property
    def cells(self) -> Range:
        return Range(self, Area(self.native, 1, 1, _MOST_ROWS, _MOST_COLUMNS))

    @property
    def used_range(self) -> Range:
        return Range(self, self.grid.used(self.native))

    def range(self, first: Any, last: Any = None) -> Range:
        if isinstance(first, tuple) and len(first) == 4:
            return Range(self, Area(self.native, *first))
        if isinstance(first, str):
            left, top, right, bottom = range_boundaries(first.replace("$", ""))
        else:
            (top, left, *_), (_, _, bottom, right) = _corners(first), _corners(last or first)
        return Range(self, Area(self.native, top, left, bottom - top + 1, right - left + 1))

    def activate(self) -> None:
        self.grid.show_sheet(self._book.native, self._name)

    def delete(self) -> None:
        assert not self.grid.settings["display_alerts"], "Excel would ask whether to delete the sheet"
        self.grid.delete_sheet(self._book.native, self._name)


def _corners(place: Any) -> tuple[int, int, int, int]:
    """The first and the last row and column of a range or of one cell."""
    if isinstance(place, Range):
        _, top, left, height, width = place.area
        return top, left, top + height - 1, left + width - 1
    return (*place, *place)


class Font(base_classes.Font):
    def __init__(self, area: Area, grid: Grid) -> None:
        self._area, self._grid = area, grid


def _look(name: str) -> Any:
    def put(target: Any, value: Any) -> None:
        target._grid.set_look(target._area, name, utils.hex_to_rgb(value) if name.endswith("color") and isinstance(value, str) else value)

    return property(lambda target: target._grid.look(target._area, name), put)


Font.bold, Font.size, Font.color = _look("bold"), _look("size"), _look("font_color")


class Range(base_classes.Range):
    has_array = False
    number_format, color, column_width = map(_look, ("number_format", "color", "column_width"))
    wrap_text, vertical_alignment = map(_look, ("wrap_text", "vertical_alignment"))

    def __init__(self, sheet: Sheet, area: Area) -> None:
        self._sheet, self._area, self._grid = sheet, area, sheet.grid
        self.area = area
        self.options: dict[str, Any] = {}

    @property
    def sheet(self) -> Sheet:
        return self._sheet

    @property
    def api(self) -> Area:
        return self._area

    @property
    def row(self) -> int:
        return self._area.row

    @property
    def column(self) -> int:
        return self._area.column

    @property
    def shape(self) -> tuple[int, int]:
        return self._area.height, self._area.width

    @property
    def coords(self) -> tuple[str, int, int, int, int]:
        return (self._sheet.name, *self._area[1:])

    def __len__(self) -> int:
        return self._area.height * self._area.width

    def __call__(self, row: int, column: int) -> Range:
        area = self._area
        return Range(self._sheet, Area(area.sheet, area.row + row - 1, area.column + column - 1, 1, 1))

    def get_address(self, row_absolute: bool = True, col_absolute: bool = True, external: bool = False) -> str:
        _, row, column, height, width = self._area
        return f"{get_column_letter(column)}{row}:{get_column_letter(column + width - 1)}{row + height - 1}"

    @property
    def address(self) -> str:
        return self.get_address()

    @property
    def raw_value(self) -> Any:
        return self._grid.values(self._area)

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        block = self._block(data)
        typed = [[as_typed(value) if isinstance(value, str) else value for value in row] for row in block]
        if typed != block:  # only then does it matter which cells take what they get as a text
            formats = self._grid.formats(self._area)
            block = [[_kept_as_text(*cell) for cell in zip(*rows, strict=True)] for rows in zip(block, typed, formats, strict=True)]
        self._grid.put(self._area, block)

    @property
    def formula(self) -> Any:
        rows = self._grid.formulas(self._area)
        return rows[0][0] if len(self) == 1 else tuple(map(tuple, rows))

    def clear(self) -> None:
        self._grid.clear(self._area)

    @property
    def font(self) -> Font:
        return Font(self._area, self._grid)

    def get_special_cells(self, cell_type: str, value_type: str | None = None) -> list[Range]:
        """The visible rows in runs. Excel tells nothing of a protected sheet, and raises as where nothing is visible."""
        assert cell_type == "visible"
        if self._grid.is_protected(self._area.sheet):
            raise RuntimeError("1004")
        visible = [row for row, hidden in enumerate(self._grid.hidden_rows(self._area), self._area.row) if not hidden]
        runs = [[row for _, row in run] for _, run in groupby(enumerate(visible), key=lambda pair: pair[1] - pair[0])]
        return [Range(self._sheet, self._area._replace(row=run[0], height=len(run))) for run in runs]

    @property
    def merge_cells(self) -> bool | None:
        count = sum(_common(self._area, area) for area in self._grid.merged(self._area))
        return False if not count else True if count == len(self) else None

    @property
    def merge_area(self) -> Range:
        one = self._area._replace(height=1, width=1)
        return next((Range(self._sheet, area) for area in self._grid.merged(one) if _common(one, area)), self)

    def _block(self, data: Any) -> list[list[Any]]:
        if not isinstance(data, list | tuple):
            return [[data] * self._area.width for _ in range(self._area.height)]
        return [list(row) for row in data] if data and isinstance(data[0], list | tuple) else [list(data)]


def _kept_as_text(value: Any, typed: Any, code: str) -> Any:
    return value if code == "@" else typed


def _common(one: Area, other: Area) -> int:
    """How many cells two areas of a sheet have in common."""
    rows = min(one.row + one.height, other.row + other.height) - max(one.row, other.row)
    columns = min(one.column + one.width, other.column + other.width) - max(one.column, other.column)
    return max(rows, 0) * max(columns, 0)
