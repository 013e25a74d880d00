"""汇总: new submissions into the roster (counting rules 1 to 8). Values in, values out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from xlflow.findings import Finding, Place, Severity, in_order
from xlflow.messages import finding
from xlflow.roster.edits import Edits
from xlflow.roster.history import changed_people, changes
from xlflow.roster.order import Standing, standing
from xlflow.roster.pages import written
from xlflow.roster.people import committee_row, people_rows, prefill
from xlflow.roster.places import with_places
from xlflow.roster.roster import Conflict, Fate, FateKey, Roster, RosterRow
from xlflow.roster.rows import Plain, RowState, Submission
from xlflow.roster.settle import edited, facts_opposed, opposed, with_states
from xlflow.roster.sorting import sort_rows, withdrawn_rows
from xlflow.roster.state import State
from xlflow.roster.units import UnitList
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.table_roles import COMMITTEE, NOMINEES, PEOPLE


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
