"""Findings: what is wrong with the data, as values.

A finding has a stable code, a severity, a place and a sentence. It never shows a full ID or phone number: `mask` is applied to
whatever stood in the cell before it becomes text. Sentences are made in `messages`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from typing import Any

from msgspec import Struct

from xlflow.patterns import pattern


class Severity(StrEnum):
    """How much a finding matters: an error stops 导出上报, a warning wants a look, an info is counted in one line."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Place(Struct, frozen=True):
    """Where a finding stands: file, sheet, row (from 1), column (from 1), the field and its label. None: as a whole.

    `sheet_index` is the position of the sheet in the workbook; findings are sorted by it.
    """

    file: str
    sheet: str | None = None
    row: int | None = None
    column: int | None = None
    field: str | None = None
    label: str | None = None
    sheet_index: int = -1

    @property
    def cell(self) -> str | None:
        """The address of the cell, such as F12; None for a finding about a row, a sheet or a file."""
        if self.row is None or self.column is None:
            return None
        return f"{column_letters(self.column)}{self.row}"


class Finding(Struct, frozen=True):
    """One thing that is wrong (or worth knowing) at one place."""

    code: str
    severity: Severity
    place: Place
    got: str
    message: str
    fix: str
    basis: str = ""
    confirmed: bool = False
    waivable: bool = False
    reason: str = ""
    """What 核实说明 says of a confirmed finding."""
    who: str = ""
    """The name in the row, for reports that go by person."""

    def as_dict(self) -> dict[str, Any]:
        """The finding as `check --json` prints it."""
        place = self.place
        return {
            "file": place.file,
            "sheet": place.sheet,
            "cell": place.cell,
            "row": place.row,
            "field": place.field,
            "label": place.label,
            "code": self.code,
            "severity": self.severity.value,
            "got": self.got,
            "message": self.message,
            "fix": self.fix,
            "basis": self.basis,
            "confirmed": self.confirmed,
        }


@lru_cache(maxsize=1024)
def column_letters(column: int) -> str:
    """The letters of a column counted from 1: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(65 + digit) + letters
    return letters


def column_number(cell: str) -> int:
    """The column of an address, from 1: F12 is 6."""
    number = 0
    for letter in cell.rstrip("0123456789"):
        number = number * 26 + ord(letter) - 64
    return number


def sort_key(finding: Finding) -> tuple[Any, ...]:
    """File by code points, then sheet position, row, column; what concerns the whole comes first."""
    place = finding.place
    return (place.file, place.sheet_index, place.row or 0, place.column or 0, finding.code, finding.got)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Findings as every report lists them."""
    return sorted(findings, key=sort_key)


_NUMBER = pattern(r"\d{11,}[XxＸｘ]?|(?:\d[ \-\u200b\u3000]?){10,18}[\dXxＸｘ]")
_SHORTEST = 11
"""Characters: no shorter text holds such a number."""


def mask(text: str) -> str:
    """The text without full ID or phone numbers: 440307199901011234 becomes 4403**********1234, 19900000001 199****0001.

    Digits of any width count, also where single blanks or dashes stand between them.
    """
    return text if len(text) < _SHORTEST else _NUMBER.sub(_masked, text)


def _masked(match: re.Match[str]) -> str:
    number = re.sub(r"[^\dXxＸｘ]", "", match[0])
    shown = 3 if len(number) <= 12 else 4
    return f"{number[:shown]}{'*' * (len(number) - shown - 4)}{number[-4:]}"
