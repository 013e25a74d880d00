"""自动填充 of what follows from other rows and tables: derived fields of the scheme, places, points and computed scores.

Each stage sees what the one before has filled.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date

from msgspec import Struct

from xlflow.domain.indicators import computed
from xlflow.domain.periods import Period, quarter
from xlflow.domain.quota import allot
from xlflow.figures.period_statistics import INDICATORS, ratios_of
from xlflow.figures.screening_members import Screener, screened
from xlflow.rules.case import Case, Judging
from xlflow.rules.points_ledger import ITEMS, LEDGER, grade_of, items_of, standings
from xlflow.rules.quota_ledger import account_of, accounts_of, is_pending, same_unit
from xlflow.schemes.data import in_order_of_need
from xlflow.schemes.parts import Field
from xlflow.schemes.procedures import Pool
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.table_roles import MEMBERS, NOMINEES, QUOTA
from xlflow.tables.records import Record


class Proposal(Struct, frozen=True):
    """What a cell should say, and why."""

    record: Record
    key: str
    value: object
    why: str


Stage = Callable[[Judging], Iterator[Proposal]]


def stages(scheme: Scheme) -> list[Stage]:
    """All stages of a scheme in order; its derived fields come before and after what may depend on them."""
    fields = in_order_of_need(field for table in scheme.fields.values() for field in table)
    values = [_value_of(field) for field in fields]
    return [*values, _totals, _uses, _entries, _standings, _indicators, _scores, _screened, *values]


def _value_of(field: Field) -> Stage:
    """A field that the scheme computes."""

    def stage(judging: Judging) -> Iterator[Proposal]:
        for case in judging.cases(field.table):
            value = field.value.value(case.seeing(field.value)) if field.value else None
            yield Proposal(case.record, field.key, round(value, 4) if isinstance(value, float) else value, "按方案的算式")

    return stage


def _totals(judging: Judging) -> Iterator[Proposal]:
    """分配名额: the total of a pool allotted by largest remainder, else the share that the quota of the scheme allows."""
    for pool in judging.scheme.pools:
        years: dict[int, list[Case]] = defaultdict(list)
        for row in judging.cases(QUOTA):
            if (key := account_of(pool, row.record.values)) is not None:
                years[key.year].append(row)
        for year, rows in years.items():
            if pool.total is not None:
                yield from _allotted(pool, judging, year, rows)
            elif not pool.earmarked:
                yield from _allowed(judging, year, rows)


def _allotted(pool: Pool, judging: Judging, year: int, rows: list[Case]) -> Iterator[Proposal]:
    given = [total for row in rows if type(total := row.record.values.get("quota_total")) is int]
    empty = [row for row in rows if "quota_total" not in row.record.values and "quota_total" not in row.record.unread]
    bases = {(str(row.record.values.get("unit_name")), row.record.row): row.record.values.get(pool.base) for row in empty}
    if len(empty) > 1 and not all(type(base) is int for base in bases.values()):
        return
    total = int(judging.scheme.amount(pool.total or 0, date(year, 12, 31)))
    places = allot(max(total - sum(given), 0), {key: base if type(base) is int else 0 for key, base in bases.items()})
    for row, count in zip(empty, places.values(), strict=True):
        yield Proposal(row.record, "quota_total", count, f"按{year}年“{pool.key}”共{total}个名额分配")


def _allowed(judging: Judging, year: int, rows: list[Case]) -> Iterator[Proposal]:
    day = date(year, 12, 31)
    quota = judging.scheme.quota_on(day)
    for row in rows:
        values = row.record.values
        own = judging.unit if same_unit(values.get("unit_name"), judging.unit.get("branch")) else {}
        size = quota.size({**judging.params_on(day), **own, **values})
        if size is not None:
            yield Proposal(row.record, "quota_total", int(quota.limit(size)), "按方案的名额比例")


def _uses(judging: Judging) -> Iterator[Proposal]:
    """已用 and 剩余, by the people of the workbook; nothing where it names none: the roster counts for a committee."""
    if not judging.scheme.pools or not judging.cases(NOMINEES):
        return
    rows = judging.cases(QUOTA)
    accounts = accounts_of(judging.scheme, [row.record.values for row in rows], judging.cases(NOMINEES))
    for row in rows:
        values = row.record.values
        key = next((key for pool in judging.scheme.pools if (key := account_of(pool, values)) is not None), None)
        is_known = "quota_total" in values or is_pending(values)
        yield Proposal(row.record, "quota_used", accounts[key].used if key else None, "按推优对象清单")
        yield Proposal(row.record, "quota_left", accounts[key].left if key and is_known else None, "分配名额减已用")


def _entries(judging: Judging) -> Iterator[Proposal]:
    """得分 of every row of the ledger by its item, and the quarter of its day."""
    items = items_of(judging.scheme, [row.record.values for row in judging.cases(ITEMS)])
    for row in judging.cases(LEDGER):
        values = row.record.values
        own, day = items.get(str(values.get("item_code"))), values.get("points_date")
        yield Proposal(row.record, "points_value", _plain(own.worth(grade_of(values, own))) if own else None, "按积分细则")
        yield Proposal(row.record, "period", str(quarter(day)) if isinstance(day, date) else None, "按计分日期")


def _standings(judging: Judging) -> Iterator[Proposal]:
    """积分, 排名 and 档次 of the nominees: of the year and quarter of the meeting, before it of the day of the run."""
    ledger = judging.reading.records(LEDGER)
    if not ledger:
        return
    items = items_of(judging.scheme, [row.record.values for row in judging.cases(ITEMS)])
    quarters: dict[Period, list[Case]] = defaultdict(list)
    for case in judging.cases(NOMINEES):
        quarters[quarter(_day(case))].append(case)
    for cases in quarters.values():
        found = standings(judging.scheme, [case.record for case in cases], ledger, items, _day(cases[0]))
        for case, standing in zip(cases, found, strict=False):
            yield Proposal(case.record, "quarter_points", _plain(standing.score.quarter), "按积分台账")
            yield Proposal(case.record, "year_points", _plain(standing.score.year), "按积分台账")
            yield Proposal(case.record, "points_rank", standing.rank, "按年度积分")
            yield Proposal(case.record, "band", standing.band, "按年度积分和档次")


def _day(case: Case) -> date:
    day = case.record.values.get("meeting_date")
    return day if isinstance(day, date) else case.judging.as_of


def _indicators(judging: Judging) -> Iterator[Proposal]:
    """What the scheme says of the indicator whose code is typed: its name and its weight."""
    indicators = {one.code: one for one in judging.scheme.indicators}
    for row in judging.cases(INDICATORS) if indicators else ():
        indicator = indicators.get(str(row.record.values.get("indicator_code")))
        for key, said in (("indicator_name", indicator.name), ("weight", _plain(indicator.weight))) if indicator else ():
            if key not in row.record.values:
                yield Proposal(row.record, key, said, "按方案的考核指标")


def _scores(judging: Judging) -> Iterator[Proposal]:
    """自评分 of computed indicators: weight times the ratio of the unit in that year."""
    indicators = {one.code: one for one in judging.scheme.indicators if one.ratio is not None}
    ratio_of = ratios_of(judging)
    for row in judging.cases(INDICATORS) if indicators else ():
        unit, year, code, weight = (row.record.values.get(key) for key in ("unit_name", "assess_year", "indicator_code", "weight"))
        indicator = indicators.get(str(code))
        if indicator is not None and unit is not None and type(year) is int and isinstance(weight, int | float):
            ratio = ratio_of(indicator, str(unit), year)
            yield Proposal(row.record, "self_score", None if ratio is None else _plain(computed(weight, ratio)), "权重乘比例")


def _screened(judging: Judging) -> Iterator[Proposal]:
    """甄别 of the roster of members, where the scheme asks something of them."""
    if not judging.has(MEMBERS) or not (screener := Screener(judging.scheme, judging.as_of)).asks:
        return
    for member, found in screened(judging, screener):
        why = "按甄别条件"
        yield Proposal(member.record, "screening_state", found.state.value, why)
        yield Proposal(member.record, "screening_reason", found.reason, why)
        yield Proposal(member.record, "qualified_on", found.qualified_on, why)
        yield Proposal(member.record, "waiting_days", found.waiting_days, why)


def _plain(points: float | None) -> float | None:
    """A number as a cell is read: whole ones without a point."""
    return int(points) if points is not None and float(points).is_integer() else points
