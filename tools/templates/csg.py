"""The papers of 南方电网“1+2+3”: the standard form of a person."""

from __future__ import annotations

from templates.docx_draft import Draft
from templates.draft_blocks import cell, columns, label, row, table, tag_row
from templates.tangshan import facts
from xlflow.documents.layout.page_setup import PageForm
from xlflow.documents.layout.paragraph_markup import paragraph, tag

FACTS = columns((1.7, 2.3, 1.7, 2.3, 1.9, 2.5))
WIDE = columns((1.7, 4.2, 1.9, 4.6))
CONDITIONS = columns((0.9, 2.2, 3.4, 2.8, 3.2, 1.5))
HEADS = ("序号", "条件", "本人情况", "标准", "佐证", "结论")
OPINIONS = (("团支部\n意　见", "团支部书记"), ("上级团委\n意　　见", "负责人"), ("党支部\n意　见", "党支部书记"))


def standard_form() -> Draft:
    """“推优”标准表单: whom it is about, and every condition with his value, what is asked, and by what it is shown."""
    keys = ("number", "label", "value", "threshold", "evidence")
    state = "{{ line.state }}{% if line.missing %}：{{ line.missing }}{% endif %}"
    sign = paragraph("　　　　年　　月　　日", "FormSign")
    text = [
        tag("{{p title('“推优”标准表单') }}"),
        paragraph("填报单位：{{ branch }}　　推优类型：{{ recommendation_type }}", "FormNote"),
        table(
            FACTS,
            facts(
                (
                    (("姓　　名", "name"), ("性　　别", "gender"), ("出生年月", "birth_date")),
                    (("民　　族", "ethnicity"), ("政治面貌", "political_status"), ("工　　号", "student_id")),
                    (("入团时间", "league_join_date"), ("团内职务", "league_post"), ("申请入党\n时　　间", "application_date")),
                )
            ),
        ),
        table(
            WIDE,
            facts(
                (
                    (("身份证号", "id_number"), ("联系电话", "phone")),
                    (("推优大会\n时　　间", "meeting_date"), ("大会结果", "meeting_result")),
                )
            ),
        ),
        paragraph("对照条件", "FormNote"),
        table(
            CONDITIONS,
            (
                row(*map(label, HEADS), height=460, header=True),
                tag_row("{%tr for line in conditions %}", len(HEADS)),
                row(*(cell(f"{{{{ line.{key} }}}}", "FormCell") for key in keys), cell(state, "FormCell"), height=560),
                tag_row("{%tr endfor %}", len(HEADS)),
            ),
        ),
        paragraph(style="Spacer"),
        table(
            columns((1.6, 10)),
            [
                row(
                    label("".join(paragraph(line, "FormHead") for line in name.split("\n"))),
                    cell(paragraph(f"{who}签字（盖章）：", "FormSign") + sign, align="bottom"),
                    height=1900,
                )
                for name, who in OPINIONS
            ],
        ),
        paragraph("注：各栏意见、签字和日期由有关组织手写，不得代填。", "FormNote"),
    ]
    return Draft("“推优”标准表单", "".join(text), PageForm.BARE)
