"""The report of 校验 as one page: no network, no script needed, for the screen, the telephone and A4 paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

from xlflow.findings import Severity
from xlflow.messages import visible
from xlflow.report.pages.check_report import CheckReport, FileOutcome, RuleOutcome, Verdict
from xlflow.report.text import grouping
from xlflow.report.text.grouping import SheetProblems, by_sheet, cell_names, cure

_ROWS_OF_A_PAGE = 6000
"""Rows of people on one page: more of them make a page that a telephone opens slowly."""
_ROWS_OF_A_FILE = 10
"""However many files there are, each shows so many."""
_OPENED = 3
"""Files that stand open from the start; more are folded."""
_PLACES_OF_A_RULE = 12
_CELLS_OF_A_FILE = 8
_CONFIRMED = 500


class PageLimits(Struct, frozen=True):
    """How much of each list is shown: rows a file, places a rule, confirmed findings, files that stand open."""

    rows: int
    places: int = _PLACES_OF_A_RULE
    confirmed: int = _CONFIRMED
    opened: int = _OPENED


class FileBlock(Struct, frozen=True):
    """A file as the page shows it; `more` rows are left to the workbook."""

    outcome: FileOutcome
    sheets: Sequence[SheetProblems]
    more: int


class RulePlaces(Struct, frozen=True):
    """Where a file breaks a rule, with the sentence of the first place."""

    file: str
    cells: str
    message: str
    many: bool


class RuleBlock(Struct, frozen=True):
    """A rule as the page shows it: sentence and cure if there is but one, the first files; `more` places are left to the workbook."""

    rule: RuleOutcome
    message: str
    cure: str
    places: Sequence[RulePlaces]
    more: int


def limits_for(report: CheckReport) -> PageLimits:
    """Limits by the number of files with problems, so that the page stays of a size that a telephone opens."""
    files = sum(bool(outcome.open) for outcome in report.outcomes) or 1
    return PageLimits(max(_ROWS_OF_A_FILE, _ROWS_OF_A_PAGE // files))


def file_block(outcome: FileOutcome, limits: PageLimits) -> FileBlock:
    """The problems of a file, sheet by sheet and row by row."""
    left, more = limits.rows, 0
    sheets = []
    for sheet in by_sheet(outcome.open):
        rows = sheet.rows[:left]
        left -= len(rows)
        more += len(sheet.rows) - len(rows)
        sheets.append(replace(sheet, rows=rows))
    return FileBlock(outcome, sheets, more)


def rule_block(rule: RuleOutcome, limits: PageLimits) -> RuleBlock:
    """A rule with what to do and where it is broken first."""
    message, what_to_do = _only(f.message for f in rule.findings), _only(cure(f) for f in rule.findings)
    files = [(file, list(found)) for file, found in groupby(rule.findings, key=lambda f: f.place.file)]
    shown = files[: limits.places]
    places = [RulePlaces(file, cell_names(found, _CELLS_OF_A_FILE), found[0].message, len(found) > 1) for file, found in shown]
    more = sum(len(found) for _, found in files[limits.places :])
    return RuleBlock(rule, message, what_to_do, places, more)


def _only(texts: Iterable[str]) -> str:
    """The text that all are; empty where they differ."""
    different = set(texts)
    return different.pop() if len(different) == 1 else ""


_TEMPLATES = Path(__file__).parent


def findings_page(report: CheckReport) -> bytes:
    """The page in UTF-8. Long lists end in a sentence that says how much more the workbook of the same report holds."""
    import jinja2

    limits = limits_for(report)
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["link"] = link
    environment.filters["shown"] = visible
    environment.globals.update(MARKS=grouping.MARKS, WORDS=grouping.WORDS)
    return environment.get_template("check_page.html").render(_context(report, limits)).encode()


def link(path: str) -> str:
    """A relative path as the target of a link; one that begins like a protocol stays a path."""
    return quote(path if path.startswith("../") else f"./{path}")


def _context(report: CheckReport, limits: PageLimits) -> dict[str, Any]:
    ids = {outcome.file.name: f"f{number}" for number, outcome in enumerate(report.outcomes, 1)}
    paths = {outcome.file.name: outcome.file.path for outcome in report.outcomes}
    wrong: list[FileOutcome] = [outcome for outcome in report.outcomes if outcome.open]
    rules: list[RuleOutcome] = report.rules
    return {
        "report": report,
        "headline": report.headline(),
        "steps": report.steps(),
        "verdicts": [(verdict, report.count(verdict)) for verdict in Verdict],
        "Verdict": Verdict,
        "Severity": Severity,
        "ids": ids,
        "paths": paths,
        "files": [file_block(outcome, limits) for outcome in wrong],
        "rules": [rule_block(rule, limits) for rule in rules],
        "confirmed": report.confirmed[: limits.confirmed],
        "confirmed_more": max(0, len(report.confirmed) - limits.confirmed),
        "opened": len(wrong) <= limits.opened,
    }
