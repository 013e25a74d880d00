"""The flow chart of a scheme as data: boxes, who acts, and where each leads."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from msgspec import Struct

if TYPE_CHECKING:  # the keys are for what reads schemes, a kept scheme needs none of them
    from xlflow.schemes.scheme_keys import BasisKey, CodeKey, Key, KeyKind


TAGGED = ("label", "material", "limit")
"""What of a box may name params in braces, so that the chart and the checks never tell two numbers."""
QUORUM, PASS = "quorum", "pass_line"
"""Tags for what [meeting] says, in words."""


class BoxKind(StrEnum):
    """What a box of the chart is (GB/T 1526 names the shapes)."""

    START = "start"
    STEP = "step"
    DECISION = "decision"
    END = "end"


class Way(Struct, frozen=True):
    """An arrow: the box it leads to, and under what condition, in words."""

    to: str
    condition: str = ""


class Box(Struct, frozen=True):
    """A box: what is done, by whom, what paper comes of it, in what time."""

    key: CodeKey
    label: Annotated[str, Key("做什么", KeyKind.TAGGED, "流程图上的一框；{ } 里可以写参数的术语", 28, of="params")]
    actor: Annotated[str, Key("谁来做", KeyKind.TEXT, "", 16, clears=True)] = ""
    kind: Annotated[
        BoxKind, Key("形状", KeyKind.WORD, "空着就是步骤", 10, {"start": "开始", "step": "步骤", "decision": "判断", "end": "结束"})
    ] = BoxKind.STEP
    ways: Annotated[
        tuple[Way, ...], Key("下一步", KeyKind.WAYS, "写下一框的“做什么”；几个的以分号分开，有条件的写：名称（若未通过）", 36, key="next")
    ] = ()
    material: Annotated[str, Key("材料", KeyKind.TAGGED, "产生什么材料", 22, of="params", clears=True)] = ""
    limit: Annotated[str, Key("时限", KeyKind.TAGGED, "如：不少于5个工作日", 18, of="params", clears=True)] = ""
    """The time in which it is done, in words: 不少于5个工作日."""
    basis: BasisKey = ""
