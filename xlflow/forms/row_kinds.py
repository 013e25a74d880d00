"""Which rows under a header are people, and which are totals, samples, notes and signatures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from xlflow.forms.raw import RawValue
from xlflow.forms.text import bare, half_width, without_invisible

_TOTAL = re.compile(r"(?:合|总|小|共|累)计(?:数|人数)?|总人数|合计人数|总数|平均(?:值|分)?|本页(?:合|小)计|共\d+人")
_SAMPLE = re.compile(r"示例|样例|范例|举例|填写示范|^例[:：]?$|^例如|[(（]例[)）]")
_SIGNATURE = re.compile(
    r"(?:填表|制表|审核|经办|负责|联系|报送|记录|监票|计票|校对|复核|书记|单位|领导|主管|辅导员|联系人|团支部|团委|党支部|上级团组织)[^:：]{0,12}"
    r"(?:[:：]|[(（](?:签|盖)[^)）]{0,4}[)）])|[(（](?:盖章|签字|签章|公章|签名)[)）]|^(?:年|\d{4}年)\s*月\s*日$"
)
_NOTE = re.compile(r"^(?:注|备注|说明|填表说明|填写说明|填报说明|要求|提示|附)\s*[:：.、1-9]|^[*※★]|^\d[.、].{12,}")
_FEW = 3
_LONG = 24


class RowKind(StrEnum):
    """What a row under a header is."""

    BLANK = "blank"
    DATA = "data"
    TOTAL = "total"
    SAMPLE = "sample"
    NOTE = "note"
    """A signature line, a note, an instruction: belongs to the form, not to the list."""


def kind_of(lead: Sequence[RawValue], filled: Sequence[RawValue]) -> RowKind:
    """What a row is.

    `lead`: the running number and the name, then the first filled cell; they tell totals and samples. `filled`: the cells of the row
    that hold anything, the running number aside.
    """
    texts = [half_width(without_invisible(value)) for value in lead if isinstance(value, str)]
    if any(_TOTAL.fullmatch(bare(text)) for text in texts if text):
        return RowKind.TOTAL
    if any(_SAMPLE.search(text) for text in texts if text):
        return RowKind.SAMPLE
    if not filled:
        return RowKind.BLANK
    return RowKind.NOTE if len(filled) <= _FEW and _is_note(filled) else RowKind.DATA


def _is_note(filled: Sequence[RawValue]) -> bool:
    """Whether the few filled cells are a signature line or a note; a lone long text is one too."""
    texts = [half_width(without_invisible(value)) for value in filled if isinstance(value, str)]
    if any(_SIGNATURE.search(text) or _NOTE.search(text) for text in texts):
        return True
    return len(filled) == 1 and bool(texts) and len(texts[0]) > _LONG


def is_blank(value: RawValue) -> bool:
    """Whether a cell holds nothing that can be seen."""
    return value is None or (isinstance(value, str) and not without_invisible(value))
