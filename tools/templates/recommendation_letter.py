"""推荐函: the committee recommends to one Party branch; letter form, sealed."""

from __future__ import annotations

from templates.docx_draft import Draft
from templates.shared_parts import KEPT_LINE, last_words, of_person, people_table
from templates.table_blocks import columns
from templates.text_blocks import addressee, body, gap
from xlflow.documents.layout.page_setup import Form
from xlflow.documents.layout.paragraph_markup import blank_line, tag

WIDTHS = columns((28, 74, 28, 71, 156, 85))
COLUMNS = {
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


def draft() -> Draft:
    """The letter to one Party branch."""
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
        people_table(WIDTHS, of_person(COLUMNS), "passed"),
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
    return Draft("推荐函", "".join(text), Form.LETTER)
