"""Whether the boxes of a flow chart make a flow: one start, every box reached, every way going on until an end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from xlflow.schemes.flow import Box, BoxKind

MOST_BOXES = 200
"""More boxes are no chart that anybody reads: a poster of A3 holds about 60."""
_LEAST_WAYS_OF_A_DECISION = 2


class ShapeFault(Struct, frozen=True):
    """What is wrong with a box: its key, the key of its entry that is to be changed, and what to do."""

    box: str
    key: str
    message: str


def shape_faults(flow: Sequence[Box]) -> Iterator[ShapeFault]:
    """All faults of a flow whose ways lead to boxes that are there; none for a scheme without a flow chart."""
    if not flow:
        return
    if len(flow) > MOST_BOXES:
        yield ShapeFault(flow[MOST_BOXES].key, "", f"流程图有 {len(flow)} 步，最多画 {MOST_BOXES} 步；请把细节并进上一步的说明")
        return
    starts = [box for box in flow if box.kind is BoxKind.START]
    if not starts:
        yield ShapeFault(flow[0].key, "kind", '流程图没有开始；请给第一步写 kind = "start"')
    for box in starts[1:]:
        yield ShapeFault(box.key, "kind", f"流程图已经从“{starts[0].label}”开始；请只留一个 start")
    for box in flow:
        yield from _ways(box)
    reached = _reached(flow, starts)
    for box in flow:
        if starts and box.key not in reached:
            yield ShapeFault(box.key, "", "从开始走不到这一步；请在前一步的 next 里写上它，或删去")


def _ways(box: Box) -> Iterator[ShapeFault]:
    ways = box.ways
    if box.kind is BoxKind.END:
        if ways:
            yield ShapeFault(box.key, "next", "结束之后不能再有下一步；请删去 next，或改 kind")
        return
    if not ways:
        yield ShapeFault(box.key, "next", '没有下一步；请写 next，到此为止的写 kind = "end"')
    if box.kind is BoxKind.DECISION:
        if len(ways) < _LEAST_WAYS_OF_A_DECISION:
            yield ShapeFault(box.key, "next", "判断至少要有两条去路；请补上另一条，或改 kind")
        if not all(way.condition for way in ways):
            yield ShapeFault(box.key, "next", '判断的每条去路都要写明条件；请写成 {to = "下一步的 key", when = "是"}')
    elif len(ways) > 1 and any(way.condition for way in ways):
        yield ShapeFault(box.key, "next", '去路带条件的是判断；请写 kind = "decision"')
    if len({way.to for way in ways}) < len(ways):
        yield ShapeFault(box.key, "next", "有两条去路到同一步；请合成一条")
    if box.key in {way.to for way in ways}:
        yield ShapeFault(box.key, "next", "下一步是它自己；请改正")


def _reached(flow: Sequence[Box], starts: Sequence[Box]) -> set[str]:
    boxes = {box.key: box for box in flow}
    waiting, reached = [box.key for box in starts], set[str]()
    while waiting:
        key = waiting.pop()
        if key not in reached and key in boxes:
            reached.add(key)
            waiting += [way.to for way in boxes[key].ways]
    return reached
