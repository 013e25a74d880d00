"""考核指标: the weights of a unit sum to 100."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from math import fsum, isclose

from xlflow.domain.indicators import FULL
from xlflow.figures.assessments import INDICATORS
from xlflow.findings import Finding
from xlflow.rules.case import Case, Judging
from xlflow.rules.rounds import newest


def faults_of_weights(judging: Judging) -> Iterator[Finding]:
    """One finding a unit and year, at the weight of its first row; not where a weight is missing or unread."""
    units: dict[tuple[object, object], list[Case]] = defaultdict(list)
    for row in newest(judging.cases(INDICATORS)):
        units[row.record.values.get("assess_year"), row.record.values.get("unit_name")].append(row)
    for (year, unit), rows in units.items():
        weights = [weight for row in rows if isinstance(weight := row.record.values.get("weight"), int | float)]
        if len(weights) == len(rows) and None not in (year, unit) and not isclose(total := fsum(weights), FULL, abs_tol=1e-6):
            said = f"是 {unit} {year} 年各项权重之和，应为 {FULL:g}"
            yield rows[0].finding("value-out-of-range", "weight", got=f"{total:g}", expected=said)
