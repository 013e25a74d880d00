"""What the heart of the roster remembers from one merge to the next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct, field

from xlflow.roster.edits import Base, Edits
from xlflow.roster.rows import Plain, Submission
from xlflow.tables.unit_list import Unit

Own = Mapping[str, tuple[Mapping[str, Plain], ...]]
"""By table: the rows as the face shows them."""


class Rejected(Struct, frozen=True):
    """A file that could not be read, and why."""

    file: str
    code: str
    message: str


class Change(Struct, frozen=True):
    """A line of 变更记录: on which day what became of whom, and through which file."""

    day: date
    person: str
    what: str
    before: Plain | None = None
    after: Plain | None = None
    file: str = ""


class Merged(Struct, frozen=True):
    """One run: its day and its counts, as `merge --json` prints them."""

    day: date
    counts: Mapping[str, object]


class State(Struct, frozen=True):
    """All submissions ever read (also superseded ones), rejected files by sha256, edits, and the rows as last written.

    `prefilled` is what the first merge put into 团委信息. `own`: the rows of the sheets that the committee keeps for its documents.
    `face` is the sha256 of the workbook that shows this state, `coming` that of
    one that was about to replace it.
    """

    scheme: str = ""
    scheme_version: str = ""
    units: tuple[Unit, ...] = ()
    prefilled: Mapping[str, Plain] = field(default_factory=dict)
    submissions: tuple[Submission, ...] = ()
    rejected: Mapping[str, Rejected] = field(default_factory=dict)
    edits: Edits = field(default_factory=dict)
    base: Base = field(default_factory=dict)
    history: tuple[Change, ...] = ()
    journal: tuple[Merged, ...] = ()
    own: Own = field(default_factory=dict)
    face: str = ""
    coming: str = ""

    @property
    def known(self) -> frozenset[str]:
        """sha256 of every file that an earlier run has seen."""
        return frozenset(self.rejected) | {submission.sha256 for submission in self.submissions}
