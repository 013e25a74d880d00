"""推优结果反馈单: the Party branch ticks what became of each recommendation, and sends it back."""

from __future__ import annotations

from templates.docx_draft import Draft
from templates.shared_parts import BASIS, KEPT_LINE, last_words, people_table, signed_by_hand
from templates.table_blocks import columns
from templates.text_blocks import addressee, body, gap
from xlflow.documents.layout.page_setup import Form
from xlflow.documents.layout.paragraph_markup import paragraph, tag

WIDTHS = columns((1, 1.8, 2.4, 1.9, 1.9, 1.7, 1.7, 1.8))
COLUMNS = {
    "序号": "{{ person.number }}",
    "姓名": "{{ person.name }}",
    "所在团支部": "{{ person.branch }}",
    "推优类型": "{{ person.recommendation_type }}",
    "党组织意见": paragraph("□采纳", "TableCell") + paragraph("□未采纳", "TableCell"),
    "研究时间": "",
    "培养联系人": "",
    "未采纳原因": "",
}


def draft() -> Draft:
    """The slip for one Party branch."""
    text = [
        tag("{{p title('推优结果反馈单') }}"),
        addressee("{{ league_committee }}"),
        body(f"根据{BASIS}，你委{{{{ round }}}}来函推荐的{{{{ count_passed }}}}名同志，经我支部研究，结果反馈如下："),
        gap(160),
        people_table(WIDTHS, COLUMNS, "passed", height=860),
        gap(160),
        last_words("请将本单于研究决定后及时反馈，由团委告知所在团支部和本人。"),
        KEPT_LINE,
        *signed_by_hand("党支部书记", of="{{ party_branch }}（盖章）"),
    ]
    return Draft("推优结果反馈单", "".join(text), Form.NUMBERED)
