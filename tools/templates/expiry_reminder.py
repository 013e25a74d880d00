"""推荐有效期到期提醒: whose recommendation ends soon, or has ended, without the Party organisation having taken him; inside use."""

from __future__ import annotations

from templates.docx_draft import Draft
from templates.shared_parts import KEPT_LINE, last_words, of_person, people_table
from templates.table_blocks import columns
from templates.text_blocks import addressee, body, gap
from xlflow.documents.layout.page_setup import Form
from xlflow.documents.layout.paragraph_markup import tag

WIDTHS = columns((1.2, 1.9, 5.8, 2.9, 3.9))
COLUMNS = {
    "序号": "number",
    "姓名": "name",
    "所在团支部": "branch",
    "推荐类型": "recommendation_type",
    "有效期至": "valid_until",
}


def draft() -> Draft:
    """The reminder to all branches of a committee."""
    text = [
        tag("{{p title('关于推荐有效期到期的提醒函') }}"),
        addressee("有关团支部"),
        tag("{%p if expiring %}"),
        body(
            "推荐结果{{ params.validity_years }}年内有效。下列{{ count_expiring }}名同志的推荐有效期将满或者已满，"
            "党组织尚未反馈采纳，请核对并及时联系所在党支部："
        ),
        gap(),
        people_table(WIDTHS, of_person(COLUMNS), "expiring"),
        gap(),
        last_words("党组织已经采纳的，请把研究时间和结果报送团委登记。有效期满未被采纳、本人仍具备条件的，可以按程序重新推荐。"),
        tag("{%p else %}"),
        last_words("近期没有推荐有效期到期的人选。"),
        tag("{%p endif %}"),
        KEPT_LINE * 2,
        tag("{{p sealed(issuer, document_date) }}"),
    ]
    return Draft("推荐有效期到期提醒", "".join(text), Form.NUMBERED)
