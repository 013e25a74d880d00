"""Edits of a finished workbook as values: cells, and a page to be added. Carried out by `edit_workbook`, or on a live sheet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum

from msgspec import Struct

from xlflow.tables.raw import Position

CellValue = str | float | int | bool | date | datetime | None


class Keep(Enum):
    """Leave the value that is there."""

    VALUE = "value"


class CellEdit(Struct, frozen=True):
    """The edit of a cell: its value (None empties it), its fill as RRGGBB, its number format; what is not given stays."""

    value: CellValue | Keep = Keep.VALUE
    fill: str | None = None
    number_format: str | None = None


class SheetEdits(Struct, frozen=True):
    """The edits of one sheet by row and column from 0."""

    sheet: str
    cells: Mapping[Position, CellEdit]


class Look(Struct, frozen=True):
    """How a cell of a page of ours looks. Colours are RRGGBB, sizes in points."""

    font: str = "宋体"
    size_pt: float = 10.5
    bold: bool = False
    underline: bool = False
    colour: str = "000000"
    fill: str = ""
    line: str = ""
    """The colour of the line around the cell; empty: none."""
    centred: bool = False
    top: bool = False
    """Whether the text stands at the top rather than in the middle."""


class PageCell(Struct, frozen=True):
    """A text or a number, and the place in the workbook that it leads to, such as `'名单'!F12`."""

    value: str | int
    look: Look
    link: str = ""


class PageRow(Struct, frozen=True):
    """Cells from the first column on; `is_line`: the first one goes over the width of the page. Height in points."""

    cells: tuple[PageCell, ...] = ()
    height_pt: float | None = None
    is_line: bool = False


class AddedPage(Struct, frozen=True):
    """A sheet: its name, the widths of its columns in characters, its rows; a new one has the row of headers on every page of paper."""

    sheet: str
    widths: tuple[float, ...]
    rows: tuple[PageRow, ...]
    header_row: int | None = None
