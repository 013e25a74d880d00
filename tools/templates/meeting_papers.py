"""Papers of the recommendation meeting: minutes, ballot paper, tally sheet, sign-in sheet."""

from __future__ import annotations

from collections.abc import Callable

from templates.docx_draft import Draft
from templates.draft_blocks import cell, columns, gap, label, row, ruled_lines, table, tag_row
from xlflow.documents.layout.layout_styles import justify
from xlflow.documents.layout.page_setup import PageForm
from xlflow.documents.layout.paragraph_markup import Typeface, paragraph, run, tag
from xlflow.documents.layout.standard_measures import CORE_WIDTH_TWIPS, SIZE_3

MEETING_MINUTES_WIDTHS = columns((1, 2.1, 2.2, 1.2, 1.2, 1.2, 1.7, 1.7))
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


def meeting_minutes() -> Draft:
    """推优大会会议记录: one meeting on both sides of a sheet, what was said in front, the votes and what was decided on the back."""
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
        table(MEETING_MINUTES_WIDTHS, front),
        paragraph(style="Spacer", properties="<w:pageBreakBefore/>"),
        table(MEETING_MINUTES_WIDTHS, (*_votes(), *_decision())),
        paragraph(style="Spacer"),
    ]
    return Draft("推优大会会议记录", "".join(text), PageForm.NUMBERED)


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


BALLOT_PAPER_HEADS = ("姓　名", "赞成", "反对", "弃权")
SHARES = (2.6, 1, 1, 1)
LONG_SHARES = (4, 1, 1, 1)
INSET = 320
QUARTER, HALF, WHOLE = 6280, 6280, 12600
"""The height of a ballot in twips: two stand above each other in the core, or one fills it."""
RULES = (
    "1. 同意的在“赞成”栏画“○”，不同意的在“反对”栏画“○”，弃权的在“弃权”栏画“○”；每人只能选一栏，多选、不选或无法辨认的，对该人的一票无效。",
    "2. 候选人按姓氏笔画排序；本票经团支部盖章有效，当场投入票箱。",
)


def ballot_paper() -> Draft:
    """推优票: one for every voter and some in reserve; two or four on a sheet, names in order of 姓氏笔画, nothing filled in."""
    half = CORE_WIDTH_TWIPS // 2
    text = (
        tag("{%p for sheet in ballot.sheets %}")
        + tag("{%p if ballot.on_sheet == 4 %}")
        + _sheet((half, CORE_WIDTH_TWIPS - half), 2, QUARTER)
        + tag("{%p elif ballot.on_sheet == 2 %}")
        + _sheet((CORE_WIDTH_TWIPS,), 2, HALF)
        + tag("{%p elif ballot.is_long %}")
        + _sheet((CORE_WIDTH_TWIPS,), 1, WHOLE, _two_columns)
        + tag("{%p else %}")
        + _sheet((CORE_WIDTH_TWIPS,), 1, WHOLE)
        + tag("{%p endif %}")
        + tag("{%p if not loop.last %}")
        + paragraph(style="Spacer", properties="<w:pageBreakBefore/>")
        + tag("{%p endif %}")
        + tag("{%p endfor %}")
        + paragraph(style="Spacer")
    )
    return Draft("推优票", text, PageForm.BARE)


def _names(width: int) -> str:
    """The names one below the other."""
    return table(
        columns(SHARES, width),
        (
            row(*map(label, BALLOT_PAPER_HEADS), height=420, header=True),
            tag_row("{%tr for person in ballot.names %}", len(BALLOT_PAPER_HEADS)),
            row(cell("{{ person.name }}"), *[cell("")] * 3, height=480),
            tag_row("{%tr endfor %}", len(BALLOT_PAPER_HEADS)),
        ),
    )


def _two_columns(width: int) -> str:
    """Many names: the order goes down the left column, then down the right one."""
    heads = (*BALLOT_PAPER_HEADS, *BALLOT_PAPER_HEADS)
    names = [text for side in ("left", "right") for text in (cell(f"{{{{ pair.{side}.name }}}}", "FormCell"), *[cell("")] * 3)]
    return table(
        columns((*LONG_SHARES, *LONG_SHARES), width),
        (
            row(*map(label, heads), height=420, header=True),
            tag_row("{%tr for pair in ballot.pairs %}", len(heads)),
            row(*names, height=400),
            tag_row("{%tr endfor %}", len(heads)),
        ),
    )


def _sheet(widths: tuple[int, ...], rows: int, height: int, names: Callable[[int], str] = _names) -> str:
    """A sheet that is cut along its lines; a ballot that is longer than a sheet goes on on the next."""
    cells = [cell(_ballot(width, names), align="top") for width in widths]
    return table(widths, [row(*cells, height=height, breakable=rows == 1) for _ in range(rows)])


def _ballot(width: int, names: Callable[[int], str]) -> str:
    center = justify("center")
    return (
        paragraph("", "FormNote")
        + paragraph(run("推 优 票", Typeface.XIAO_BIAO_SONG, size=SIZE_3), "TableCell", '<w:snapToGrid w:val="0"/>' + center)
        + paragraph("{{ branch }}", "FormCell")
        + paragraph("{{ meeting_date or '　　　　年　　月　　日' }}", "FormCell")
        + names(width - INSET)
        + "".join(paragraph(rule, "BallotRule") for rule in RULES)
        + paragraph("（团支部盖章处）", "FormNote", justify("right"))
    )


TALLY_SHEET_WIDTHS = columns((2, 2.6, 0.9, 1.6, 0.9, 1.6, 0.9))
FACTS = columns((1.6, 1.4, 1.6, 1.4, 1.6, 1.4, 1.6, 1.4))


def tally_sheet() -> Draft:
    """计票单: the counters write 正 for every vote; what was counted is signed by hand."""
    first = (("应到会", "{{ eligible }}"), ("实到会", "{{ present }}"), ("发出票", ""), ("收回票", ""))
    then = (("有效票", ""), ("无效票", ""), ("候选人", "{{ count_nominees }}"), ("赞成线", ""))
    pairs = [row(*(text for name, value in line for text in (label(name), cell(value))), height=560) for line in (first, then[:3])]
    pairs[1] = row(
        *(text for name, value in then[:2] for text in (label(name), cell(value))),
        label("候选人"),
        cell("{{ count_nominees }}名", span=3),
        height=560,
    )
    people = (
        row(label("姓名"), label("赞成", span=2), label("反对", span=2), label("弃权", span=2), height=460, header=True),
        row(label("（按姓氏笔画）"), *map(label, ("画“正”", "小计", "画“正”", "小计", "画“正”", "小计")), height=420, header=True),
        tag_row("{%tr for person in ballot.names %}", 7),
        row(cell("{{ person.name }}"), *[cell("")] * 6, height=980),
        tag_row("{%tr endfor %}", 7),
    )
    text = [
        tag("{{p title(branch, '推优大会计票单') }}"),
        paragraph("大会时间：{{ meeting_date or blank_date }}　　地点：{{ meeting_place }}", "FormNote"),
        table(FACTS, pairs),
        gap(160),
        table(TALLY_SHEET_WIDTHS, people),
        paragraph("通过要求：赞成票{{ pass_line }}。每人赞成、反对、弃权三项之和应等于有效票数。", "FormNote"),
        gap(300),
        paragraph("唱票人（签字）：　　　　　　计票人（签字）：　　　　　　监票人（签字）：", "FormNote"),
        gap(200),
        paragraph("主持人（签字）：　　　　　　　　　　计票时间：　　　　年　　月　　日", "FormNote"),
    ]
    return Draft("推优大会计票单", "".join(text), PageForm.BARE)


SIGN_IN_SHEET_WIDTHS = columns((1, 2.4, 3, 1, 2.4, 3))
SIGN_IN_SHEET_HEADS = ("序号", "姓名", "签名", "序号", "姓名", "签名")
ATTENDING = columns((2.4, 4, 3, 3))


def sign_in_sheet() -> Draft:
    """签到表: members with the right to vote sign one by one; who only attends signs apart."""
    text = [
        tag("{{p title(branch, '推优大会签到表') }}"),
        paragraph("时间：{{ meeting_date or blank_date }}{{ meeting_time }}　　地点：{{ meeting_place }}", "FormNote"),
        paragraph("应到会有表决权的团员{{ eligible }}名，实到会＿＿＿＿名。", "FormNote"),
        table(
            SIGN_IN_SHEET_WIDTHS,
            (
                row(*map(label, SIGN_IN_SHEET_HEADS), height=460, header=True),
                tag_row("{%tr for pair in voters|batch(2) %}", 6),
                row(
                    cell("{{ pair[0].number }}"),
                    cell("{{ pair[0].name }}"),
                    cell(""),
                    cell("{{ pair[1].number if pair|length > 1 else '' }}"),
                    cell("{{ pair[1].name if pair|length > 1 else '' }}"),
                    cell(""),
                    height=350,
                ),
                tag_row("{%tr endfor %}", 6),
            ),
        ),
        gap(200),
        table(
            ATTENDING,
            (
                row(label("列席人员（无表决权）", span=4), height=440, header=True),
                row(*map(label, ("姓名", "单位及职务", "签名", "备注")), height=440, header=True),
                row(cell("{{ observers }}", span=2), cell(""), cell(""), height=520),
                *(row(*[cell("")] * 4, height=480) for _ in range(1)),
            ),
        ),
        paragraph("核对人（签字）：", "FormNote"),
    ]
    return Draft("推优大会签到表", "".join(text), PageForm.NUMBERED)
