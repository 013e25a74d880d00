"""What a scheme counts: pools of places, points and their bands, indicators, ratios and totals."""

from __future__ import annotations

from msgspec import Struct

from xlflow.domain.points import CapPeriod, ItemKind
from xlflow.findings import Severity
from xlflow.schemes.cultivation import Amount
from xlflow.schemes.expressions import Expression


class Pool(Struct, frozen=True):
    """Places of one kind that are never paid from another pool. `key` is the word of 名额类别.

    `used` says of a nominee row whether it holds a place (by recommendation or by admission). Places of one year, the year of `day`, and of
    one unit, found under `unit` in the row or in the facts of its unit; an `undivided` pool has one account for all units. `total`: what is
    allotted among the units whose quota_total is empty, by largest remainder on `base`.
    """

    key: str
    used: Expression
    unit: str = "branch"
    day: str = "meeting_date"
    earmarked: bool = False
    undivided: bool = False
    total: Amount | None = None
    base: str = "member_count"
    severity: Severity | None = None
    basis: str = ""
    source: str = ""


class Ledger(Struct, frozen=True):
    """An account of points (积分体系); ledgers are never added together. `start`: the points that everybody begins the year with."""

    key: str
    start: Amount = 0
    basis: str = ""
    source: str = ""


class PointsItem(Struct, frozen=True):
    """An item of the rules of points as a scheme ships it; the sheet 积分细则 of a workbook stands above it.

    `points`: a number as text, or a value for each grade such as 优秀=5;合格=3.
    """

    code: str
    ledger: str
    name: str
    kind: ItemKind
    points: str
    cap: float | None = None
    period: CapPeriod | None = None
    basis: str = ""
    source: str = ""


class Band(Struct, frozen=True):
    """A band (考核档次) of a ledger: the first, from the top, whose `least` the points of the year reach. `listed`: on the year's list."""

    key: str
    ledger: str
    least: Amount
    listed: bool = False
    basis: str = ""
    source: str = ""


class Indicator(Struct, frozen=True):
    """An indicator of assessment: entered, or computed as `weight` times a ratio of the scheme for the unit. Weights sum to 100."""

    code: str
    name: str
    weight: float
    ratio: str | None = None
    basis: str = ""
    source: str = ""


class Ratio(Struct, frozen=True):
    """A share with both numbers: of the people (rows) of a table where `of` holds, those where `part` holds as well.

    Instead of `part`, `event` names a requirement: those count whose evidence meets it.
    `by`: the fields by which it is also told apart, dates by their year. `day`: the date field whose day must lie in the period asked.
    Both may be fields of the row, its meeting or its unit, or of the one row of another table that it refers to.
    """

    key: str
    title: str
    table: str
    part: Expression | None = None
    event: str | None = None
    of: Expression | None = None
    by: tuple[str, ...] = ()
    day: str | None = None
    basis: str = ""
    source: str = ""


class Total(Struct, frozen=True):
    """A sum over the rows of a table where `when` holds: of a number field, else the number of rows."""

    key: str
    title: str
    table: str
    value: str | None = None
    when: Expression | None = None
    by: tuple[str, ...] = ()
    day: str | None = None
    unit: str = ""
    basis: str = ""
    source: str = ""
