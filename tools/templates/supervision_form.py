"""推优大会督导表: who supervises a meeting ticks point by point what he saw."""

from __future__ import annotations

from templates.docx_draft import Draft
from templates.table_blocks import cell, columns, label, row, table
from xlflow.documents.layout.page_setup import Form
from xlflow.documents.layout.paragraph_markup import paragraph, tag

WIDTHS = columns((0.9, 6.6, 0.9, 0.9, 2.4))
FACTS = columns((1.6, 3.4, 1.6, 3.4))
POINTS = (
    "召开大会和候选人名单事先报上级团组织批准",
    "实到会有表决权的团员{{ quorum }}",
    "签到表与实到会人数一致，保留团籍的党员、无表决权人员未计入",
    "会上宣读了推优条件、名额和程序",
    "逐人介绍候选人情况，候选人作了自我评述",
    "到会团员讨论评议充分",
    "监票人、计票人不是候选人，经大会通过",
    "无记名投票，票箱当众检查、封闭",
    "收回票数不多于发出票数，计票公开",
    "计票结果当场宣布，赞成票{{ pass_line }}的为通过",
    "会议记录、计票单当场填写并签字",
)


def draft() -> Draft:
    """The form for one meeting."""
    facts = (
        (("团支部", "{{ branch }}"), ("时间", "{{ meeting_date or blank_date }}")),
        (("地点", "{{ meeting_place }}"), ("主持人", "{{ host }}")),
        (("应到会", "{{ eligible }}"), ("实到会", "{{ present }}")),
    )
    rows = [row(*(text for name, value in line for text in (label(name), cell(value))), height=480) for line in facts]
    checks = [row(cell(str(n)), cell(point, "TableLeft"), *[cell("")] * 3, height=520) for n, point in enumerate(POINTS, 1)]
    text = [
        tag("{{p title('推优大会督导表') }}"),
        paragraph("", "FormNote"),
        table(FACTS, rows),
        paragraph("", "FormNote"),
        table(WIDTHS, (row(*map(label, ("序号", "督导内容", "是", "否", "说明")), height=460, header=True), *checks)),
        paragraph("", "FormNote"),
        table(columns((1.6, 8.4)), [row(label("发现的问题\n及意见".replace("\n", "")), cell(""), height=1500)]),
        paragraph("督导员（签字）：　　　　　　　　　　　　　　　　　　　年　　月　　日", "FormNote"),
    ]
    return Draft("推优大会督导表", "".join(text), Form.BARE)
