"""A changed copy of a workbook: made of the very bytes that were understood, never over a file of other content."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from xlflow.domain.dates import Month
from xlflow.errors import OutputError, WorkbookError, XlflowError
from xlflow.files.editing.cell_edits import AddedPage, CellEdit, SheetEdits
from xlflow.files.editing.edit_workbook import edit_package, verify_package
from xlflow.files.writing.save import save
from xlflow.messages import sentence, unreadable
from xlflow.schemes.parts import Field, FieldType
from xlflow.tables.records import Value, plain

_DAY, _SHARE = "yyyy-mm-dd", "0.0%"


def cell_edit(field: Field, value: Value | None, *, is_form: bool) -> CellEdit:
    """The cell of a value: codes and texts as text, days as days, shares as shares, yes and no in words; None empties the cell.

    In a standard form a field that may lack the day is a text, as its column is.
    """
    if isinstance(value, bool):
        return CellEdit(_yes_no(value))
    if isinstance(value, Month) or (isinstance(value, date) and is_form and field.type is FieldType.DATE_OR_MONTH):
        return CellEdit(value.isoformat())
    if isinstance(value, date):
        return CellEdit(value, number_format=_DAY)
    if isinstance(value, int | float) and field.type is FieldType.PCT:
        return CellEdit(round(value / 100, 6), number_format=_SHARE)
    return CellEdit(value)


def in_words(field: Field, value: Value | None) -> str:
    """A value in a list of changes; an empty text for an empty cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _yes_no(value)
    if isinstance(value, int | float) and field.type is FieldType.PCT:
        return f"{value:.1f}%"
    return str(plain(value))


def _yes_no(value: bool) -> str:
    return "是" if value else "否"


def edited(file: Path, sha256: str, edits: Sequence[SheetEdits], page: AddedPage | None = None) -> bytes:
    """The workbook with its edits, opened again to be sure; its own bytes where nothing changes.

    `OutputError` where the file is no longer the one that was read, or an edit is not possible; `XlflowError` where it is no .xlsx.
    """
    return with_edits(file.name, read_unchanged(file, sha256), edits, page)


def with_edits(name: str, data: bytes, edits: Sequence[SheetEdits], page: AddedPage | None = None) -> bytes:
    """The bytes of a workbook with its edits, as `edited` gives them; errors call it `name`."""
    try:
        changed = edit_package(data, edits, page)
        if changed != data:
            verify_package(changed, data)
    except WorkbookError as error:
        raise XlflowError(sentence(unreadable(name, error))) from error
    except OutputError as error:
        raise OutputError(f"{name}：{error}") from error
    return changed


def read_unchanged(file: Path, sha256: str) -> bytes:
    """The bytes of a file; `OutputError` where they are no longer those that were read."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise OutputError(f"{file}: 无法再次读取；请确认没有被移动或占用后重试。") from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise OutputError(f"{file}: 读取之后又被改动，没有写入；请保存并关闭后重试。")
    return data


def save_beside(target: Path, content: bytes) -> Path:
    """Writes a file that is not there yet; one of the same content is fine, another one is never overwritten (`OutputError`)."""
    try:
        there = target.read_bytes() if target.exists() else None
    except OSError as error:
        raise OutputError(f"{target} 已经存在而且打不开，没有写入；请换一个文件名或文件夹。") from error
    if there is None:
        return save(target, content)
    if there != content:
        raise OutputError(f"{target} 已经存在，内容不同，没有覆盖；请先把它移走或改名再做一次，或换一个文件夹。")
    return target


def lock_of(path: Path) -> Path | None:
    """The file by which Excel, WPS or LibreOffice say that they have a workbook open."""
    locks = (path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#"))
    return next((lock for lock in locks if lock.exists()), None)


def in_use(name: str, lock: Path) -> str:
    """Why an open workbook is not written: what its office program saves later would undo it."""
    return f"{name}：正在 Excel、WPS 或 LibreOffice 中打开，没有写入；请保存并关闭后重试（确已关闭的，删去同一文件夹中的 {lock.name}）。"


def refuse_open(path: Path) -> None:
    """`OutputError` with the cure where an office program has a workbook open: what that program saves later would undo the write."""
    if lock := lock_of(path):
        raise OutputError(in_use(path.name, lock))
