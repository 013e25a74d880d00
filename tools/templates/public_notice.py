"""推优公示: one page; of a person it shows name, gender, ethnicity, branch, post and nothing else."""

from __future__ import annotations

from templates.docx_draft import Draft
from templates.shared_parts import KEPT_LINE, last_words
from templates.table_blocks import cell, columns, label, row, table, tag_row
from templates.text_blocks import body, gap
from xlflow.documents.layout.layout_styles import justify
from xlflow.documents.layout.page_setup import Form
from xlflow.documents.layout.paragraph_markup import blank_line, paragraph, tag

WIDTHS = columns((1, 3.9, 1, 1.6, 5.1, 2))
"""A name with the end of its student number, which tells two people of one name apart, takes two lines at most."""
COLUMNS = {
    "序号": "number",
    "姓名": "name",
    "性别": "gender",
    "民族": "ethnicity",
    "所在团支部": "branch",
    "团内职务": "league_post",
}


def draft() -> Draft:
    """The notice that a branch posts after vote and inspection."""
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
            WIDTHS,
            (
                row(*map(label, COLUMNS), height=420, header=True),
                tag_row("{%tr for kind in kinds %}", len(COLUMNS)),
                row(label("推荐为{{ kind.kind_title }}（{{ kind.count_passed }}名）", span=len(COLUMNS)), height=400),
                tag_row("{%tr for person in kind.passed %}", len(COLUMNS)),
                row(*(cell(f"{{{{ person.{key} }}}}") for key in COLUMNS.values()), height=400),
                tag_row("{%tr endfor %}", len(COLUMNS)),
                tag_row("{%tr endfor %}", len(COLUMNS)),
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
    return Draft("推优公示", "".join(text), Form.BARE)
