"""The outcome of 汇总 as text for people, made of the same counts that `--json` prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

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
    yield from _listed("需要决定的冲突", [_conflict(conflict) for conflict in counts["conflicts"]])
    yield ""
    if dry_run:
        yield "这是试算，没有写文件；去掉 --dry-run 再运行一次即写入。"
    else:
        yield f"下一步：打开 {roster}，处理“冲突”表；再用 xlflow compose 生成材料。"


def _listed(title: str, items: list[str]) -> Iterator[str]:
    if not items:
        return
    yield ""
    yield f"{title}（{len(items)}）"
    for item in items[:_NAMES_SHOWN]:
        yield f"  {item}"
    if len(items) > _NAMES_SHOWN:
        yield f"  ……另有 {len(items) - _NAMES_SHOWN} 个，加 --json 可以看到全部"


def _conflict(conflict: Mapping[str, Any]) -> str:
    sides = "；".join(f"{side['value']}（{side['file']} {side['cell']}）" for side in conflict["values"])
    return f"{conflict['person']}  {conflict.get('label') or conflict['field']}：{sides}"
