"""Finding the header of a table by its content.

A header has up to three rows: groups above, names below, merged cells between them. It may start at any row and column. The deepest
row decides; a column's text is looked up as its whole path (推优大会 + 时间) before the lowest part alone (时间).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from msgspec import Struct

from xlflow.tables.finding.column_words import ColumnWords
from xlflow.tables.raw import Position, RawSheet, RawValue

DEEPEST = 3
LEAST_KNOWN = 3
_LONGEST_HEADER = 60
_SEARCH_ROWS = 60
DAY_PARTS = ("年", "月", "日")
"""Columns below the name of a day over which it is spread; the first of them is its column."""


class HeaderCell(Struct, frozen=True):
    """One column of a header: its column (from 0), its texts from the top down, the field it names."""

    column: int
    texts: tuple[str, ...]
    key: str | None
    is_own: bool = False
    """Whether the header is the label or term of the field, no mere alias."""

    @property
    def text(self) -> str:
        """The header as people would read it aloud."""
        return self.texts[-1] if self.key or len(self.texts) == 1 else "".join(self.texts)


class Header(Struct, frozen=True, dict=True):
    """A header found on a sheet: first and last row (from 0) and its columns from left to right."""

    first: int
    last: int
    cells: tuple[HeaderCell, ...]
    span: range | None = None
    """The columns that belong to it, where another list stands beside it."""

    @cached_property
    def known(self) -> dict[str, HeaderCell]:
        """The columns by field; of two with one meaning the one that bears the field's own name, else the first."""
        found: dict[str, HeaderCell] = {}
        for cell in self.cells:
            if cell.key is not None and (cell.key not in found or (cell.is_own and not found[cell.key].is_own)):
                found[cell.key] = cell
        return found

    @property
    def clear(self) -> int:
        """How many fields are named, less the columns that name one again."""
        return 2 * len(self.known) - sum(cell.key is not None for cell in self.cells)


class Grid:
    """A sheet addressed from A1, merged cells looked up at their anchor."""

    def __init__(self, sheet: RawSheet) -> None:
        self.sheet = sheet
        self.bottom = sheet.top + len(sheet.rows)
        self.right = sheet.left + max((len(row) for row in sheet.rows), default=0)
        self.anchors = _anchors(sheet)
        self.joined = frozenset(row for top, _, bottom, _ in sheet.merged if bottom - top < DEEPEST for row in range(top + 1, bottom + 1))
        """Rows that a merged range no taller than a header joins to the row above."""
        self._texts: dict[int, tuple[str, ...]] = {}

    def value(self, row: int, column: int) -> RawValue:
        """The cell itself, not that of a merged range around it."""
        r, c = row - self.sheet.top, column - self.sheet.left
        if r < 0 or c < 0 or r >= len(self.sheet.rows):
            return None
        cells = self.sheet.rows[r]
        return cells[c] if c < len(cells) else None

    def text(self, row: int, column: int) -> str:
        """The text of a header cell, of its merged range where it is in one; empty for numbers, dates and long texts."""
        value = self.value(*self.anchors.get((row, column), (row, column)))
        return value.strip() if isinstance(value, str) and len(value) <= _LONGEST_HEADER else ""

    def texts(self, row: int) -> tuple[str, ...]:
        """The texts of a row from the left edge to the right, as `text` gives them."""
        if row not in self._texts:
            self._texts[row] = tuple(self.text(row, column) for column in range(self.sheet.left, self.right))
        return self._texts[row]


def _anchors(sheet: RawSheet) -> dict[Position, Position]:
    """The anchor of every cell of small merged ranges; one over a whole sheet would only cost memory and holds no header."""
    anchors: dict[Position, Position] = {}
    for top, left, bottom, right in sheet.merged:
        if (bottom - top + 1) * (right - left + 1) <= 100_000:
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    anchors[row, column] = (top, left)
    return anchors


def find_headers(grid: Grid, vocabulary: ColumnWords, least: int = LEAST_KNOWN, must: str | None = "name") -> list[Header]:
    """All headers of a table on a sheet, from the top down. `must` is the field that a header cannot do without.

    From a form about one person on there is none: below it stands the family, not a list.
    """
    found: list[Header] = []
    row = top = grid.sheet.top
    while row < grid.bottom:
        header = (
            _header_around(grid, vocabulary, top, row, least, must) if _may_be_header(grid, vocabulary, row, must, bool(found)) else None
        )
        if header and _is_card(grid, vocabulary, header):
            break
        row, top = (header.last + 1, header.last + 1) if header else (row + 1, top)
        found += _side_by_side(header, grid.right, must) if header else []
    return found


def _side_by_side(header: Header, right: int, must: str | None) -> list[Header]:
    """The headers of lists that stand side by side in one row: each begins with the same column and repeats at least three."""
    repeated = {cell.key for cell in header.cells if cell.key and header.known[cell.key].column != cell.column}
    if must not in repeated or len(repeated) < LEAST_KNOWN:
        return [header]
    opening = next(cell.key for cell in header.cells if cell.key in repeated)
    starts = [cell.column for cell in header.cells if cell.key == opening]
    ends = [*starts[1:], right]
    spans = [range(start if number else header.cells[0].column, end) for number, (start, end) in enumerate(zip(starts, ends, strict=True))]
    parts = [Header(header.first, header.last, tuple(cell for cell in header.cells if cell.column in span), span) for span in spans]
    whole = all(must in part.known and len(part.known.keys() & repeated) >= LEAST_KNOWN for part in parts)
    return parts if whole else [header]


def _may_be_header(grid: Grid, vocabulary: ColumnWords, row: int, must: str | None, found: bool) -> bool:
    """A cheap look before the costly one: whether the row names the field that must be there, or else any two fields.

    Below the first header, or far down, only a row with a short text that says 名 or 称 is looked at.
    """
    cells = grid.sheet.rows[row - grid.sheet.top]
    if not any(cells):
        return False
    if found or row - grid.sheet.top >= _SEARCH_ROWS:
        said = "".join([cell for cell in cells if type(cell) is str and len(cell) <= _LONGEST_HEADER])
        if "名" not in said and "称" not in said:
            return False
    keys = {vocabulary.find(text) for text in grid.texts(row) if text} - {None}
    return must in keys if must is not None else len(keys) > 1


def _header_around(grid: Grid, vocabulary: ColumnWords, top: int, row: int, least: int, must: str | None) -> Header | None:
    """The best header that goes through a row and begins no higher than `top`: the one that names most fields, the shallowest of equals.

    A field that is named twice counts once less: below the groups that a longer header has, the names of parents are those of parents.
    One that would cut a merged cell in two is none, where there is another: a group above (家长) is part of what a column is called.
    """
    spans = [
        (first, last) for first in range(max(top, row - DEEPEST + 1), row + 1) for last in range(row, min(first + DEEPEST, grid.bottom))
    ]
    uncut = [(first, last) for first, last in spans if first not in grid.joined and last + 1 not in grid.joined]
    for some in (uncut, spans):
        headers = (Header(first, last, tuple(_cells(grid, vocabulary, first, last))) for first, last in some)
        enough = [header for header in headers if len(header.known) >= least and (must is None or must in header.known)]
        if enough:
            return max(enough, key=lambda header: (header.clear, header.first - header.last, -header.first))
    return None


def _is_card(grid: Grid, vocabulary: ColumnWords, header: Header) -> bool:
    """Whether labels stand before their values, as in a form about one person: below two or more of them stands another label."""
    for row in range(header.last + 1, grid.bottom):
        if any(grid.texts(row)):
            below = ((cell.key, vocabulary.find(grid.text(row, cell.column))) for cell in header.known.values())
            return sum(label is not None and label != key for key, label in below) > 1
    return False


def _cells(grid: Grid, vocabulary: ColumnWords, first: int, last: int) -> Iterator[HeaderCell]:
    previous: tuple[str, ...] = ()
    levels = [grid.texts(row) for row in range(first, last + 1)]
    for offset, texts in enumerate(zip(*levels, strict=True)):
        column = grid.sheet.left + offset
        inherited = _inherit(texts, previous, tuple((row, column) in grid.anchors for row in range(first, last)))
        previous = inherited
        if grid.anchors and _is_no_column(grid, first, last, column):
            continue
        path = tuple(_distinct(inherited))
        if path and any(texts):
            if len(path) > 1 and path[-1] in DAY_PARTS and vocabulary.find_path(path[:-1]) in vocabulary.days:
                if path[-1] != DAY_PARTS[0]:
                    continue
                path = path[:-1]
            key = vocabulary.find_path(path)
            yield HeaderCell(column, path, key, key is not None and vocabulary.is_own(path[-1]))


def _is_no_column(grid: Grid, first: int, last: int, column: int) -> bool:
    """Whether merged cells make the column a part of the one on its left, or of a title down the side."""
    return all(_is_continued(grid, row, column) for row in range(first, last + 1)) or _goes_on_below(grid, last, column)


def _goes_on_below(grid: Grid, last: int, column: int) -> bool:
    """Whether a merged cell goes on beside the rows of the list: its title, written downwards."""
    anchor = grid.anchors.get((last, column))
    return anchor is not None and anchor == grid.anchors.get((last + 1, column)) == grid.anchors.get((last + DEEPEST, column))


def _is_continued(grid: Grid, row: int, column: int) -> bool:
    """Whether a cell is in one merged range with the cell on its left: one name over two columns."""
    anchor = grid.anchors.get((row, column))
    return anchor is not None and anchor == grid.anchors.get((row, column - 1))


def _inherit(texts: tuple[str, ...], previous: Sequence[str], merged: Sequence[bool]) -> tuple[str, ...]:
    """Where a reader gives no merged ranges, an empty group cell above a name belongs to the group on its left.

    That goes for each level in turn: a group below another one only as far as the one above it reaches.
    """
    if not previous or not texts[-1]:
        return texts
    reached = list(texts)
    for level, is_merged in enumerate(merged):
        if reached[:level] != list(previous[:level]):
            break
        if not is_merged and not reached[level] and previous[level] and previous[-1] != previous[level] and (level == 0 or previous[-1]):
            reached[level] = previous[level]
    return tuple(reached)


def _distinct(texts: Sequence[str]) -> Iterator[str]:
    """The texts that are there, a merged cell once."""
    last = ""
    for text in texts:
        if text and text != last:
            yield text
            last = text
