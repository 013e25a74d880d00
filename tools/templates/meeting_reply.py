"""关于同意召开推优大会的批复: the League body above to one branch; plain paper, sealed, no number."""

from __future__ import annotations

from templates.docx_draft import Draft
from templates.shared_parts import KEPT_LINE, last_words, of_person, people_table
from templates.table_blocks import columns
from templates.text_blocks import addressee, body, gap
from xlflow.documents.layout.page_setup import Form
from xlflow.documents.layout.paragraph_markup import tag

WIDTHS = columns((1, 2.4, 1.2, 4, 3))
COLUMNS = {"序号": "number", "姓名": "name", "性别": "gender", "所在团支部": "branch", "推荐类型": "recommendation_type"}


def draft() -> Draft:
    """The reply to the request of one branch."""
    text = [
        tag("{{p title('关于同意' ~ branch, '召开推优大会的批复') }}"),
        addressee("{{ branch }}"),
        body(
            "你支部关于召开推优大会的申请收悉。经研究，同意你支部于{{ meeting_date or blank_date }}"
            "{% if meeting_place %}在{{ meeting_place }}{% endif %}召开推优大会，对下列{{ count_nominees }}名候选人进行无记名投票："
        ),
        gap(),
        people_table(WIDTHS, of_person(COLUMNS), "nominees"),
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
    return Draft("召开推优大会的批复", "".join(text), Form.BARE)
