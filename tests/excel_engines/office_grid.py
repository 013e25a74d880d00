"""A `Grid` over a LibreOffice that runs: its open documents, reached through a socket."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Sequence
from functools import cached_property, wraps
from inspect import isfunction
from itertools import groupby
from pathlib import Path
from typing import Any

from excel_engines import office_uno
from excel_engines.grid import SETTINGS, Area, Block
from excel_engines.typed import Formula

_EPOCH = dt.datetime(1899, 12, 30)
_DATES, _ERRORS, _CONTENT = 2, 4, 1 | 2 | 4 | 16
"""com.sun.star.sheet.CellFlags.DATETIME and FormulaResult.ERROR."""
_EVERYTHING = 1 + 2 + 4 + 8 + 16 + 32 + 64
_RUN_MACROS = 4
_LAST_ROW = 1048575
_PART = re.compile(r'"(?:[^"]|"")*"|[,;]')
_FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".xlsm": "Calc MS Excel 2007 VBA XML"}
_LOOKS = {"color": "CellBackColor", "wrap_text": "IsTextWrapped", "size": "CharHeight", "font_color": "CharColor", "bold": "CharWeight"}
_UPRIGHT = ("", "top", "center", "bottom")
"""By their numbers in com.sun.star.table.CellVertJustify2."""
_BOLD = 150.0
_WIDTH_PER_CHARACTER = 2540 / 13


class OfficeError(Exception):
    """What LibreOffice says when it refuses. Its own exceptions cannot pass a context manager: they take no traceback."""


def _with_plain_errors(cls: type[Any]) -> type[Any]:
    """The class, with every method raising `OfficeError` in place of an exception of LibreOffice."""

    def plain(method: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(method)
        def call(*arguments: Any, **options: Any) -> Any:
            try:
                return method(*arguments, **options)
            except Exception as error:
                if "com.sun.star" in type(error).__module__:
                    said = f"{type(error).__name__}: {error}"
                else:
                    raise
            raise OfficeError(said)

        return call

    for name, member in list(vars(cls).items()):
        if isfunction(member):
            setattr(cls, name, plain(member))
    return cls


@_with_plain_errors
class OfficeGrid:
    """The LibreOffice behind a port of this computer. Boxes are written to `boxes`, and shown where `shows_boxes`."""

    def __init__(self, port: int, boxes: Path, *, shows_boxes: bool = False) -> None:
        uno = office_uno.load()
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        context = resolver.resolve(f"uno:socket,host=127.0.0.1,port={port},tcpNoDelay=1;urp;StarOffice.ComponentContext")
        self._uno, self._context = uno, context
        self.settings: dict[str, Any] = dict(SETTINGS)
        self._boxes, self._shows_boxes = boxes, shows_boxes
        self._merged: dict[str, list[Area]] = {}
        self._filtered: dict[str, bool] = {}

    def _service(self, name: str) -> Any:
        return self._context.ServiceManager.createInstanceWithContext(name, self._context)

    @cached_property
    def desktop(self) -> Any:
        """The office as a whole."""
        return self._service("com.sun.star.frame.Desktop")

    def setting(self, name: str) -> Any:
        return self.settings[name]

    def change_setting(self, name: str, value: Any) -> None:
        self.settings[name] = value
        if name == "calculation":
            for book in self.books():
                was_changed = book.isModified()
                book.enableAutomaticCalculation(value == "automatic")
                book.setModified(was_changed)  # as in Excel, where it is a setting of the program

    def alert(self, text: str, title: str, buttons: str, mode: str) -> str:
        with self._boxes.open("a", encoding="utf-8") as file:
            file.write(json.dumps([text, mode], ensure_ascii=False) + "\n")
        if self._shows_boxes:
            window = self.desktop.getCurrentComponent().CurrentController.Frame.ContainerWindow
            kind = self._uno.Enum("com.sun.star.awt.MessageBoxType", "ERRORBOX" if mode == "critical" else "INFOBOX")
            self._service("com.sun.star.awt.Toolkit").createMessageBox(window, kind, 1, title, text).execute()
        return "ok" if buttons == "ok" else "no"

    # --- books ------------------------------------------------------------------------------------------------------------

    def books(self) -> list[Any]:
        found, components = [], self.desktop.Components.createEnumeration()
        while components.hasMoreElements():
            one = components.nextElement()
            if one.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
                found.append(one)
        return found

    def open_book(self, path: str) -> Any:
        return self.load(path, hidden=True)

    def load(self, path: str, *, hidden: bool) -> Any:
        """Opens a workbook with its macros; `hidden`: without a window."""
        options = office_uno.properties(MacroExecutionMode=_RUN_MACROS, Hidden=hidden)
        return self.desktop.loadComponentFromURL(self._uno.systemPathToFileUrl(path), "_blank", 0, options)

    def buttons(self, book: Any) -> dict[str, str]:
        """What stands on the buttons of the first sheet, and the address of the macro that each runs."""
        forms = book.Sheets.getByIndex(0).DrawPage.Forms
        controls = [(form, number) for form in map(forms.getByIndex, range(forms.Count)) for number in range(form.Count)]
        return {form.getByIndex(number).Label: form.getScriptEvents(number)[0].ScriptCode for form, number in controls}

    def middle_of_button(self, book: Any, caption: str) -> tuple[int, int]:
        """Where a button of the first sheet is on the screen, in pixels."""
        form = book.Sheets.getByIndex(0).DrawPage.Forms.getByIndex(0)
        model = next(form.getByIndex(number) for number in range(form.Count) if form.getByIndex(number).Label == caption)
        seen = book.CurrentController.getControl(model).AccessibleContext
        place, size = seen.getLocationOnScreen(), seen.getSize()
        return place.X + size.Width // 2, place.Y + size.Height // 2

    def show_sheet(self, book: Any, name: str) -> None:
        """Brings a sheet to the front."""
        book.CurrentController.setActiveSheet(self.sheet(book, name))

    def run_macro(self, book: Any, address: str) -> None:
        """Runs the macro of that address to its end."""
        book.getScriptProvider().getScript(address).invoke((), (), ())

    def path_of(self, book: Any) -> str:
        return self._uno.fileUrlToSystemPath(book.URL) if book.URL else book.Title

    def name_of(self, book: Any) -> str:
        return self.path_of(book).split("/")[-1]

    def is_read_only(self, book: Any) -> bool:
        return bool(book.isReadonly())

    def is_saved(self, book: Any) -> bool:
        return not book.isModified()

    def save(self, book: Any) -> None:
        book.store()

    def save_copy(self, book: Any, path: str) -> None:
        options = office_uno.properties(FilterName=_FILTERS[Path(path).suffix.lower()])
        book.storeToURL(self._uno.systemPathToFileUrl(path), options)

    def bring_up(self, book: Any) -> None:
        book.CurrentController.Frame.activate()

    # --- sheets -----------------------------------------------------------------------------------------------------------

    def sheet_names(self, book: Any) -> list[str]:
        return list(book.Sheets.ElementNames)

    def sheet(self, book: Any, name: str) -> Any:
        return book.Sheets.getByName(name)

    def add_sheet(self, book: Any, name: str, place: int) -> None:
        book.Sheets.insertNewByName(name, place)

    def delete_sheet(self, book: Any, name: str) -> None:
        book.Sheets.removeByName(name)

    def is_visible(self, sheet: Any) -> bool:
        return bool(sheet.IsVisible)

    def is_filtered(self, book: Any, sheet: Any) -> bool:
        name = book.URL + sheet.Name
        if name not in self._filtered:  # a property in Excel; here a search, and nobody filters during a click
            visible = {(rows.StartRow, rows.EndRow) for rows in sheet.queryVisibleCells().RangeAddresses}
            self._filtered[name] = visible != {(0, _LAST_ROW)} and self._filters(sheet)
        return self._filtered[name]

    def _filters(self, sheet: Any) -> bool:
        area = self.used(sheet)
        hidden = (row for row, is_hidden in enumerate(self.hidden_rows(area), area.row - 1) if is_hidden)
        return any(sheet.Rows.getByIndex(row).IsFiltered for row in hidden)

    def filter_by(self, sheet: Any, place: str, column: int, text: str) -> None:
        """Hides the rows of a range that hold something else in a column (from 0), as 自动筛选 does."""
        cells = sheet.getCellRangeByName(place)
        wanted = cells.createFilterDescriptor(True)
        equal = self._uno.Enum("com.sun.star.sheet.FilterOperator", "EQUAL")
        wanted.setFilterFields((office_uno.struct("com.sun.star.sheet.TableFilterField", Field=column, Operator=equal, StringValue=text),))
        wanted.ContainsHeader = True
        cells.filter(wanted)
        self._filtered.clear()

    def table_filters(self, sheet: Any) -> list[bool | None]:
        """LibreOffice has no such tables: every filter is one of the sheet."""
        return []

    def has_fixed_sheets(self, book: Any) -> bool:
        return bool(book.isProtected())

    def is_protected(self, sheet: Any) -> bool:
        return bool(sheet.isProtected())

    def used(self, sheet: Any) -> Area:
        cursor = sheet.createCursor()
        cursor.gotoStartOfUsedArea(False)
        cursor.gotoEndOfUsedArea(True)
        return _area(sheet, cursor.RangeAddress)

    def count_filled(self, area: Area) -> int:
        found = _cells(area).queryContentCells(_CONTENT).RangeAddresses
        return sum((one.EndRow - one.StartRow + 1) * (one.EndColumn - one.StartColumn + 1) for one in found)

    # --- cells ------------------------------------------------------------------------------------------------------------

    def values(self, area: Area) -> Block:
        cells = _cells(area)
        block = [[None if value == "" else value for value in row] for row in cells.getDataArray()]
        for row, column in _places(area, cells.queryContentCells(_DATES).RangeAddresses):
            block[row][column] = _EPOCH + dt.timedelta(seconds=round(block[row][column] * 86400))
        for row, column in _places(area, cells.queryFormulaCells(_ERRORS).RangeAddresses):
            block[row][column] = cells.getCellByPosition(column, row).String
        return block

    def put(self, area: Area, block: Block) -> None:
        _cells(area).setDataArray(tuple(tuple(map(_number, row)) for row in block))
        for r, row in enumerate(block):
            for c, value in enumerate(row):
                if isinstance(value, dt.date) and self._code(area, r, c) == "General":
                    self._set_format(Area(area.sheet, area.row + r, area.column + c, 1, 1), "yyyy/m/d")
        for c, column in enumerate(zip(*block, strict=True)):
            for first, run in _formula_runs(column):
                part = Area(area.sheet, area.row + first, area.column + c, len(run), 1)
                _cells(part).setFormulaArray(tuple((_swapped(text, ","),) for text in run))

    def formulas(self, area: Area) -> Block:
        return [[_swapped(text, ";") if text.startswith("=") else text for text in row] for row in _cells(area).getFormulaArray()]

    def clear(self, area: Area) -> None:
        _cells(area).clearContents(_EVERYTHING)

    # --- looks ------------------------------------------------------------------------------------------------------------

    def formats(self, area: Area) -> Block:
        cells = _cells(area)
        if cells.getPropertyState("NumberFormat").value != "AMBIGUOUS_VALUE":
            code = self._spelled(area, cells.NumberFormat)
            return [[code] * area.width for _ in range(area.height)]
        found = [["General"] * area.width for _ in range(area.height)]
        codes: dict[int, str] = {}
        for part in _elements(cells.UniqueCellFormatRanges):
            key = part.NumberFormat
            code = codes[key] if key in codes else codes.setdefault(key, self._spelled(area, key))
            for row, column in _places(area, part.RangeAddresses):
                found[row][column] = code
        return found

    def look(self, area: Area, name: str) -> Any:
        cells = _cells(area)
        if name == "number_format":
            codes = {code for row in self.formats(area) for code in row}
            return codes.pop() if len(codes) == 1 else None
        if name == "column_width":
            return cells.Columns.getByIndex(0).Width / _WIDTH_PER_CHARACTER
        if name == "vertical_alignment":
            return _UPRIGHT[cells.VertJustify]
        value = getattr(cells, _LOOKS[name])
        if name.endswith("color"):
            return None if value == -1 else (value >> 16 & 255, value >> 8 & 255, value & 255)
        return value == _BOLD if name == "bold" else value

    def set_look(self, area: Area, name: str, value: Any) -> None:
        cells = _cells(area)
        if name == "number_format":
            self._set_format(area, value)
        elif name == "column_width":
            columns = cells.Columns
            columns.Width = round(value * _WIDTH_PER_CHARACTER)
            if columns.IsVisible != (value > 0):
                columns.IsVisible = value > 0
        elif name.endswith("color"):
            setattr(cells, _LOOKS[name], -1 if value is None else value[0] << 16 | value[1] << 8 | value[2])
        elif name == "wrap_text":
            cells.IsTextWrapped = value
        elif name == "vertical_alignment":
            cells.VertJustify = _UPRIGHT.index(value)
        else:
            for script in ("", "Asian"):
                setattr(cells, f"{_LOOKS[name]}{script}", {True: _BOLD, False: 100.0}[value] if name == "bold" else value)

    def hidden_rows(self, area: Area) -> list[bool]:
        shown = _cells(area).queryVisibleCells().RangeAddresses
        rows = {row for row, _ in _places(area._replace(width=1), shown)}
        return [row not in rows for row in range(area.height)]

    def merged(self, area: Area) -> list[Area]:
        if not _cells(area).getIsMerged():  # as Excel does: one question, where there is nothing to look for
            return []
        name = area.sheet.AbsoluteName
        if name not in self._merged:  # nobody merges cells during a click
            self._merged[name] = list(_merged_in(self.used(area.sheet)))
        return self._merged[name]

    def _code(self, area: Area, row: int, column: int) -> str:
        return self._spelled(area, _cells(area).getCellByPosition(column, row).NumberFormat)

    def _spelled(self, area: Area, key: int) -> str:
        """The code of a number format, as Excel spells it."""
        return str(self._formats_of(area).getByKey(key).FormatString).replace("YYYY", "yyyy").replace("MM", "mm").replace("DD", "dd")

    def _set_format(self, area: Area, code: str) -> None:
        formats, english = self._formats_of(area), office_uno.struct("com.sun.star.lang.Locale", Language="en", Country="US")
        key = formats.queryKey(code, english, False)
        _cells(area).NumberFormat = formats.addNew(code, english) if key == -1 else key

    def _formats_of(self, area: Area) -> Any:
        return area.sheet.DrawPage.Forms.Parent.NumberFormats


def _cells(area: Area) -> Any:
    return area.sheet.getCellRangeByPosition(area.column - 1, area.row - 1, area.column + area.width - 2, area.row + area.height - 2)


def _area(sheet: Any, address: Any) -> Area:
    height, width = address.EndRow - address.StartRow + 1, address.EndColumn - address.StartColumn + 1
    return Area(sheet, address.StartRow + 1, address.StartColumn + 1, height, width)


def _places(area: Area, addresses: Any) -> Any:
    """The cells of an area that lie in one of the ranges, counted from its corner."""
    for address in addresses:
        for row in range(max(address.StartRow - area.row + 1, 0), min(address.EndRow - area.row + 2, area.height)):
            for column in range(max(address.StartColumn - area.column + 1, 0), min(address.EndColumn - area.column + 2, area.width)):
                yield row, column


def _merged_in(area: Area) -> Any:
    """The merged ranges that begin in an area: it is halved where there are some."""
    cells = _cells(area)
    if not cells.getIsMerged():
        return
    if area.height == area.width == 1:
        cursor = area.sheet.createCursorByRange(cells)
        cursor.collapseToMergedArea()
        yield _area(area.sheet, cursor.RangeAddress)
        return
    if area.height > 1:
        half = area.height // 2
        parts = area._replace(height=half), area._replace(row=area.row + half, height=area.height - half)
    else:
        half = area.width // 2
        parts = area._replace(width=half), area._replace(column=area.column + half, width=area.width - half)
    for part in parts:
        yield from _merged_in(part)


def _formula_runs(column: Sequence[Any]) -> Any:
    """The formulas of a column that stand below each other, with the place of the first."""
    rows = [row for row, value in enumerate(column) if isinstance(value, Formula)]
    for _, run in groupby(enumerate(rows), key=lambda pair: pair[1] - pair[0]):
        own = [row for _, row in run]
        yield own[0], [column[row] for row in own]


def _elements(access: Any) -> Any:
    found = access.createEnumeration()
    while found.hasMoreElements():
        yield found.nextElement()


def _number(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return float(value)
    if isinstance(value, dt.datetime):
        return (value - _EPOCH).total_seconds() / 86400
    if isinstance(value, dt.date):
        return float((value - _EPOCH.date()).days)
    return value


def _swapped(formula: str, separator: str) -> str:
    """The formula with the other separator of arguments: Excel's is the comma, that of LibreOffice's programs the semicolon."""
    other = ";" if separator == "," else ","
    return _PART.sub(lambda part: other if part[0] == separator else part[0], formula)
