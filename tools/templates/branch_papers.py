"""Papers of the branch: request for the meeting, report, list of the files."""

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
    level_1,
    of_person,
    people_table,
    row,
    signed_by_hand,
    table,
)
from templates.notice_and_letter import OBJECTED
from xlflow.documents.layout.page_setup import PageForm
from xlflow.documents.layout.paragraph_markup import indents, paragraph, tag
from xlflow.documents.layout.standard_measures import SET_CHARACTER_TWIPS

MEETING_REQUEST_WIDTHS = columns((1, 2.6, 1, 1.6, 2.4, 2.6))
MEETING_REQUEST_COLUMNS = {
    "序号": "{{ person.number }}",
    "姓名": "{{ person.name }}",
    "性别": "{{ person.gender }}",
    "民族": "{{ person.ethnicity }}",
    "团内职务": "{{ person.league_post }}",
    "推优类型": "{{ person.recommendation_type }}",
}


def meeting_request() -> Draft:
    """关于召开推优大会的申请: before the meeting the branch names the candidates and asks the League body above it."""
    text = [
        tag("{{p title(branch, '关于召开推优大会的申请') }}"),
        addressee("{{ parent_committee }}"),
        body(
            f"根据{BASIS}和{{{{ round }}}}推优工作安排，我支部委员会对照条件逐人摸底，提出候选人建议名单，"
            "拟召开推优大会。现将有关事项报告如下。"
        ),
        level_1(1, "大会安排"),
        body(
            "大会拟于{{ meeting_date or blank_date }}{{ meeting_time }}在{{ meeting_place or '＿＿＿＿＿＿' }}召开"
            "，应到会有表决权的团员{{ eligible or '＿＿＿' }}名。"
            "由{{ host or '＿＿＿＿' }}主持{% if observers %}，邀请{{ observers }}列席{% endif %}。"
        ),
        level_1(2, "候选人建议名单"),
        body("共{{ count_nominees }}名，名单如下："),
        gap(160),
        people_table(MEETING_REQUEST_WIDTHS, MEETING_REQUEST_COLUMNS, "nominees"),
        gap(160),
        last_words("以上安排和候选人建议名单，请予审批。"),
        KEPT_LINE,
        *signed_by_hand("团支部书记"),
    ]
    return Draft("召开推优大会申请", "".join(text), PageForm.NUMBERED)


BRANCH_REPORT_WIDTHS = columns((1, 2, 2.2, 1.2, 1.2, 1.2, 1.8, 1.9))
BRANCH_REPORT_COLUMNS = {
    "序号": "number",
    "姓名": "name",
    "推优类型": "recommendation_type",
    "赞成": "in_favour",
    "反对": "against",
    "弃权": "abstained",
    "占应到会": "approval_rate",
    "大会结果": "meeting_result",
}


def branch_report() -> Draft:
    """推优情况报告: what a branch tells the League body above it; plain paper, signed by hand."""
    text = [
        tag("{{p title(branch, '关于' ~ round ~ '推优情况的报告') }}"),
        addressee("{{ parent_committee }}"),
        body("根据《共青团推优入党工作实施办法（试行）》和上级团组织部署，我支部开展了{{ round }}推优工作，现将有关情况报告如下。"),
        level_1(1, "基本情况"),
        body(
            "我支部现有团员{{ member_count }}名{% if quota_limit %}，本次推荐名额上限为{{ quota_limit }}名{% endif %}。经团支部委员会摸底，"
            "共提出候选人{{ count_nominees }}名。"
        ),
        level_1(2, "推优大会情况"),
        tag("{%p for meeting in meetings %}"),
        body(
            "{{ meeting.meeting_date }}{% if meeting.meeting_place %}，在{{ meeting.meeting_place }}{% endif %}召开推优大会，"
            "应到会有表决权的团员{{ meeting.eligible }}名，实到会{{ meeting.present }}名。"
            "{% if meeting.ballots_issued %}发出选票{{ meeting.ballots_issued }}张，收回{{ meeting.ballots_returned }}张，"
            "其中有效票{{ meeting.ballots_valid }}张。{% endif %}"
        ),
        tag("{%p endfor %}"),
        body("投票结果如下："),
        gap(),
        people_table(BRANCH_REPORT_WIDTHS, of_person(BRANCH_REPORT_COLUMNS), "nominees"),
        gap(),
        *_after_the_meeting(),
        last_words("特此报告。"),
        KEPT_LINE,
        *_signature(),
    ]
    return Draft("推优情况报告", "".join(text), PageForm.NUMBERED)


def _after_the_meeting() -> tuple[str, ...]:
    return (
        level_1(3, "考察和公示情况"),
        body(
            "{% if passed %}团支部委员会对大会通过的人选进行了考察，同意推荐{{ count_passed }}名。"
            "{% if notice_start and notice_end %}{{ notice_start }}至{{ notice_end }}在{{ notice_place }}公示"
            f"{{% if not {OBJECTED} %}}，没有影响推荐的异议{{% endif %}}。{{% endif %}}"
            "{% else %}本次没有可以推荐的人选。{% endif %}"
        ),
        tag("{%p for kind in kinds %}"),
        body("拟推荐为{{ kind.kind_title }}的{{ kind.count_passed }}名：{{ kind.passed|map(attribute='name')|join('、') }}。"),
        tag("{%p endfor %}"),
        level_1(4, "未推荐人员及原因"),
        tag("{%p for person in not_passed %}"),
        body("{{ person.name }}：大会结果为{{ person.meeting_result }}{% if person.drop_reason %}，{{ person.drop_reason }}{% endif %}。"),
        tag("{%p endfor %}"),
        tag("{%p for person in dropped %}"),
        body(
            "{{ person.name }}：考察结论为{{ person.inspection_result }}{% if person.drop_reason %}，{{ person.drop_reason }}{% endif %}。"
        ),
        tag("{%p endfor %}"),
        tag("{%p if not not_passed and not dropped %}"),
        body("无。"),
        tag("{%p endif %}"),
    )


def _signature() -> tuple[str, ...]:
    """The secretary signs and dates by hand."""
    return (
        paragraph("{{ branch }}", "SignatureName", indents(right=632)),
        paragraph("团支部书记（签字）：", "SignatureName", indents(right=632 + 5 * SET_CHARACTER_TWIPS)),
        paragraph("年　　月　　日", "SignatureDate", indents(right=632)),
    )


ARCHIVE_LIST_WIDTHS = columns((0.9, 5, 1.5, 1.5, 1.5, 2))
HEADS = ("序号", "材料名称", "应有份数", "实有份数", "页数", "备注")
PAPERS = (
    ("召开推优大会的申请和批复", "{{ count_meetings }}"),
    ("推优大会签到表", "{{ count_meetings }}"),
    ("推优大会会议记录", "{{ count_meetings }}"),
    ("推优票（密封）", "{{ meetings|map(attribute='ballots_returned')|select|sum or '' }}"),
    ("计票单", "{{ count_meetings }}"),
    ("个人事迹材料", "{{ count_nominees }}"),
    ("考察材料", "{{ count_adopted }}"),
    ("推优公示及公示现场照片", "{{ 1 if count_passed else '' }}"),
    ("公示情况说明", "{{ 1 if count_passed else '' }}"),
    ("推荐登记表", "{{ count_passed }}"),
    ("推优情况报告和推优对象汇总表", "1"),
    ("党支部反馈单", ""),
)


def archive_list() -> Draft:
    """推优材料归档目录: which originals the branch keeps; how many there should be is known, how many there are is counted by hand."""
    rows = [
        row(cell(str(n)), cell(name, "TableLeft"), cell(count), *[cell("")] * 3, height=500) for n, (name, count) in enumerate(PAPERS, 1)
    ]
    text = [
        tag("{{p title(branch, round ~ '推优材料归档目录') }}"),
        paragraph("", "FormNote"),
        table(ARCHIVE_LIST_WIDTHS, (row(*map(label, HEADS), height=480, header=True), *rows)),
        last_words("注：以上均为原件，由团支部留存备查；实有份数、页数由整理人清点后手写。", "FormNote"),
        KEPT_LINE,
        *signed_by_hand("团支部书记", of=""),
    ]
    return Draft("推优材料归档目录", "".join(text), PageForm.BARE)
