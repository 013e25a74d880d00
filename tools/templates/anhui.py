"""The papers of 安徽非公企业: 分片交流互查情况报告."""

from __future__ import annotations

from templates.docx_draft import Draft
from templates.draft_blocks import KEPT_LINE, body, last_words
from xlflow.documents.layout.page_setup import PageForm
from xlflow.documents.layout.paragraph_markup import blank_line, paragraph, tag

PARTS = (
    ("查短板。", "problems", "查出短板{{ area.problems|length }}项", "没有查出短板。"),
    ("促整改。", "cures", "已整改{{ area.cures|length }}项", "还没有完成的整改。"),
    ("学经验。", "practices", "学到经验{{ area.practices|length }}条", "没有记录经验做法。"),
    ("助提升。", "results", "{{ area.results|length }}个单位有提升", "还没有记录提升成效。"),
)


def area_report() -> Draft:
    """分片交流互查情况报告: every area with what it found, cured, learnt and came to."""
    text = [
        tag("{{p title('关于' ~ period ~ '分片交流互查情况的报告') }}"),
        blank_line(),
        body(
            "{{ period }}，{{ issuer }}组织{{ areas|length }}个分片小组开展交流互查{{ rows|length }}次，查短板、促整改、学经验、助提升。"
            "现将有关情况报告如下。"
        ),
        paragraph("一、各片情况", "Heading1"),
        tag("{%p for area in areas %}"),
        paragraph("{{ area.heading }}{{ area.area }}。", "Heading2"),
        body("交流互查{{ area.count }}次。"),
        *(part for number, each in enumerate(PARTS, 1) for part in _part(number, *each)),
        tag("{%p if area.open %}"),
        body("还在整改：{% for each in area.open %}" + _each("限", "完成") + "{% endfor %}。"),
        tag("{%p endif %}"),
        tag("{%p endfor %}"),
        paragraph("二、下一步打算", "Heading1"),
        last_words(
            "对查出的短板逐项督促整改，到期未完成的跟踪催办；把各片的经验做法汇总推广，帮助没有建立党组织、团组织的企业做好优秀青年的培养推荐。"
        ),
        KEPT_LINE * 2,
        tag("{{p sealed(issuer, document_date) }}"),
    ]
    return Draft("分片交流互查情况报告", "".join(text), PageForm.NUMBERED)


def _each(before: str = "", after: str = "") -> str:
    """A line of an area: the unit, its day, what was told."""
    day = "{% if each.day %}（" + before + "{{ each.day }}" + after + "）{% endif %}"
    return "{{ each.unit }}" + day + "：{{ each.text }}{% if not loop.last %}；{% endif %}"


def _part(number: int, head: str, key: str, told: str, otherwise: str) -> tuple[str, ...]:
    return (
        tag(f"{{%p if area.{key} %}}"),
        body(f"{number}. {head}{told}：{{% for each in area.{key} %}}{_each()}{{% endfor %}}。"),
        tag("{%p else %}"),
        body(f"{number}. {head}{otherwise}"),
        tag("{%p endif %}"),
    )
