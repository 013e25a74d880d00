"""The rows of an edited sheet: found below their header or beside their label, each knowing where its cells are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from xlflow.schemes.book.cells import Cell, said
from xlflow.schemes.book.column import Column
from xlflow.schemes.book.words import plain
from xlflow.schemes.faults import near

Grid = Mapping[tuple[int, int], Cell]
"""The filled cells of a sheet by row and column, from 0."""
_HEADER_WITHIN = 10


class CellFault(Struct, frozen=True):
    """What is wrong in a cell (规则!D12), one sentence that also says the cure."""

    cell: str
    message: str

    def __str__(self) -> str:
        """The whole sentence, where first."""
        return f"{self.cell}：{self.message.rstrip('。')}。"


class Row(Struct):
    """A row of a sheet: its cells by key, and where they are."""

    sheet: str
    number: int
    cells: dict[str, Cell]
    columns: Mapping[str, int]
    code: str = ""

    def address(self, key: str) -> str:
        """The cell of a key; the first of the row where its column is not there."""
        return address(self.sheet, self.number, self.columns.get(key, min(self.columns.values())))


def address(sheet: str, row: int, column: int) -> str:
    """规则!D12 of row and column from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{sheet}!{letters}{row + 1}"


def _lines(grid: Grid) -> Iterator[tuple[int, dict[int, Cell]]]:
    """The rows that hold something, in order."""
    lines: dict[int, dict[int, Cell]] = {}
    for (row, column), cell in sorted(grid.items(), key=lambda item: item[0]):
        if said(cell):
            lines.setdefault(row, {})[column] = cell
    return iter(lines.items())


def table_rows(sheet: str, grid: Grid, columns: Sequence[Column], faults: list[CellFault]) -> list[Row] | None:
    """The rows below the header; None, and a fault, where there is no header."""
    headers = {plain(column.header): column.key for column in columns}
    places: dict[str, int] | None = None
    found: list[Row] = []
    for number, line in _lines(grid):
        if places is None:
            named = {place: plain(said(cell)) for place, cell in line.items()}
            if number >= _HEADER_WITHIN or sum(word in headers for word in named.values()) < min(2, len(headers)):
                continue
            places = {headers[word]: place for place, word in reversed(named.items()) if word in headers}
            for place, word in named.items():
                if word not in headers:
                    faults.append(
                        CellFault(address(sheet, number, place), f"不认识这一列“{word}”{near(word, headers)}；请改回原来的表头，或删去")
                    )
            continue
        cells = {key: line[place] for key, place in places.items() if place in line}
        if cells:
            found.append(Row(sheet, number, cells, places))
    if places is None:
        faults.append(CellFault(f"{sheet}!A1", f"找不到表头；第一行应是 {'、'.join(column.header for column in columns[:4])} 等"))
        return None
    return found


def fact_rows(sheet: str, grid: Grid, columns: Sequence[Column], faults: list[CellFault]) -> dict[str, Row]:
    """The lines of a sheet of facts by their label: the label, then the value beside it."""
    labels = {plain(column.header): column for column in columns}
    found: dict[str, Row] = {}
    for number, line in _lines(grid):
        place = next((place for place, cell in line.items() if plain(said(cell)) in labels), None)
        if place is not None:
            column = labels[plain(said(line[place]))]
            cells = {column.key: line[place + 1]} if place + 1 in line else {}
            found[column.header] = Row(sheet, number, cells, {column.key: place + 1})
        elif number and 0 in line:
            word = said(line[0])
            faults.append(CellFault(address(sheet, number, 0), f"不认识这一项“{word}”{near(word, labels)}；请改回原来的名字，或删去"))
    return found
