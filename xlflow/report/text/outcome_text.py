"""The outcome of 汇总 as text for people, made of the same counts that `--json` prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Protocol

from xlflow.documents.conformance.document_parts import KIND_NAMES, DocumentKind
from xlflow.documents.conformance.readings import CheckStatus, LayoutCheck
from xlflow.findings import Severity
from xlflow.messages import one_line

_MARKS = {Severity.ERROR: "●", Severity.WARNING: "▲"}
_LAYERS = {"S": "", "R": "（印出来）"}


def document_text(file: str, kind: DocumentKind, seal: bool, checks: Iterable[LayoutCheck], pages: int, note: str = "") -> Iterator[str]:
    """The lines about one document."""
    found = tuple(checks)
    wrong = [check for check in found if check.status is CheckStatus.FAIL]
    measured = sum(check.status in (CheckStatus.PASS, CheckStatus.FAIL) for check in found)
    printed = f"，{pages} 页" if pages else ""
    sealed = "，加盖印章" if seal else ""
    yield f"{one_line(file)}：{_counts(wrong)}（按{KIND_NAMES[kind]}{sealed}；检查 {measured} 项{printed}）"
    for check in sorted(wrong, key=lambda check: check.severity is not Severity.ERROR):
        yield f"  {_line(check)}"
    reasons = {check.reason for check in found if check.status is CheckStatus.SKIPPED}
    skipped = sum(check.status is CheckStatus.SKIPPED for check in found)
    for reason in sorted(reasons):
        yield f"  跳过 {skipped} 项：{reason}"
    if note:
        yield f"  {note}"


def _counts(wrong: Iterable[LayoutCheck]) -> str:
    severities = [check.severity for check in wrong]
    must, should = severities.count(Severity.ERROR), severities.count(Severity.WARNING)
    parts = [f"{must} 项不符合"] if must else []
    if should:
        parts.append(f"{should} 项与推荐的不同")
    return "，".join(parts) or "符合"


def _line(check: LayoutCheck) -> str:
    place = f"{check.place} " if check.place and check.place not in check.measured else ""
    tolerance = f"{check.tolerance}；" if check.tolerance else ""
    measured = f"{check.label}{_LAYERS[check.layer]}：{place}{check.measured}".rstrip("： ")
    return one_line(f"{_MARKS[check.severity]} {measured}，应为 {check.required}（{tolerance}{check.clause}）[{check.key}]")


_LONGEST = 40


class Filled(Protocol):
    """A cell that was filled."""

    @property
    def sheet(self) -> str:
        """The sheet."""

    @property
    def cell(self) -> str:
        """The address."""

    @property
    def label(self) -> str:
        """The header of the column."""

    @property
    def old(self) -> str:
        """What stood there."""

    @property
    def new(self) -> str:
        """What stands there now; empty where the cell is emptied."""

    @property
    def why(self) -> str:
        """Where the value comes from."""


def fill_text(changes: Sequence[Filled], *, dry_run: bool) -> Iterator[str]:
    """The lines; `changes` sheet by sheet."""
    if not changes:
        yield "没有需要填充的格。"
        return
    fresh = sum(not change.old for change in changes)
    yield f"{'将' if dry_run else '已'}填 {fresh} 个空格，更新 {len(changes) - fresh} 格。"
    for sheet, cells in groupby(changes, key=lambda change: change.sheet):
        yield ""
        yield sheet
        for change in cells:
            new = _short(change.new) or "（清空）"
            old = f"{_short(change.old)} → " if change.old else ""
            yield f"  {change.cell}  {change.label}：{old}{new}（{change.why}）"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


_NAMES_SHOWN = 20


def merge_text(counts: Mapping[str, Any], *, roster: str, dry_run: bool) -> Iterator[str]:
    """Files, rows, people and units as sums that add up; then what waits for a person."""
    files, rows, people, units = counts["files"], counts["rows"], counts["people"], counts["units"]
    rejected = files["rejected"]
    yield (
        f"文件 {files['found']} 个：并入 {files['merged']}，有更新稿而不用 {files['superseded']}，"
        f"没有变化 {files['unchanged']}，打不开 {len(rejected)}"
    )
    yield (
        f"行 {rows['read']} 行：并入 {rows['merged']}，空行 {rows['blank']}，重复 {rows['duplicate']}，"
        f"冲突 {rows['conflict']}，不能并入 {rows['rejected']}"
    )
    yield f"人员：原有 {people['before']}，新增 {people['added']}，更改 {people['changed']}，现有 {people['after']} 人"
    if units["expected"]:
        yield f"支部：应报 {units['expected']}，已报 {units['submitted']}，未报 {len(units['missing'])}"
    yield from _listed("未报的支部", units["missing"])
    yield from _listed("打不开的文件", [f"{item['file']}：{item['message']}" for item in rejected])
    conflicts = list(_conflicts(counts["conflicts"]))
    yield from _listed("需要决定的冲突", conflicts)
    yield ""
    if dry_run:
        yield "这是试算，没有写文件；去掉 --dry-run 再运行一次即写入。"
    elif conflicts:
        yield f"下一步：打开 {roster}，在“冲突”表里逐条决定；再用 xlflow compose 生成材料。"
    else:
        yield f"下一步：打开 {roster} 核对，再用 xlflow compose 生成材料。"


def _listed(title: str, items: list[str]) -> Iterator[str]:
    if not items:
        return
    yield ""
    yield f"{title}（{len(items)}）"
    for item in items[:_NAMES_SHOWN]:
        yield f"  {item}"
    if len(items) > _NAMES_SHOWN:
        yield f"  ……另有 {len(items) - _NAMES_SHOWN} 个，加 --json 可以看到全部"


def _conflicts(conflicts: list[dict[str, Any]]) -> Iterator[str]:
    """One entry a person and pair of places: the cells once, then each field with its values."""
    pairs: dict[tuple[str, tuple[str, ...]], list[dict[str, Any]]] = {}
    for conflict in conflicts:
        sides = tuple(side["file"] for side in conflict["values"])
        pairs.setdefault((conflict["person"], sides), []).append(conflict)
    for (person, files), fields in pairs.items():
        lines = [f"{person}：{' 与 '.join(dict.fromkeys(files))}", *(f"    {_field(conflict)}" for conflict in fields)]
        yield "\n".join(lines)


def _field(conflict: Mapping[str, Any]) -> str:
    sides = " / ".join(f"{side['value']}（{side['cell']}）" for side in conflict["values"])
    return f"{conflict.get('label') or conflict['field']}：{sides}"
