"""方案工作簿: a scheme as a workbook for a committee to edit, and the edited workbook as a scheme folder."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from msgspec import Struct

from xlflow.errors import OutputError, SchemeError
from xlflow.files.reading.reader import read_workbook
from xlflow.files.writing.file_names import shown_name
from xlflow.files.writing.save import save
from xlflow.jobs.running.children import in_child
from xlflow.jobs.running.progress_callback import silent
from xlflow.report.rule_names import TITLES
from xlflow.report.workbooks.scheme_sheets_book import scheme_book
from xlflow.schemes.book.cells import Cell, said
from xlflow.schemes.book.columns import HEAD_PAGE
from xlflow.schemes.book.difference import toml_text
from xlflow.schemes.book.edited_sheets import Grid, address
from xlflow.schemes.book.sheets import sheets
from xlflow.schemes.book.taking import called_from, origin_of, take
from xlflow.schemes.loading.sections import HEAD
from xlflow.schemes.shipped import SCHEME_FILE, find_folder, home, shipped_ids
from xlflow.tables.raw import RawSheet, RawWorkbook

_SUFFIX = ".xlsx"
_ORIGIN = next(column.header for column in HEAD if column.key == "extends")


class SchemeImport(Struct, frozen=True):
    """The scheme folder that was written; or, where the workbook has faults, these, and nothing was written."""

    folder: Path
    faults: tuple[str, ...]


def export_scheme(scheme: str | Path, output: Path) -> Path:
    """Writes a scheme as a workbook; gives its path. `OutputError` where something is there already."""
    if output.suffix.lower() != _SUFFIX:
        raise OutputError(f"{output} 的扩展名应是 {_SUFFIX}；请改写文件名。")
    if output.exists():
        raise OutputError(f"{output} 已经存在；请换一个文件名。")
    origin = origin_of(scheme, TITLES)
    head = {**origin.exported.head, "extends": called_from(output.resolve(), origin)}
    title = f"{origin.exported.head['title']}（方案工作簿）"
    return save(output, scheme_book(sheets(head, origin.exported.entries, origin.exported.words), title))


def import_scheme(book: Path, target: Path, *, overwrite: bool = False) -> SchemeImport:
    """Writes the scheme folder that a workbook describes. Only its `scheme.toml` is written; `overwrite` lets it replace one.

    `SchemeError` where the scheme that the workbook came from is not to be had, `OutputError` where the folder is not to be written.
    """
    _check_target(target, overwrite=overwrite)
    raw: RawWorkbook = in_child(read_workbook, book, progress=silent)
    grids = {sheet.name: _grid(sheet) for sheet in raw.sheets}
    faults = tuple(
        f"{address(sheet.name, *place)}：是错误值 {error}；请改正。" for sheet in raw.sheets for place, error in sheet.errors.items()
    )
    if faults:
        return SchemeImport(target, faults)
    taken = take(grids, origin_of(_origin(grids, book), TITLES), target, TITLES)
    if taken.faults:
        return SchemeImport(target, tuple(map(str, taken.faults)))
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{target} 写不进去（{error.strerror}）；请检查该位置是否存在、是否可写。") from error
    save(target / SCHEME_FILE, toml_text(taken.content).encode())
    return SchemeImport(target, ())


def _check_target(target: Path, *, overwrite: bool) -> None:
    if home().resolve() in target.resolve().parents:
        raise OutputError(f"{target} 是 xlflow 自带的方案；请换一个文件夹。")
    if target.exists() and not target.is_dir():
        raise OutputError(f"{target} 是文件；请换一个文件夹名。")
    if target.is_dir() and any(target.iterdir()) and not (overwrite and (target / SCHEME_FILE).is_file()):
        cure = "请换一个新文件夹名" if overwrite else "请换一个新文件夹名；要改写这个方案，请加 --overwrite"
        raise OutputError(f"{target} 已经存在；{cure}。")


def _grid(sheet: RawSheet) -> Grid:
    """The cells of a sheet by their place."""
    return {
        (sheet.top + row, sheet.left + column): _cell(value)
        for row, line in enumerate(sheet.rows)
        for column, value in enumerate(line)
        if value is not None and value != ""
    }


def _cell(value: object) -> Cell:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, str | int | float | date) else str(value)


def _folder_of(name: str, book: Path) -> Path:
    beside = book.resolve().parent / name
    is_elsewhere = name.startswith(("//", "\\\\"))  # asking another computer for a file would tell it who asks
    if not is_elsewhere and (beside / SCHEME_FILE).is_file():
        return find_folder(beside)
    if name in shipped_ids():
        return find_folder(home() / name)
    raise SchemeError(f"{shown_name(book.name)} 由方案“{name}”导出，从工作簿所在的位置找不到它；请把工作簿放回原处，或改写“{_ORIGIN}”。")


def _origin(grids: Mapping[str, Grid], book: Path) -> str | Path:
    """The scheme that the workbook says it came from: a shipped id, or a folder seen from where the workbook lies."""
    for (row, column), cell in grids.get(HEAD_PAGE.title, {}).items():
        if said(cell) == _ORIGIN and (name := said(grids[HEAD_PAGE.title].get((row, column + 1)))):
            return _folder_of(name, book)
    raise SchemeError(f"{shown_name(book.name)} 的《{HEAD_PAGE.title}》里没有“{_ORIGIN}”；请用 xlflow scheme export 导出的工作簿。")
