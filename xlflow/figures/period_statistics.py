"""Statistics of a workbook or a roster: all ratios and totals of its scheme, its places, and the ranking of the units assessed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction

from msgspec import Struct

from xlflow.domain.indicators import Assessment, IndicatorLine, UnitStanding, standings
from xlflow.domain.periods import Period
from xlflow.domain.quota import Account, AccountKey
from xlflow.figures.ratios_and_totals import (
    Counted,
    RatioFigure,
    RatioShare,
    Sum,
    TotalFigure,
    counted,
    people_of,
    ratio_figure,
    total_figure,
)
from xlflow.rules import points_ledger
from xlflow.rules.case import Case, Judging
from xlflow.rules.persons import newest
from xlflow.rules.quota_ledger import account_of, accounts_of, is_pending, same_unit
from xlflow.schemes.procedures import Indicator
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.table_roles import NOMINEES, QUOTA


class AccountPlaces(Struct, frozen=True):
    """The places of one account. `unit` as the sheet writes it; `is_pending`: not yet granted."""

    key: AccountKey
    unit: str
    account: Account
    is_pending: bool


class Ranking(Struct, frozen=True):
    """The units assessed in a year, and their lines."""

    year: int
    standings: tuple[UnitStanding, ...]
    lines: Mapping[str, Assessment]


class Points(Struct, frozen=True):
    """The points of one nominee at the end of a period, and whether his band puts him on the year's list."""

    person: Counted
    standing: points_ledger.Standing
    is_listed: bool


class Statistics(Struct, frozen=True):
    """All figures of one period (all days without one), with the rows behind them."""

    scheme: Scheme
    period: Period | None
    ratios: tuple[RatioFigure, ...]
    totals: tuple[TotalFigure, ...]
    places: tuple[AccountPlaces, ...]
    ranking: Ranking | None
    points: tuple[Points, ...]
    other_points: Mapping[str, tuple[Points, ...]]
    """By ledger: of ledgers that lead to no band. They are never added to those that do."""

    def as_dict(self) -> dict[str, object]:
        """The numbers as JSON; people are named with their place in the workbook, never by a number of theirs."""
        return {
            "scheme": self.scheme.id,
            "period": str(self.period) if self.period else None,
            "ratios": [_ratio(figure) for figure in self.ratios],
            "totals": [_total(figure) for figure in self.totals],
            "places": [_places(each) for each in self.places],
            "ranking": _ranking(self.ranking) if self.ranking else None,
            "points": [_points(each) for each in self.points],
            "other_points": {ledger: [_points(each) for each in found] for ledger, found in self.other_points.items()},
        }


def statistics(judging: Judging, period: Period | None) -> Statistics:
    """The statistics of what was read."""
    scheme = judging.scheme
    return Statistics(
        scheme,
        period,
        tuple(ratio_figure(judging, ratio, period) for ratio in scheme.ratios),
        tuple(total_figure(judging, total, period) for total in scheme.totals),
        tuple(each for each in places(judging) if period is None or each.key.year == period.year),
        ranking(judging, period),
        tuple(points_of(judging, period)),
        {ledger: found for ledger in _other_ledgers(judging, period) if (found := tuple(points_of(judging, period, ledger)))},
    )


def places(judging: Judging) -> list[AccountPlaces]:
    """The accounts of the sheet of places, by year, pool and unit."""
    rows = [row.record.values for row in judging.cases(QUOTA)]
    found = accounts_of(judging.scheme, rows, judging.cases(NOMINEES)) if rows else {}
    listed: dict[AccountKey, AccountPlaces] = {}
    for pool in judging.scheme.pools:
        for row in rows:
            if (key := account_of(pool, row)) is not None:
                listed.setdefault(key, AccountPlaces(key, str(row.get("unit_name", "")), found[key], is_pending(row)))
    return [listed[key] for key in sorted(listed)]


def ranking(judging: Judging, period: Period | None) -> Ranking | None:
    """The ranking of the year asked, else of the last in the sheet; None where nobody is assessed in it."""
    by_year = assessments(judging.scheme, (row.record.values for row in newest(judging.cases(INDICATORS))), ratios_of(judging))
    year = period.year if period else max(by_year, default=0)
    now = by_year.get(year)
    return Ranking(year, tuple(standings(now, by_year.get(year - 1))), now) if now else None


def points_of(judging: Judging, period: Period | None, ledger: str | None = None) -> list[Points]:
    """The points of all nominees in a ledger, by rank; at the end of the period, else on the day of the run.

    Without a ledger it is that of the bands; of another nothing where it has no entry.
    """
    rows, scheme = judging.reading.records(points_ledger.LEDGER), judging.scheme
    day = _day_of(judging, period)
    own = ledger or points_ledger.ledger_of(scheme, day)
    if not rows or own is None:
        return []
    people = people_of(judging.cases(NOMINEES))
    items = points_ledger.items_of(scheme, [row.record.values for row in judging.cases(points_ledger.ITEMS)])
    if ledger is not None and not any(points_ledger.is_of(ledger, row.values, items) for row in rows):
        return []
    found = points_ledger.standings(scheme, [case.record for case in people], rows, items, day, own)
    listed = {band.key for band in scheme.bands if band.ledger == own and band.listed}
    ranked = [Points(counted(case), one, one.band in listed) for case, one in zip(people, found, strict=True)]
    return sorted(ranked, key=lambda each: (each.standing.rank, each.person.unit, each.person.who))


def _other_ledgers(judging: Judging, period: Period | None) -> list[str]:
    own = points_ledger.ledger_of(judging.scheme, _day_of(judging, period))
    return [ledger.key for ledger in judging.scheme.ledgers if ledger.key != own]


def _day_of(judging: Judging, period: Period | None) -> date:
    return date(period.year, 3 * (period.quarter or 4), 28) if period else judging.as_of


def percent(value: Fraction | None) -> float | None:
    """A share in per cent with two decimals; None where nobody counts."""
    return None if value is None else round(float(value) * 100, 2)


def _ratio(figure: RatioFigure) -> dict[str, object]:
    ratio, groups = figure.ratio, figure.groups
    return {
        "key": ratio.key,
        "title": ratio.title,
        **_share(figure.share),
        "groups": {key: {word: _share(share) for word, share in shares.items()} for key, shares in groups.items()},
        "part_rows": _rows(figure.share.part),
        "whole_rows": _rows(figure.share.whole),
    }


def _share(share: RatioShare) -> dict[str, object]:
    return {"part": len(share.part), "whole": len(share.whole), "percent": percent(share.value), "unknown": share.unknown}


def _total(figure: TotalFigure) -> dict[str, object]:
    total, groups = figure.total, figure.groups
    return {
        "key": total.key,
        "title": total.title,
        "unit": total.unit,
        **_sum(figure.sum),
        "groups": {key: {word: _sum(each) for word, each in sums.items()} for key, sums in groups.items()},
    }


def _sum(each: Sum) -> dict[str, object]:
    return {"amount": plain_number(each.amount), "rows": len(each.rows)}


def plain_number(number: float | None) -> float | None:
    """A whole number without a point."""
    return int(number) if number is not None and float(number).is_integer() else number


def _rows(rows: Iterable[Counted]) -> list[dict[str, str]]:
    return [{"who": row.who, "unit": row.unit, "file": row.file, "cell": row.address} for row in rows]


def _places(each: AccountPlaces) -> dict[str, object]:
    account = each.account
    return {
        "year": each.key.year,
        "pool": each.key.pool,
        "unit": each.unit,
        "total": account.total,
        "used": account.used,
        "left": account.left,
        "over": account.over,
        "pending": each.is_pending,
        "holders": list(account.holders),
    }


def _points(each: Points) -> dict[str, object]:
    score = each.standing.score
    return {
        "who": each.person.who,
        "unit": each.person.unit,
        "quarter": plain_number(score.quarter),
        "year": plain_number(score.year),
        "rank": each.standing.rank,
        "band": each.standing.band,
        "vetoed": score.is_vetoed,
        "listed": each.is_listed,
    }


def _ranking(ranking: Ranking) -> dict[str, object]:
    return {
        "year": ranking.year,
        "units": [
            {"unit": one.unit, "total": plain_number(one.total), "rank": one.rank, "missing": list(one.missing), "change": one.change}
            for one in ranking.standings
        ],
    }


INDICATORS = "indicators"
_UNITS = ("unit_name", "league_committee", "parent_committee", "branch")
"""The fields of a row, or of its unit, that may name the unit which is assessed."""
Values = Mapping[str, object]
RatioOf = Callable[[Indicator, str, int], Fraction | None]
"""The ratio of a computed indicator for a unit in a year; None without data."""


def assessments(scheme: Scheme, rows: Iterable[Values], ratio_of: RatioOf) -> dict[int, dict[str, Assessment]]:
    """The assessments by year and unit. An indicator of the scheme that a unit has no row for is a line without a score."""
    found: dict[tuple[int, str], dict[str, IndicatorLine]] = defaultdict(dict)
    indicators = {indicator.code: indicator for indicator in scheme.indicators}
    for row in rows:
        year, unit, code, weight = (row.get(key) for key in ("assess_year", "unit_name", "indicator_code", "weight"))
        if type(year) is int and unit is not None and code is not None and isinstance(weight, int | float):
            indicator = indicators.get(str(code))
            ratio = ratio_of(indicator, str(unit), year) if indicator else None
            found[year, str(unit)].setdefault(str(code), _line(row, str(code), float(weight), ratio))
    result: dict[int, dict[str, Assessment]] = defaultdict(dict)
    for (year, unit), lines in found.items():
        absent = [one for code, one in indicators.items() if code not in lines]
        owed = [IndicatorLine(one.code, one.weight, one.name, ratio=ratio_of(one, unit, year)) for one in absent]
        result[year][unit] = Assessment((*lines.values(), *owed))
    return dict(result)


def ratios_of(judging: Judging) -> RatioOf:
    """The ratios of units, counted over the rows of a workbook or a roster; where one unit is assessed all rows are its own."""
    ratios = {ratio.key: ratio for ratio in judging.scheme.ratios}
    units = {record.values.get("unit_name") for record in judging.reading.records(INDICATORS)}

    def of(indicator: Indicator, unit: str, year: int) -> Fraction | None:
        if indicator.ratio is None:
            return None

        def is_own(case: Case) -> bool:
            return len(units) == 1 or any(same_unit(case.known.get(key), unit) for key in _UNITS)

        return ratio_figure(judging, ratios[indicator.ratio], Period(year), is_own).share.value

    return of


def _line(row: Values, code: str, weight: float, ratio: Fraction | None) -> IndicatorLine:
    self_score, check_score = (_number(row.get(key)) for key in ("self_score", "check_score"))
    return IndicatorLine(code, weight, str(row.get("indicator_name", "")), self_score, check_score, ratio)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
