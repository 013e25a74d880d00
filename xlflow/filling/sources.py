"""Hours and points of exports, brought to the people of a workbook: by ID or student number, else by name and unit.

Nothing is guessed: where an export may mean two people, nobody gets the number and a finding says so.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct, field

from xlflow.domain.dates import DayOrMonth, last_day
from xlflow.errors import XlflowError
from xlflow.filling.suggest import Change
from xlflow.findings import Finding, Place
from xlflow.messages import finding
from xlflow.patterns import pattern
from xlflow.rules.derived import branch_short
from xlflow.schemes.parts import Field, FieldType, Source
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.table_roles import MEMBERS, NOMINEES, UNIT
from xlflow.tables.cells.cell_text import bare, bare_forms, code_text, half_width, person_name
from xlflow.tables.cells.converters import UnclearCell, converter
from xlflow.tables.finding.header import Grid
from xlflow.tables.raw import RawValue, RawWorkbook
from xlflow.tables.records import Record, Value, WorkbookReading
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


_TABLES = (MEMBERS, NOMINEES)
_SHORTEST_UNIT = 3
"""Characters of a branch name without 班 that may stand for a longer one that ends with it."""


class Taken(Struct):
    """What exports change: the changes, what is not clear, and how many people were found by name alone or not at all."""

    changes: list[Change] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    by_name: int = 0
    missing: int = 0


def take(exports: Sequence[Export], reading: WorkbookReading, scheme: Scheme, *, overwrite: bool) -> Taken:
    """The numbers of exports for every person of the workbook, into columns that exist.

    Exports for one field count together: hours of two platforms are added, of points the latest is taken. A number that somebody typed
    stays and is a value-differs, unless `overwrite`.
    """
    taken = Taken(findings=[found for export in exports for found in export.findings])
    for key in dict.fromkeys(export.source.field for export in exports):
        of_field = [export for export in exports if export.source.field == key]
        for table in _TABLES:
            records = [record for record in reading.records(table) if scheme.has_field(table, key) and record.position(key) is not None]
            _Field(of_field, records, reading, scheme, overwrite, taken).fill()
    return taken


class _Rows:
    """The rows of exports, found by number or name: an export of a whole school has many."""

    def __init__(self, exports: Iterable[Export]) -> None:
        self.by_name: dict[object, list[tuple[Export, ExportRow]]] = defaultdict(list)
        self._by_number: dict[object, list[tuple[Export, ExportRow]]] = defaultdict(list)
        for export in exports:
            for row in export.rows:
                if row.name:
                    self.by_name[row.name].append((export, row))
                for number in {row.id_number, row.student_id} - {""}:
                    self._by_number[number].append((export, row))

    def with_number(self, record: Record) -> list[tuple[Export, ExportRow]]:
        """The rows with a whole number of the person, each once."""
        numbers = (record.values.get("id_number"), record.values.get("student_id"))
        found = {id(row): (export, row) for number in numbers if number for export, row in self._by_number.get(number, ())}
        return [(export, row) for export, row in found.values() if _has_number(record, row)]


class _Field(Struct, frozen=True):
    """One column that is filled from exports."""

    exports: Sequence[Export]
    records: Sequence[Record]
    reading: WorkbookReading
    scheme: Scheme
    overwrite: bool
    taken: Taken

    def fill(self) -> None:
        """Adds to `taken` what becomes of every row."""
        rows = _Rows(self.exports)
        namesakes: dict[object, set[object]] = defaultdict(set)
        for record in self.records:
            namesakes[record.values.get("name")].add(_identity(record))
        for record in self.records:
            own, by_name = self._rows_of(record, rows)
            if not own:
                self.taken.missing += 1
            elif by_name and (len(namesakes[record.values.get("name")]) > 1 or len({_row_identity(row) for _, row in own}) > 1):
                self._unclear(record, "有几个同名的人", own)
            elif (amount := _combined(own)) is None:
                self._unclear(record, "同一天有几个不同的数", own)
            else:
                self.taken.by_name += by_name
                self._put(record, amount, own)

    def _rows_of(self, record: Record, rows: _Rows) -> tuple[list[tuple[Export, ExportRow]], bool]:
        """The rows about a person, and whether his name alone says so."""
        own = rows.with_number(record)
        return (
            (own, False)
            if own
            else ([(export, row) for export, row in rows.by_name[record.values.get("name")] if self._may_be(record, row)], True)
        )

    def _may_be(self, record: Record, row: ExportRow) -> bool:
        """Whether nothing in a row with a person's name speaks against him."""
        number, student = record.values.get("id_number"), record.values.get("student_id")
        if row.id_number and number and not _fits(row.id_number, str(number)):
            return False
        if row.student_id and student and row.student_id != student:
            return False
        branch = record.values.get("branch") or self._unit_branch()
        return not row.unit or not branch or _is_same_unit(row.unit, str(branch))

    def _unit_branch(self) -> object:
        units = self.reading.records(UNIT)
        return (units[0].values if units else self.reading.headings).get("branch")

    def _unclear(self, record: Record, reason: str, rows: Sequence[tuple[Export, ExportRow]]) -> None:
        file = rows[0][0].file
        place = record.place(self.reading.file, self._key, self._label(record))
        lines = "、".join(f"第{row.row}行" for export, row in rows[:3] if export.file == file)
        self.taken.findings.append(
            finding("export-ambiguous", place, got=record.values.get("name", ""), other=file, reason=reason, rows=lines)
        )

    def _put(self, record: Record, amount: Value, rows: Sequence[tuple[Export, ExportRow]]) -> None:
        source = rows[0][0].source
        typed = record.values.get(self._key, record.unread.get(self._key))
        if typed == amount:
            return
        if typed is not None and not self.overwrite:
            place = record.place(self.reading.file, self._key, self._label(record))
            self.taken.findings.append(finding("value-differs", place, got=typed, expected=amount))
            return
        why = f"按{source.title}" + (f"（{len(rows)}条合计）" if source.combine == "sum" and len(rows) > 1 else "")
        self.taken.changes.append(Change(record, self._key, typed, amount, why))
        self.taken.changes += self._origin(record, {export.source for export, _ in rows}, why)

    def _origin(self, record: Record, sources: set[Source], why: str) -> Iterator[Change]:
        """Where the number comes from, where one export says so and nobody has written it."""
        origins = {(source.origin_field, source.origin) for source in sources}
        key, origin = next(iter(origins))
        if len(origins) > 1 or key is None or not origin or record.position(key) is None:
            return
        old = record.values.get(key, record.unread.get(key))
        if old is None or (self.overwrite and old != origin):
            yield Change(record, key, old, origin, why)

    @property
    def _key(self) -> str:
        return self.exports[0].source.field

    def _label(self, record: Record) -> str:
        return self.scheme.field(record.table, self._key).label


def _identity(record: Record) -> object:
    values = record.values
    return values.get("id_number") or values.get("student_id") or (values.get("name"), values.get("birth_date"), values.get("branch"))


def _row_identity(row: ExportRow) -> tuple[str, str, str]:
    return row.id_number, row.student_id, bare(row.unit)


def _has_number(record: Record, row: ExportRow) -> bool:
    """Whether a whole number of both is the same, and no other one differs."""
    pairs = [(record.values.get(key), getattr(row, key)) for key in ("id_number", "student_id")]
    known = [mine == theirs for mine, theirs in pairs if mine and theirs and "*" not in theirs]
    return any(known) and all(known)


def _fits(pattern: str, number: str) -> bool:
    """Whether a number, masked with *, may be the number."""
    return re.fullmatch("[0-9X]*".join(re.escape(part) for part in re.split(r"\*+", pattern)), number) is not None


def _is_same_unit(one: str, other: str) -> bool:
    """Whether two names of a branch are one: equal but for 班 and 团支部, or one the end of the other (学院软件1班, 软件1班)."""
    short, long = sorted((bare(branch_short(name)).removesuffix("班") for name in (one, other)), key=len)
    return short == long or (len(short) >= _SHORTEST_UNIT and long.endswith(short))


def _combined(rows: Iterable[tuple[Export, ExportRow]]) -> Value | None:
    """The sum, or the number of the latest day; None where that day has several."""
    every = list(rows)
    if every[0][0].source.combine == "sum":
        total = round(sum(row.amount for _, row in every), 4)
        return int(total) if total == int(total) else total
    latest = max((row.day for _, row in every if row.day), default=None)
    amounts = {row.amount for _, row in every if row.day == latest}
    return amounts.pop() if len(amounts) == 1 else None
