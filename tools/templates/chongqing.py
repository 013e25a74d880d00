"""The papers of 重庆高校: 各级职责清单, 高校推优工作考核通报."""

from __future__ import annotations

from templates.bulletins import assessment
from templates.docx_draft import Draft
from templates.draft_blocks import cell, columns, label, row, table, tag_row
from xlflow.documents.layout.page_setup import PageForm
from xlflow.documents.layout.paragraph_markup import paragraph, tag

DUTIES = columns((0.8, 1.8, 5, 4.4))


def duty_table() -> Draft:
    """推优工作各级职责清单: every level with its duties and what it puts weight on."""
    text = [
        tag("{{p title('推优工作各级职责清单') }}"),
        paragraph("", "FormNote"),
        table(
            DUTIES,
            (
                row(*map(label, ("序号", "层级", "职责", "工作重点")), height=480, header=True),
                tag_row("{%tr for line in rows %}", 4),
                row(
                    cell("{{ line.number }}"),
                    cell("{{ line.duty_level }}"),
                    cell("{{ line.duty }}", "TableLeft"),
                    cell("{{ line.duty_focus }}", "TableLeft"),
                    height=560,
                ),
                tag_row("{%tr endfor %}", 4),
            ),
        ),
    ]
    return Draft("各级职责清单", "".join(text), PageForm.NUMBERED)


def assessment_bulletin() -> Draft:
    """高校推优工作考核通报: the indicators, the ranking, how each university stands beside the year before."""
    return assessment("高校推优工作考核通报", "高校推优工作考核情况", "各高校团委")
