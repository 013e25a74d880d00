"""The one join of rows: a nominee with its meeting and its unit, wherever rows are checked, filled or composed.

A nominee belongs to the meeting of its day and branch. A meeting that names no branch is that of all branches of the workbook: a standard
form is handed in by one unit, and its sheet of meetings has no column for a branch. Where two rounds handed in a meeting of one branch and
day, the row's own round decides. Two meetings of one branch on one day with different figures cannot be told apart: none is joined.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Generic, NamedTuple, Protocol, TypeVar

from xlflow.tables.records import Record

_FIGURES = ("eligible", "present", "ballots_returned", "ballots_valid")


class RowKey(NamedTuple):
    """Which row of a workbook a record is; two tables may stand side by side on one sheet."""

    table: str
    sheet: str
    row: int
    column: int
    """The leftmost column of the table, from 1; 0 where no column of it is known."""


def row_key(record: Record) -> RowKey:
    """The key of a record in its workbook, the same for a copy with other values."""
    header = record.header
    columns = header.columns.values() or [column for _, column in record.anchors.values()]
    return RowKey(header.table, header.sheet, record.row, min(columns, default=0))


class HasValues(Protocol):
    """A row in any dress: a record, a row that is being filled, a row for a document."""

    @property
    def values(self) -> Mapping[str, object]:
        """What its cells say, by field."""
        ...


R = TypeVar("R", bound=HasValues)


class JoinedRows(Generic[R]):
    """The units and meetings of one workbook, as the rows of its other tables find them."""

    def __init__(self, units: Iterable[R], meetings: Iterable[R]) -> None:
        self.units, self.meetings = list(units), list(meetings)

    @cached_property
    def _units(self) -> dict[object, R]:
        return {(unit.values.get("branch"), unit.values.get("round")): unit for unit in self.units}

    @cached_property
    def _by_day(self) -> dict[tuple[object, object], list[R]]:
        found: dict[tuple[object, object], list[R]] = defaultdict(list)
        for meeting in self.meetings:
            found[meeting.values.get("branch"), meeting.values.get("meeting_date")].append(meeting)
        return dict(found)

    def unit_of(self, values: Mapping[str, object]) -> R | None:
        """The unit that handed in a row: the only one, else (in a roster) that of its branch and round."""
        if len(self.units) < 2:
            return self.units[0] if self.units else None
        return self._units.get((values.get("branch"), values.get("round")))

    def meeting_of(self, values: Mapping[str, object]) -> R | None:
        """The meeting that voted on a row; None where there is none, or where several may have."""
        day = values.get("meeting_date")
        found = self._by_day.get((values.get("branch"), day)) or self._by_day.get((None, day))
        if found is None or len(found) == 1:
            return found[0] if found else None
        of_round = [meeting for meeting in found if meeting.values.get("round") == values.get("round")] or found
        figures = {tuple(meeting.values.get(key) for key in _FIGURES) for meeting in of_round}
        return of_round[-1] if len(figures) == 1 else None

    def planned_day(self, values: Mapping[str, object]) -> date | None:
        """The day for a row that states none: that of all meetings it may belong to, if it is one and the same."""
        branch = values.get("branch")
        days = {day for of, day in self._by_day if of in (None, branch)}
        day = next(iter(days)) if len(days) == 1 else None
        return day if isinstance(day, date) else None
