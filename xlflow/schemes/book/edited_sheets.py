"""The sheets of an edited workbook back to what a scheme says, each key knowing the cell that said it.

A cell that still says what was exported means what it meant, to the letter; only cells that were changed are read. A sheet or a column
that is gone changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from xlflow.schemes.book.cells import Cell, read, said, shown
from xlflow.schemes.book.columns import COLUMNS, GUIDE, HEAD_PAGE, KNOWN, PAGES
from xlflow.schemes.book.sheets import dated, entry_label
from xlflow.schemes.book.words import Entries, Vocabulary, Words, plain, settled, vocabulary
from xlflow.schemes.faults import near
from xlflow.schemes.loading.layers import Name
from xlflow.schemes.loading.sections import EVER, GRAMMAR, HEAD, default_term
from xlflow.schemes.loading.toml_values import KEY
from xlflow.schemes.scheme_keys import Key, KeyKind

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


def table_rows(sheet: str, grid: Grid, columns: Sequence[Key], faults: list[CellFault]) -> list[Row] | None:
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


def fact_rows(sheet: str, grid: Grid, columns: Sequence[Key], faults: list[CellFault]) -> dict[str, Row]:
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


_OWN = "own_"
"""What the keys begin with that are given to new entries."""


class Edited(Struct):
    """What the workbook says, and where."""

    head: dict[str, Any] = field(default_factory=dict)
    entries: dict[str, dict[Name, dict[str, Any]]] = field(default_factory=dict)
    cells: dict[tuple[str, Name, str], str] = field(default_factory=dict)
    """For each key of each entry its cell; of the key "" the first cell of the row."""
    faults: list[CellFault] = field(default_factory=list)
    known: dict[str, dict[Name, Mapping[str, Any]]] = field(default_factory=dict)
    """The entries with which the workbook began."""


class Exported(Struct, frozen=True):
    """The scheme that the workbook was made of: its head, its entries and their words."""

    head: Mapping[str, Any]
    entries: Entries
    words: Vocabulary


def read_book(book: Mapping[str, Grid], exported: Exported, findings: Mapping[str, str]) -> Edited:
    """What an edited workbook says; `book` are its sheets by name."""
    edited = Edited()
    known = {plain(page.title) for page in PAGES} | {HEAD_PAGE.title, GUIDE, KNOWN}
    for name in book:
        if plain(name) not in known:
            edited.faults.append(CellFault(f"{name}!A1", f"不认识工作表“{name}”{near(name, known)}；请改回原来的名字，或删去"))
    grids = {plain(name): (name, grid) for name, grid in book.items()}
    rows: dict[str, list[Row] | None] = {}
    facts: dict[str, dict[str, Row]] = {}
    for page in PAGES:
        found = grids.get(plain(page.title))
        if len(page.sections) > 1:
            columns = [column for section in page.sections for column in COLUMNS[section]]
            lines = fact_rows(*found, columns, edited.faults) if found else {}
            for section in page.sections:
                facts[section] = {column.key: lines[column.header] for column in COLUMNS[section] if column.header in lines}
        else:
            section = page.sections[0]
            rows[section] = table_rows(*found, COLUMNS[section], edited.faults) if found else None
    edited.known = _known(book.get(KNOWN), exported.entries)
    for section, listed in rows.items():
        _give_codes(section, listed or [], exported)
    words = _new_words(rows, findings, exported.words).over(exported.words)
    for section in COLUMNS:
        if section in facts:
            _read_one(section, facts[section], exported, words, edited)
        else:
            _read_many(section, rows[section], exported, words, edited)
    if found := grids.get(HEAD_PAGE.title):
        lines = fact_rows(*found, HEAD, edited.faults)
        edited.head = _data(
            "scheme", (), {c.key: lines[c.header] for c in HEAD if c.header in lines}, HEAD, exported.head, words, exported, edited
        )
    else:
        edited.head = dict(exported.head)
    return edited


def _known(listed: Grid | None, entries: Entries) -> dict[str, dict[Name, Mapping[str, Any]]]:
    """The entries that the workbook lists as having been there: the scheme may have got others since."""
    names = None if listed is None else {(said(listed.get((row, 0))), said(listed.get((row, 1)))) for row, _ in listed}
    return {
        section: {name: data for name, data in found.items() if names is None or (section, entry_label(name)) in names}
        for section, found in entries.items()
    }


def _code_key(section: str) -> str | None:
    return next((column.key for column in COLUMNS[section] if column.kind is KeyKind.CODE), None)


def _give_codes(section: str, rows: Sequence[Row], exported: Exported) -> None:
    """Gives every row its key: the one that stands there, else that of the exported entry of this name, else a new one."""
    key = _code_key(section)
    if key is None:
        return
    label = next(column.key for column in COLUMNS[section] if column.kind is KeyKind.TEXT)
    written = {said(row.cells.get(key)) for row in rows}
    by_label: dict[str, str] = {}
    for name, data in exported.entries[section].items():
        by_label.setdefault(plain(str(data.get("term", data.get(label)))), str(name[-1]))
        by_label.setdefault(plain(str(data.get(label))), str(name[-1]))
    taken = written | {str(name[-1]) for name in exported.entries[section]}
    for row in rows:
        row.code = said(row.cells.get(key))
        if not row.code:
            words = [plain(said(row.cells.get(word))) for word in ("term", label) if row.cells.get(word) is not None]
            row.code = next((by_label[word] for word in words if word in by_label and _may_share(section, by_label[word], written)), "")
        if not row.code:
            row.code = next(f"{_OWN}{number}" for number in range(1, len(taken) + 2) if f"{_OWN}{number}" not in taken)
        taken.add(row.code)


def _may_share(section: str, code: str, written: set[str]) -> bool:
    """A field may stand in several tables under one key; anything else only once."""
    return section == "field" or code not in written


def _new_words(rows: Mapping[str, list[Row] | None], findings: Mapping[str, str], older: Vocabulary) -> Vocabulary:
    """The words that the workbook itself gives: a sheet, a term, a list that was added or renamed is known at once."""
    entries: dict[str, dict[Name, dict[str, Any]]] = {"table": {}, "field": {}, "params": {}, "ratio": {}, "event": {}, "flow": {}}
    for section, found in entries.items():
        for row in rows[section] or []:
            data = {key: said(cell) for key, cell in row.cells.items()}
            if section in ("field", "params") and "term" not in data and "label" in data:
                data["term"] = data["label"] if section == "field" else default_term(data["label"])
            if "choices" in data:
                data["choices"] = older.choices.key(data["choices"]) or data["choices"]
            table = data.get("table", "") if section == "field" else ""
            found.setdefault((table, row.code) if section == "field" else (row.code,), data)
    known = vocabulary(entries, findings)
    return replace(known, choices=Words(_new_lists(rows, older)).over(known.choices))


def _new_lists(rows: Mapping[str, list[Row] | None], older: Vocabulary) -> dict[str, str]:
    """Keys for lists of choices that are called by a new word."""
    cells = [(row.cells.get("choices"), row.cells.get("list")) for section in ("field", "choices") for row in rows[section] or []]
    words = dict.fromkeys(word for pair in cells for cell in pair if (word := said(cell)))
    new = [word for word in words if older.choices.key(word) is None and not KEY.fullmatch(word)]
    free = (key for number in count(1) if older.choices.key(key := f"{_OWN}list_{number}") is None)
    return dict(zip(free, new, strict=False))


def _read_one(section: str, rows: Mapping[str, Row], exported: Exported, words: Vocabulary, edited: Edited) -> None:
    old = next(iter(exported.entries[section].values()), {})
    edited.entries[section] = {(): _data(section, (), rows, COLUMNS[section], old, words, exported, edited)}


def _read_many(section: str, rows: list[Row] | None, exported: Exported, words: Vocabulary, edited: Edited) -> None:
    old = exported.entries[section]
    if rows is None:
        edited.entries[section] = {name: dict(data) for name, data in old.items()}
        return
    found: dict[Name, dict[str, Any]] = {}
    values: dict[Name, list[Row]] = {}
    for row in rows:
        name = _name(section, row, words, exported, edited)
        if name is None:
            continue
        if name in found and section == "params":
            values[name].append(row)
            continue
        if name in found:
            edited.faults.append(CellFault(row.address(""), f"与 {edited.cells[section, name, '']} 是同一项；请删去一行，或改成另一项"))
            continue
        edited.cells[section, name, ""] = row.address("")
        data = _data(section, name, dict.fromkeys(row.columns, row), COLUMNS[section], old.get(name, {}), words, exported, edited)
        found[name] = data
        values[name] = [row]
    if section == "params":
        for name, listed in values.items():
            _read_values(name, found[name], listed, old.get(name, {}), words, edited)
    edited.entries[section] = {name: settled(section, name, data) for name, data in found.items()}


def _name(section: str, row: Row, words: Vocabulary, exported: Exported, edited: Edited) -> Name | None:
    """What tells the entry from the others; None, and a fault, where a part of it is not there."""
    grammar = GRAMMAR.get(section)
    identity = grammar.identity if grammar else ("list", "label")
    columns = {column.key: column for column in COLUMNS[section]}
    parts: list[Any] = []
    for key in identity:
        if columns[key].kind is KeyKind.CODE:
            parts.append(row.code)
            continue
        cell = row.cells.get(key)
        if not said(cell):
            default = grammar.defaults.get(key) if grammar else None
            if default is None:
                edited.faults.append(CellFault(row.address(key), f"没有填写“{columns[key].header}”；请补上，各行靠它区分"))
                return None
            parts.append(default)
            continue
        try:
            parts.append(_either(columns[key], cell, words, exported))
        except ValueError as error:
            edited.faults.append(CellFault(row.address(key), str(error)))
            return None
    return tuple(parts)


def _either(column: Key, cell: Cell, words: Vocabulary, exported: Exported) -> Any:
    """What a cell means in the words of today, else in those of the export."""
    try:
        return read(column, cell, words)
    except ValueError:
        if column.kind in (KeyKind.TABLE, KeyKind.FIELD):
            return read(column, cell, exported.words)
        raise


def _data(
    section: str,
    name: Name,
    rows: Mapping[str, Row],
    columns: Sequence[Key],
    old: Mapping[str, Any],
    words: Vocabulary,
    exported: Exported,
    edited: Edited,
) -> dict[str, Any]:
    """What the cells of one entry say; `rows` has for each key whose column is there the row that it stands in."""
    data: dict[str, Any] = {}
    for column in columns:
        key, before = column.key, old.get(column.key)
        if column.kind in (KeyKind.VALUE, KeyKind.START):
            continue
        row = rows.get(key)
        if row is not None:
            edited.cells[section, name, key] = row.address(key)
        cell = row.cells.get(key) if row else None
        if column.kind is KeyKind.CODE:
            if section != "params":
                data[key] = name[-1] if row is None else row.code
        elif row is None or _unchanged(column, cell, before, exported.words):
            if before is not None:
                data[key] = before
        elif said(cell):
            try:
                data[key] = read(column, cell, words)
            except ValueError as error:
                edited.faults.append(CellFault(row.address(key), str(error)))
                if before is not None:
                    data[key] = before
    if section == "choices":
        data = {"aliases": data.get("aliases", [])}
    return data


def _unchanged(column: Key, cell: Cell, before: Any, words: Vocabulary) -> bool:
    """Whether a cell says what was exported: nothing for a key that was not there."""
    if before is None:
        return not said(cell)
    return _same(shown(column, before, words), cell)


def _same(one: Cell, other: Cell) -> bool:
    return said(one).replace("\r\n", "\n") == said(other).replace("\r\n", "\n")


def _read_values(name: Name, data: dict[str, Any], rows: Sequence[Row], old: Mapping[str, Any], words: Vocabulary, edited: Edited) -> None:
    """The values of a param by date: one a row."""
    columns = {column.key: column for column in COLUMNS["params"]}
    before = dated(old) if old else []
    read_values: list[tuple[Any, Any]] = []
    for index, row in enumerate(rows):
        pair: list[Any] = []
        for place, key in enumerate(("from", "value")):
            edited.cells.setdefault(("params", name, key), row.address(key))
            cell, column = row.cells.get(key), columns[key]
            was = before[index][place] if index < len(before) else None
            if key not in row.columns or _unchanged(column, cell, was, words):
                pair.append(was)
                continue
            try:
                pair.append(_value(column, cell, was, words))
            except ValueError as error:
                edited.faults.append(CellFault(row.address(key), str(error)))
                pair.append(was)
        if pair[1] is None:
            edited.faults.append(CellFault(row.address("value"), "没有填写值；请补上"))
            return
        read_values.append((pair[0], pair[1]))
    if len(read_values) == 1 and read_values[0][0] is None:
        data["value"] = read_values[0][1]
    else:
        data["values"] = [{"from": day or EVER, "value": value} for day, value in read_values]


def _value(column: Key, cell: Cell, was: Any, words: Vocabulary) -> Any:
    """A value, of the kind that it was: a list stays one, also of one word, a text one, the name of a field one; None for an empty cell."""
    if not said(cell):
        return None
    if isinstance(was, str):
        names_a_field = words.names.word(was) != was
        return (words.names.key(said(cell)) if names_a_field else None) or said(cell)
    value = read(column, cell, words)
    return [value] if isinstance(was, list) and not isinstance(value, list) else value
