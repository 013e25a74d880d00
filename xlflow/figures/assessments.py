"""考核指标: from rows to the assessments of `domain.indicators`, a unit and a year each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from xlflow.domain.indicators import Assessment, Line
from xlflow.domain.periods import Period
from xlflow.figures.figures import ratio_figure
from xlflow.rules.case import Case, Judging
from xlflow.rules.quota_ledger import same_unit
from xlflow.schemes.accounts import Indicator
from xlflow.schemes.scheme import Scheme

INDICATORS = "indicators"
_UNITS = ("unit_name", "league_committee", "parent_committee", "branch")
"""The fields of a row, or of its unit, that may name the unit which is assessed."""
Values = Mapping[str, object]
RatioOf = Callable[[Indicator, str, int], Fraction | None]
"""The ratio of a computed indicator for a unit in a year; None without data."""


def assessments(scheme: Scheme, rows: Iterable[Values], ratio_of: RatioOf) -> dict[int, dict[str, Assessment]]:
    """The assessments by year and unit. An indicator of the scheme that a unit has no row for is a line without a score."""
    found: dict[tuple[int, str], dict[str, Line]] = defaultdict(dict)
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
        owed = [Line(one.code, one.weight, one.name, ratio=ratio_of(one, unit, year)) for one in absent]
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


def _line(row: Values, code: str, weight: float, ratio: Fraction | None) -> Line:
    self_score, check_score = (_number(row.get(key)) for key in ("self_score", "check_score"))
    return Line(code, weight, str(row.get("indicator_name", "")), self_score, check_score, ratio)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
