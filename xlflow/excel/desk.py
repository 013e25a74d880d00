"""The context of a click: the open workbook, today, progress in the status bar, and the guards before the first write."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path

from msgspec import Struct, field

from xlflow.errors import Cancelled, OutputError, XlflowError
from xlflow.excel.live_sheets import LiveApp, LiveBook
from xlflow.files.writing.file_names import free_path

MATERIAL, HANDED_IN, INBOX = "材料", "上报", "收件"
ROSTER, UNITS = "清单库.xlsx", "支部名单.xlsx"


def roster_near(folder: Path) -> Path | None:
    """清单库.xlsx in a folder or in the one above it."""
    return next((path for path in (folder / ROSTER, folder.parent / ROSTER) if path.is_file()), None)


def refuse_a_file(folder: Path) -> Path:
    """The folder, there or not; `OutputError` where a file has its name."""
    if folder.is_file():
        raise OutputError(f"{folder} 应是文件夹，现在是一个文件；请把它改名或移走，再点一次。")
    return folder


def is_asked(stop: Path | None) -> bool:
    """Whether the user asks to stop. Excel itself waits for the click to end, so the key is asked of the system."""
    return (stop is not None and stop.exists()) or _is_escape_pressed()


if sys.platform == "win32":
    import ctypes

    def _is_escape_pressed() -> bool:
        user = ctypes.windll.user32
        name = ctypes.create_unicode_buffer(32)
        user.GetClassNameW(user.GetForegroundWindow(), name, 32)
        return name.value == "XLMAIN" and bool(user.GetAsyncKeyState(0x1B) & 0x8001)

else:

    def _is_escape_pressed() -> bool:
        return False


BACKUP_FOLDER = "备份"
_TEXT_FILES = (".csv", ".txt", ".prn")
_QUIET = {"screen_updating": False, "enable_events": False, "display_alerts": False, "interactive": False, "calculation": "manual"}
_LAST = ("screen_updating", "interactive")
"""Restored after everything else, so that nothing flickers and nobody types in between."""


class ClickResult(Struct, frozen=True):
    """The text of the box at the end of a click. `is_grave`: there are errors, and somebody has to act."""

    text: str
    is_grave: bool = False
    folder: Path | None = None
    """A folder with results, which is shown after the box."""


class Desk(Struct):
    """The work of one click. `stop`: the file that asks it to end. `backup`: the copy that was kept before the first write."""

    book: LiveBook
    verb: str
    today: date
    stop: Path | None = None
    backup: Path | None = None
    others: list[Desk] = field(default_factory=list)
    """The same for other open workbooks that the click writes into."""

    def at(self, book: LiveBook) -> Desk:
        """The desk of another open workbook."""
        self.others.append(Desk(book, self.verb, self.today, self.stop))
        return self.others[-1]

    def file(self) -> Path:
        """Where the workbook lies; `XlflowError` where it lies nowhere, or only in the cloud."""
        text = self.book.path
        if "://" in text:
            raise XlflowError(f"{self.book.name}：这份工作簿存在网盘（OneDrive、SharePoint）上，本机没有文件；请先另存到本机的文件夹再点。")
        path = Path(text)
        if not path.is_absolute() or not path.suffix:
            raise XlflowError(f"{self.book.name}：这份工作簿还没有保存过；请先保存到一个文件夹再点。")
        return path

    def progress(self, done: int, total: int, what: str) -> None:
        """Shows the progress; raises `Cancelled` where the user asks to stop."""
        if is_asked(self.stop):
            raise Cancelled("已按要求停下。")
        if what:
            self.say(f"{what}（{done + 1}/{max(total, 1)}），按 Esc 停下")

    def say(self, text: str) -> None:
        """Shows a text in the status bar."""
        self.book.app.change("status_bar", f"推优 · {self.verb}：{text}")

    def prepare(self, sheets: Iterable[str], *, removes: str | None = None) -> None:
        """The guards before the first write into these sheets, then a copy of the workbook under 备份. Nothing was changed where it raises.

        A sheet that is not there is one to be added; `removes` is one to be taken away.
        A filter makes Excel write a block into the wrong rows; it is never taken off unasked.
        """
        path = self.file()
        if self.book.is_read_only:
            raise OutputError(f"{path.name}：以只读方式打开，写进去的保存不了；请关闭后以可编辑方式打开，或另存一份再点。")
        if path.suffix.lower() in _TEXT_FILES:
            raise OutputError(f"{path.name}：文本文件存不住标记和颜色；请在“文件”里另存为 .xlsx，再点一次。")
        wanted, there = tuple(dict.fromkeys(sheets)), self.book.sheet_names
        moved = [name for name in wanted if name not in there] + ([removes] if removes else [])
        if moved and self.book.has_fixed_sheets:
            raise OutputError(
                f"{path.name}：工作簿的结构有保护，或是共享工作簿，工作表“{moved[0]}”加不上、删不掉；"
                "请在“审阅”里撤销工作簿保护（共享的，停止共享）后再点。"
            )
        for name in (name for name in wanted if name in there):
            sheet = self.book.sheet(name)
            if sheet.is_protected:
                raise OutputError(f"工作表“{name}”有保护，写不进去；请在“审阅”里撤销工作表保护后再点。")
            if sheet.is_filtered:
                raise OutputError(f"工作表“{name}”正在筛选，写入会错行；请先在“数据”里清除筛选，再点一次。")
        self.progress(0, 1, "留备份")
        self.backup = self._kept(path)

    def _kept(self, path: Path) -> Path:
        folder = refuse_a_file(path.parent / BACKUP_FOLDER)
        copy = free_path(folder / f"{path.stem}-{datetime.now():%Y%m%d-%H%M%S}{path.suffix}", gap="-")
        try:
            folder.mkdir(exist_ok=True)
            self.book.save_copy(str(copy))
        except (OSError, OutputError) as error:
            raise OutputError(
                f"备份写不进 {folder}，没有动名单；请看所在文件夹还在不在、能不能写、路径是否太长（Excel 不超过 218 个字符）。"
            ) from error
        return copy


@contextmanager
def quiet(app: LiveApp) -> Iterator[None]:
    """Excel without flicker, events, recalculation and typing in between; put back as it was, whatever happens."""
    before = app.settings()
    try:
        for name, value in _QUIET.items():
            if name in before:
                app.change(name, value)
        yield
    finally:
        for name in (*(known for known in before if known not in _LAST), *_LAST):
            if name in before:
                with suppress(Exception):  # one that cannot be put back must not keep the others
                    app.change(name, before[name] if name != "status_bar" else before[name] or False)
