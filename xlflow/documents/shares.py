"""The shares of a vote in the words of a document: 不少于应到会人数的二分之一."""

from __future__ import annotations

from fractions import Fraction

from xlflow.documents.numerals import chinese_number
from xlflow.schemes.parts import Share

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


def share_words(share: Share) -> str:
    """What a count must reach: 超过应到会人数的二分之一, 不少于实到会人数的三分之二."""
    relation = "超过" if share.strict else "不少于"
    return f"{relation}{BASES.get(share.of, share.of)}的{fraction_words(share.ratio)}"


def percent_words(fraction: Fraction) -> str:
    """A share as a percentage without needless places: 20%, 12.5%."""
    return f"{round(float(fraction) * 100, 2):g}%"
