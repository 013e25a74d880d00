"""推优情况报告: what a branch tells the League body above it; plain paper, signed by hand."""

from __future__ import annotations

from templates.docx_draft import Draft
from templates.recommendation_letter import OBJECTED
from templates.shared_parts import KEPT_LINE, last_words, of_person, people_table
from templates.table_blocks import columns
from templates.text_blocks import addressee, body, gap, level_1
from xlflow.documents.layout.page_setup import Form
from xlflow.documents.layout.paragraph_markup import indents, paragraph, tag
from xlflow.documents.layout.standard_measures import SET_CHARACTER_TWIPS

WIDTHS = columns((1, 2, 2.2, 1.2, 1.2, 1.2, 1.8, 1.9))
COLUMNS = {
    "序号": "number",
    "姓名": "name",
    "推优类型": "recommendation_type",
    "赞成": "in_favour",
    "反对": "against",
    "弃权": "abstained",
    "占应到会": "approval_rate",
    "大会结果": "meeting_result",
}


def draft() -> Draft:
    """The report of one branch on one round."""
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
        people_table(WIDTHS, of_person(COLUMNS), "nominees"),
        gap(),
        *_after_the_meeting(),
        last_words("特此报告。"),
        KEPT_LINE,
        *_signature(),
    ]
    return Draft("推优情况报告", "".join(text), Form.NUMBERED)


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
