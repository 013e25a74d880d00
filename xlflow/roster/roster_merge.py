"""汇总: new submissions into the roster (counting rules 1 to 8). Values in, values out.

A person has one row of 人员: facts that cannot change are those of the first statement, all others of the latest. Places are counted
over all branches; some accounts only the whole roster can overdraw.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from xlflow.checks.pools import faults_of_places
from xlflow.domain.quota import Account, AccountKey
from xlflow.findings import Finding, Place, Severity, in_order
from xlflow.messages import finding
from xlflow.roster.change_history import changed_people, changes
from xlflow.roster.hand_edits import Edits
from xlflow.roster.reading import reading_of
from xlflow.roster.roster import Conflict, Fate, FateKey, Roster, RosterRow
from xlflow.roster.roster_pages import written
from xlflow.roster.roster_scheme import people_fields, roster_scheme
from xlflow.roster.roster_state import State
from xlflow.roster.settled_rows import edited, facts_opposed, opposed, row_key, sort_rows, with_states, withdrawn_rows
from xlflow.roster.submission import UnitList
from xlflow.roster.submitted_rows import Plain, RowState, Standing, Submission, standing
from xlflow.rules.case import Judging
from xlflow.rules.persons import Identity
from xlflow.rules.quota_ledger import account_of, accounts_of, is_pending
from xlflow.schemes.parts import Field
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.table_roles import COMMITTEE, NOMINEES, PEOPLE, QUOTA, UNIT


def build(standing: Standing, edits: Edits, units: UnitList, scheme: Scheme) -> Roster:
    """The roster of the newest submissions, with the edits made in it."""
    tables: dict[str, tuple[RosterRow, ...]] = {}
    conflicts: list[Conflict] = []
    fates: dict[FateKey, Fate] = {}
    for table in branch_tables(scheme):
        found = sort_rows(standing, table, units, scheme)
        rows = dict(found.stay)
        if table == NOMINEES:
            rows |= withdrawn_rows(standing, found.stay, scheme)
        for key, row in rows.items():
            rows[key], contradictions = edited(row, edits, scheme)
            conflicts += contradictions
        conflicts += opposed(rows, found.claims, edits, scheme)
        fates |= found.fates
        tables[table] = tuple(rows.values())
    conflicts += facts_opposed(tables[NOMINEES], edits, scheme)
    tables = {table: with_states(rows, conflicts) for table, rows in tables.items()}
    tables[PEOPLE] = tuple(edited(row, edits, scheme)[0] for row in people_rows(tables[NOMINEES], scheme))
    return Roster(tables, tuple(conflicts), fates)


def branch_tables(scheme: Scheme) -> list[str]:
    """The tables that branches fill."""
    return [key for key, table in scheme.tables.items() if not table.roster_only]


def with_committee(roster: Roster, prefilled: Mapping[str, Plain], edits: Edits, scheme: Scheme) -> Roster:
    """The roster with 团委信息: what is known by itself, under what people typed."""
    row, _ = edited(committee_row(prefilled), edits, scheme)
    return replace(roster, tables={**roster.tables, COMMITTEE: (row,)})


class RowCounts(Struct, frozen=True):
    """What became of the rows of one table of the files of this run; `read` is the sum of all others.

    The row of 单位信息 that a file without that sheet gets in the roster stands on no row of the file and is not counted.
    """

    blank: int = 0
    merged: int = 0
    duplicate: int = 0
    conflict: int = 0
    rejected: int = 0

    @property
    def read(self) -> int:
        """From the first data row to the last."""
        return self.blank + self.merged + self.duplicate + self.conflict + self.rejected

    def as_dict(self) -> dict[str, int]:
        """As `merge --json` prints it."""
        fates = {"merged": self.merged, "duplicate": self.duplicate, "conflict": self.conflict, "rejected": self.rejected}
        return {"read": self.read, "blank": self.blank, **fates}


class PeopleCounts(Struct, frozen=True):
    """How many people the roster had, how many are new, shown otherwise than before, and there now."""

    before: int
    added: int
    changed: int
    after: int

    def as_dict(self) -> dict[str, int]:
        """As `merge --json` prints it."""
        return {"before": self.before, "added": self.added, "changed": self.changed, "after": self.after}


class MergeOutcome(Struct, frozen=True):
    """The roster after a run, what it was made of, and the counts of the run."""

    state: State
    roster: Roster
    standing: Standing
    merged: int
    superseded: int
    rows: dict[str, RowCounts]
    people: PeopleCounts
    findings: tuple[Finding, ...]

    def units_in(self, rounds: Collection[str]) -> frozenset[str]:
        """The units that have handed in people for one of the rounds; a form that nobody filled in is none."""
        return frozenset(s.unit for s in self.standing.current if s.round in rounds and s.has_people and not s.by_hand)

    def faulty_rows(self, rounds: Collection[str]) -> int:
        """How many rows of some rounds stand in the roster with an error that nobody confirmed (待改)."""
        return sum(row.state is RowState.FAULTY and row.values.get("round") in rounds for row in self.roster.rows())

    def lost_rows(self, files: Collection[str]) -> int:
        """How many rows of some files (by sha256) could not be merged."""
        return sum(fate is Fate.REJECTED and sha256 in files for (sha256, _, _), fate in self.roster.fates.items())


def merge(state: State, arrivals: Sequence[Submission], edits: Edits, scheme: Scheme, day: date) -> MergeOutcome:
    """The roster of all submissions known so far and the new ones, with the edits that people made in it by `day`."""
    units = UnitList(state.units)
    submissions = tuple({s.sha256: s for s in (*state.submissions, *arrivals)}.values())
    now = standing(submissions)
    roster = build(now, edits, units, scheme)
    if COMMITTEE in scheme.tables:
        prefilled = {**prefill(roster.tables, scheme, day), **state.prefilled}
        state = replace(state, prefilled=prefilled)
        roster = with_committee(roster, prefilled, edits, scheme)
    roster = with_places(roster, scheme, day)
    fresh = {submission.sha256 for submission in arrivals if not submission.by_hand}
    counted = [submission for submission in now.current if submission.sha256 in fresh]
    base = {row.id: written(row, scheme) for row in roster.rows()}
    before, added, changed = changed_people(state.base, base, roster)
    lines = changes(state.base, base, roster, state.edits, edits, scheme, day)
    return MergeOutcome(
        replace(
            state,
            scheme=scheme.id,
            scheme_version=scheme.version,
            submissions=submissions,
            edits=edits,
            base=base,
            history=(*state.history, *lines),
        ),
        roster,
        now,
        merged=len(counted),
        superseded=len(fresh) - len(counted),
        rows={table: _counts(table, counted, roster) for table in branch_tables(scheme)},
        people=PeopleCounts(before, added, changed, len(roster.tables[PEOPLE])),
        findings=tuple(in_order(_findings(now, fresh, units))),
    )


def _counts(table: str, submissions: Sequence[Submission], roster: Roster) -> RowCounts:
    ours = {submission.sha256 for submission in submissions}
    fates = Counter(fate for (sha256, of, (_, row)), fate in roster.fates.items() if of == table and sha256 in ours and row)
    blank = sum(submission.blanks.get(table, 0) for submission in submissions)
    return RowCounts(blank, fates[Fate.MERGED], fates[Fate.DUPLICATE], fates[Fate.CONFLICT], fates[Fate.REJECTED])


def _findings(now: Standing, fresh: Collection[str], units: UnitList) -> list[Finding]:
    found = []
    for best, other in now.undecided:
        if {best.sha256, other.sha256} & set(fresh):
            found.append(finding("submission-order-unknown", Place(other.file), other=best.file))
    forms: dict[str, Submission] = {}
    for submission in now.current:
        if submission.form_id:
            first = forms.setdefault(submission.form_id, submission)
            if first.unit != submission.unit and {first.sha256, submission.sha256} & set(fresh):
                found.append(finding("form-shared", Place(submission.file), other=first.file))
        if units and submission.sha256 in fresh:
            found += _unit_findings(submission, units)
    return found


def _unit_findings(submission: Submission, units: UnitList) -> list[Finding]:
    if submission.by_hand or submission.unit in units.names:
        return []
    place = Place(submission.file, label="单位名称")
    if similar := units.similar(submission.unit):
        return [finding("unit-name-similar", place, got=submission.unit, expected=similar)]
    return [
        finding(
            "reference-unknown",
            place,
            got=submission.unit,
            severity=Severity.WARNING,
            message="“{got}”不在支部名单里，已并入，不计入应报和已报",
            fix="是本级支部的，请补进支部名单再汇总；名称写错的，请支部改正后再报",
        )
    ]


_OVERDRAWN = "quota-pool-exceeded"
_USED, _LEFT = "quota_used", "quota_left"


def overdrawn(roster: Roster, scheme: Scheme, file: str, as_of: date) -> tuple[Finding, ...]:
    """The accounts of a roster that are overdrawn, as findings about its sheet of places; `scheme` is the one of the forms."""
    if not scheme.pools:
        return ()
    found = [wrong for wrong in faults_of_places(_judging(roster, scheme, file, as_of)) if wrong.code == _OVERDRAWN]
    return tuple(replace(wrong, place=replace(wrong.place, row=None)) for wrong in found)


def with_places(roster: Roster, scheme: Scheme, as_of: date) -> Roster:
    """The roster with 已用 and 剩余 of its sheet of places counted over all branches, whatever the sheet of one workbook said."""
    rows = roster.tables.get(QUOTA, ())
    if not scheme.pools or not rows:
        return roster
    people = _judging(roster, scheme, "", as_of).cases(NOMINEES)
    found = accounts_of(scheme, [row.values for row in rows], people)
    return replace(roster, tables={**roster.tables, QUOTA: tuple(_counted(row, scheme, found) for row in rows)})


def _judging(roster: Roster, scheme: Scheme, file: str, as_of: date) -> Judging:
    return Judging(reading_of(roster, scheme, file), roster_scheme(scheme), as_of)


def _counted(row: RosterRow, scheme: Scheme, found: Mapping[AccountKey, Account]) -> RosterRow:
    values = {key: value for key, value in row.values.items() if key not in (_USED, _LEFT)}
    account = next((found[key] for pool in scheme.pools if (key := account_of(pool, values)) is not None), None)
    if account is not None:
        values[_USED] = account.used
        if "quota_total" in values or is_pending(values):
            values[_LEFT] = account.left
    return replace(row, values=values)


def people_rows(nominees: Iterable[RosterRow], scheme: Scheme) -> tuple[RosterRow, ...]:
    """The people of the roster; who left a round and stands in no other is not among them."""
    by_person: dict[Identity, list[RosterRow]] = defaultdict(list)
    for row in nominees:
        if row.person is not None and row.state is not RowState.WITHDRAWN:
            by_person[row.person].append(row)
    fields = people_fields(scheme)
    return tuple(_person(person, rows, fields) for person, rows in by_person.items())


def _person(person: Identity, rows: list[RosterRow], fields: Iterable[Field]) -> RosterRow:
    values: dict[str, Plain] = {}
    unread: dict[str, str] = {}
    for field in fields:
        stated = [row.values[field.key] for row in rows if field.key in row.values]
        if stated:
            values[field.key] = stated[0] if field.constant else stated[-1]
        elif field.key in rows[-1].unread:
            unread[field.key] = rows[-1].unread[field.key]
    done = sorted(f"{row.values['round']} {row.values.get('recommendation_type', '类型未填')}" for row in rows)
    values["recommendations"] = "；".join(done)
    return RosterRow(PEOPLE, row_key(PEOPLE, person), values, unread=unread, person=person)


def committee_row(prefilled: Mapping[str, Plain]) -> RosterRow:
    """The one row of 团委信息, before people fill it in."""
    return RosterRow(COMMITTEE, COMMITTEE, prefilled)


def prefill(tables: Mapping[str, Iterable[RosterRow]], scheme: Scheme, day: date) -> dict[str, Plain]:
    """What 团委信息 can know by itself: the committee, and the day of the first merge.

    The committee is the one whose own accounts (名额台账, 培训班 …, which no branch is asked for) were handed in; else the one that most
    units name.
    """
    units = [row for row in tables[UNIT] if "league_committee" in row.values]
    own = {key for key, table in scheme.tables.items() if not table.shown and not table.roster_only and not scheme.has_field(key, "name")}
    keepers = {row.values.get("branch") for key in own for row in tables.get(key, ())}
    named = Counter(row.values["league_committee"] for row in units if row.values.get("branch") in keepers)
    named = named or Counter(row.values["league_committee"] for row in units)
    known: dict[str, Plain] = {"document_date": day.isoformat()}
    if named:
        known["league_committee"] = min(named, key=lambda name: (-named[name], str(name)))
    return {key: value for key, value in known.items() if scheme.has_field(COMMITTEE, key)}
