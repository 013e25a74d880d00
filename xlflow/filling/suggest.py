"""自动填充 without Excel: what every cell that fills itself should say, and the changes that lead there.

Derived cells of a standard form are always set to what follows from the rest; suggestions go into empty cells only. A list of unknown
origin is its owner's: nothing typed there is changed, and its running numbers stay as they are. A value that cannot be known stays empty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import cast

from msgspec import Struct, field
from msgspec.structs import replace

from xlflow.domain.progress import PHASES, is_balloted
from xlflow.filling import drafted_texts
from xlflow.filling.from_rows import stages
from xlflow.filling.next_step import next_step
from xlflow.rules import derived, required_evidence, suggested
from xlflow.rules.case import Judging
from xlflow.rules.derived import Values
from xlflow.rules.joined import JoinedRows, RowKey, row_key
from xlflow.rules.persons import route_key
from xlflow.rules.related import Related
from xlflow.rules.required_evidence import step_ahead
from xlflow.schemes.parts import Field, FieldType, FilledBy
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.table_roles import DOSSIER, EVENTS, MEETINGS, MEMBERS, NOMINEES, UNIT
from xlflow.tables.records import Record, Value, WorkbookReading

_BRANCH_ENDINGS = ("团支部", "团总支")
_SHOWN_SHARE = 0.05
"""Per cent: shares that differ by less look the same in a cell with one decimal."""


class Change(Struct, frozen=True):
    """A cell that 自动填充 changes: `old` as it was read (a text where it could not be), `new` None where the cell is emptied."""

    record: Record
    key: str
    old: Value | None
    new: Value | None
    why: str


class _Filler(Struct, frozen=True):
    """How one cell of a row is filled, from all that is known about the row."""

    key: str
    value: Callable[[_Row], object]
    why: str


class _Workbook(Struct, dict=True):
    """What the rows of one workbook share; rows are filled table by table, so that later ones see what was filled before."""

    reading: WorkbookReading
    scheme: Scheme
    as_of: date
    unit: dict[str, object] = field(default_factory=dict)
    filled: dict[str, list[_Row]] = field(default_factory=dict)
    tables: dict[str, Related] = field(default_factory=dict)

    def rows(self, table: str) -> list[_Row]:
        if table not in self.filled:
            records = self.reading.records(table)
            self.filled[table] = [_Row(self, record, number, dict(record.values)) for number, record in enumerate(records, 1)]
        return self.filled[table]

    def related(self, table: str) -> Related:
        """The rows of a table by person."""
        if table not in self.tables:
            self.tables[table] = Related(self.reading.records(table))
        return self.tables[table]

    @cached_property
    def joined(self) -> JoinedRows[_Row]:
        """The units and meetings that rows belong to."""
        return JoinedRows(self.rows(UNIT), self.rows(MEETINGS))

    @cached_property
    def judging(self) -> Judging:
        """The workbook as it was read."""
        return Judging(self.reading, self.scheme, self.as_of)


class _Row(Struct):
    """One row while it is filled: `values` are its own, `known` those with the facts of its unit and meeting behind them."""

    workbook: _Workbook
    record: Record
    number: int
    values: dict[str, object]

    @property
    def meeting(self) -> Mapping[str, object]:
        """The meeting that voted on the person; nothing where it is not known."""
        found = self.workbook.joined.meeting_of(self.values)
        return found.values if found else {}

    @property
    def unit(self) -> Mapping[str, object]:
        """The facts of the unit; in a list of unknown origin what its heading says."""
        if len(self.workbook.joined.units) < 2:
            return self.workbook.unit
        found = self.workbook.joined.unit_of(self.values)
        return found.values if found else {}

    @property
    def known(self) -> dict[str, object]:
        return {**self.unit, **(self.meeting if self.record.table == NOMINEES else {}), **self.values}

    @property
    def judged(self) -> dict[str, object]:
        """What expressions may name: the params of the meeting day (before it of the day of the run) behind all that is known."""
        known = self.known
        meeting = known.get("meeting_date")
        return {**self.workbook.judging.params_on(meeting if isinstance(meeting, date) else self.as_of), **known}

    @property
    def scheme(self) -> Scheme:
        return self.workbook.scheme

    @property
    def as_of(self) -> date:
        return self.workbook.as_of


def suggest(reading: WorkbookReading, scheme: Scheme, as_of: date) -> list[Change]:
    """The changes of a workbook, table by table, row by row. The same for any order of columns; none once they have been made."""
    workbook = _Workbook(reading, scheme, as_of)
    changes = [change for table, fillers in _FILLERS for change in _fill(workbook, table, fillers)]
    last = {(row_key(change.record), change.key): change for change in (*changes, *_from_rows(workbook))}
    return [change for change in last.values() if not is_same(scheme.field(change.record.table, change.key), change.old, change.new)]


def is_same(kind: Field, old: object, new: object) -> bool:
    """Whether a cell already says what it should; a share is the same as long as its cell shows the same."""
    if kind.type is FieldType.PCT and isinstance(old, int | float) and isinstance(new, int | float):
        return abs(old - new) < _SHOWN_SHARE
    return old == new and isinstance(old, bool) == isinstance(new, bool)


def _from_rows(workbook: _Workbook) -> Iterator[Change]:
    """What follows from other rows and tables, once everything is filled that follows from a row itself."""
    reading, scheme = workbook.reading, workbook.scheme
    rows = {row_key(row.record): row for table in scheme.tables for row in workbook.rows(table)}
    tables = [replace(table, records=[_as_filled(record, rows) for record in table.records]) for table in reading.tables]
    filled = replace(reading, tables=tables)
    for stage in stages(scheme):
        for proposal in list(stage(Judging(filled, scheme, workbook.as_of))):
            row = rows[row_key(proposal.record)]
            if scheme.has_field(row.record.table, proposal.key):
                kind = scheme.field(row.record.table, proposal.key)
                if _is_open(row, kind):
                    yield from _put(row, kind, proposal.value, proposal.why)


def _as_filled(record: Record, rows: Mapping[RowKey, _Row]) -> Record:
    """The record with the values that its row has been given so far, and will be."""
    return replace(record, values=cast(dict[str, Value], rows[row_key(record)].values))


def _fill(workbook: _Workbook, table: str, fillers: Sequence[_Filler]) -> Iterator[Change]:
    rows = workbook.rows(table)
    if table == UNIT:
        workbook.unit = rows[0].values if rows else _heading_facts(workbook.reading)
    known = [(filler, workbook.scheme.field(table, filler.key)) for filler in fillers if workbook.scheme.has_field(table, filler.key)]
    for row in rows:
        for filler, kind in known:
            if _is_open(row, kind):
                yield from _put(row, kind, filler.value(row), filler.why)


def _heading_facts(reading: WorkbookReading) -> dict[str, object]:
    """What a list of unknown origin says of its unit: the branch that the heading line names, if it is one."""
    branch = reading.headings.get("branch")
    return {"branch": branch} if isinstance(branch, str) and branch.endswith(_BRANCH_ENDINGS) else {}


def _is_open(row: _Row, kind: Field) -> bool:
    """Whether 自动填充 may write the cell: it is empty, or a derived cell of a standard form."""
    key, own = kind.key, row.workbook.reading.is_standard_form
    is_empty = key not in row.record.values and key not in row.record.unread
    return (is_empty or (kind.filled_by is FilledBy.DERIVED and own)) and (own or key != "seq")


def _put(row: _Row, kind: Field, value: object, why: str) -> Iterator[Change]:
    """The row with the value in it, and the change of its cell where it has one that says something else."""
    key, record = kind.key, row.record
    old: Value | None = record.values.get(key, record.unread.get(key))
    new = _fitting(kind, value)
    if new is None:
        row.values.pop(key, None)
    else:
        row.values[key] = new
    if record.position(key) is not None:
        yield Change(record, key, old, new, why)


def _fitting(kind: Field, value: object) -> Value | None:
    """The value as a cell of the field holds it; None for an empty text and for one that is too long for the field."""
    if isinstance(value, Fraction):
        return round(float(value) * 100, 4)
    if isinstance(value, str) and (not value or (kind.length is not None and len(value) > kind.length)):
        return None
    return value if isinstance(value, Value) else None


def _members(row: _Row) -> list[Values]:
    return [member.values for member in row.workbook.filled.get(MEMBERS, ())]


def _branch(row: _Row) -> object:
    """The branch of the unit, in a workbook whose rows name no other."""
    own = row.unit.get("branch")
    named = {record.values["branch"] for record in row.workbook.reading.records(NOMINEES) if "branch" in record.values}
    return own if named <= {own} else None


def _of_meeting(key: str) -> Callable[[_Row], object]:
    """A figure of the meeting that voted on the person."""
    return lambda row: row.meeting.get(key)


def _meeting_day(row: _Row) -> object:
    """The day of the one meeting, for people it votes on; while candidates are handed in, only for those who have votes already."""
    planned = PHASES.get(str(row.unit.get("report_phase"))) == 1 and row.values.get("in_favour") is None
    return None if planned or not is_balloted(row.values) else row.workbook.joined.planned_day(row.values)


def _with_planned_day(row: _Row) -> dict[str, object]:
    """All that is known of a person; the day of the one meeting also before it is his."""
    return {"meeting_date": row.workbook.joined.planned_day(row.values)} | row.judged


def _next_step(row: _Row) -> object:
    rows = (
        (chain, row.workbook.related(chain.table).about(row.record)) for chain in row.scheme.chains if row.workbook.reading.has(chain.table)
    )
    ahead = [step for chain, about in rows if (step := step_ahead(chain, about, row.scheme)) is not None]
    return next_step(_with_planned_day(row), row.scheme, row.as_of, ahead)


def _missing_items(row: _Row) -> object:
    """What the scheme requires of the person by now and the records do not show; nothing in a workbook without such records."""
    workbook = row.workbook
    if not workbook.reading.has(EVENTS):
        return None
    about = required_evidence.rows_about(row.record, workbook.related(EVENTS), workbook.related(MEMBERS))
    return "、".join(required_evidence.missing(NOMINEES, row.judged, about, row.scheme, row.as_of))


def _resolution(row: _Row) -> object:
    voted = [other.known for other in row.workbook.filled.get(NOMINEES, ()) if row.workbook.joined.meeting_of(other.values) is row]
    return drafted_texts.resolution(row.known, voted, row.scheme)


def _branch_opinion(row: _Row) -> object:
    """The opinion on the one nominee that the row of the dossier is about; none where that may be several."""
    name, number = row.values.get("name"), row.values.get("student_id")
    found = [
        other.known
        for other in row.workbook.filled.get(NOMINEES, ())
        if other.values.get("name") == name and number in (None, other.values.get("student_id"))
    ]
    return drafted_texts.branch_opinion(found[0]) if len(found) == 1 and name else None


_PERSON = (
    _Filler("gender", lambda row: suggested.gender(row.values), "按身份证号"),
    _Filler("birth_date", lambda row: suggested.birth_date(row.values), "按身份证号"),
)
_FILLERS: tuple[tuple[str, tuple[_Filler, ...]], ...] = (
    (UNIT, (_Filler("branch_short", lambda row: derived.branch_short(str(row.values.get("branch", ""))), "按团支部全称"),)),
    (
        MEMBERS,
        (*_PERSON, _Filler("voting_right", lambda row: suggested.voting_right(row.values, row.scheme, row.as_of), "按团籍状态和政治面貌")),
    ),
    (
        UNIT,
        (
            _Filler("member_count", lambda row: suggested.member_count(_members(row)), "按团员花名册"),
            _Filler("voting_member_count", lambda row: suggested.voting_member_count(_members(row)), "按团员花名册"),
        ),
    ),
    (
        MEETINGS,
        (
            _Filler(
                "meeting_no",
                lambda row: suggested.meeting_number(
                    row.values.get("meeting_date"), [m.values.get("meeting_date") for m in row.workbook.filled[MEETINGS]]
                ),
                "按大会时间先后",
            ),
            _Filler("ballots_invalid", lambda row: derived.ballots_invalid(row.values), "收回票数减有效票数"),
        ),
    ),
    (
        NOMINEES,
        (
            _Filler("seq", lambda row: row.number, "按行的次序"),
            *_PERSON,
            _Filler("branch", _branch, "按单位信息"),
            _Filler("meeting_date", _meeting_day, "本表只有一次推优大会"),
            _Filler("eligible", _of_meeting("eligible"), "按推优大会"),
            _Filler("present", _of_meeting("present"), "按推优大会"),
            _Filler("against", lambda row: suggested.uncast(row.known), "其余各票之和已等于有效票数"),
            _Filler("abstained", lambda row: suggested.uncast(row.known), "其余各票之和已等于有效票数"),
            _Filler("age", lambda row: derived.age(row.known, row.as_of), "按出生日期"),
            _Filler("league_age", lambda row: derived.league_age(row.known, row.as_of), "按入团时间"),
            _Filler("approval_rate", lambda row: derived.approval_rate(row.known), "赞成票除以应到会人数"),
            _Filler("ballot_rate", lambda row: derived.ballot_rate(row.known), "赞成票除以有效票数"),
            _Filler("meeting_result", lambda row: suggested.meeting_result(row.known, row.scheme), "按票数和通过线"),
            _Filler("notice_end", lambda row: suggested.notice_end(row.known, row.scheme, row.as_of), "按公示开始日期和工作日"),
            _Filler("valid_until", lambda row: derived.valid_until(row.known, row.scheme), "按推荐时间和有效期"),
            _Filler("route", lambda row: route_key(row.judged, row.scheme), "按单位信息"),
            _Filler("missing_items", _missing_items, "按培养教育记录"),
            _Filler("next_step", _next_step, "按填报进度"),
        ),
    ),
    (MEETINGS, (_Filler("resolution", _resolution, "按大会票数起草"),)),
    (DOSSIER, (_Filler("branch_opinion", _branch_opinion, "按大会票数和考察结论起草"),)),
)
"""In the order of need: members before the counts of the unit, meetings before nominees, results before the texts about them."""
