"""A scheme whose numbers change on a day: each meeting of a workbook is judged by those of its own day, in checks and in documents."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from clean_list import sheet
from own_scheme import findings, own_scheme, read, table

from xlflow.checks.judge import judge
from xlflow.documents.context.document_names import mapping_of
from xlflow.documents.context.material import Material, SourceRow, gather
from xlflow.documents.context.printed_values import Printer
from xlflow.documents.context.subjects import subjects
from xlflow.domain.quota import limit
from xlflow.filling.suggest import suggest
from xlflow.findings import Finding
from xlflow.rules.derived import meeting_result
from xlflow.schemes.scheme import Scheme

BEFORE, AFTER = "2026-03-02", "2026-04-13"
LINES = """
[params.quorum_ratio]
label = "到会比例"
values = [{from = 2019-08-01, value = "1/2"}, {from = 2026-04-01, value = "2/3"}]
source = "默认值，待填"

[params.pass_ratio]
label = "通过比例"
values = [{from = 2019-08-01, value = 0.5}, {from = 2026-04-01, value = "60%"}]
source = "默认值，待填"

[params.quota_ratio]
label = "名额比例"
values = [{from = 2019-08-01, value = 0.2}, {from = 2026-04-01, value = 0.1}]
source = "默认值，待填"

[params.exam_mark]
label = "考试及格分数"
values = [{from = 2019-08-01, value = 60}, {from = 2026-04-01, value = 80}]
source = "默认值，待填"

[params.notice_workdays]
values = [{from = 2019-08-01, value = 5}, {from = 2026-04-01, value = 3}]

[params.validity_years]
values = [{from = 2019-08-01, value = 2}, {from = 2026-04-01, value = 1}]

[params.rank_required]
values = [{from = 2019-08-01, value = false}, {from = 2026-04-01, value = true}]

[meeting]
quorum = "present >= quorum_ratio of eligible"
pass = ["in_favour > pass_ratio of eligible"]

[quota]
ratio = "quota_ratio"

[[event]]
key = "exam"
label = "党课考试"
kinds = ["党校"]
least_score = "exam_mark"
basis = "细则第五条"
"""
EXAM = {"活动类别": "党校", "时间": "2025-02-10", "主题或内容": "考试", "组织单位": "校党校", "成绩/积分": "#70"}


@pytest.fixture(scope="module")
def scheme(tmp_path_factory: pytest.TempPathFactory) -> Scheme:
    return Scheme.load(own_scheme(tmp_path_factory.mktemp("own"), LINES))


def both(scheme: Scheme, *, events: bool = False, later: int = 1, **changes: str) -> list[Finding]:
    """What is said of one person of each meeting, the same but for their days; `later`: how many of each."""
    people = []
    for number in range(later):
        for month, held in (("03", BEFORE), ("04", AFTER)):
            who = {"姓名": "张王"[month == "04"] + "三四五六七八"[number], "身份证号": "", "发展团员编号": ""}
            days = {"推优大会时间": held, "公示开始日期": f"2026-{month}-20", "公示结束日期": f"2026-{month}-27"}
            people.append(who | days | changes)
    sheets = {"推优对象清单": sheet(*people)}
    if events:
        sheets["培养教育记录"] = table({"姓名": "全体", **EXAM})
    return [each for each in findings(scheme, sheets) if each.code not in {"name-suspicious", "person-duplicate"}]


def rows(found: list[Finding]) -> list[tuple[str, int | None]]:
    return [(each.code, each.place.row) for each in found]


def test_the_quorum_is_that_of_the_day_of_the_meeting(scheme: Scheme) -> None:
    assert rows(both(scheme, 实到会人数="#18", 赞成票="#18", 反对票="#0", 弃权票="#0")) == [("quorum-not-met", 3)]


def test_the_pass_line_is_that_of_the_day_of_the_meeting(scheme: Scheme) -> None:
    assert rows(both(scheme, 赞成票="#17", 反对票="#11", 弃权票="#0")) == [("pass-line-not-met", 3)]
    figures = {"eligible": 30, "present": 28, "in_favour": 17}
    assert meeting_result({**figures, "meeting_date": date(2026, 3, 2)}, scheme) == "通过"
    assert meeting_result({**figures, "meeting_date": date(2026, 4, 13)}, scheme) == "未通过"


def test_the_quota_is_that_of_the_day_of_the_meeting(scheme: Scheme) -> None:
    (found,) = [each for each in both(scheme, later=5) if each.code == "quota-exceeded"]
    assert "2026-04-13" in found.message
    assert "10%" in found.message
    assert [scheme.quota_on(day).limit(30) for day in (date(2026, 3, 31), date(2026, 4, 1))] == [6, 3]


def test_a_rule_is_judged_by_the_params_of_the_day_of_the_meeting(scheme: Scheme) -> None:
    assert rows(both(scheme, 公示开始日期="2026-04-20", 公示结束日期="2026-04-22")) == [("notice-too-short", 2)]


def test_a_cell_is_due_by_the_params_of_the_day_of_the_meeting(tmp_path: Path) -> None:
    own = own_scheme(tmp_path, LINES + '\n[[field]]\ntable = "nominees"\nkey = "branch_rank"\nphase = 1\nrequired = "rank_required"\n')
    strict = Scheme.load(own)
    people = sheet({"推荐排序": "", "推优大会时间": BEFORE}, {"推荐排序": "", "推优大会时间": AFTER}, {"推荐排序": "#1"})
    reading = read(strict, {"推优对象清单": people}, is_form=True)
    missing = [each.place.row for each in judge(reading, strict, date(2026, 6, 30)) if each.place.field == "branch_rank"]
    assert missing == [3]


def test_evidence_is_measured_by_the_amounts_of_the_day_of_the_meeting(scheme: Scheme) -> None:
    assert rows(both(scheme, events=True)) == [("event-missing", 3)]


def test_what_is_filled_in_follows_the_params_of_the_day_of_the_meeting(scheme: Scheme) -> None:
    start = {"公示开始日期": "2026-04-20", "公示结束日期": "", "推荐时间": "2026-05-08", "推荐有效期至": ""}
    people = sheet({"推优大会时间": BEFORE, **start}, {"推优大会时间": AFTER, "姓名": "王四", "身份证号": "", **start})
    changes = suggest(read(scheme, {"推优对象清单": people}), scheme, date(2026, 6, 30))
    told = {(change.record.row, change.key): change.new for change in changes}
    assert [told[row, "notice_end"] for row in (2, 3)] == [date(2026, 4, 24), date(2026, 4, 22)]
    assert [told[row, "valid_until"] for row in (2, 3)] == [date(2028, 5, 8), date(2027, 5, 8)]


def material(scheme: Scheme) -> Material:
    def person(name: str, day: date) -> SourceRow:
        figures = {"eligible": 30, "present": 28, "in_favour": 26, "recommendation_type": "入党积极分子"}
        return SourceRow({"name": name, "meeting_date": day, "branch": "软件1班团支部", **figures})

    days = (date(2026, 3, 2), date(2026, 4, 13))
    unit = SourceRow({"branch": "软件1班团支部", "member_count": 30, "round": "2026年上半年"})
    meetings = [SourceRow({"meeting_date": day, "eligible": 30, "present": 28}) for day in days]
    nominees = [person(name, day) for name, day in zip(("张三", "王四"), days, strict=True)]
    return gather({"unit": [unit], "meetings": meetings, "nominees": nominees}, scheme, date(2026, 3, 10))


def words(scheme: Scheme, document: str) -> list[tuple[object, ...]]:
    kind, whole = scheme.documents[document], material(scheme)
    made = [mapping_of(kind, subject, whole, Printer(scheme, kind.audience)) for subject in subjects(kind, whole)]
    params = [names["params"] for names in made]
    return [
        (names["quorum"], names["pass_line"], names["quota_ratio"], names["quota_limit"], param["notice_workdays"])  # type: ignore[index]
        for names, param in zip(made, params, strict=True)
    ]


def test_minutes_state_the_shares_of_the_day_of_their_meeting(scheme: Scheme) -> None:
    before = ("不少于应到会人数的二分之一", "超过应到会人数的二分之一", "20%", 6, 5)
    after = ("不少于应到会人数的三分之二", "超过应到会人数的五分之三", "10%", 3, 3)
    assert words(scheme, "meeting_minutes") == [before, after]
    assert words(scheme, "branch_report") == [after]


def test_a_circular_states_what_is_in_force_on_the_day_of_the_run(scheme: Scheme) -> None:
    assert [each[2] for each in words(scheme, "circular")] == ["20%"]


def test_a_ratio_is_exact_however_the_param_writes_it(scheme: Scheme) -> None:
    assert scheme.quota_on(date(2026, 5, 1)).share * 30 == limit(30, scheme.quota_on(date(2026, 5, 1)).share)
    assert scheme.ballot_on(date(2026, 5, 1)).pass_lines[0].least(30) == 19
    assert scheme.ballot_on(date(2026, 3, 1)).pass_lines[0].least(30) == 16
