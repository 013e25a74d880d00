"""Every code of the catalogue in a small example: what gives it, where, how grave, and the neighbour that does not."""

from __future__ import annotations

from dataclasses import dataclass

from clean_form import MEETING, PERSON, UNIT, rows
from clean_list import CLEAN, LETTERS, sheet
from code_answers import (
    OLE,
    SOUND,
    STRICT,
    Answer,
    cells,
    drawn,
    exported,
    filled,
    filled_without,
    flat,
    merged,
    opened,
    together,
    with_places,
)
from openpyxl.utils import get_column_letter

from xlflow.errors import InternalError
from xlflow.messages import unreadable


@dataclass(frozen=True)
class Example:
    """`grade` as the contract writes it: E error, W warning, I info, ✓ may be confirmed. `cell` None: the row, the sheet or the file."""

    grade: str
    cell: str | None
    faulty: Answer
    clean: Answer


def own(label: str, row: int = 2) -> str:
    """The cell of a flat list under a label."""
    return f"{LETTERS[label]}{row}"


def person(label: str, row: int = 2) -> str:
    """The cell of 推优对象清单 under a label."""
    return f"推优对象清单!{_letter(PERSON, label)}{row}"


def meeting(label: str) -> str:
    """The cell of 推优大会 under a label."""
    return f"推优大会!{_letter(MEETING, label)}2"


def unit(label: str) -> str:
    """The cell of 单位信息 beside a label."""
    return f"单位信息!B{[*UNIT].index(label) + 1}"


def _letter(labels: dict[str, str], label: str) -> str:
    return get_column_letter([*labels].index(label) + 1)


def without(label: str) -> str:
    """The flat list without a column."""
    return rows([{key: value for key, value in CLEAN.items() if key != label}])


MORE = "W2"
"""The cell of a column that the clean list does not have."""
OLD = {
    "出生日期": "1998-03-07",
    "身份证号": "11010519980307901X",
    "入团时间": "2013-05-04",
    "发展团员编号": "",
    "递交入党申请书时间": "2017-03-05",
    "推优大会时间": "2018-03-05",
    "公示开始日期": "2018-03-12",
    "公示结束日期": "2018-03-16",
}
"""A person who was recommended in a year without a calendar."""
CROWD = [
    {"姓名": f"张{'一二三四五'[n]}", "身份证号": number, "应到会人数": "#24", "实到会人数": "#24", "赞成票": "#22"}
    for n, number in enumerate(
        ("110105200603079010", "110105200603079037", "110105200603079053", "11010520060307907X", "110105200603079096")
    )
]
MEMBER = {"姓名": "张三", "性别": "男", "身份证号": "110105200603079010", "政治面貌": "共青团员", "团籍状态": "正常", "有无表决权": "是"}
MEMBER |= {"入团时间": "2021-05-04", "团内职务": "无"}
EVENT = {"姓名": "张三", "学号/工号": "999900000001", "活动类别": "团课", "时间": "2025-09-01", "主题或内容": "党史", "组织单位": "校团委"}
TWIN = {"姓名": "李四", "身份证号": "110105200603079037", "学号/工号": "999900000002", "发展团员编号": "202144000002"}
BACK = {"填报阶段": "会后上报"}


def members(**changes: str) -> Answer:
    """A form whose 团员花名册 has one line."""
    others = [MEMBER | {"姓名": f"孙{name}", "身份证号": ""} for name in "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申"]
    return filled(团员花名册=[MEMBER | changes, *others])


EXAMPLES: dict[str, Example] = {
    # files
    "workbook-unreadable": Example("E", None, opened(b""), opened(SOUND)),
    "workbook-encrypted": Example("E", None, opened(OLE + "EncryptedPackage".encode("utf-16-le")), opened(SOUND)),
    "workbook-too-large": Example("E", None, opened(SOUND, cells=1), opened(SOUND, cells=2)),
    "workbook-type-mismatch": Example("E", None, opened(b"%PDF-1.7"), opened(SOUND)),
    "workbook-locked": Example("E", None, opened(SOUND, is_held=True), opened(SOUND)),
    "processing-failed": Example("E", None, lambda: [unreadable("三班.xlsx", InternalError("ValueError", ""))], flat()),
    # structure
    "sheet-missing": Example("E", None, filled_without("推优大会"), filled()),
    "header-not-found": Example("E", None, drawn("说明 | 见附件"), flat()),
    "column-missing": Example("E", None, drawn(without("公示结束日期")), flat()),
    "column-duplicate": Example("E", "W1", flat({"学生姓名": "张三"}), flat({"备注": "张三"})),
    "header-similar": Example("W", "W1", flat({"联系电话码": "19900000001"}), flat({"联系电话": "19900000001"})),
    "column-unknown": Example("I", None, flat({"血型": "A型"}), flat({"备注": "A型"})),
    "form-altered": Example("W", "推优对象清单!AH1", filled(person={"推优排序": ""}), filled(person={"推荐排序": ""})),
    "rows-hidden": Example("W", None, drawn(sheet(), hidden=(1,)), drawn(sheet(), hidden=(4,))),
    "total-row-skipped": Example("I", "A3", drawn(sheet() + "\n合计 | | | | | | | | | | | | | #26"), flat()),
    "sample-row-skipped": Example("I", "A2", flat({"姓名": "张三（示例）"}, {}), flat({})),
    # cells
    "required-missing": Example("E", own("入团时间"), cells(入团时间=""), cells(反对票="")),
    "date-invalid": Example("E", own("推优大会时间"), cells(推优大会时间="2026.13.5"), cells(推优大会时间="2026.3.2")),
    "number-invalid": Example("E", own("赞成票"), cells(赞成票="全票"), cells(赞成票="26票")),
    "choice-unknown": Example("E", own("政治面貌"), cells(政治面貌="是"), cells(政治面貌="团员")),
    "date-ambiguous": Example("E", own("入团时间"), cells(入团时间="#2021.1"), cells(入团时间="2021.10")),
    "date-month-only": Example("I", own("入团时间"), cells(入团时间="2021-05"), cells(入团时间="2021-05-01")),
    "formula-without-value": Example("E", own("反对票"), cells(反对票="!="), cells(反对票="#1")),
    "cell-error-value": Example("E", own("反对票"), cells(反对票="!#N/A"), cells(反对票="")),
    "control-character": Example("W", MORE, cells(备注="a\x08b"), cells(备注="a b")),
    "formula-like-text": Example("W", MORE, cells(备注="=1+1"), cells(备注="+8619900000001")),
    "text-too-long": Example("W", MORE, cells(备注="好" * 201), cells(备注="好" * 200)),
    "name-suspicious": Example("W", own("姓名"), cells(姓名="张三1"), cells(姓名="阿依古丽·买买提")),
    "value-normalised": Example("I", own("姓名"), cells(姓名="张 三"), cells(姓名=" 张三 ")),
    "value-differs": Example("W", person("应到会人数"), filled(person={"应到会人数": "#31"}), filled()),
    "export-ambiguous": Example(
        "W",
        MORE,
        exported("张三 | 110105200603079010", "张三 | 110105200603079037"),
        exported("张三 | 110105200603079010"),
    ),
    # identity
    "id-number-as-number": Example("E", own("身份证号"), cells(身份证号="#110105200603079010"), flat()),
    "id-number-format": Example("E", own("身份证号"), cells(身份证号="11010520060307901"), flat()),
    "id-number-checksum": Example("E", own("身份证号"), cells(身份证号="110105200603079014"), flat()),
    "id-number-birth-mismatch": Example("E✓", own("身份证号"), cells(出生日期="2006-03-08"), cells(出生日期="2006-03-07")),
    "id-number-gender-mismatch": Example("E✓", own("身份证号"), cells(性别="女"), cells(性别="男")),
    "id-number-region": Example("W", own("身份证号"), cells(身份证号="990000200603079017"), cells(身份证号="810000200603079019")),
    "league-number-format": Example("E✓", own("发展团员编号"), cells(发展团员编号="20214400001"), cells(发展团员编号="")),
    "league-number-year": Example("E✓", own("发展团员编号"), cells(发展团员编号="201944000001"), flat()),
    "league-number-is-card-number": Example("W", own("发展团员编号"), cells(发展团员编号="03010001"), flat()),
    "phone-format": Example("W", MORE, cells(联系电话="12"), cells(联系电话="0571-87654321")),
    # people
    "already-party-member": Example("E", own("政治面貌"), cells(政治面貌="中共预备党员"), flat()),
    "punishment-in-force": Example("E", own("处分情况"), cells(处分情况="处分期内"), cells(处分情况="处分已解除")),
    "duplicate-in-workbook": Example("E", own("身份证号", 4), together([{}, {}]), together([{}, {"推优类型": "发展对象"}])),
    "duplicate-across-workbooks": Example("E", own("身份证号", 3), together([{}], [{}]), together([{}], [TWIN])),
    "conflict-across-workbooks": Example("E", own("身份证号", 3), together([{}], [{"入团时间": "2021-05-05"}]), together([{}], [TWIN])),
    "unit-name-similar": Example(
        "W",
        None,
        merged(("2024级软件工程一班团支部", "2026-06-01"), units=("2024级软件工程1班团支部",)),
        merged(("2024级软件工程1班团支部", "2026-06-01"), units=("2024级软件工程1班团支部",)),
    ),
    # dates
    "date-in-future": Example("E", own("推优大会时间"), cells(推优大会时间="2026-07-01"), flat()),
    "date-order": Example("E", own("公示结束日期"), cells(公示结束日期="2026-03-08"), flat()),
    "interval-too-short": Example(
        "E",
        own("确定为发展对象时间"),
        cells(推优类型="发展对象", 确定为入党积极分子时间="2025-06-02", 确定为发展对象时间="2026-06-01"),
        cells(推优类型="发展对象", 确定为入党积极分子时间="2025-06-01", 确定为发展对象时间="2026-06-01"),
    ),
    "interval-too-long": Example("W", MORE, cells(党组织谈话时间="2025-04-06"), cells(党组织谈话时间="2025-04-05")),
    "month-boundary": Example("W", own("入团时间"), cells(入团时间="2025.03", 发展团员编号=""), cells(入团时间="2025.02", 发展团员编号="")),
    "calendar-year-unknown": Example("W", None, flat(OLD), cells(公示结束日期="2026-03-13")),
    "reference-unknown": Example("E", person("推优大会时间"), filled(person={"推优大会时间": "2026-03-01"}), filled()),
    "value-out-of-range": Example(
        "E", unit("其中保留团籍的党员"), filled(unit={"其中保留团籍的党员": "#31"}), filled(unit={"其中保留团籍的党员": "#30"})
    ),
    # conditions
    "age-below-minimum": Example(
        "E", own("递交入党申请书时间"), cells(递交入党申请书时间="2024-03-06"), cells(递交入党申请书时间="2024-03-07")
    ),
    "age-above-maximum": Example(
        "E",
        own("出生日期"),
        cells(出生日期="1998-03-02", 身份证号="110105199803029012"),
        cells(出生日期="1998-03-03", 身份证号="110105199803039018"),
    ),
    "league-age-short": Example(
        "E", own("入团时间"), cells(入团时间="2025-03-03", 发展团员编号=""), cells(入团时间="2025-03-02", 发展团员编号="")
    ),
    "hours-below-minimum": Example("E✓", MORE, flat({"志愿服务时长": "#19.5"}, own=STRICT), flat({"志愿服务时长": "#20"}, own=STRICT)),
    "points-below-minimum": Example("E✓", MORE, flat({"学习积分": "#59"}, own=STRICT), flat({"学习积分": "#60"}, own=STRICT)),
    "appraisal-not-accepted": Example("E✓", own("团员教育评议等次"), cells(团员教育评议等次="基本合格"), cells(团员教育评议等次="合格")),
    "event-missing": Example(
        "E✓",
        person("姓名"),
        filled(own=STRICT, 培养教育记录=[EVENT | {"活动类别": "志愿服务"}]),
        filled(own=STRICT, 培养教育记录=[EVENT]),
    ),
    "route-not-allowed": Example("E✓", MORE, flat({"推荐路径": "未建党组织"}, own=STRICT), flat({"推荐路径": "已建党组织"}, own=STRICT)),
    "recommendation-still-valid": Example(
        "E✓",
        person("推优类型"),
        members(最近一次推优类型="入党积极分子", 最近一次推优时间="2025-03-02"),
        members(最近一次推优类型="入党积极分子", 最近一次推优时间="2024-03-02"),
    ),
    "recommendation-expired": Example("W", MORE, cells(推荐有效期至="2026-06-29"), cells(推荐有效期至="2026-06-30")),
    "arrears-veto": Example("E✓", "团员花名册!I2", members(欠缴团费月数="#6"), members(欠缴团费月数="#5")),
    # ballot
    "present-exceeds-eligible": Example("E", own("实到会人数"), cells(实到会人数="#31", 赞成票="#29"), flat()),
    "quorum-not-met": Example(
        "E",
        own("实到会人数"),
        cells(实到会人数="#14", 赞成票="#14", 反对票="#0", 弃权票="#0"),
        cells(实到会人数="#16", 赞成票="#16", 反对票="#0", 弃权票="#0"),
    ),
    "votes-exceed-present": Example("E", own("赞成票"), cells(赞成票="#27"), cells(赞成票="#27", 弃权票="#0")),
    "votes-do-not-add-up": Example("E", own("赞成票"), cells(赞成票="#25"), cells(赞成票="#25", 弃权票="#2")),
    "pass-line-not-met": Example("E", own("赞成票"), cells(赞成票="#15", 反对票="#12"), cells(赞成票="#16", 反对票="#11")),
    "officer-is-nominee": Example("E", meeting("监票人"), filled(meeting={"监票人": "吴九、张三"}), filled()),
    "ballots-exceed-present": Example("E", meeting("发出票数"), filled(meeting={"发出票数": "#29"}), filled()),
    "ballots-exceed-issued": Example("E", meeting("收回票数"), filled(meeting={"收回票数": "#29"}), filled()),
    "meeting-before-approval": Example("E", meeting("推优大会时间"), filled(meeting={"批准召开时间": "2026-03-03"}), filled()),
    "inspection-before-meeting": Example("E", person("考察时间"), filled(person={"考察时间": "2026-03-01"}), filled()),
    "notice-before-inspection": Example("E", person("公示开始日期"), filled(person={"考察时间": "2026-03-10"}), filled()),
    "review-before-notice-end": Example("E", MORE, cells(团委审核时间="2026-03-12"), cells(团委审核时间="2026-03-13")),
    "absentees-count": Example("W", meeting("缺席人员及原因"), filled(meeting={"缺席人员及原因": "孙七（病假）"}), filled()),
    "chat-vote": Example("W", meeting("会议形式"), filled(meeting={"会议形式": "线上"}), filled()),
    "rank-not-unique": Example(
        "W",
        "推优对象清单!AH3",
        filled(person={"推荐排序": "#1"}, others=[TWIN | {"推荐排序": "#1"}]),
        filled(person={"推荐排序": "#1"}, others=[TWIN | {"推荐排序": "#2"}]),
    ),
    "report-phase-behind": Example("W", unit("填报阶段"), filled(unit=BACK), filled()),
    "notice-too-short": Example("E", own("公示结束日期"), cells(公示结束日期="2026-03-12"), flat()),
    "quota-exceeded": Example("W", None, flat(*CROWD), flat(*CROWD[:4])),
    "quota-pool-exceeded": Example("E", "名额台账!E2", with_places(0), with_places(1)),
    # merge
    "submission-order-unknown": Example(
        "W",
        None,
        merged(("软件1班团支部", "2026-06-01"), ("软件1班团支部", "2026-06-01")),
        merged(("软件1班团支部", "2026-06-01"), ("软件1班团支部", "2026-06-02")),
    ),
    "form-shared": Example(
        "W",
        None,
        merged(("软件1班团支部", "2026-06-01"), ("软件2班团支部", "2026-06-01"), form_id="F1"),
        merged(("软件1班团支部", "2026-06-01"), form_id="F1"),
    ),
}
