"""What people typed into a result that is written anew on every run: their columns and cells, found again by a hidden key."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from xlflow.tables.raw import RawSheet, RawValue

_HEADER_WITHIN = 20
"""Rows from the top in which the header is looked for."""


class TypedRow(Struct, frozen=True):
    """A row as it stood: its keys, the cells of the columns of ours by header, and those of people in the order of their columns."""

    keys: tuple[str, ...]
    ours: dict[str, RawValue]
    theirs: tuple[RawValue, ...]


class Typed(Struct, frozen=True):
    """The columns that people have, and all rows that say something."""

    columns: tuple[str, ...] = ()
    rows: tuple[TypedRow, ...] = ()


class Kept:
    """Rows as they stood, each handed out once."""

    def __init__(self, typed: Typed) -> None:
        self.typed = typed
        self._by_key: dict[str, list[TypedRow]] = {}
        for row in typed.rows:
            for key in row.keys:
                self._by_key.setdefault(key, []).append(row)
        self._taken: set[int] = set()

    def take(self, keys: Iterable[str]) -> TypedRow | None:
        """The row of a person by the first key that leads to one."""
        for key in keys:
            for row in self._by_key.get(key, ()):
                if id(row) not in self._taken:
                    self._taken.add(id(row))
                    return row
        return None

    @property
    def left(self) -> list[TypedRow]:
        """The rows that nobody took."""
        return [row for row in self.typed.rows if id(row) not in self._taken]


def typed_in(sheet: RawSheet, ours: Sequence[str], key: str) -> Typed | None:
    """What stands on a sheet that was written with the columns `ours` and the hidden column `key`; None where that column is lost.

    Columns of people are all others that have a header or a cell with something in it.
    """
    found = next((n for n, row in enumerate(sheet.rows[:_HEADER_WITHIN]) if key in row), None)
    if found is None:
        return None
    header, lines = [_text(cell) for cell in sheet.rows[found]], sheet.rows[found + 1 :]
    own = {word: header.index(word) for word in (*ours, key) if word in header}
    width = max((len(line) for line in lines), default=0)
    places = [n for n in range(max(width, len(header))) if n not in own.values() and (_at(header, n) or any(_at(row, n) for row in lines))]
    rows = (
        TypedRow(
            tuple(_text(_at(line, own[key])).split()),
            {word: _at(line, place) for word, place in own.items() if word != key},
            tuple(_at(line, place) for place in places),
        )
        for line in lines
        if any(cell not in (None, "") for cell in line)
    )
    return Typed(tuple(_text(_at(header, place)) for place in places), tuple(rows))


def _at(line: Sequence[RawValue], place: int) -> RawValue:
    return line[place] if place < len(line) else None


def _text(cell: RawValue) -> str:
    return "" if cell is None else str(cell)
