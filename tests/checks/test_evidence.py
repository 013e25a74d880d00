"""Requirements of a scheme (3+1+1) through a workbook: what is missing is said once, at its cell, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from clean_list import CLEAN, sheet
from own_scheme import findings, own_scheme, read, table

from xlflow.filling.suggest import suggest
from xlflow.findings import Finding
from xlflow.schemes.scheme import Scheme

LINES = """
[choices.event_kind]
"统一考试" = ["考试"]
"团课" = {disabled = true}
"主题团课" = ["团课"]

[params.exam_pass_mark]
label = "统一考试及格分数"
value = 60
source = "默认值，待填"

[[field]]
table = "events"
key = "study_notes"
label = "学习心得"
type = "text(80)"

[[field]]
table = "nominees"
key = "missing_items"
label = "3+1+1缺项"
term = "三加一加一缺项"
type = "text(60)"
filled_by = "derived"

[[event]]
key = "education"
label = "理想信念教育"
kinds = ["理想信念教育"]
before = "application_date"
basis = "《三加一加一办法》第二条"

[[event]]
key = "exam"
label = "统一考试"
kinds = ["统一考试"]
before = "application_date"
least_score = "exam_pass_mark"
severity = "warning"
basis = "《三加一加一办法》第二条"

[[event]]
key = "training"
label = "集中培训"
kinds = ["集中培训"]
after = "activist_date"
before = "development_candidate_date"
organisers = ["党委", "党总支", "党支部", "党校"]
basis = "《三加一加一办法》第三条"

[[event]]
key = "lecture"
label = "主题团课"
kinds = ["主题团课"]
after = "development_candidate_date"
shows = ["study_notes"]
when = "filled(development_candidate_date)"
basis = "《三加一加一办法》第四条"
"""
ALL_MET = {"姓名": "全体", "活动类别": "理想信念教育", "时间": "2025-01-10", "主题或内容": "党史", "组织单位": "软件学院团委"}
EXAM = {"姓名": "张三", "活动类别": "统一考试", "时间": "2025-02-10", "主题或内容": "考试", "组织单位": "校团委", "成绩/积分": "#82"}
LATER = {"推优类型": "发展对象", "确定为入党积极分子时间": "2025-04-20", "确定为发展对象时间": "2026-05-20"}
TRAINING = {"姓名": "张三", "活动类别": "集中培训", "时间": "2026-01-10", "主题或内容": "培训", "组织单位": "软件学院党校"}
LECTURE = {
    "姓名": "张三",
    "活动类别": "主题团课",
    "时间": "2026-06-02",
    "主题或内容": "党课",
    "组织单位": "团支部",
    "学习心得": "心得.docx",
}


@pytest.fixture(scope="module")
def scheme(tmp_path_factory: pytest.TempPathFactory) -> Scheme:
    return Scheme.load(own_scheme(tmp_path_factory.mktemp("own"), LINES))


def told(scheme: Scheme, person: Mapping[str, str], *events: Mapping[str, str], more: tuple[dict[str, str], ...] = ()) -> list[Finding]:
    sheets = {"推优对象清单": sheet(dict(person), *more)}
    if events:
        sheets["培养教育记录"] = table(*events)
    return findings(scheme, sheets)


def words(found: list[Finding]) -> list[tuple[str, str | None, str]]:
    return [(each.code, each.place.field, each.message.removeprefix("缺少规定的环节：")) for each in found]


def test_evidence_of_the_person_and_of_everybody_meets_what_is_due(scheme: Scheme) -> None:
    assert told(scheme, {}, ALL_MET, EXAM) == []
    assert told(scheme, LATER, ALL_MET, EXAM, TRAINING, LECTURE) == []


def test_who_was_absent_has_no_part_in_what_everybody_did(scheme: Scheme) -> None:
    absent = ALL_MET | {"缺席人员及原因": "张三（病假）"}
    [found] = told(scheme, {}, absent, EXAM)
    assert words([found]) == [("event-missing", "application_date", "理想信念教育还缺 1 次")]
    assert (found.severity, found.waivable, found.basis) == ("error", True, "《三加一加一办法》第二条")


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ({"时间": "2025-03-06"}, "统一考试在递交入党申请书时间之后（2025-03-06），应在之前"),
        ({"成绩/积分": "#59"}, "统一考试成绩 59，应不低于 60"),
        ({"成绩/积分": ""}, "统一考试缺成绩"),
    ],
)
def test_an_examination_must_be_before_and_good_enough(scheme: Scheme, event: dict[str, str], said: str) -> None:
    assert words(told(scheme, {}, ALL_MET, EXAM | event)) == [("event-missing", "application_date", said)]


def test_a_mark_of_the_scheme_may_be_none(tmp_path: Path) -> None:
    none = LINES.replace("value = 60", "value = 0")
    assert told(Scheme.load(own_scheme(tmp_path, none)), {}, ALL_MET, EXAM | {"成绩/积分": ""}) == []


def test_training_is_held_by_a_body_of_the_party_between_two_dates(scheme: Scheme) -> None:
    by_league = told(scheme, LATER, ALL_MET, EXAM, LECTURE, TRAINING | {"组织单位": "软件学院团委"})
    assert words(by_league) == [("event-missing", "development_candidate_date", "集中培训不是党组织举办的")]
    too_early = told(scheme, LATER, ALL_MET, EXAM, LECTURE, TRAINING | {"时间": "2025-04-19"})
    assert words(too_early)[0][2] == "集中培训在确定为入党积极分子时间之前（2025-04-19），应在之后"


def test_a_lecture_without_its_notes_is_missing_them(scheme: Scheme) -> None:
    found = told(scheme, LATER, ALL_MET, EXAM, TRAINING, LECTURE | {"学习心得": ""})
    assert words(found) == [("event-missing", "development_candidate_date", "主题团课缺：学习心得")]


def test_a_month_in_the_boundary_is_undecided_once_for_everybody(scheme: Scheme) -> None:
    other = {"姓名": "李红", "身份证号": "", "性别": "女"}
    exams = (EXAM, EXAM | {"姓名": "李红"})
    found, *rest = told(scheme, {}, ALL_MET | {"时间": "2025-03"}, *exams, more=(other,))
    assert rest == []
    assert (found.code, found.place.sheet, found.place.cell) == ("month-boundary", "培养教育记录", "C2")
    assert told(scheme, {}, ALL_MET | {"时间": "2025-02"}, EXAM) == []


def test_what_cannot_be_read_is_told_once_and_judges_nothing(scheme: Scheme) -> None:
    found = told(scheme, {}, ALL_MET | {"时间": "去年冬天"}, EXAM)
    assert [each.code for each in found] == ["date-invalid"]


def test_what_is_still_planned_is_no_evidence_yet_and_told_once(scheme: Scheme) -> None:
    found = told(scheme, LATER, ALL_MET, EXAM, TRAINING, LECTURE | {"时间": "2026-07-20"})
    assert [(each.code, each.place.sheet) for each in found] == [("date-in-future", "培养教育记录")]


def test_who_came_from_another_branch_has_no_part_in_what_the_branch_did_before(scheme: Scheme) -> None:
    member = {"姓名": "张三", "政治面貌": "共青团员", "团籍状态": "正常", "转入前团支部": "软件2班团支部", "组织关系转入时间": "2025-01"}

    def found(*events: dict[str, str]) -> list[str]:
        sheets = {"团员花名册": table(member), "推优对象清单": sheet(), "培养教育记录": table(*events)}
        return [message for _, _, message in words(findings(scheme, sheets))]

    assert found(ALL_MET, EXAM) == []
    assert found(ALL_MET | {"时间": "2024-12-30"}, EXAM) == ["理想信念教育还缺 1 次"]
    assert found(ALL_MET | {"时间": "2024-12-30", "姓名": "张三"}, EXAM) == []


def test_a_list_without_events_is_not_judged_and_people_who_did_not_pass_owe_nothing(scheme: Scheme) -> None:
    assert told(scheme, {}) == []
    failed = {"赞成票": "#3", "反对票": "#24", "公示开始日期": "", "公示结束日期": ""}
    assert told(scheme, failed, ALL_MET | {"活动类别": "其他"}) == []


@pytest.mark.slow
def test_the_missing_items_are_named_as_far_as_their_stage_has_come(scheme: Scheme) -> None:
    def items(person: Mapping[str, str], *events: Mapping[str, str]) -> object:
        sheets = {"推优对象清单": sheet(CLEAN | {"3+1+1缺项": ""} | dict(person))}
        sheets |= {"培养教育记录": table(*events)} if events else {}
        changes = suggest(read(scheme, sheets, is_form=True), scheme, date(2026, 6, 30))
        return next((change.new for change in changes if change.key == "missing_items"), None)

    assert items({}, EXAM) == "理想信念教育"
    assert items({"确定为入党积极分子时间": "2025-04-20"}, EXAM | {"姓名": "李红"}) == "理想信念教育、统一考试、集中培训"
    assert items(LATER, ALL_MET, EXAM, TRAINING) == "主题团课"
    assert items({}, ALL_MET, EXAM) is None
    assert items({}) is None


def test_a_scheme_may_say_it_in_its_own_words(tmp_path: Path) -> None:
    lines = LINES.replace('key = "education"', 'key = "education"\nmessage = "五项未齐（{requirement}）：{missing}"\nfix = "补齐后再报"')
    [found] = told(Scheme.load(own_scheme(tmp_path, lines)), {}, ALL_MET | {"活动类别": "其他"}, EXAM)
    assert (found.message, found.fix) == ("五项未齐（理想信念教育）：理想信念教育还缺 1 次", "补齐后再报")


def test_members_are_judged_by_their_own_requirements(tmp_path: Path) -> None:
    closing = '\n[[event]]\nkey = "closing"\nlabel = "结业团课"\ntable = "members"\nkinds = ["主题团课"]\nbefore = "probationary_date"\n'
    scheme = Scheme.load(own_scheme(tmp_path, LINES + closing))
    member = {"姓名": "张三", "政治面貌": "中共预备党员", "团籍状态": "正常", "接收为预备党员时间": "2026-06-20"}

    def found(**event: str) -> list[tuple[str, str | None, str]]:
        return words(findings(scheme, {"团员花名册": table(member), "培养教育记录": table(LECTURE | event)}))

    assert found() == []
    assert found(时间="2026-06") == [("month-boundary", "event_date", "时间只到月，无法判断是否符合：结业团课的时间是否符合要求")]
    late = "结业团课在接收为预备党员时间之后（2026-06-21），应在之前"
    assert found(时间="2026-06-21") == [("event-missing", "probationary_date", late)]
