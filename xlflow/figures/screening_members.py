"""Screening (甄别) of the members of a workbook: everyone's state, what is missing, since when he qualifies, and where the evidence is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import PurePath

from msgspec import Struct

from xlflow.domain import evidence as judged
from xlflow.domain.ballot import PARTY_MEMBERS
from xlflow.domain.calendar import CalendarYearUnknownError
from xlflow.domain.dates import Month, day_in_words, last_day
from xlflow.domain.evidence import EvidenceOutcome, EvidenceState, Piece
from xlflow.domain.intervals import Span
from xlflow.domain.progress import ACTIVIST, CANDIDATE, PartyAnswer, answer, has_lapsed, has_left, is_refused
from xlflow.domain.screening import ScreeningState, waiting_days
from xlflow.findings import mask
from xlflow.rules import derived, required_evidence, suggested
from xlflow.rules.case import Case, Judging
from xlflow.rules.conditions import Conditions, Gap
from xlflow.schemes.data import in_order_of_need
from xlflow.schemes.language.expressions import UNREAD
from xlflow.schemes.procedures import Requirement
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.table_roles import EVENTS, MEMBERS, NOMINEES
from xlflow.tables.records import Record


class Recommendation(Struct, frozen=True):
    """One recommendation: as what, when (None: not stated), until when it holds (None: not known), and what the Party said."""

    kind: str
    day: date | None
    until: date | None = None
    result: str = ""

    @property
    def is_adopted(self) -> bool:
        """Whether the Party made him what he was recommended as."""
        return self._answer is PartyAnswer.ADOPTED

    @property
    def is_declined(self) -> bool:
        """Whether the Party did not take it up, so that it stands in nobody's way."""
        return self._answer is PartyAnswer.DECLINED

    @property
    def _answer(self) -> PartyAnswer:
        return answer({"recommendation_type": self.kind, "party_result": self.result})

    def has_lapsed(self, as_of: date) -> bool:
        """Whether its validity is over; one without a known end has not lapsed."""
        return has_lapsed(self.until, as_of)

    def words(self) -> str:
        """2026年3月5日推荐为入党积极分子，有效期至2028年3月5日，党组织意见：继续培养."""
        said = f"{day_in_words(self.day)}推荐为{self.kind}" if self.day else f"已推荐为{self.kind}（日期没有填）"
        until = f"有效期至{day_in_words(self.until)}" if self.until and not self.is_adopted else ""
        return "，".join(filter(None, (said, until, f"党组织意见：{self.result}" if self.result else "")))


def recommendations(member: Case, nominees: Sequence[Case], as_of: date) -> list[Recommendation]:
    """All that have been made by `as_of`, the latest first; of one day first that to which the Party has answered."""
    scheme = member.judging.scheme
    found = [*_of_row(member.known, scheme, as_of), *(each for case in nominees for each in _of_nominee(case, scheme))]
    return sorted((each for each in found if each.day is None or each.day <= as_of), key=_age)


def under_way(rows: Sequence[Case], as_of: date) -> str:
    """2026年4月10日推优大会通过（入党积极分子），推荐时间没有填: of the newest row of somebody who passed; else empty."""
    for case in rows:
        known = case.known
        day, kind = known.get("meeting_date"), known.get("recommendation_type")
        if case.goes_on and not _has_ended(case) and isinstance(kind, str) and isinstance(day, date) and day <= as_of:
            return f"{day_in_words(day)}推优大会通过（{kind}），推荐时间没有填"
    return ""


def _has_ended(case: Case) -> bool:
    """Whether the row leads to no recommendation: turned down in the branch, or refused by the committee."""
    return case.is_over or is_refused(case.known)


def newest_first(nominees: Sequence[Case]) -> list[Case]:
    """The rows of a person in the list of nominees, without those of rounds that he has left."""
    return sorted((case for case in nominees if not has_left(case.record.values)), key=_order, reverse=True)


def _order(case: Case) -> tuple[date, str, str, int]:
    values = case.record.values
    days = [day for key in ("meeting_date", "letter_date", "party_decision_date") if isinstance(day := values.get(key), date)]
    return max(days, default=date.min), str(values.get("round") or ""), case.judging.file, case.record.row


def _age(each: Recommendation) -> tuple[int, bool, str, str]:
    return -(each.day or date.min).toordinal(), not each.result, each.kind, each.result


def _of_row(known: Mapping[str, object], scheme: Scheme, as_of: date) -> Iterator[Recommendation]:
    kind, day, years = known.get("last_recommendation_type"), known.get("last_recommendation_date"), known.get("validity_years")
    if not isinstance(kind, str) or not isinstance(day, date) or _was_left_behind(known, day):
        return
    until = Span(int(12 * years), "months").after(day, scheme.calendar) if isinstance(years, int | float) else None
    yield Recommendation(kind, day, until)


def _was_left_behind(known: Mapping[str, object], day: date) -> bool:
    """Whether it was made by a branch that he has surely left since, and the scheme lets such ones lapse."""
    moved = known.get("transfer_in_date")
    return known.get("transfer_keeps_recommendation") is False and isinstance(moved, date | Month) and day < last_day(moved)


def _of_nominee(case: Case, scheme: Scheme) -> Iterator[Recommendation]:
    """The recommendation that a row led to: there is one once its validity runs, or once the Party has answered."""
    known = case.known
    kind, result = known.get("recommendation_type"), str(known.get("party_result") or "")
    if not isinstance(kind, str) or _has_ended(case):
        return
    starts = str(known.get("validity_starts") or "letter_date")
    day = known.get("letter_date") or (known.get(starts) if case.goes_on else None)
    day = day if isinstance(day, date) else None
    if day is None and not result:
        return
    until = derived.valid_until(known, scheme) or known.get("valid_until")
    yield Recommendation(kind, day, until if isinstance(until, date) else None, result)


_OF_NOMINEES = f"{NOMINEES}."
_JOINED_ON = "probationary_date"


class RowSpot(Struct, frozen=True):
    """Where something stands: workbook, sheet, cell."""

    file: str
    sheet: str
    cell: str

    def __str__(self) -> str:
        """三班.xlsx 团员花名册 B12; of a whole path the name alone, which is what people know a workbook by."""
        path = PurePath(self.file)
        return f"{path.name if path.is_absolute() else self.file} {self.sheet} {self.cell}"


class Screened(Struct, frozen=True):
    """How a member stands. `kind`: as what he would be recommended next; `reason`: what is missing, or why he is no longer asked."""

    kind: str
    state: ScreeningState
    gaps: tuple[Gap, ...] = ()
    reason: str = ""
    qualified_on: date | None = None
    waiting_days: int | None = None
    recommended: str = ""
    evidence: tuple[RowSpot, ...] = ()


class Screener:
    """Screens members by one scheme on one day. A scheme without conditions and screened requirements `asks` nothing of anybody."""

    def __init__(self, scheme: Scheme, as_of: date) -> None:
        self.scheme, self.as_of = scheme, as_of
        self.conditions = Conditions(scheme)
        self.requirements = [each for each in scheme.requirements if each.screened and each.table in (MEMBERS, NOMINEES)]
        self.asks = bool(self.conditions.asked or self.requirements)
        self._values = [field for field in in_order_of_need(scheme.fields[MEMBERS]) if field.value] if MEMBERS in scheme.fields else []
        names = self.conditions.names.union(*(field.value.names for field in self._values if field.value))
        self._related = frozenset(name for name in names if "." in name and not name.startswith(_OF_NOMINEES))
        self._listed = [name for name in self.conditions.names if name.startswith(_OF_NOMINEES)]

    def screen(self, member: Case, nominees: Sequence[Case]) -> Screened:
        """One member, with his rows in the list of nominees."""
        rows = newest_first(nominees)
        known = self._known(member, rows)
        done = recommendations(member, rows, self.as_of)
        kind = _kind(known, done)
        latest = next((each for each in done if each.kind == kind), None)
        own = None if latest is None or latest.is_declined else latest
        words = done[0].words() if done else under_way(rows, self.as_of)
        if _has_joined(known, self.as_of):
            return Screened(kind, ScreeningState.JOINED, recommended=words)
        holds = own if own is not None and not own.has_lapsed(self.as_of) else None
        bars = tuple(self._bars(member, known, holds.day if holds and holds.day else self.as_of))
        if bars and not any(bar.is_doubtful for bar in bars):
            return Screened(kind, ScreeningState.NOT_CONCERNED, reason=_joined(bars), recommended=words)
        return self._asked(member, known, kind, own, bars, words)

    def _known(self, member: Case, rows: Sequence[Case]) -> dict[str, object]:
        """The row of the member with what the scheme computes of it; what it leaves empty his newest row as nominee may say."""
        known = dict(member.known)
        record = member.record
        for row in rows:
            for key, value in row.record.values.items():
                if key not in record.values and key not in record.unread and self.scheme.has_field(MEMBERS, key):
                    known.setdefault(key, value)
        if "birth_date" not in known and (born := suggested.birth_date(known)):
            known["birth_date"] = born
        if self._related:
            known |= member.judging.related_values(record, self._related)
        for name in self._listed:
            known[name] = _newest(rows, name.removeprefix(_OF_NOMINEES))
        for field in self._values:
            if field.value and (computed := field.value.value(known)) is not None:
                known[field.key] = round(computed, 4) if isinstance(computed, float) else computed
        return known

    def _bars(self, member: Case, known: dict[str, object], day: date) -> Iterator[Gap]:
        """What keeps the member from being screened at all; of somebody recommended, on the day of the recommendation."""
        seen = _with_unread(known, member)
        for each in self.conditions.bars:
            found = each.standing(seen, day)
            if found.holds is not True:
                yield each.gap(found, seen, day, member.label)

    def _asked(
        self, member: Case, known: dict[str, object], kind: str, own: Recommendation | None, doubts: tuple[Gap, ...], words: str
    ) -> Screened:
        gaps, since = list(doubts), [_since_activist(known, kind)]
        seen = _with_unread(known, member)
        for each in self.conditions.asked:
            found = each.standing(seen, self.as_of)
            since.append(found.since)
            if found.holds is not True:
                gaps.append(each.gap(found, seen, self.as_of, lambda name: _label(member, name)))
        spots: list[RowSpot] = []
        for gap, day, places in self._evidence(member, {**known, "recommendation_type": kind}):
            gaps += [gap] if gap else []
            since.append(day)
            spots += places
        qualified = None if gaps else max((day for day in since if day), default=None)
        if known.get("development_candidate_date") is not None or (own and (own.is_adopted or not own.has_lapsed(self.as_of))):
            said = words or f"已确定为{CANDIDATE}"
            return Screened(kind, ScreeningState.RECOMMENDED, tuple(gaps), "", qualified, None, said, _once(spots))
        lapsed = own.until if own else None
        state = ScreeningState.LAPSED if own else ScreeningState.SHORT if gaps else ScreeningState.QUALIFIED
        over = f"推荐有效期{day_in_words(lapsed)}已满" if lapsed else ""
        reason = "；".join(filter(None, (over, _joined(gaps))))
        waiting = None if gaps else waiting_days(qualified, lapsed, self.as_of)
        return Screened(kind, state, tuple(gaps), reason, qualified, waiting, words, _once(spots))

    def _evidence(self, member: Case, known: dict[str, object]) -> Iterator[tuple[Gap | None, date | None, list[RowSpot]]]:
        """Each screened requirement whose stage has come: what is missing, since when it is met, and the records that count."""
        asked = [each for each in self.requirements if required_evidence.has_begun(each, known)]
        if not asked:
            return
        judging = member.judging
        if not judging.has(EVENTS):
            sheet = self.scheme.tables[EVENTS].sheet
            needed = (each for each in asked if required_evidence.wanted(each, known, self.scheme, self.as_of).asks)
            yield from ((Gap(each.key, each.label, f"{each.label}待核实：没有{sheet}", True), None, []) for each in needed)
            return
        about = required_evidence.rows_about(member.record, judging.related(EVENTS), judging.related(MEMBERS))
        rows = {required_evidence.address_of(row): row for row in about}
        for each in asked:
            found = required_evidence.outcome(each, known, about, self.scheme, self.as_of)
            spots = [spot_of(rows[piece.address], judging.file, "event_kind") for piece in found.counting]
            yield _evidence_gap(each, found), self._met_since(each, known, found), spots

    def _met_since(self, requirement: Requirement, known: dict[str, object], found: EvidenceOutcome) -> date | None:
        """The day of the piece with which the evidence was enough."""
        if found.state is not EvidenceState.MET:
            return None
        wanted = required_evidence.wanted(requirement, known, self.scheme, self.as_of)
        pieces: list[Piece] = []
        for piece in found.counting:
            pieces.append(piece)
            try:
                if judged.judge(wanted, pieces, self.scheme.calendar).state is EvidenceState.MET:
                    return last_day(piece.day) if piece.day else None
            except CalendarYearUnknownError:
                return None
        return None


def screened(judging: Judging, screener: Screener) -> Iterator[tuple[Case, Screened]]:
    """Everybody in the roster of members of one workbook, by what this workbook says."""
    nominees = judging.related(NOMINEES)
    cases = {id(case.record): case for case in judging.cases(NOMINEES)}
    for member in judging.cases(MEMBERS):
        yield member, screener.screen(member, [cases[id(row)] for row in nominees.about(member.record)])


def spot_of(record: Record, file: str, key: str) -> RowSpot:
    """Where a row stands; of a row of a roster, where the branch wrote it."""
    values = record.values
    source, cell = values.get("source_file"), str(values.get("source_cell") or "")
    if source:
        sheet, _, cell = cell.rpartition("!")
        return RowSpot(str(source), sheet, cell)
    return RowSpot(file, record.header.sheet, record.cell(key) or f"第{record.row}行")


def _kind(known: dict[str, object], done: Sequence[Recommendation]) -> str:
    """推优② for an activist, be it by the answer of the Party alone; else 推优①."""
    is_activist = known.get("activist_date") is not None or any(each.kind == ACTIVIST and each.is_adopted for each in done)
    return CANDIDATE if is_activist or known.get("development_candidate_date") is not None else ACTIVIST


def _since_activist(known: dict[str, object], kind: str) -> date | None:
    """推优② is for activists: nobody qualifies for it before he is one."""
    day = known.get("activist_date")
    return last_day(day) if kind == CANDIDATE and isinstance(day, date | Month) else None


def _with_unread(known: dict[str, object], member: Case) -> dict[str, object]:
    """What is known, and that some cells of the member say something that could not be read: in doubt nobody qualifies."""
    return known | {key: UNREAD for key in member.record.unread if key not in known}


def _newest(rows: Sequence[Case], key: str) -> object:
    """What the newest row of a person in the list of nominees says under a field, as the values of related rows are given."""
    if not rows:
        return ()
    record = rows[0].record
    return UNREAD if key in record.unread else (record.values[key],) if key in record.values else ()


def _has_joined(known: dict[str, object], as_of: date) -> bool:
    day = known.get(_JOINED_ON)
    return known.get("political_status") in PARTY_MEMBERS or (isinstance(day, date) and day <= as_of)


def _label(member: Case, name: str) -> str:
    """How people call an input of a condition; a value of another table by its sheet."""
    table, _, key = name.rpartition(".")
    scheme = member.judging.scheme
    if not table:
        return member.label(name)
    return f"{scheme.tables[table].sheet}的{scheme.field(table, key).label}"


def _evidence_gap(requirement: Requirement, found: EvidenceOutcome) -> Gap | None:
    key, label = requirement.key, requirement.label
    if found.state is EvidenceState.MET:
        return None
    if found.state is EvidenceState.MISSING:
        return Gap(key, label, "；".join(found.missing) or f"缺{label}")
    doubt = "记录只填到月" if found.state is EvidenceState.OPEN else "记录有没填或无法识别的格"
    return Gap(key, label, f"{label}待核实：{doubt}", True)


def _once(spots: Sequence[RowSpot]) -> tuple[RowSpot, ...]:
    return tuple(dict.fromkeys(spots))


def _joined(gaps: Sequence[Gap]) -> str:
    return mask("；".join(gap.words for gap in gaps))
