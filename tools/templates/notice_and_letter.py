"""The public notice of a recommendation, the statement of how it went, and the letter to the Party."""

from __future__ import annotations

from templates.docx_draft import Draft
from templates.draft_blocks import (
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
    table,
    tag_row,
    when,
)
from xlflow.documents.layout.layout_styles import justify
from xlflow.documents.layout.page_setup import PageForm
from xlflow.documents.layout.paragraph_markup import blank_line, paragraph, tag

RECOMMENDATION_LETTER_WIDTHS = columns((28, 74, 28, 71, 156, 85))
RECOMMENDATION_LETTER_COLUMNS = {
    "序号": "number",
    "姓名": "name",
    "性别": "gender",
    "出生年月": "birth_date",
    "所在团支部": "branch",
    "推荐类型": "recommendation_type",
}
NAMES = "passed[0].name ~ ('等' ~ count_passed ~ '名' if passed|length > 1 else '')"

VOTED = (
    "{% set voted = passed|selectattr('meeting_result', 'equalto', '通过')|list %}"
    "{% if voted %}{% if voted|length == passed|length %}上述同志{% else %}{{ voted|map(attribute='name')|join('、') }}同志{% endif %}"
    "经所在团支部推优大会无记名投票，赞成票均{{ pass_line }}{% endif %}"
    "{% if voted|length < passed|length %}{% if voted %}；其他同志{% else %}上述同志{% endif %}"
    "已列入年度推优名单，按规定不再经推优大会表决{% endif %}"
)
"""How the people of a letter came to be recommended: by the vote, or by the year's list of a scheme that then asks none."""

OBJECTED = "passed|rejectattr('objections', 'in', ['无异议', '有异议经查不影响'])|list"
"""Whom an objection keeps back, or of whom it is not known."""


def recommendation_letter() -> Draft:
    """推荐函: the committee recommends to one Party branch; letter form, sealed."""
    text = [
        tag("{{p letter_head(league_committee, document_number) }}"),
        blank_line() * 2,
        tag(f"{{{{p title('关于推荐' ~ {NAMES} ~ '同志作为' ~ kind_title ~ '人选的函') }}}}"),
        addressee("{{ party_branch }}"),
        body(
            "根据《共青团推优入党工作实施办法（试行）》和{{ round }}推优工作安排，现推荐{{ "
            + NAMES
            + " }}同志作为{{ kind_title }}人选（名单如下），请予研究。"
        ),
        gap(),
        people_table(RECOMMENDATION_LETTER_WIDTHS, of_person(RECOMMENDATION_LETTER_COLUMNS), "passed"),
        gap(),
        body(
            f"{VOTED}"
            "{% if not passed|rejectattr('inspection_result', 'equalto', '同意推荐')|list %}，团支部委员会考察同意推荐{% endif %}"
            "{% if notice_start and notice_end %}；自{{ notice_start }}至{{ notice_end }}公示"
            f"{{% if not {OBJECTED} %}}，没有影响推荐的异议{{% endif %}}{{% endif %}}"
            "；经我委审核，同意推荐。"
        ),
        body(
            "本次推荐自{{ letter_date or '本函发出之日' }}起{{ params.validity_years }}年内有效"
            "{% if valid_until %}（至{{ valid_until }}止）{% endif %}。"
        ),
        last_words("特此函达，请将研究结果函复我委。"),
        KEPT_LINE * 2,
        tag("{{p sealed(league_committee, document_date) }}"),
    ]
    return Draft("推荐函", "".join(text), PageForm.LETTER)


PUBLIC_NOTICE_WIDTHS = columns((1, 3.9, 1, 1.6, 5.1, 2))
"""A name with the end of its student number, which tells two people of one name apart, takes two lines at most."""
PUBLIC_NOTICE_COLUMNS = {
    "序号": "number",
    "姓名": "name",
    "性别": "gender",
    "民族": "ethnicity",
    "所在团支部": "branch",
    "团内职务": "league_post",
}


def public_notice() -> Draft:
    """推优公示: one page; of a person it shows name, gender, ethnicity, branch, post and nothing else."""
    text = [
        tag("{{p title('关于推荐优秀团员作为' ~ kind_title ~ '人选的公示') }}"),
        blank_line(),
        body(
            "根据《共青团推优入党工作实施办法（试行）》，经"
            "{% if passed|selectattr('meeting_result', 'equalto', '通过')|list %}团支部推优大会无记名投票和{% endif %}团支部委员会考察，"
            "拟推荐下列{{ count_passed }}名同志作为{{ kind_title }}人选。现予公示，接受监督。"
        ),
        gap(160),
        table(
            PUBLIC_NOTICE_WIDTHS,
            (
                row(*map(label, PUBLIC_NOTICE_COLUMNS), height=420, header=True),
                tag_row("{%tr for kind in kinds %}", len(PUBLIC_NOTICE_COLUMNS)),
                row(label("推荐为{{ kind.kind_title }}（{{ kind.count_passed }}名）", span=len(PUBLIC_NOTICE_COLUMNS)), height=400),
                tag_row("{%tr for person in kind.passed %}", len(PUBLIC_NOTICE_COLUMNS)),
                row(*(cell(f"{{{{ person.{key} }}}}") for key in PUBLIC_NOTICE_COLUMNS.values()), height=400),
                tag_row("{%tr endfor %}", len(PUBLIC_NOTICE_COLUMNS)),
                tag_row("{%tr endfor %}", len(PUBLIC_NOTICE_COLUMNS)),
            ),
        ),
        gap(160),
        body("公示时间：{{ notice_start or blank_date }}至{{ notice_end or blank_date }}。"),
        body("公示地点：{{ notice_place }}。"),
        paragraph("受理方式：{{ notice_contact }}。", properties=justify("left")),
        last_words("公示期间，个人和单位均可以来电、来信、来访等方式如实反映情况，提倡实名反映，单位反映的请加盖公章。"),
        KEPT_LINE,
        tag("{{p unsealed(branch, notice_start or blank_date) }}"),
    ]
    return Draft("推优公示", "".join(text), PageForm.BARE)


OBJECTIONS = "passed|selectattr('objections', 'in', ['有异议经查不影响', '有异议影响推荐'])|list"


def notice_result() -> Draft:
    """公示情况说明: how the public notice went, with room for a photograph of it."""
    text = [
        tag("{{p title('关于' ~ round ~ '推优人选公示情况的说明') }}"),
        addressee("{{ parent_committee }}"),
        body(
            "我支部拟推荐{{ passed|map(attribute='name')|join('、') }}{% if count_passed > 1 %}{{ count_passed }}名{% endif %}同志"
            "作为{{ kind_title }}人选，已于{{ notice_start or blank_date }}至{{ notice_end or blank_date }}在{{ notice_place }}公示，"
            "并公布了受理人和联系方式。现将有关情况说明如下。"
        ),
        tag(f"{{%p if {OBJECTIONS} %}}"),
        tag(f"{{%p for person in {OBJECTIONS} %}}"),
        body("公示期间收到对{{ person.name }}同志的异议。处理情况：{{ person.objections }}（调查核实材料附后）。"),
        tag("{%p endfor %}"),
        tag(f"{{%p elif not {OBJECTED} %}}"),
        body("公示期间未收到异议。"),
        tag("{%p else %}"),
        body("公示期间收到异议＿＿＿件。处理情况：＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿。"),
        tag("{%p endif %}"),
        when(f"not {OBJECTED}", "以上人选公示无影响推荐的问题，拟按程序上报。"),
        body("特此说明。"),
        gap(160),
        table(columns((1,)), [row(cell(last_words("（粘贴公示现场照片）", "TableCell")), height=3300)]),
        KEPT_LINE,
        tag("{{p unsealed(branch, blank_date) }}"),
    ]
    return Draft("公示情况说明", "".join(text), PageForm.BARE)
