"""Findings as text for people: counts before lists, one kind of problem once, the cure once, and at the end what to do next.

3 个错误，1 个提醒（2 个文件，共 42 行）

三班.xlsx：3 个错误
  推优对象清单
    ● F12  递交入党申请书时间“2026.13.5”不是日期，应形如 2026-03-05
      → 请改正后重新上报
    ● 第14行  缺：入团时间、递交入党申请书时间
      → 请补填
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from xlflow.findings import Finding, Severity
from xlflow.messages import severities

MARKS = {Severity.ERROR: "●", Severity.WARNING: "▲"}
_SHOWN_IN_FULL = 3
_ADDRESSES_SHOWN = 12


def findings_text(findings: Sequence[Finding], *, files: int, rows: int, unreadable: int = 0) -> Iterator[str]:
    """The lines of the report. `findings` are in the order of `findings.in_order`."""
    yield f"{_counts(findings)}（{files} 个文件，共 {rows} 行）"
    loud = [f for f in findings if f.severity is not Severity.INFO and not f.confirmed]
    for file, of_file in groupby(loud, key=lambda f: f.place.file):
        yield from _file(file, list(of_file))
    aside = list(_aside(findings))
    if aside:
        yield ""
        yield from aside
    yield ""
    yield f"下一步：{_next_step(loud, files, unreadable)}"


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
            yield f"  {sheet}"
            indent = "    "
        for kind in _kinds(list(of_sheet)):
            yield from (indent + line for line in _kind(kind))


def _kinds(findings: list[Finding]) -> list[list[Finding]]:
    """Findings with one cure together, errors first, else as they come; empty required cells are one kind."""
    kinds: dict[tuple[str, ...], list[Finding]] = {}
    for finding in findings:
        cure = "" if finding.code == "required-missing" else finding.fix
        kinds.setdefault((finding.severity, finding.code, cure), []).append(finding)
    return sorted(kinds.values(), key=lambda kind: kind[0].severity is not Severity.ERROR)


def _kind(findings: list[Finding]) -> Iterator[str]:
    first = findings[0]
    problems = _missing(findings) if first.code == "required-missing" else _by_message(findings)
    lines = [f"{place}  {message}".strip() for place, message in problems]
    shown = lines if len(lines) <= _SHOWN_IN_FULL + 1 else lines[:_SHOWN_IN_FULL]
    yield f"{MARKS[first.severity]} {shown[0]}"
    yield from (f"  {line}" for line in shown[1:])
    if len(shown) < len(lines):
        rest = [place for place, _ in problems[len(shown) :] if place]
        yield f"  同类问题共 {len(lines)} 处，另有：{_addresses(rest)}"
    yield f"  → {_cure(first)}"


def _cure(finding: Finding) -> str:
    text = "请补填" if finding.code == "required-missing" and finding.place.row else finding.fix
    if finding.severity is Severity.ERROR and finding.waivable:
        text += "；确属特殊的，在标准表单的“核实说明”栏写明理由"
    return text + (f"（依据：{finding.basis}）" if finding.basis else "")


def _missing(findings: list[Finding]) -> list[tuple[str, str]]:
    """Empty required cells by row; rows that lack the same are one line: 第5—8、12行  缺：入团时间."""
    lacking: dict[int | None, list[str]] = {}
    for finding in findings:
        lacking.setdefault(finding.place.row, []).append(finding.place.label or finding.message)
    alike: dict[tuple[str, ...], list[int]] = {}
    for row, labels in lacking.items():
        alike.setdefault(tuple(labels), []).append(row or 0)
    return [(_row_names(rows), f"缺：{'、'.join(labels)}") for labels, rows in alike.items()]


def _row_names(rows: list[int]) -> str:
    if rows == [0]:
        return ""
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    return f"第{'、'.join(str(run[0]) if len(run) == 1 else f'{run[0]}—{run[-1]}' for run in runs)}行"


def _by_message(findings: list[Finding]) -> list[tuple[str, str]]:
    """Places with the same sentence on one line, such as the rows of a meeting that had no quorum."""
    places: dict[str, list[str]] = {}
    for finding in findings:
        places.setdefault(finding.message, []).append(_address(finding))
    return [(_addresses(list(filter(None, named))), message) for message, named in places.items()]


def _addresses(names: list[str]) -> str:
    return "、".join(names[:_ADDRESSES_SHOWN]) + (f"等 {len(names)} 处" if len(names) > _ADDRESSES_SHOWN else "")


def _address(finding: Finding) -> str:
    place = finding.place
    return place.cell or (f"第{place.row}行" if place.row else "")


def _aside(findings: Sequence[Finding]) -> Iterator[str]:
    confirmed = sum(f.confirmed for f in findings)
    if confirmed:
        yield f"已写明核实说明的 {confirmed} 处，不再列出。"
    infos = sum(f.severity is Severity.INFO for f in findings)
    if infos:
        yield f"另有 {infos} 条说明（如日期只有年月、已规范的写法），不影响上报；加 --json 可以看到。"


def _next_step(loud: Sequence[Finding], files: int, unreadable: int) -> str:
    if unreadable and unreadable >= files:
        return "按 → 后的办法处理这些文件，再校验一次。"
    if any(f.severity is Severity.ERROR for f in loud):
        return "按 → 后的办法改正 ● 的问题，核对 ▲ 的提醒，保存后再校验一次。"
    if loud:
        return "没有错误，可以上报；▲ 的提醒请核对，确实无误的不必改。"
    return "可以上报。"
