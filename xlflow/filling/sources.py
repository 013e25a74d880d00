"""Hours and points of exports, brought to the people of a workbook: by ID or student number, else by name and unit.

Nothing is guessed: where an export may mean two people, nobody gets the number and a finding says so.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct, field

from xlflow.filling.exports import Export, ExportRow
from xlflow.filling.suggest import Change
from xlflow.findings import Finding
from xlflow.messages import finding
from xlflow.rules.derived import branch_short
from xlflow.schemes.parts import Source
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.table_roles import MEMBERS, NOMINEES, UNIT
from xlflow.tables.cells.cell_text import bare
from xlflow.tables.records import Record, Value, WorkbookReading

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
