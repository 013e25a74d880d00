"""校验结果 of a workbook that is handed in: what was confirmed and why, and what is still open, for the committee to read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xlflow.files.edit import Look, Page, PageCell, PageRow
from xlflow.findings import Finding, Severity
from xlflow.messages import severities
from xlflow.report.grouping import MARKS, WORDS

_TITLE = Look(font="黑体", size_pt=16, bold=True)
_TEXT = Look()
_HEAD = Look(bold=True, fill="D9D9D9", line="A6A6A6", centred=True)
_CELL = Look(line="A6A6A6", top=True)
_LINK = Look(line="A6A6A6", top=True, colour="0563C1", underline=True)
_HEADERS = ("状态", "位置", "问题", "核实说明")
_WIDTHS = (10.0, 24.0, 60.0, 40.0)
CONFIRMED = "已核实"


def submission_page(findings: Sequence[Finding], sheet: str) -> Page:
    """The page `sheet`: counts, then one line a finding, confirmed ones first; what is only worth knowing is left out."""
    told = [found for found in findings if found.severity is not Severity.INFO]
    confirmed = [found for found in told if found.confirmed]
    rows = [
        PageRow((PageCell("导出上报时的校验结果", _TITLE),), 30, is_line=True),
        PageRow((PageCell(counts(findings), _TEXT),), 20, is_line=True),
    ]
    if told:
        rows.append(PageRow(tuple(PageCell(header, _HEAD) for header in _HEADERS), 20))
        rows += _lines(confirmed + [found for found in told if not found.confirmed])
    return Page(sheet, _WIDTHS, tuple(rows))


def counts(findings: Sequence[Finding]) -> str:
    """没有错误，1 个提醒，已核实 2 处."""
    number = severities(findings)
    errors, warnings = number[Severity.ERROR], number[Severity.WARNING]
    confirmed = sum(found.confirmed for found in findings)
    parts = [f"{errors} 个错误" if errors else "没有错误", f"{warnings} 个提醒" if warnings else "没有提醒"]
    return "，".join([*parts, f"已核实 {confirmed} 处"] if confirmed else parts) + "。"


def _lines(findings: Sequence[Finding]) -> Iterator[PageRow]:
    for found in findings:
        place = found.place
        where = " ".join(part for part in (place.sheet, place.cell or (f"第{place.row}行" if place.row else None)) if part)
        link = f"'{place.sheet.replace(chr(39), chr(39) * 2)}'!{place.cell}" if place.sheet and place.cell else ""
        state = CONFIRMED if found.confirmed else f"{MARKS[found.severity]} {WORDS[found.severity]}"
        yield PageRow(
            (
                PageCell(state, _CELL),
                PageCell(where or place.file, _LINK if link else _CELL, link),
                PageCell(found.message, _CELL),
                PageCell(found.reason, _CELL),
            )
        )
