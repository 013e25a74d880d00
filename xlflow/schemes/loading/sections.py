"""The sections of a scheme file: the structs that their entries become, and how entries of layers merge.

This table and the keys beside the attributes of the structs are the grammar. Reading, merging, checks, the workbook and what is shown of a
scheme go by it: a new key is a line of its struct, a new section is a line here.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, Literal, get_args, get_type_hints

from msgspec import Struct, field
from msgspec.structs import replace

from xlflow.schemes import scheme_keys, table_roles
from xlflow.schemes.flow import Box
from xlflow.schemes.parts import DatedValue, Document, Field, Interval, Meeting, Param, Quota, Rule, Source, Step, Table
from xlflow.schemes.procedures import Band, Chain, Condition, Indicator, Ledger, PointsItem, Pool, Ratio, Requirement, Route, Total
from xlflow.schemes.scheme_keys import Key, KeyKind
from xlflow.schemes.table_roles import MEMBERS, NOMINEES, QUOTA

EVER = date.min
"""From when a param with a single value holds."""

MODULES = {"quota": "名额台账", "training": "培训班", "visits": "走访", "points": "积分", "indicators": "考核指标"}
"""Shared tables that a scheme may use."""

HEAD = (
    Key("来自方案", KeyKind.TEXT, "导出时的方案；导入后沿用它，只记下改动之处。请不要改", 30, key="extends"),
    Key("编号", KeyKind.SCHEME_ID, "本方案的名字，表单里会带着它；不改的话用新文件夹的名字", 30, key="id"),
    Key("名称", KeyKind.TEXT, "如：某某大学推优入党方案", 30, key="title"),
    Key("版本", KeyKind.TEXT, "如：2026.1；改了方案就换一个", key="version"),
    Key("施行日期", KeyKind.DAY, "如：2026-09-01", key="effective_from"),
    Key("依据", KeyKind.TEXT, "本单位的文件", 30, key="basis"),
    Key("共用表", KeyKind.WORDS, f"{'、'.join(MODULES.values())}，要用的写上，以顿号分开；用到的表会加进表单", 30, MODULES, key="uses"),
)
"""The section `[scheme]`, which layers do not share."""

CHOICES = (
    Key("选项表", KeyKind.CHOICES, "哪一张选项表；新加一张就写新名字", 20, key="list"),
    Key("选项", KeyKind.TEXT, "下拉框里的词", 24, key="label"),
    Key("别名", KeyKind.TEXTS, "别人的表里可能怎么写", 50, key="aliases"),
)
"""The columns of the lists `[choices.KEY]`, in which each key is a choice."""


class Section(Struct, frozen=True):
    """One section. `shape`: `[[many]]`, `[named.KEY]` or `[one]`; entries of layers merge where the `identity` keys are equal."""

    name: str
    """With a dot where the section lies in another: `points.item` is written [[points.item]]."""
    shape: Literal["many", "named", "one"]
    called: str
    """What it is called for people."""
    columns: tuple[Key, ...]
    """All keys that a sheet of the workbook shows, in the order in which they stand there."""
    keys: Mapping[str, Key]
    """All keys that a file may write."""
    required: tuple[str, ...]
    make: Callable[..., Any]
    identity: tuple[str, ...] = ()
    defaults: Mapping[str, Any] = field(default_factory=dict)
    """Values that identity keys have when they are not written."""
    place: str = ""
    """The key that `after` names; empty where entries have no place, and where `after` is a key that says something else."""
    alternatives: tuple[str, ...] = ()
    """Keys of which a layer's one replaces the others."""
    rows: str = NOMINEES
    """The table on whose rows an entry is judged, where it names none."""
    needs: str = ""
    """The table without which the section means nothing."""

    def heading(self, name: tuple[Any, ...]) -> str:
        """How a fault names an entry: `[[field]] nominees.name`."""
        words = ".".join(str(part) for part in name)
        if self.shape == "one":
            return f"[{self.name}]"
        return f"[{self.name}.{words}]" if self.shape == "named" else f"[[{self.name}]] {words}"

    def raw(self, content: Mapping[str, Any]) -> Any:
        """What a file holds under the name of the section; None where it has none."""
        found: Any = content
        for part in self.name.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
        return found

    def made(self, values: Mapping[str, Any]) -> Any:
        """The object of an entry, of its converted values; `ValueError` where they do not go together."""
        attributes = {key: one.attribute for key, one in self.keys.items() if one.attribute}
        return self.make(**{attributes.get(key, key): value for key, value in values.items()})


def section(
    name: str,
    called: str,
    model: type[Struct],
    *identity: str,
    shape: Literal["many", "named", "one"] = "many",
    make: Callable[..., Any] | None = None,
    required: tuple[str, ...] = (),
    also: Sequence[Key] = (),
    **more: Any,
) -> Section:
    """The section whose entries become objects of a struct.

    `also`: keys of the file of which `make` makes attributes. `required`: by default the attributes without a default.
    """
    declared = _declared(model)
    columns = _in_order([*declared, *also])
    keys = {key.key: key for key in columns if key.kind is not KeyKind.START and (shape != "named" or key.kind is not KeyKind.CODE)}
    bare = model.__struct_fields__[: len(model.__struct_fields__) - len(model.__struct_defaults__)]
    needed = required or tuple(key.key for key in declared if key.attribute in bare)
    return Section(name, shape, called, tuple(key for key in columns if key.header), keys, needed, make or model, identity, **more)


def _declared(model: type[Struct]) -> list[Key]:
    """The keys that stand beside the attributes of a struct."""
    names = {**vars(table_roles), **vars(scheme_keys)}
    for base in reversed(model.__mro__):
        names |= vars(sys.modules[base.__module__])
    hints = get_type_hints(model, names, names, include_extras=True)
    marks = [(attribute, hint, getattr(hint, "__metadata__", ())) for attribute, hint in hints.items()]
    return [_bound(key, attribute, hint) for attribute, hint, found in marks for key in found if isinstance(key, Key)]


def _bound(key: Key, attribute: str, hint: Any) -> Key:
    """A key that knows its attribute, and the members that it takes."""
    held = get_args(hint)[0]
    enum = next((each for each in (held, *get_args(held)) if isinstance(each, type) and issubclass(each, StrEnum)), None)
    words = key.words or ({str(word): str(word) for word in enum} if enum and key.kind is KeyKind.WORD else {})
    return replace(key, key=key.key or attribute, attribute=attribute, enum=enum, words=words)


def _in_order(keys: Sequence[Key]) -> list[Key]:
    """Keys as their columns stand."""
    names = {key.key for key in keys}
    ordered = sorted((key for key in keys if key.before not in names), key=lambda key: key.kind is KeyKind.CODE)
    for key in keys:
        if key.before in names:
            ordered.insert(next(place for place, other in enumerate(ordered) if other.key == key.before), key)
    return ordered


def make_field(**given: Any) -> Field:
    """A field: its type taken apart, its term and choice list by default the label and the key."""
    kind, length, target = given.pop("type")
    given.pop("like", None)
    target = given.pop("in_table", target)
    given.setdefault("term", given["label"])
    if kind == "choice":
        given.setdefault("choices", given["key"])
    return Field(type=kind, length=length, target=target, **given)


def make_param(**given: Any) -> Param:
    """A param: one value for all time, or values by date; its term by default what its label begins with."""
    if ("value" in given) == ("values" in given):
        raise ValueError("应写 value 或 values，只写其中一个")
    dated = given.pop("values", None) or (DatedValue(EVER, given.pop("value")),)
    given.setdefault("term", default_term(given["label"]))
    return Param(values=dated, **given)


def default_term(label: str) -> str:
    """What a param is called in conditions where its scheme says no more: its label up to the first comma or bracket, without signs."""
    begin = re.split(r"[，,；;：:（(。]", unicodedata.normalize("NFKC", label), maxsplit=1)[0]
    word = "".join(character for character in begin if character.isalnum() or character == "_")
    return f"数{word}" if word[:1].isdecimal() else word


def make_quota(**given: Any) -> Quota:
    """The quota: the figures of its base, or an expression of them."""
    if ("base" in given) == ("bases" in given):
        raise ValueError("应写 bases（几项人数，取先有的）或 base（一个算式），只写其中一个")
    return Quota(**given)


def make_ratio(**given: Any) -> Ratio:
    """A ratio: its part is a condition, or the people who meet a requirement."""
    if ("part" in given) == ("event" in given):
        raise ValueError("应写 part（分子的条件）或 event（完成了哪一项 [[event]]），只写其中一个")
    return Ratio(**given)


_SECTIONS = (
    section("table", "工作表", Table, "key", place="key"),
    section(
        "field",
        "字段",
        Field,
        "table",
        "key",
        place="key",
        make=make_field,
        required=("table", "key", "label", "type"),
        also=(
            Key("名字查自", KeyKind.TABLE, "这一栏的人名应在哪张表里", key="in_table", before="value"),
            Key("", KeyKind.CODE, key="like"),
        ),
    ),
    section(
        "params",
        "参数",
        Param,
        "key",
        shape="named",
        make=make_param,
        required=("label", "source"),
        alternatives=("value", "values"),
        also=(
            Key("值", KeyKind.VALUE, "数字、是、否、日期或文字；几个词以顿号分开", 16, key="value", before="unit"),
            Key(
                "起始日期",
                KeyKind.START,
                "以后要换数的，在下面再加一行：代号相同，写新的值和起始日期；空着就是一直如此",
                key="from",
                before="basis",
            ),
            Key("", KeyKind.VALUES, key="values"),
        ),
    ),
    section("rule", "规则", Rule, "code", "table", "at", place="code"),
    section("interval", "期限", Interval, "table", "from", "to", defaults={"table": NOMINEES}),
    section("meeting", "推优大会", Meeting, shape="one"),
    section("quota", "名额", Quota, shape="one", make=make_quota, alternatives=("base", "bases")),
    section("step", "步骤", Step, "number", place="number"),
    section("document", "材料", Document, "id", place="id"),
    section("source", "导出表", Source, "id", place="id"),
    section("event", "培养要求", Requirement, "key"),
    section("condition", "甄别条件", Condition, "key", place="key", rows=MEMBERS),
    section("route", "路径", Route, "key", place="key"),
    section("chain", "环节", Chain, "key"),
    section("pool", "名额类别", Pool, "key", place="key", needs=QUOTA),
    section("points.ledger", "积分体系", Ledger, "key", place="key"),
    section("points.item", "积分项目", PointsItem, "code", place="code"),
    section("band", "档次", Band, "ledger", "key", place="key"),
    section("indicator", "指标", Indicator, "code", place="code"),
    section("ratio", "比例", Ratio, "key", place="key", make=make_ratio, alternatives=("part", "event")),
    section("total", "合计", Total, "key", place="key"),
    section("flow", "流程图", Box, "key", place="key"),
)
GRAMMAR: Mapping[str, Section] = {section.name: section for section in _SECTIONS}
"""All sections except `[scheme]` and `[choices.KEY]`."""
