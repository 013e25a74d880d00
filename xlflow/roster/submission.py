"""From a workbook that was read to a submission: whose it is by the list of units, which round, when filed (counting rules 1, 2)."""

from __future__ import annotations

import difflib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from pathlib import PurePath

from msgspec.structs import replace

from xlflow.findings import Finding, Severity
from xlflow.patterns import pattern
from xlflow.roster.submitted_rows import RoundSource, Row, Submission, UnitSource
from xlflow.rules.derived import branch_short
from xlflow.schemes.parts import FilledBy
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.table_roles import NOMINEES, UNIT
from xlflow.tables.cells.cell_text import half_width, without_invisible
from xlflow.tables.mark_columns import CONCLUSION, MARKS, REASON
from xlflow.tables.records import Record, Value, WorkbookReading, plain
from xlflow.tables.unit_list import Unit

TOOL_FIELDS = frozenset({"seq", CONCLUSION, MARKS})
"""Columns that the tool writes: they say nothing about the person."""

_CHAT_MARKS = pattern(r"[(（]\d{1,3}[)）]|副本|最终版|终版|修改版|- ?副本")
_DATES = pattern(r"(?:19|20)\d{2}[-._年/]?\d{1,2}[-._月/]?\d{1,2}日?")
_BRANCH = pattern(r"[^_\s\-—,，、]*?(?:团支部|团总支)")
_NUMBER = pattern(r"^\d{1,4}[_\-.、\s]+")


def submission(
    reading: WorkbookReading,
    scheme: Scheme,
    *,
    round: str | None = None,
    findings: Iterable[Finding] = (),
    strict: bool = False,
) -> Submission:
    """The submission that a workbook is. `findings`: what `check` says about it, for the rows that have errors."""
    facts = _unit_facts(reading)
    unit, unit_source = _unit(reading, facts)
    stated = _day(facts.get("filled_on")) or _day(reading.headings.get("filled_on"))
    modified, file_modified = _moment(reading.modified), _moment(reading.file_modified)
    moment = stated or (modified or file_modified or datetime.min).date()
    round_name, round_source = _round(reading, facts, round, moment)
    phases = list(scheme.choices.get("report_phase", ()))
    phase = str(facts.get("report_phase", ""))
    return Submission(
        file=reading.file,
        sha256=reading.sha256,
        unit=unit,
        round=round_name,
        filed=moment,
        unit_source=unit_source,
        round_source=round_source,
        filed_on=stated,
        phase=phases.index(phase) if phase in phases else -1,
        modified=modified,
        file_modified=file_modified,
        form_id=reading.stamp.form_id if reading.stamp else "",
        rows=_rows(reading, scheme, findings),
        blanks=_blanks(reading),
        strict=strict,
    )


def half_year(day: date) -> str:
    """2026年上半年 or 2026年下半年, the round of a submission that names none."""
    return f"{day.year}年{'上' if day.month < 7 else '下'}半年"


def unit_from_file_name(file: str) -> str:
    """The unit that a file name speaks of, without dates and what chat programs add: 003_软件1班团支部_推优汇总表_20260628(1).xlsx."""
    stem = PurePath(file.replace("\\", "/")).stem
    bare = _DATES.sub("", _CHAT_MARKS.sub("", half_width(without_invisible(stem))))
    bare = _NUMBER.sub("", bare.strip(" _-—.")).strip(" _-—.")
    named = _BRANCH.search(bare)
    return named[0] if named else bare or stem


def _unit_facts(reading: WorkbookReading) -> dict[str, Value]:
    records = reading.records(UNIT)
    return records[0].values if records else {}


def as_listed(submission: Submission, units: UnitList) -> Submission:
    """The submission under the name that its unit goes by in the list: found by code, else by name. The same object where it has it."""
    facts = next((row.values for row in submission.rows if row.table == UNIT), {})
    coded = units.with_code(facts.get("branch_code"))
    listed = coded or units.named(submission.unit, str(facts.get("parent_committee", "")))
    if listed is None:
        return submission
    name, source = units.name(listed), UnitSource.CODE if coded else submission.unit_source
    return submission if (name, source) == (submission.unit, submission.unit_source) else replace(submission, unit=name, unit_source=source)


def _unit(reading: WorkbookReading, facts: dict[str, Value]) -> tuple[str, UnitSource]:
    most = _most_named([str(r.values["branch"]) for r in reading.records(NOMINEES) if r.values.get("branch")])
    candidates = (
        (facts.get("branch"), UnitSource.FORM),
        (reading.headings.get("branch"), UnitSource.HEADING),
        (most, UnitSource.ROWS),
        (reading.title_branch, UnitSource.TITLE),
        (unit_from_file_name(reading.file), UnitSource.FILE_NAME),
    )
    return next((_clean(value), source) for value, source in candidates if value and _clean(value))


def _most_named(branches: Sequence[str]) -> str:
    """The branch of most rows in its longest form: 软件1班 and 软件1班团支部 are one."""
    rows = Counter(branch_short(_clean(name)) for name in branches)
    if not rows:
        return ""
    most = min(rows, key=lambda name: (-rows[name], name))
    return max((name for name in branches if branch_short(_clean(name)) == most), key=lambda name: (len(_clean(name)), name))


def _round(reading: WorkbookReading, facts: dict[str, Value], option: str | None, filed: date) -> tuple[str, RoundSource]:
    candidates = (
        (facts.get("round"), RoundSource.FORM),
        (reading.headings.get("round"), RoundSource.HEADING),
        (option, RoundSource.OPTION),
        (half_year(filed), RoundSource.FILING_DATE),
    )
    return next((_clean(value), source) for value, source in candidates if value and _clean(value))


def _clean(value: Value) -> str:
    return "".join(half_width(without_invisible(str(plain(value)))).split())


def _day(value: Value | None) -> date | None:
    return value if isinstance(value, date) else None


def _moment(value: date | None) -> datetime | None:
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    return datetime(value.year, value.month, value.day)


def _blanks(reading: WorkbookReading) -> dict[str, int]:
    blanks: Counter[str] = Counter()
    for table in reading.tables:
        blanks[table.header.table] += table.blank
    return dict(blanks)


def _rows(reading: WorkbookReading, scheme: Scheme, findings: Iterable[Finding]) -> tuple[Row, ...]:
    faults: dict[tuple[str | None, int | None], list[str]] = {}
    for found in findings:
        if found.severity is Severity.ERROR and not found.confirmed and found.place.row is not None:
            faults.setdefault((found.place.sheet, found.place.row), []).append(found.place.field or "")
    return tuple(
        _row(record, scheme, faults.get((record.header.sheet, record.row), []))
        for table in reading.tables
        if table.header.table in scheme.tables and not scheme.tables[table.header.table].roster_only
        for record in table.records
    )


def _row(record: Record, scheme: Scheme, faults: list[str]) -> Row:
    theirs = not_from_branches(scheme, record.table)
    values = {key: plain(value) for key, value in record.values.items() if key not in theirs}
    unread = {key: text for key, text in record.unread.items() if key not in theirs}
    cells = record.cells(dict.fromkeys((*values, *unread, "name", "id_number")))
    header = record.header
    return Row(record.table, header.sheet, header.sheet_index, record.row, values, unread, cells, tuple(dict.fromkeys(faults)))


@lru_cache(maxsize=256)
def not_from_branches(scheme: Scheme, table: str) -> frozenset[str]:
    """Columns that a branch file cannot fill: those of the committee, and those that the tool writes."""
    committee = {field.key for field in scheme.fields.get(table, ()) if field.filled_by is FilledBy.COMMITTEE}
    return frozenset(committee | TOOL_FIELDS)


@lru_cache(maxsize=256)
def compared_fields(scheme: Scheme, table: str) -> frozenset[str]:
    """Columns in which two rows of one person may differ (counting rule 6): all but remarks and what others than the branch fill."""
    ours = {field.key for field in scheme.fields.get(table, ()) if field.filled_by in (FilledBy.BRANCH, FilledBy.SUGGESTED)}
    return frozenset(ours - TOOL_FIELDS - {"remarks", REASON})


class UnitList:
    """The units that have to hand in, found by code, full or short name.

    A unit goes by its full name; where the list has that name more than once, its parent (or code) stands before it.
    """

    def __init__(self, units: Sequence[Unit] = ()) -> None:
        self.units = tuple(units)
        often = Counter(unit.branch for unit in units)
        self._names = {unit: unit.branch if often[unit.branch] == 1 else _qualified(unit) for unit in units}
        self._by_name: dict[str, Unit] = {}
        for text in ("branch_short", "branch"):  # a full name goes before an equal short one
            for unit in reversed(self.units):
                if name := getattr(unit, text):
                    self._by_name[_bare(name)] = unit
        shortened = Counter(_short(unit.branch) for unit in self.units)
        self._by_short = {_short(unit.branch): unit for unit in self.units if shortened[_short(unit.branch)] == 1}
        self._by_name |= {_bare(name): unit for unit, name in self._names.items()}
        self._by_code = {unit.branch_code: unit for unit in reversed(self.units) if unit.branch_code}

    def __bool__(self) -> bool:
        return bool(self.units)

    @property
    def names(self) -> tuple[str, ...]:
        """The names that the units go by, in the order of the list."""
        return tuple(self._names[unit] for unit in self.units)

    def name(self, unit: Unit) -> str:
        """The name that a unit of the list goes by."""
        return self._names[unit]

    def with_code(self, code: object) -> Unit | None:
        """The unit that has the code."""
        return self._by_code.get(str(code)) if code else None

    def named(self, name: str, parent: str = "") -> Unit | None:
        """The unit of that full or short name, of several the one under that parent; width and blanks do not matter.

        A name without 团支部, or with it, is accepted where it fits one unit only.
        """
        if parent:
            for unit in self.units:
                if _bare(unit.branch) == _bare(name) and _bare(unit.parent_committee) == _bare(parent):
                    return unit
        return self._by_name.get(_bare(name)) or self._by_short.get(_short(name))

    def similar(self, name: str) -> str | None:
        """The name of the unit whose name is closest, if one is close."""
        close = difflib.get_close_matches(_bare(name), sorted(self._by_name), n=1, cutoff=0.8)
        return self._names[self._by_name[close[0]]] if close else None


def _qualified(unit: Unit) -> str:
    return f"{unit.parent_committee or unit.branch_code} {unit.branch}".strip()


def _short(name: str) -> str:
    return branch_short(_bare(name))


def _bare(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())
