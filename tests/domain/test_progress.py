"""Every state of a nominee: what makes it, what does not, and the day or the vote on which it turns (decision 33)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import pytest

from xlflow.domain.ballot import VoteShare
from xlflow.domain.progress import (
    NomineeProgress,
    NomineeState,
    PartyAnswer,
    Vote,
    answer,
    has_lapsed,
    has_left,
    is_balloted,
    is_dropped,
    is_notice_over,
    is_refused,
    stated_vote,
    vote,
)

TODAY = date(2026, 3, 31)
HALF = Fraction(1, 2)
QUORUM, LINES = VoteShare("eligible", HALF, strict=False), (VoteShare("eligible", HALF, strict=True),)
ENOUGH = {"eligible": 30, "present": 20, "in_favour": 16}
AGREED = {"inspection_result": "同意推荐"}
NOTICED = AGREED | {"notice_start": date(2026, 3, 20), "notice_end": date(2026, 3, 26)}
REVIEWED = NOTICED | {"review_result": "同意推荐"}
SENT = REVIEWED | {"letter_date": date(2026, 3, 30), "valid_until": date(2028, 3, 30)}


def progress(values: Mapping[str, object], decided: Vote = Vote.PASSED) -> NomineeProgress:
    return NomineeProgress(values, decided)


def state(values: Mapping[str, object], decided: Vote = Vote.PASSED, as_of: date = TODAY) -> NomineeState:
    return progress(values, decided).state(as_of)


@pytest.mark.parametrize(
    ("figures", "decided"),
    [
        ({}, Vote.PASSED),
        ({"in_favour": 15}, Vote.NOT_PASSED),
        ({"present": 15, "in_favour": 15}, Vote.NOT_PASSED),
        ({"present": 14, "in_favour": 14}, Vote.VOID),
        ({"present": 14, "in_favour": 14, "meeting_result": "通过"}, Vote.VOID),
        ({"present": 14, "meeting_result": "未通过"}, Vote.NOT_PASSED),
        ({"in_favour": None}, Vote.OPEN),
        ({"in_favour": None, "meeting_result": "通过"}, Vote.PASSED),
        ({"in_favour": 15, "meeting_result": "通过"}, Vote.NOT_PASSED),
        ({"meeting_result": "未通过"}, Vote.NOT_PASSED),
        ({"meeting_result": "本人退出"}, Vote.STEPPED_BACK),
        ({"in_favour": None, "meeting_result": "本人退出"}, Vote.STEPPED_BACK),
    ],
)
def test_the_votes_decide_unless_somebody_states_a_no(figures: dict[str, object], decided: Vote) -> None:
    assert vote(ENOUGH | figures, QUORUM, LINES) is decided


def test_what_the_cell_states_is_known_by_itself() -> None:
    assert [stated_vote({"meeting_result": word}) for word in ("通过", "未通过", "本人退出", "待定", None)] == [
        Vote.PASSED,
        Vote.NOT_PASSED,
        Vote.STEPPED_BACK,
        Vote.OPEN,
        Vote.OPEN,
    ]


@pytest.mark.parametrize(
    ("kind", "result", "meant"),
    [
        ("入党积极分子", None, PartyAnswer.NONE),
        ("入党积极分子", "", PartyAnswer.NONE),
        ("入党积极分子", "确定为入党积极分子", PartyAnswer.ADOPTED),
        ("入党积极分子", "确定为发展对象", PartyAnswer.ADOPTED),
        ("发展对象", "确定为发展对象", PartyAnswer.ADOPTED),
        ("发展对象", "确定为入党积极分子", PartyAnswer.WAITING),
        (None, "确定为入党积极分子", PartyAnswer.ADOPTED),
        ("入党积极分子", "继续培养", PartyAnswer.WAITING),
        ("入党积极分子", "未采纳", PartyAnswer.DECLINED),
    ],
)
def test_an_answer_adopts_where_it_makes_the_person_what_they_were_recommended_as(kind: object, result: object, meant: PartyAnswer) -> None:
    assert answer({"recommendation_type": kind, "party_result": result}) is meant


@pytest.mark.parametrize(
    ("values", "decided", "found"),
    [
        # before and at the meeting
        ({}, Vote.OPEN, NomineeState.LISTED),
        ({"meeting_date": date(2026, 3, 1)}, Vote.OPEN, NomineeState.LISTED),
        ({}, Vote.VOID, NomineeState.VOID),
        ({}, Vote.PASSED, NomineeState.PASSED),
        ({}, Vote.NOT_PASSED, NomineeState.NOT_PASSED),
        ({}, Vote.STEPPED_BACK, NomineeState.NOT_PASSED),
        # inspection
        ({"inspection_result": "暂缓推荐"}, Vote.PASSED, NomineeState.DROPPED),
        ({"inspection_result": "不予推荐"}, Vote.PASSED, NomineeState.DROPPED),
        ({"inspection_result": ""}, Vote.PASSED, NomineeState.PASSED),
        (AGREED, Vote.PASSED, NomineeState.INSPECTED),
        # public notice
        (AGREED | {"notice_start": date(2026, 3, 20)}, Vote.PASSED, NomineeState.NOTICE_OPEN),
        (NOTICED, Vote.PASSED, NomineeState.NOTICED),
        (NOTICED | {"notice_end": TODAY}, Vote.PASSED, NomineeState.IN_NOTICE),
        (NOTICED | {"notice_end": date(2026, 3, 30)}, Vote.PASSED, NomineeState.NOTICED),
        (NOTICED | {"objections": "无异议"}, Vote.PASSED, NomineeState.NOTICED),
        (NOTICED | {"objections": "有异议经查不影响"}, Vote.PASSED, NomineeState.NOTICED),
        (NOTICED | {"objections": "有异议影响推荐"}, Vote.PASSED, NomineeState.OBJECTED),
        # review
        (REVIEWED, Vote.PASSED, NomineeState.REVIEWED),
        (NOTICED | {"review_result": "退回补充"}, Vote.PASSED, NomineeState.RETURNED),
        (NOTICED | {"review_result": "不同意"}, Vote.PASSED, NomineeState.REFUSED),
        # letter and answer
        (SENT, Vote.PASSED, NomineeState.RECOMMENDED),
        (SENT | {"valid_until": None}, Vote.PASSED, NomineeState.RECOMMENDED),
        (SENT | {"valid_until": TODAY}, Vote.PASSED, NomineeState.RECOMMENDED),
        (SENT | {"valid_until": date(2026, 3, 30)}, Vote.PASSED, NomineeState.LAPSED),
        (SENT | {"party_result": "确定为入党积极分子"}, Vote.PASSED, NomineeState.ADOPTED),
        (SENT | {"party_result": "继续培养"}, Vote.PASSED, NomineeState.ANSWERED),
        (SENT | {"party_result": "未采纳"}, Vote.PASSED, NomineeState.DECLINED),
        # a no stands, whatever is filled behind it
        (SENT | {"party_result": "确定为入党积极分子"}, Vote.NOT_PASSED, NomineeState.NOT_PASSED),
        (SENT | {"inspection_result": "暂缓推荐"}, Vote.PASSED, NomineeState.DROPPED),
        (SENT | {"review_result": "不同意"}, Vote.PASSED, NomineeState.REFUSED),
        # off the list
        (SENT | {"row_state": "退出本批"}, Vote.PASSED, NomineeState.LEFT_ROUND),
        (SENT | {"row_state": "待改"}, Vote.PASSED, NomineeState.RECOMMENDED),
    ],
)
def test_a_state_follows_from_the_evidence(values: dict[str, object], decided: Vote, found: NomineeState) -> None:
    assert state(values, decided) is found


def test_a_notice_is_over_and_a_validity_lapsed_on_the_day_after_the_last() -> None:
    yesterday, tomorrow = date(2026, 3, 30), date(2026, 4, 1)
    assert [is_notice_over(day, TODAY) for day in (yesterday, TODAY, tomorrow, None)] == [True, False, False, False]
    assert [has_lapsed(day, TODAY) for day in (yesterday, TODAY, tomorrow, None)] == [True, False, False, False]


def test_who_is_put_forward_is_through_the_vote_and_not_dropped() -> None:
    assert progress({}).is_put_forward
    assert progress(AGREED).is_put_forward
    assert not progress({"inspection_result": "暂缓推荐"}).is_put_forward
    assert not any(progress(AGREED, decided).is_put_forward for decided in Vote if decided is not Vote.PASSED)
    assert [progress(values).is_inspected for values in ({}, AGREED)] == [False, True]


def test_who_needs_no_vote_is_through_and_waits_for_none() -> None:
    free = NomineeProgress({}, Vote.OPEN, is_unballoted=True)
    assert (free.is_through, free.awaits_vote, free.state(TODAY)) == (True, False, NomineeState.PASSED)
    assert progress({}, Vote.OPEN).awaits_vote
    assert not progress({"recommendation_type": "听取意见"}, Vote.OPEN).awaits_vote
    assert not any(progress({}, decided).awaits_vote for decided in Vote if decided is not Vote.OPEN)
    assert [is_balloted({"recommendation_type": kind}) for kind in ("听取意见", "发展对象", None)] == [False, True, True]


def test_who_is_out_was_turned_down_in_the_branch_and_nowhere_else() -> None:
    assert [progress({}, decided).is_out for decided in Vote] == [False, False, False, True, True]
    assert progress({"inspection_result": "不予推荐"}).is_out
    assert not progress(NOTICED | {"review_result": "不同意", "objections": "有异议影响推荐"}).is_out
    assert [is_dropped({"inspection_result": word}) for word in ("同意推荐", "暂缓推荐", "", None)] == [False, True, False, False]


def test_a_refusal_ends_the_matter_and_sending_back_does_not() -> None:
    assert [is_refused({"review_result": word}) for word in ("不同意", "退回补充", "同意推荐", None)] == [True, False, False, False]
    assert [progress({"review_result": word}).is_reviewed for word in ("同意推荐", "退回补充", None)] == [True, False, False]


def test_a_recommendation_is_open_until_the_party_adopts_or_declines_it() -> None:
    words = (None, "继续培养", "未采纳", "确定为入党积极分子")
    assert [progress(SENT | {"party_result": word}).is_answer_open for word in words] == [True, True, False, False]
    assert not progress(SENT, Vote.NOT_PASSED).is_answer_open


def test_only_a_row_that_left_the_round_stands_for_nobody() -> None:
    assert [has_left({"row_state": word}) for word in ("退出本批", "待改", None)] == [True, False, False]
