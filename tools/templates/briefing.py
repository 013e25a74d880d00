"""工作简报: head with issue, issuer and date; numbered cases; 分送 at the foot of the last page."""

from __future__ import annotations

from templates.docx_draft import Draft
from templates.text_blocks import body
from xlflow.documents.layout.page_setup import Form
from xlflow.documents.layout.paragraph_markup import blank_line, paragraph, tag


def draft() -> Draft:
    """One issue: how the work goes, and what others can learn from."""
    text = [
        tag("{{p briefing_head(briefing_name, n, issuer, document_date) }}"),
        blank_line(),
        tag("{{p title(period ~ '推优入党工作情况') }}"),
        blank_line(),
        body(
            "{{ period }}，各级团组织认真落实《共青团推优入党工作实施办法（试行）》，扎实推进推优入党工作。"
            "{% if branches %}{{ branches|length }}个团支部召开推优大会{{ count_meetings }}场，提交表决{{ count_voted }}名，"
            "大会通过{{ count_adopted }}名，向党组织推荐{{ count_recommended }}名，党组织采纳{{ count_taken }}名。{% endif %}"
            "{% if visit_count %}督导走访{{ visit_count }}次"
            "{% if problem_count %}，发现问题{{ problem_count }}个，已整改{{ cured_count }}个{% endif %}。{% endif %}"
            "{% if cases %}现选取部分单位的做法，供学习借鉴。{% else %}本期没有收到典型做法。{% endif %}"
        ),
        tag("{%p for line in cases %}"),
        paragraph("{{ line.heading }}{{ line.title }}", "Heading1"),
        tag("{%p for text in line.text.splitlines() %}"),
        body("{{ text }}"),
        tag("{%p endfor %}"),
        tag("{%p endfor %}"),
        tag("{%p if readers %}"),
        tag("{{p distribution(*readers) }}"),
        tag("{%p endif %}"),
    ]
    return Draft("推优工作简报", "".join(text), Form.NUMBERED)
