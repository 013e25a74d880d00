"""Chinese numerals, ordinals, dates and shares in the words of official documents.

GB/T 9704-2012 7.3.3 numbers the levels of a text 一、 （一） 1. （1）; dates and counts are Arabic (7.3.5.3).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from xlflow.domain.dates import DayOrMonth, Month, day_in_words

if TYPE_CHECKING:
    from xlflow.schemes.parts import VoteShare

BLANK_DATE = "　　　　年　　月　　日"
"""Room for a date written by hand, beside a signature or on the day of sealing."""


def document_day(value: DayOrMonth) -> str:
    """2026年3月5日; a month without a day is 2026年3月."""
    if isinstance(value, Month):
        return document_month(value)
    return day_in_words(value)


def document_month(value: DayOrMonth) -> str:
    """2004年3月, as documents print a birth date: never the day."""
    return f"{value.year}年{value.month}月"


DIGITS = "零一二三四五六七八九"
PLACES = ("", "十", "百", "千")


def chinese_number(number: int) -> str:
    """A whole number from 0 to 9999 in Chinese numerals, as spoken: 10 is 十, 12 is 十二, 110 is 一百一十, 2005 is 二千零五.

    >>> chinese_number(16), chinese_number(205)
    ('十六', '二百零五')
    """
    if not 0 <= number <= 9999:
        raise ValueError(f"number out of range: {number}")
    if number == 0:
        return DIGITS[0]
    spoken, gap = "", False
    for place in range(len(str(number)) - 1, -1, -1):
        digit = number // 10**place % 10
        if digit == 0:
            gap = True
            continue
        spoken += (DIGITS[0] if gap else "") + DIGITS[digit] + PLACES[place]
        gap = False
    return spoken[1:] if spoken.startswith("一十") else spoken


def ordinal(level: int, number: int) -> str:
    """The ordinal of a level (1 to 4) of the text: 一、 （一） 1. （1）."""
    if level == 1:
        return f"{chinese_number(number)}、"
    if level == 2:
        return f"（{chinese_number(number)}）"
    if level == 3:
        return f"{number}."
    if level == 4:
        return f"（{number}）"
    raise ValueError(f"an official document has four levels, not {level}")


BASES = {
    "eligible": "应到会人数",
    "present": "实到会人数",
    "ballots_valid": "有效票数",
    "ballots_returned": "收回票数",
    "ballots_issued": "发出票数",
    "member_count": "团员总数",
    "voting_member_count": "有表决权团员数",
}


def fraction_words(fraction: Fraction) -> str:
    """二分之一; the whole is 全部."""
    if fraction == 1:
        return "全部"
    return f"{chinese_number(fraction.denominator)}分之{chinese_number(fraction.numerator)}"


def share_words(share: VoteShare) -> str:
    """What a count must reach: 超过应到会人数的二分之一, 不少于实到会人数的三分之二."""
    relation = "超过" if share.strict else "不少于"
    return f"{relation}{BASES.get(share.of, share.of)}的{fraction_words(share.ratio)}"


def percent_words(fraction: Fraction) -> str:
    """A share as a percentage without needless places: 20%, 12.5%."""
    return f"{round(float(fraction) * 100, 2):g}%"
