"""Evidence on a person's way: pieces of it (events, courses, examinations) against what is required, and what is missing in words.

A date may be a month. Each condition is then met on all its days, on none, or on some: evidence of which that is open leaves the
requirement open too, wherever the rest does not decide it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import Enum, IntEnum
from math import fsum

from msgspec import Struct

from xlflow.domain.calendar import Calendar
from xlflow.domain.dates import DayOrMonth, first_day, last_day
from xlflow.domain.intervals import Span


class Piece(Struct, frozen=True):
    """One piece of evidence. `filled`: the fields that say something; `unread`: those that could not be read. `address`: where it stands.

    `is_doubtful`: its row has a fault of its own that is told there (a kind that could not be read, a day in the future).
    Two pieces of one kind, day and topic are one event, be it written down for the person and for 全体.
    """

    kind: str | None
    day: DayOrMonth | None = None
    is_doubtful: bool = False
    topic: str | None = None
    hours: float | None = None
    score: float | None = None
    grade: str | None = None
    organiser: str | None = None
    filled: frozenset[str] = frozenset()
    unread: frozenset[str] = frozenset()
    address: str = ""


class Bound(Struct, frozen=True):
    """A date of the person's row that evidence lies before or after, and its name."""

    day: DayOrMonth
    label: str


class Wanted(Struct, frozen=True):
    """What is asked: `count` pieces of one of the `kinds`, between the bounds, at most `within` older than `until`, good enough.

    `least_hours` is the sum of all that counts; `least_score` holds for each piece; 0 asks nothing. `organisers`: words of which the
    organiser's name must hold one. `shows`: fields that must be filled, with their labels.
    """

    label: str
    kinds: frozenset[str]
    count: int = 1
    after: Bound | None = None
    before: Bound | None = None
    within: Span | None = None
    until: Bound | None = None
    least_hours: float = 0
    least_score: float = 0
    grades: tuple[str, ...] = ()
    organisers: tuple[str, ...] = ()
    shows: Mapping[str, str] | None = None

    @property
    def asks(self) -> bool:
        """Whether anything must be there; evidence of which none is asked is only pointed at."""
        return self.count > 0 or self.least_hours > 0


class EvidenceState(Enum):
    """Whether a requirement is met."""

    MET = "met"
    MISSING = "missing"
    OPEN = "open"
    """A month leaves it open."""
    UNREAD = "unread"
    """A cell that could not be read, or that is empty though it must not be, leaves it open."""


class EvidenceOutcome(Struct, frozen=True):
    """How a requirement stands: the pieces that count for it, those that may count, and in words what is missing."""

    state: EvidenceState
    counting: tuple[Piece, ...] = ()
    doubtful: tuple[Piece, ...] = ()
    missing: tuple[str, ...] = ()


class _Standing(IntEnum):
    """How far a piece counts; of two records of one event the better one is taken."""

    FAILS = 0
    UNREAD = 1
    OPEN = 2
    COUNTS = 3


class _Judged(Struct, frozen=True):
    piece: Piece
    standing: _Standing
    reasons: tuple[str, ...]


def judge(wanted: Wanted, pieces: Iterable[Piece], calendar: Calendar) -> EvidenceOutcome:
    """How a requirement stands by the pieces of evidence about one person, whatever their order."""
    judged = _each_event_once(_judged(wanted, piece, calendar) for piece in pieces if piece.kind is None or piece.kind in wanted.kinds)
    sure = [each for each in judged if each.standing is _Standing.COUNTS]
    by_months = sure + [each for each in judged if each.standing is _Standing.OPEN]
    at_best = by_months + [each for each in judged if each.standing is _Standing.UNREAD]
    counting = tuple(each.piece for each in sure)
    doubtful = tuple(each.piece for each in at_best[len(sure) :])
    if _suffices(wanted, sure):
        return EvidenceOutcome(EvidenceState.MET, counting)
    if _suffices(wanted, by_months):
        return EvidenceOutcome(EvidenceState.OPEN, counting, tuple(each.piece for each in by_months[len(sure) :]))
    if _suffices(wanted, at_best) or (len(at_best) >= wanted.count and any("event_hours" in each.piece.unread for each in at_best)):
        return EvidenceOutcome(EvidenceState.UNREAD, counting, doubtful)
    return EvidenceOutcome(EvidenceState.MISSING, counting, doubtful, tuple(_missing(wanted, judged, at_best)))


def _suffices(wanted: Wanted, judged: Sequence[_Judged]) -> bool:
    return len(judged) >= wanted.count and _hours(judged) >= wanted.least_hours


def _hours(judged: Iterable[_Judged]) -> float:
    return fsum(each.piece.hours or 0 for each in judged)


def _each_event_once(judged: Iterable[_Judged]) -> list[_Judged]:
    """Of the records of one event the best, in the order of the days."""
    best: dict[object, _Judged] = {}
    for number, each in enumerate(judged):
        piece = each.piece
        event = (piece.kind, piece.day, piece.topic) if piece.day and piece.topic else number
        if event not in best or _rank(each) > _rank(best[event]):
            best[event] = each
    return sorted(best.values(), key=_order)


def _rank(judged: _Judged) -> tuple[int, int, float]:
    return judged.standing, -len(judged.reasons), judged.piece.hours or 0


def _order(judged: _Judged) -> tuple[date, str]:
    day = judged.piece.day
    return last_day(day) if day is not None else date.max, judged.piece.address


def _judged(wanted: Wanted, piece: Piece, calendar: Calendar) -> _Judged:
    """One piece against all that is asked of a piece."""
    answers = [*_time(wanted, piece, calendar), *_quality(wanted, piece)]
    standing = min((answer for answer, _ in answers), default=_Standing.COUNTS)
    if piece.is_doubtful:
        standing = min(standing, _Standing.UNREAD)
    return _Judged(piece, standing, tuple(words for answer, words in answers if answer is _Standing.FAILS))


def _time(wanted: Wanted, piece: Piece, calendar: Calendar) -> Iterator[tuple[_Standing, str]]:
    """Whether the piece lies where it must in time."""
    day = piece.day
    if day is None:
        if wanted.after or wanted.before or wanted.within:
            yield _Standing.UNREAD, ""
        return
    if wanted.after is not None:
        words = f"{wanted.label}在{wanted.after.label}之前（{_said(day)}），应在之后"
        yield _standing(last_day(wanted.after.day) <= first_day(day), first_day(wanted.after.day) <= last_day(day)), words
    if wanted.before is not None:
        words = f"{wanted.label}在{wanted.before.label}之后（{_said(day)}），应在之前"
        yield _standing(last_day(day) <= first_day(wanted.before.day), first_day(day) <= last_day(wanted.before.day)), words
    if wanted.within is not None and wanted.until is not None:
        first, last = (wanted.within.after(end, calendar) for end in (first_day(day), last_day(day)))
        words = f"{wanted.label}（{_said(day)}）到{wanted.until.label}已超过{wanted.within}"
        yield _standing(last_day(wanted.until.day) <= first, first_day(wanted.until.day) <= last), words


def _standing(always: bool, sometimes: bool) -> _Standing:
    """From whether a condition holds on all days of the months, and whether it does on any."""
    return _Standing.COUNTS if always else _Standing.OPEN if sometimes else _Standing.FAILS


def _quality(wanted: Wanted, piece: Piece) -> Iterator[tuple[_Standing, str]]:
    """Whether the piece is good enough. What a cell should say and does not, is missing; what it says unreadably, is not."""
    label = wanted.label
    if wanted.least_score > 0:
        words = f"{label}缺成绩" if piece.score is None else f"{label}成绩 {piece.score:g}，应不低于 {wanted.least_score:g}"
        yield _met(piece, "event_score", piece.score is not None and piece.score >= wanted.least_score), words
    if wanted.grades:
        words = f"{label}缺结果等次" if piece.grade is None else f"{label}结果为“{piece.grade}”，应为{'、'.join(wanted.grades)}"
        yield _met(piece, "event_result", piece.grade in wanted.grades), words
    if wanted.organisers:
        is_theirs = any(word in (piece.organiser or "") for word in wanted.organisers)
        is_open = not piece.organiser
        yield (_Standing.UNREAD if is_open else _met(piece, "organiser", is_theirs)), f"{label}不是{_bodies(wanted.organisers)}举办的"
    for field, name in (wanted.shows or {}).items():
        yield _met(piece, field, field in piece.filled), f"{label}缺：{name}"


def _met(piece: Piece, field: str, is_met: bool) -> _Standing:
    if field in piece.unread:
        return _Standing.UNREAD
    return _Standing.COUNTS if is_met else _Standing.FAILS


def _bodies(words: Sequence[str]) -> str:
    """党组织 for words that all name bodies of the Party; else the words."""
    return "党组织" if all("党" in word or "中共" in word for word in words) else "、".join(words)


def _said(day: DayOrMonth) -> str:
    return day.isoformat()


def _missing(wanted: Wanted, judged: Sequence[_Judged], at_best: Sequence[_Judged]) -> Iterator[str]:
    """In words: the faults of the pieces that come nearest, then how many are lacking, then hours."""
    lacking = max(wanted.count - len(at_best), 0)
    near = sorted((each for each in judged if each.standing is _Standing.FAILS), key=lambda each: len(each.reasons))[:lacking]
    for each in near:
        yield "，".join(each.reasons)
    if lacking > len(near):
        yield f"{wanted.label}还缺 {lacking - len(near)} 次"
    elif not lacking and (hours := _hours(at_best)) < wanted.least_hours:
        yield f"{wanted.label}学时（时长）累计 {hours:g}，还差 {wanted.least_hours - hours:g}"
