"""校验 of a workbook whose sheets are read already; a click imports this without what opens files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from msgspec import Struct

from xlflow.checks.judge import judge
from xlflow.findings import Finding, in_order
from xlflow.jobs.schemes.which_scheme import scheme_for
from xlflow.roster.duplicates import duplicate_findings
from xlflow.roster.submission import submission
from xlflow.schemes.table_roles import NOMINEES
from xlflow.tables.mark_columns import SheetMarks, marks_of, unmarkable
from xlflow.tables.raw import RawWorkbook
from xlflow.tables.records import WorkbookReading
from xlflow.tables.understand import understand


class CheckedSheets(Struct, frozen=True):
    """What a workbook says, its findings in the order of reports, what its mark cells have to say instead, and the sheets without room."""

    reading: WorkbookReading
    findings: tuple[Finding, ...]
    marks: tuple[SheetMarks, ...] = ()
    unmarkable: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """The people read."""
        return len(self.reading.records(NOMINEES))


def check_sheets(raw: RawWorkbook, *, scheme: str | Path | None = None, as_of: date) -> CheckedSheets:
    """Judges one workbook. Only a standard form has marks. `WorkbookError` where its scheme is not to be had."""
    own = scheme_for(raw.stamp, scheme)
    reading = understand(raw, own)
    alone = duplicate_findings([submission(reading, own)], own) if reading.tables else []
    found = in_order([*judge(reading, own, as_of), *alone])
    if not reading.is_standard_form:
        return CheckedSheets(reading, tuple(found))
    return CheckedSheets(reading, tuple(found), tuple(marks_of(raw, reading, own, found)), tuple(unmarkable(raw, reading, own)))
