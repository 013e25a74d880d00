"""What a scheme is made of: tables, fields, params, rules, dates, meeting, quota, steps and documents.

Everything that differs between units is a value here; code has no threshold. All of it is immutable, expressions are compiled.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from xlflow.domain import quota
from xlflow.domain.ballot import VoteShare as VoteShare
from xlflow.domain.intervals import SPAN_WORDS as SPAN_WORDS
from xlflow.domain.intervals import Span as Span
from xlflow.findings import Severity
from xlflow.schemes.language.expressions import Expression

Scalar = str | int | float | bool | date
ParamValue = Scalar | tuple[Scalar, ...]


class FieldType(StrEnum):
    """The types of 9-fields.md section 1; `date~` is a day or a month."""

    TEXT = "text"
    LONG = "long"
    INT = "int"
    DEC = "dec"
    MONEY = "money"
    PCT = "pct"
    DATE = "date"
    DATE_OR_MONTH = "date~"
    CHOICE = "choice"
    BOOL = "bool"
    IDNO = "idno"
    PHONE = "phone"
    CODE = "code"
    REF = "ref"


class FilledBy(StrEnum):
    """Who fills a cell: the branch, the committee, or 自动填充 (always recomputed, or only into empty cells)."""

    BRANCH = "branch"
    COMMITTEE = "committee"
    DERIVED = "derived"
    SUGGESTED = "suggested"


class Field(Struct, frozen=True):
    """A column (or a line of a facts table).

    `phase`: when the cell is due (0 always … 5 after the Party's answer). `required`: always, never, or under a condition.
    `core`: one of the 14 columns without which a foreign list cannot be judged. `past`: a date of something that has happened, never
    after the day of the run. `pii`: 0 none, 1 may stand in a public notice, 2 internal documents only, 3 ID and phone.
    """

    table: str
    key: str
    label: str
    term: str
    type: FieldType
    length: int | None = None
    target: str | None = None
    """The table that a `ref` value must be found in; several with | between them: in one of them."""
    choices: str | None = None
    """The name of the choice list; several fields may share one."""
    group: str = ""
    phase: int = 1
    required: bool | Expression = False
    unless: Expression | None = None
    """Rows of which a required cell is not asked: 听取意见 has no ballot."""
    filled_by: FilledBy = FilledBy.BRANCH
    aliases: tuple[str, ...] = ()
    help: str = ""
    pii: int = 0
    core: bool = False
    past: bool = False
    printed: bool = False
    multiple: bool = False
    """Several values in one cell, with 、 between them."""
    minimum: float | None = None
    maximum: float | None = None
    width: float | None = None
    """Column width in characters on the form."""
    constant: bool = False
    """A fact about a person that cannot change from one round to the next (name, birth …)."""
    period_end: str | None = None
    """The field of the last day, where lists may write it and this one, the first day, in one column."""
    period_aliases: tuple[str, ...] = ()
    """Headers of such a column."""
    value: Expression | None = None
    """What a derived cell holds, of the values of its row; nothing where one of them is missing."""


class Table(Struct, frozen=True):
    """A sheet of the form. `rows`: one record a row; `facts`: label left, value right, one record."""

    key: str
    sheet: str
    layout: Literal["rows", "facts"]
    title: str = ""
    key_fields: tuple[tuple[str, ...], ...] = ()
    shown: bool = True
    """Whether a fresh form shows the sheet; the others are made when a scheme needs them."""
    aliases: tuple[str, ...] = ()
    """Other names of the sheet."""
    help: str = ""
    roster_only: bool = False
    """A table of the committee: a sheet of the roster, not of the form that goes to branches."""


class DatedValue(Struct, frozen=True):
    """A value of a param and the day from which it holds."""

    start: date
    value: ParamValue


class Param(Struct, frozen=True):
    """A number or list that units set: its values by date, its clause, and whether anyone has decided it."""

    key: str
    label: str
    values: tuple[DatedValue, ...]
    term: str
    """What conditions call it in Chinese; no field and no other param has the same."""
    unit: str = ""
    basis: str = ""
    source: str = ""

    def at(self, day: date) -> ParamValue:
        """The value in force on a day; before the first start, the first."""
        chosen = self.values[0].value
        for dated in self.values:
            if dated.start <= day:
                chosen = dated.value
        return chosen

    @property
    def is_default(self) -> bool:
        """Whether the value is a default that the unit still has to decide (默认值，待填)."""
        return self.source == DEFAULT_SOURCE


DEFAULT_SOURCE = "默认值，待填"


def ratio_of(value: object) -> Fraction:
    """A share of the whole, exact: "1/5", "20%", 0.2; `ValueError` for anything else, or where it is not above 0 and at most 1."""
    try:
        words = value if isinstance(value, str) else str(value) if type(value) in (int, float) else ""
        fraction = Fraction(words[:-1]) / 100 if words.endswith("%") else Fraction(words)
    except (ValueError, ArithmeticError):
        raise ValueError('应是写在引号里的比例，如 "1/5" 或 "20%"') from None
    if not 0 < fraction <= 1:
        raise ValueError("比例应大于 0、不大于 1")
    return fraction


class Rule(Struct, frozen=True):
    """A condition on one row: judged where `when` holds, broken where `require` does not. Stands at the field `at`."""

    code: str
    table: str
    at: str
    require: Expression
    when: Expression | None = None
    severity: Severity | None = None
    waivable: bool | None = None
    message: str = ""
    fix: str = ""
    basis: str = ""
    source: str = ""


class Interval(Struct, frozen=True):
    """An edge of the date graph: `start` is never after `end`; optionally at least `minimum` and at most `maximum` between them."""

    table: str
    start: str
    end: str
    minimum: Span | None = None
    maximum: Span | None = None
    order_code: str = "date-order"
    """The code of the wrong order, where it has one of its own (inspection-before-meeting)."""
    when: Expression | None = None
    severity: Severity | None = None
    waivable: bool | None = None
    message: str = ""
    fix: str = ""
    basis: str = ""
    source: str = ""

    @property
    def is_order_alone(self) -> bool:
        """Whether any distance in the right order will do."""
        return self.minimum is None and self.maximum is None


class ParamShare(Struct, frozen=True):
    """A share whose ratio a param holds, so that it may change by date: `present >= quorum_ratio of eligible`."""

    of: str
    param: str
    strict: bool

    def at(self, params: Mapping[str, Param], day: date) -> VoteShare:
        """The share in force on a day."""
        return VoteShare(self.of, ratio_of(params[self.param].at(day)), self.strict)


class Meeting(Struct, frozen=True):
    """How a 推优大会 decides: quorum, and every share that 赞成 must reach."""

    quorum: VoteShare | ParamShare
    pass_lines: tuple[VoteShare | ParamShare, ...]
    basis: str = ""


class Ballot(Struct, frozen=True):
    """How the 推优大会 of one day decides."""

    quorum: VoteShare
    pass_lines: tuple[VoteShare, ...]
    basis: str = ""


class Quota(Struct, frozen=True):
    """How many may pass in one meeting: ratio of the first base that is known, a figure or an expression of figures.

    `ratio` is a number or the key of the param that holds it; `Scheme.quota_on` gives the quota of a day, whose ratio is a number.
    `at_most`: the most that one branch may recommend.
    """

    ratio: Fraction | str
    bases: tuple[str, ...] = ()
    rounding: quota.Rounding = "none"
    at_least_one: bool = False
    severity: Severity | None = None
    basis: str = ""
    base: Expression | None = None
    at_most: int | None = None

    @property
    def share(self) -> Fraction:
        """The ratio of the quota of a day; `TypeError` where only a param says it."""
        if isinstance(self.ratio, str):
            raise TypeError(f"the ratio is that of the param {self.ratio} on a day")
        return self.ratio

    def at(self, params: Mapping[str, Param], day: date) -> Quota:
        """The quota in force on a day."""
        return replace(self, ratio=ratio_of(params[self.ratio].at(day))) if isinstance(self.ratio, str) else self

    def limit(self, base: int) -> Fraction:
        """The largest number of people that may pass, by the quota of a day."""
        return quota.limit(base, self.share, self.rounding, at_least_one=self.at_least_one, at_most=self.at_most)

    def size(self, figures: Mapping[str, object]) -> int | None:
        """The base, of figures by their keys; None where none is known."""
        if self.base is not None:
            amount = self.base.value(figures)
            return amount if type(amount) is int else None
        return next((size for key in self.bases if type(size := figures.get(key)) is int), None)


class Step(Struct, frozen=True):
    """A step of the procedure of admission: number, stage, name, who acts, and the field that holds its date."""

    number: int
    stage: str
    name: str
    actor: str = ""
    field: str | None = None
    basis: str = ""


class Document(Struct, frozen=True):
    """A document that `compose` makes.

    `scope`: what one document is about (nominee, meeting, branch, party_branch, unit, period). `audience`: what personal data it may
    show (public, internal, full). `file` is the file name with `{field}` in it. `when` chooses the rows it is made for or lists.
    """

    id: str
    title: str
    scope: Literal["nominee", "meeting", "branch", "party_branch", "unit", "period"]
    audience: Literal["public", "internal", "full"]
    sign: str
    file: str
    template: str = ""
    """The Word template in the scheme's folder `documents`; empty for a workbook."""
    when: Expression | None = None
    number: bool = False
    """Whether it carries a document number."""
    issue: bool = False
    """Whether it is an issue of the briefing, counted within its year."""
    faults: bool = False
    """Whether it is made only for branches whose workbook has something to correct."""
    cycle: Literal["", "quarter", "year"] = ""
    """Of a document of scope period: the only kind of period that it is made for; empty: both."""
    rows: str = ""
    """The table whose rows it lists; `when` then chooses among these rows, and without one there is no document."""
    per: str = ""
    """The field of those rows of which each value has a document of its own."""
    day: str = ""
    """The field of those rows whose day lies in the period."""
    columns: tuple[str, ...] = ()
    """What a list shows of each row: fields of the table, or of what the row sees; `=签名` is an empty column under that head."""


class Source(Struct, frozen=True):
    """An export of another system that 自动填充 takes hours or points from.

    `field` is filled with the sum of a person's rows, or with his latest. The others are header texts, the most usual first; a value of
    several columns is written with +, such as 信用时数+荣誉时数. `origin` is written into `origin_field` with the value.
    """

    id: str
    title: str
    field: str
    combine: Literal["sum", "latest"]
    value: tuple[str, ...]
    name: tuple[str, ...] = ()
    id_number: tuple[str, ...] = ()
    student_id: tuple[str, ...] = ()
    unit: tuple[str, ...] = ()
    day: tuple[str, ...] = ()
    origin_field: str | None = None
    origin: str = ""
