"""Ratios and totals of a scheme over the rows of a workbook or a roster: both numbers, and the rows behind each of them.

Without data there is no figure: None, never 0 %. In tables of people everybody counts once, however many rows are about him.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from math import fsum

from msgspec import Struct

from xlflow.domain.dates import Month
from xlflow.domain.evidence import EvidenceState
from xlflow.domain.periods import Period
from xlflow.domain.progress import has_left
from xlflow.rules import required_evidence
from xlflow.rules.case import Case, Judging
from xlflow.rules.persons import newest, person_key
from xlflow.schemes.language.expressions import Verdict
from xlflow.schemes.procedures import Ratio, Total
from xlflow.schemes.table_roles import EVENTS, MEETINGS, MEMBERS, UNIT
from xlflow.tables.records import plain

UNFILLED = "（未填）"
"""The group of rows that do not say to which they belong."""

_ALL: Callable[[Case], bool] = lambda case: True  # noqa: E731 - a default that says what it takes


class Counted(Struct, frozen=True):
    """A row that counts: whom or what it is about, of which unit, and where it stands."""

    who: str
    unit: str
    file: str
    address: str


class RatioShare(Struct, frozen=True):
    """A ratio with both its lists. `unknown`: how many of the whole could not be judged; they are not in the part."""

    part: tuple[Counted, ...]
    whole: tuple[Counted, ...]
    unknown: int = 0

    @property
    def value(self) -> Fraction | None:
        """Part by whole; None where nobody counts."""
        return Fraction(len(self.part), len(self.whole)) if self.whole else None


class RatioFigure(Struct, frozen=True):
    """A ratio in all, and for each of its groupings by what the rows say there."""

    ratio: Ratio
    share: RatioShare
    groups: Mapping[str, Mapping[str, RatioShare]]


class Sum(Struct, frozen=True):
    """A total and the rows in it. `amount` is None where the table has no row at all."""

    amount: float | None
    rows: tuple[Counted, ...]


class TotalFigure(Struct, frozen=True):
    """A total in all and by its groupings."""

    total: Total
    sum: Sum
    groups: Mapping[str, Mapping[str, Sum]]


class _Row(Struct, frozen=True):
    """A row with its person, and whether it lies in the whole and in the part; `in_part` None where that cannot be told."""

    case: Case
    person: object
    in_part: bool | None


def ratio_figure(judging: Judging, ratio: Ratio, period: Period | None = None, only: Callable[[Case], bool] = _ALL) -> RatioFigure:
    """A ratio over the rows of a period (all without one) that `only` lets through."""
    rows = []
    for case in _cases(judging, ratio.table, ratio.day, period, only):
        seen = case.seeing(ratio.of, ratio.part)
        if ratio.of is None or ratio.of.judge(seen) is Verdict.TRUE:
            rows.append(_Row(case, _person(case), _in_part(case, ratio, seen)))
    groups = {key: {word: _share(own) for word, own in _by(rows, key)} for key in ratio.by}
    return RatioFigure(ratio, _share(rows), groups)


def total_figure(judging: Judging, total: Total, period: Period | None = None) -> TotalFigure:
    """A total over the rows of a period."""
    every = list(_cases(judging, total.table, None, None, _ALL))
    rows = [
        _Row(case, _person(case), True)
        for case in _cases(judging, total.table, total.day, period, _ALL)
        if total.when is None or total.when.judge(case.seeing(total.when)) is Verdict.TRUE
    ]
    groups = {key: {word: _sum(total, own) for word, own in _by(rows, key)} for key in total.by}
    return TotalFigure(total, _sum(total, rows) if every else Sum(None, ()), groups)


def _in_part(case: Case, ratio: Ratio, seen: Mapping[str, object]) -> bool | None:
    """Whether a row lies in the part; None where that cannot be told, as of evidence in a workbook without a sheet of it."""
    if ratio.part is not None:
        return _DECIDED.get(ratio.part.judge(seen))
    judging = case.judging
    if not judging.has(EVENTS):
        return None
    requirement = next(each for each in judging.scheme.requirements if each.key == ratio.event)
    about = required_evidence.rows_about(case.record, judging.related(EVENTS), judging.related(MEMBERS))
    return _MET.get(required_evidence.outcome(requirement, case.known, about, judging.scheme, judging.as_of).state)


_DECIDED = {Verdict.TRUE: True, Verdict.FALSE: False}
_MET = {EvidenceState.MET: True, EvidenceState.MISSING: False}


def _cases(judging: Judging, table: str, day: str | None, period: Period | None, only: Callable[[Case], bool]) -> Iterator[Case]:
    cases = judging.cases(table)
    if table == UNIT:  # a roster has a row for each round: the last says how the unit is
        cases = list({case.record.values.get("branch", id(case)): case for case in cases}.values())
    elif not judging.scheme.has_field(table, "id_number"):
        cases = newest(cases)
    for case in cases:
        if not has_left(case.known) and only(case) and (day is None or period is None or _lies_in(_said(case, day), period)):
            yield case


def people_of(cases: Iterable[Case]) -> list[Case]:
    """The first row of every person; rows of people who have left the round are not among them."""
    staying = (case for case in cases if not has_left(case.known))
    people: dict[object, Case] = {}
    for case in staying:
        people.setdefault(_person(case), case)
    return list(people.values())


def _said(case: Case, key: str) -> object:
    """What a row says under a field, or the one row of another table that it refers to, as a trainee's that of his class."""
    owner = case.judging.scheme.owner(case.record.table, key)
    if key in case.known or owner is None or owner in (case.record.table, UNIT, MEETINGS):
        return case.known.get(key)
    referred = set(case.judging.related(owner).values(case.record, key))
    return referred.pop() if len(referred) == 1 else None


def _lies_in(day: object, period: Period) -> bool:
    return isinstance(day, date | Month) and period.holds(day)


def _person(case: Case) -> object:
    """Who counts once; in tables that are not of people, and where nobody can be told, the row itself."""
    scheme, table = case.judging.scheme, case.record.table
    key = person_key(case.record.values, scheme.tables[table].key_fields) if scheme.has_field(table, "id_number") else None
    return key or id(case.record)


def _by(rows: Sequence[_Row], key: str) -> list[tuple[str, list[_Row]]]:
    """The rows by what they say under a field, in the order of the scheme's choices, else of the words."""
    found: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        value = _said(row.case, key)
        found[UNFILLED if value is None else _word(value)].append(row)
    if not rows:
        return []
    case = rows[0].case
    order = _choices(case, key)
    return sorted(found.items(), key=lambda item: (item[0] == UNFILLED, order.get(item[0], len(order)), item[0]))


def _word(value: object) -> str:
    """A day or a month stands for its year."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date | Month):
        return f"{value.year}年"
    return str(plain(value)) if isinstance(value, str | int | float) else str(value)


def _choices(case: Case, key: str) -> dict[str, int]:
    scheme = case.judging.scheme
    table = scheme.owner(case.record.table, key)
    choices = scheme.choices.get(scheme.field(table, key).choices or "", {}) if table else {}
    return {word: number for number, word in enumerate(choices)}


def _share(rows: Iterable[_Row]) -> RatioShare:
    whole: dict[object, Counted] = {}
    part: dict[object, Counted] = {}
    open_ones: set[object] = set()
    for row in rows:
        whole.setdefault(row.person, counted(row.case))
        if row.in_part and row.person not in part:
            part[row.person] = whole[row.person] = counted(row.case)
        elif row.in_part is None:
            open_ones.add(row.person)
    return RatioShare(tuple(part.values()), tuple(whole.values()), len(open_ones - part.keys()))


def _sum(total: Total, rows: Sequence[_Row]) -> Sum:
    if total.value is None:
        people = {row.person: counted(row.case) for row in reversed(rows)}
        return Sum(len(people), tuple(reversed(people.values())))
    amounts = [(row, amount) for row in rows if isinstance(amount := _amount(row.case, total.value), int | float)]
    amount = round(fsum(amount for _, amount in amounts), 4)
    return Sum(amount, tuple(counted(row.case) for row, _ in amounts))


def _amount(case: Case, key: str) -> object:
    """What a row has under a field; a field that the scheme computes is computed, whatever its cell says."""
    computed = case.field(key).value
    return computed.value(case.seeing(computed)) if computed else case.record.values.get(key)


def counted(case: Case) -> Counted:
    """How a row is called in a list: never by a number of a person."""
    values, known = case.record.values, case.known
    name = next((values[key] for key in ("name", "class_name", "indicator_name", "unit_name", "branch") if key in values), "")
    unit = next((known[key] for key in ("unit_name", "branch") if known.get(key)), "")
    own = values.get("source_cell") or f"{case.record.header.sheet}!{case.record.cell('name') or f'第{case.record.row}行'}"
    return Counted(str(name) or f"第{case.record.row}行", str(unit), str(values.get("source_file") or case.judging.file), str(own))
