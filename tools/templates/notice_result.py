"""公示情况说明: how the public notice went, with room for a photograph of it."""

from __future__ import annotations

from templates.docx_draft import Draft
from templates.recommendation_letter import OBJECTED
from templates.shared_parts import KEPT_LINE, last_words, when
from templates.table_blocks import cell, columns, row, table
from templates.text_blocks import addressee, body, gap
from xlflow.documents.layout.page_setup import Form
from xlflow.documents.layout.paragraph_markup import tag

OBJECTIONS = "passed|selectattr('objections', 'in', ['有异议经查不影响', '有异议影响推荐'])|list"


def draft() -> Draft:
    """The statement of the branch that posted the notice."""
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
    return Draft("公示情况说明", "".join(text), Form.BARE)
