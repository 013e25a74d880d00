"""What the national scheme judges: conditions, dates, ballot, quota, and when a cell is due."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import pytest

from xlflow.domain.dates import Month
from xlflow.findings import Severity
from xlflow.messages import CATALOGUE
from xlflow.schemes.language.expressions import Verdict
from xlflow.schemes.scheme import Scheme

NOMINEE = {
    "recommendation_type": "入党积极分子",
    "political_status": "共青团员",
    "birth_date": date(2004, 3, 5),
    "league_join_date": Month(2019, 5),
    "application_date": date(2025, 3, 10),
    "appraisal_grade": "合格",
    "punishment": "无",
    "volunteer_hours": 12,
    "study_points": 30,
    "meeting_date": date(2026, 3, 12),
    "in_favour": 25,
    "notice_start": date(2026, 3, 16),
    "notice_end": date(2026, 3, 20),
}
MEETING = {
    "meeting_date": date(2026, 3, 12),
    "meeting_form": "现场",
    "host": "王明",
    "recorder": "李华",
    "eligible": 30,
    "present": 28,
    "ballots_issued": 28,
    "ballots_returned": 28,
    "ballots_valid": 27,
}
UNIT = {"member_count": 31, "party_member_count": 1, "voting_member_count": 30, "unit_type": "学校", "report_phase": "公示后上报"}
MEMBER = {"dues_arrears_months": 0}
AS_OF = date(2026, 6, 30)


@pytest.fixture(scope="module")
def national() -> Scheme:
    return Scheme.load("national")


Row = Mapping[str, object]

_ROWS: Mapping[str, Row] = {"nominees": NOMINEE, "meetings": MEETING, "unit": UNIT, "members": MEMBER}


def verdicts(scheme: Scheme, table: str, changes: Row, params: Row) -> dict[Verdict, set[tuple[str, str]]]:
    """What the rules of a table say of a sound row with some changes: (code, field) by verdict."""
    known: dict[str, object] = {key: param.at(AS_OF) for key, param in scheme.params.items()}
    known |= {"as_of": AS_OF, **UNIT, **_ROWS[table], **changes, **params}
    found: dict[Verdict, set[tuple[str, str]]] = defaultdict(set)
    for rule in scheme.rules:
        if rule.table == table and (rule.when is None or rule.when.judge(known) is Verdict.TRUE):
            found[rule.require.judge(known)].add((rule.code, rule.at))
    return found


def broken(scheme: Scheme, table: str, changes: Row, **params: object) -> set[tuple[str, str]]:
    return verdicts(scheme, table, changes, params)[Verdict.FALSE]


@pytest.mark.parametrize("table", ["nominees", "meetings", "unit", "members"])
def test_a_sound_row_breaks_no_rule(national: Scheme, table: str) -> None:
    assert not broken(national, table, {})


@pytest.mark.parametrize(
    ("table", "changes", "found"),
    [
        ("nominees", {"birth_date": date(2008, 3, 2), "application_date": date(2026, 3, 1)}, ("age-below-minimum", "application_date")),
        ("nominees", {"birth_date": date(1998, 3, 12)}, ("age-above-maximum", "birth_date")),
        ("nominees", {"birth_date": date(1998, 3, 12), "league_cadre": False}, ("age-above-maximum", "birth_date")),
        ("nominees", {"league_join_date": date(2025, 3, 13)}, ("league-age-short", "league_join_date")),
        ("nominees", {"political_status": "中共预备党员"}, ("already-party-member", "political_status")),
        ("nominees", {"political_status": "群众"}, ("value-out-of-range", "political_status")),
        ("nominees", {"appraisal_grade": "基本合格"}, ("appraisal-not-accepted", "appraisal_grade")),
        ("nominees", {"appraisal_grade": "未参评"}, ("appraisal-not-accepted", "appraisal_grade")),
        ("nominees", {"punishment": "处分期内"}, ("punishment-in-force", "punishment")),
        ("nominees", {"meeting_date": date(2026, 7, 1)}, ("date-in-future", "meeting_date")),
        ("nominees", {"notice_end": date(2026, 3, 19)}, ("notice-too-short", "notice_end")),
        ("nominees", {"valid_until": date(2026, 6, 29)}, ("recommendation-expired", "valid_until")),
        ("nominees", {"meeting_result": "未通过"}, ("value-out-of-range", "notice_start")),
        ("nominees", {"meeting_result": "本人退出"}, ("value-out-of-range", "notice_start")),
        ("meetings", {"eligible": 32}, ("value-out-of-range", "eligible")),
        ("meetings", {"ballots_issued": 29, "ballots_returned": 29}, ("ballots-exceed-present", "ballots_issued")),
        ("meetings", {"ballots_returned": 29}, ("ballots-exceed-issued", "ballots_returned")),
        ("meetings", {"ballots_valid": 29}, ("value-out-of-range", "ballots_valid")),
        ("meetings", {"recorder": "王明"}, ("value-out-of-range", "recorder")),
        ("meetings", {"meeting_form": "线上"}, ("chat-vote", "meeting_form")),
        ("meetings", {"meeting_date": date(2026, 7, 1)}, ("date-in-future", "meeting_date")),
        ("unit", {"member_count": 2}, ("value-out-of-range", "member_count")),
        ("unit", {"member_count": 51}, ("value-out-of-range", "member_count")),
        ("unit", {"party_member_count": 32}, ("value-out-of-range", "party_member_count")),
        ("members", {"dues_arrears_months": 6}, ("arrears-veto", "dues_arrears_months")),
    ],
)
def test_a_condition_that_is_not_met_is_found_at_its_cell(national: Scheme, table: str, changes: Row, found: tuple[str, str]) -> None:
    assert broken(national, table, changes) == {found}


@pytest.mark.parametrize(
    "changes",
    [
        {"birth_date": date(1998, 3, 12), "league_cadre": True},
        {"birth_date": date(1995, 3, 12), "recommendation_type": "听取意见", "political_status": "群众"},
        {"birth_date": date(2008, 2, 29), "application_date": date(2026, 3, 1)},
        {"appraisal_grade": "未参评", "meeting_date": None},
        {"valid_until": date(2026, 6, 29), "party_result": "继续培养"},
        {"meeting_date": date(2026, 7, 1), "in_favour": None},
        {"volunteer_hours": 0, "study_points": 0},
        {"meeting_result": "未通过", "notice_start": None, "notice_end": None},
        {"meeting_result": "通过"},
    ],
    ids=[
        "cadre of 28",
        "opinion on a young person",
        "born on 29 February",
        "not yet at the meeting",
        "answered",
        "planned",
        "no minimum",
        "failed and not shown",
        "passed",
    ],
)
def test_what_the_rules_allow_is_no_finding(national: Scheme, changes: Row) -> None:
    assert not broken(national, "nominees", changes)


def test_hours_and_points_count_only_where_a_minimum_is_set(national: Scheme) -> None:
    few = {"volunteer_hours": 19.5, "study_points": 59}
    assert broken(national, "nominees", few, volunteer_hours_minimum=20, study_points_minimum=60) == {
        ("hours-below-minimum", "volunteer_hours"),
        ("points-below-minimum", "study_points"),
    }


def test_a_month_of_joining_a_year_before_the_meeting_is_undecided(national: Scheme) -> None:
    found = verdicts(national, "nominees", {"league_join_date": Month(2023, 5), "meeting_date": date(2024, 5, 10)}, {})
    assert ("league-age-short", "league_join_date") in found[Verdict.UNDECIDED]


def test_a_meeting_of_the_form_is_blamed_on_its_own_sheet(national: Scheme) -> None:
    assert not broken(national, "nominees", {"meeting_date": date(2026, 7, 1), "ballots_issued": 28})


def test_rules_say_what_the_contract_says_of_their_code(national: Scheme) -> None:
    for rule in national.rules:
        kind = CATALOGUE[rule.code]
        is_mild = rule.at in ("member_count", "notice_start", "recorder")
        assert rule.severity in (None, Severity.WARNING if is_mild else kind.severity), rule.code
        assert rule.message, rule.code
        assert rule.fix, rule.code
        if rule.severity is Severity.ERROR:
            assert bool(rule.waivable) is kind.waivable, rule.code


def test_wrong_orders_of_the_procedure_have_codes_of_their_own(national: Scheme) -> None:
    own = {(i.start, i.end): i.order_code for i in national.intervals if i.order_code != "date-order"}
    assert own == {
        ("approved_on", "meeting_date"): "meeting-before-approval",
        ("meeting_date", "inspection_date"): "inspection-before-meeting",
        ("inspection_date", "notice_start"): "notice-before-inspection",
        ("notice_end", "review_date"): "review-before-notice-end",
    }


def test_an_activist_is_educated_for_a_year(national: Scheme) -> None:
    year = next(i for i in national.intervals if (i.table, i.start, i.end) == ("nominees", "activist_date", "development_candidate_date"))
    assert (str(year.minimum), year.severity, year.waivable) == ("1年", Severity.ERROR, False)


def test_the_party_talks_with_an_applicant_within_a_month(national: Scheme) -> None:
    talk = next(i for i in national.intervals if i.end == "talk_date")
    assert (str(talk.maximum), talk.severity) == ("1个月", Severity.WARNING)


def test_the_first_recommendation_comes_before_the_activist_date_and_the_second_after(national: Scheme) -> None:
    edges = {(i.start, i.end): i.when for i in national.intervals if i.table == "nominees" and i.when is not None}
    first, second = edges["meeting_date", "activist_date"], edges["activist_date", "meeting_date"]
    assert first.judge({"recommendation_type": "入党积极分子"}) is Verdict.TRUE
    assert first.judge({"recommendation_type": "发展对象"}) is Verdict.FALSE
    assert second.judge({"recommendation_type": "发展对象"}) is Verdict.TRUE


@pytest.mark.parametrize(("present", "met"), [(15, True), (14, False)])
def test_half_of_those_who_may_vote_is_a_quorum(national: Scheme, present: int, met: bool) -> None:
    assert national.meeting.quorum.met(present, 30) is met


@pytest.mark.parametrize(("in_favour", "met"), [(15, False), (16, True)])
def test_more_than_half_of_those_who_should_attend_passes(national: Scheme, in_favour: int, met: bool) -> None:
    assert [line.met(in_favour, 30) for line in national.meeting.pass_lines] == [met]


def test_a_fifth_of_the_members_may_be_recommended_but_always_one(national: Scheme) -> None:
    assert national.quota.bases == ("member_count", "eligible")
    assert national.quota.limit(23) == Fraction(23, 5)
    assert national.quota.limit(4) == 1
    assert national.quota.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("table", "key", "due", "not_due"),
    [
        ("nominees", "activist_date", {"recommendation_type": "发展对象"}, {"recommendation_type": "入党积极分子"}),
        ("nominees", "mentors", {"recommendation_type": "发展对象"}, {"recommendation_type": "入党积极分子"}),
        ("nominees", "student_id", {"unit_type": "学校"}, {"unit_type": "企业"}),
        ("nominees", "appraisal_year", {"appraisal_grade": "合格"}, {"appraisal_grade": "未参评"}),
        ("nominees", "hours_source", {"volunteer_hours": 3}, {}),
        ("nominees", "volunteer_hours", {"volunteer_hours_minimum": 20}, {"volunteer_hours_minimum": 0}),
        ("nominees", "drop_reason", {"meeting_result": "未通过"}, {"meeting_result": "通过"}),
        ("nominees", "drop_reason", {"meeting_result": "通过", "inspection_result": "暂缓推荐"}, {"inspection_result": "同意推荐"}),
        ("nominees", "party_reason", {"party_result": "未采纳"}, {"party_result": "继续培养"}),
        ("meetings", "absentees", {"present": 28, "eligible": 30}, {"present": 30, "eligible": 30}),
        (
            "meetings",
            "approved_on",
            {"report_phase": "会后上报", "meeting_approval_required": True},
            {"report_phase": "报候选人", "meeting_approval_required": True},
        ),
        ("members", "last_recommendation_date", {"last_recommendation_type": "发展对象"}, {}),
        ("unit", "adviser", {"unit_type": "学校"}, {"unit_type": "企业"}),
        ("unit", "party_branch", {"party_branch_required": True}, {"party_branch_required": False}),
        ("events", "student_id", {"unit_type": "学校", "name": "张三"}, {"unit_type": "学校", "name": "全体"}),
    ],
)
def test_a_cell_is_due_under_its_condition(national: Scheme, table: str, key: str, due: Row, not_due: Row) -> None:
    required = national.field(table, key).required
    assert not isinstance(required, bool)
    assert required.judge(due) is Verdict.TRUE
    assert required.judge(not_due) is not Verdict.TRUE
