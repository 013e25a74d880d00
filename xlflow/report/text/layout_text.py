"""The checks of a layout as text for people: what is wrong first, with what was measured, what is required and by which clause.

通知.docx：1 项不符合（红头文件，加盖印章；检查 61 项，2 页）
  ● 天头：25 mm，应为 37 mm（±1 mm；GB/T 9704-2012 5.2.2）[margin.top]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from xlflow.documents.conformance.document_parts import KIND_NAMES, Kind
from xlflow.documents.conformance.readings import Check, Status
from xlflow.findings import Severity
from xlflow.messages import one_line

_MARKS = {Severity.ERROR: "●", Severity.WARNING: "▲"}
_LAYERS = {"S": "", "R": "（印出来）"}


def document_text(file: str, kind: Kind, seal: bool, checks: Iterable[Check], pages: int, note: str = "") -> Iterator[str]:
    """The lines about one document."""
    found = tuple(checks)
    wrong = [check for check in found if check.status is Status.FAIL]
    measured = sum(check.status in (Status.PASS, Status.FAIL) for check in found)
    printed = f"，{pages} 页" if pages else ""
    sealed = "，加盖印章" if seal else ""
    yield f"{one_line(file)}：{_counts(wrong)}（按{KIND_NAMES[kind]}{sealed}；检查 {measured} 项{printed}）"
    for check in sorted(wrong, key=lambda check: check.severity is not Severity.ERROR):
        yield f"  {_line(check)}"
    reasons = {check.reason for check in found if check.status is Status.SKIPPED}
    skipped = sum(check.status is Status.SKIPPED for check in found)
    for reason in sorted(reasons):
        yield f"  跳过 {skipped} 项：{reason}"
    if note:
        yield f"  {note}"


def _counts(wrong: Iterable[Check]) -> str:
    severities = [check.severity for check in wrong]
    must, should = severities.count(Severity.ERROR), severities.count(Severity.WARNING)
    parts = [f"{must} 项不符合"] if must else []
    if should:
        parts.append(f"{should} 项与推荐的不同")
    return "，".join(parts) or "符合"


def _line(check: Check) -> str:
    place = f"{check.place} " if check.place and check.place not in check.measured else ""
    tolerance = f"{check.tolerance}；" if check.tolerance else ""
    measured = f"{check.label}{_LAYERS[check.layer]}：{place}{check.measured}".rstrip("： ")
    return one_line(f"{_MARKS[check.severity]} {measured}，应为 {check.required}（{tolerance}{check.clause}）[{check.key}]")
