"""Exports of other systems (hours, points) as rows of people with a number each, by the header texts that the scheme knows.

Which export a workbook is follows from its headers alone: the source of which most columns are there, the first of equals.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct

from xlflow.domain.dates import DayOrMonth, last_day
from xlflow.errors import XlflowError
from xlflow.findings import Finding, Place
from xlflow.messages import finding
from xlflow.patterns import pattern
from xlflow.schemes.parts import Field, FieldType, Source
from xlflow.schemes.scheme import Scheme
from xlflow.tables.cells.cell_text import bare, bare_forms, code_text, half_width, person_name
from xlflow.tables.cells.converters import UnclearCell, converter
from xlflow.tables.finding.header import Grid
from xlflow.tables.raw import RawValue, RawWorkbook
from xlflow.tables.rows.row_kinds import RowKind, is_blank, kind_of

_HEADER_DEPTH = 20
_WHO = ("name", "id_number", "student_id", "unit", "day")
_AROUND_NAME = pattern(r"^[\d\s_\-—.、]+|[\d\s_\-—.、]+$")
_MASK = pattern(r"[*＊xX●•]{3,}")
_EXACT_DIGITS = 15
_DAY = Field("", "day", "日期", "日期", FieldType.DATE_OR_MONTH)


class ExportRow(Struct, frozen=True):
    """What an export says of one person; what it leaves out is empty. An ID number may be masked (4403**********1234)."""

    row: int
    amount: float
    name: str = ""
    id_number: str = ""
    student_id: str = ""
    unit: str = ""
    day: date | None = None


class Export(Struct, frozen=True):
    """An export that was understood: its source, its rows, and what could not be read in it."""

    file: str
    source: Source
    rows: tuple[ExportRow, ...]
    findings: tuple[Finding, ...]


class _Header(Struct, frozen=True):
    """A header row of an export: the columns (from 0) of what tells people apart, and those whose sum is the value."""

    source: Source
    row: int
    columns: Mapping[str, int]
    amounts: tuple[int, ...]

    @property
    def weight(self) -> int:
        """How many columns are known."""
        return len(self.columns) + len(self.amounts)


def read_export(raw: RawWorkbook, scheme: Scheme) -> Export:
    """The rows of all sheets that have the best header. `XlflowError` where no source fits, or it is a form of ours."""
    if raw.stamp is not None:
        raise XlflowError(f"{raw.file}：这是推优表单或清单库，不是导出表；请换成从志愿服务、学习系统导出的表。")
    found = [(grid, header) for sheet in raw.sheets if sheet.rows and (header := _header(grid := Grid(sheet), scheme.sources))]
    if not found:
        known = "；".join(f"{source.title}（{'或'.join(source.value[:3])}）" for source in scheme.sources)
        raise XlflowError(
            f"{raw.file}：认不出是哪种导出表；表头应有姓名或身份证号，以及一列数值。本方案认得：{known or '（没有）'}。"
            "请核对表头，或改用认得的导出表。"
        )
    source = max((header for _, header in found), key=lambda header: header.weight).source
    rows: list[ExportRow] = []
    findings: list[Finding] = []
    for grid, header in found:
        if header.source is source:
            for row in _rows(raw.file, grid, header, scheme):
                (findings if isinstance(row, Finding) else rows).append(row)  # type: ignore[arg-type]
    return Export(raw.file, source, tuple(rows), tuple(findings))


def _header(grid: Grid, sources: Sequence[Source]) -> _Header | None:
    """The best header among the first rows of a sheet."""
    last = min(grid.bottom, grid.sheet.top + _HEADER_DEPTH)
    found = [header for row in range(grid.sheet.top, last) for source in sources if (header := _header_in(grid, row, source))]
    return max(found, key=lambda header: header.weight, default=None)


def _header_in(grid: Grid, row: int, source: Source) -> _Header | None:
    places: dict[str, int] = {}
    for offset, text in enumerate(grid.texts(row)):
        for form in bare_forms(text) if text else ():
            places.setdefault(form, grid.sheet.left + offset)
    who = {key: column for key in _WHO if (column := _first(getattr(source, key), places)) is not None}
    if not {"name", "id_number", "student_id"} & who.keys():
        return None
    for words in source.value:
        amounts = [places.get(bare(word)) for word in words.split("+")]
        if None not in amounts:
            return _Header(source, row, who, tuple(column for column in amounts if column is not None))
    return None


def _first(words: Sequence[str], places: Mapping[str, int]) -> int | None:
    return next((places[bare(word)] for word in words if bare(word) in places), None)


def _rows(file: str, grid: Grid, header: _Header, scheme: Scheme) -> Iterator[ExportRow | Finding]:
    kind = next(field for fields in scheme.fields.values() for field in fields if field.key == header.source.field)
    read, read_day = converter(kind), converter(_DAY)
    for row in range(header.row + 1, grid.bottom):
        cells = {key: grid.value(*grid.anchors.get((row, column), (row, column))) for key, column in header.columns.items()}
        amounts = [(column, value) for column in header.amounts if not is_blank(value := grid.value(row, column))]
        who = [cells.get(key) for key in ("name", "id_number", "student_id") if not is_blank(cells.get(key))]
        if not who or not amounts or kind_of(who, [*who, *(value for _, value in amounts)]) is not RowKind.DATA:
            continue
        total = 0.0
        for column, raw in amounts:
            got = read(raw)
            amount = got.value if isinstance(got, UnclearCell) else got
            if isinstance(amount, int | float) and not isinstance(amount, bool):
                total += amount
            elif isinstance(got, UnclearCell) and got.unread is not None:
                place = Place(file, grid.sheet.name, row + 1, column + 1, kind.key, grid.text(header.row, column), grid.sheet.index)
                yield finding("number-invalid", place, got=got.unread, expected="数字（0 或更大）")
                break
        else:
            day = read_day(cells["day"]) if not is_blank(cells.get("day")) else None
            yield _row(row + 1, round(total, 4), cells, day.value if isinstance(day, UnclearCell) else day)


def _row(number: int, amount: float, cells: Mapping[str, RawValue], day: object) -> ExportRow:
    return ExportRow(
        number,
        int(amount) if amount == int(amount) else amount,
        _name(_text(cells.get("name"))),
        _id(cells.get("id_number")),
        code_text(_text(cells.get("student_id"))),
        half_width(_text(cells.get("unit"))),
        last_day(day) if isinstance(day, DayOrMonth) else None,
    )


def _text(value: RawValue) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()


def _name(text: str) -> str:
    """A name without the numbers that systems put around it: 张三-01, 20230101张三."""
    return person_name(_AROUND_NAME.sub("", half_width(text)))


def _id(value: RawValue) -> str:
    """An ID number with * for every kind of mask; of one stored as a number only the 15 digits that a number keeps."""
    text = _text(value)
    if isinstance(value, float) and len(text) > _EXACT_DIGITS:
        return text[:_EXACT_DIGITS] + "*" * (len(text) - _EXACT_DIGITS)
    return code_text(_MASK.sub(lambda match: "*" * len(match[0]), text))
