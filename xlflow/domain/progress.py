"""How far a nominee has come (推优进度): the one meaning of 通过, 未通过, 退出, 公示期满, 已推荐, 过期 and of what the Party answers.

A nominee's state follows from the evidence of the row: votes, results, dates, the columns of the committee. The order is that of the
procedure (《办法》: vote, inspection, public notice, review, letter, answer). A step that turned somebody down ends the way: cells of later
steps do not bring them back. Reasons: decision 33.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum, StrEnum

from msgspec import Struct

from xlflow.domain import ballot
from xlflow.domain.ballot import VoteShare

PHASES = {"报候选人": 1, "会后上报": 2, "公示后上报": 3}
"""填报阶段, how far a branch has come with its form, and the last phase whose cells are due."""
ACTIVIST, CANDIDATE, OPINION = "入党积极分子", "发展对象", "听取意见"
"""推优类型: recommendation ①, recommendation ②, and the opinion on people of 28 to 35, on whom no meeting votes."""
PASSED, NOT_PASSED, STEPPED_BACK = "通过", "未通过", "本人退出"
"""大会结果."""
AGREED = "同意推荐"
"""What the inspection, or the review of the upper committee, says of who may be recommended. Any other answer does not agree."""
LEFT_ROUND = "退出本批"
"""行状态 of a row of the roster whose person the newest submission of the branch no longer names (撤回)."""
_REFUSED, _RETURNED = "不同意", "退回补充"
_OBJECTION_STANDS = "有异议影响推荐"
_DECLINED = "未采纳"
_MAKES = {ACTIVIST: "确定为入党积极分子", CANDIDATE: "确定为发展对象"}


class Vote(Enum):
    """What a meeting has decided on one person."""

    OPEN = "open"
    """Nobody voted yet, or the votes are not all known."""
    VOID = "void"
    """Too few came: such a meeting decides nothing and is held again. Nobody has passed it."""
    PASSED = PASSED
    NOT_PASSED = NOT_PASSED
    STEPPED_BACK = STEPPED_BACK


class PartyAnswer(StrEnum):
    """What the Party branch says of a recommendation."""

    NONE = ""
    ADOPTED = "adopted"
    """It made the person what they were recommended as, or more."""
    DECLINED = "declined"
    """It did not take the recommendation up: nothing of it stands any longer."""
    WAITING = "waiting"
    """Any other answer, such as 继续培养: the recommendation goes on holding until it lapses."""


class NomineeState(Enum):
    """Where a nominee stands on a day, in the order of the procedure."""

    LEFT_ROUND = "left the round"
    LISTED = "before the vote"
    VOID = "the meeting decided nothing"
    NOT_PASSED = "not passed, or stepped back"
    PASSED = "passed; to be inspected"
    DROPPED = "dropped by the inspection"
    INSPECTED = "inspected; the notice is to begin"
    NOTICE_OPEN = "in public notice without a last day"
    IN_NOTICE = "in public notice"
    OBJECTED = "an objection stands"
    NOTICED = "the notice is over; to be reviewed"
    RETURNED = "sent back by the committee"
    REFUSED = "refused by the committee"
    REVIEWED = "reviewed; the letter is to be written"
    RECOMMENDED = "recommended; the Party is to answer"
    LAPSED = "the recommendation has lapsed without an answer"
    ANSWERED = "answered, neither adopted nor declined"
    DECLINED = "declined by the Party"
    ADOPTED = "adopted by the Party"


def vote(values: Mapping[str, object], quorum: VoteShare, pass_lines: Iterable[VoteShare]) -> Vote:
    """What the votes and the cell 大会结果 say together.

    A stated 未通过 or 本人退出 stands against the votes (a branch knows why), a stated 通过 only where the votes do not contradict it.
    """
    stated = stated_vote(values)
    if stated in (Vote.NOT_PASSED, Vote.STEPPED_BACK):
        return stated
    if ballot.has_quorum(values, quorum) is False:
        return Vote.VOID
    counted = ballot.passes(values, pass_lines)
    return stated if counted is None else Vote.PASSED if counted else Vote.NOT_PASSED


def stated_vote(values: Mapping[str, object]) -> Vote:
    """What the cell 大会结果 says; OPEN where it is empty or says something else."""
    return _VOTES.get(values.get("meeting_result"), Vote.OPEN)


_VOTES: Mapping[object, Vote] = {PASSED: Vote.PASSED, NOT_PASSED: Vote.NOT_PASSED, STEPPED_BACK: Vote.STEPPED_BACK}


def answer(values: Mapping[str, object]) -> PartyAnswer:
    """What the Party's answer means for the type that it is about."""
    result, kind = values.get("party_result"), values.get("recommendation_type")
    if result in (None, ""):
        return PartyAnswer.NONE
    if result == _DECLINED:
        return PartyAnswer.DECLINED
    makes = [_MAKES[CANDIDATE]] if kind == CANDIDATE else list(_MAKES.values())
    return PartyAnswer.ADOPTED if result in makes else PartyAnswer.WAITING


def is_balloted(values: Mapping[str, object]) -> bool:
    """Whether a meeting votes on the person: not where only an opinion is heard."""
    return values.get("recommendation_type") != OPINION


def has_left(values: Mapping[str, object]) -> bool:
    """Whether the row stands for nobody any more: the branch has taken the person off its list (撤回)."""
    return values.get("row_state") == LEFT_ROUND


def is_dropped(values: Mapping[str, object]) -> bool:
    """Whether the inspection by the branch did not agree, though the vote may have."""
    return values.get("inspection_result") not in (None, "", AGREED)


def is_refused(values: Mapping[str, object]) -> bool:
    """Whether the review of the committee ended the matter; 退回补充 only sends it back."""
    return values.get("review_result") == _REFUSED


def has_lapsed(until: object, as_of: date) -> bool:
    """Whether a validity is over: it holds on its last day; one without a known end has not lapsed."""
    return isinstance(until, date) and until < as_of


def is_notice_over(end: object, as_of: date) -> bool:
    """Whether a public notice has run its time: it still hangs on its last day."""
    return isinstance(end, date) and end < as_of


class NomineeProgress(Struct, frozen=True):
    """A nominee's row and what the meeting decided. `is_unballoted`: the scheme asks no vote, and there was none."""

    values: Mapping[str, object]
    vote: Vote
    is_unballoted: bool = False

    @property
    def is_through(self) -> bool:
        """The meeting passed the person, or the scheme asks no vote on them."""
        return self.vote is Vote.PASSED or self.is_unballoted

    @property
    def is_voted_down(self) -> bool:
        """The meeting did not pass the person, or they stepped back."""
        return self.vote in (Vote.NOT_PASSED, Vote.STEPPED_BACK)

    @property
    def awaits_vote(self) -> bool:
        """A meeting is still to vote."""
        return self.vote is Vote.OPEN and not self.is_unballoted and is_balloted(self.values)

    @property
    def is_put_forward(self) -> bool:
        """Through the vote and not dropped by the inspection: who a branch recommends."""
        return self.is_through and not is_dropped(self.values)

    @property
    def is_inspected(self) -> bool:
        """Through the vote, and the inspection agreed."""
        return self.is_through and self.values.get("inspection_result") == AGREED

    @property
    def is_out(self) -> bool:
        """Turned down in the branch: the person stays on the list, and later cells are not due."""
        return self.is_voted_down or is_dropped(self.values)

    @property
    def is_reviewed(self) -> bool:
        """The committee agreed."""
        return self.values.get("review_result") == AGREED

    @property
    def has_standing_objection(self) -> bool:
        """The public notice brought an objection that keeps the person from being recommended."""
        return self.values.get("objections") == _OBJECTION_STANDS

    @property
    def is_answer_open(self) -> bool:
        """Put forward, and the Party has neither adopted nor declined: the validity of the recommendation matters."""
        return self.is_put_forward and answer(self.values) in (PartyAnswer.NONE, PartyAnswer.WAITING)

    def state(self, as_of: date) -> NomineeState:
        """Where the person stands on a day."""
        if has_left(self.values):
            return NomineeState.LEFT_ROUND
        if self.is_out:
            return NomineeState.NOT_PASSED if self.is_voted_down else NomineeState.DROPPED
        if is_refused(self.values):
            return NomineeState.REFUSED
        return self._at_party(as_of) or self._at_committee() or self._in_branch(as_of)

    def _at_party(self, as_of: date) -> NomineeState | None:
        found = _ANSWERED.get(answer(self.values))
        if found is None and self.values.get("letter_date") is not None:
            return NomineeState.LAPSED if has_lapsed(self.values.get("valid_until"), as_of) else NomineeState.RECOMMENDED
        return found

    def _at_committee(self) -> NomineeState | None:
        if self.is_reviewed:
            return NomineeState.REVIEWED
        return NomineeState.RETURNED if self.values.get("review_result") == _RETURNED else None

    def _in_branch(self, as_of: date) -> NomineeState:
        end = self.values.get("notice_end")
        if self.has_standing_objection:
            return NomineeState.OBJECTED
        if isinstance(end, date):
            return NomineeState.NOTICED if is_notice_over(end, as_of) else NomineeState.IN_NOTICE
        if self.values.get("notice_start") is not None:
            return NomineeState.NOTICE_OPEN
        if self.values.get("inspection_result") == AGREED:
            return NomineeState.INSPECTED
        if self.vote is Vote.VOID:
            return NomineeState.VOID
        return NomineeState.PASSED if self.is_through else NomineeState.LISTED


_ANSWERED = {
    PartyAnswer.ADOPTED: NomineeState.ADOPTED,
    PartyAnswer.DECLINED: NomineeState.DECLINED,
    PartyAnswer.WAITING: NomineeState.ANSWERED,
}
