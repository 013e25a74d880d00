"""Which tables of a scheme stand on which sheets of a workbook, before a row is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from xlflow.patterns import pattern
from xlflow.schemes.parts import Table
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.table_roles import NOMINEES
from xlflow.tables.cells.cell_text import bare
from xlflow.tables.finding.column_words import column_words
from xlflow.tables.finding.facts_sheet import finds_facts
from xlflow.tables.finding.header import Grid, Header, find_headers
from xlflow.tables.raw import RawSheet, RawWorkbook

_HEADER_ROWS = 60
_SAMPLE_SHEET = pattern(r"示例|样例|范例|例表|样表|填写示范|填报示范")


class Located(Struct, frozen=True):
    """A table on a sheet: its header (none in a sheet of facts) and the row after its last (from 0)."""

    grid: Grid
    table: Table
    header: Header | None
    end: int

    @property
    def is_sample(self) -> bool:
        """Whether the sheet says that it only shows how to fill in a list."""
        return _SAMPLE_SHEET.search(self.grid.sheet.name) is not None

    @property
    def is_renamed(self) -> bool:
        """Whether the sheet does not bear the name of its table."""
        return not _is_named(self.grid.sheet, self.table)


def locate(raw: RawWorkbook, scheme: Scheme) -> list[Located]:
    """All tables in the order of sheets.

    Sheets are known by name, in a form of ours only if they also name most columns of that table. In a foreign workbook the list may
    be on any sheet; in a form of ours a table that its sheet lost is looked for on sheets that gave nothing else.
    """
    found: list[Located] = []
    rest: list[Grid] = []
    doubtful: list[Located] = []
    for sheet in raw.sheets:
        if not sheet.rows:
            continue
        grid = Grid(sheet)
        named = next((table for table in scheme.tables.values() if _is_named(sheet, table)), None)
        here = list(_on_sheet(grid, named, scheme)) if named else []
        if raw.stamp and raw.stamp.kind == "form" and here and not _is_most_of(here[0], scheme):
            doubtful += here
            rest.append(grid)
            continue
        found += here
        rest += [] if here else [grid]
    if raw.stamp is None:
        found += _main_lists(rest, [located for located in found if located.table.key == NOMINEES], scheme)
    elif raw.stamp.kind == "form":
        found += _strays(rest, {located.table.key for located in found}, scheme)
        taken = {located.table.key for located in found}
        found += [located for located in doubtful if located.grid in rest and located.table.key not in taken]
    return sorted(found, key=lambda located: (located.grid.sheet.index, located.header.first if located.header else 0))


def names_people(raw: RawWorkbook, scheme: Scheme) -> bool:
    """Whether any sheet has a header for names, even too short a one: the file is then a list of people, if a poor one."""
    if NOMINEES not in scheme.tables:
        return False
    return any(sheet_names_people(sheet, scheme) for sheet in raw.sheets)


def sheet_names_people(sheet: RawSheet, scheme: Scheme) -> bool:
    """Whether the upper part of a sheet has a cell with a header for names."""
    words = column_words(scheme, NOMINEES)
    return any(isinstance(cell, str) and words.find(cell) == "name" for row in sheet.rows[:_HEADER_ROWS] for cell in row)


def _is_named(sheet: RawSheet, table: Table) -> bool:
    return bare(sheet.name) in {bare(word) for word in (table.sheet, *table.aliases)}


def _on_sheet(grid: Grid, table: Table, scheme: Scheme) -> Iterator[Located]:
    if table.layout == "facts":
        if finds_facts(grid, table.key, scheme):
            yield Located(grid, table, None, grid.bottom)
        return
    headers = find_headers(grid, column_words(scheme, table.key), must="name" if table.key == NOMINEES else None)
    for header in headers:
        yield Located(grid, table, header, next((below.first for below in headers if below.first > header.first), grid.bottom))


def _main_lists(grids: Iterable[Grid], named: list[Located], scheme: Scheme) -> list[Located]:
    """The lists of a foreign workbook that are on sheets of any name; `named` are those on sheets of the right name.

    One that has less than half the core columns of the best is another list: of telephone numbers, of duties.
    """
    table = scheme.tables.get(NOMINEES)
    lists = [located for grid in grids for located in _on_sheet(grid, table, scheme)] if table else []
    most = max((_core_columns(located, scheme) for located in (*lists, *named)), default=0)
    return [located for located in lists if 2 * _core_columns(located, scheme) >= most]


def _core_columns(located: Located, scheme: Scheme) -> int:
    known = located.header.known if located.header else {}
    return sum(field.core and field.key in known for field in scheme.fields[located.table.key])


def _strays(grids: list[Grid], found: set[str], scheme: Scheme) -> Iterator[Located]:
    """Tables of a form whose sheet was renamed or swapped: the sheet that names at least half of the columns of one."""
    for table in scheme.tables.values():
        if table.key in found or not table.shown or table.roster_only:
            continue
        for grid in grids:
            here = [located for located in _on_sheet(grid, table, scheme) if _is_most_of(located, scheme)]
            if here:
                grids.remove(grid)
                yield from here
                break


def _is_most_of(located: Located, scheme: Scheme) -> bool:
    named = len(located.header.known) if located.header else finds_facts(located.grid, located.table.key, scheme)
    return 2 * named >= len(scheme.fields[located.table.key])
