"""What the roster keeps of a branch workbook: its submission and its rows, in plain values, and which submission is the newest.

Plain values (ISO dates, months 2021-09, numbers, texts) are what is compared, stored as JSON and shown; types come back when the
face is written and read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from msgspec import Struct, field

from xlflow.domain.progress import LEFT_ROUND
from xlflow.schemes.table_roles import NOMINEES

Plain = str | int | float | bool


class RowState(StrEnum):
    """How far a row of the roster may be used."""

    FINE = "正常"
    FAULTY = "待改"
    UNDECIDED = "待决定"
    WITHDRAWN = LEFT_ROUND


class UnitSource(StrEnum):
    """Where the unit of a submission was found, strongest first."""

    CODE = "支部编码"
    FORM = "单位信息"
    HEADING = "填报单位一行"
    ROWS = "多数行的所在团支部"
    TITLE = "表格标题"
    FILE_NAME = "文件名"
    HAND = "手工登记"


class RoundSource(StrEnum):
    """Where the round of a submission was found, strongest first."""

    FORM = "单位信息"
    HEADING = "填报批次一行"
    OPTION = "本次汇总指定的批次"
    FILING_DATE = "填报日期所在半年"


class Row(Struct, frozen=True):
    """One data row of a branch workbook. `cells` holds the address of every value, `faults` the fields with errors (“”: the row)."""

    table: str
    sheet: str
    sheet_index: int
    number: int
    values: Mapping[str, Plain]
    unread: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[str, ...] = ()

    @property
    def position(self) -> tuple[int, int]:
        """Sheet and row, in the order of the workbook."""
        return (self.sheet_index, self.number)

    @property
    def address(self) -> str:
        """Where the row stands: 推优对象清单!B12, or the sheet alone for a facts table."""
        cell = self.cells.get("name") or next(iter(self.cells.values()), "")
        return f"{self.sheet}!{cell}" if cell else self.sheet


class Submission(Struct, frozen=True):
    """A branch workbook as handed in: for which unit and round, when, and its rows.

    `filed_on` is the filing date that the workbook states; `filed` is never empty: the date of the last change stands in for it.
    `phase` is the position of 填报阶段 in its list, -1 where it is not stated. `strict`: rows with errors were kept out.
    """

    file: str
    sha256: str
    unit: str
    round: str
    filed: date
    unit_source: UnitSource
    round_source: RoundSource
    filed_on: date | None = None
    phase: int = -1
    modified: datetime | None = None
    file_modified: datetime | None = None
    form_id: str = ""
    rows: tuple[Row, ...] = ()
    blanks: Mapping[str, int] = field(default_factory=dict)
    strict: bool = False

    @property
    def slot(self) -> tuple[str, str]:
        """Unit and round: of the submissions of one slot only the newest counts."""
        return (self.unit, self.round)

    @property
    def rank(self) -> tuple[date, str]:
        """The place among all submissions when rows of one person meet: the earlier filing date stays, then the smaller sha256."""
        return (self.filed, self.sha256)

    @property
    def has_people(self) -> bool:
        """Whether it names a nominee; a form that nobody filled in does not."""
        return any(row.table == NOMINEES for row in self.rows)

    @property
    def by_hand(self) -> bool:
        """Whether the rows were typed into the roster by the committee."""
        return self.unit_source is UnitSource.HAND

    def rows_of(self, table: str) -> list[Row]:
        """The rows of one table in the order of the workbook."""
        return sorted((row for row in self.rows if row.table == table), key=lambda row: row.position)


class Standing(Struct, frozen=True):
    """What counts: the newest submission of every slot, the older ones (newest first), and pairs that nothing tells apart."""

    current: tuple[Submission, ...]
    superseded: tuple[Submission, ...]
    undecided: tuple[tuple[Submission, Submission], ...]


def newer(a: Submission, b: Submission) -> Submission | None:
    """The newer of two submissions of one slot; None where nothing tells.

    Compared are the filing date that is stated, the phase, the workbook's date of change, the file's; what is equal or missing on
    either side passes to the next.
    """
    pairs: Sequence[tuple[Any, Any]] = (
        (a.filed_on, b.filed_on),
        (a.phase if a.phase >= 0 else None, b.phase if b.phase >= 0 else None),
        (a.modified, b.modified),
        (a.file_modified, b.file_modified),
    )
    for left, right in pairs:
        if left is not None and right is not None and left != right:
            return a if left > right else b
    return None


def standing(submissions: Iterable[Submission]) -> Standing:
    """The newest of every slot, whatever the order in which they came; one without people never comes before one with some.

    Where dates are missing “newer” may run in a circle; then the one that is newer than most others counts, and the smaller sha256
    where that is equal.
    """
    slots: dict[tuple[str, str], list[Submission]] = defaultdict(list)
    for submission in submissions:
        slots[submission.slot].append(submission)
    current, superseded, undecided = [], [], []
    for slot in sorted(slots):
        best, *older = sorted(slots[slot], key=lambda s: (not s.has_people, -_wins(s, slots[slot]), s.sha256))
        current.append(best)
        superseded += older
        undecided += [(best, other) for other in older if best.has_people == other.has_people and newer(best, other) is None]
    return Standing(tuple(sorted(current, key=_rank)), tuple(superseded), tuple(undecided))


def _wins(submission: Submission, slot: Sequence[Submission]) -> int:
    return sum(newer(submission, other) is submission for other in slot if other is not submission)


def _rank(submission: Submission) -> tuple[bool, date, str]:
    return (submission.by_hand, *submission.rank)
