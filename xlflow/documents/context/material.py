"""The rows of a workbook, joined: every nominee with his meeting, his unit and his dossier, and with what follows from his votes.

A row knows the `group` it was handed in with (a branch and a round); rows of one group belong together. A list of unknown origin
has no unit table and no meetings: units are then its branches, meetings its meeting days.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property

from msgspec import Struct, field
from msgspec.structs import replace

from xlflow.domain.periods import Period
from xlflow.domain.progress import NomineeProgress, is_notice_over, stated_vote
from xlflow.figures.period_statistics import Statistics
from xlflow.figures.screening_members import Screened, Screener, screened
from xlflow.rules import derived
from xlflow.rules.case import Judging
from xlflow.rules.derived import NOTICE_DAY, VOTE_DAY
from xlflow.rules.joined import JoinedRows, RowKey, row_key
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.table_roles import COMMITTEE, DOSSIER, EVENTS, MEETINGS, MEMBERS, NOMINEES, QUOTA, UNIT
from xlflow.tables.records import Record

Values = Mapping[str, object]


_RECEIVING = "receiving_party_org"
"""The fact of a scheme whose units may have no Party organisation: the one above or around them to which they recommend."""


class SourceRow(Struct, frozen=True):
    """One row of a table.

    `faults`: what is wrong with values that are not there: due and empty, or unreadable; in words, with the cell.
    `state`: how far the row of a roster may be used. `by_hand`: nobody was asked for these facts (a foreign list has no 单位信息);
    what a document needs of them is left blank to write on. `record`: the row as it was read, with its cells; None where there is none.
    """

    values: Values
    faults: Mapping[str, str] = field(default_factory=dict)
    group: Hashable = ""
    state: str = ""
    by_hand: bool = False
    record: Record | None = None


class Person(Struct, frozen=True, eq=False):
    """A nominee: `row` holds his own values and those that follow from them.

    `unasked`: the cells that the scheme does not ask of him, though it does of others: of people on a year's list that replaces the vote
    or the public notice.
    """

    row: SourceRow
    dossier: SourceRow | None = None
    unasked: frozenset[str] = frozenset()

    def value(self, key: str) -> object:
        """A value; None where it is empty."""
        return self.row.values.get(key)

    @property
    def name(self) -> str:
        """姓名."""
        return str(self.value("name") or "")

    @property
    def progress(self) -> NomineeProgress:
        """How far he has come."""
        return NomineeProgress(self.row.values, stated_vote(self.row.values), self.has_no_vote)

    @property
    def has_no_vote(self) -> bool:
        """He goes on without a vote, and nobody voted on him."""
        return VOTE_DAY in self.unasked and self.value("meeting_result") is None

    def obstacle(self, as_of: date) -> str:
        """Why a committee cannot recommend him to the Party branch yet, in words; "" where it can."""
        end, progress = self.value("notice_end"), self.progress
        if not progress.is_put_forward:
            return "未经大会通过和考察同意"
        if not isinstance(end, date) and NOTICE_DAY not in self.unasked:
            return "没有公示结束日期"
        if isinstance(end, date) and not is_notice_over(end, as_of):
            return f"公示到{end.month}月{end.day}日，尚未期满"
        if progress.has_standing_objection:
            return "公示有异议影响推荐"
        if self.value("review_result") is not None and not progress.is_reviewed:
            return f"团委审核意见为“{self.value('review_result')}”"
        return ""


class Held(Struct, frozen=True, eq=False):
    """A 推优大会 and the people it voted on."""

    row: SourceRow
    people: tuple[Person, ...]


class Fault(Struct, frozen=True):
    """What a branch has to correct: where, what is wrong, what to do."""

    place: str
    message: str
    fix: str


class UnitMaterial(Struct, frozen=True, eq=False):
    """A branch in one round: its facts, its nominees and its meetings."""

    facts: SourceRow
    people: tuple[Person, ...]
    meetings: tuple[Held, ...]
    members: tuple[SourceRow, ...] = ()
    events: tuple[SourceRow, ...] = ()
    faults: tuple[Fault, ...] = ()

    def fact(self, key: str) -> str:
        """A fact as text, "" where it is empty."""
        return str(self.facts.values.get(key) or "")

    def meeting_of(self, person: Person) -> Held | None:
        """The meeting that voted on a person."""
        return next((held for held in self.meetings if person in held.people), None)


class PeriodMaterial(Struct, frozen=True):
    """What documents about a period are made of: its figures, and all rows of the visits and of the cases that the committee wrote."""

    period: Period
    statistics: Statistics
    visits: tuple[SourceRow, ...]
    cases: tuple[SourceRow, ...]


class Material(Struct, frozen=True, dict=True):
    """All that documents can be made from. `numbers`: of documents, by what tells each from all others (`identity`).

    `tables`: the rows of every table. `judging`: the workbook as the engines see it; None for a sample, which has no workbook.
    """

    scheme: Scheme
    as_of: date
    units: tuple[UnitMaterial, ...]
    committee: SourceRow
    places: tuple[SourceRow, ...] = ()
    period: PeriodMaterial | None = None
    numbers: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    tables: Mapping[str, Sequence[SourceRow]] = field(default_factory=dict)
    judging: Judging | None = None

    @cached_property
    def people(self) -> tuple[Person, ...]:
        """Every nominee."""
        return tuple(person for unit in self.units for person in unit.people)

    @cached_property
    def by_record(self) -> Mapping[RowKey, SourceRow]:
        """Every row by the key of its record."""
        return {row_key(row.record): row for rows in self.tables.values() for row in rows if row.record is not None}

    @cached_property
    def screening(self) -> Mapping[RowKey, Values]:
        """What screening says of each member, by the key of their record."""
        if self.judging is None:
            return {}
        return {row_key(case.record): _screening_words(found) for case, found in screened(self.judging, Screener(self.scheme, self.as_of))}


def _screening_words(found: Screened) -> Values:
    words = {"screening_state": found.state.value, "qualified_on": found.qualified_on, "waiting_days": found.waiting_days}
    return {key: value for key, value in words.items() if value is not None}


def gather(tables: Mapping[str, Sequence[SourceRow]], scheme: Scheme, as_of: date, judging: Judging | None = None) -> Material:
    """The rows of all tables, joined."""
    stated = dict.fromkeys(row.group for table in (UNIT, NOMINEES) for row in tables.get(table, ()))
    meetings = tables.get(MEETINGS, ())
    shared = JoinedRows[SourceRow]((), [row for row in meetings if "branch" in row.values or (stated and row.group not in stated)])
    groups = stated | dict.fromkeys(row.group for row in meetings if not stated or "branch" in row.values)
    units = [_unit(group, tables, shared, scheme, as_of) for group in groups]
    committee = replace(next(iter(tables.get(COMMITTEE, ())), SourceRow({})), by_hand=True)
    return Material(scheme, as_of, tuple(units), committee, tuple(tables.get(QUOTA, ())), tables=tables, judging=judging)


def _unit(
    group: Hashable, tables: Mapping[str, Sequence[SourceRow]], shared: JoinedRows[SourceRow], scheme: Scheme, as_of: date
) -> UnitMaterial:
    """One group; `shared` are the meetings that rows of other groups may belong to as well."""
    of_group = {table: [row for row in rows if row.group == group] for table, rows in tables.items()}
    rows, meetings = of_group.get(NOMINEES, []), of_group.get(MEETINGS, [])
    stated = {key: _most(rows, key) for key in ("branch", "round")}
    facts = _completed(next(iter(of_group.get(UNIT, ())), SourceRow(stated, group=group, by_hand=True)))
    own = JoinedRows[SourceRow]((), meetings)
    voted: list[tuple[Person, SourceRow | None]] = []
    for row in rows:
        meeting = own.meeting_of(row.values) or shared.meeting_of(row.values)
        voted.append((_person(row, meeting, facts, of_group.get(DOSSIER, ()), scheme, as_of), meeting))
    people = tuple(person for person, _ in voted)
    members, events = (tuple(of_group.get(table, ())) for table in (MEMBERS, EVENTS))
    return UnitMaterial(facts, people, tuple(_meetings(meetings, voted, scheme)), members, events)


def _completed(facts: SourceRow) -> SourceRow:
    """The facts of a unit with its short name, and with the Party organisation that receives its people where it has none of its own."""
    values = {key: value for key, value in facts.values.items() if value not in (None, "")}
    if "branch" in values:
        values.setdefault("branch_short", derived.branch_short(str(values["branch"])))
    if _RECEIVING in values:
        values.setdefault("party_branch", values[_RECEIVING])
    return replace(facts, values=values)


def _person(
    row: SourceRow,
    meeting: SourceRow | None,
    facts: SourceRow,
    dossiers: Sequence[SourceRow],
    scheme: Scheme,
    as_of: date,
) -> Person:
    figures = meeting.values if meeting else {}
    known = {"branch": facts.values.get("branch")} | dict(figures) | dict(row.values)
    follows = {
        "meeting_result": derived.meeting_result(known, scheme),
        "approval_rate": derived.approval_rate(known),
        "ballot_rate": derived.ballot_rate(known),
        "age": derived.age(known, as_of),
        "league_age": derived.league_age(known, as_of),
        "valid_until": derived.valid_until(known, scheme),
    }
    own = {key: known.get(key) for key in (f.key for f in scheme.fields[NOMINEES])} | follows
    values = {key: value for key, value in own.items() if value not in (None, "")}
    dossier = next((d for d in dossiers if _same_person(d.values, row.values)), None)
    return Person(replace(row, values=values), dossier, frozenset(derived.unasked_steps({**dict(facts.values), **values}, scheme, as_of)))


def _same_person(one: Values, other: Values) -> bool:
    """A dossier names its person by name and student number; where one of them lacks the number, by name."""
    numbers = (one.get("student_id"), other.get("student_id"))
    return one.get("name") == other.get("name") and (None in numbers or numbers[0] == numbers[1])


def _meetings(rows: Sequence[SourceRow], voted: Sequence[tuple[Person, SourceRow | None]], scheme: Scheme) -> Iterator[Held]:
    """The meetings of a group, and those days that only the rows of the people name, each with the people it voted on.

    Before a vote the day stands with the meeting only: people without one are candidates of the only meeting there is. Of two meetings on
    one day that cannot be told apart, only the day is known.
    """
    by_day = {row.values.get("meeting_date"): row for row in rows}
    joined: dict[object, SourceRow | None] = {}
    for person, row in voted:
        day = person.value("meeting_date")
        joined[day] = joined.get(day) or row
    for day in dict.fromkeys((*by_day, *joined)):
        meeting = joined[day] if day in joined else by_day[day]
        days_meant = (day, None) if len(rows) == 1 and day in by_day else (day,)
        if meeting is not None or day is not None:
            people = tuple(person for person, _ in voted if person.value("meeting_date") in days_meant and not person.has_no_vote)
            yield Held(_with_figures(meeting or SourceRow({}), people, scheme), people)


def _with_figures(row: SourceRow, people: Sequence[Person], scheme: Scheme) -> SourceRow:
    """A meeting with the figures that stand in the rows of its people, where the meeting itself does not have them."""
    values = dict(row.values)
    for key in (f.key for f in scheme.fields.get(MEETINGS, ()) if scheme.has_field(NOMINEES, f.key)):
        found = next((person.value(key) for person in people if person.value(key) is not None), None)
        if key not in values and found is not None:
            values[key] = found
    invalid = derived.ballots_invalid(values)
    if invalid is not None:
        values["ballots_invalid"] = invalid
    return replace(row, values=values)


def _most(rows: Iterable[SourceRow], key: str) -> object:
    counted = Counter(row.values[key] for row in rows if key in row.values)
    return counted.most_common(1)[0][0] if counted else None
