"""What a scheme asks, counts and allots: evidence, screening, routes, chains, pools, points and bands, indicators, ratios, totals."""

from __future__ import annotations

from msgspec import Struct

from xlflow.domain.points import CapPeriod, ItemKind
from xlflow.findings import Severity
from xlflow.schemes.language.expressions import Expression
from xlflow.schemes.parts import Span
from xlflow.schemes.table_roles import NOMINEES


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


Amount = float | str
"""A number, or the key of the param that holds it."""


class Requirement(Struct, frozen=True):
    """Evidence that the events of a person must show: what kind, how many, between which of his dates, how good.

    The rows of `events` about him count, and those about 全体 unless he is named as absent. `after` and `before` are date fields of his
    row: the evidence lies on or after the one and on or before the other. A requirement with `before` is due once that date is filled;
    without one it is due where `when` holds. `organisers`: the organising body's name holds one of these words. `shows`: fields of the
    evidence that must be filled. `personal`: what he does himself, so that rows about 全体 do not count.
    `at`: the cell a finding stands at; by default `before`, else `after`, else the name.
    `message` may say {missing}, what is missing in words, and {requirement}, the label.
    """

    key: str
    label: str
    kinds: tuple[str, ...]
    table: str = NOMINEES
    count: Amount = 1
    after: str | None = None
    before: str | None = None
    within: Span | None = None
    """The longest time that may lie between the evidence and `before` (the day of the run where there is no `before`)."""
    least_hours: Amount | None = None
    """The least sum of hours of all evidence that counts; 0 asks nothing."""
    least_score: Amount | None = None
    """The least score of each piece of evidence; 0 asks nothing."""
    grades: tuple[str, ...] = ()
    organisers: tuple[str, ...] = ()
    shows: tuple[str, ...] = ()
    when: Expression | None = None
    at: str | None = None
    personal: bool = False
    screened: bool = False
    """Whether screening asks for it as well, before anything is due."""
    blocks: str | None = None
    """The param (是 or 否) by which a lack is an error or only a warning, instead of `severity`."""
    severity: Severity | None = None
    waivable: bool | None = None
    message: str = ""
    fix: str = ""
    basis: str = ""
    source: str = ""

    @property
    def place(self) -> str:
        """The field at which a finding stands."""
        return self.at or self.before or self.after or "name"


class Condition(Struct, frozen=True):
    """One condition of screening, judged on each member row unless `when` says that it does not concern him.

    `missing` says in words what is not yet there, with values of the row in braces; where only time is missing, the label is said with
    the day. Who does not meet a condition that `excludes` is not screened at all (不适用).
    """

    key: str
    label: str
    require: Expression
    missing: str
    when: Expression | None = None
    excludes: bool = False
    basis: str = ""
    source: str = ""


class Route(Struct, frozen=True):
    """A way of recommending, chosen by the facts of the unit: the first whose `when` holds. `types` are those it allows; none: all."""

    key: str
    when: Expression | None = None
    types: tuple[str, ...] = ()
    severity: Severity | None = None
    waivable: bool | None = None
    message: str = ""
    fix: str = ""
    basis: str = ""


class Chain(Struct, frozen=True):
    """Steps that follow one another, kept as a history: one row a person and step, in the table `table`.

    `step`, `day` and `result` are fields of that table; the order is that of the choices of `step`; only results among `passed` lead on.
    """

    key: str
    label: str
    table: str
    step: str
    day: str
    result: str
    passed: tuple[str, ...]
    severity: Severity | None = None
    waivable: bool | None = None
    message: str = ""
    fix: str = ""
    basis: str = ""
