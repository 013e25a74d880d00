"""统计: the ratios, totals, places and ranking of a roster or a single workbook, as a workbook or as JSON."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from msgspec import Struct

from xlflow.domain.periods import Period
from xlflow.errors import OutputError, UsageError, XlflowError
from xlflow.figures.period_statistics import Statistics, statistics
from xlflow.files.writing.save import save
from xlflow.jobs.running.children import in_child
from xlflow.jobs.running.progress_callback import Progress, silent
from xlflow.jobs.running.read_file import read_file
from xlflow.jobs.schemes.which_scheme import foreign_note, scheme_for
from xlflow.report.workbooks.statistics_book import statistics_book
from xlflow.rules.case import Judging


def asked_period(text: str | None) -> Period | None:
    """The period that 2026 or 2026Q1 names, None where nothing is asked; `UsageError` for anything else."""
    if text is None:
        return None
    try:
        return Period.parse(text)
    except ValueError:
        raise UsageError(f"“{text}”不是时期，应写年度或季度，如 2026 或 2026Q1。") from None


_SUFFIXES = (".xlsx", ".json")


class StatisticsResult(Struct, frozen=True):
    """What was counted, the file it was written to, and sentences about the run."""

    statistics: Statistics
    output: Path
    notes: tuple[str, ...]


def report(
    source: Path,
    *,
    output: Path,
    scheme: str | Path | None = None,
    period: str | None = None,
    as_of: date,
    progress: Progress = silent,
) -> StatisticsResult:
    """Statistics of a roster or a workbook. `period`: 2026 or 2026Q1; without one all days count.

    Raises `UsageError` for a period that is none, `OutputError` where `output` cannot be written, `XlflowError` where nothing can be read.
    """
    if output.suffix.lower() not in _SUFFIXES:
        raise OutputError(f"{output}: 统计只能写成 .xlsx 或 .json；请改用这两种扩展名。")
    if output.exists() and output.resolve() == source.resolve():
        raise OutputError(f"{output}: 这是要统计的文件，不能用结果覆盖；请另起一个名字。")
    asked = asked_period(period)
    reading = in_child(read_file, source, scheme, progress=progress)
    if not reading.tables:
        raise XlflowError(f"{source.name}：没有读到可统计的表；请核对是不是清单库或支部的表。")
    own = scheme_for(reading.stamp, scheme)
    found = statistics(Judging(reading, own, as_of), asked)
    content = statistics_book(found, source.name) if output.suffix.lower() == ".xlsx" else _json(found)
    save(output, content)
    return StatisticsResult(found, output, (*foreign_note(int(reading.stamp is None), scheme, "统计"), *_notes(found)))


def _json(found: Statistics) -> bytes:
    return (json.dumps(found.as_dict(), ensure_ascii=False, indent=2) + "\n").encode()


def _notes(found: Statistics) -> tuple[str, ...]:
    scheme = found.scheme
    if scheme.ratios or scheme.totals or scheme.pools or scheme.indicators:
        return ()
    return (f"方案“{scheme.title}”没有规定统计项（比例、合计、名额、考核指标），统计表是空的。",)
