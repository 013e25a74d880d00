"""Drafts of texts that follow from the figures: people read, complete and change them. Nothing but what the workbook says is in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from xlflow.domain.dates import day_in_words
from xlflow.domain.progress import AGREED, NOT_PASSED, PASSED, STEPPED_BACK
from xlflow.rules import derived
from xlflow.rules.derived import Values, whole
from xlflow.schemes.scheme import Scheme

KIND_TITLES = {"入党积极分子": "入党积极分子", "发展对象": "党的发展对象", "听取意见": "听取意见的青年"}
"""What a type of recommendation is called in a text, in the order in which documents list them."""


def resolution(meeting: Values, voted: Sequence[Values], scheme: Scheme) -> str | None:
    """大会决议 of a meeting with a quorum, once the result of everybody it voted on is known; `voted` in the order of the list."""
    day, eligible, present = meeting.get("meeting_date"), whole(meeting.get("eligible")), whole(meeting.get("present"))
    settled = all(person.get("meeting_result") and whole(person.get("in_favour")) is not None for person in _standing(voted))
    if not isinstance(day, date) or not _standing(voted) or not settled or derived.has_quorum(meeting, scheme) is not True:
        return None
    parts = [f"{day_in_words(day)}召开推优大会，应到会{eligible}人，实到会{present}人，符合规定人数。经无记名投票表决："]
    parts += [
        f"同意推荐{_names(passed)}为{title}人选。"
        for kind, title in KIND_TITLES.items()
        if (passed := [p for p in voted if p.get("recommendation_type") == kind and p.get("meeting_result") == PASSED])
    ]
    failed = [person for person in voted if person.get("meeting_result") == NOT_PASSED]
    parts += [f"{_names(failed)}未获通过。"] if failed else []
    back = "、".join(str(p.get("name")) for p in voted if p.get("meeting_result") == STEPPED_BACK)
    return "".join([*parts, f"{back}本人退出。" if back else ""])


def branch_opinion(nominee: Values) -> str | None:
    """团支部意见 on a person whom meeting and inspection let pass; the evaluation itself is written by people."""
    day, figures = nominee.get("meeting_date"), [whole(nominee.get(key)) for key in ("eligible", "present", "in_favour")]
    passed = nominee.get("meeting_result") == PASSED and nominee.get("inspection_result") == AGREED
    title = KIND_TITLES.get(str(nominee.get("recommendation_type")))
    if not passed or not isinstance(day, date) or None in figures or title is None:
        return None
    eligible, present, in_favour = figures
    return (
        f"经{day_in_words(day)}推优大会表决，应到{eligible}人，实到{present}人，赞成{in_favour}票；经团支部委员会考察，"
        f"同意推荐{nominee.get('name')}同志为{title}人选。"
    )


def _standing(voted: Sequence[Values]) -> list[Values]:
    return [person for person in voted if person.get("meeting_result") != STEPPED_BACK]


def _names(people: Sequence[Values]) -> str:
    return "、".join(f"{person.get('name')}（赞成{person.get('in_favour')}票）" for person in people)
