"""Edits of the jobs written into live sheets: blocks where cells lie together, text format before codes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from itertools import groupby

from xlflow.errors import OutputError
from xlflow.excel.live_sheets import LiveBook, LiveSheet
from xlflow.excel.native import CellRange
from xlflow.files.editing.cell_edits import CellEdit, CellValue, Keep, SheetEdits
from xlflow.tables.mark_columns import SheetMarks
from xlflow.tables.raw import Position, RawSheet, RawValue, RawWorkbook

_PLAIN_TEXT = re.compile(r"[^\d=+\-@'#.\s][^\d]*")
_TRUTH = ("true", "false")


def write_marks(book: LiveBook, raw: RawWorkbook, marks: Sequence[SheetMarks]) -> None:
    """The mark cells of every table, one block a table; 核实说明 between them is left alone where it holds a reason."""
    sheets = {sheet.name: sheet for sheet in raw.sheets}
    for own in marks:
        live = book.sheet(own.sheet)
        for box in _mark_blocks(own.cells, sheets[own.sheet]):
            live.put(box, _overlaid(sheets[own.sheet], own.cells, box))


def refuse_merged(book: LiveBook, raw: RawWorkbook, marks: Sequence[SheetMarks]) -> None:
    """`OutputError` where cells to be written are merged: a block written there would be lost in part."""
    sheets = {sheet.name: sheet for sheet in raw.sheets}
    for own in marks:
        for box in _mark_blocks(own.cells, sheets[own.sheet]):
            _refuse_merged(book.sheet(own.sheet), box)


def write_edits(book: LiveBook, edits: Sequence[SheetEdits]) -> None:
    """Cells that were filled; runs of a column are one block."""
    for own in edits:
        sheet = book.sheet(own.sheet)
        for box, cells in _runs(own.cells):
            code = cells[0].number_format or ("@" if any(map(_needs_text, cells)) else None)
            if code:
                sheet.set_format(box, code)
            sheet.put(box, [[_cell_value(cell)] for cell in cells])


def refuse_merged_edits(book: LiveBook, edits: Sequence[SheetEdits]) -> None:
    """As `refuse_merged`, for cells that are to be filled."""
    for own in edits:
        sheet = book.sheet(own.sheet)
        if sheet.is_merged(_around(own.cells)) is not False:
            for box, _ in _runs(own.cells):
                _refuse_merged(sheet, box)


def _refuse_merged(sheet: LiveSheet, box: CellRange) -> None:
    if sheet.is_merged(box) is not False:
        where = f"第{box.top + 1}到{box.top + box.height}行" if box.height > 1 else f"第{box.top + 1}行"
        raise OutputError(f"工作表“{sheet.name}”{where}有合并单元格，写入会丢内容；请先取消合并，每行填全，再点一次。")


def _mark_blocks(cells: Mapping[Position, object], raw: RawSheet) -> Iterator[CellRange]:
    """The rectangle around the mark cells where what lies between them is empty, else one a column."""
    columns = {column for _, column in cells}
    whole = _around(cells)
    between = [column for column in range(whole.left, whole.left + whole.width) if column not in columns]
    rows = range(whole.top, whole.top + whole.height)
    if all(_value(raw, row, column) in (None, "") and (row, column) not in raw.errors for row in rows for column in between):
        yield whole
        return
    for column in sorted(columns):
        own = [row for row, where in cells if where == column]
        yield CellRange(min(own), column, max(own) - min(own) + 1)


def _around(cells: Mapping[Position, object]) -> CellRange:
    """The smallest rectangle with all of the cells."""
    rows, columns = [row for row, _ in cells], [column for _, column in cells]
    return CellRange(min(rows), min(columns), max(rows) - min(rows) + 1, max(columns) - min(columns) + 1)


def _overlaid(raw: RawSheet, cells: Mapping[Position, str | None], box: CellRange) -> list[list[object]]:
    """What stands in the rectangle, with the cells that change."""
    rows, columns = range(box.top, box.top + box.height), range(box.left, box.left + box.width)
    return [[cells[row, column] if (row, column) in cells else _plain(_value(raw, row, column)) for column in columns] for row in rows]


def _value(raw: RawSheet, row: int, column: int) -> RawValue:
    r, c = row - raw.top, column - raw.left
    return raw.rows[r][c] if 0 <= r < len(raw.rows) and 0 <= c < len(raw.rows[r]) else None


def _plain(value: object) -> object:
    return None if value == "" else value


def _runs(cells: Mapping[Position, CellEdit]) -> Iterator[tuple[CellRange, list[CellEdit]]]:
    """Cells of one column and number format that lie below each other."""
    places = sorted(cells, key=lambda place: (place[1], place[0]))
    numbered = enumerate(places)
    for _, run in groupby(numbered, key=lambda pair: (pair[1][1], pair[1][0] - pair[0], cells[pair[1]].number_format)):
        own = [place for _, place in run]
        yield CellRange(own[0][0], own[0][1], len(own)), [cells[place] for place in own]


def reads_as_other(text: str) -> bool:
    """Whether Excel might take a text for a number, a date, a formula or a truth value: it begins as one, or holds a digit."""
    return _PLAIN_TEXT.fullmatch(text) is None or text.strip().casefold() in _TRUTH


def _needs_text(cell: CellEdit) -> bool:
    return isinstance(cell.value, str) and reads_as_other(cell.value)


def _cell_value(cell: CellEdit) -> CellValue:
    if isinstance(cell.value, Keep):
        raise TypeError("an edit without a value")
    if isinstance(cell.value, date) and not isinstance(cell.value, datetime):
        return datetime.combine(cell.value, time())
    return cell.value


def sheets_of(edits: Iterable[SheetEdits | SheetMarks]) -> list[str]:
    """The sheets that edits change."""
    return [own.sheet for own in edits]
