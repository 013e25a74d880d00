"""推优材料归档目录: which originals the branch keeps; how many there should be is known, how many there are is counted by hand."""

from __future__ import annotations

from templates.docx_draft import Draft
from templates.shared_parts import KEPT_LINE, last_words, signed_by_hand
from templates.table_blocks import cell, columns, label, row, table
from xlflow.documents.layout.page_setup import Form
from xlflow.documents.layout.paragraph_markup import paragraph, tag

WIDTHS = columns((0.9, 5, 1.5, 1.5, 1.5, 2))
HEADS = ("序号", "材料名称", "应有份数", "实有份数", "页数", "备注")
PAPERS = (
    ("召开推优大会的申请和批复", "{{ count_meetings }}"),
    ("推优大会签到表", "{{ count_meetings }}"),
    ("推优大会会议记录", "{{ count_meetings }}"),
    ("推优票（密封）", "{{ meetings|map(attribute='ballots_returned')|select|sum or '' }}"),
    ("计票单", "{{ count_meetings }}"),
    ("个人事迹材料", "{{ count_nominees }}"),
    ("考察材料", "{{ count_adopted }}"),
    ("推优公示及公示现场照片", "{{ 1 if count_passed else '' }}"),
    ("公示情况说明", "{{ 1 if count_passed else '' }}"),
    ("推荐登记表", "{{ count_passed }}"),
    ("推优情况报告和推优对象汇总表", "1"),
    ("党支部反馈单", ""),
)


def draft() -> Draft:
    """The list of one branch and round."""
    rows = [
        row(cell(str(n)), cell(name, "TableLeft"), cell(count), *[cell("")] * 3, height=500) for n, (name, count) in enumerate(PAPERS, 1)
    ]
    text = [
        tag("{{p title(branch, round ~ '推优材料归档目录') }}"),
        paragraph("", "FormNote"),
        table(WIDTHS, (row(*map(label, HEADS), height=480, header=True), *rows)),
        last_words("注：以上均为原件，由团支部留存备查；实有份数、页数由整理人清点后手写。", "FormNote"),
        KEPT_LINE,
        *signed_by_hand("团支部书记", of=""),
    ]
    return Draft("推优材料归档目录", "".join(text), Form.BARE)
