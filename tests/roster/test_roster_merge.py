"""The counting rules of merge, each as a promise."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from xlflow.roster.change_history import WRITTEN
from xlflow.roster.hand_edits import Edits, with_changes
from xlflow.roster.roster import RosterRow
from xlflow.roster.roster_merge import MergeOutcome, merge
from xlflow.roster.roster_state import State
from xlflow.roster.submitted_rows import RowState, Submission, UnitSource
from xlflow.schemes.scheme import Scheme
from xlflow.tables.unit_list import Unit

DAY = date(2026, 6, 30)
Run = Callable[..., MergeOutcome]
HandIn = Callable[..., Submission]
Nominee = Callable[..., dict[str, Any]]
ROUND = "2026年上半年"


@pytest.fixture
def merged(scheme: Scheme) -> Run:
    def run(*arrivals: Submission, state: State | None = None, edits: Edits | None = None) -> MergeOutcome:
        before = state or State()
        return merge(before, arrivals, before.edits if edits is None else edits, scheme, DAY)

    return run


def rows(outcome: MergeOutcome, table: str = "nominees") -> list[RosterRow]:
    return list(outcome.roster.tables[table])


def names(outcome: MergeOutcome, state: RowState | None = None) -> list[str]:
    return sorted(str(r.values["name"]) for r in rows(outcome) if state in (None, r.state))


def counts(outcome: MergeOutcome, table: str = "nominees") -> dict[str, int]:
    return {key: value for key, value in outcome.rows[table].as_dict().items() if value}


def by_hand(outcome: MergeOutcome, **cells: Any) -> Edits:
    """The edits that follow when somebody changes cells of the first nominee in the face."""
    base = outcome.state.base
    row = rows(outcome)[0]
    changed = {k: v for k, v in {**base[row.id], **cells}.items() if v is not None}
    return with_changes(outcome.state.edits, base, base, {**base, row.id: changed}, WRITTEN)


def test_two_branches_become_one_roster(merged: Run, hand_in: HandIn, nominee: Nominee) -> None:
    outcome = merged(hand_in("一班", 20, nominee("张三", 1), nominee("李四", 2)), hand_in("二班", 21, nominee("王五", 3)))
    assert names(outcome) == ["张三", "李四", "王五"]
    assert counts(outcome) == {"read": 3, "merged": 3}
    assert outcome.people.as_dict() == {"before": 0, "added": 3, "changed": 0, "after": 3}
    assert {r.values["branch"] for r in rows(outcome)} == {"一班", "二班"}


def test_a_row_without_name_or_key_is_rejected_and_errors_alone_are_not(merged: Run, hand_in: HandIn, nominee: Nominee) -> None:
    lines = [nominee("张三", 1), nominee("李四", 0), {**nominee("", 2), "name": ""}, nominee("王五", 4)]
    outcome = merged(hand_in("一班", 20, *lines, faults={2: ("phone",)}))
    assert counts(outcome) == {"read": 4, "merged": 2, "rejected": 2}
    assert names(outcome, RowState.FAULTY) == ["张三"]
    assert names(outcome, RowState.FINE) == ["王五"]


def test_strict_keeps_rows_with_errors_out(merged: Run, hand_in: HandIn, nominee: Nominee) -> None:
    outcome = merged(hand_in("一班", 20, nominee("张三", 1), nominee("李四", 2), faults={2: ("phone",)}, strict=True))
    assert counts(outcome) == {"read": 2, "merged": 1, "rejected": 1}
    assert names(outcome) == ["李四"]


def test_empty_rows_between_are_read_and_blank(merged: Run, hand_in: HandIn, nominee: Nominee) -> None:
    outcome = merged(hand_in("一班", 20, nominee("张三", 1), blanks={"nominees": 3}))
    assert counts(outcome) == {"read": 4, "blank": 3, "merged": 1}


def test_an_equal_row_is_a_duplicate_and_remarks_do_not_matter(merged: Run, hand_in: HandIn, nominee: Nominee) -> None:
    first = hand_in("一班", 20, nominee("张三", 1, remarks="班长"))
    second = hand_in("二班", 21, nominee("张三", 1, remarks="另记", approval_rate=80, seq=9, confirmed_reason="已核"))
    outcome = merged(second, first)
    assert counts(outcome) == {"read": 2, "merged": 1, "duplicate": 1}
    assert rows(outcome)[0].file == "一班_20.xlsx"
    assert outcome.roster.conflicts == ()


def test_two_branches_claiming_one_person_is_a_conflict(merged: Run, hand_in: HandIn, nominee: Nominee) -> None:
    first = hand_in("一班", 20, nominee("张三", 1, league_join_date="2019-05"))
    second = hand_in("二班", 21, nominee("张三", 1, league_join_date="2020-05"))
    outcome = merged(second, first)
    assert counts(outcome) == {"read": 2, "merged": 1, "conflict": 1}
    assert rows(outcome)[0].values["league_join_date"] == "2019-05"
    assert names(outcome, RowState.UNDECIDED) == ["张三"]
    (conflict,) = outcome.roster.conflicts
    assert conflict.as_dict() == {
        "person": "张三 9900**********001X",
        "field": "league_join_date",
        "label": "入团时间",
        "values": [{"value": "2019-05", "file": "一班_20.xlsx", "cell": "D2"}, {"value": "2020-05", "file": "二班_21.xlsx", "cell": "D2"}],
    }


def test_the_values_of_a_conflict_show_no_whole_telephone_number(merged: Run, hand_in: HandIn, nominee: Nominee) -> None:
    first = hand_in("一班", 20, nominee("张三", 1, phone="19900000001"))
    second = hand_in("二班", 21, nominee("张三", 1, phone="19900000002"))
    (conflict,) = merged(first, second).roster.conflicts
    assert [side["value"] for side in conflict.as_dict()["values"]] == ["199****0001", "199****0002"]


def test_another_type_of_the_same_person_is_no_duplicate(merged: Run, hand_in: HandIn, nominee: Nominee) -> None:
    lines = nominee("张三", 1), nominee("张三", 1, recommendation_type="发展对象", meeting_date="2026-03-01")
    outcome = merged(hand_in("一班", 20, *lines))
    assert counts(outcome) == {"read": 2, "merged": 2}
    assert outcome.people.after == 1


def test_facts_that_cannot_change_are_compared_between_rounds_and_the_earlier_stays(merged: Run, hand_in: HandIn, nominee: Nominee) -> None:
    before = hand_in("一班", 1, nominee("张三", 1, league_join_date="2019-05", phone="1"), round="2025年下半年")
    now = hand_in("一班", 20, nominee("张三", 1, league_join_date="2020-05", phone="2"))
    outcome = merged(now, before)
    assert counts(outcome) == {"read": 2, "merged": 2}
    assert [(c.field, c.kept.value, c.other.value) for c in outcome.roster.conflicts] == [("league_join_date", "2019-05", "2020-05")]
    (person,) = rows(outcome, "people")
    assert (person.values["league_join_date"], person.values["phone"]) == ("2019-05", "2")
    assert person.values["recommendations"] == "2025年下半年 入党积极分子；2026年上半年 入党积极分子"


def test_a_month_then_a_day_in_it_is_no_conflict_between_rounds(merged: Run, hand_in: HandIn, nominee: Nominee) -> None:
    before = hand_in("一班", 1, nominee("张三", 1, league_join_date="2019-05"), round="2025年下半年")
    now = hand_in("一班", 20, nominee("张三", 1, league_join_date="2019-05-04"))
    assert merged(now, before).roster.conflicts == ()


def test_of_two_submissions_of_a_unit_only_the_newer_counts(merged: Run, hand_in: HandIn, nominee: Nominee) -> None:
    old = hand_in("一班", 10, nominee("张三", 1, phone="1"), nominee("李四", 2))
    new = hand_in("一班", 20, nominee("张三", 1, phone="2"))
    outcome = merged(old, new)
    assert (outcome.merged, outcome.superseded) == (1, 1)
    assert counts(outcome) == {"read": 1, "merged": 1}
    assert outcome.people.as_dict() == {"before": 0, "added": 1, "changed": 0, "after": 1}
    assert names(outcome, RowState.WITHDRAWN) == ["李四"]
    assert [r.values["name"] for r in outcome.roster.withdrawn] == ["李四"]


def test_a_newer_submission_replaces_rows_of_an_earlier_run(merged: Run, hand_in: HandIn, nominee: Nominee) -> None:
    first = merged(hand_in("一班", 10, nominee("张三", 1, phone="1"), nominee("李四", 2)))
    second = merged(hand_in("一班", 20, nominee("张三", 1, phone="2")), state=first.state)
    assert second.people.as_dict() == {"before": 2, "added": 0, "changed": 1, "after": 1}
    assert names(second, RowState.FINE) == ["张三"]
    assert names(second, RowState.WITHDRAWN) == ["李四"]
    assert rows(second)[0].values["phone"] == "2"
    assert [(c.what, c.before, c.after) for c in second.state.history[-2:]] == [("联系电话", "1", "2"), (f"退出{ROUND}", None, None)]


def test_an_older_submission_that_comes_later_counts_for_nothing(merged: Run, hand_in: HandIn, nominee: Nominee) -> None:
    first = merged(hand_in("一班", 20, nominee("张三", 1, phone="2")))
    second = merged(hand_in("一班", 10, nominee("张三", 1, phone="1"), nominee("李四", 2)), state=first.state)
    assert (second.merged, second.superseded, second.rows["nominees"].read) == (0, 1, 0)
    assert second.people.as_dict() == {"before": 1, "added": 0, "changed": 0, "after": 1}


def test_who_moved_to_another_unit_of_the_round_has_not_left_it(merged: Run, hand_in: HandIn, nominee: Nominee) -> None:
    old, new = hand_in("一班", 10, nominee("张三", 1)), hand_in("一班", 20, nominee("李四", 2))
    outcome = merged(old, new, hand_in("二班", 15, nominee("张三", 1)))
    assert names(outcome, RowState.WITHDRAWN) == []


def test_columns_of_the_committee_are_never_overwritten(merged: Run, hand_in: HandIn, nominee: Nominee) -> None:
    first = merged(hand_in("一班", 10, nominee("张三", 1)))
    edits = by_hand(first, review_result="同意推荐")
    second = merged(hand_in("一班", 20, nominee("张三", 1, phone="2")), state=first.state, edits=edits)
    assert (rows(second)[0].values["review_result"], rows(second)[0].values["phone"]) == ("同意推荐", "2")
    assert second.roster.conflicts == ()


def test_a_cell_put_right_by_hand_wins_over_the_same_value_of_the_branch(merged: Run, hand_in: HandIn, nominee: Nominee) -> None:
    first = merged(hand_in("一班", 10, nominee("张三", 1, phone="1")))
    second = merged(hand_in("一班", 20, nominee("张三", 1, phone="1")), state=first.state, edits=by_hand(first, phone="9"))
    assert rows(second)[0].values["phone"] == "9"
    assert second.roster.conflicts == ()


def test_a_cell_that_both_changed_is_a_conflict(merged: Run, hand_in: HandIn, nominee: Nominee) -> None:
    first = merged(hand_in("一班", 10, nominee("张三", 1, phone="1")))
    second = merged(hand_in("一班", 20, nominee("张三", 1, phone="2")), state=first.state, edits=by_hand(first, phone="9"))
    assert rows(second)[0].values["phone"] == "9"
    assert [(c.field, c.kept.value, c.other.value) for c in second.roster.conflicts] == [("phone", "9", "2")]
    third = merged(state=second.state, edits=by_hand(second, phone="2"))
    assert third.roster.conflicts == ()


def test_a_cell_emptied_by_hand_stays_empty(merged: Run, hand_in: HandIn, nominee: Nominee) -> None:
    first = merged(hand_in("一班", 10, nominee("张三", 1, phone="1")))
    edits = by_hand(first, phone=None)
    assert "phone" not in rows(merged(state=first.state, edits=edits))[0].values


def test_an_error_put_right_by_hand_no_longer_marks_the_row(merged: Run, hand_in: HandIn, nominee: Nominee) -> None:
    first = merged(hand_in("一班", 10, nominee("张三", 1, phone="1"), faults={2: ("phone",)}))
    assert names(merged(state=first.state, edits=by_hand(first, phone="9")), RowState.FINE) == ["张三"]


def test_other_tables_are_counted_like_the_list(merged: Run, hand_in: HandIn, nominee: Nominee) -> None:
    meetings = [{"meeting_date": "2026-03-01", "present": 9}, {"meeting_date": "2026-03-01", "present": 8}, {"present": 7}]
    events = [{"name": "全体", "event_date": "2026-01-01"}] * 2
    outcome = merged(hand_in("一班", 20, nominee("张三", 1), tables={"meetings": meetings, "events": events}))
    assert counts(outcome, "meetings") == {"read": 3, "merged": 1, "conflict": 1, "rejected": 1}
    assert counts(outcome, "events") == {"read": 2, "merged": 1, "duplicate": 1}


def test_a_meeting_belongs_to_its_unit_and_round(merged: Run, hand_in: HandIn, nominee: Nominee) -> None:
    both = [hand_in(unit, 20, tables={"meetings": [{"meeting_date": "2026-03-01"}]}) for unit in ("一班", "二班")]
    assert sorted(str(row.values["branch"]) for row in rows(merged(*both), "meetings")) == ["一班", "二班"]


def test_every_submission_has_a_row_of_its_unit_completed_from_the_list(merged: Run, hand_in: HandIn, nominee: Nominee) -> None:
    state = State(units=(Unit("一班", party_branch="学生党支部", member_count=40),))
    outcome = merged(hand_in("一班", 20, tables={"unit": [{"branch": "一班", "member_count": 38}]}), hand_in("二班", 21), state=state)
    assert {(r.values["branch"], r.values.get("party_branch"), r.values.get("member_count")) for r in rows(outcome, "unit")} == {
        ("一班", "学生党支部", 38),
        ("二班", None, None),
    }
    assert [(f.code, f.place.file, f.severity.value) for f in outcome.findings] == [("reference-unknown", "二班_21.xlsx", "warning")]


def test_a_name_close_to_one_of_the_list_is_proposed(merged: Run, hand_in: HandIn, nominee: Nominee) -> None:
    state = State(units=(Unit("2024级软件工程1班团支部"),))
    (found,) = merged(hand_in("2024级软件工程一班团支部", 20), state=state).findings
    assert found.code == "unit-name-similar"
    assert "2024级软件工程1班团支部" in found.message


def test_one_form_from_two_units_and_an_unknown_order_are_said(merged: Run, hand_in: HandIn, nominee: Nominee) -> None:
    outcome = merged(
        hand_in("一班", 20, form_id="F1"),
        hand_in("二班", 21, form_id="F1"),
        hand_in("一班", 20, file="又一份.xlsx"),
    )
    assert sorted(f.code for f in outcome.findings) == ["form-shared", "submission-order-unknown"]


def test_typed_into_the_face_by_hand_is_a_row_too_and_replaces_nothing(merged: Run, hand_in: HandIn, nominee: Nominee) -> None:
    typed = replace(hand_in("手工登记", 30, nominee("赵六", 9), nominee("张三", 1)), unit_source=UnitSource.HAND)
    outcome = merged(hand_in("一班", 20, nominee("张三", 1)), typed)
    assert names(outcome) == ["张三", "赵六"]
    assert outcome.units_in([ROUND]) == {"一班"}


# --- whatever comes -----------------------------------------------------------------------------------------------------------

people = st.tuples(
    st.sampled_from(["张三", "李四", "王五", ""]),
    st.integers(0, 3),
    st.fixed_dictionaries(
        {
            "recommendation_type": st.sampled_from(["入党积极分子", "发展对象"]),
            "phone": st.sampled_from(["1", "2"]),
            "league_join_date": st.sampled_from(["2019-05", "2019-05-04", "2020-01"]),
        }
    ),
)
Draft = tuple[str, int, list[tuple[str, int, dict[str, Any]]], str, int]
drafts: st.SearchStrategy[list[Draft]] = st.lists(
    st.tuples(
        st.sampled_from(["一班", "二班", "三班"]),
        st.integers(1, 3),
        st.lists(people, max_size=4),
        st.sampled_from(["2025年下半年", ROUND]),
        st.integers(0, 2),
    ),
    max_size=6,
)


@pytest.fixture(scope="session")
def inbox_of(hand_in: HandIn, nominee: Nominee) -> Callable[[list[Draft]], list[Submission]]:
    def build(parts: list[Draft]) -> list[Submission]:
        return [
            hand_in(unit, day, *[nominee(n, i, **v) for n, i, v in rows], round=round, blanks={"nominees": blank}, sha256=f"{number}")
            for number, (unit, day, rows, round, blank) in enumerate(parts)
        ]

    return build


InboxOf = Callable[[list[Draft]], list[Submission]]


def picture(outcome: MergeOutcome) -> tuple[object, ...]:
    return (outcome.state.base, outcome.roster.conflicts, outcome.roster.fates)


@settings(max_examples=60)
@given(parts=drafts, rng=st.randoms(use_true_random=False))
def test_the_order_of_files_never_matters(scheme: Scheme, inbox_of: InboxOf, parts: list[Draft], rng: Any) -> None:
    inbox = inbox_of(parts)
    shuffled = rng.sample(inbox, len(inbox))
    straight, mixed = (merge(State(), files, {}, scheme, DAY) for files in (inbox, shuffled))
    assert picture(mixed) == picture(straight)
    assert (mixed.rows, mixed.people, mixed.findings) == (straight.rows, straight.people, straight.findings)


@settings(max_examples=60)
@given(parts=drafts, cut=st.integers(0, 6))
def test_two_runs_end_where_one_run_ends(scheme: Scheme, inbox_of: InboxOf, parts: list[Draft], cut: int) -> None:
    inbox = inbox_of(parts)
    at_once = merge(State(), inbox, {}, scheme, DAY)
    first = merge(State(), inbox[:cut], {}, scheme, DAY)
    assert picture(merge(first.state, inbox[cut:], {}, scheme, DAY)) == picture(at_once)


@settings(max_examples=60)
@given(parts=drafts)
def test_accounts_add_up_and_the_same_again_changes_nothing(scheme: Scheme, inbox_of: InboxOf, parts: list[Draft]) -> None:
    inbox = inbox_of(parts)
    outcome = merge(State(), inbox, {}, scheme, DAY)
    assert outcome.merged + outcome.superseded == len(inbox)
    read = sum(len(s.rows_of("nominees")) + s.blanks["nominees"] for s in outcome.standing.current)
    assert outcome.rows["nominees"].read == read
    assert outcome.people.before + outcome.people.added == outcome.people.after
    again = merge(outcome.state, (), {}, scheme, DAY)
    assert picture(again) == picture(outcome)
    assert (again.merged, again.people.added, again.people.changed) == (0, 0, 0)
    assert again.state.history == outcome.state.history
