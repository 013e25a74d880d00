"""推荐函: the committee recommends to one Party branch; letter form, sealed."""

from __future__ import annotations

from xlflow.documents.layout.docx import Draft
from xlflow.documents.layout.markup import blank_line, paragraph, tag
from xlflow.documents.layout.page import Form
from xlflow.documents.layout.tables import cell, columns, label, row, table, tag_row
from xlflow.documents.layout.text import addressee, body

WIDTHS = columns((1.1, 2.2, 1.1, 2.4, 5, 2.6))
COLUMNS = {
    "序号": "number",
    "姓名": "name",
    "性别": "gender",
    "出生年月": "birth_date",
    "所在团支部": "branch",
    "推荐类型": "recommendation_type",
}
NAMES = "passed[0].name ~ ('等' ~ count_passed ~ '名' if passed|length > 1 else '')"


def draft() -> Draft:
    """The letter to one Party branch."""
    text = [
        tag("{%p if document_number %}"),
        paragraph("{{ document_number }}", "LetterNumber"),
        tag("{%p endif %}"),
        blank_line() * 2,
        tag(f"{{{{p title('关于推荐' ~ {NAMES} ~ '同志作为' ~ kind_title ~ '人选的函') }}}}"),
        addressee("{{ party_branch }}"),
        body(
            "根据《共青团推优入党工作实施办法（试行）》和{{ round }}推优工作安排，现推荐{{ " + NAMES + " }}同志作为{{ kind_title }}人选（名单如下），请予研究。"
        ),
        paragraph(style="FormNote"),
        table(
            WIDTHS,
            (
                row(*map(label, COLUMNS), height=460, header=True),
                tag_row("{%tr for person in passed %}", len(COLUMNS)),
                row(*(cell(f"{{{{ person.{key} }}}}") for key in COLUMNS.values()), height=440),
                tag_row("{%tr endfor %}", len(COLUMNS)),
            ),
        ),
        paragraph(style="FormNote"),
        body(
            "上述同志经所在团支部推优大会无记名投票，赞成票均{{ pass_line }}，团支部委员会考察同意推荐；"
            "{% if notice_start and notice_end %}自{{ notice_start }}至{{ notice_end }}公示{% else %}已按规定公示{% endif %}，未收到影响推荐的异议；"
            "{% if review_date %}{{ review_date }}{% endif %}经我委审核，同意推荐。"
        ),
        body(
            "本次推荐自{{ letter_date or '本函发出之日' }}起{{ params.validity_years }}年内有效{% if valid_until %}（至{{ valid_until }}止）{% endif %}。"
            "请将研究结果函复我委，以便协助做好后续培养教育工作。"
        ),
        body("特此函达。"),
        blank_line() * 2,
        tag("{{p sealed(league_committee, document_date) }}"),
    ]
    return Draft("推荐函", "".join(text), Form.LETTER, mark="{{p letter_mark(league_committee) }}")
