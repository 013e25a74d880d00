"""推优大会会议记录: one meeting as a table, every nominee with his votes, passed or not."""

from __future__ import annotations

from xlflow.documents.layout.docx import Draft
from xlflow.documents.layout.markup import paragraph, tag
from xlflow.documents.layout.page import Form
from xlflow.documents.layout.tables import cell, columns, label, row, table, tag_row
from xlflow.documents.layout.text import ruled_lines

WIDTHS = columns((1, 1.9, 2.2, 1.2, 1.2, 1.2, 1.7, 1.8))
HEIGHT = 500
AGENDA = (
    "1. 主持人报告应到会、实到会人数，宣布大会开始；",
    "2. 宣读推优条件、名额和程序，介绍候选人情况；",
    "3. 候选人作自我评述，到会团员讨论评议；",
    "4. 通过监票人、计票人名单，无记名投票；",
    "5. 计票并当场宣布结果，通过大会决议。",
)


def draft() -> Draft:
    """The minutes of one 推优大会."""
    rows = [
        _pair("会议时间", "{{ meeting_date }}{% if meeting_time %}　{{ meeting_time }}{% endif %}", "会议地点", "{{ meeting_place }}"),
        _pair("会议形式", "{{ meeting_form }}", "批准召开时间", "{{ approved_on }}"),
        _pair("主持人", "{{ host }}", "记录人", "{{ recorder }}"),
        _pair("监票人", "{{ scrutineer }}", "计票人", "{{ counter }}{% if caller %}（唱票：{{ caller }}）{% endif %}"),
        _pair("应到会人数", "{{ eligible }}", "实到会人数", "{{ present }}"),
        _wide("缺席人员及原因", "{{ absentees or '无' }}"),
        _wide("列席人员", "{{ observers or '无' }}"),
        _wide("会议议程", "".join(paragraph(item, "TableLeft") for item in AGENDA)),
        *_discussion(),
        *_votes(),
        *_resolution(),
        *_signatures(),
    ]
    text = tag("{{p title(branch, '推优大会会议记录') }}") + paragraph(style="FormNote") + table(WIDTHS, rows) + paragraph(style="Spacer")
    return Draft("推优大会会议记录", text, Form.NUMBERED)


def _pair(first: str, value: str, second: str, other: str) -> str:
    return row(label(first, span=2), cell(value, span=2), label(second, span=2), cell(other, span=2), height=HEIGHT)


def _wide(name: str, content: str) -> str:
    return row(label(name, span=2), cell(content, "TableLeft", span=6), height=HEIGHT)


def _discussion() -> tuple[str, ...]:
    lines = (
        tag("{%p if discussion %}")
        + tag("{%p for line in discussion.splitlines() %}")
        + paragraph("{{ line }}", "TableText")
        + tag("{%p endfor %}")
        + tag("{%p else %}")
        + ruled_lines(7)
        + tag("{%p endif %}")
    )
    return (
        row(label("讨论发言要点", span=8), height=HEIGHT),
        row(cell(lines, span=8, align="top"), height=3600, breakable=True),
    )


def _votes() -> tuple[str, ...]:
    heads = ("序号", "姓名", "推优类型", "赞成", "反对", "弃权", "占应到会", "结果")
    keys = ("number", "name", "recommendation_type", "in_favour", "against", "abstained", "approval_rate", "meeting_result")
    return (
        row(label("投票表决", span=2), cell(
            "发出选票{{ ballots_issued }}张，收回{{ ballots_returned }}张，其中有效票{{ ballots_valid }}张、无效票{{ ballots_invalid }}张。",
            "TableLeft", span=6), height=HEIGHT),
        row(*map(label, heads), height=HEIGHT),
        tag_row("{%tr for person in nominees %}", 8),
        row(*(cell(f"{{{{ person.{key} }}}}") for key in keys), height=HEIGHT),
        tag_row("{%tr endfor %}", 8),
    )


def _resolution() -> tuple[str, ...]:
    counted = (
        "大会应到会{{ eligible }}人，实到会{{ present }}人，符合规定人数。经无记名投票，"
        "{% if adopted %}同意推荐{% for person in adopted %}{{ person.name }}（{{ person.recommendation_type }}）{% if not loop.last %}、{% endif %}"
        "{% endfor %}共{{ count_adopted }}名同志为推优人选{% else %}没有人选获得通过{% endif %}"
        "{% if not_passed %}；{% for person in not_passed %}{{ person.name }}{% if not loop.last %}、{% endif %}{% endfor %}未列为推优人选{% endif %}。"
    )
    text = (
        tag("{%p if resolution %}")
        + tag("{%p for line in resolution.splitlines() %}")
        + paragraph("{{ line }}", "TableText")
        + tag("{%p endfor %}")
        + tag("{%p else %}")
        + paragraph(counted, "TableText")
        + tag("{%p endif %}")
    )
    return (row(label("大会决议", span=2), cell(text, span=6), height=1100),)


def _signatures() -> tuple[str, ...]:
    def sign(who: str) -> str:
        return cell(f"{who}（签字）：", "TableLeft", span=4)

    return (
        row(sign("主持人"), sign("记录人"), height=640),
        row(sign("监票人"), sign("计票人"), height=640),
    )
