"""The words of a flow chart with the figures of the scheme put in: 公示不少于{notice_workdays}个工作日, 实到{quorum}."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from msgspec.structs import replace

from xlflow.schemes.flow import PASS, QUORUM, TAGGED, Box
from xlflow.schemes.parts import VoteShare
from xlflow.schemes.scheme import Scheme

_HALF = Fraction(1, 2)


def flow_on(scheme: Scheme, day: date) -> tuple[Box, ...]:
    """The boxes of a scheme's flow chart, each tag replaced by the value that its param, the quorum or the pass line has on a day."""
    ballot = scheme.ballot_on(day)
    values = {key: _in_words(param.at(day)) for key, param in scheme.params.items()}
    values[QUORUM] = _share(scheme, ballot.quorum)
    values[PASS] = "，且".join(_share(scheme, share) for share in ballot.pass_lines)
    return tuple(replace(box, **{key: getattr(box, key).format_map(values) for key in TAGGED}) for box in scheme.flow)


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(map(_in_words, value)) if isinstance(value, tuple) else str(value)


def _share(scheme: Scheme, share: VoteShare) -> str:
    """超过应到会人数的半数, 不少于有效票数的 2/3."""
    terms = [field.term for fields in scheme.fields.values() for field in fields if field.key == share.of]
    whole = f"{'超过' if share.strict else '不少于'}{terms[0] if terms else share.of}的"
    return f"{whole}半数" if share.ratio == _HALF else f"{whole} {share.ratio}"
