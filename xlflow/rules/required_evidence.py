"""A person's history against the scheme: the evidence it requires and the steps of its chains, both from rows of other tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from math import ceil

from xlflow.domain import evidence
from xlflow.domain.calendar import CalendarYearUnknownError
from xlflow.domain.dates import Month, first_day, last_day
from xlflow.domain.evidence import Bound, EvidenceOutcome, EvidenceState, Piece, Wanted
from xlflow.domain.stages import StepTaken, state
from xlflow.rules.related import EVERYBODY, Related
from xlflow.schemes.language.expressions import Verdict
from xlflow.schemes.parts import Field
from xlflow.schemes.procedures import Amount, Chain, Requirement
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.table_roles import EVENTS, MEETINGS
from xlflow.tables.records import Record

_TODAY, _MOVED = "今天", "transfer_in_date"
Values = Mapping[str, object]


def applies(requirement: Requirement, known: Values) -> bool:
    """Whether the requirement concerns the person at all; not where the facts that would say so are missing."""
    return requirement.when is None or requirement.when.judge(known) is Verdict.TRUE


def is_due(requirement: Requirement, known: Values) -> bool:
    """Whether the evidence must be there by now: the date it comes before has come, or nothing comes after it."""
    return applies(requirement, known) and (requirement.before is None or requirement.before in known)


def has_begun(requirement: Requirement, known: Values) -> bool:
    """Whether the stage has come in which the evidence is gathered: it is due, or the date that it follows has come."""
    return applies(requirement, known) and (requirement.after is None or requirement.after in known or is_due(requirement, known))


def outcome(requirement: Requirement, known: Values, about: Iterable[Record], scheme: Scheme, as_of: date) -> EvidenceOutcome:
    """How the requirement stands by the rows about the person. `known`: his row with the facts of his meeting and unit.

    Amounts that are params are those of the day of his meeting, before it those of `as_of`. Dates that his row lacks bound nothing.
    """
    pieces = [piece_of(record, as_of) for record in about if not requirement.personal or record.values.get("name") != EVERYBODY]
    try:
        return evidence.judge(wanted(requirement, known, scheme, as_of), pieces, scheme.calendar)
    except CalendarYearUnknownError:
        return EvidenceOutcome(EvidenceState.UNREAD)


def rows_about(record: Record, events: Related, members: Related) -> list[Record]:
    """The rows of `events` about the person of a row.

    What 全体 did before he came from another branch he did not do with them; what he did there is written down for him, and counts.
    """
    moved = [row.values.get(_MOVED) for row in (record, *members.about(record))]
    since = max((first_day(day) for day in moved if isinstance(day, date | Month)), default=date.min)
    return [
        row for row in events.about(record) if row.values.get("name") != EVERYBODY or not _is_before(row.values.get("event_date"), since)
    ]


def _is_before(value: object, day: date) -> bool:
    return isinstance(value, date | Month) and last_day(value) < day


def missing(table: str, known: Values, about: Iterable[Record], scheme: Scheme, as_of: date) -> Iterator[str]:
    """The labels of the requirements of a table whose stage has come and that the evidence surely does not meet."""
    about = list(about)
    for requirement in scheme.requirements:
        if requirement.table == table and has_begun(requirement, known):
            state = outcome(requirement, known, about, scheme, as_of).state
            if state is EvidenceState.MISSING:
                yield requirement.label


def wanted(requirement: Requirement, known: Values, scheme: Scheme, as_of: date) -> Wanted:
    """What a requirement asks of one person."""
    meeting = known.get("meeting_date")
    day = meeting if isinstance(meeting, date) else as_of
    before = _bound(requirement.before, requirement.table, known, scheme)
    return Wanted(
        requirement.label,
        frozenset(requirement.kinds),
        ceil(_amount(requirement.count, scheme, day)),
        _bound(requirement.after, requirement.table, known, scheme),
        before,
        requirement.within,
        before or Bound(as_of, _TODAY),
        _amount(requirement.least_hours, scheme, day),
        _amount(requirement.least_score, scheme, day),
        requirement.grades,
        requirement.organisers,
        {key: scheme.field(EVENTS, key).label for key in requirement.shows},
    )


def piece_of(record: Record, as_of: date) -> Piece:
    """A row of `events` as a piece of evidence."""
    values = record.values
    day, kind = values.get("event_date"), _text(values.get("event_kind"))
    day = day if isinstance(day, date | Month) else None
    return Piece(
        kind,
        day,
        kind is None or (day is not None and first_day(day) > as_of),
        _text(values.get("event_topic")),
        _number(values.get("event_hours")),
        _number(values.get("event_score")),
        _text(values.get("event_result")),
        _text(values.get("organiser")),
        frozenset(values),
        frozenset(record.unread),
        address_of(record),
    )


def address_of(record: Record) -> str:
    """Where a piece of evidence stands: 培养教育记录!A5."""
    return f"{record.header.sheet}!{record.cell('event_kind') or record.row}"


def _amount(amount: Amount | None, scheme: Scheme, day: date) -> float:
    """A number, or that of the param; 0, which asks nothing, where there is none."""
    value = scheme.param(amount, day) if isinstance(amount, str) else amount
    return _number(value) or 0


def _bound(key: str | None, table: str, known: Values, scheme: Scheme) -> Bound | None:
    value = known.get(key) if key else None
    return Bound(value, field_of(key or "", table, scheme).label) if isinstance(value, date | Month) else None


def field_of(key: str, table: str, scheme: Scheme) -> Field:
    """The field of a row that a requirement names, or of its meeting."""
    return scheme.field(table if scheme.has_field(table, key) else MEETINGS, key)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _number(value: object) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def steps_of(chain: Chain, scheme: Scheme) -> tuple[str, ...]:
    """The steps in their order, which is that of the choices."""
    return tuple(scheme.choices[scheme.field(chain.table, chain.step).choices or ""])


def taken(chain: Chain, record: Record, steps: Sequence[str]) -> StepTaken:
    """A row of a chain, its step being one of the steps, as a step of a history."""
    day, result = record.values.get(chain.day), record.values.get(chain.result)
    return StepTaken(
        steps.index(str(record.values[chain.step])),
        day if isinstance(day, date | Month) else None,
        None if result is None else result in chain.passed,
    )


def step_ahead(chain: Chain, rows: Iterable[Record], scheme: Scheme) -> str | None:
    """The step that follows the last one passed; None for people of whom the chain says nothing, and after its end."""
    steps = steps_of(chain, scheme)
    history = [taken(chain, row, steps) for row in rows if row.values.get(chain.step) in steps]
    last = state(history)
    if not history or (last is not None and last.step + 1 == len(steps)):
        return None
    return steps[last.step + 1 if last else 0]
