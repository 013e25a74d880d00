"""The sheets of a zip package (.xlsx and kin, .xlsb, .ods): the fast reader, the second reader, and what both leave out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from xml.parsers import expat

from msgspec.structs import replace

from xlflow.errors import WorkbookError
from xlflow.files.reading import calamine_sheets, openpyxl_sheets
from xlflow.files.reading.archive import Archive
from xlflow.files.reading.month_formats import month_styles
from xlflow.files.reading.ods import ods_details
from xlflow.files.reading.read_limits import Limits
from xlflow.files.reading.workbook_package import STAMP_SHEET, local, modified_at, new_parser, require_workbook, sheet_parts
from xlflow.files.reading.xlsx_details import SheetDetails, UnusualSpelling, find_details, position_of, search_details
from xlflow.tables.raw import Position, RawSheet

Range = tuple[int, int, int, int]
"""First row, first column, last row, last column, from 0."""


def validated_ranges(part: bytes) -> tuple[Range, ...]:
    """The ranges with a validation; only what follows the cells is parsed."""
    if b"dataValidation" not in part:
        return ()
    found = _Found()
    parser = new_parser()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = found.start, found.end, found.text
    try:
        parser.Parse(_without_cells(part), True)
    except expat.ExpatError as error:
        raise WorkbookError("workbook-unreadable", "工作表内部 XML 有错") from error
    pairs = (reference.partition(":") for reference in " ".join(found.references).split())
    corners = ((position_of(first), position_of(last or first)) for first, _, last in pairs)
    return tuple((*first, *last) for first, last in corners if first and last)


def _without_cells(part: bytes) -> bytes:
    """The part without its rows, which are most of it; the whole part where they are not plain to see."""
    start, end = part.find(b"<sheetData>"), part.rfind(b"</sheetData>")
    return part[:start] + part[end + len(b"</sheetData>") :] if 0 <= start < end and b'encoding="UTF-16' not in part[:200] else part


class _Found:
    """The references of validations while a part is parsed."""

    def __init__(self) -> None:
        self.references: list[str] = []
        self._inside = False
        self._is_reference = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = local(name)
        if name == "dataValidation":
            self._inside = True
            self.references.append(attributes.get("sqref", ""))
        self._is_reference = self._inside and name == "sqref"

    def end(self, name: str) -> None:
        self._inside = self._inside and local(name) != "dataValidation"
        self._is_reference = False

    def text(self, text: str) -> None:
        if self._is_reference:
            self.references.append(text)


_STYLES = "xl/styles.xml"
_WORKSHEETS = "xl/worksheets/"
_VALUE_ENDS = (b"v>", b"t>", b"v\x00>", b"t\x00>")
_Part = Callable[[], Iterator[bytes]]


def read_sheets(data: bytes, limits: Limits) -> tuple[list[RawSheet], datetime | None]:
    """The worksheets and the date of the last change that the package states; raises `WorkbookError`."""
    archive = Archive(data, limits)
    require_workbook(archive)
    try:
        sheets = calamine_sheets.read_sheets(data, limits)
    except calamine_sheets.FastReaderError:
        return _read_again(data, archive, limits), modified_at(archive)
    if not any(sheet.rows for sheet in sheets) and _hold_values(archive):
        return _read_again(data, archive, limits), modified_at(archive)
    if found := ods_details(archive):
        return [with_detail(sheet, found[sheet.name]) if sheet.name in found else sheet for sheet in sheets], modified_at(archive)
    return _with_details(sheets, archive, _parts_of(sheets, archive), _search), modified_at(archive)


def _read_again(data: bytes, archive: Archive, limits: Limits) -> list[RawSheet]:
    """What the second reader makes of it."""
    parts = sheet_parts(archive)
    if not parts:
        raise WorkbookError("workbook-unreadable", "内容已损坏")
    return _with_details(openpyxl_sheets.read_sheets(data, archive, limits), archive, parts, _parse)


def _hold_values(archive: Archive) -> bool:
    return any(end in chunk for part in sheet_parts(archive).values() for chunk in archive.chunks(part) for end in _VALUE_ENDS)


def _parts_of(sheets: Sequence[RawSheet], archive: Archive) -> Mapping[str, str]:
    """Name of the sheet to its part; where there is but one of both, without asking the workbook."""
    parts = archive.names(_WORKSHEETS, ".xml")
    return {sheets[0].name: parts[0]} if len(sheets) == len(parts) == 1 else sheet_parts(archive)


def _search(part: _Part, styles: frozenset[str]) -> SheetDetails:
    try:
        return search_details(part(), styles)
    except UnusualSpelling:
        return _parse(part, styles)


def _parse(part: _Part, styles: frozenset[str]) -> SheetDetails:
    return find_details(part(), styles)


def _with_details(
    sheets: Sequence[RawSheet], archive: Archive, parts: Mapping[str, str], find: Callable[[_Part, frozenset[str]], SheetDetails]
) -> list[RawSheet]:
    months = month_styles(archive.read(_STYLES)) if _STYLES in archive else frozenset()
    detailed = [
        with_detail(sheet, find(partial(archive.chunks, parts[sheet.name]), months)) if sheet.name in parts and sheet.rows else sheet
        for sheet in sheets
    ]
    if not any(sheet.name == STAMP_SHEET for sheet in sheets):
        return detailed
    return [replace(s, validated=validated_ranges(archive.read(parts[s.name]))) if s.name in parts and s.rows else s for s in detailed]


def with_detail(sheet: RawSheet, found: SheetDetails) -> RawSheet:
    """The sheet with what was found besides its values."""
    return replace(
        sheet,
        merged=sheet.merged or tuple(found.merged),
        hidden_rows=frozenset(found.hidden_rows),
        errors=found.errors,
        formulas=found.formulas,
        month_cells=frozenset(position for position in found.styled if _is_first_of_month(sheet, position)),
    )


def _is_first_of_month(sheet: RawSheet, position: Position) -> bool:
    row, column = position[0] - sheet.top, position[1] - sheet.left
    if not (0 <= row < len(sheet.rows) and 0 <= column < len(sheet.rows[row])):
        return False
    value = sheet.rows[row][column]
    return isinstance(value, date) and value.day == 1
