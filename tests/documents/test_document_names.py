"""The names that templates may use, and what stands behind them for each class of document."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from xlflow.documents.context.committee_names import expiring
from xlflow.documents.context.document_files import filled, same_names, stem
from xlflow.documents.context.document_names import mapping_of
from xlflow.documents.context.material import Fault, Material, SourceRow, gather
from xlflow.documents.context.printed_values import RULED, Printer, hidden_names
from xlflow.documents.context.stage_counts import counts_of, waiting_counts
from xlflow.documents.context.subjects import left_out, subjects
from xlflow.documents.template import Template, Unfilled
from xlflow.domain.dates import Month
from xlflow.domain.periods import Period
from xlflow.errors import TemplateError
from xlflow.schemes.parts import Document
from xlflow.schemes.scheme import Scheme

NATIONAL = Scheme.load("national")
AS_OF = date(2026, 3, 31)
UNIT = {
    "branch": "软件2201团支部",
    "round": "2026年上半年",
    "league_committee": "江城学院团委",
    "party_branch": "软件学院学生党支部",
    "parent_committee": "软件学院团总支",
    "notice_place": "公告栏",
    "notice_contact": "王老师 020-00000000",
    "secretary_phone": "19900000009",
    "member_count": 42,
}
MEETING = {"meeting_date": date(2026, 3, 5), "eligible": 40, "present": 36, "host": "董书记", "ballots_returned": 36, "ballots_valid": 35}


def person(name: str, in_favour: int = 30, **values: object) -> dict[str, object]:
    number = f"9999{sum(map(ord, name)) % 10**8:08d}"
    return {
        "name": name,
        "gender": "女",
        "ethnicity": "汉族",
        "birth_date": date(2004, 3, 15),
        "id_number": "440305200403151228",
        "student_id": number,
        "phone": "19900000001",
        "recommendation_type": "入党积极分子",
        "meeting_date": MEETING["meeting_date"],
        "in_favour": in_favour,
        "inspection_result": "同意推荐",
        "notice_start": date(2026, 3, 9),
        "notice_end": date(2026, 3, 13),
        "league_join_date": Month(2020, 5),
    } | values


def material(*people: Mapping[str, object], **tables: Any) -> Material:
    rows = {
        "unit": [SourceRow(UNIT)],
        "meetings": [SourceRow(MEETING)],
        "nominees": [SourceRow(p) for p in people],
    } | tables
    return gather(rows, NATIONAL, AS_OF)


def document(name: str) -> Document:
    return NATIONAL.documents[name]


def words(chosen: Document, made: Material, number: int = 0) -> dict[str, Any]:
    return mapping_of(chosen, subjects(chosen, made)[number], made, Printer(NATIONAL, chosen.audience))


def names(name: str, *people: Mapping[str, object], **tables: Any) -> dict[str, Any]:
    made = material(*people, **tables)
    chosen = document(name)
    return words(chosen, made)


def test_lists_tell_apart_who_passed_who_was_dropped_and_who_did_not_pass() -> None:
    dropped, stepped_back = person("丙", inspection_result="暂缓推荐"), person("丁", meeting_result="本人退出")
    found = names("branch_report", person("甲"), person("乙", 10), dropped, stepped_back)
    people = {key: [row["name"] for row in found[key]] for key in ("nominees", "adopted", "passed", "not_passed", "dropped")}
    assert people.pop("nominees") == ["甲", "乙", "丙", "丁"]
    assert people == {"adopted": ["甲", "丙"], "passed": ["甲"], "not_passed": ["乙", "丁"], "dropped": ["丙"]}
    assert (found["count_nominees"], found["count_passed"], found["count_meetings"]) == (4, 1, 1)


def test_values_are_words_as_documents_write_them() -> None:
    found = names("form_activist", person("张三"))
    assert found["birth_date"] == found["出生日期"] == "2004年3月"
    assert (found["notice_start"], found["league_join_date"]) == ("2026年3月9日", "2020年5月")
    assert (found["approval_rate"], found["meeting_result"], found["league_age"]) == ("75%", "通过", "5年10个月")
    assert (found["special_note"], found["dossier"]["deeds"], found["host"]) == ("", "", "董书记")


def test_figures_of_the_meeting_reach_its_people_and_the_other_way_round() -> None:
    assert names("meeting_minutes", person("张三"))["nominees"][0]["eligible"] == 40
    alone = names("meeting_minutes", person("张三", eligible=40, present=36), meetings=[])
    assert (alone["eligible"], alone["present"], alone["host"], alone["meeting_date"]) == (40, 36, "", "2026年3月5日")


def test_a_public_document_cannot_name_what_is_personal() -> None:
    found = names("public_notice", person("张三"))
    hidden = {"id_number", "身份证号", "phone", "birth_date", "student_id", "secretary_phone"}
    assert hidden.isdisjoint(found.keys() | found["passed"][0].keys())
    assert found["notice_contact"] == "王老师 020-00000000"
    assert "id_number" in hidden_names(NATIONAL, "public")
    assert "notice_contact" not in hidden_names(NATIONAL, "public")


def test_an_internal_document_masks_numbers_that_a_full_one_shows() -> None:
    assert names("branch_report", person("张三"))["nominees"][0]["id_number"] == "4403**********1228"
    assert names("form_activist", person("张三"))["id_number"] == "440305200403151228"


def test_two_of_one_name_are_told_apart_in_public_by_the_end_of_their_numbers() -> None:
    found = names("public_notice", person("张伟", student_id="999900000012"), person("张伟", student_id="999900000034"), person("李"))
    assert [row["name"] for row in found["passed"]] == ["张伟（学号后四位0012）", "张伟（学号后四位0034）", "李"]


def test_types_are_listed_apart_in_the_order_of_the_scheme() -> None:
    found = names("public_notice", person("乙", recommendation_type="发展对象"), person("甲"))
    assert [(kind["kind_title"], kind["count_passed"]) for kind in found["kinds"]] == [("入党积极分子", 1), ("党的发展对象", 1)]
    assert (found["kind_title"], found["names"]) == ("入党积极分子和党的发展对象", "乙等2名")


def test_a_letter_names_only_those_whose_notice_has_ended_without_objection() -> None:
    people = [
        person("好"),
        person("未", 10),
        person("缓", inspection_result="暂缓推荐"),
        person("早", notice_end=AS_OF),
        person("无", notice_end=None),
        person("异", objections="有异议影响推荐"),
        person("退", review_result="退回补充"),
    ]
    made = material(*people)
    letter = document("recommendation_letter")
    found = subjects(letter, made)
    assert [p.name for p in found[0].people] == ["好"]
    assert {p.name: reason for p, reason in left_out(letter, made)} == {
        "早": "公示到3月31日，尚未期满",
        "无": "没有公示结束日期",
        "异": "公示有异议影响推荐",
        "退": "团委审核意见为“退回补充”",
    }


def test_a_reminder_names_whose_recommendation_ends_and_is_not_answered_for_good() -> None:
    sent = {"letter_date": date(2024, 4, 10)}
    answers = {"候": None, "继": "继续培养", "未": "未采纳", "成": "确定为入党积极分子"}
    made = material(*(person(name, party_result=result, **sent) for name, result in answers.items()), person("新", letter_date=AS_OF))
    assert [p.name for p in expiring(made.people, made)] == ["候", "继"]
    assert waiting_counts(made.people, date(2026, 4, 11)) == {"unreviewed": 0, "unanswered": 1, "lapsed": 2}


def test_a_notice_counts_as_over_from_the_day_after_its_last() -> None:
    people, year = material(person("甲")).people, Period(2026)
    assert [counts_of(people, year, date(2026, 3, day))["noticed"] for day in (13, 14)] == [0, 1]


def test_party_branches_have_a_letter_each() -> None:
    changes = ({}, {"branch": "软件2202团支部"}, {"party_branch": "教工党支部"})
    units = [SourceRow(UNIT | change, group=group) for group, change in enumerate(changes, 1)]
    rows = [SourceRow(person(name, eligible=40, present=36), group=group) for group, name in enumerate("甲乙丙", 1)]
    made = gather({"unit": units, "nominees": rows}, NATIONAL, AS_OF)
    letter = document("recommendation_letter")
    assert [[p.name for p in subject.people] for subject in subjects(letter, made)] == [["甲", "乙"], ["丙"]]
    found = words(letter, made)
    assert (found["party_branch"], found["branch"], found["round"]) == ("软件学院学生党支部", "", "2026年上半年")


def test_what_nobody_was_asked_for_is_a_line_to_write_on() -> None:
    found = names("circular", person("张三"), unit=[SourceRow({"branch": "一班团支部"}, by_hand=True)])
    assert (found["league_committee"], found["committee"]["contact"], found["committee"]["deadline"]) == (RULED, RULED, "")
    assert found["document_date"] == "　　　　年　　月　　日"


def test_the_committee_names_itself_and_its_date() -> None:
    committee = {"league_committee": "江城学院团委", "contact": "陈", "document_date": date(2026, 3, 2), "document_prefix": "江团"}
    found = names("circular", person("张三"), committee=[SourceRow(committee)])
    assert (found["document_date"], found["document_number"], found["committee"]["contact"]) == ("2026年3月2日", "江团〔2026〕　　号", "陈")


def test_a_due_and_empty_value_stops_what_prints_it() -> None:
    row = SourceRow({**person("张三"), "notice_start": None}, {"notice_start": "还没有填（三班.xlsx › 推优对象清单 › F12）"})
    found = names("form_activist", nominees=[row])
    assert found["notice_start"] == Unfilled("公示开始日期", "还没有填（三班.xlsx › 推优对象清单 › F12）")


def test_the_quota_is_the_number_given_out_else_the_share_of_the_members() -> None:
    assert names("branch_report", person("张三"))["quota_limit"] == 8
    assert names("branch_report", person("张三"), unit=[SourceRow({**UNIT, "quota_given": 3})])["quota_limit"] == 3


@pytest.mark.parametrize("name", [d.id for d in NATIONAL.documents.values() if d.template])
def test_every_shipped_template_finds_its_names(name: str) -> None:
    template = Template(Path(NATIONAL.folder) / "documents" / NATIONAL.documents[name].template)
    committee = [SourceRow({"league_committee": "江城学院团委"})]
    people = [person("张三", special_note="由外校转入"), person("李四", recommendation_type="发展对象")]
    if name == "opinion_reply":
        people = [person("张三", recommendation_type="听取意见")]
    made = material(*people, committee=committee)
    if NATIONAL.documents[name].faults:
        made = replace(made, units=(replace(made.units[0], faults=(Fault("B2", "没有填", "请填写"),)),))
    found = words(document(name), made)
    assert template.names <= found.keys()
    assert template.names.isdisjoint(hidden_names(NATIONAL, NATIONAL.documents[name].audience))
    assert template.render(found)


def test_file_names_tell_two_of_one_name_apart_and_hold_no_numbers() -> None:
    people = (person("张伟", student_id="999900000012"), person("张伟", student_id="999900000034"), person("440305200403151228"))
    made = material(*people)
    form = document("form_activist")
    about = subjects(form, made)
    stems = [stem(form, subject, words(form, made, number), same_names(about)) for number, subject in enumerate(about)]
    assert stems[:2] == ["软件2201_张伟_0012_入党积极分子登记表", "软件2201_张伟_0034_入党积极分子登记表"]
    assert "440305200403151228" not in stems[2]


def test_an_unknown_name_in_a_file_pattern_is_a_fault_of_the_scheme() -> None:
    with pytest.raises(TemplateError, match="不是已知的名称"):
        filled("{nam}.docx", {"name": "张三"}, where="文件名")


def test_branches_that_name_no_committee_or_round_of_their_own_share_its_one_notice() -> None:
    units = [SourceRow(UNIT, group=1), SourceRow({k: v for k, v in UNIT.items() if k != "league_committee"}, group=2)]
    rows = [SourceRow(person(name, eligible=40, present=36, round=UNIT["round"]), group=group) for group, name in enumerate("甲乙丙", 1)]
    made = gather({"unit": units, "nominees": rows, "committee": [SourceRow({"league_committee": "江城学院团委"})]}, NATIONAL, AS_OF)
    assert [[p.name for p in subject.people] for subject in subjects(document("circular"), made)] == [["甲", "乙", "丙"]]
