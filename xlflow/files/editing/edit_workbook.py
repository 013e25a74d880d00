"""Edits a finished .xlsx or .xlsm in place: cells of its sheets, and one page of ours.

Everything that is not edited (pictures, charts, text boxes, macros, the user's formats) is byte for byte what it was. The same edits
once more change nothing and give back the very same bytes.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from datetime import date
from xml.parsers import expat

from xlflow.errors import OutputError, WorkbookError
from xlflow.files.editing.cell_edits import AddedPage, Keep, SheetEdits
from xlflow.files.editing.container import rewrite
from xlflow.files.editing.package_parts import PackageParts
from xlflow.files.editing.page_part import new_part, replaced_part
from xlflow.files.editing.sheet_part import edit_sheet
from xlflow.files.editing.spans import normal
from xlflow.files.editing.styles_part import StylesPart
from xlflow.files.reading import calamine_sheets, openpyxl_sheets
from xlflow.files.reading.archive import Archive
from xlflow.files.reading.read_limits import LIMITS, Limits
from xlflow.files.reading.workbook_package import new_parser

_UNFIT = "写好的文件未通过检查，原文件未动；请把该文件和所用的命令反馈给我们。"
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)


def edit_package(data: bytes, edits: Sequence[SheetEdits], page: AddedPage | None = None, limits: Limits = LIMITS) -> bytes:
    """The workbook with the edits, and with `page` in place of the sheet of its name, or behind all others.

    Raises `WorkbookError` for what is no such workbook, `OutputError` where an edit is not possible (a sheet that is not there, one cell of
    an array formula). `data` itself where nothing changes.
    """
    archive = Archive(data, limits)
    book = PackageParts(archive)
    if not book.sheets:
        raise WorkbookError("workbook-unreadable", "不是 .xlsx 或 .xlsm 工作簿")
    styles_part = book.styles_part()
    styles = StylesPart(book.read(styles_part))
    epoch = _EPOCH_1904 if book.counts_from_1904 else _EPOCH
    lost = [_edit(book, own, styles, epoch) for own in edits if own.cells]
    if page is not None:
        _put_page(book, page, styles)
    book.write(styles_part, styles.to_bytes())
    if any(lost):
        book.drop_calculation_chain()
    sets_values = any(edit.value is not Keep.VALUE for own in edits for edit in own.cells.values())
    if book.changed and sets_values and not book.recalculates and book.has_formulas:
        book.recalculate()
    if not book.changed:
        return data
    try:
        return rewrite(data, book.changed, book.dropped)
    except (ValueError, zipfile.BadZipFile) as error:
        raise WorkbookError("workbook-unreadable", "压缩包结构已损坏") from error


def write_page(data: bytes, page: AddedPage) -> bytes:
    """The workbook with `page` in place of the sheet of its name, or behind all others."""
    return edit_package(data, (), page)


def _edit(book: PackageParts, edits: SheetEdits, styles: StylesPart, epoch: date) -> bool:
    """Edit one sheet; whether a formula was overwritten."""
    part = book.sheets.get(edits.sheet)
    if part is None:
        raise OutputError(f"工作簿里没有“{edits.sheet}”工作表，无法写入；请核对工作表名。")
    edited = edit_sheet(normal(book.read(part)), edits.cells, styles, epoch)
    book.write(part, edited.part)
    return edited.lost_formula


def _put_page(book: PackageParts, page: AddedPage, styles: StylesPart) -> None:
    part = book.sheets.get(page.sheet)
    if part is None:
        book.add_sheet(page.sheet, new_part(page, styles, book.namespace))
        if page.header_row is not None:
            book.repeat_on_paper(page.sheet, page.header_row)
    else:
        book.write(part, replaced_part(book.read(part), page, styles))


def verify_package(data: bytes, old: bytes) -> None:
    """Parse every part that an edit changed and open the whole with both readers; raises `OutputError` where one of them fails.

    A reader that cannot open the workbook as it was says nothing about the edit.
    """
    try:
        _parse_changed(data, old)
    except (expat.ExpatError, zipfile.BadZipFile, zlib.error, WorkbookError) as error:
        raise OutputError(_UNFIT) from error
    for opens in (calamine_sheets.opens, openpyxl_sheets.opens):
        if not opens(data) and opens(old):
            raise OutputError(_UNFIT)


def _parse_changed(data: bytes, old: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as new, zipfile.ZipFile(io.BytesIO(old)) as before:
        known: Mapping[str, int] = {member.filename: member.CRC for member in before.infolist()}
        for member in new.infolist():
            if known.get(member.filename) != member.CRC:
                new_parser().Parse(new.read(member), True)
