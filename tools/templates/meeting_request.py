"""关于召开推优大会的申请: before the meeting the branch names the candidates and asks the League body above it."""

from __future__ import annotations

from templates.docx_draft import Draft
from templates.shared_parts import BASIS, KEPT_LINE, last_words, people_table, signed_by_hand
from templates.table_blocks import columns
from templates.text_blocks import addressee, body, gap, level_1
from xlflow.documents.layout.page_setup import Form
from xlflow.documents.layout.paragraph_markup import tag

WIDTHS = columns((1, 2.6, 1, 1.6, 2.4, 2.6))
COLUMNS = {
    "序号": "{{ person.number }}",
    "姓名": "{{ person.name }}",
    "性别": "{{ person.gender }}",
    "民族": "{{ person.ethnicity }}",
    "团内职务": "{{ person.league_post }}",
    "推优类型": "{{ person.recommendation_type }}",
}


def draft() -> Draft:
    """The request of a branch about one meeting."""
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
        people_table(WIDTHS, COLUMNS, "nominees"),
        gap(160),
        last_words("以上安排和候选人建议名单，请予审批。"),
        KEPT_LINE,
        *signed_by_hand("团支部书记"),
    ]
    return Draft("召开推优大会申请", "".join(text), Form.NUMBERED)
