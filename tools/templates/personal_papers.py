"""Papers of one person: registration forms, inspection report, statement of deeds, record of cultivation."""

from __future__ import annotations

from collections.abc import Sequence

from templates.docx_draft import Draft
from templates.draft_blocks import (
    KEPT_LINE,
    body,
    cell,
    columns,
    grid_widths,
    label,
    last_words,
    level_1,
    row,
    ruled_lines,
    signed_by_hand,
    spans,
    table,
    tag_row,
    written_or_lines,
)
from xlflow.documents.layout.layout_styles import justify
from xlflow.documents.layout.page_setup import PageForm
from xlflow.documents.layout.paragraph_markup import blank_line, paragraph, tag

EDGES_PT = (60, 147, 171, 207, 231, 247, 295, 307, 343, 355)
"""The inner edges of the form: beside the photo (35 mm wide) stand two pairs of cells in a row, below it three."""
BESIDE_PHOTO = spans(EDGES_PT, 60, 171, 231, 343)
THREE = spans(EDGES_PT, 60, 147, 207, 295, 355)
TWO = spans(EDGES_PT, 60, 247, 307)
ONE = spans(EDGES_PT, 60)
HEIGHT = 550
PHOTO_ROW = 540
"""Five of them make the height of the photo, 48 mm."""
OPINIONS = (("团支部\n意　见", "团支部书记"), ("上级团委\n意　　见", "负责人"), ("党支部\n意　见", "党支部书记"))
FRONT_CHARACTERS = 170
"""How long a self-statement the front holds; a longer one runs on, and the back follows it without a new page."""

Pair = tuple[str, str]


def form_activist() -> Draft:
    """推荐优秀团员作为入党积极分子登记表: both sides of one sheet; three boxes that people fill, sign and date by hand."""
    return registration("推荐优秀团员作为入党积极分子登记表", ())


def registration(title: str, cultivation: Sequence[str]) -> Draft:
    """A form of one nominee; `cultivation` are rows about his time as 入党积极分子."""
    text = [
        tag(f"{{{{p title('{title}') }}}}"),
        paragraph("填报单位：{{ branch }}", "FormNote"),
        table(grid_widths(EDGES_PT), (*_person(), *_league(), *cultivation, *_meeting(), *_written_by_hand(HEIGHT * len(cultivation)))),
        tag(f"{{%p if dossier.self_statement|length > {FRONT_CHARACTERS} %}}"),
        paragraph(style="Spacer"),
        tag("{%p else %}"),
        paragraph(style="Spacer", properties="<w:pageBreakBefore/>"),
        tag("{%p endif %}"),
        table(
            grid_widths(EDGES_PT), (_long("主要表现\n及 事 迹", "dossier.deeds", 6, 3520), *(_opinion(*opinion) for opinion in OPINIONS))
        ),
        paragraph("注：本表用A4纸双面打印，一式三份；各栏意见、签字和日期由有关组织手写，不得代填。", "FormNote"),
    ]
    return Draft(title, "".join(text), PageForm.BARE)


def _form_activist_label(text: str, span: int = 1) -> str:
    return label("".join(paragraph(line, "FormHead") for line in text.split("\n")), span=span)


def _value(text: str, span: int = 1) -> str:
    return cell(text, "FormCell", span=span)


def pairs_row(places: tuple[int, ...], *pairs: Pair, height: int = HEIGHT, last: str = "") -> str:
    """A row of labels and values, then perhaps the cell of the photo."""
    texts = [text for pair in pairs for text in pair]
    cells = [
        (_value if number % 2 else _form_activist_label)(text, span) for number, (text, span) in enumerate(zip(texts, places, strict=False))
    ]
    return row(*cells, last, height=height)


def _person() -> tuple[str, ...]:
    rows: tuple[tuple[Pair, Pair], ...] = (
        (("姓　　名", "{{ name }}"), ("性　　别", "{{ gender }}")),
        (("民　　族", "{{ ethnicity }}"), ("出生年月", "{{ birth_date }}")),
        (("籍　　贯", "{{ native_place }}"), ("学　　历", "{{ education }}")),
        (("政治面貌", "{{ political_status }}"), ("学号/工号", "{{ student_id }}")),
        (("身份证号", "{{ id_number }}"), ("联系电话", "{{ phone }}")),
    )
    width = BESIDE_PHOTO[-1]
    photo = (cell("照　片", "FormCell", span=width, merge="restart"), *[cell("", "FormCell", span=width, merge="continue")] * 4)
    beside = [pairs_row(BESIDE_PHOTO, *pairs, height=PHOTO_ROW, last=picture) for pairs, picture in zip(rows, photo, strict=True)]
    return (*beside, pairs_row(TWO, ("所在团支部", "{{ branch }}"), ("推优类型", "{{ recommendation_type }}")))


def _league() -> tuple[str, ...]:
    return (
        pairs_row(
            THREE, ("入团时间", "{{ league_join_date }}"), ("团　　龄", "{{ league_age }}"), ("发展团员\n编　　号", "{{ league_number }}")
        ),
        pairs_row(
            THREE, ("团内职务", "{{ league_post }}"), ("班级职务", "{{ class_post }}"), ("申请入党\n时　　间", "{{ application_date }}")
        ),
        pairs_row(
            THREE,
            ("教育评议\n等　　次", "{{ appraisal_grade }}"),
            ("评议年度", "{{ appraisal_year }}"),
            ("党组织\n谈话时间", "{{ talk_date }}"),
        ),
        pairs_row(
            THREE, ("志愿服务\n时　　长", "{{ volunteer_hours }}"), ("学习积分", "{{ study_points }}"), ("学业业绩", "{{ study_result }}")
        ),
        pairs_row(TWO, ("党团校结业", "{{ training_certificate }}"), ("处分情况", "{{ punishment }}")),
        pairs_row(ONE, ("情况说明", "{{ special_note }}")),
    )


def _meeting() -> tuple[str, ...]:
    votes = "赞成{{ in_favour }}票　反对{{ against }}票　弃权{{ abstained }}票"
    notice = "{% if notice_start and notice_end %}{{ notice_start }}至{{ notice_end }}{% endif %}"
    return (
        pairs_row(THREE, ("推优大会\n时　　间", "{{ meeting_date }}"), ("应到会人数", "{{ eligible }}"), ("实到会人数", "{{ present }}")),
        pairs_row(TWO, ("投票结果", votes), ("占应到会", "{{ approval_rate }}　{{ meeting_result }}")),
        pairs_row(TWO, ("考察时间", "{{ inspection_date }}"), ("考察结论", "{{ inspection_result }}")),
        pairs_row(TWO, ("公示时间", notice), ("公示结果", "{{ objections }}")),
    )


def _written_by_hand(taken: int) -> tuple[str, ...]:
    """Honours and self-statement; `taken` twips of the front are for other rows."""
    return (_long("获奖情况", "dossier.honours", 2, 1000), _long("自我评述", "dossier.self_statement", 2 if taken else 3, 1780 - taken))


def _long(name: str, key: str, lines: int, height: int) -> str:
    """What was written, line by line; empty lines to write on where nothing was."""
    content = (
        tag(f"{{%p if {key} %}}")
        + tag(f"{{%p for line in {key}.splitlines() %}}")
        + paragraph("{{ line }}", "FormText")
        + tag("{%p endfor %}")
        + tag("{%p else %}")
        + ruled_lines(lines)
        + tag("{%p endif %}")
    )
    return row(_form_activist_label(name, ONE[0]), cell(content, span=ONE[1], align="top"), height=height, breakable=True)


def _opinion(name: str, who: str) -> str:
    sign = paragraph(f"{who}签字（盖章）：", "FormSign") + paragraph("　　　　年　　月　　日", "FormSign")
    return row(_form_activist_label(name, ONE[0]), cell(sign, span=ONE[1], align="bottom"), height=2850)


def form_candidate() -> Draft:
    """推荐优秀团员作为党的发展对象登记表: the form of an activist, with the time as one and the rank."""
    cultivation = pairs_row(
        THREE,
        ("确定积极\n分子时间", "{{ activist_date }}"),
        ("培　　养\n联 系 人", "{{ mentors }}"),
        ("推荐排序", "{{ branch_rank }}"),
    )
    return registration("推荐优秀团员作为党的发展对象登记表", (cultivation,))


def inspection_report() -> Draft:
    """考察材料: what the committee of the branch found out about one person."""
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
    return Draft("考察材料", "".join(text), PageForm.NUMBERED)


def deeds_statement() -> Draft:
    """个人事迹材料: written in the first place by the person, who signs it."""
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
    return Draft("个人事迹材料", "".join(text), PageForm.NUMBERED)


WIDTHS = columns((1.6, 2, 1.6, 2, 1.6, 2.4))
EVENTS = columns((0.8, 2, 2, 4.4, 2.4, 1.4))
HEADS = ("序号", "时间", "类别", "主题或内容", "组织单位", "学时")
KEYS = ("number", "event_date", "event_kind", "event_topic", "organiser", "event_hours")
HALVES = ("第一个半年", "第二个半年", "第三个半年", "第四个半年")


def cultivation_record() -> Draft:
    """培养考察登记表: what the person took part in, and half-year boxes that the mentors write in."""
    facts = (
        (("姓名", "name"), ("性别", "gender"), ("民族", "ethnicity")),
        (("出生年月", "birth_date"), ("入团时间", "league_join_date"), ("申请入党\n时间", "application_date")),
        (("确定积极\n分子时间", "activist_date"), ("推优时间", "meeting_date"), ("培养联系人", "mentors")),
    )
    rows = [
        row(*(text for name, key in line for text in (_cultivation_record_label(name), cell(f"{{{{ {key} }}}}"))), height=560)
        for line in facts
    ]
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
    return Draft("培养考察登记表", "".join(text), PageForm.NUMBERED)


def _cultivation_record_label(text: str) -> str:
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
