"""A scheme of a unit's own above the national one, and small workbooks judged by it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from sheet_text import raw_sheet

from xlflow.checks.judge import judge
from xlflow.findings import Finding
from xlflow.schemes.scheme import Scheme
from xlflow.tables.raw import FormStamp, RawSheet, RawWorkbook
from xlflow.tables.records import WorkbookReading
from xlflow.tables.understand import understand

AS_OF = date(2026, 6, 30)
HEAD = """
[scheme]
id = "own"
title = "本校方案"
version = "1"
effective_from = 2019-08-01
basis = "校团委规定"
extends = "national"
"""
_ASIDE = {"column-missing", "column-unknown", "date-month-only", "required-missing"}


def own_scheme(folder: Path, lines: str = "") -> Path:
    """The folder of a scheme that adds these lines to the national one."""
    (folder / "scheme.toml").write_text(HEAD + lines, encoding="utf-8")
    return folder


def table(*rows: Mapping[str, str]) -> str:
    """Rows of one header in the notation of `sheet_text`; what a row does not say is empty."""
    headers = list(dict.fromkeys(header for row in rows for header in row))
    return "\n".join(" | ".join(cells) for cells in [headers, *([row.get(header, "") for header in headers] for row in rows)])


def facts(lines: Mapping[str, str]) -> str:
    """A sheet of facts: label left, value right."""
    return "\n".join(f"{label} | {value}" for label, value in lines.items())


def read(scheme: Scheme, sheets: Mapping[str, str], *, is_form: bool = False) -> WorkbookReading:
    """A workbook of sheets drawn in the notation, by their names."""
    drawn: Sequence[RawSheet] = [raw_sheet(text, name, index) for index, (name, text) in enumerate(sheets.items())]
    stamp = FormStamp("form", scheme.id, scheme.version, "1") if is_form else None
    return understand(RawWorkbook("三班.xlsx", "0" * 64, tuple(drawn), stamp), scheme)


def findings(scheme: Scheme, sheets: Mapping[str, str], *, is_form: bool = False, as_of: date = AS_OF) -> list[Finding]:
    """What is wrong with such a workbook; what concerns only the size of a test's tables is left out."""
    found = judge(read(scheme, sheets, is_form=is_form), scheme, as_of)
    return [each for each in found if each.code not in _ASIDE]
