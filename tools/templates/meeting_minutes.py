"""推优大会会议记录: one meeting on both sides of a sheet, what was said in front, the votes and what was decided on the back."""

from __future__ import annotations

from templates.docx_draft import Draft
from templates.table_blocks import cell, columns, label, row, table, tag_row
from templates.text_blocks import gap, ruled_lines
from xlflow.documents.layout.page_setup import Form
from xlflow.documents.layout.paragraph_markup import paragraph, tag

WIDTHS = columns((1, 2.1, 2.2, 1.2, 1.2, 1.2, 1.7, 1.7))
HEIGHT = 540
AGENDA = (
    "1. 主持人报告应到会、实到会人数，宣布大会开始；",
    "2. 宣读推优条件、名额和程序，介绍候选人情况；",
    "3. 候选人作自我评述，到会团员讨论评议；",
    "4. 通过监票人、计票人名单，无记名投票；",
    "5. 计票并当场宣布结果，通过大会决议。",
)
VOTES = {
    "序号": "number",
    "姓名": "name",
    "推优类型": "recommendation_type",
    "赞成": "in_favour",
    "反对": "against",
    "弃权": "abstained",
    "占应到会": "approval_rate",
    "结果": "meeting_result",
}


def draft() -> Draft:
    """The minutes of one 推优大会."""
    front = [
        _pair("会议时间", "{{ meeting_date }}{% if meeting_time %}　{{ meeting_time }}{% endif %}", "会议地点", "{{ meeting_place }}"),
        _pair("会议形式", "{{ meeting_form }}", "批准召开时间", "{{ approved_on }}"),
        _pair("主持人", "{{ host }}", "记录人", "{{ recorder }}"),
        _pair("监票人", "{{ scrutineer }}", "计票人", "{{ counter }}{% if caller %}（唱票：{{ caller }}）{% endif %}"),
        _pair("应到会人数", "{{ eligible }}", "实到会人数", "{{ present }}"),
        _wide("缺席人员及原因", "{% if absentees %}{{ absentees }}{% elif eligible and eligible == present %}无{% endif %}"),
        _wide("列席人员", "{{ observers }}"),
        _wide("会议议程", "".join(paragraph(item, "TableLeft") for item in AGENDA)),
        row(label("讨论发言要点", span=8), height=HEIGHT),
        row(cell(_written("discussion", ruled_lines(7)), span=8, align="top"), height=4050, breakable=True),
    ]
    text = [
        tag("{{p title(branch, '推优大会会议记录') }}"),
        gap(),
        table(WIDTHS, front),
        paragraph(style="Spacer", properties="<w:pageBreakBefore/>"),
        table(WIDTHS, (*_votes(), *_decision())),
        paragraph(style="Spacer"),
    ]
    return Draft("推优大会会议记录", "".join(text), Form.NUMBERED)


def _pair(first: str, value: str, second: str, other: str) -> str:
    return row(label(first, span=2), cell(value, span=2), label(second, span=2), cell(other, span=2), height=HEIGHT)


def _wide(name: str, content: str) -> str:
    return row(label(name, span=2), cell(content, "TableLeft", span=6), height=HEIGHT)


def _written(key: str, otherwise: str) -> str:
    """The lines of a long text, or something else where nobody has written one."""
    return (
        tag(f"{{%p if {key} %}}")
        + tag(f"{{%p for line in {key}.splitlines() %}}")
        + paragraph("{{ line }}", "TableText")
        + tag("{%p endfor %}")
        + tag("{%p else %}")
        + otherwise
        + tag("{%p endif %}")
    )


def _votes() -> tuple[str, ...]:
    counts = (("发出选票", "ballots_issued"), ("收回", "ballots_returned"), ("有效票", "ballots_valid"), ("无效票", "ballots_invalid"))
    ballots = "，".join(f"{name}{{{{ {key} if {key} != '' else '　　' }}}}张" for name, key in counts) + "。"
    return (
        row(label("投票表决", span=2), cell(ballots, "TableLeft", span=6), height=HEIGHT, header=True),
        row(*map(label, VOTES), height=HEIGHT, header=True),
        tag_row("{%tr for person in nominees %}", len(VOTES)),
        row(*(cell(f"{{{{ person.{key} }}}}") for key in VOTES.values()), height=HEIGHT),
        tag_row("{%tr endfor %}", len(VOTES)),
    )


def _decision() -> tuple[str, ...]:
    counted = (
        "大会应到会{{ eligible }}人，实到会{{ present }}人。经无记名投票，"
        "{% if adopted %}同意推荐{% for person in adopted %}{{ person.name }}（{{ person.recommendation_type }}）"
        "{% if not loop.last %}、{% endif %}{% endfor %}共{{ count_adopted }}名同志为推优人选{% else %}没有人选获得通过{% endif %}"
        "{% if not_passed %}；{{ not_passed|map(attribute='name')|join('、') }}未列为推优人选{% endif %}。"
    )
    return (
        row(label("大会决议", span=2), cell(_written("resolution", paragraph(counted, "TableText")), span=6), height=2200),
        *(
            row(label(f"{who}签字", span=2), cell("", span=2), label(f"{other}签字", span=2), cell("", span=2), height=900)
            for who, other in (("主持人", "记录人"), ("监票人", "计票人"))
        ),
        row(label("记录日期", span=2), cell("　　　　年　　月　　日", span=6), height=HEIGHT),
    )
