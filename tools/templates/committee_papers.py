"""Papers of a League committee to branches and to the Party: replies, supervision, returned material, reminders, feedback."""

from __future__ import annotations

from templates.docx_draft import Draft
from templates.draft_blocks import (
    BASIS,
    KEPT_LINE,
    addressee,
    body,
    cell,
    columns,
    gap,
    label,
    last_words,
    of_person,
    people_table,
    row,
    signed_by_hand,
    table,
    tag_row,
    written_or_lines,
)
from xlflow.documents.layout.page_setup import PageForm
from xlflow.documents.layout.paragraph_markup import blank_line, paragraph, tag
from xlflow.documents.layout.standard_measures import CORE_HEIGHT_TWIPS

MEETING_REPLY_WIDTHS = columns((1, 2.4, 1.2, 4, 3))
MEETING_REPLY_COLUMNS = {"序号": "number", "姓名": "name", "性别": "gender", "所在团支部": "branch", "推荐类型": "recommendation_type"}


def meeting_reply() -> Draft:
    """关于同意召开推优大会的批复: the League body above to one branch; plain paper, sealed, no number."""
    text = [
        tag("{{p title('关于同意' ~ branch, '召开推优大会的批复') }}"),
        addressee("{{ branch }}"),
        body(
            "你支部关于召开推优大会的申请收悉。经研究，同意你支部于{{ meeting_date or blank_date }}"
            "{% if meeting_place %}在{{ meeting_place }}{% endif %}召开推优大会，对下列{{ count_nominees }}名候选人进行无记名投票："
        ),
        gap(),
        people_table(MEETING_REPLY_WIDTHS, of_person(MEETING_REPLY_COLUMNS), "nominees"),
        gap(),
        body(
            "请严格按照规定程序组织大会。实到会有表决权的团员{{ quorum }}方可进行，赞成票{{ pass_line }}的为通过，计票结果当场宣布。"
            "届时{% if observers %}由{{ observers }}到会指导{% else %}派员到会指导（到会人员：　　　　　　）{% endif %}。"
            "会后请及时做好考察、公示和材料上报工作。"
        ),
        last_words("此复。"),
        KEPT_LINE * 2,
        tag("{{p sealed(parent_committee, approved_on or blank_date) }}"),
    ]
    return Draft("召开推优大会的批复", "".join(text), PageForm.BARE)


def special_explanation() -> Draft:
    """情况说明: what is out of the ordinary about one person, in the words of the branch."""
    text = [
        tag("{{p title('关于' ~ name ~ '同志有关情况的说明') }}"),
        addressee("{{ parent_committee }}"),
        body(
            "{{ name }}，{{ gender }}，{{ ethnicity }}，{{ political_status }}"
            "{% if league_join_date %}，{{ league_join_date }}入团{% endif %}"
            "{% if application_date %}，{{ application_date }}递交入党申请书{% endif %}"
            "，{{ round }}{% if meeting_date %}经{{ meeting_date }}推优大会{% endif %}拟推荐为{{ kind_title }}人选。"
        ),
        body("现将有关情况说明如下：{{ special_note }}{% if special_note and special_note[-1] != '。' %}。{% endif %}"),
        last_words("以上情况属实。特此说明。"),
        KEPT_LINE,
        *signed_by_hand("团支部书记"),
    ]
    return Draft("情况说明", "".join(text), PageForm.BARE)


SUPERVISION_FORM_WIDTHS = columns((0.9, 6.6, 0.9, 0.9, 2.4))
FACTS = columns((1.6, 3.4, 1.6, 3.4))
POINTS = (
    "召开大会和候选人名单事先报上级团组织批准",
    "实到会有表决权的团员{{ quorum }}",
    "签到表与实到会人数一致，保留团籍的党员、无表决权人员未计入",
    "会上宣读了推优条件、名额和程序",
    "逐人介绍候选人情况，候选人作了自我评述",
    "到会团员讨论评议充分",
    "监票人、计票人不是候选人，经大会通过",
    "无记名投票，票箱当众检查、封闭",
    "收回票数不多于发出票数，计票公开",
    "计票结果当场宣布，赞成票{{ pass_line }}的为通过",
    "会议记录、计票单当场填写并签字",
)


def supervision_form() -> Draft:
    """推优大会督导表: who supervises a meeting ticks point by point what they see."""
    facts = (
        (("团支部", "{{ branch }}"), ("时间", "{{ meeting_date or blank_date }}")),
        (("地点", "{{ meeting_place }}"), ("主持人", "{{ host }}")),
        (("应到会", "{{ eligible }}"), ("实到会", "{{ present }}")),
    )
    rows = [row(*(text for name, value in line for text in (label(name), cell(value))), height=480) for line in facts]
    checks = [row(cell(str(n)), cell(point, "TableLeft"), *[cell("")] * 3, height=520) for n, point in enumerate(POINTS, 1)]
    text = [
        tag("{{p title('推优大会督导表') }}"),
        paragraph("", "FormNote"),
        table(FACTS, rows),
        paragraph("", "FormNote"),
        table(SUPERVISION_FORM_WIDTHS, (row(*map(label, ("序号", "督导内容", "是", "否", "说明")), height=460, header=True), *checks)),
        paragraph("", "FormNote"),
        table(columns((1.6, 8.4)), [row(label("发现的问题\n及意见".replace("\n", "")), cell(""), height=1500)]),
        paragraph("督导员（签字）：　　　　　　　　　　　　　　　　　　　年　　月　　日", "FormNote"),
    ]
    return Draft("推优大会督导表", "".join(text), PageForm.BARE)


RETURN_COVER_WIDTHS = columns((0.9, 3, 4.6, 4))
HEADS = ("序号", "位置", "问题", "怎样改正")


def return_cover() -> Draft:
    """退改通知: what a branch has to correct in its form, cell by cell."""
    text = [
        tag("{{p title(round ~ '推优材料退改通知') }}"),
        addressee("{{ branch }}"),
        body("你支部报来的推优材料经校验，有{{ faults|length }}处需要改正或核实。请逐条处理，改在原表上，校验无误后重新报送。"),
        gap(160),
        table(
            RETURN_COVER_WIDTHS,
            (
                row(*map(label, HEADS), height=460, header=True),
                tag_row("{%tr for fault in faults %}", len(HEADS)),
                row(
                    cell("{{ fault.number }}"),
                    *(cell(f"{{{{ fault.{key} }}}}", "TableLeft") for key in ("place", "message", "fix")),
                    height=440,
                ),
                tag_row("{%tr endfor %}", len(HEADS)),
            ),
        ),
        gap(160),
        last_words("确属特殊情况的，请在“核实说明”栏写明原因。"),
        KEPT_LINE,
        tag("{{p unsealed(league_committee, blank_date) }}"),
    ]
    return Draft("退改通知", "".join(text), PageForm.NUMBERED)


SYSTEM_ENTRY_SHEET_WIDTHS = columns((0.8, 2, 1.8, 2.1, 2.1, 2.1, 2.3, 2.3, 1.8, 1.6), CORE_HEIGHT_TWIPS)
SYSTEM_ENTRY_SHEET_COLUMNS = {
    "序号": "{{ person.number }}",
    "姓名": "{{ person.name }}",
    "入团时间": "{{ person.league_join_date }}",
    "申请入党时间": "{{ person.application_date }}",
    "推优类型": "{{ person.recommendation_type }}",
    "推荐时间": "{{ person.letter_date }}",
    "确定积极分子时间": "{{ person.activist_date }}",
    "确定发展对象时间": "{{ person.development_candidate_date }}",
    "党组织意见": "{{ person.party_result }}",
    "录入（√）": "",
}


def system_entry_sheet() -> Draft:
    """智慧团建录入单: what is to be entered into the member system after the round, on a wide page."""
    text = [
        tag("{{p title(round ~ '推优情况智慧团建录入单') }}"),
        paragraph("团支部：{{ branch }}　　共{{ count_passed }}人", "FormNote"),
        people_table(SYSTEM_ENTRY_SHEET_WIDTHS, SYSTEM_ENTRY_SHEET_COLUMNS, "passed"),
        paragraph("录入人（签字）：　　　　　　　　复核人（签字）：　　　　　　　　　　　年　　月　　日", "FormNote"),
    ]
    return Draft("智慧团建录入单", "".join(text), PageForm.LANDSCAPE)


def opinion_reply() -> Draft:
    """听取意见复函: what the League body says to a Party branch about a person too old to be recommended; letter form, opinion by hand."""
    text = [
        tag("{{p letter_head(league_committee, '') }}"),
        blank_line() * 2,
        tag("{{p title('关于' ~ name ~ '同志入党的意见') }}"),
        addressee("{{ party_branch }}"),
        body("你支部就{{ name }}同志申请入党听取团组织意见的来函收悉。经研究，现函复如下："),
        body(
            "{{ name }}，{{ gender }}，{{ ethnicity }}{% if birth_date %}，{{ birth_date }}出生{% endif %}，{{ political_status }}，"
            "现在{{ branch }}{% if application_date %}，{{ application_date }}递交入党申请书{% endif %}。"
        ),
        written_or_lines("dossier.branch_opinion", 5),
        last_words("以上意见，供党组织研究时参考。"),
        KEPT_LINE * 2,
        tag("{{p sealed(league_committee, document_date) }}"),
    ]
    return Draft("听取意见复函", "".join(text), PageForm.LETTER)


EXPIRY_REMINDER_WIDTHS = columns((1.2, 1.9, 5.8, 2.9, 3.9))
EXPIRY_REMINDER_COLUMNS = {
    "序号": "number",
    "姓名": "name",
    "所在团支部": "branch",
    "推荐类型": "recommendation_type",
    "有效期至": "valid_until",
}


def expiry_reminder() -> Draft:
    """推荐有效期到期提醒: whose recommendation ends soon, or has ended, without the Party organisation having taken them; inside use."""
    text = [
        tag("{{p title('关于推荐有效期到期的提醒函') }}"),
        addressee("有关团支部"),
        tag("{%p if expiring %}"),
        body(
            "推荐结果{{ params.validity_years }}年内有效。下列{{ count_expiring }}名同志的推荐有效期将满或者已满，"
            "党组织尚未反馈采纳，请核对并及时联系所在党支部："
        ),
        gap(),
        people_table(EXPIRY_REMINDER_WIDTHS, of_person(EXPIRY_REMINDER_COLUMNS), "expiring"),
        gap(),
        last_words("党组织已经采纳的，请把研究时间和结果报送团委登记。有效期满未被采纳、本人仍具备条件的，可以按程序重新推荐。"),
        tag("{%p else %}"),
        last_words("近期没有推荐有效期到期的人选。"),
        tag("{%p endif %}"),
        KEPT_LINE * 2,
        tag("{{p sealed(issuer, document_date) }}"),
    ]
    return Draft("推荐有效期到期提醒", "".join(text), PageForm.NUMBERED)


PARTY_FEEDBACK_WIDTHS = columns((1, 1.8, 2.4, 1.9, 1.9, 1.7, 1.7, 1.8))
PARTY_FEEDBACK_COLUMNS = {
    "序号": "{{ person.number }}",
    "姓名": "{{ person.name }}",
    "所在团支部": "{{ person.branch }}",
    "推优类型": "{{ person.recommendation_type }}",
    "党组织意见": paragraph("□采纳", "TableCell") + paragraph("□未采纳", "TableCell"),
    "研究时间": "",
    "培养联系人": "",
    "未采纳原因": "",
}


def party_feedback() -> Draft:
    """推优结果反馈单: the Party branch ticks what became of each recommendation, and sends it back."""
    text = [
        tag("{{p title('推优结果反馈单') }}"),
        addressee("{{ league_committee }}"),
        body(f"根据{BASIS}，你委{{{{ round }}}}来函推荐的{{{{ count_passed }}}}名同志，经我支部研究，结果反馈如下："),
        gap(160),
        people_table(PARTY_FEEDBACK_WIDTHS, PARTY_FEEDBACK_COLUMNS, "passed", height=860),
        gap(160),
        last_words("请将本单于研究决定后及时反馈，由团委告知所在团支部和本人。"),
        KEPT_LINE,
        *signed_by_hand("党支部书记", of="{{ party_branch }}（盖章）"),
    ]
    return Draft("推优结果反馈单", "".join(text), PageForm.NUMBERED)
