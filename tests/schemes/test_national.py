"""What the national scheme and the calendar promise."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from fractions import Fraction

import pytest

from xlflow.domain.dates import Month
from xlflow.findings import Severity
from xlflow.forms.cells import converter
from xlflow.forms.text import bare, bare_forms
from xlflow.forms.vocabulary import vocabulary
from xlflow.messages import CATALOGUE
from xlflow.schemes.expressions import Verdict
from xlflow.schemes.parts import Field, FilledBy
from xlflow.schemes.scheme import Scheme

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
        dues_arrears_months:int:O0 transferred_from:text(40):C0 transfer_in_date:date~:O0 volunteer_hours:dec:S0 study_points:dec:S0
        screening_state:choice:D0 screening_reason:long:D0 qualified_on:date:D0""",
    "nominees": """
        seq:int:D1 name:text(50):R1 gender:choice:S1 ethnicity:choice:R1 native_place:text(20):O1 birth_date:date~:S1 age:int:D1
        id_number:idno:C1 student_id:code:C1 political_status:choice:R1 education:choice:R1 phone:phone:R1 branch:text(40):S1
        league_join_date:date~:R1 league_age:text(10):D1 league_number:code:O1 league_post:choice:R1 class_post:text(20):O1
        league_cadre:bool:C1 recommendation_type:choice:R1 application_date:date~:R1 talk_date:date:O1 activist_date:date:C1
        mentors:text(40):C1 development_candidate_date:date:O5 appraisal_grade:choice:R1 appraisal_year:text(9):C1
        volunteer_hours:dec:C1 hours_source:choice:C1 study_points:dec:C1 training_certificate:text(40):C1 study_result:choice:C1
        punishment:choice:R1 special_note:text(100):O1 meeting_date:date:R2 eligible:int:S2 present:int:S2 in_favour:int:R2
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
        document_date:date:K0 party_committee:text(40):K0""",
}
"""Every field of the catalogue in its order: key, type, who fills it (Required, Conditional, Optional, Derived, Suggested, Kommittee), phase."""

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
    "application_date": "递交入党申请书时间* 申请入党时间 入党申请时间 递交申请书时间 申请书递交时间 入党申请书递交时间 申请入党日期 递交入党申请书日期",
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


def all_fields(scheme: Scheme) -> list[Field]:
    return [field for fields in scheme.fields.values() for field in fields]


def filler(field: Field) -> str:
    other = {FilledBy.DERIVED: "D", FilledBy.SUGGESTED: "S", FilledBy.COMMITTEE: "K"}
    return other.get(field.filled_by) or ("R" if field.required is True else "C" if field.required else "O")


def verdicts(
    scheme: Scheme, table: str, changes: dict[str, object], params: dict[str, object] | None = None
) -> dict[Verdict, set[tuple[str, str]]]:
    """What the rules of a table say of a sound row with some changes: (code, field) by verdict."""
    row = {"nominees": NOMINEE, "meetings": MEETING, "unit": UNIT, "members": MEMBER}[table]
    known: dict[str, object] = {key: param.at(AS_OF) for key, param in scheme.params.items()} | {"as_of": AS_OF} | UNIT | row | changes
    known |= params or {}
    found: dict[Verdict, set[tuple[str, str]]] = defaultdict(set)
    for rule in scheme.rules:
        if rule.table == table and (rule.when is None or rule.when.judge(known) is Verdict.TRUE):
            found[rule.require.judge(known)].add((rule.code, rule.at))
    return found


def broken(scheme: Scheme, table: str, changes: dict[str, object], **params: object) -> set[tuple[str, str]]:
    return verdicts(scheme, table, changes, params)[Verdict.FALSE]


# --- fields -------------------------------------------------------------------------------------------------------------------


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
        assert field.help and "\n" not in field.help, field.key
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


# --- headers and choices as people write them ---------------------------------------------------------------------------------


@pytest.mark.parametrize("table", CATALOGUED)
def test_a_header_word_means_one_column(national: Scheme, table: str) -> None:
    meant: dict[str, set[str]] = defaultdict(set)
    for field in national.fields[table]:
        for word in {form for text in (field.label, field.term, *field.aliases) for form in bare_forms(text)}:
            meant[word].add(field.key)
    assert {word: keys for word, keys in meant.items() if len(keys) > 1} == {}


@pytest.mark.parametrize("key", HEADERS)
def test_headers_that_people_write_are_known(national: Scheme, key: str) -> None:
    words = vocabulary(national, "nominees")
    for header in HEADERS[key].split(" "):
        assert words.find(header) == key, header


@pytest.mark.parametrize("header", ["家庭住址", "宿舍", "专业排名", "公示时间", "公示起止时间", "班级", "职务", "时间", "QQ号"])
def test_headers_of_another_meaning_are_not_taken(national: Scheme, header: str) -> None:
    assert vocabulary(national, "nominees").find(header) is None


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


# --- rules --------------------------------------------------------------------------------------------------------------------


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
def test_a_condition_that_is_not_met_is_found_at_its_cell(
    national: Scheme, table: str, changes: dict[str, object], found: tuple[str, str]
) -> None:
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
    ],
    ids=["cadre of 28", "opinion on a young person", "born on 29 February", "not yet at the meeting", "answered", "planned", "no minimum"],
)
def test_what_the_rules_allow_is_no_finding(national: Scheme, changes: dict[str, object]) -> None:
    assert not broken(national, "nominees", changes)


def test_hours_and_points_count_only_where_a_minimum_is_set(national: Scheme) -> None:
    few = {"volunteer_hours": 19.5, "study_points": 59}
    assert broken(national, "nominees", few, volunteer_hours_minimum=20, study_points_minimum=60) == {
        ("hours-below-minimum", "volunteer_hours"),
        ("points-below-minimum", "study_points"),
    }


def test_a_month_of_joining_a_year_before_the_meeting_is_undecided(national: Scheme) -> None:
    found = verdicts(national, "nominees", {"league_join_date": Month(2023, 5), "meeting_date": date(2024, 5, 10)})
    assert ("league-age-short", "league_join_date") in found[Verdict.UNDECIDED]


def test_a_meeting_of_the_form_is_blamed_on_its_own_sheet(national: Scheme) -> None:
    assert not broken(national, "nominees", {"meeting_date": date(2026, 7, 1), "ballots_issued": 28})


def test_rules_say_what_the_contract_says_of_their_code(national: Scheme) -> None:
    for rule in national.rules:
        kind = CATALOGUE[rule.code]
        is_mild = rule.at in ("member_count", "recorder")
        assert rule.severity in (None, Severity.WARNING if is_mild else kind.severity), rule.code
        assert rule.message and rule.fix, rule.code
        if rule.severity is Severity.ERROR:
            assert bool(rule.waivable) is kind.waivable, rule.code


# --- dates --------------------------------------------------------------------------------------------------------------------


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


# --- meeting, quota, required -------------------------------------------------------------------------------------------------


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
def test_a_cell_is_due_under_its_condition(
    national: Scheme, table: str, key: str, due: dict[str, object], not_due: dict[str, object]
) -> None:
    required = national.field(table, key).required
    assert not isinstance(required, bool)
    assert required.judge(due) is Verdict.TRUE
    assert required.judge(not_due) is not Verdict.TRUE


# --- params, steps, documents -------------------------------------------------------------------------------------------------


def test_every_number_has_a_clause_or_says_that_it_is_to_be_decided(national: Scheme) -> None:
    for param in national.params.values():
        assert param.label, param.key
        assert param.is_default or (param.source == "办法" and param.basis), param.key
    official = {"age_minimum": 18, "league_age_months": 12, "validity_years": 2, "notice_workdays": 5, "age_maximum": 28}
    assert {key: national.param(key, AS_OF) for key in official} == official


def test_admission_has_25_steps_in_5_stages(national: Scheme) -> None:
    stages: dict[str, int] = defaultdict(int)
    for step in national.steps:
        assert step.name and step.actor and step.basis
        stages[step.stage] += 1
    assert [step.number for step in national.steps] == list(range(1, 26))
    assert list(stages.values()) == [2, 4, 5, 7, 7]


def test_the_documents_of_a_round_are_named_as_the_catalogue_names_them(national: Scheme) -> None:
    assert {d.id: (d.scope, d.audience, d.sign, d.file) for d in national.documents.values()} == {
        "circular": ("unit", "public", "S4", "{league_committee}_{round}推优工作通知.docx"),
        "meeting_minutes": ("meeting", "internal", "S5", "{branch_short}_推优大会会议记录.docx"),
        "public_notice": ("branch", "public", "S4", "{branch_short}_推优公示.docx"),
        "form_activist": ("nominee", "full", "S3", "{branch_short}_{name}_入党积极分子登记表.docx"),
        "recommendation_letter": ("party_branch", "internal", "S4", "{party_branch}_推荐函.docx"),
        "branch_report": ("branch", "internal", "S1", "{branch_short}_推优情况报告.docx"),
        "summary_table": ("branch", "internal", "S2", "{unit_name}_{round}推优汇总表.xlsx"),
    }
    assert {d.id for d in national.documents.values() if d.number} == {"circular", "recommendation_letter"}


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


# --- calendar -----------------------------------------------------------------------------------------------------------------


def test_the_calendar_knows_the_years_2019_to_2026(national: Scheme) -> None:
    assert national.calendar.years == frozenset(range(2019, 2027))
    assert all(day.weekday() < 5 for day in national.calendar.holidays)
    assert all(day.weekday() >= 5 for day in national.calendar.make_up_days)
    for year in national.calendar.years:
        assert 17 <= sum(day.year == year for day in national.calendar.holidays) <= 19


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2020, 3, 30), date(2020, 4, 3), 5),
        (date(2024, 9, 27), date(2024, 10, 9), 5),
        (date(2024, 9, 27), date(2024, 10, 8), 4),
        (date(2026, 3, 16), date(2026, 3, 20), 5),
        (date(2026, 2, 13), date(2026, 2, 24), 3),
        (date(2025, 9, 28), date(2025, 10, 9), 4),
    ],
    ids=["3月30日至4月3日", "over 国庆 with a Sunday worked", "a day short of it", "an ordinary week", "over 春节", "over 国庆 2025"],
)
def test_working_days_of_a_notice_leave_out_holidays_and_count_days_worked_instead(
    national: Scheme, start: date, end: date, days: int
) -> None:
    assert national.calendar.workdays_between(start, end, True) == days


@pytest.mark.parametrize(
    ("start", "first_day_counts", "end"),
    [
        (date(2020, 3, 30), True, date(2020, 4, 3)),
        (date(2020, 3, 30), False, date(2020, 4, 7)),
        (date(2024, 9, 27), True, date(2024, 10, 9)),
        (date(2024, 9, 27), False, date(2024, 10, 10)),
    ],
)
def test_five_working_days_end_on_the_day_that_notices_print(national: Scheme, start: date, first_day_counts: bool, end: date) -> None:
    assert national.calendar.workday_after(start, 5, first_day_counts) == end
