"""培养考察登记表: what the person took part in, and half-year boxes that the mentors write in."""

from __future__ import annotations

from templates.docx_draft import Draft
from templates.table_blocks import cell, columns, label, row, table, tag_row
from xlflow.documents.layout.page_setup import Form
from xlflow.documents.layout.paragraph_markup import paragraph, tag

WIDTHS = columns((1.6, 2, 1.6, 2, 1.6, 2.4))
EVENTS = columns((0.8, 2, 2, 4.4, 2.4, 1.4))
HEADS = ("序号", "时间", "类别", "主题或内容", "组织单位", "学时")
KEYS = ("number", "event_date", "event_kind", "event_topic", "organiser", "event_hours")
HALVES = ("第一个半年", "第二个半年", "第三个半年", "第四个半年")


def draft() -> Draft:
    """The record of one person."""
    facts = (
        (("姓名", "name"), ("性别", "gender"), ("民族", "ethnicity")),
        (("出生年月", "birth_date"), ("入团时间", "league_join_date"), ("申请入党\n时间", "application_date")),
        (("确定积极\n分子时间", "activist_date"), ("推优时间", "meeting_date"), ("培养联系人", "mentors")),
    )
    rows = [row(*(text for name, key in line for text in (_label(name), cell(f"{{{{ {key} }}}}"))), height=560) for line in facts]
    text = [
        tag("{{p title('培养考察登记表') }}"),
        paragraph("所在团支部：{{ branch }}　　对应党支部：{{ party_branch }}", "FormNote"),
        table(WIDTHS, rows),
        paragraph("参加培养教育情况", "FormNote"),
        table(EVENTS, (row(*map(label, HEADS), height=440, header=True), *_events(), *_blank_rows())),
        paragraph(style="Spacer", properties="<w:pageBreakBefore/>"),
        table(columns((1.6, 10)), [_half(name) for name in HALVES]),
        paragraph("注：培养联系人每半年写实填写一次，签字和日期由本人手写。", "FormNote"),
    ]
    return Draft("培养考察登记表", "".join(text), Form.NUMBERED)


def _label(text: str) -> str:
    return label("".join(paragraph(line, "FormHead") for line in text.split("\n")))


def _events() -> tuple[str, ...]:
    return (
        tag_row("{%tr for event in events %}", len(HEADS)),
        row(*(cell(f"{{{{ event.{key} }}}}", "FormCell") for key in KEYS), height=420),
        tag_row("{%tr endfor %}", len(HEADS)),
    )


def _blank_rows() -> tuple[str, ...]:
    """Lines for what is still to come."""
    return (
        tag_row("{%tr for line in range(events|length, 12) %}", len(HEADS)),
        row(*[cell("")] * len(HEADS), height=420),
        tag_row("{%tr endfor %}", len(HEADS)),
    )


def _half(name: str) -> str:
    sign = paragraph("培养联系人（签字）：", "FormSign") + paragraph("　　　　年　　月　　日", "FormSign")
    return row(label(name), cell(sign, align="bottom"), height=2900)
