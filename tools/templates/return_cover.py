"""退改通知: what a branch has to correct in its form, cell by cell."""

from __future__ import annotations

from templates.docx_draft import Draft
from templates.shared_parts import KEPT_LINE, last_words
from templates.table_blocks import cell, columns, label, row, table, tag_row
from templates.text_blocks import addressee, body, gap
from xlflow.documents.layout.page_setup import Form
from xlflow.documents.layout.paragraph_markup import tag

WIDTHS = columns((0.9, 3, 4.6, 4))
HEADS = ("序号", "位置", "问题", "怎样改正")


def draft() -> Draft:
    """The notice to one branch."""
    text = [
        tag("{{p title(round ~ '推优材料退改通知') }}"),
        addressee("{{ branch }}"),
        body("你支部报来的推优材料经校验，有{{ faults|length }}处需要改正或核实。请逐条处理，改在原表上，校验无误后重新报送。"),
        gap(160),
        table(
            WIDTHS,
            (
                row(*map(label, HEADS), height=460, header=True),
                tag_row("{%tr for fault in faults %}", len(HEADS)),
                row(
                    cell("{{ fault.number }}"),
                    *(cell(f"{{{{ fault.{key} }}}}", "TableLeft") for key in ("place", "message", "fix")),
                    height=440,
                ),
                tag_row("{%tr endfor %}", len(HEADS)),
            ),
        ),
        gap(160),
        last_words("确属特殊情况的，请在“核实说明”栏写明原因。"),
        KEPT_LINE,
        tag("{{p unsealed(league_committee, blank_date) }}"),
    ]
    return Draft("退改通知", "".join(text), Form.NUMBERED)
