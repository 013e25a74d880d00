"""Findings about the form of a workbook: headers, hidden rows, sheets and columns that were changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from msgspec import Struct

from xlflow.domain import identity
from xlflow.findings import Finding, Place
from xlflow.messages import finding, some_of
from xlflow.schemes.parts import FieldType
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.table_roles import NOMINEES
from xlflow.tables.cells.cell_text import bare, code_text
from xlflow.tables.finding.column_words import ColumnWords, column_words, is_serial
from xlflow.tables.finding.header import Grid, HeaderCell
from xlflow.tables.finding.locate import Located, sheet_names_people
from xlflow.tables.mark_columns import MARK_LABELS
from xlflow.tables.raw import FormStamp, RawSheet, RawWorkbook
from xlflow.tables.records import TableReading, WorkbookReading
from xlflow.tables.rows.row_kinds import is_blank

_NAMED = 6


def lost_validations(file: str, grid: Grid, table: TableReading, scheme: Scheme, stamp: FormStamp) -> Iterator[Finding]:
    """One finding of a sheet, with the columns in which a filled cell has no validation any more. Every column of a form has one.

    Told only where the reader knows them; references have a validation only where their table is part of the form.
    """
    ranges = grid.sheet.validated
    if ranges is None:
        return
    header, lost = table.header, list[str]()
    rows = [record.row - 1 for record in table.records] or [0]
    first, last = min(rows), max(rows)
    for field in scheme.fields[header.table]:
        column = header.columns.get(field.key, 0) - 1
        if field.type is FieldType.REF or field.key in MARK_LABELS or field.key not in stamp.columns.get(header.table, ()) or column < 0:
            continue
        spans = [(top, bottom) for top, left, bottom, right in ranges if left <= column <= right]
        if any(top <= first and last <= bottom for top, bottom in spans):  # as in every form that nobody pasted into
            continue
        filled = [record.row - 1 for record in table.records if field.key in record.values or field.key in record.unread]
        end = max((bottom for _, bottom in spans), default=None)  # some programs cut the ranges far below the list
        if any((end is None or row <= end) and not any(top <= row <= bottom for top, bottom in spans) for row in filled):
            lost.append(field.label)
    if lost:
        named = "".join(f"“{label}”" for label in lost[:_NAMED]) + (f"等 {len(lost)} 列" if len(lost) > _NAMED else "列")
        place = Place(file, header.sheet, header.rows[1], sheet_index=header.sheet_index)
        yield finding("form-altered", place, got=f"{named}有格子的下拉和填写限制因粘贴而丢失")


_LABELS = 4
_UPPER_ROWS = 80
_NEARLY_ALL = 0.8


class FormShape(Struct, frozen=True):
    """What a sheet is instead of a list, and what to do about it."""

    message: str
    fix: str


EMPTY = FormShape("表中没有文字（空表，或内容是图片）", "请把名单按行录入：第一行写列名，以下每人一行，列名照标准表单")
CARD = FormShape("像是一人一张的登记表，不是名单", "请另做一份名单：第一行写列名，以下每人一行，列名照标准表单（xlflow new 可建）")
ON_ITS_SIDE = FormShape("表是横过来的：列名竖着排，每人占一列", "请复制全表，用“选择性粘贴—转置”贴到新的工作表，使第一行是列名，每人一行")
IN_ONE_COLUMN = FormShape("各项内容挤在同一列里", "请选中这一列，用“数据—分列”把各项分到各列，使第一行是列名，每人一行")


def shape_of(sheets: Iterable[RawSheet], words: ColumnWords) -> FormShape | None:
    """The shape that explains why none of the sheets is read; None where none does."""
    grids = [Grid(sheet) for sheet in sheets]
    if all(is_blank(cell) for grid in grids for row in grid.sheet.rows for cell in row):
        return EMPTY
    return next((shape for grid in grids if (shape := _shape(grid, words))), None)


def _shape(grid: Grid, words: ColumnWords) -> FormShape | None:
    labels: dict[tuple[int, int], str] = {}
    for row in range(grid.sheet.top, min(grid.bottom, grid.sheet.top + _UPPER_ROWS)):
        for column in range(grid.sheet.left, grid.right):
            value = grid.value(row, column)
            if not isinstance(value, str):
                continue
            if len({key for part in re.split(r"[\s,，;；、|]+", value) if (key := words.find(part))}) >= _LABELS:
                return IN_ONE_COLUMN
            if key := words.find(value):
                labels[row, column] = key
    if "name" not in labels.values() or len(set(labels.values())) < _LABELS:
        return None
    [(column, count)] = Counter(column for _, column in labels).most_common(1)
    people = next((_filled_beside(grid, row, column) for (row, c), key in labels.items() if (c, key) == (column, "name")), 0)
    return ON_ITS_SIDE if people > 1 and count >= _LABELS and count >= _NEARLY_ALL * len(labels) else CARD


def _filled_beside(grid: Grid, row: int, column: int) -> int:
    return sum(not is_blank(grid.value(row, other)) for other in range(column + 1, grid.right))


_TOOL_HEADERS = frozenset({*MARK_LABELS.values(), "标记"})
_FEW_ROWS = 5


def header_faults(file: str, located: Located, scheme: Scheme, stamp: FormStamp | None, taken: Collection[int]) -> Iterator[Finding]:
    """Two columns of one meaning, headers close to a known one, and the columns that the scheme does not know.

    `taken`: columns (from 0) that were read without being one field's own.
    """
    if located.header is None:
        return
    known, words = located.header.known, column_words(scheme, located.table.key)
    unknown: list[str] = []
    for cell in located.header.cells:
        if cell.key is not None:
            if cell.key != "seq" and (first := known[cell.key]).column != cell.column:
                yield finding("column-duplicate", _header_place(file, located, cell), got=cell.text, other=first.text)
        elif not is_serial(cell.texts[-1]) and bare(cell.text) not in _TOOL_HEADERS:
            if cell.column in taken:
                continue
            near = words.near(cell.texts[-1], known)
            if near is None:
                unknown.append(cell.text)
            else:
                yield finding("header-similar", _header_place(file, located, cell), got=cell.text, expected=words.labels[near])
    if unknown and (stamp is None or stamp.kind == "form"):
        yield finding("column-unknown", _header_place(file, located, None), got="、".join(unknown))


def _header_place(file: str, located: Located, cell: HeaderCell | None) -> Place:
    sheet, header = located.grid.sheet, located.header
    row = header.last + 1 if header else None
    return Place(file, sheet.name, row, cell.column + 1 if cell else None, cell.key if cell else None, None, sheet.index)


def sample_sheet(file: str, located: Located) -> Finding:
    """A sheet whose name says that it shows how to fill in a list, beside the real one."""
    sheet = located.grid.sheet
    return finding("sample-row-skipped", Place(file, sheet.name, sheet_index=sheet.index), got=sheet.name)


def hidden_rows(file: str, located: Located, *, is_form: bool) -> Iterator[Finding]:
    """Hidden rows that hold something, or a hidden sheet of a foreign workbook, as one finding of the sheet."""
    grid, header = located.grid, located.header
    if header is None:
        return
    if not grid.sheet.visible and not is_form:
        place = Place(file, grid.sheet.name, sheet_index=grid.sheet.index)
        yield finding("rows-hidden", place, got="整张工作表", count=located.end - header.last - 1)
        return
    if not grid.sheet.hidden_rows:
        return
    columns = range(grid.sheet.left, grid.right)
    inside = (row for row in sorted(grid.sheet.hidden_rows) if header.last < row < located.end)
    hidden = [row for row in inside if any(grid.value(row, column) not in (None, "") for column in columns)]
    if hidden:
        rows = some_of([f"第{row + 1}行" for row in hidden], _FEW_ROWS)
        yield finding("rows-hidden", Place(file, grid.sheet.name, sheet_index=grid.sheet.index), got=rows, count=len(hidden))


def _holds_people(sheet: RawSheet) -> bool:
    """Whether a sheet holds an ID number: people who would be lost without a word where it has no header."""
    return any(isinstance(cell, str) and identity.has_id_form(code_text(cell)) for row in sheet.rows for cell in row)


def _is_newer(version: str, known: str) -> bool:
    """Whether a version such as 2019.1 is past another; what is none is not."""
    parts = [[int(part) for part in text.split(".") if part.isdecimal()] for text in (version, known)]
    return parts[0] > parts[1]


def workbook_faults(reading: WorkbookReading, raw: RawWorkbook, scheme: Scheme) -> Iterator[Finding]:
    """A foreign workbook without any list; a form of ours without one of its sheets."""
    found = {table.header.table for table in reading.tables}
    if raw.stamp is None and not found:
        shape = shape_of(raw.sheets, column_words(scheme, NOMINEES)) if NOMINEES in scheme.tables else None
        yield finding("header-not-found", Place(reading.file), message=shape.message if shape else "", fix=shape.fix if shape else "")
    elif raw.stamp is None:
        named = {table.header.sheet for table in reading.tables}
        for sheet in raw.sheets:
            if sheet.visible and sheet.name not in named and _holds_people(sheet) and not sheet_names_people(sheet, scheme):
                yield finding("header-not-found", Place(reading.file, sheet.name, sheet_index=sheet.index))
    if not reading.is_standard_form:
        return
    if reading.stamp is not None and _is_newer(reading.stamp.scheme_version, scheme.version):
        version = reading.stamp.scheme_version
        message = f"表单按方案版本 {version} 制作，比这里的 {scheme.version} 新：新增的列没有读取"
        yield finding("form-altered", Place(reading.file), got=version, message=message, fix="请先换用新版本的方案，再校验这份表单")
    names = {bare(sheet.name) for sheet in raw.sheets}
    for table in scheme.tables.values():
        if table.shown and not table.roster_only and table.key not in found:
            if bare(table.sheet) in names:
                yield finding("header-not-found", Place(reading.file, table.sheet))
            else:
                yield finding("sheet-missing", Place(reading.file), expected=table.sheet)


def alterations(file: str, located: Located, scheme: Scheme, stamp: FormStamp) -> Iterator[Finding]:
    """What was changed in a standard form: the name of a sheet, the text of a header, a column that the branch need not fill.

    A lost column that has to be filled is a column-missing.
    """
    sheet, table = located.grid.sheet, located.table
    if located.is_renamed:
        yield finding("form-altered", Place(file, sheet.name, sheet_index=sheet.index), got=f"工作表“{table.sheet}”成了“{sheet.name}”")
    if located.header is None:
        return
    known = located.header.known
    for field in scheme.fields[table.key]:
        cell = known.get(field.key)
        if cell is not None and bare(cell.texts[-1]) != bare(field.label):
            yield finding("form-altered", _header_place(file, located, cell), got=f"列名“{field.label}”成了“{cell.texts[-1]}”")
    made_with = stamp.columns.get(table.key, ())
    lost = [f.label for f in scheme.fields[table.key] if f.key in made_with and f.key not in known and f.required is False]
    if lost:
        yield finding("form-altered", _header_place(file, located, None), got=f"少了“{'”“'.join(lost)}”列")
