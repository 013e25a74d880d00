"""智慧团建录入单: what is to be entered into the member system after the round, on a wide page."""

from __future__ import annotations

from templates.docx_draft import Draft
from templates.shared_parts import people_table
from templates.table_blocks import columns
from xlflow.documents.layout.page_setup import Form
from xlflow.documents.layout.paragraph_markup import paragraph, tag
from xlflow.documents.layout.standard_measures import CORE_HEIGHT_TWIPS

WIDTHS = columns((0.8, 2, 1.8, 2.1, 2.1, 2.1, 2.3, 2.3, 1.8, 1.6), CORE_HEIGHT_TWIPS)
COLUMNS = {
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


def draft() -> Draft:
    """The sheet of one branch."""
    text = [
        tag("{{p title(round ~ '推优情况智慧团建录入单') }}"),
        paragraph("团支部：{{ branch }}　　共{{ count_passed }}人", "FormNote"),
        people_table(WIDTHS, COLUMNS, "passed"),
        paragraph("录入人（签字）：　　　　　　　　复核人（签字）：　　　　　　　　　　　年　　月　　日", "FormNote"),
    ]
    return Draft("智慧团建录入单", "".join(text), Form.LANDSCAPE)
