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
