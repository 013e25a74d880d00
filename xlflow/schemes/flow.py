"""The flow chart of a scheme as data: boxes, who acts, and where each leads."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

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

    key: str
    label: str
    actor: str = ""
    kind: BoxKind = BoxKind.STEP
    ways: tuple[Way, ...] = ()
    material: str = ""
    limit: str = ""
    """The time in which it is done, in words: 不少于5个工作日."""
    basis: str = ""
