"""The report of 校验 as one page: no network, no script needed, for the screen, the telephone and A4 paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

from xlflow.findings import Severity
from xlflow.messages import visible
from xlflow.report.pages.check_report import CheckReport, FileOutcome, RuleOutcome, Verdict
from xlflow.report.pages.findings_lists import PageLimits, file_block, limits_for, rule_block
from xlflow.report.text import grouping

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
