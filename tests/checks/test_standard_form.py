"""Standard forms: phases, the meeting's one finding, sheets that were lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from clean_form import PERSON, form

from xlflow.findings import Finding

Findings = Callable[..., list[Finding]]


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


LATER = ("考察时间", "考察结论", "公示开始日期", "公示结束日期", "公示异议")
FAILED = dict.fromkeys(LATER, "") | {"赞成票": "#3", "反对票": "#24", "大会结果": "未通过", "未推荐原因": ""}


@pytest.mark.parametrize("person", [FAILED, FAILED | {"大会结果": "本人退出"}, {"考察结论": "暂缓推荐", "未推荐原因": ""}])
def test_why_a_person_does_not_go_on_is_the_one_later_cell_that_he_owes(findings: Findings, person: dict[str, str]) -> None:
    assert told(findings(*form(person=person), form=True)) == [("required-missing", "推优对象清单", "drop_reason")]
    assert told(findings(*form(person=person | {"未推荐原因": "需再培养"}), form=True)) == []
    after_meeting = told(findings(*form({"填报阶段": "会后上报"}, dict.fromkeys(LATER, "") | person), form=True))
    assert "drop_reason" not in {field for _, _, field in after_meeting}


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


def test_a_figure_of_the_meeting_that_is_at_fault_says_nothing_of_the_people(findings: Findings) -> None:
    found = told(findings(*form(person={"实到会人数": "#28"}, meeting={"实到会人数": "#36", "缺席人员及原因": ""}), form=True))
    assert [(code, sheet) for code, sheet, _ in found if code != "required-missing"] == [("present-exceeds-eligible", "推优大会")]
    found = told(findings(*form(meeting={"有效票数": "#40"}), form=True))
    assert {sheet for _, sheet, _ in found} == {"推优大会"}


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
