"""推荐优秀团员作为入党积极分子登记表: both sides of one sheet; three boxes that people fill, sign and date by hand."""

from __future__ import annotations

from xlflow.documents.layout.docx import Draft
from xlflow.documents.layout.markup import paragraph, tag
from xlflow.documents.layout.page import Form
from xlflow.documents.layout.tables import cell, columns, label, row, table
from xlflow.documents.layout.text import ruled_lines

WIDTHS = columns((1.9, 2.1, 1.9, 2.1, 1.9, 2.1, 2.3))
HEIGHT = 520
NARROW_BOX = 2750


def draft() -> Draft:
    """The form of one nominee, type 入党积极分子."""
    text = [
        tag("{{p title('推荐优秀团员作为入党积极分子登记表') }}"),
        paragraph("填报单位：{{ branch }}", "FormNote"),
        table(WIDTHS, (*_person(), *_league(), *_meeting(), *_dossier())),
        paragraph(style="FormNote", properties="<w:pageBreakBefore/>"),
        table(WIDTHS, (*_deeds(), *_opinions())),
        paragraph("注：本表一式三份，用A4纸双面打印；各栏意见、签字和日期由有关组织手写，不得代填。", "FormNote"),
    ]
    return Draft("推荐优秀团员作为入党积极分子登记表", "".join(text), Form.BARE)


def _six(*pairs: tuple[str, str]) -> list[str]:
    return [part for name, value in pairs for part in (label(name), cell(value))]


def _person() -> tuple[str, ...]:
    photo = cell("照　片", merge="restart")
    below = cell("", merge="continue")
    return (
        row(*_six(("姓　名", "{{ name }}"), ("性　别", "{{ gender }}"), ("民　族", "{{ ethnicity }}")), photo, height=HEIGHT),
        row(*_six(("出生年月", "{{ birth_date }}"), ("籍　贯", "{{ native_place }}"), ("学　历", "{{ education }}")), below, height=HEIGHT),
        row(*_six(("政治面貌", "{{ political_status }}"), ("学号/工号", "{{ student_id }}"), ("联系电话", "{{ phone }}")), below, height=HEIGHT),
        row(label("身份证号"), cell("{{ id_number }}", span=3), label("推优类型"), cell("{{ recommendation_type }}"), below, height=HEIGHT),
        row(label("所在团支部"), cell("{{ branch }}", span=6), height=HEIGHT),
    )


def _league() -> tuple[str, ...]:
    return (
        _three(("入团时间", "{{ league_join_date }}"), ("团　龄", "{{ league_age }}"), ("发展团员编号", "{{ league_number }}")),
        _three(("团内职务", "{{ league_post }}"), ("班级/行政职务", "{{ class_post }}"), ("递交入党申请书时间", "{{ application_date }}")),
        _three(("教育评议等次", "{{ appraisal_grade }}"), ("评议年度", "{{ appraisal_year }}"), ("党组织谈话时间", "{{ talk_date }}")),
        _three(("志愿服务时长", "{{ volunteer_hours }}"), ("学习积分", "{{ study_points }}"), ("团校/党校结业", "{{ training_certificate }}")),
        _three(("学业/业绩", "{{ study_result }}"), ("处分情况", "{{ punishment }}"), ("特殊情况说明", "{{ special_note }}")),
    )


def _meeting() -> tuple[str, ...]:
    votes = "赞成{{ in_favour }}票，反对{{ against }}票，弃权{{ abstained }}票"
    return (
        _three(("推优大会时间", "{{ meeting_date }}"), ("应到会人数", "{{ eligible }}"), ("实到会人数", "{{ present }}")),
        row(label("投票结果"), cell(votes, span=3), label("占应到会"), cell("{{ approval_rate }}　{{ meeting_result }}", span=2), height=HEIGHT),
        row(
            label("公示时间"),
            cell("{% if notice_start %}{{ notice_start }}至{{ notice_end }}{% endif %}", span=3),
            label("公示结果"),
            cell("{{ objections }}", span=2),
            height=HEIGHT,
        ),
    )


def _three(*pairs: tuple[str, str]) -> str:
    """Three pairs in a row of seven columns: the last value takes two."""
    (first, one), (second, two), (third, three) = pairs
    return row(label(first), cell(one), label(second), cell(two), label(third), cell(three, span=2), height=HEIGHT)


def _long(value: str, lines: int) -> str:
    """What was written, line by line; empty lines to write on where nothing was."""
    return (
        tag(f"{{%p if {value} %}}")
        + tag(f"{{%p for line in {value}.splitlines() %}}")
        + paragraph("{{ line }}", "TableText")
        + tag("{%p endfor %}")
        + tag("{%p else %}")
        + ruled_lines(lines)
        + tag("{%p endif %}")
    )


def _dossier() -> tuple[str, ...]:
    return (
        row(label("获奖情况"), cell(_long("dossier.honours", 3), span=6), height=1650),
        row(label("自我评述"), cell(_long("dossier.self_statement", 5), span=6), height=2750),
    )


def _deeds() -> tuple[str, ...]:
    return (row(label("主要表现及事迹"), cell(_long("dossier.deeds", 6), span=6), height=3400, breakable=True),)


def _opinions() -> tuple[str, ...]:
    return tuple(_opinion(body, sign) for body, sign in (("团支部意见", "书记"), ("上级团委意见", "负责人"), ("党支部意见", "书记")))


def _opinion(name: str, who: str) -> str:
    sign = paragraph(f"{who}签字（盖章）：　　　　　　　　", "TableSign") + paragraph("　　　　年　　月　　日", "TableSign")
    return row(label(name), cell(sign, span=6, align="bottom"), height=NARROW_BOX)
