"""Reads and judges sheets drawn in the notation of `sheet_text`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sheet_text import raw_sheet

from xlflow.checks.judge import judge
from xlflow.findings import Finding
from xlflow.schemes.scheme import Scheme
from xlflow.tables.raw import FormStamp, RawSheet, RawWorkbook
from xlflow.tables.records import WorkbookReading
from xlflow.tables.understand import understand

AS_OF = date(2026, 6, 30)


@pytest.fixture(scope="session")
def national() -> Scheme:
    """The base scheme."""
    return Scheme.load("national")


Understand = Callable[..., WorkbookReading]
Check = Callable[..., list[tuple[str, str | None]]]


@pytest.fixture
def read(national: Scheme) -> Understand:
    """Reads sheets drawn in the notation as one workbook; a text alone is its only sheet."""

    def reader(*sheets: str | RawSheet, form: bool = False, file: str = "三班.xlsx") -> WorkbookReading:
        drawn = tuple(raw_sheet(sheet, index=n) if isinstance(sheet, str) else sheet for n, sheet in enumerate(sheets))
        stamp = FormStamp("form", "national", national.version, "1") if form else None
        return understand(RawWorkbook(file, "0" * 64, drawn, stamp), national)

    return reader


@pytest.fixture
def findings(read: Understand, national: Scheme) -> Callable[..., list[Finding]]:
    """The findings of sheets drawn in the notation, judged on 2026-06-30."""
    return lambda *sheets, **options: judge(read(*sheets, **options), national, AS_OF)


@pytest.fixture
def check(findings: Callable[..., list[Finding]]) -> Check:
    """The findings as short tuples (code, cell); what concerns only the size of a test's table is left out."""

    def checker(*sheets: str | RawSheet, **options: bool) -> list[tuple[str, str | None]]:
        aside = {"column-missing", "column-unknown"}
        return [(found.code, found.place.cell) for found in findings(*sheets, **options) if found.code not in aside]

    return checker
