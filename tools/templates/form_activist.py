"""推荐优秀团员作为入党积极分子登记表: both sides of one sheet; three boxes that people fill, sign and date by hand."""

from __future__ import annotations

from collections.abc import Sequence

from templates.docx_draft import Draft
from templates.table_blocks import cell, grid_widths, row, spans, table
from templates.table_blocks import label as head
from templates.text_blocks import ruled_lines
from xlflow.documents.layout.page_setup import Form
from xlflow.documents.layout.paragraph_markup import paragraph, tag

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


def draft() -> Draft:
    """The form of one nominee, type 入党积极分子."""
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
    return Draft(title, "".join(text), Form.BARE)


def _label(text: str, span: int = 1) -> str:
    return head("".join(paragraph(line, "FormHead") for line in text.split("\n")), span=span)


def _value(text: str, span: int = 1) -> str:
    return cell(text, "FormCell", span=span)


def pairs_row(places: tuple[int, ...], *pairs: Pair, height: int = HEIGHT, last: str = "") -> str:
    """A row of labels and values, then perhaps the cell of the photo."""
    texts = [text for pair in pairs for text in pair]
    cells = [(_value if number % 2 else _label)(text, span) for number, (text, span) in enumerate(zip(texts, places, strict=False))]
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
    return row(_label(name, ONE[0]), cell(content, span=ONE[1], align="top"), height=height, breakable=True)


def _opinion(name: str, who: str) -> str:
    sign = paragraph(f"{who}签字（盖章）：", "FormSign") + paragraph("　　　　年　　月　　日", "FormSign")
    return row(_label(name, ONE[0]), cell(sign, span=ONE[1], align="bottom"), height=2850)
