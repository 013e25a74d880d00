"""What is missing: cells that are due and empty, columns, phases that run ahead, evidence that the scheme requires (event-missing)."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from msgspec.structs import replace

from xlflow.domain.dates import Month
from xlflow.domain.evidence import EvidenceState
from xlflow.domain.progress import PHASES
from xlflow.findings import Finding, Place, Severity
from xlflow.messages import finding
from xlflow.rules import required_evidence
from xlflow.rules.case import DROP_REASON, Case, Judging, Stated
from xlflow.schemes.language.expressions import Verdict
from xlflow.schemes.parts import Field, FilledBy
from xlflow.schemes.procedures import Requirement
from xlflow.schemes.table_roles import EVENTS, MEMBERS, NOMINEES, UNIT
from xlflow.tables.records import Record, TableHeader

_AFTER_MEETING = 3


def missing_cells(case: Case) -> Iterator[Finding]:
    """Empty cells that are due, one finding each. What could not be read is not empty."""
    values, unread = case.record.values, case.record.unread
    is_form = case.judging.reading.is_standard_form
    for field in case.plan.wanted if is_form else case.plan.core:
        if field.key not in values and field.key not in unread and _is_due(field, case):
            cure = "请先自动填充，或补填{label}" if field.filled_by is FilledBy.SUGGESTED else ""
            yield case.finding("required-missing", field.key, stated=Stated(fix=cure))


def _is_due(field: Field, case: Case) -> bool:
    if field.phase >= _AFTER_MEETING and case.is_over and field.key != DROP_REASON:
        return False
    if field.unless is not None and field.unless.judge(case.known) is Verdict.TRUE:
        return False
    if field.phase > case.phase:
        return False
    if not case.judging.reading.is_standard_form:
        return True
    if field.filled_by is FilledBy.SUGGESTED:
        return field.key not in case.known
    return field.required is True or (field.required is not False and field.required.judge(case.known) is Verdict.TRUE)


def missing_columns(judging: Judging) -> Iterator[Finding]:
    """Core columns that a list of unknown origin lacks; in a standard form every column that a branch has to fill.

    Said once a sheet, however often the header is repeated there; 所在团支部 is not missed where a line above the list names the unit.
    """
    done: set[tuple[str, str, str | None]] = set()
    for found in _missing(judging):
        where = (found.place.sheet or "", found.code, found.place.field)
        if where not in done:
            done.add(where)
            yield found


def _missing(judging: Judging) -> Iterator[Finding]:
    for table in judging.reading.tables:
        header = table.header
        if judging.scheme.tables[header.table].layout == "facts":
            yield from _missing_facts(judging, header)
        elif judging.reading.is_standard_form or header.table == NOMINEES:
            yield from _missing_in(judging, header)


def _missing_in(judging: Judging, header: TableHeader) -> Iterator[Finding]:
    is_form = judging.reading.is_standard_form
    for field in judging.scheme.fields[header.table]:
        wanted = field.required is not False if is_form else field.core
        if not wanted or field.filled_by is FilledBy.COMMITTEE or field.key in header.columns:
            continue
        if is_form or not (field.key in judging.reading.headings or _stands_above(judging, header, field)):
            place = Place(judging.file, header.sheet, header.rows[1], None, field.key, field.label, header.sheet_index)
            yield finding("column-missing", place)


def _stands_above(judging: Judging, header: TableHeader, field: Field) -> bool:
    """Whether the titles of a list say for everybody in it what the column would: of which branch he is."""
    if field.key != "branch":
        return False
    if judging.reading.title_branch:
        return True
    records = [record for table in judging.reading.tables if table.header is header for record in table.records]
    return bool(records) and all("branch" in record.values for record in records)


def _missing_facts(judging: Judging, header: TableHeader) -> Iterator[Finding]:
    for field in judging.scheme.fields[header.table]:
        if field.required is True and field.key not in header.labels:
            place = Place(judging.file, header.sheet, None, None, field.key, field.label, header.sheet_index)
            yield finding("column-missing", place)


def phase_behind(judging: Judging) -> Iterator[Finding]:
    """Cells of a later phase filled while 填报阶段 is behind: one finding, at 填报阶段. Not told where another phase is asked for."""
    units = judging.cases(UNIT)
    if not units or judging.asked_phase or "report_phase" not in judging.unit:
        return
    ahead = [
        field
        for field in judging.scheme.fields[NOMINEES]
        if judging.phase < field.phase <= max(PHASES.values()) and field.filled_by is FilledBy.BRANCH
    ]
    filled = [field.phase for case in judging.cases(NOMINEES) for field in ahead if field.key in case.record.values]
    if filled:
        expected = next(name for name, phase in PHASES.items() if phase == max(filled))
        yield units[0].finding("report-phase-behind", "report_phase", got=judging.unit["report_phase"], expected=expected)


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
