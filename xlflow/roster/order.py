"""Which of several submissions of one unit and round is the newest (counting rule 2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from xlflow.roster.rows import Submission


class Standing(Struct, frozen=True):
    """What counts: the newest submission of every slot, the older ones (newest first), and pairs that nothing tells apart."""

    current: tuple[Submission, ...]
    superseded: tuple[Submission, ...]
    undecided: tuple[tuple[Submission, Submission], ...]


def newer(a: Submission, b: Submission) -> Submission | None:
    """The newer of two submissions of one slot; None where nothing tells.

    Compared are the filing date that is stated, the phase, the workbook's date of change, the file's; what is equal or missing on
    either side passes to the next.
    """
    pairs: Sequence[tuple[Any, Any]] = (
        (a.filed_on, b.filed_on),
        (a.phase if a.phase >= 0 else None, b.phase if b.phase >= 0 else None),
        (a.modified, b.modified),
        (a.file_modified, b.file_modified),
    )
    for left, right in pairs:
        if left is not None and right is not None and left != right:
            return a if left > right else b
    return None


def standing(submissions: Iterable[Submission]) -> Standing:
    """The newest of every slot, whatever the order in which they came; one without people never comes before one with some.

    Where dates are missing “newer” may run in a circle; then the one that is newer than most others counts, and the smaller sha256
    where that is equal.
    """
    slots: dict[tuple[str, str], list[Submission]] = defaultdict(list)
    for submission in submissions:
        slots[submission.slot].append(submission)
    current, superseded, undecided = [], [], []
    for slot in sorted(slots):
        best, *older = sorted(slots[slot], key=lambda s: (not s.has_people, -_wins(s, slots[slot]), s.sha256))
        current.append(best)
        superseded += older
        undecided += [(best, other) for other in older if best.has_people == other.has_people and newer(best, other) is None]
    return Standing(tuple(sorted(current, key=_rank)), tuple(superseded), tuple(undecided))


def _wins(submission: Submission, slot: Sequence[Submission]) -> int:
    return sum(newer(submission, other) is submission for other in slot if other is not submission)


def _rank(submission: Submission) -> tuple[bool, date, str]:
    return (submission.by_hand, *submission.rank)
