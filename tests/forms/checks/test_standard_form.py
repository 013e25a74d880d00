"""Standard forms: phases, the meeting's one finding, sheets that were lost."""

from __future__ import annotations

from collections.abc import Callable

from sheet_text import raw_sheet

from xlflow.findings import Finding
from xlflow.forms.raw import RawSheet

Findings = Callable[..., list[Finding]]

UNIT = {
    "填报批次": "2026年上半年",
    "填报阶段": "公示后上报",
    "团支部全称": "软件1班团支部",
    "支部简称": "软件1班",
    "上级团组织": "软件学院团委",
    "所属团委": "江城大学团委",
    "对应党支部": "软件学院学生党支部",
    "单位类别": "学校",
    "团员总数": "#30",
    "其中保留团籍的党员": "#0",
    "有表决权团员数": "#30",
    "团支部书记": "李四",
    "书记电话": "19900000002",
    "辅导员/联系人": "王五",
    "填表人": "李四",
    "填表日期": "2026-03-20",
    "公示地点及渠道": "班级公告栏",
    "公示受理人及联系方式": "软件学院团委办公室",
}
PERSON = {
    "序号": "#1", "姓名": "张三", "性别": "男", "民族": "汉族", "籍贯": "", "出生日期": "2006-03-07", "身份证号": "110105200603079010",
    "学号/工号": "999900000001", "政治面貌": "共青团员", "学历": "大学本科在读", "联系电话": "19900000001", "所在团支部": "软件1班团支部",
    "入团时间": "2021-05-04", "发展团员编号": "202144000001", "团内职务": "无", "推优类型": "入党积极分子",
    "递交入党申请书时间": "2025-03-05", "团员教育评议等次": "优秀", "评议年度": "2025", "处分情况": "无", "推优大会时间": "2026-03-02",
    "应到会人数": "#30", "实到会人数": "#28",
    "赞成票": "#26", "反对票": "#1", "弃权票": "#1", "大会结果": "通过", "考察时间": "2026-03-03", "考察结论": "同意推荐",
    "公示开始日期": "2026-03-09", "公示结束日期": "2026-03-13", "公示异议": "无异议", "核实说明": "",
}  # fmt: skip
MEETING = {
    "会议序号": "#1", "推优大会时间": "2026-03-02", "会议地点": "301教室", "会议形式": "现场", "批准召开时间": "2026-03-01",
    "主持人": "李四（书记）", "记录人": "赵六", "应到会人数": "#30", "实到会人数": "#28", "缺席人员及原因": "孙七（病假）、周八（事假）",
    "监票人": "吴九", "计票人": "郑十", "发出票数": "#28", "收回票数": "#28", "有效票数": "#28",
}  # fmt: skip


def form(unit: dict[str, str] | None = None, person: dict[str, str] | None = None, meeting: dict[str, str] | None = None) -> list[RawSheet]:
    """A filled standard form without a fault, but for some cells."""
    facts, people, meetings = UNIT | (unit or {}), PERSON | (person or {}), MEETING | (meeting or {})
    return [
        raw_sheet("\n".join(f"{label} | {value}" for label, value in facts.items()), "单位信息", 1),
        raw_sheet(f"{' | '.join(people)}\n{' | '.join(people.values())}", "推优对象清单", 2),
        raw_sheet(f"{' | '.join(meetings)}\n{' | '.join(meetings.values())}", "推优大会", 3),
    ]


def told(findings: list[Finding]) -> list[tuple[str, str | None, str | None]]:
    """Findings as (code, sheet, field), what concerns only columns that the test does not draw left out."""
    return [(f.code, f.place.sheet, f.place.field) for f in findings if f.code not in ("column-missing", "column-unknown")]


def test_a_filled_form_has_no_finding(findings: Findings) -> None:
    assert told(findings(*form(), form=True)) == []


def test_an_empty_cell_of_a_later_phase_is_no_finding(findings: Findings) -> None:
    later = dict.fromkeys(["考察时间", "考察结论", "公示开始日期", "公示结束日期", "公示异议"], "")
    notice = {"公示地点及渠道": "", "公示受理人及联系方式": ""}
    assert told(findings(*form({"填报阶段": "会后上报"}, later), form=True)) == []
    assert {code for code, _, _ in told(findings(*form(notice, later), form=True))} == {"required-missing"}


def test_cells_filled_ahead_of_the_stated_phase_are_one_warning_at_the_phase(findings: Findings) -> None:
    assert ("report-phase-behind", "单位信息", "report_phase") in told(findings(*form({"填报阶段": "报候选人"}), form=True))


def test_a_missing_quorum_is_one_finding_on_the_meeting_and_none_on_the_people(findings: Findings) -> None:
    few = {"实到会人数": "#14", "发出票数": "#14", "收回票数": "#14", "有效票数": "#14", "缺席人员及原因": ""}
    votes = {"实到会人数": "", "应到会人数": "", "赞成票": "#14", "反对票": "#0", "弃权票": "#0"}
    found = told(findings(*form(person=votes, meeting=few), form=True))
    assert [(code, sheet) for code, sheet, _ in found if code != "required-missing"] == [("quorum-not-met", "推优大会")]


def test_votes_are_held_against_the_valid_ballots_of_the_meeting(findings: Findings) -> None:
    found = told(findings(*form(person={"弃权票": "#0"}), form=True))
    assert found == [("votes-do-not-add-up", "推优对象清单", "in_favour")]


def test_a_nominee_counts_no_votes(findings: Findings) -> None:
    assert told(findings(*form(meeting={"监票人": "吴九、张三"}), form=True)) == [("officer-is-nominee", "推优大会", "scrutineer")]


def test_the_names_of_the_absent_are_as_many_as_the_absent(findings: Findings) -> None:
    assert told(findings(*form(meeting={"缺席人员及原因": "孙七（病假）"}), form=True)) == [("absentees-count", "推优大会", "absentees")]


def test_a_meeting_before_its_approval_is_an_error_there(findings: Findings) -> None:
    assert told(findings(*form(meeting={"批准召开时间": "2026-03-03"}), form=True)) == [
        ("meeting-before-approval", "推优大会", "meeting_date")
    ]


def test_a_meeting_day_that_the_sheet_of_meetings_lacks_is_named(findings: Findings) -> None:
    found = told(findings(*form(meeting={"推优大会时间": "2026-03-01"}), form=True))
    assert ("reference-unknown", "推优对象清单", "meeting_date") in found


def test_an_inspection_before_the_meeting_and_a_notice_before_the_inspection_have_codes_of_their_own(findings: Findings) -> None:
    assert told(findings(*form(person={"考察时间": "2026-03-01"}), form=True)) == [
        ("inspection-before-meeting", "推优对象清单", "inspection_date")
    ]
    assert told(findings(*form(person={"考察时间": "2026-03-10"}), form=True)) == [
        ("notice-before-inspection", "推优对象清单", "notice_start")
    ]


def test_a_short_notice_says_how_long_it_is_and_when_it_may_end(findings: Findings) -> None:
    found = next(f for f in findings(*form(person={"公示结束日期": "2026-03-11"}), form=True) if f.code == "notice-too-short")
    assert "2026-03-09 至 2026-03-11 只有 3 个工作日" in found.message
    assert "延长公示到 2026-03-13" in found.fix


def test_a_finding_bears_the_name_of_its_row(findings: Findings) -> None:
    found = next(f for f in findings(*form(person={"公示结束日期": "2026-03-11"}), form=True) if f.code == "notice-too-short")
    assert found.who == PERSON["姓名"]


def test_a_lost_sheet_is_named(findings: Findings) -> None:
    unit, people, _ = form()
    assert ("sheet-missing", None, None) in told(findings(unit, people, form=True))


def test_a_written_reason_confirms_what_may_be_confirmed(findings: Findings) -> None:
    found = findings(
        *form(person={"性别": "女", "身份证号": "110105200603079010", "核实说明": "身份证性别登记有误，已报公安机关"}), form=True
    )
    assert [(f.code, f.confirmed) for f in found if f.code.startswith("id-")] == [("id-number-gender-mismatch", True)]


def test_a_reason_does_not_confirm_a_typing_fault(findings: Findings) -> None:
    found = findings(*form(person={"身份证号": "110105200603079011", "核实说明": "就是这样"}), form=True)
    assert [(f.code, f.confirmed) for f in found if f.code.startswith("id-")] == [("id-number-checksum", False)]


def test_a_foreign_list_states_no_phase_and_owes_only_the_core(findings: Findings) -> None:
    _, people, _ = form(person={"考察时间": "", "民族": "", "联系电话": "", "学历": ""})
    assert [f.code for f in findings(people) if f.severity == "error"] == []


def test_a_young_person_whose_opinion_is_heard_owes_no_ballot_and_no_league_facts(findings: Findings) -> None:
    nothing = dict.fromkeys(["推优大会时间", "应到会人数", "实到会人数", "赞成票", "反对票", "弃权票", "大会结果"], "")
    nothing |= dict.fromkeys(
        ["考察时间", "考察结论", "公示开始日期", "公示结束日期", "公示异议", "入团时间", "发展团员编号", "团内职务"], ""
    )
    young = {"推优类型": "听取意见", "政治面貌": "群众", "出生日期": "1995-03-07", "身份证号": "11010519950307901X"}
    assert [f for f in told(findings(*form(person=nothing | young), form=True)) if f[2] != "id_number"] == []
