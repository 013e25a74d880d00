"""What the national scheme promises of its fields, of the words that people write, of params, steps and documents."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import pytest

from xlflow.schemes.language.expressions import Verdict
from xlflow.schemes.parts import Field, FilledBy
from xlflow.schemes.scheme import Scheme
from xlflow.tables.cells.cell_text import bare, bare_forms
from xlflow.tables.cells.converters import converter
from xlflow.tables.finding.column_words import column_words

AS_OF = date(2026, 6, 30)

CATALOGUED = {
    "unit": """
        round:text(20):R0 report_phase:choice:R0 branch:text(40):R0 branch_short:text(16):S0 branch_code:code:O0
        parent_committee:text(40):R0 league_committee:text(40):R0 party_branch:text(40):C1 unit_type:choice:R0 member_count:int:R1
        party_member_count:int:R1 voting_member_count:int:S1 quota_given:int:K1 secretary:text(20):R0 secretary_phone:phone:R0
        adviser:text(20):C1 filled_by:text(20):R0 filled_on:date:R0 notice_place:text(60):R2 notice_contact:text(60):R2""",
    "members": """
        name:text(50):R0 gender:choice:R0 ethnicity:choice:O0 birth_date:date~:S0 id_number:idno:O0 student_id:code:O0
        political_status:choice:R0 league_join_date:date~:R0 league_number:code:O0 league_post:choice:R0 league_cadre:bool:O0
        member_state:choice:R0 voting_right:bool:S0 application_date:date~:O0 activist_date:date:O0 development_candidate_date:date:O0
        appraisal_grade:choice:O0 probationary_date:date:O0 last_recommendation_type:choice:O0 last_recommendation_date:date:C0
        dues_arrears_months:int:O0 transferred_from:text(40):C0 transfer_in_date:date~:O0 branch:text(40):S0 volunteer_hours:dec:S0
        study_points:dec:S0
        screening_state:choice:D0 screening_reason:long:D0 qualified_on:date:D0""",
    "nominees": """
        seq:int:D1 name:text(50):R1 gender:choice:S1 ethnicity:choice:R1 native_place:text(20):O1 birth_date:date~:S1 age:int:D1
        id_number:idno:C1 student_id:code:C1 political_status:choice:R1 education:choice:R1 phone:phone:R1 branch:text(40):S1
        league_join_date:date~:R1 league_age:text(10):D1 league_number:code:O1 league_post:choice:R1 class_post:text(20):O1
        league_cadre:bool:C1 recommendation_type:choice:R1 application_date:date~:R1 talk_date:date:O1 activist_date:date:C1
        mentors:text(40):C1 development_candidate_date:date:O5 appraisal_grade:choice:R1 appraisal_year:text(9):C1
        volunteer_hours:dec:C1 hours_source:choice:C1 study_points:dec:C1 training_certificate:text(40):C1 study_result:choice:C1
        punishment:choice:R1 special_note:text(100):O1 meeting_date:date(meetings):R2 eligible:int:S2 present:int:S2 in_favour:int:R2
        against:int:R2 abstained:int:R2 approval_rate:pct:D2 ballot_rate:pct:D2 meeting_result:choice:S2 branch_rank:int:C2
        inspection_date:date:R3 inspection_result:choice:R3 drop_reason:text(100):C3 notice_start:date:R3 notice_end:date:S3
        objections:choice:R3 review_date:date:K4 review_result:choice:K4 letter_number:text(30):K4 letter_date:date:K4
        party_result:choice:K5 party_decision_date:date:K5 party_reason:text(100):K5 valid_until:date:D4 next_step:text(60):D1
        remarks:text(200):O1 check_conclusion:text(60):D1 confirmed_reason:text(100):O1 marks:code:D1""",
    "meetings": """
        meeting_no:int:D1 meeting_date:date:R2 meeting_time:text(20):O2 meeting_place:text(40):R1 meeting_form:choice:R1
        approved_on:date:C1 host:text(30):R2 recorder:text(20):R2 eligible:int:R2 present:int:R2 absentees:text(200):C2
        observers:text(100):O2 scrutineer:text(40):R2 counter:text(40):R2 caller:text(20):O2 ballots_issued:int:R2
        ballots_returned:int:R2 ballots_valid:int:R2 ballots_invalid:int:D2 discussion:long:O2 resolution:long:S2""",
    "dossier": """
        name:ref(nominees):R1 student_id:ref(nominees):C1 self_statement:long:O2 deeds:long:O2 honours:long:O1 branch_opinion:long:S3
        inspection_opinion:long:O3""",
    "events": """
        name:ref(members|nominees):R1 student_id:ref(members|nominees):C1 event_kind:choice:R1 event_date:date~:R1
        event_topic:text(60):R1 organiser:text(40):R1 event_hours:dec:O1 event_score:dec:O1 event_result:choice:O1
        certificate_number:code:O1 evidence:text(80):O1 absentees:text(200):O1 remarks:text(200):O1""",
    "committee": """
        league_committee:text(40):K0 document_prefix:text(20):K0 contact:text(20):K0 contact_phone:text(30):K0 deadline:date:K0
        document_date:date:K0 party_committee:text(40):K0 distribution:long:K0""",
}
"""Every field of the catalogue in its order: key, type, phase, and whether the branch fills it (Required, under a Condition, Optional),
the program (Derived, Suggested) or the committee (K)."""

CORE = """name gender birth_date id_number branch league_join_date recommendation_type application_date meeting_date eligible present
    in_favour notice_start notice_end"""
PRINTED = """seq name gender ethnicity birth_date student_id branch league_join_date league_post recommendation_type application_date
    activist_date meeting_date eligible present in_favour approval_rate notice_start notice_end remarks"""
CONSTANT = "name gender birth_date ethnicity league_join_date league_number application_date"

HEADERS = {
    "name": "姓名 *姓名 学生姓名 推优对象姓名 团员姓名 姓　名",
    "gender": "性别 性别（男/女）",
    "ethnicity": "民族 所属民族",
    "birth_date": "出生日期 出生年月日 出生年月 生日 出生日期(YYYY-MM-DD)",
    "id_number": "身份证号 身份证号码 公民身份号码 居民身份证号码 身份证 *身份证号（18位）",
    "student_id": "学号/工号 学号 工号",
    "education": "学历 文化程度",
    "phone": "联系电话 联系方式 手机号码 手机号 电话 联系电话（手机）",
    "branch": "所在团支部 团支部 所在支部 团支部名称 ＊所在团支部（全称）",
    "league_join_date": "入团时间 入团日期 入团年月 团内情况入团时间",
    "league_number": "发展团员编号 团员发展编号 团员编号 团内情况发展团员编号",
    "league_post": "团内职务 现任团内职务 团内情况团内职务",
    "recommendation_type": "推优类型 推荐类型 推优类别",
    "application_date": "递交入党申请书时间* 申请入党时间 入党申请时间 递交申请书时间 申请书递交时间 申请入党日期 递交入党申请书日期",
    "activist_date": "确定为入党积极分子时间 列为积极分子时间 确定积极分子时间 列为入党积极分子时间 积极分子确定时间",
    "development_candidate_date": "确定为发展对象时间 列为发展对象时间 确定发展对象时间",
    "appraisal_grade": "团员教育评议等次 教育评议等次 评议等次",
    "volunteer_hours": "志愿服务时长（小时） 志愿时长 志愿服务小时数",
    "study_points": "学习积分(分) 学习积分",
    "meeting_date": "推优大会时间 推优大会日期 团支部推优时间 推优时间 推优大会\n时间",
    "eligible": "应到会人数（人） 应到人数 应到 推优大会应到 表决情况应到人数",
    "present": "实到会人数（人） 实到人数 实到 推优大会实到",
    "in_favour": "赞成票（张） 赞成票数 赞成人数 赞成 推优大会赞成 同意票数",
    "against": "反对票（张） 反对票数 反对人数 反对 推优大会反对",
    "abstained": "弃权票（张） 弃权票数 弃权人数 弃权 推优大会弃权",
    "notice_start": "公示开始日期 公示开始时间 公示起始日期 公示开始 公示时间起",
    "notice_end": "公示结束日期 公示结束时间 公示截止日期 公示结束 公示时间止",
    "objections": "公示异议 异议情况 有无异议",
    "remarks": "备注 备注：",
}
"""Headers of 推优名单 as committees and branches word them."""

WRITTEN = {
    "ethnicity": {"汉族": "汉 01 1", "维吾尔族": "维吾尔 05", "基诺族": "基诺 56", "其他": "97", "外国血统中国籍人士": "98"},
    "gender": {"男": "1 M 男性", "女": "2 F 女生"},
    "political_status": {"共青团员": "团员 入党积极分子", "中共预备党员": "预备党员", "中共党员": "党员", "群众": "群众"},
    "education": {
        "大学本科": "本科",
        "大学本科在读": "本科在读 大学本科二年级",
        "大学专科": "大专 专科",
        "硕士研究生": "研究生 硕士",
        "硕士研究生在读": "研究生在读",
        "中职中专技校": "中专",
        "普通高中": "高中",
    },
    "league_post": {"书记": "团支书 团支部书记", "副书记": "团支部副书记", "其他委员": "委员", "无": "没有 无 普通团员"},
    "recommendation_type": {
        "入党积极分子": "积极分子 推优① ① 推荐为入党积极分子",
        "发展对象": "党的发展对象 推优② ② 推荐为发展对象",
        "听取意见": "28–35周岁青年",
    },
    "appraisal_grade": {"优秀": "优", "合格": "合格", "未参评": "未参加"},
    "objections": {"无异议": "无 没有异议"},
    "punishment": {"无": "无处分 没有", "处分已解除": "已解除"},
    "study_result": {"无不及格": "无挂科", "有不及格": "有挂科"},
}


@pytest.fixture(scope="module")
def national() -> Scheme:
    return Scheme.load("national")


def all_fields(scheme: Scheme) -> list[Field]:
    return [field for fields in scheme.fields.values() for field in fields]


def filler(field: Field) -> str:
    other = {FilledBy.DERIVED: "D", FilledBy.SUGGESTED: "S", FilledBy.COMMITTEE: "K"}
    return other.get(field.filled_by) or ("R" if field.required is True else "C" if field.required else "O")


@pytest.mark.parametrize("table", CATALOGUED)
def test_every_field_of_the_catalogue_is_there_in_its_order(national: Scheme, table: str) -> None:
    def said(field: Field) -> str:
        argument = field.length or field.target
        return f"{field.key}:{field.type.value}{f'({argument})' if argument else ''}:{filler(field)}{field.phase}"

    assert [said(field) for field in national.fields[table]] == CATALOGUED[table].split()


def test_tabs_stand_in_order_and_a_fresh_form_shows_four(national: Scheme) -> None:
    assert list(national.tables) == ["unit", "members", "nominees", "meetings", "dossier", "events", "committee"]
    assert [table.sheet for table in national.tables.values() if table.shown] == ["单位信息", "推优对象清单", "推优大会"]
    assert [table.key for table in national.tables.values() if table.roster_only] == ["committee"]


def test_fourteen_columns_are_core_twenty_are_printed_seven_never_change(national: Scheme) -> None:
    nominees = national.fields["nominees"]
    assert [field.key for field in nominees if field.core] == CORE.split()
    assert [field.key for field in nominees if field.printed] == PRINTED.split()
    assert {field.key for field in nominees if field.constant} == set(CONSTANT.split())
    assert not any(field.core or field.printed for table, fields in national.fields.items() if table != "nominees" for field in fields)


def test_identity_and_phone_numbers_are_the_only_data_of_the_highest_class(national: Scheme) -> None:
    assert {field.key for field in all_fields(national) if field.pii == 3} == {"id_number", "phone", "secretary_phone"}


def test_dates_that_may_lie_ahead_are_not_dates_of_the_past(national: Scheme) -> None:
    ahead = {field.key for field in all_fields(national) if field.type.value.startswith("date") and not field.past}
    assert ahead == {"meeting_date", "notice_end", "valid_until", "qualified_on", "deadline", "document_date"}


def test_every_field_says_what_belongs_in_it(national: Scheme) -> None:
    for field in all_fields(national):
        assert field.help, field.key
        assert "\n" not in field.help, field.key
        assert len(field.help) <= 60, field.key


def test_a_term_means_one_key_everywhere(national: Scheme) -> None:
    keys: dict[str, set[str]] = defaultdict(set)
    terms: dict[str, set[str]] = defaultdict(set)
    for field in all_fields(national):
        assert field.term.isidentifier(), field.term
        keys[field.term].add(field.key)
        terms[field.key].add(field.term)
    assert {term for term, meant in keys.items() if len(meant) > 1} == set()
    assert {key for key, used in terms.items() if len(used) > 1} == set()


@pytest.mark.parametrize("table", CATALOGUED)
def test_a_header_word_means_one_column(national: Scheme, table: str) -> None:
    meant: dict[str, set[str]] = defaultdict(set)
    for field in national.fields[table]:
        for word in {form for text in (field.label, field.term, *field.aliases) for form in bare_forms(text)}:
            meant[word].add(field.key)
    assert {word: keys for word, keys in meant.items() if len(keys) > 1} == {}


@pytest.mark.parametrize("key", HEADERS)
def test_headers_that_people_write_are_known(national: Scheme, key: str) -> None:
    words = column_words(national, "nominees")
    for header in HEADERS[key].split(" "):
        assert words.find(header) == key, header


@pytest.mark.parametrize("header", ["家庭住址", "宿舍", "专业排名", "公示时间", "公示起止时间", "班级", "职务", "时间", "QQ号"])
def test_headers_of_another_meaning_are_not_taken(national: Scheme, header: str) -> None:
    assert column_words(national, "nominees").find(header) is None


@pytest.mark.parametrize("key", WRITTEN)
def test_choices_that_people_write_are_read(national: Scheme, key: str) -> None:
    read = converter(national.field("nominees", key), national.choices[key])
    for label, words in WRITTEN[key].items():
        for word in (label, *words.split(" ")):
            assert read(word) == label, word


@pytest.mark.parametrize(
    ("key", "word"), [("league_post", "班长"), ("league_post", "学习委员"), ("political_status", "学生"), ("punishment", "有处分")]
)
def test_what_is_none_of_the_choices_is_not_guessed(national: Scheme, key: str, word: str) -> None:
    read = converter(national.field("nominees", key), national.choices[key])(word)
    assert getattr(read, "value", read) is None


def test_the_56_peoples_have_their_codes(national: Scheme) -> None:
    peoples = [label for label in national.choices["ethnicity"] if label.endswith("族")]
    assert len(peoples) == 56
    for number, label in enumerate(peoples, 1):
        assert {label.removesuffix("族"), f"{number:02d}"} <= set(national.choices["ethnicity"][label])


def test_an_alias_means_one_choice(national: Scheme) -> None:
    for key, labels in national.choices.items():
        meant: dict[str, set[str]] = defaultdict(set)
        for label, aliases in labels.items():
            for word in (label, *aliases):
                meant[bare(word)].add(label)
        assert {word: choices for word, choices in meant.items() if len(choices) > 1} == {}, key


def test_every_number_has_a_clause_or_says_that_it_is_to_be_decided(national: Scheme) -> None:
    for param in national.params.values():
        assert param.label, param.key
        assert param.is_default or (param.source == "办法" and param.basis), param.key
    official = {"age_minimum": 18, "league_age_months": 12, "validity_years": 2, "notice_workdays": 5, "age_maximum": 28}
    assert {key: national.param(key, AS_OF) for key in official} == official


def test_the_validity_is_counted_from_a_date_of_the_row(national: Scheme) -> None:
    assert national.has_field("nominees", str(national.param("validity_starts", AS_OF)))


def test_admission_has_25_steps_in_5_stages(national: Scheme) -> None:
    stages: dict[str, int] = defaultdict(int)
    for step in national.steps:
        assert step.name
        assert step.actor
        assert step.basis
        stages[step.stage] += 1
    assert [step.number for step in national.steps] == list(range(1, 26))
    assert list(stages.values()) == [2, 4, 5, 7, 7]


def test_letters_and_bulletins_have_numbers_and_the_briefing_an_issue(national: Scheme) -> None:
    numbered = {"circular", "recommendation_letter", "quarterly_bulletin", "annual_bulletin"}
    assert {d.id for d in national.documents.values() if d.number} == numbered
    assert {d.id for d in national.documents.values() if d.issue} == {"briefing"}


@pytest.mark.parametrize(
    ("row", "made"),
    [
        ({"recommendation_type": "入党积极分子", "meeting_result": "通过"}, True),
        ({"recommendation_type": "入党积极分子", "meeting_result": "通过", "inspection_result": "不予推荐"}, False),
        ({"recommendation_type": "入党积极分子", "meeting_result": "未通过"}, False),
        ({"recommendation_type": "发展对象", "meeting_result": "通过"}, False),
    ],
)
def test_the_form_for_activists_is_made_for_those_who_go_on(national: Scheme, row: dict[str, object], made: bool) -> None:
    when = national.documents["form_activist"].when
    assert when is not None
    assert (when.judge(row) is Verdict.TRUE) is made
