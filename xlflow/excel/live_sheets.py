"""The open workbook: the only module that touches xlwings, through few members and in blocks.

Rows and columns count from 0, as everywhere in the program. A call that Excel rejects because it is busy is tried again a few times;
then it is an `XlflowError` with the cure.

Beside the public members of xlwings a few of Excel's own are used (`native`).
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import xlwings as xw

from xlflow.errors import OutputError, XlflowError
from xlflow.excel import native
from xlflow.excel.native import CellRange, filled
from xlflow.files.reading.read_limits import LIMITS

T = TypeVar("T")
Block = Sequence[Sequence[Any]]
_REJECTED = (-2147418111, -2147417846, -2146777998)
"""RPC_E_CALL_REJECTED, RPC_E_SERVERCALL_RETRYLATER, VBA_E_IGNORE: a cell is being edited, or a box is open."""
_ATTEMPTS, _PAUSE_SECONDS = 10, 0.2
_COM_ATTEMPTS = 200
BUSY = "Excel 正忙，没有回应：可能正在编辑单元格，或开着对话框。请按 Esc 结束编辑、关掉对话框后再点一次。"
_MANY_CELLS = 500_000
"""So many used cells are looked at before they are read: most of them may be empty and only formatted."""
_SETTINGS = ("screen_updating", "display_alerts", "enable_events", "calculation", "interactive", "status_bar")


def is_busy(error: BaseException) -> bool:
    """Whether Excel would not listen just now."""
    if type(error).__name__ == "ExcelBusyError" or getattr(error, "hresult", None) in _REJECTED:
        return True
    details = error.args[2] if len(error.args) > 2 else None
    return isinstance(details, tuple) and details[-1:] != () and details[-1] in _REJECTED


def _patiently(call: Callable[[], T]) -> T:
    for _ in range(_ATTEMPTS):
        try:
            return call()
        except Exception as error:
            if not is_busy(error):
                raise
        time.sleep(_PAUSE_SECONDS)
    raise XlflowError(BUSY)


def refuse_other_xlwings(made_for: str) -> None:
    """`XlflowError` where a button states another xlwings than the running one; a button that states none is answered."""
    installed = xw.__version__
    if made_for and made_for != installed:
        raise XlflowError(
            f"按钮是为 xlwings {made_for} 做的，现在装的是 {installed}，两者必须一致；"
            "请关闭 Excel，运行 xlflow addin install 重做加载项，带按钮的表单用 xlflow new --buttons 重新生成；"
            f"或装回原来的版本：py -m pip install xlwings=={made_for}。"
        )


def calling_book() -> LiveBook:
    """The workbook whose button was pressed. xlwings cuts the name of a workbook at `=`, so such a one is looked for by its whole name."""
    windows: Any = sys.modules.get("xlwings._xlwindows")
    if windows is not None:
        windows.N_COM_ATTEMPTS = _COM_ATTEMPTS  # 0, the default, is for ever
    options = dict(argument.partition("=")[::2] for argument in sys.argv if argument.startswith("--"))
    name = options.get("--wb", "")
    if "=" in name:
        return LiveBook(_patiently(lambda: _open_book(name, options.get("--hwnd", ""))))
    return LiveBook(_patiently(xw.Book.caller))


def _open_book(name: str, window: str) -> xw.Book:
    books = [book for app in xw.apps if not window or str(app.hwnd) == window for book in app.books]
    found = next((book for book in books if book.name.casefold() == name.casefold()), None)
    if found is None:
        raise XlflowError(f"找不到打开着的工作簿“{name}”；请把文件名里的等号“=”去掉后重新打开。")
    return found


class LiveApp:
    """The Excel that shows the workbook."""

    def __init__(self, app: xw.App) -> None:
        self._app = app

    def settings(self) -> dict[str, Any]:
        """What a click changes for a while, as it is now; what a host does not know is left out."""
        known = {}
        for name in _SETTINGS:
            try:
                known[name] = getattr(self._app, name)
            except Exception as error:
                if is_busy(error):
                    raise XlflowError(BUSY) from error
        return known

    def change(self, name: str, value: Any) -> None:
        """Sets one of the settings."""
        _patiently(lambda: setattr(self._app, name, value))

    def alert(self, text: str, title: str, buttons: str, *, is_grave: bool) -> str:
        """A box; the button that was pressed."""
        return self._app.alert(text, title, buttons, "critical" if is_grave else "info") or "ok"

    def open(self, path: str) -> None:
        """Opens a workbook, or brings it to the front where it is open already. `XlflowError` where Excel refuses it."""
        name = Path(path).name
        for book in self._books():
            if book.path.casefold() == path.casefold():
                book.bring_up()
                return
            if book.name.casefold() == name.casefold():
                raise XlflowError(
                    f"已经打开着另一份“{book.name}”（{book.path}），Excel 不能同时打开两份同名的工作簿；请先关闭那一份，再点一次。"
                )
        try:
            self._app.books.open(path)
        except Exception as error:  # Windows and the Mac have errors of their own for it; all mean that the file is no good
            raise XlflowError(f"{path}：Excel 打不开这个文件，可能已损坏；请双击它试试，打不开就从“备份”里取回一份。") from error

    def book_at(self, path: str) -> LiveBook | None:
        """The workbook of that path, if it is open here."""
        return next((book for book in self._books() if book.path.casefold() == path.casefold()), None)

    def _books(self) -> list[LiveBook]:
        return [LiveBook(book) for book in self._app.books]


class LiveBook:
    """An open workbook. `has_changed`: whether anything was written into it that is not saved yet.

    A sheet and the names are asked for once: nobody but the click adds, removes or names sheets while it lasts.
    """

    def __init__(self, book: xw.Book) -> None:
        self._book = book
        self._sheets: dict[str, LiveSheet] = {}
        self._names: tuple[str, ...] | None = None
        self.has_changed = False

    @property
    def app(self) -> LiveApp:
        """Its Excel."""
        return LiveApp(self._book.app)

    @property
    def name(self) -> str:
        """The name of its file."""
        return str(self._book.name)

    @property
    def path(self) -> str:
        """Where it lies; a bare name where it was never saved, an address where only the cloud has it."""
        try:
            return str(_patiently(lambda: self._book.fullname))
        except XlflowError:
            raise
        except Exception:  # xlwings raises a bare exception for a workbook in the cloud, which has no local folder
            return f"https://{self.name}"

    @property
    def is_read_only(self) -> bool:
        """Whether it cannot be saved where it lies."""
        return _patiently(lambda: native.is_read_only(self._book.api))

    @property
    def has_fixed_sheets(self) -> bool:
        """Whether worksheets cannot be added or removed."""
        return _patiently(lambda: native.has_fixed_sheets(self._book.api))

    @property
    def sheet_names(self) -> tuple[str, ...]:
        """The names of its worksheets in their order."""
        if self._names is None:
            self._names = tuple(_patiently(lambda: self._book.sheet_names))
        return self._names

    def sheet(self, name: str) -> LiveSheet:
        """A worksheet that is there."""
        if name not in self._sheets:
            self._sheets[name] = LiveSheet(self, self._book.sheets[name])
        return self._sheets[name]

    def add_sheet(self, name: str) -> LiveSheet:
        """A new worksheet behind all others."""
        self.has_changed, self._names = True, None
        last = self._book.sheets[-1]
        return LiveSheet(self, _patiently(lambda: self._book.sheets.add(name, after=last)))

    def delete_sheet(self, name: str) -> None:
        """Removes a worksheet."""
        self.has_changed, self._names = True, None
        self._sheets.pop(name, None)
        _patiently(self._book.sheets[name].delete)

    def save_copy(self, path: str) -> None:
        """Writes the workbook as it is now into a new file; it stays open where it is. `OutputError` where Excel cannot."""
        try:
            _patiently(lambda: native.save_copy(self._book.api, self.path, path))
        except XlflowError:
            raise
        except Exception as error:  # Excel gives no reason
            raise OutputError(f"{self.name}：没能另存副本到 {path}；请看磁盘空间够不够、文件夹能不能写，再点一次。") from error

    def save(self) -> None:
        """Saves it where it lies; what was written is whole then. `OutputError` where Excel cannot."""
        try:
            _patiently(self._book.save)
        except XlflowError:
            raise
        except Exception as error:  # as above
            raise OutputError(f"{self.name}：Excel 没能保存；请看磁盘空间够不够、所在文件夹还在不在、能不能写，再点一次。") from error
        self.has_changed = False

    def bring_up(self) -> None:
        """Shows it in front."""
        _patiently(self._book.activate)


class LiveSheet:
    """A worksheet of an open workbook, read and written in blocks."""

    def __init__(self, book: LiveBook, sheet: xw.Sheet) -> None:
        self._book, self._sheet = book, sheet

    @property
    def name(self) -> str:
        """Its name."""
        return str(self._sheet.name)

    @property
    def is_visible(self) -> bool:
        """Whether people see it. Windows answers with -1, 0 for hidden and 2 for very hidden."""
        return _patiently(lambda: self._sheet.visible) in (True, -1)

    @property
    def is_filtered(self) -> bool:
        """Whether a filter hides some of its rows."""
        return _patiently(lambda: native.is_filtered(self._sheet.api))

    @property
    def is_protected(self) -> bool:
        """Whether its cells must not be changed."""
        return _patiently(lambda: native.is_protected(self._sheet.api))

    def extent(self) -> CellRange:
        """The used cells; of a great many those that hold something. `XlflowError` where these are more than can be read."""
        used = _patiently(lambda: self._sheet.used_range)
        box = CellRange(used.row - 1, used.column - 1, *used.shape)
        if box.height * box.width > _MANY_CELLS:
            box = filled(box, self._is_blank)
        if box.height * box.width > LIMITS.cells:
            raise XlflowError(
                f"工作表“{self.name}”太大，读不了；请删去表外的零星内容（按 Ctrl+End 可见最远一格），太长的分成几份，再点一次。"
            )
        return box

    def values(self, box: CellRange) -> list[list[Any]]:
        """The values; an error value is its text."""
        return list(_patiently(lambda: self._range(box).options(ndim=2, err_to_str=True).value))

    def formulas(self, box: CellRange) -> list[list[str]]:
        """What stands in the cells: formulas as they are written, else the value as text."""
        found: Any = _patiently(lambda: self._range(box).formula)
        if not isinstance(found, list | tuple):
            return [[str(found)]]
        rows = found if isinstance(found[0], list | tuple) else ([found] if box.height == 1 else [[one] for one in found])
        return [[str(one) for one in row] for row in rows]

    def number_format(self, box: CellRange) -> str | None:
        """The number format; None where there are several."""
        return _patiently(lambda: self._range(box).number_format)

    def colour(self, box: CellRange) -> str | None:
        """The fill of a cell as RRGGBB; None where it has none."""
        found: Any = _patiently(lambda: self._range(box).color)
        return None if found is None else "{:02X}{:02X}{:02X}".format(*found)

    def width(self, box: CellRange) -> float | None:
        """The width of the columns in characters; None where they have several."""
        return _patiently(lambda: self._range(box).column_width)

    def visible_rows(self, box: CellRange) -> set[int]:
        """The rows that are not hidden. One call, whereas the member that is called `hidden` asks Windows row by row."""
        try:
            areas: Any = _patiently(lambda: self._range(box).get_special_cells("visible"))
        except XlflowError:
            raise
        except Exception:  # a Chinese Excel says so where nothing at all is visible, and xlwings knows the English words only
            return set(range(box.top, box.top + box.height)) if self.is_protected else set()  # Excel does not say for a protected one
        return {area.row - 1 + row for area in areas for row in range(area.shape[0])}

    def is_merged(self, box: CellRange) -> bool | None:
        """Whether the cells belong to merged ranges; None where some do."""
        return _patiently(lambda: self._range(box).merge_cells)

    def merged_around(self, box: CellRange) -> CellRange:
        """The merged range that a cell belongs to."""
        area = _patiently(lambda: self._range(box).merge_area)
        return CellRange(area.row - 1, area.column - 1, *area.shape)

    def put(self, box: CellRange, block: Block) -> None:
        """Writes values and formulas; a text that Excel would read as a number, a date or a formula needs the format `@` before."""
        self._write(box, "value", [list(row) for row in block])

    def set_format(self, box: CellRange, code: str) -> None:
        """Sets the number format."""
        self._write(box, "number_format", code)

    def set_colour(self, box: CellRange, colour: str | None) -> None:
        """Sets the fill, RRGGBB; None takes it away."""
        self._write(box, "color", None if colour is None else f"#{colour}")

    def set_wrapped(self, box: CellRange) -> None:
        """Breaks long texts into lines."""
        self._write(box, "wrap_text", True)

    def set_top(self, box: CellRange) -> None:
        """Puts texts at the upper edge of their cells."""
        self._write(box, "vertical_alignment", "top")

    def set_width(self, box: CellRange, characters: float) -> None:
        """Sets the width of the columns."""
        self._write(box, "column_width", characters)

    def set_font(self, box: CellRange, *, bold: bool | None = None, colour: str | None = None, size_pt: float | None = None) -> None:
        """Changes the letters."""
        font = self._range(box).font
        for name, value in (("bold", bold), ("color", None if colour is None else f"#{colour}"), ("size", size_pt)):
            if value is not None:
                self._book.has_changed = True
                _patiently(partial(setattr, font, name, value))

    def clear(self, box: CellRange) -> None:
        """Empties the cells and takes their looks away."""
        self._book.has_changed = True
        _patiently(self._range(box).clear)

    def _is_blank(self, box: CellRange) -> bool:
        return _patiently(lambda: native.is_blank(self._sheet.api, self._range(box).address))

    def _range(self, box: CellRange) -> xw.Range:
        return self._sheet.range((box.top + 1, box.left + 1), (box.top + box.height, box.left + box.width))

    def _write(self, box: CellRange, member: str, value: Any) -> None:
        self._book.has_changed = True
        _patiently(lambda: setattr(self._range(box), member, value))
