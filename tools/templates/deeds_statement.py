"""个人事迹材料: written in the first place by the person, who signs it."""

from __future__ import annotations

from templates.docx_draft import Draft
from templates.shared_parts import last_words, signed_by_hand, written_or_lines
from templates.text_blocks import body
from xlflow.documents.layout.layout_styles import justify
from xlflow.documents.layout.page_setup import Form
from xlflow.documents.layout.paragraph_markup import blank_line, paragraph, tag


def draft() -> Draft:
    """The statement of one person."""
    text = [
        tag("{{p title(name ~ '同志个人事迹材料') }}"),
        paragraph("{{ branch }}", "Addressee", justify("center")),
        blank_line(),
        written_or_lines("dossier.deeds", 14),
        tag("{%p if dossier.honours %}"),
        body("获奖情况：{{ dossier.honours.splitlines()|join('；') }}。"),
        tag("{%p endif %}"),
        blank_line(),
        last_words("以上内容由本人如实填写。"),
        *signed_by_hand("本人", of=""),
    ]
    return Draft("个人事迹材料", "".join(text), Form.NUMBERED)
