"""Columns whose cells fill several fields: a period (公示起止时间), counts in a row (应到/实到), counts with their names (表决情况)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice

from msgspec import Struct

from xlflow.schemes.parts import Field
from xlflow.schemes.scheme import Scheme
from xlflow.tables.finding.header import Grid, Header, HeaderCell
from xlflow.tables.finding.vocabulary import Vocabulary, vocabulary
from xlflow.tables.raw import RawValue
from xlflow.tables.records import Value
from xlflow.tables.rows.count_cells import all_counts, in_order, named_in_cell, named_in_header
from xlflow.tables.rows.period_cells import PATTERN, parse_period, period_fields, why_no_period
from xlflow.tables.rows.row_kinds import is_blank

Reading = Callable[[str], Mapping[str, Value]]
_PROBE_ROWS = 3
_LONGEST = 200
"""Characters of a cell that names counts; a longer one is a report."""


class SharedCell(Struct, frozen=True):
    """A column of such cells. `read` gives the values by field, none where the text is not understood: `code` with its words then."""

    column: int
    fields: tuple[Field, ...]
    read: Reading
    code: str
    expected: str
    reason: Callable[[str], str] = lambda text: ""


def shared_cells(scheme: Scheme, table: str, grid: Grid, header: Header) -> Iterator[SharedCell]:
    """The columns of a header that no field has for itself and that several fields share."""
    fields = {field.key: field for field in scheme.fields.get(table, ())}
    words, taken = vocabulary(scheme, table), set(header.known)
    for cell in header.cells:
        if cell.key is not None:
            continue
        found = _period(scheme, table, cell, fields, taken) or _counts(grid, header, cell, words, fields, taken)
        if found:
            taken |= {field.key for field in found.fields}
            yield found


def _period(scheme: Scheme, table: str, cell: HeaderCell, fields: Mapping[str, Field], taken: set[str]) -> SharedCell | None:
    keys = period_fields(scheme, table, cell.text, taken)
    if keys is None:
        return None

    def read(text: str) -> Mapping[str, Value]:
        period = parse_period(text)
        return dict(zip(keys, period, strict=True)) if period else {}

    return SharedCell(cell.column, tuple(fields[key] for key in keys), read, "date-invalid", PATTERN, why_no_period)


def _counts(
    grid: Grid, header: Header, cell: HeaderCell, words: Vocabulary, fields: dict[str, Field], taken: set[str]
) -> SharedCell | None:
    keys = named_in_header(words, cell.texts[-1])
    if not all_counts(keys, fields, taken):
        return None
    first, *more = [keys] if keys else list(_said_below(grid, header, cell, words)) or [()]
    if not first or not all_counts(first, fields, taken):
        return None
    said = tuple(dict.fromkeys((*first, *(key for named in more for key in named if all_counts((key,), fields, taken)))))

    def read(text: str) -> Mapping[str, Value]:
        named = named_in_cell(words, text)
        return (named if named.keys() <= set(said) else {}) if named else in_order(text, keys) if keys else {}

    example = "、".join(f"{fields[key].label}和数量" for key in said)
    return SharedCell(cell.column, tuple(fields[key] for key in said), read, "number-invalid", f"可以认出的几个数（{example}）")


def _said_below(grid: Grid, header: Header, cell: HeaderCell, words: Vocabulary) -> Iterator[tuple[str, ...]]:
    """The fields that the cells of a column name beside their counts, cell by cell; nothing where none of the first filled ones does."""
    below = (grid.value(row, cell.column) for row in range(header.last + 1, grid.bottom))
    filled = (value for value in below if not is_blank(value))
    named = [_named(value, words) for value in islice(filled, _PROBE_ROWS)]
    if any(named):
        yield from filter(None, (*named, *(_named(value, words) for value in filled)))


def _named(value: RawValue, words: Vocabulary) -> tuple[str, ...]:
    return tuple(named_in_cell(words, value)) if isinstance(value, str) and len(value) <= _LONGEST else ()
