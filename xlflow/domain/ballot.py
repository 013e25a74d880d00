"""A vote of members (推优大会): who may vote, the shares that decide, and how votes add up.

Whether a bound is “more than” (超过) or “at least” (以上, 不少于), and whose number is the base, is the scheme's: 应到, 实到 or 有效票.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from msgspec import Struct

IN_FAVOUR, PRESENT = "in_favour", "present"
VOTES = (IN_FAVOUR, "against", "abstained")

_LEFT, _PROBATION = "已转出", "留团察看"
PARTY_MEMBERS = frozenset({"中共党员", "中共预备党员"})
_NO_MEMBER = "群众"


class VoteShare(Struct, frozen=True):
    """A share that a ballot must reach: `present >= 1/2 of eligible`, `in_favour > 1/2 of eligible`."""

    of: str
    ratio: Fraction
    strict: bool
    """True for “more than”, False for “at least”."""

    def met(self, count: int, base: int) -> bool:
        """Whether a count reaches the share of the base."""
        parts, whole = count * self.ratio.denominator, self.ratio.numerator * base
        return parts > whole if self.strict else parts >= whole

    def least(self, base: int) -> int:
        """The smallest count that reaches the share."""
        bound = self.ratio * base
        return int(bound) + 1 if self.strict else -int(-bound // 1)


def has_quorum(figures: Mapping[str, object], quorum: VoteShare) -> bool | None:
    """Whether enough people came to decide anything; None where a figure is missing."""
    present, base = whole(figures.get(PRESENT)), whole(figures.get(quorum.of))
    return None if present is None or base is None else quorum.met(present, base)


def passes(figures: Mapping[str, object], lines: Iterable[VoteShare]) -> bool | None:
    """Whether 赞成 reaches every line; None where a figure is missing. The quorum is another question."""
    in_favour = whole(figures.get(IN_FAVOUR))
    bases = [(line, whole(figures.get(line.of))) for line in lines]
    if in_favour is None or any(base is None for _, base in bases):
        return None
    return all(line.met(in_favour, base) for line, base in bases if base is not None)


def missed_line(figures: Mapping[str, object], lines: Iterable[VoteShare]) -> tuple[VoteShare, int] | None:
    """The first line that 赞成 does not reach, and its base."""
    in_favour = whole(figures.get(IN_FAVOUR))
    if in_favour is not None:
        for line in lines:
            base = whole(figures.get(line.of))
            if base is not None and not line.met(in_favour, base):
                return line, base
    return None


def votes_cast(figures: Mapping[str, object]) -> tuple[int, bool]:
    """The sum of 赞成, 反对 and 弃权 as far as they are known, and whether all three are."""
    votes = [whole(figures.get(key)) for key in VOTES]
    return sum(vote for vote in votes if vote is not None), None not in votes


def votes_to_cast(figures: Mapping[str, object]) -> int | None:
    """What the votes on one person add up to: the valid ballots (有效票 = 赞成 + 反对 + 弃权), else the people present."""
    valid = whole(figures.get("ballots_valid"))
    return whole(figures.get(PRESENT)) if valid is None else valid


def has_vote(state: object, status: object, party_members_vote: bool | None) -> bool | None:
    """有无表决权 by 团籍状态 and 政治面貌: none for 留团察看, 已转出 and 群众; of Party members who are League members as asked.

    None where it cannot be known.
    """
    if state in (_LEFT, _PROBATION) or status == _NO_MEMBER:
        return False
    if state is None or status is None:
        return None
    return party_members_vote if status in PARTY_MEMBERS else True


def is_counted(state: object, status: object) -> bool:
    """Whether somebody on the member roster is among the members of the branch: not after leaving, nor as a young person of no League."""
    return state != _LEFT and status != _NO_MEMBER


def whole(value: object) -> int | None:
    """A whole number of a cell; True and False are none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int) else None
