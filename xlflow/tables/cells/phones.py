"""Telephone numbers as people type them: one number among labels and notes, or several."""

from __future__ import annotations

import re

from xlflow.domain.identity import is_phone
from xlflow.patterns import pattern
from xlflow.tables.cells.text import code_text, half_width, without_invisible

_COUNTRY = pattern(r"^(?:\+|00)?86(?=1\d{10}$)", re.ASCII)
_SEPARATORS = pattern(r"[/、,，;；|\s和或及]+")
_BRACKETS = pattern(r"\([^()]*\)")
_LABEL = pattern(r"^(?:本人)?(?:联系)?(?:手机号码?|手机|电话号码?|电话|tel|mobile|phone)[:.]*", re.IGNORECASE)
_LONG = pattern(r"\d{7,12}", re.ASCII)


def phone_number(text: str) -> str | None:
    """The one number that a text holds, without blanks, dashes and +86; None where it holds none, several, or any further digits.

    手机：138 0000 0000（微信同号） is a number; with a second one in the brackets it is not.
    """
    bare = without_invisible(half_width(text))
    whole = _digits(bare)
    if is_phone(whole):
        return whole
    notes = _BRACKETS.findall(bare)
    if any(character.isdigit() for note in notes for character in note):
        return None
    inside = _digits(_LABEL.sub("", _BRACKETS.sub("", bare)))
    return inside if is_phone(inside) else None


def several_numbers(text: str) -> bool:
    """Whether a text holds more than one number."""
    bare = without_invisible(half_width(text))
    parts = [_digits(part) for part in _SEPARATORS.split(bare)]
    return sum(map(is_phone, parts)) > 1 or len(_LONG.findall(code_text(bare))) > 1 or len(_LONG.findall(bare)) > 1


def _digits(text: str) -> str:
    return _COUNTRY.sub("", code_text(text).replace("(", "").replace(")", "").replace(".", ""))
