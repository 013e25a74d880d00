"""情况说明: what is out of the ordinary about one person, in the words of the branch."""

from __future__ import annotations

from templates.docx_draft import Draft
from templates.shared_parts import KEPT_LINE, last_words, signed_by_hand
from templates.text_blocks import addressee, body
from xlflow.documents.layout.page_setup import Form
from xlflow.documents.layout.paragraph_markup import tag


def draft() -> Draft:
    """The statement about one person."""
    text = [
        tag("{{p title('关于' ~ name ~ '同志有关情况的说明') }}"),
        addressee("{{ parent_committee }}"),
        body(
            "{{ name }}，{{ gender }}，{{ ethnicity }}，{{ political_status }}"
            "{% if league_join_date %}，{{ league_join_date }}入团{% endif %}"
            "{% if application_date %}，{{ application_date }}递交入党申请书{% endif %}"
            "，{{ round }}{% if meeting_date %}经{{ meeting_date }}推优大会{% endif %}拟推荐为{{ kind_title }}人选。"
        ),
        body("现将有关情况说明如下：{{ special_note }}{% if special_note and special_note[-1] != '。' %}。{% endif %}"),
        last_words("以上情况属实。特此说明。"),
        KEPT_LINE,
        *signed_by_hand("团支部书记"),
    ]
    return Draft("情况说明", "".join(text), Form.BARE)
