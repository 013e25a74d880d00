"""What makes no sense in the sections about evidence, screening, points and the flow chart, though every name in them is right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from xlflow.domain.points import item
from xlflow.schemes.faults import Fault
from xlflow.schemes.flow import Box, BoxKind
from xlflow.schemes.language.known_names import Names
from xlflow.schemes.loading.build import Built
from xlflow.schemes.table_roles import QUOTA

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


def check_switches(built: Built, names: Names) -> Iterator[Fault]:
    """The param that says whether a lack of evidence blocks is 是 or 否 on every day."""
    for name, event in built.objects["event"].items():
        param = built.objects["params"].get((event.blocks,))
        if param is not None and not all(isinstance(dated.value, bool) for dated in param.values):
            yield built.fault("event", name, "blocks", f"参数 {event.blocks} 应是 true 或 false；请改正这个参数")


def check_chains(built: Built, names: Names) -> Iterator[Fault]:
    """The choices of the field `step` are the order of the steps."""
    for name, chain in built.objects["chain"].items():
        if chain.step in names.fields(chain.table) and names.labels(chain.table, chain.step) is None:
            yield built.fault("chain", name, "step", f"{chain.step} 没有选项，各步的先后无从知道；请改为带选项的字段")


def check_pools(built: Built, names: Names) -> Iterator[Fault]:
    """Places are accounted for in the ledger of places."""
    for name in built.objects["pool"] if QUOTA not in names.tables else ():
        yield built.fault("pool", name, "", '没有名额台账；请在 [scheme] 里写 uses = ["quota"]')


def check_points(built: Built, names: Names) -> Iterator[Fault]:
    """Points are a number or one for each grade; a cap has its period."""
    for name, made in built.objects["points.item"].items():
        try:
            item(made.code, made.ledger, made.kind, made.points)
        except ValueError:
            yield built.fault("points.item", name, "points", f"“{made.points}”不是分值；请写一个数，按等次的写作 优秀=5;合格=3")
        if (made.cap is None) != (made.period is None):
            yield built.fault("points.item", name, "cap", "上限 cap 和上限周期 period 应一起写；请补上另一个")


def check_flow(built: Built, names: Names) -> Iterator[Fault]:
    """The flow as a whole; an entry that could not be built is a fault of its own."""
    boxes = built.objects["flow"]
    if len(boxes) == len(built.entries["flow"]):
        for fault in shape_faults(tuple(boxes.values())):
            yield built.fault("flow", (fault.box,), fault.key, fault.message)
