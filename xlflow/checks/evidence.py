"""Evidence that a scheme requires of a person, in the rows of `events` (event-missing)."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from msgspec.structs import replace

from xlflow.domain.dates import Month
from xlflow.domain.evidence import EvidenceState
from xlflow.findings import Finding, Severity
from xlflow.messages import finding
from xlflow.rules import required_evidence
from xlflow.rules.case import Case, Stated
from xlflow.schemes.cultivation import Requirement
from xlflow.schemes.table_roles import EVENTS, MEMBERS
from xlflow.tables.records import Record

_CODE = "event-missing"


def missing_events(case: Case, spoilt: Collection[str]) -> Iterator[Finding]:
    """Each requirement that is due and not met, once, at its place; where a month leaves it open, the month.

    Not judged in a workbook without a sheet of events, for people whose way is over, and where a date of the requirement has a fault
    of its own (`spoilt`).
    """
    judging, record = case.judging, case.record
    if not judging.has(EVENTS) or case.is_over:
        return
    due = [
        requirement
        for requirement in judging.scheme.requirements
        if requirement.table == record.table and required_evidence.is_due(requirement, case.known) and requirement.before not in spoilt
    ]
    about = required_evidence.rows_about(record, judging.related(EVENTS), judging.related(MEMBERS)) if due else []
    for requirement in due:
        yield from _unmet(case, requirement, about)


def _unmet(case: Case, requirement: Requirement, about: list[Record]) -> Iterator[Finding]:
    judging = case.judging
    found = required_evidence.outcome(requirement, case.known, about, judging.scheme, judging.as_of)
    if found.state is EvidenceState.MISSING:
        yield case.finding(
            _CODE,
            _place(case, requirement),
            stated=replace(Stated.by(requirement), severity=_severity(case, requirement)),
            got=requirement.label,
            requirement=requirement.label,
            missing="；".join(found.missing),
        )
    elif found.state is EvidenceState.OPEN:
        doubtful = {piece.address for piece in found.doubtful}
        yield _open(case, requirement, [row for row in about if required_evidence.address_of(row) in doubtful])


def _severity(case: Case, requirement: Requirement) -> Severity | None:
    """What the scheme says of a lack, be it by a param that a committee sets: blocked or only told."""
    if requirement.blocks is None:
        return requirement.severity
    return Severity.ERROR if case.known.get(requirement.blocks) else Severity.WARNING


def _open(case: Case, requirement: Requirement, doubtful: list[Record]) -> Finding:
    """At the month that would have to be a day: one of the person's row, else that of the evidence."""
    stated, reason = Stated(basis=requirement.basis), f"{requirement.label}的时间是否符合要求"
    own = [key for key in (requirement.before, requirement.after) if key and isinstance(case.record.values.get(key), Month)]
    rows = [row for row in doubtful if isinstance(row.values.get("event_date"), Month)]
    if own or not rows:
        key = own[0] if own else _place(case, requirement)
        return case.finding("month-boundary", key, stated=stated, got=case.record.values.get(key, ""), reason=reason)
    place = rows[0].place(case.judging.file, "event_date", case.judging.scheme.field(EVENTS, "event_date").label)
    return finding("month-boundary", place, got=rows[0].values["event_date"], basis=requirement.basis, words={"reason": reason})


def _place(case: Case, requirement: Requirement) -> str:
    scheme, table = case.judging.scheme, case.record.table
    return requirement.place if scheme.has_field(table, requirement.place) else "name"
