"""Columns whose cells fill several fields: a period (公示起止时间), counts in a row (应到/实到), counts with their names (表决情况)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import islice

from msgspec import Struct

from xlflow.patterns import pattern
from xlflow.schemes.parts import Field, FieldType
from xlflow.schemes.scheme import Scheme
from xlflow.tables.cells.cell_text import bare, bare_forms, half_width, without_invisible
from xlflow.tables.cells.number_cells import parse_amount
from xlflow.tables.finding.column_words import ColumnWords, column_words
from xlflow.tables.finding.header import DAY_PARTS, Grid, Header, HeaderCell
from xlflow.tables.raw import RawValue
from xlflow.tables.records import Value
from xlflow.tables.rows.row_kinds import is_blank

_ID_PIECE = pattern(r"\d{1,17}[Xx]?|[Xx]", re.ASCII)
_DAY_PIECES = pattern(r"\d{4}(?:\.\d{1,2}){1,2}", re.ASCII)
_DAY_UNITS = pattern(r"(?<=\d)[年月日号]$")
_LEFT_OUT = "？"
_WHOLE_ID = 15
_DIGIT_BY_DIGIT = 17
_SPREAD = (FieldType.IDNO, FieldType.DATE, FieldType.DATE_OR_MONTH)


def piece_columns(grid: Grid, header: Header, index: int, field: Field) -> tuple[int, ...]:
    """The columns right of a field's own over which its value is spread; () where there are none.

    Its header is merged over them, or they say 月 and 日, or they have no header and hold a number digit by digit.
    """
    if field.type not in _SPREAD:
        return ()
    later = [cell.column for cell in header.cells if cell.column > index]
    gap = tuple(range(index + 1, min(later, default=grid.right)))
    anchors = {grid.anchors.get((row, index)) for row in range(header.first, header.last + 1)} - {None}
    rows = range(header.first, header.last + 1)
    joined = tuple(
        column
        for column in gap
        if grid.text(header.last, column) in DAY_PARTS or any(grid.anchors.get((row, column)) in anchors for row in rows)
    )
    return joined or (gap if field.type is FieldType.IDNO and len(gap) >= _DIGIT_BY_DIGIT else ())


def joined(field: Field, values: Sequence[RawValue]) -> RawValue:
    """The value that the cells of one row make up; the first of them where they do not belong together.

    A day of which a part is left out, a year and a day without the month between them, is all that stands there and so no day.
    """
    texts = [_DAY_UNITS.sub("", half_width(without_invisible(_text(value)))) for value in values]
    filled = [text for text in texts if text]
    if len(filled) < 2:
        return next((value for value, text in zip(values, texts, strict=True) if text), None)
    if field.type is FieldType.IDNO:
        fits = all(_ID_PIECE.fullmatch(text) for text in filled) and len(filled[0]) < _WHOLE_ID
        return "".join(filled) if fits else values[0]
    if texts[: len(filled)] != filled:
        return " ".join(text or _LEFT_OUT for text in texts)
    day = ".".join(filled)
    return day if _DAY_PIECES.fullmatch(day) else values[0]


def _text(value: RawValue) -> str:
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


_POINT = r"[年月.\-/]"
_PERIOD = pattern(
    rf"自?(?P<year>\d{{4}}){_POINT}(?P<month>\d{{1,2}}){_POINT}(?P<day>\d{{1,2}})[日号]?(?:起)?(?:至|到|-+|~+)"
    rf"(?:(?P<to_year>\d{{4}}){_POINT})?(?:(?P<to_month>\d{{1,2}}){_POINT})?(?P<to_day>\d{{1,2}})[日号]?(?:止)?",
    re.ASCII,
)
_COMPACT = pattern(r"(?<!\d)(\d{4})(\d{2})(\d{2})(?!\d)", re.ASCII)
_TWO_LINES = pattern(r"(?<=[\d日号])\s*\n\s*(?=\d)")
_DASHES = pattern("[\u2010-\u2015\u2212\u301c\u223c\uff5e]+")
_ASIDE = pattern(r"\([^()]*\)|(?:星期|周)[一二三四五六日天]|,?共?\d+个?(?:工作日|天)$")
PATTERN = "起止两个日期，如 2026-03-09至2026-03-13"


@lru_cache(maxsize=64)
def period_words(scheme: Scheme, table: str) -> Mapping[str, tuple[str, str]]:
    """The header words of periods in their bare form, and the fields of the first and the last day, as the scheme names them."""
    fields = scheme.fields.get(table, ())
    return {bare(alias): (field.key, field.period_end) for field in fields if field.period_end for alias in field.period_aliases}


def period_fields(scheme: Scheme, table: str, header: str, known: Iterable[str]) -> tuple[str, str] | None:
    """The fields of the first and the last day that a header names; None where one of them has a column of its own."""
    words = period_words(scheme, table)
    found = next((words[form] for form in bare_forms(header) if form in words), None)
    return None if found is None or not set(found).isdisjoint(known) else found


def why_no_period(text: str) -> str:
    """Why a text with days in it is no period: 3月9日至3月13日 says no year; empty where it is nothing like one."""
    has_days = re.search(r"\d{1,2}\s*[月.\-/]\s*\d{1,2}", half_width(text), re.ASCII)
    return "没有写年份" if has_days and not re.search(r"\d{4}", half_width(text), re.ASCII) else ""


def parse_period(text: str) -> tuple[date, date] | None:
    """The first and the last day that a text names; None where it does not name two days."""
    lines = _TWO_LINES.sub("-", _DASHES.sub("-", half_width(without_invisible(text))).strip())
    plain = _COMPACT.sub(r"\1-\2-\3", "".join(lines.split()))
    match = _PERIOD.fullmatch(_ASIDE.sub("", plain))
    if match is None or (match["to_year"] and not match["to_month"]):
        return None
    year, month, day = (int(match[name]) for name in ("year", "month", "day"))
    try:
        first = date(year, month, day)
        return first, date(int(match["to_year"] or year), int(match["to_month"] or month), int(match["to_day"]))
    except ValueError:
        return None


_BETWEEN = pattern(r"[/|、:\-;]|,(?!\d{3}(?!\d))", re.ASCII)
"""What stands between counts; the comma of 1,028 does not."""
_NAMED = pattern(r"([\u3400-\u9fff]{2,14}?)[:：为有是]?(?:共计?)?(\d{1,5})(?:票|张|人|名)?", re.ASCII)
_STOPS = pattern(r"[\s,，;；、。.]+")
_LEAST = 2


def named_in_header(words: ColumnWords, header: str) -> tuple[str, ...]:
    """The fields that the parts of a header name, in their order: 应到/实到人数 are 应到人数 and 实到人数; () where one names none."""
    parts = [bare(part) for part in re.split(r"[/|、和与及]", half_width(without_invisible(header)))]
    if len(parts) < _LEAST or not all(parts):
        return ()
    keys = tuple(words.find(part) or "" for part in parts)
    return keys if all(keys) and len(set(keys)) == len(keys) else ()


def named_in_cell(words: ColumnWords, text: str) -> dict[str, int]:
    """The counts by the fields that the words before them name; empty where anything else is said, or one is said twice."""
    plain = half_width(without_invisible(text))
    found: dict[str, int] = {}
    if _STOPS.sub("", _NAMED.sub("", plain)):
        return {}
    for label, number in _NAMED.findall(plain):
        key = words.find(label)
        if key is None or key in found:
            return {}
        found[key] = int(number)
    return found if len(found) >= _LEAST else {}


def in_order(text: str, keys: Sequence[str]) -> dict[str, int]:
    """The counts of a cell in the order of its header: 30/28; empty where there are more or fewer."""
    amounts = [parse_amount(part) for part in _BETWEEN.split(half_width(without_invisible(text)))]
    numbers = [int(amount.number) for amount in amounts if amount and amount.number >= 0 and amount.number.is_integer()]
    return dict(zip(keys, numbers, strict=True)) if len(numbers) == len(amounts) == len(keys) else {}


def all_counts(keys: Iterable[str], fields: dict[str, Field], known: Iterable[str]) -> bool:
    """Whether fields are counts, none of them with a column of its own."""
    return all(key in fields and fields[key].type is FieldType.INT for key in keys) and set(keys).isdisjoint(known)


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
    words, taken = column_words(scheme, table), set(header.known)
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
    grid: Grid, header: Header, cell: HeaderCell, words: ColumnWords, fields: dict[str, Field], taken: set[str]
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


def _said_below(grid: Grid, header: Header, cell: HeaderCell, words: ColumnWords) -> Iterator[tuple[str, ...]]:
    """The fields that the cells of a column name beside their counts, cell by cell; nothing where none of the first filled ones does."""
    below = (grid.value(row, cell.column) for row in range(header.last + 1, grid.bottom))
    filled = (value for value in below if not is_blank(value))
    named = [_named(value, words) for value in islice(filled, _PROBE_ROWS)]
    if any(named):
        yield from filter(None, (*named, *(_named(value, words) for value in filled)))


def _named(value: RawValue, words: ColumnWords) -> tuple[str, ...]:
    return tuple(named_in_cell(words, value)) if isinstance(value, str) and len(value) <= _LONGEST else ()
