"""What a reader gives: cells with addresses, before anything is understood.

The way of the data starts here. A click in Excel makes the same `RawWorkbook` from the live sheets as the file reader does from
bytes, so nothing below this line knows where the cells came from.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from msgspec import Struct, field

RawValue = str | float | int | bool | date | datetime | time | timedelta | None
Position = tuple[int, int]
"""Row and column, both from 0, counted from A1 of the sheet."""


class RawSheet(Struct, frozen=True):
    """One worksheet: the used rectangle of values, and details of single cells.

    `rows[r][c]` is the cell at row `top + r`, column `left + c` (from 0); an empty cell is None or "". Numbers are float, also whole ones;
    a date cell is `date` or `datetime`. All positions in the other members count from A1.
    """

    name: str
    index: int
    rows: Sequence[Sequence[RawValue]]
    top: int = 0
    left: int = 0
    visible: bool = True
    merged: tuple[tuple[int, int, int, int], ...] = ()
    """Merged ranges: first row, first column, last row, last column."""
    hidden_rows: frozenset[int] = frozenset()
    errors: dict[Position, str] = field(default_factory=dict)
    """Cells that hold an error value, with its text (#N/A, #REF! …)."""
    formulas: dict[Position, bool] = field(default_factory=dict)
    """Cells that hold a formula; True where a value is stored with it."""
    month_cells: frozenset[Position] = frozenset()
    """Date cells on the 1st whose number format shows no day."""
    validated: tuple[tuple[int, int, int, int], ...] | None = None
    """Ranges with a data validation, as `merged`; known only of workbooks that carry a stamp of ours."""


class FormStamp(Struct, frozen=True):
    """What the veryHidden sheet `_xlflow` of our own workbooks says, as written by `new` and `merge`."""

    kind: str
    """`form`, `roster` or `screening`."""
    scheme: str
    scheme_version: str
    form_id: str = ""
    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """For each table the keys of the fields that a form was made with; in a roster of those that held something when it was written."""


class RawWorkbook(Struct, frozen=True):
    """A workbook as it was handed in.

    `file` is the name that findings show. `modified` is the date of the last change that the workbook states (docProps/core.xml),
    `file_modified` that of the file system.
    """

    file: str
    sha256: str
    sheets: tuple[RawSheet, ...]
    stamp: FormStamp | None = None
    modified: datetime | None = None
    file_modified: datetime | None = None
