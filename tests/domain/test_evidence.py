"""Evidence against what is required, and what is missing in words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from xlflow.domain.calendar import Calendar
from xlflow.domain.dates import DayOrMonth, Month
from xlflow.domain.evidence import Bound, EvidenceOutcome, EvidenceState, Piece, Wanted, judge
from xlflow.domain.intervals import Span

CALENDAR = Calendar()
APPLIED = Bound(date(2026, 3, 5), "递交入党申请书时间")
EXAM = Wanted("统一考试", frozenset({"统一考试"}), before=APPLIED)
COURSE = Wanted("集中培训", frozenset({"集中培训"}))


def exam(day: DayOrMonth | None = date(2026, 3, 1), **more: object) -> Piece:
    return replace(Piece("统一考试", day), **more)


def course(**more: object) -> Piece:
    return replace(Piece("集中培训", date(2026, 1, 5)), **more)


def outcome(wanted: Wanted, *pieces: Piece) -> EvidenceOutcome:
    return judge(wanted, pieces, CALENDAR)


def test_evidence_in_time_counts_and_is_named() -> None:
    found = outcome(EXAM, exam(address="A5"), Piece("团课", date(2026, 3, 1)))
    assert (found.state, [piece.address for piece in found.counting]) == (EvidenceState.MET, ["A5"])
    assert outcome(EXAM, exam(date(2026, 3, 5))).state is EvidenceState.MET


@pytest.mark.parametrize(
    ("wanted", "pieces", "missing"),
    [
        (EXAM, [], "统一考试还缺 1 次"),
        (EXAM, [exam(date(2026, 3, 6))], "统一考试在递交入党申请书时间之后（2026-03-06），应在之前"),
        (EXAM, [exam(Month(2026, 4))], "统一考试在递交入党申请书时间之后（2026-04），应在之前"),
        (replace(COURSE, after=APPLIED), [course()], "集中培训在递交入党申请书时间之前（2026-01-05），应在之后"),
        (replace(EXAM, count=3), [exam()], "统一考试还缺 2 次"),
        (
            replace(EXAM, count=3),
            [exam(), exam(date(2026, 5, 1))],
            "统一考试在递交入党申请书时间之后（2026-05-01），应在之前；统一考试还缺 1 次",
        ),
        (replace(EXAM, least_score=60), [exam(score=55.0)], "统一考试成绩 55，应不低于 60"),
        (replace(EXAM, least_score=60), [exam()], "统一考试缺成绩"),
        (replace(COURSE, grades=("优秀", "合格")), [course(grade="不合格")], "集中培训结果为“不合格”，应为优秀、合格"),
        (replace(COURSE, grades=("合格",)), [course()], "集中培训缺结果等次"),
        (replace(COURSE, organisers=("党委", "党支部")), [course(organiser="软件学院团委")], "集中培训不是党组织举办的"),
        (replace(COURSE, organisers=("党委", "团校")), [course(organiser="学生会")], "集中培训不是党委、团校举办的"),
        (replace(COURSE, shows={"study_notes": "学习心得"}), [course()], "集中培训缺：学习心得"),
        (replace(COURSE, least_hours=24), [course(hours=8.0), course(hours=6.5, topic="二")], "集中培训学时（时长）累计 14.5，还差 9.5"),
        (
            replace(COURSE, within=Span(1, "years"), until=Bound(date(2027, 1, 6), "今天")),
            [course()],
            "集中培训（2026-01-05）到今天已超过1年",
        ),
    ],
)
def test_what_is_missing_is_said_in_words(wanted: Wanted, pieces: list[Piece], missing: str) -> None:
    found = outcome(wanted, *pieces)
    assert (found.state, "；".join(found.missing)) == (EvidenceState.MISSING, missing)


def test_a_month_leaves_open_what_its_days_leave_open() -> None:
    found = outcome(EXAM, exam(Month(2026, 3)))
    assert (found.state, len(found.doubtful), found.missing) == (EvidenceState.OPEN, 1, ())
    assert outcome(EXAM, exam(Month(2026, 2))).state is EvidenceState.MET
    assert outcome(EXAM, exam(Month(2026, 3)), exam()).state is EvidenceState.MET
    assert outcome(replace(EXAM, count=2), exam(Month(2026, 3))).state is EvidenceState.MISSING


def test_what_cannot_be_read_is_not_missing() -> None:
    assert outcome(EXAM, exam(None)).state is EvidenceState.UNREAD
    assert outcome(EXAM, Piece(None, date(2026, 3, 1), is_doubtful=True)).state is EvidenceState.UNREAD
    assert outcome(replace(EXAM, least_score=60), exam(unread=frozenset({"event_score"}))).state is EvidenceState.UNREAD
    assert outcome(replace(COURSE, organisers=("党委",)), course()).state is EvidenceState.UNREAD
    assert outcome(replace(COURSE, least_hours=8), course(unread=frozenset({"event_hours"}))).state is EvidenceState.UNREAD
    assert outcome(COURSE, course(is_doubtful=True)).state is EvidenceState.UNREAD
    assert outcome(COURSE, course(day=None)).state is EvidenceState.MET


def test_a_count_of_none_asks_nothing() -> None:
    assert outcome(replace(EXAM, count=0)).state is EvidenceState.MET


def test_one_event_written_twice_counts_once() -> None:
    own, everybody = exam(topic="党章", score=70.0), exam(topic="党章")
    assert outcome(replace(EXAM, count=2), own, everybody).state is EvidenceState.MISSING
    assert outcome(replace(EXAM, count=2), own, exam(topic="团史")).state is EvidenceState.MET
    assert outcome(replace(EXAM, least_score=60), everybody, own).state is EvidenceState.MET


DAYS = st.dates(date(2026, 1, 1), date(2026, 6, 30))
MONTHS = st.builds(Month, st.just(2026), st.integers(1, 6))


@given(day=MONTHS, bound=DAYS | MONTHS)
def test_a_month_is_decided_only_as_both_its_ends_are(day: Month, bound: DayOrMonth) -> None:
    for wanted in (replace(EXAM, before=Bound(bound, "甲")), replace(EXAM, before=None, after=Bound(bound, "甲"))):
        ends = [bound] if isinstance(bound, date) else [bound.first, bound.last]
        sides = [replace(wanted, **{key: Bound(end, "甲")}) for key in ("before", "after") if getattr(wanted, key) for end in ends]
        states = {outcome(side, exam(each)).state for side in sides for each in (day.first, day.last)}
        found = outcome(wanted, exam(day)).state
        assert found is EvidenceState.OPEN or states == {found}


@given(st.lists(st.builds(exam, DAYS | MONTHS, topic=st.sampled_from(["一", "二", "三"]), hours=st.floats(0, 9)), max_size=6), st.randoms())
def test_the_order_of_the_rows_never_matters(pieces: list[Piece], chance: object) -> None:
    wanted = replace(EXAM, count=2, least_hours=5)
    mixed = list(pieces)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert outcome(wanted, *mixed).state is outcome(wanted, *pieces).state


def test_hours_in_tenths_add_up_to_the_whole() -> None:
    lessons = [course(hours=0.1, topic=f"第{number}课") for number in range(10)]
    assert outcome(replace(COURSE, least_hours=1), *lessons).state is EvidenceState.MET
