"""One row before its judges: its record, all that expressions may see, and how far the person has come."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from typing import Protocol

from msgspec import Struct, field
from msgspec.structs import replace

from xlflow.domain import ballot
from xlflow.domain.dates import DayOrMonth
from xlflow.domain.progress import AGREED, PHASES, NomineeProgress, Vote, stated_vote
from xlflow.findings import Finding, Place, Severity, mask
from xlflow.messages import Known, finding, shorten, visible
from xlflow.rules import derived
from xlflow.rules.derived import ballot_of
from xlflow.rules.joined import JoinedRows
from xlflow.rules.related import Related, joins_of
from xlflow.schemes.language.expressions import Expression
from xlflow.schemes.language.rule_judging import Inputs, Judge, judge_of
from xlflow.schemes.parts import Ballot, Field, FieldType, FilledBy, Interval, Rule
from xlflow.schemes.procedures import Chain, Requirement, Route
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.table_roles import MEETINGS, NOMINEES, UNIT
from xlflow.tables.records import Record, Value, WorkbookReading
from xlflow.tables.understand import facts

DROP_REASON = "drop_reason"
_RESULT = "meeting_result"
_SAYS_WHY = frozenset({DROP_REASON, "inspection_date", "inspection_result"})
"""Cells of a later phase that are filled just because a person does not go on."""
FUTURE = "date-in-future"
_AFTER_MEETING, _AFTER_REVIEW, _EVERY_PHASE = 3, 4, 9


class Stating(Protocol):
    """A part of a scheme that findings come from: a rule as it stands, or a `Stated`."""

    @property
    def severity(self) -> Severity | None: ...  # noqa: D102 - as in Stated
    @property
    def waivable(self) -> bool | None: ...  # noqa: D102
    @property
    def basis(self) -> str: ...  # noqa: D102
    @property
    def message(self) -> str: ...  # noqa: D102
    @property
    def fix(self) -> str: ...  # noqa: D102


class Stated(Struct, frozen=True):
    """What a scheme states about a finding; what it leaves open comes from the catalogue."""

    severity: Severity | None = None
    waivable: bool | None = None
    basis: str = ""
    message: str = ""
    fix: str = ""

    @classmethod
    def by(cls, source: Rule | Interval | Requirement | Route | Chain) -> Stated:
        """What a part of the scheme states that findings come from."""
        return cls(source.severity, source.waivable, source.basis, source.message, source.fix)


NOTHING_STATED = Stated()


class Judging(Struct, frozen=True, dict=True):
    """What all rows of one workbook share."""

    reading: WorkbookReading
    scheme: Scheme
    as_of: date
    asked_phase: str | None = None
    """The phase to judge by, whatever the workbook says; None leaves it to the workbook. A foreign list has none either way."""
    params: dict[date, dict[str, object]] = field(default_factory=dict)
    plans: dict[int, Plan] = field(default_factory=dict)
    tables: dict[str, Related] = field(default_factory=dict)
    known_cases: dict[str, list[Case]] = field(default_factory=dict)
    backgrounds: dict[int, dict[tuple[object, ...], dict[str, object]]] = field(default_factory=dict)

    @property
    def file(self) -> str:
        """The name that findings show."""
        return self.reading.file

    @cached_property
    def unit(self) -> dict[str, Value]:
        """The facts of the unit; empty in a foreign list."""
        stated = facts(self.reading, UNIT)
        return stated | {"report_phase": self.asked_phase} if self.asked_phase and self.reading.is_standard_form else stated

    @cached_property
    def phase(self) -> int:
        """The last phase whose cells are due; a foreign list states none."""
        return PHASES.get(str(self.unit.get("report_phase")), 1)

    def params_on(self, day: date) -> dict[str, object]:
        """The params in force on a day, and `as_of`."""
        if day not in self.params:
            known: dict[str, object] = {key: param.at(day) for key, param in self.scheme.params.items()}
            self.params[day] = known | {"as_of": self.as_of}
        return self.params[day]

    def plan(self, record: Record) -> Plan:
        """What is judged on the rows of a table; looked up once for each header."""
        known = self.plans.get(id(record.header))
        if known is None:
            keys = frozenset(record.header.columns) | frozenset(record.anchors)
            known = self.plans[id(record.header)] = plan(self.scheme, record.table, keys)
        return known

    def has(self, table: str) -> bool:
        """Whether the workbook holds the table, be it without a row."""
        return self.reading.has(table)

    def related(self, table: str) -> Related:
        """The rows of a table by person."""
        if table not in self.tables:
            self.tables[table] = Related(self.reading.records(table), joins_of(self.scheme, table))
        return self.tables[table]

    def related_values(self, record: Record, names: Collection[str]) -> dict[str, tuple[Value, ...]]:
        """The values that names such as `events.event_hours` mean for a row; a table that is not there has none."""
        parts = ((name, *name.split(".", 1)) for name in names)
        return {name: self.related(table).values(record, key) for name, table, key in parts if self.has(table)}

    def cases(self, table: str) -> list[Case]:
        """The rows of one table."""
        if table not in self.known_cases:
            found = (reading.records for reading in self.reading.tables if reading.header.table == table)
            self.known_cases[table] = [case for records in found for case in self._cases(records)]
        return self.known_cases[table]

    @cached_property
    def nominee_names(self) -> frozenset[str]:
        """The names that are voted on."""
        return frozenset(str(record.values.get("name")) for record in self.reading.records(NOMINEES))

    def case(self, record: Record) -> Case:
        """A row with what expressions may see: params of the meeting day, facts of the unit, the meeting, the row itself."""
        return self._cases([record])[0]

    def _cases(self, records: Sequence[Record]) -> list[Case]:
        standings = self.standings(records)
        return [Case(self, record, behind, plan) for record, (behind, plan) in zip(records, standings, strict=True)]

    def standings(self, records: Sequence[Record]) -> list[Standing]:
        """What stands behind rows under one header, one object for those of one day, branch and round, and what is judged on them."""
        if not records:
            return []
        plan, made = self.plan(records[0]), list[Standing]()
        backgrounds = self.backgrounds.setdefault(id(records[0].header), {})
        for record in records:
            get = record.values.get
            key = get("meeting_date"), get("branch"), get("round")
            behind = backgrounds.get(key)
            if behind is None:
                behind = backgrounds[key] = self._background(record)
            made.append(({**behind, **self.related_values(record, plan.related)} if plan.related else behind, plan))
        return made

    def _background(self, record: Record) -> dict[str, object]:
        """What stands behind the values of a row: the params of its meeting day, the facts of its unit, its meeting.

        All of it follows from the day, the branch and the round of the row.
        """
        day = record.values.get("meeting_date")
        params = self.params_on(day if isinstance(day, date) else self.as_of)
        meeting = self.meeting_of(record) if record.table == NOMINEES else None
        return {**params, **self._unit_of(record), **(meeting.values if meeting else {})}

    @cached_property
    def joined(self) -> JoinedRows[Record]:
        """The units and meetings that rows belong to."""
        return JoinedRows(self.reading.records(UNIT), self.reading.records(MEETINGS))

    def _unit_of(self, record: Record) -> Mapping[str, Value]:
        if len(self.joined.units) < 2:
            return self.unit
        unit = self.joined.unit_of(record.values)
        return unit.values if unit else {}

    def meeting_of(self, record: Record) -> Record | None:
        """The meeting that voted on a row."""
        return self.joined.meeting_of(record.values)


class Case(Struct, eq=False, dict=True):
    """One row, and the values that stand `behind` its own: the params of its day, its unit, its meeting, related rows."""

    judging: Judging
    record: Record
    behind: Mapping[str, object]
    plan: Plan
    """What is judged on the row."""

    @cached_property
    def known(self) -> Mapping[str, object]:
        """Everything that an expression may name."""
        return {**self.behind, **self.record.values}

    def get(self, key: str, default: object = None) -> object:
        """One of the values that an expression may name."""
        value = self.record.values.get(key)
        return self.behind.get(key, default) if value is None else value

    def field(self, key: str) -> Field:
        """A field of the row's table."""
        return self.judging.scheme.field(self.record.table, key)

    def label(self, key: str) -> str:
        """How people call a value that the row sees: the header of its field, in the row's table, the meeting's or the unit's."""
        scheme = self.judging.scheme
        tables = (table for table in (self.record.table, MEETINGS, UNIT) if scheme.has_field(table, key))
        table = next(tables, None)
        return scheme.field(table, key).label if table else key

    def seeing(self, *expressions: Expression | None) -> Mapping[str, object]:
        """What the row sees, with what some expressions ask for: values of related rows, and 大会结果 as the votes decide it."""
        asked = {name for each in expressions if each for name in each.names}
        names = {name for name in asked if "." in name and name not in self.known}
        seen = {**self.known, **self.judging.related_values(self.record, names)} if names else self.known
        decided = derived.meeting_result(self.known, self.judging.scheme) if _RESULT in asked and self.record.table == NOMINEES else ""
        return {**seen, _RESULT: decided} if decided else seen

    def place(self, key: str | None) -> Place:
        """The place of a finding about one cell, or about the row."""
        return self.record.place(self.judging.file, key, self.field(key).label if key else None)

    def finding(self, code: str, key: str | None, *, stated: Stated = NOTHING_STATED, got: object = "", **words: object) -> Finding:
        """A finding at one cell of the row; `stated` is what a rule or interval of the scheme says instead of the catalogue."""
        return self.finding_of(code, key, stated, got, words)

    def finding_of(self, code: str, key: str | None, stated: Stating, got: object, words: Mapping[str, object] | Known) -> Finding:
        """The same with the words looked up, be it in all that is known of the row."""
        return finding(code, self.place(key), got, stated.severity, stated.waivable, stated.basis, stated.message, stated.fix, words)

    def whole(self, key: str) -> int | None:
        """A count of the row, or of its meeting."""
        value = self.known.get(key)
        return value if type(value) is int else None

    @cached_property
    def phase(self) -> int:
        """The last phase whose cells are due: in a form what it states, in a roster what the submission of the row did; else all are."""
        if self.judging.reading.is_standard_form:
            return self.judging.phase
        return PHASES.get(str(self.known.get("report_phase")), _EVERY_PHASE) if self.judging.reading.is_roster else _EVERY_PHASE

    @cached_property
    def passes(self) -> bool | None:
        """Whether the votes reach every pass line; None where they are not all known."""
        return ballot.passes(self.known, self.ballot.pass_lines)

    @cached_property
    def ballot(self) -> Ballot:
        """How the meeting of the row decides."""
        return ballot_of(self.known, self.judging.scheme)

    @cached_property
    def progress(self) -> NomineeProgress:
        """How far the person has come, by the votes and what is stated."""
        return NomineeProgress(self.known, derived.vote(self.known, self.judging.scheme))

    @cached_property
    def stated(self) -> NomineeProgress:
        """How far the person has come as the row states it, whatever the votes say: where they contradict it, a finding says so."""
        return NomineeProgress(self.known, stated_vote(self.known))

    @cached_property
    def goes_on(self) -> bool:
        """Whether the row treats the person as one who passed: 通过 is typed, or a cell of a later phase is filled."""
        if self.stated.vote is Vote.PASSED or self.stated.is_out:
            return self.stated.vote is Vote.PASSED
        later = (key for key in self.plan.later if key not in _SAYS_WHY or self.known.get("inspection_result") == AGREED)
        return any(key in self.record.values or key in self.record.unread for key in later)

    @cached_property
    def is_over(self) -> bool:
        """Whether the person's way ended at the meeting or the inspection: later cells are then not due."""
        return self.stated.is_out or (self.passes is False and not self.goes_on)


def with_reason(finding: Finding, said: str | None) -> Finding:
    """The finding, confirmed by what somebody wrote under 核实说明, if it may be."""
    return replace(finding, confirmed=True, reason=shorten(mask(visible(said)))) if said and finding.waivable else finding


def day_text(value: object) -> str:
    """A date for a message: 2026-03-05, or 2026-03."""
    return value.isoformat() if isinstance(value, DayOrMonth) else str(value)


class Plan(Struct, frozen=True):
    """What is judged on each row of a table that stands in a workbook: only what its columns allow, gathered once."""

    rules: Judge
    """Rules about dates in the future stand first: they silence others (a planned meeting may lie there, a held one not)."""
    intervals: tuple[Interval, ...]
    past: tuple[str, ...]
    bounded: tuple[Field, ...]
    wanted: tuple[Field, ...]
    """The fields with a cell that a branch may have to fill in a standard form."""
    core: tuple[Field, ...]
    """Those without which a foreign list cannot be judged."""
    later: tuple[str, ...]
    """The fields that are due only after the meeting."""
    related: tuple[str, ...]
    """What its rules ask of other tables, such as `events.event_kind`."""


Standing = tuple[Mapping[str, object], Plan]
"""What stands behind a row, and what is judged on it."""


@lru_cache(maxsize=256)
def plan(scheme: Scheme, table: str, keys: frozenset[str]) -> Plan:
    """The plan of a table of which the fields `keys` have a cell."""
    fields = tuple(field for field in scheme.fields.get(table, ()) if field.key in keys)
    rules = sorted((rule for rule in scheme.rules if rule.table == table), key=lambda rule: rule.code != FUTURE)
    inputs = _inputs(scheme, table, keys)
    return Plan(
        judge_of(rules, inputs),
        tuple(interval for interval in scheme.intervals if interval.table == table and {interval.start, interval.end} <= keys),
        tuple(field.key for field in fields if field.past),
        tuple(field for field in fields if field.minimum is not None or field.maximum is not None),
        tuple(field for field in fields if _may_be_wanted(field)),
        tuple(field for field in fields if field.core),
        tuple(field.key for field in fields if field.phase >= _AFTER_MEETING and field.filled_by is not FilledBy.DERIVED),
        tuple(dict.fromkeys(name for expression in _expressions(scheme, table) for name in expression.names if "." in name)),
    )


def _inputs(scheme: Scheme, table: str, keys: frozenset[str]) -> Inputs:
    """Where the names that the rules of a table use are found, and which of them can be a month or several values."""
    own = {field.key for field in scheme.fields.get(table, ())}
    others = {field.key for owner in (UNIT, MEETINGS) for field in scheme.fields.get(owner, ()) if owner != table}
    params = {*scheme.params, "as_of"}
    months = {field.key for fields in scheme.fields.values() for field in fields if field.type is FieldType.DATE_OR_MONTH}
    return Inputs(row=(keys & own) - params, behind=frozenset(others - own) | params, single=frozenset((own | others | params) - months))


def _may_be_wanted(field: Field) -> bool:
    if field.phase >= _AFTER_REVIEW or field.filled_by in (FilledBy.DERIVED, FilledBy.COMMITTEE):
        return False
    return field.core if field.filled_by is FilledBy.SUGGESTED else field.required is not False


def _expressions(scheme: Scheme, table: str) -> Iterator[Expression]:
    """All that is judged on the rows of a table."""
    judged: tuple[Rule | Interval | Requirement, ...] = (*scheme.rules, *scheme.intervals, *scheme.requirements)
    conditions = [each.when for each in judged if each.table == table]
    conditions += [rule.require for rule in scheme.rules if rule.table == table]
    conditions += [route.when for route in scheme.routes if table == NOMINEES]
    return (condition for condition in conditions if condition is not None)
