"""听取意见复函: what the League body says to a Party branch about somebody too old to be recommended; letter form, opinion by hand."""

from __future__ import annotations

from templates.docx_draft import Draft
from templates.shared_parts import KEPT_LINE, last_words, written_or_lines
from templates.text_blocks import addressee, body
from xlflow.documents.layout.page_setup import Form
from xlflow.documents.layout.paragraph_markup import blank_line, tag


def draft() -> Draft:
    """The letter about one person."""
    text = [
        tag("{{p letter_head(league_committee, '') }}"),
        blank_line() * 2,
        tag("{{p title('关于' ~ name ~ '同志入党的意见') }}"),
        addressee("{{ party_branch }}"),
        body("你支部就{{ name }}同志申请入党听取团组织意见的来函收悉。经研究，现函复如下："),
        body(
            "{{ name }}，{{ gender }}，{{ ethnicity }}{% if birth_date %}，{{ birth_date }}出生{% endif %}，{{ political_status }}，"
            "现在{{ branch }}{% if application_date %}，{{ application_date }}递交入党申请书{% endif %}。"
        ),
        written_or_lines("dossier.branch_opinion", 5),
        last_words("以上意见，供党组织研究时参考。"),
        KEPT_LINE * 2,
        tag("{{p sealed(league_committee, document_date) }}"),
    ]
    return Draft("听取意见复函", "".join(text), Form.LETTER)
