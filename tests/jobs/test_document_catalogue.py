"""Every document that a committee knows by name is there, with scope, class, signature and file name as the catalogue gives them."""

from __future__ import annotations

import pytest

from xlflow.schemes.scheme import Scheme

NATIONAL = """
circular               unit          public    S4  {league_committee}_{round}推优工作通知.docx
quota_table            unit          internal  S4  {round}名额分配表.xlsx
meeting_request        meeting       internal  S1  {branch_short}_召开推优大会申请.docx
meeting_reply          meeting       internal  S4  {branch_short}_召开推优大会批复.docx
candidate_list         branch        internal  S2  {branch_short}_候选人名单.xlsx
ballot_paper           meeting       public    S0  {branch_short}_推优票.docx
tally_sheet            meeting       internal  S5  {branch_short}_计票单.docx
sign_in_sheet          meeting       internal  S5  {branch_short}_签到表.docx
meeting_minutes        meeting       internal  S5  {branch_short}_推优大会会议记录.docx
inspection_report      nominee       internal  S1  {branch_short}_{name}_考察材料.docx
deeds_statement        nominee       internal  S5  {branch_short}_{name}_事迹材料.docx
public_notice          branch        public    S4  {branch_short}_推优公示.docx
notice_result          branch        internal  S4  {branch_short}_公示情况说明.docx
form_activist          nominee       full      S3  {branch_short}_{name}_入党积极分子登记表.docx
form_candidate         nominee       full      S3  {branch_short}_{name}_发展对象登记表.docx
summary_table          branch        internal  S2  {unit_name}_{round}推优汇总表.xlsx
summary_table_unit     unit          internal  S2  {unit_name}_{round}推优汇总表.xlsx
branch_report          branch        internal  S1  {branch_short}_推优情况报告.docx
recommendation_letter  party_branch  internal  S4  {party_branch}_推荐函.docx
party_feedback         party_branch  internal  S5  {party_branch}_反馈单.docx
party_feedback_sheet   party_branch  internal  S5  {party_branch}_反馈单.xlsx
cultivation_record     nominee       internal  S5  {branch_short}_{name}_培养考察登记.docx
opinion_reply          nominee       internal  S4  {name}_听取意见复函.docx
quarterly_bulletin     period        public    S4  {period}推优工作通报.docx
annual_bulletin        period        public    S4  {year}年度推优考核通报.docx
annual_statistics      period        internal  S4  {year}年度推优统计表.xlsx
supervision_form       meeting       internal  S5  {branch_short}_督导表.docx
mutual_check_list      period        internal  S0  {period}互查问题清单.xlsx
briefing               period        public    S4  {year}年第{n}期简报.docx
archive_list           branch        internal  S1  {branch_short}_归档目录.docx
special_explanation    nominee       internal  S1  {branch_short}_{name}_情况说明.docx
return_cover           branch        internal  S0  {branch_short}_退改通知.docx
expiry_reminder        unit          internal  S4  {league_committee}_{round}推荐有效期到期提醒.docx
system_entry_sheet     branch        internal  S0  {branch_short}_智慧团建录入单.docx
"""
OF_SCHEMES = {
    "tangshan": """
stage_record           nominee       internal  S2  {branch_short}_{name}_3+1+1纪实表.docx
stage_rates            period        public    S4  {period}五项完成情况通报.docx
exam_sheet             branch        internal  S5  {branch_short}_统一考试成绩表.xlsx
lecture_record         nominee       internal  S5  {branch_short}_{name}_主题团课记录.docx
""",
    "chongqing": """
duty_table             unit          public    S0  推优工作职责清单.docx
training_roll          unit          internal  S5  {class_name}_名册.xlsx
training_summary       period        internal  S4  {period}培训情况统计.xlsx
assessment_bulletin    period        public    S4  {year}年度高校推优考核通报.docx
liaison_log            period        internal  S5  {period}联系高校检查记录.xlsx
""",
    "anhui": """
quota_ledger           period        internal  S4  {year}单列名额台账.xlsx
talent_pool            unit          internal  S4  {unit_name}_优秀青年人才库.xlsx
coverage_table         period        internal  S4  {period}两个覆盖统计.xlsx
area_report            period        internal  S4  {period}分片交流报告.docx
""",
    "wuyi": """
quarterly_points       period        public    S4  {period}积分通报_{township}.docx
annual_bands           period        public    S4  {year}年度考核通报.docx
village_recommendation branch        internal  S2  {village}_年度推荐人选名单.xlsx
year_list              period        internal  S4  {year}年度推优名单.xlsx
chain_record           nominee       internal  S3  {name}_荐才培育推优纪实表.docx
class_roll             unit          internal  S5  {class_name}_名册.xlsx
""",
    "csg": """
standard_form          nominee       full      S3  {branch_short}_{name}_推优标准表单.docx
flow_chart             unit          public    S0  推优工作流程图.png
candidate_library      unit          internal  S4  {unit_name}_推优对象清单库.xlsx
pair_register          unit          internal  S4  {unit_name}_结对共建表.xlsx
share_sheet            period        internal  S4  {year}经推优入党比例.xlsx
""",
}
NUMBERED = {
    "circular",
    "recommendation_letter",
    "quarterly_bulletin",
    "annual_bulletin",
    "stage_rates",
    "assessment_bulletin",
    "annual_bands",
}
"""What a committee sends out under a number of its own; papers of branches, and lists, have none."""

Line = tuple[str, ...]


def catalogued(text: str) -> dict[str, Line]:
    return {line.split()[0]: tuple(line.split()[1:]) for line in text.strip().splitlines()}


def shipped(scheme: str) -> dict[str, Line]:
    documents = Scheme.load(scheme).documents.values()
    return {document.id: (document.scope, document.audience, document.sign, document.file) for document in documents}


def test_the_national_set_is_as_the_catalogue_gives_it() -> None:
    assert shipped("national") == catalogued(NATIONAL)


@pytest.mark.parametrize("scheme", OF_SCHEMES)
def test_the_set_of_a_scheme_is_the_national_one_and_its_own(scheme: str) -> None:
    assert shipped(scheme) == catalogued(NATIONAL) | catalogued(OF_SCHEMES[scheme])


@pytest.mark.parametrize("scheme", ["national", *OF_SCHEMES])
def test_a_word_document_has_its_template_and_no_paper_of_a_branch_a_number(scheme: str) -> None:
    documents = Scheme.load(scheme).documents.values()
    assert [document.id for document in documents if document.file.endswith(".docx") != bool(document.template)] == []
    assert {document.id for document in documents if document.number} <= NUMBERED
    assert not [document.id for document in documents if document.number and document.scope in ("branch", "nominee", "meeting")]
