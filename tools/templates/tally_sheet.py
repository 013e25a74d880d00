"""计票单: the counters write 正 for every vote; what was counted is signed by hand."""

from __future__ import annotations

from templates.docx_draft import Draft
from templates.table_blocks import cell, columns, label, row, table, tag_row
from templates.text_blocks import gap
from xlflow.documents.layout.page_setup import Form
from xlflow.documents.layout.paragraph_markup import paragraph, tag

WIDTHS = columns((2, 2.6, 0.9, 1.6, 0.9, 1.6, 0.9))
FACTS = columns((1.6, 1.4, 1.6, 1.4, 1.6, 1.4, 1.6, 1.4))


def draft() -> Draft:
    """The sheet of one meeting."""
    first = (("应到会", "{{ eligible }}"), ("实到会", "{{ present }}"), ("发出票", ""), ("收回票", ""))
    then = (("有效票", ""), ("无效票", ""), ("候选人", "{{ count_nominees }}"), ("赞成线", ""))
    pairs = [row(*(text for name, value in line for text in (label(name), cell(value))), height=560) for line in (first, then[:3])]
    pairs[1] = row(
        *(text for name, value in then[:2] for text in (label(name), cell(value))),
        label("候选人"),
        cell("{{ count_nominees }}名", span=3),
        height=560,
    )
    people = (
        row(label("姓名"), label("赞成", span=2), label("反对", span=2), label("弃权", span=2), height=460, header=True),
        row(label("（按姓氏笔画）"), *map(label, ("画“正”", "小计", "画“正”", "小计", "画“正”", "小计")), height=420, header=True),
        tag_row("{%tr for person in ballot.names %}", 7),
        row(cell("{{ person.name }}"), *[cell("")] * 6, height=980),
        tag_row("{%tr endfor %}", 7),
    )
    text = [
        tag("{{p title(branch, '推优大会计票单') }}"),
        paragraph("大会时间：{{ meeting_date or blank_date }}　　地点：{{ meeting_place }}", "FormNote"),
        table(FACTS, pairs),
        gap(160),
        table(WIDTHS, people),
        paragraph("通过要求：赞成票{{ pass_line }}。每人赞成、反对、弃权三项之和应等于有效票数。", "FormNote"),
        gap(300),
        paragraph("唱票人（签字）：　　　　　　计票人（签字）：　　　　　　监票人（签字）：", "FormNote"),
        gap(200),
        paragraph("主持人（签字）：　　　　　　　　　　计票时间：　　　　年　　月　　日", "FormNote"),
    ]
    return Draft("推优大会计票单", "".join(text), Form.BARE)
