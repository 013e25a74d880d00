"""Numbers as people type them: with a unit behind, a note in brackets, or in Chinese numerals.

28 28.0 1,028 28票 共28人 28票（全票） 二十八 一百零三 12小时 12h. A unit must be one that counts what the field holds: 3元 is no number of
months. A share (93%), two numbers (28/30), a guess (约28) or a sum (12+8) is none. A share in the note, 25票（89%）, is no other count.
"""

from __future__ import annotations

import re

from msgspec import Struct

from xlflow.domain.identity import is_phone
from xlflow.patterns import pattern
from xlflow.tables.cells.cell_text import code_text, half_width, without_invisible

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


_COUNTS = "票|张|人|名|位|名团员|个|次|份"
_FAMILIES = (
    (pattern("时长|小时|时数|工时|学时"), "小时|个小时|学时|课时|工时|时|h|hr|hrs|hour|hours"),
    (pattern("月数|月份数|几个月"), "月|个月"),
    (pattern("年龄|周岁"), "岁|周岁"),
    (pattern("积分|得分|分数|成绩"), "分"),
    (pattern("金额|团费|费用"), "元"),
)
_AMOUNT = r"(?:共|共计|合计)?(?P<number>[+-]?\d+(?:,\d{{3}})*(?:\.\d+)?|[零一二三四五六七八九十百廿卅]+)(?:{units})?"
_NOTE = pattern(r"[(（](?:[^()（）\d一二三四五六七八九十]*|[^()（）\d]*\d+(?:\.\d+)?%)[)）]$")
_VARIANTS = str.maketrans("〇两壹贰叁肆伍陆柒捌玖拾佰", "零二一二三四五六七八九十百")
_ONES = "零一二三四五六七八九"
_TENS = r"(?P<tens>[一二三四五六七八九]?十|廿|卅)(?P<ones>[一二三四五六七八九])?"
_CHINESE = pattern(rf"(?P<hundreds>[一二三四五六七八九])百(?:零(?P<last>[一二三四五六七八九])|{_TENS})?")
_BELOW_HUNDRED = pattern(rf"{_TENS}|(?P<last>[{_ONES}])")


class Amount(Struct, frozen=True):
    """A number and the note in brackets that stood behind it."""

    number: float
    note: str = ""


def units_of(label: str) -> str:
    """The units in which a column of that label is counted, as alternatives of a pattern."""
    return next((units for words, units in _FAMILIES if words.search(label)), _COUNTS)


def parse_amount(text: str, units: str = _COUNTS) -> Amount | None:
    """The number that a text is; None where it is none."""
    bare = "".join(half_width(without_invisible(text)).split()).strip("'\"‘’“”").rstrip("。；;，,、")
    note = _NOTE.search(bare)
    if note:
        bare = bare[: note.start()]
    match = re.fullmatch(_AMOUNT.format(units=units), bare.translate(_VARIANTS), re.ASCII | re.IGNORECASE)
    if match is None:
        return None
    digits = match["number"]
    number = _from_chinese(digits) if digits[0] in _ONES + "十百廿卅" else float(digits.replace(",", ""))
    return None if number is None else Amount(number, note[0] if note else "")


def _from_chinese(text: str) -> float | None:
    """Up to 999, each place named: 一百零三, 二十八, 廿八. 二八 and 一百二 are none."""
    match = _CHINESE.fullmatch(text) or _BELOW_HUNDRED.fullmatch(text)
    if match is None:
        return None
    places = match.groupdict()
    tens = places["tens"] or ""
    found = 100 * _ONES.index(places.get("hundreds") or "零")
    found += {"": 0, "十": 10, "廿": 20, "卅": 30}.get(tens) or 10 * (_ONES.index(tens[0]) if tens else 0)
    return float(found + _ONES.index(places["ones"] or places["last"] or "零"))
