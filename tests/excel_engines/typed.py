"""What Excel makes of a text that is handed to `Range.Value`, as if somebody had typed it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

_NUMBER = re.compile(r"\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?%?\s*")
_DATE = re.compile(r"\s*(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?)?月?\s*")


class Formula(str):
    """A text that is a formula, and not a text that begins with `=`."""

    __slots__ = ()


def as_typed(text: str) -> Any:
    """18 digits lose their tail, 007 becomes 7, 2024-09-10 a date, =1+1 a formula; a text behind `'` stays what it is."""
    if text.startswith("="):
        return Formula(text)
    if text.startswith("'"):
        return text[1:]
    if _NUMBER.fullmatch(text):
        return float(f"{float(text.strip().rstrip('%')):.15g}") / (100 if "%" in text else 1)
    found = _DATE.fullmatch(text)
    try:
        return dt.datetime(int(found[1]), int(found[2]), int(found[3] or 1)) if found else text
    except ValueError:
        return text
