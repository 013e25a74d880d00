"""考察材料: what the committee of the branch found out about one person."""

from __future__ import annotations

from templates.docx_draft import Draft
from templates.shared_parts import KEPT_LINE, last_words, signed_by_hand, written_or_lines
from templates.text_blocks import body, level_1
from xlflow.documents.layout.page_setup import Form
from xlflow.documents.layout.paragraph_markup import blank_line, tag


def draft() -> Draft:
    """The report about one person whom the meeting passed."""
    text = [
        tag("{{p title('关于' ~ name ~ '同志的考察材料') }}"),
        blank_line(),
        level_1(1, "基本情况"),
        body(
            "{{ name }}，{{ gender }}，{{ ethnicity }}{% if native_place %}，籍贯{{ native_place }}{% endif %}"
            "{% if birth_date %}，{{ birth_date }}出生{% endif %}{% if education %}，{{ education }}{% endif %}，"
            "{{ political_status }}，{{ branch }}团员{% if league_post and league_post != '无' %}，现任{{ league_post }}{% endif %}。"
            "{% if league_join_date %}{{ league_join_date }}加入中国共产主义青年团，{% endif %}"
            "{% if application_date %}{{ application_date }}递交入党申请书{% endif %}"
            "{% if activist_date %}，{{ activist_date }}被确定为入党积极分子{% endif %}。"
        ),
        level_1(2, "现实表现"),
        written_or_lines("dossier.deeds", 3),
        tag("{%p if dossier.honours %}"),
        body("获奖情况：{{ dossier.honours.splitlines()|join('；') }}。"),
        tag("{%p endif %}"),
        level_1(3, "考察意见"),
        body(
            "{{ meeting_date }}团支部推优大会应到会{{ eligible }}人，实到会{{ present }}人，赞成{{ in_favour }}票，反对{{ against }}票，"
            "弃权{{ abstained }}票。团支部委员会{% if inspection_date %}于{{ inspection_date }}{% endif %}进行了考察。"
        ),
        written_or_lines("dossier.inspection_opinion", 3),
        level_1(4, "考察结论"),
        last_words("{{ inspection_result or '＿＿＿＿＿＿＿＿' }}{% if drop_reason %}（{{ drop_reason }}）{% endif %}。"),
        KEPT_LINE,
        *signed_by_hand("团支部书记", of="{{ branch }}委员会"),
    ]
    return Draft("考察材料", "".join(text), Form.NUMBERED)
