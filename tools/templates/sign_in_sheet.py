"""签到表: members with the right to vote sign one by one; who only attends signs apart."""

from __future__ import annotations

from templates.docx_draft import Draft
from templates.table_blocks import cell, columns, label, row, table, tag_row
from templates.text_blocks import gap
from xlflow.documents.layout.page_setup import Form
from xlflow.documents.layout.paragraph_markup import paragraph, tag

WIDTHS = columns((1, 2.4, 3, 1, 2.4, 3))
HEADS = ("序号", "姓名", "签名", "序号", "姓名", "签名")
ATTENDING = columns((2.4, 4, 3, 3))


def draft() -> Draft:
    """The sheet of one meeting: names from the 花名册, else numbered lines to write on."""
    text = [
        tag("{{p title(branch, '推优大会签到表') }}"),
        paragraph("时间：{{ meeting_date or blank_date }}{{ meeting_time }}　　地点：{{ meeting_place }}", "FormNote"),
        paragraph("应到会有表决权的团员{{ eligible }}名，实到会＿＿＿＿名。", "FormNote"),
        table(
            WIDTHS,
            (
                row(*map(label, HEADS), height=460, header=True),
                tag_row("{%tr for pair in voters|batch(2) %}", 6),
                row(
                    cell("{{ pair[0].number }}"),
                    cell("{{ pair[0].name }}"),
                    cell(""),
                    cell("{{ pair[1].number if pair|length > 1 else '' }}"),
                    cell("{{ pair[1].name if pair|length > 1 else '' }}"),
                    cell(""),
                    height=350,
                ),
                tag_row("{%tr endfor %}", 6),
            ),
        ),
        gap(200),
        table(
            ATTENDING,
            (
                row(label("列席人员（无表决权）", span=4), height=440, header=True),
                row(*map(label, ("姓名", "单位及职务", "签名", "备注")), height=440, header=True),
                row(cell("{{ observers }}", span=2), cell(""), cell(""), height=520),
                *(row(*[cell("")] * 4, height=480) for _ in range(1)),
            ),
        ),
        paragraph("核对人（签字）：", "FormNote"),
    ]
    return Draft("推优大会签到表", "".join(text), Form.NUMBERED)
