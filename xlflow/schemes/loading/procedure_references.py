"""What the sections about evidence, screening, routes, pools, points, figures and the flow chart say of fields, words and one another."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct

from xlflow.domain.points import item
from xlflow.schemes.faults import Fault, near
from xlflow.schemes.flow import PASS, QUORUM, TAGGED, Box, BoxKind
from xlflow.schemes.language.expressions import Expression
from xlflow.schemes.language.known_names import Names, unknown_tags
from xlflow.schemes.language.meanings import expression_faults
from xlflow.schemes.loading.build import Built
from xlflow.schemes.loading.layers import Name
from xlflow.schemes.parts import FieldType
from xlflow.schemes.table_roles import EVENTS, MEETINGS, MEMBERS, NOMINEES, QUOTA

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


POINTS_ITEMS = "points_items"
_DATES = (FieldType.DATE, FieldType.DATE_OR_MONTH, FieldType.REF)
_AMOUNTS = {
    "event": ("count", "least_hours", "least_score"),
    "pool": ("total",),
    "points.ledger": ("start",),
    "band": ("least",),
}
"""Keys that hold a number or the name of the param that holds it."""


class _Said(Struct, frozen=True):
    """One entry of a section, and what may be asked about its keys."""

    built: Built
    names: Names
    section: str
    name: Name
    made: Any

    def fault(self, key: str, message: str) -> Fault:
        return self.built.fault(self.section, self.name, key, message)

    def unknown(self, key: str, what: str, word: str, known: Collection[str], cure: str = "请改正") -> Iterator[Fault]:
        """A fault where a word is not among those known."""
        if word not in known:
            yield self.fault(key, f"没有{what} {word}{near(word, known)}；{cure}")

    def table(self, table: str) -> Iterator[Fault]:
        yield from self.unknown("table", "表", table, self.names.tables)

    def field(self, key: str, table: str, field: str) -> Iterator[Fault]:
        """A field of a table that is there."""
        if table in self.names.tables:
            yield from self.unknown(key, f"字段（表 {table}）", field, self.names.fields(table))

    def date_field(self, key: str, table: str, field: str, more: Collection[str] = ()) -> Iterator[Fault]:
        """A date of the row, of its meeting, or of `more` tables."""
        fields = self.built.objects["field"]
        seen = next((fields[owner, field] for owner in (table, MEETINGS, *more) if (owner, field) in fields), None)
        if seen is None:
            yield from self.field(key, table, field)
        elif seen.type not in _DATES:
            yield self.fault(key, f"{field} 不是日期；请改为日期字段")

    def labels(self, key: str, table: str, field: str, words: Iterable[str]) -> Iterator[Fault]:
        """Words that a choice field of the table may hold."""
        labels = self.names.labels(table, field)
        for word in words:
            if labels is None:
                yield self.fault(key, f"表 {table} 里没有带选项的字段 {field}，“{word}”无从核对；请先写出这个字段和它的选项")
                return
            if word not in labels:
                yield self.fault(key, f"“{word}”不是 {field} 的选项{near(word, labels)}；请改正，或在 [choices] 里加上")

    def expression(self, key: str, table: str) -> Iterator[Fault]:
        """The expression under a key, if there is one, judged on rows of the table."""
        expression = getattr(self.made, key)
        if isinstance(expression, Expression):
            yield from expression_faults(self.built, self.names, self.section, self.name, key, expression, table)


def check_procedures(built: Built, names: Names) -> Iterator[Fault]:
    """All faults of these sections."""
    known = _Known(built)
    checks = {
        "event": _requirement,
        "condition": _condition,
        "route": _route,
        "chain": _chain,
        "pool": _pool,
        "points.ledger": _amounts,
        "points.item": _item,
        "band": _band,
        "indicator": _indicator,
        "ratio": _ratio,
        "total": _total,
        "flow": _box,
    }
    for section, check in checks.items():
        for name, made in built.objects[section].items():
            yield from check(_Said(built, names, section, name, made), known)
    yield from _flow(built)


def _flow(built: Built) -> Iterator[Fault]:
    """Faults of the flow as a whole; an entry that could not be built is a fault of its own."""
    boxes = built.objects["flow"]
    if len(boxes) == len(built.entries["flow"]):
        for fault in shape_faults(tuple(boxes.values())):
            yield built.fault("flow", (fault.box,), fault.key, fault.message)


class _Known:
    """The words that these sections give one another."""

    def __init__(self, built: Built) -> None:
        self.params = {str(name[0]) for name in built.entries["params"]}
        self.events = {str(name[0]) for name in built.entries["event"]}
        self.ledgers = {str(name[0]) for name in built.entries["points.ledger"]}
        self.ratios = {str(name[0]) for name in built.entries["ratio"]}
        self.boxes = {str(name[0]) for name in built.entries["flow"]}


def _amounts(said: _Said, known: _Known) -> Iterator[Fault]:
    for key in _AMOUNTS[said.section]:
        amount = getattr(said.made, key)
        if isinstance(amount, str):
            yield from said.unknown(key, "参数", amount, known.params, "请写数字，或用 [params] 写出这个参数")
            param = said.built.objects["params"].get((amount,))
            wrong = [dated.value for dated in param.values if type(dated.value) not in (int, float)] if param else []
            if wrong:
                yield said.fault(key, f"参数 {amount} 的值是 {wrong[0]}，应是数字；请改正这个参数")


def _requirement(said: _Said, known: _Known) -> Iterator[Fault]:
    made = said.made
    yield from _amounts(said, known)
    yield from said.table(made.table)
    yield from said.labels("kinds", EVENTS, "event_kind", made.kinds)
    yield from said.labels("grades", EVENTS, "event_result", made.grades)
    for key in ("after", "before"):
        if (field := getattr(made, key)) is not None:
            yield from said.date_field(key, made.table, field)
    for field in made.shows:
        yield from said.field("shows", EVENTS, field)
    if made.at is not None:
        yield from said.field("at", made.table, made.at)
    if made.blocks is not None:
        yield from _switch(said, known)
    yield from said.expression("when", made.table)


def _switch(said: _Said, known: _Known) -> Iterator[Fault]:
    """The param that says whether a lack blocks is 是 or 否 on every day."""
    key = said.made.blocks
    yield from said.unknown("blocks", "参数", key, known.params, "请用 [params] 写出这个参数")
    param = said.built.objects["params"].get((key,))
    if param is not None and not all(isinstance(dated.value, bool) for dated in param.values):
        yield said.fault("blocks", f"参数 {key} 应是 true 或 false；请改正这个参数")


def _condition(said: _Said, known: _Known) -> Iterator[Fault]:
    yield from said.expression("require", MEMBERS)
    yield from said.expression("when", MEMBERS)
    yield from unknown_tags(said.built, said.section, said.name, "missing", said.made.missing, said.names.visible(MEMBERS), "字段或参数")


def _route(said: _Said, known: _Known) -> Iterator[Fault]:
    yield from said.labels("key", NOMINEES, "route", (said.made.key,))
    yield from said.labels("types", NOMINEES, "recommendation_type", said.made.types)
    yield from said.expression("when", NOMINEES)


def _chain(said: _Said, known: _Known) -> Iterator[Fault]:
    made = said.made
    yield from said.table(made.table)
    for key in ("step", "result"):
        yield from said.field(key, made.table, getattr(made, key))
    if made.step in said.names.fields(made.table) and said.names.labels(made.table, made.step) is None:
        yield said.fault("step", f"{made.step} 没有选项，各步的先后无从知道；请改为带选项的字段")
    yield from said.date_field("day", made.table, made.day)
    yield from said.labels("passed", made.table, made.result, made.passed)


def _pool(said: _Said, known: _Known) -> Iterator[Fault]:
    made = said.made
    if QUOTA not in said.names.tables:
        yield said.fault("", '没有名额台账；请在 [scheme] 里写 uses = ["quota"]')
        return
    yield from _amounts(said, known)
    yield from said.labels("key", QUOTA, "pool", (made.key,))
    yield from said.expression("used", NOMINEES)
    yield from said.unknown("unit", "字段", made.unit, said.names.visible(NOMINEES))
    yield from said.date_field("day", NOMINEES, made.day)
    yield from said.field("base", QUOTA, made.base)


def _item(said: _Said, known: _Known) -> Iterator[Fault]:
    yield from said.unknown("ledger", "积分体系", said.made.ledger, known.ledgers, "请用 [[points.ledger]] 写出")
    yield from said.labels("ledger", POINTS_ITEMS, "item_ledger", (said.made.ledger,))
    try:
        item(said.made.code, said.made.ledger, said.made.kind, said.made.points)
    except ValueError:
        yield said.fault("points", f"“{said.made.points}”不是分值；请写一个数，按等次的写作 优秀=5;合格=3")
    if (said.made.cap is None) != (said.made.period is None):
        yield said.fault("cap", "上限 cap 和上限周期 period 应一起写；请补上另一个")


def _band(said: _Said, known: _Known) -> Iterator[Fault]:
    yield from _amounts(said, known)
    yield from said.unknown("ledger", "积分体系", said.made.ledger, known.ledgers, "请用 [[points.ledger]] 写出")


def _indicator(said: _Said, known: _Known) -> Iterator[Fault]:
    if said.made.ratio is not None:
        yield from said.unknown("ratio", "比例", said.made.ratio, known.ratios, "请用 [[ratio]] 写出")


def _figure(said: _Said, known: _Known) -> Iterator[Fault]:
    table = said.made.table
    yield from said.table(table)
    referred = said.names.referred(table)
    known_fields = said.names.visible(table).union(*(said.names.fields(each) for each in referred))
    for field in said.made.by:
        yield from said.unknown("by", "字段", field, known_fields)
    if said.made.day is not None:
        yield from said.date_field("day", table, said.made.day, referred)


def _ratio(said: _Said, known: _Known) -> Iterator[Fault]:
    yield from _figure(said, known)
    if said.made.event is not None:
        yield from said.unknown("event", "要求", said.made.event, known.events, "请用 [[event]] 写出")
    yield from said.expression("part", said.made.table)
    yield from said.expression("of", said.made.table)


def _total(said: _Said, known: _Known) -> Iterator[Fault]:
    yield from _figure(said, known)
    yield from said.expression("when", said.made.table)
    if said.made.value is not None:
        yield from said.field("value", said.made.table, said.made.value)


def _box(said: _Said, known: _Known) -> Iterator[Fault]:
    for way in said.made.ways:
        yield from said.unknown("next", "这一步", way.to, known.boxes)
    for key in TAGGED:
        yield from unknown_tags(
            said.built, said.section, said.name, key, getattr(said.made, key), frozenset({*known.params, QUORUM, PASS}), "参数"
        )
