"""Findings as text for people: counts before lists, one kind of problem once, the cure once, and at the end what to do next.

3 个错误，1 个提醒（2 个文件，共 42 行）

三班.xlsx：3 个错误
  推优对象清单
    ● F12  递交入党申请书时间“2026.13.5”不是日期，应形如 2026-03-05
      → 请照这种写法改正
    ● 第14行  缺：入团时间（N）、递交入党申请书时间（U）
      → 请补填
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from xlflow.findings import Finding, Severity
from xlflow.messages import one_line, severities
from xlflow.report.text import grouping
from xlflow.report.text.grouping import MARKS, kinds, loud, problems


def json_line(value: Any) -> str:
    """A value on one line, Chinese as it is."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


_SHOWN_IN_FULL = 3
_NAMES_SHOWN = 12


def findings_text(findings: Sequence[Finding], *, files: int, rows: int, unreadable: int = 0) -> Iterator[str]:
    """The lines of the report. `findings` are in the order of `findings.in_order`."""
    yield counts_line(findings, files=files, rows=rows)
    open_findings = loud(findings)
    for file, of_file in groupby(open_findings, key=lambda f: f.place.file):
        yield from _file(file, list(of_file))
    aside = list(_aside(findings))
    if aside:
        yield ""
        yield from aside
    yield ""
    yield f"下一步：{_next_step(open_findings, files, unreadable)}"


def counts_line(findings: Sequence[Finding], *, files: int, rows: int) -> str:
    """3 个错误，1 个提醒（2 个文件，共 42 行）."""
    return f"{_counts(findings)}（{files} 个文件，共 {rows} 行）"


def _counts(findings: Iterable[Finding]) -> str:
    counts = severities(findings)
    parts = [f"{counts[Severity.ERROR]} 个错误"] if counts[Severity.ERROR] else []
    if counts[Severity.WARNING]:
        parts.append(f"{counts[Severity.WARNING]} 个提醒")
    return "，".join(parts) or "没有发现问题"


def _file(file: str, findings: list[Finding]) -> Iterator[str]:
    yield ""
    yield f"{file}：{_counts(findings)}"
    for sheet, of_sheet in groupby(findings, key=lambda f: f.place.sheet):
        indent = "  "
        if sheet:
            yield f"  {one_line(sheet)}"
            indent = "    "
        for kind in kinds(of_sheet):
            yield from (indent + line for line in _kind(kind))


def _kind(findings: list[Finding]) -> Iterator[str]:
    first = findings[0]
    found = problems(findings)
    lines = [f"{problem.place}  {problem.message}".strip() for problem in found]
    places = {(finding.place.row, finding.place.column) for problem in found[_SHOWN_IN_FULL:] for finding in problem.findings}
    is_folded = len(lines) > _SHOWN_IN_FULL + 1 and len(places) > 1  # five missing columns of one header are told by their sentences only
    shown = lines[:_SHOWN_IN_FULL] if is_folded else lines
    yield f"{MARKS[first.severity]} {shown[0]}"
    yield from (f"  {line}" for line in shown[1:])
    if len(shown) < len(lines):
        rest = [f for problem in found[len(shown) :] for f in problem.findings]
        yield f"  同类问题共 {len(lines)} 处，另有：{grouping.cell_names(rest, _NAMES_SHOWN)}"
    yield f"  → {grouping.cure(first)}{grouping.basis(first)}"


def _aside(findings: Sequence[Finding]) -> Iterator[str]:
    confirmed = sum(f.confirmed for f in findings)
    if confirmed:
        yield f"已写明核实说明的 {confirmed} 处，不再列出。"
    infos = sum(f.severity is Severity.INFO for f in findings)
    if infos:
        yield f"另有 {infos} 条说明（如日期只有年月、已规范的写法），不影响上报；加 --json 可以看到。"


def _next_step(findings: Sequence[Finding], files: int, unreadable: int) -> str:
    if unreadable and unreadable >= files:
        return "按 → 后的办法处理这些文件，再校验一次。"
    if any(f.severity is Severity.ERROR for f in findings):
        return "按 → 后的办法改正 ● 的问题，核对 ▲ 的提醒，保存后再校验一次。"
    if findings:
        return "没有错误，可以上报；▲ 的提醒请核对，确实无误的不必改。"
    return "可以上报。"
