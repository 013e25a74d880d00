"""What a scheme is made of: tables, fields, params, rules, dates, meeting, quota, steps and documents.

Everything that differs between units is a value here; code has no threshold. All of it is immutable, expressions are compiled.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Struct
from msgspec.structs import replace

from xlflow.domain import quota
from xlflow.domain.ballot import VoteShare as VoteShare
from xlflow.domain.intervals import SPAN_WORDS as SPAN_WORDS
from xlflow.domain.intervals import Span as Span
from xlflow.findings import Severity
from xlflow.schemes.language.expressions import Expression

if TYPE_CHECKING:  # the keys are for what reads schemes, a kept scheme needs none of them
    from xlflow.schemes.scheme_keys import (
        ANYWHERE,
        CHECKED_APART,
        CODE_NOTE,
        SEVERITIES,
        BasisKey,
        CodeKey,
        FixKey,
        Key,
        KeyKind,
        LevelKey,
        MessageKey,
        SourceKey,
        WaivableKey,
        WhenKey,
    )
    from xlflow.schemes.table_roles import MEETINGS, QUOTA


Scalar = str | int | float | bool | date
ParamValue = Scalar | tuple[Scalar, ...]


class FieldType(StrEnum):
    """The types of 9-fields.md section 1; `date~` is a day or a month."""

    TEXT = "text"
    LONG = "long"
    INT = "int"
    DEC = "dec"
    MONEY = "money"
    PCT = "pct"
    DATE = "date"
    DATE_OR_MONTH = "date~"
    CHOICE = "choice"
    BOOL = "bool"
    IDNO = "idno"
    PHONE = "phone"
    CODE = "code"
    REF = "ref"


class FilledBy(StrEnum):
    """Who fills a cell: the branch, the committee, or 自动填充 (always recomputed, or only into empty cells)."""

    BRANCH = "branch"
    COMMITTEE = "committee"
    DERIVED = "derived"
    SUGGESTED = "suggested"


class Field(Struct, frozen=True):
    """A column (or a line of a facts table).

    `phase`: when the cell is due (0 always … 5 after the Party's answer). `required`: always, never, or under a condition.
    `core`: one of the 14 columns without which a foreign list cannot be judged. `past`: a date of something that has happened, never
    after the day of the run. `pii`: 0 none, 1 may stand in a public notice, 2 internal documents only, 3 ID and phone.
    """

    table: Annotated[str, Key("表", KeyKind.TABLE, "在哪张表", 16)]
    key: Annotated[str, Key("代号", KeyKind.CODE, CODE_NOTE, 22)]
    label: Annotated[str, Key("表头", KeyKind.TEXT, "表单上写的", 20)]
    term: Annotated[str, Key("术语", KeyKind.TEXT, "写条件、做 Word 模板时怎么叫它；各表一致，不能有空格和标点", 18)]
    type: Annotated[
        FieldType,
        Key(
            "类型",
            KeyKind.TYPE,
            "文字(20)、长文、整数、小数、金额、百分比、日期、日期或年月、选项、是否、身份证号、电话、编码、引用(表)",
            16,
        ),
    ]
    length: int | None = None
    target: str | None = None
    """The table that a `ref` value must be found in; several with | between them: in one of them."""
    group: Annotated[str, Key("分组", KeyKind.TEXT, "", 16, clears=True)] = ""
    phase: Annotated[int, Key("阶段", KeyKind.NUMBER, "0 总要填 … 5 党组织答复以后才填", 8, least=0, most=5)] = 1
    required: Annotated[bool | Expression, Key("必填", KeyKind.CONDITION, "是、否，或一个条件", 24)] = False
    unless: Annotated[Expression | None, Key("不必填的行", KeyKind.EXPRESSION, "满足这个条件的行不要求填", 24)] = None
    """Rows of which a required cell is not asked: 听取意见 has no ballot."""
    filled_by: Annotated[
        FilledBy,
        Key(
            "由谁填",
            KeyKind.WORD,
            "空着就是团支部",
            12,
            {"branch": "团支部", "committee": "团委", "derived": "自动推算", "suggested": "自动建议"},
        ),
    ] = FilledBy.BRANCH
    choices: Annotated[str | None, Key("选项表", KeyKind.CHOICES, "《选项》里的哪一张", 16)] = None
    """The name of the choice list; several fields may share one."""
    aliases: Annotated[tuple[str, ...], Key("别名", KeyKind.TEXTS, "别人的表里这一栏可能叫什么；以顿号分开", 50)] = ()
    help: Annotated[str, Key("说明", KeyKind.TEXT, "写在表单上的话", 36, clears=True)] = ""
    pii: Annotated[int, Key("个人信息级别", KeyKind.NUMBER, "0 不是；1 可以公示；2 只在内部；3 身份证号、电话", 10, least=0, most=3)] = 0
    core: Annotated[bool, Key("关键栏", KeyKind.FLAG, "是：缺了就无法判断", 8)] = False
    past: Annotated[bool, Key("已发生的日期", KeyKind.FLAG, "是：不会晚于判断日", 10)] = False
    printed: Annotated[bool, Key("打印", KeyKind.FLAG, "", 8)] = False
    multiple: Annotated[bool, Key("可填几个", KeyKind.FLAG, "是：一格几个，以顿号分开", 10)] = False
    """Several values in one cell, with 、 between them."""
    minimum: Annotated[float | None, Key("最小", KeyKind.NUMBER, "", 8)] = None
    maximum: Annotated[float | None, Key("最大", KeyKind.NUMBER, "", 8)] = None
    width: Annotated[float | None, Key("列宽", KeyKind.NUMBER, "", 8)] = None
    """Column width in characters on the form."""
    constant: Annotated[bool, Key("不变", KeyKind.FLAG, "是：一个人的这项信息不会变", 8)] = False
    """A fact about a person that cannot change from one round to the next (name, birth …)."""
    value: Annotated[Expression | None, Key("算式", KeyKind.EXPRESSION, "自动推算的栏：由什么算出", 28)] = None
    """What a derived cell holds, of the values of its row; nothing where one of them is missing."""
    period_end: Annotated[str | None, Key("止日栏", KeyKind.FIELD, "起止日期合为一列时，止日填在哪一栏", of=CHECKED_APART)] = None
    """The field of the last day, where lists may write it and this one, the first day, in one column."""
    period_aliases: Annotated[tuple[str, ...], Key("起止合列的表头", KeyKind.TEXTS, "", 20)] = ()
    """Headers of such a column."""


class Table(Struct, frozen=True):
    """A sheet of the form. `rows`: one record a row; `facts`: label left, value right, one record."""

    key: CodeKey
    sheet: Annotated[str, Key("工作表名", KeyKind.TEXT, "表单里的标签", 18)]
    layout: Annotated[
        Literal["rows", "facts"], Key("形式", KeyKind.WORD, "一行一条，或左边项目、右边内容", 12, {"rows": "一行一条", "facts": "左右对照"})
    ]
    title: Annotated[str, Key("标题", KeyKind.TAGGED, "{ } 里写术语，会换成本批的内容", 28, of=ANYWHERE)] = ""
    key_fields: Annotated[
        tuple[tuple[str, ...], ...],
        Key(
            "靠什么认人",
            KeyKind.FIELD_SETS,
            "用哪几栏认出同一个人；几栏合用写：姓名+出生日期；先后几套以分号分开",
            30,
            of="key",
            cure="请改正",
        ),
    ] = ()
    shown: Annotated[bool, Key("新表单就有", KeyKind.FLAG, "否：用到时才生成", 12)] = True
    """Whether a fresh form shows the sheet; the others are made when a scheme needs them."""
    aliases: Annotated[tuple[str, ...], Key("别名", KeyKind.TEXTS, "别人的表里这张表可能叫什么", 36)] = ()
    """Other names of the sheet."""
    help: Annotated[str, Key("说明", KeyKind.TEXT, "写在表单上的话", 36)] = ""
    roster_only: Annotated[bool, Key("只在清单库", KeyKind.FLAG, "是：团委自用，不发给支部", 12)] = False
    """A table of the committee: a sheet of the roster, not of the form that goes to branches."""


class DatedValue(Struct, frozen=True):
    """A value of a param and the day from which it holds."""

    start: date
    value: ParamValue


class Param(Struct, frozen=True):
    """A number or list that units set: its values by date, its clause, and whether anyone has decided it."""

    key: Annotated[str, Key("代号", KeyKind.CODE, CODE_NOTE, 30)]
    label: Annotated[str, Key("名称", KeyKind.TEXT, "这个数是什么", 36)]
    values: tuple[DatedValue, ...]
    term: Annotated[str, Key("术语", KeyKind.TEXT, "写条件时怎么叫它；不能有空格和标点", 20)]
    """What conditions call it in Chinese; no field and no other param has the same."""
    unit: Annotated[str, Key("单位", KeyKind.TEXT, "如：个月", 10)] = ""
    basis: BasisKey = ""
    source: SourceKey = ""

    def at(self, day: date) -> ParamValue:
        """The value in force on a day; before the first start, the first."""
        chosen = self.values[0].value
        for dated in self.values:
            if dated.start <= day:
                chosen = dated.value
        return chosen

    @property
    def is_default(self) -> bool:
        """Whether the value is a default that the unit still has to decide (默认值，待填)."""
        return self.source == DEFAULT_SOURCE


DEFAULT_SOURCE = "默认值，待填"


def ratio_of(value: object) -> Fraction:
    """A share of the whole, exact: "1/5", "20%", 0.2; `ValueError` for anything else, or where it is not above 0 and at most 1."""
    try:
        words = value if isinstance(value, str) else str(value) if type(value) in (int, float) else ""
        fraction = Fraction(words[:-1]) / 100 if words.endswith("%") else Fraction(words)
    except (ValueError, ArithmeticError):
        raise ValueError('应是写在引号里的比例，如 "1/5" 或 "20%"') from None
    if not 0 < fraction <= 1:
        raise ValueError("比例应大于 0、不大于 1")
    return fraction


class Rule(Struct, frozen=True):
    """A condition on one row: judged where `when` holds, broken where `require` does not. Stands at the field `at`."""

    code: Annotated[str, Key("问题", KeyKind.FINDING, "查出的是什么问题；从下拉框里选", 18)]
    table: Annotated[str, Key("表", KeyKind.TABLE, "对哪张表的行判断", 16)]
    at: Annotated[str, Key("位置", KeyKind.FIELD, "提示在哪一栏", 16)]
    require: Annotated[Expression, Key("要求", KeyKind.EXPRESSION, "应满足的条件；不满足就提示。写法见《写法》", 44)]
    when: WhenKey = None
    message: MessageKey = ""
    fix: FixKey = ""
    basis: BasisKey = ""
    severity: LevelKey = None
    waivable: WaivableKey = None
    source: SourceKey = ""


class Interval(Struct, frozen=True):
    """An edge of the date graph: `start` is never after `end`; optionally at least `minimum` and at most `maximum` between them."""

    table: Annotated[str, Key("表", KeyKind.TABLE, "哪张表", 16)]
    start: Annotated[str, Key("从", KeyKind.FIELD, "先发生的日期", 16, key="from")]
    end: Annotated[str, Key("到", KeyKind.FIELD, "后发生的日期", 16, key="to")]
    minimum: Annotated[Span | None, Key("至少", KeyKind.SPAN, "最短间隔，如：6个月、1年、90天、5工作日", 10, key="min")] = None
    maximum: Annotated[Span | None, Key("至多", KeyKind.SPAN, "最长间隔，写法同“至少”", 10, key="max")] = None
    order_code: Annotated[str, Key("次序问题", KeyKind.FINDING, "先后颠倒时报什么问题；空着就是“日期先后颠倒”", 18, key="code")] = (
        "date-order"
    )
    """The code of the wrong order, where it has one of its own (inspection-before-meeting)."""
    when: WhenKey = None
    severity: LevelKey = None
    waivable: WaivableKey = None
    message: MessageKey = ""
    fix: FixKey = ""
    basis: BasisKey = ""
    source: SourceKey = ""

    @property
    def is_order_alone(self) -> bool:
        """Whether any distance in the right order will do."""
        return self.minimum is None and self.maximum is None


class ParamShare(Struct, frozen=True):
    """A share whose ratio a param holds, so that it may change by date: `present >= quorum_ratio of eligible`."""

    of: str
    param: str
    strict: bool

    def at(self, params: Mapping[str, Param], day: date) -> VoteShare:
        """The share in force on a day."""
        return VoteShare(self.of, ratio_of(params[self.param].at(day)), self.strict)


class Meeting(Struct, frozen=True):
    """How a 推优大会 decides: quorum, and every share that 赞成 must reach."""

    quorum: Annotated[VoteShare | ParamShare, Key("法定人数", KeyKind.SHARE, "如：实到会人数 ≥ 应到会人数 的 2/3", of="present")]
    pass_lines: Annotated[
        tuple[VoteShare | ParamShare, ...],
        Key("通过线", KeyKind.SHARES, "如：赞成票 > 实到会人数 的 2/3；几条都要满足的以分号分开", of="in_favour", key="pass"),
    ]
    basis: Annotated[str, Key("大会依据", KeyKind.TEXT, "文件和条款，如：《办法》第五条")] = ""


class Ballot(Struct, frozen=True):
    """How the 推优大会 of one day decides."""

    quorum: VoteShare
    pass_lines: tuple[VoteShare, ...]
    basis: str = ""


class Quota(Struct, frozen=True):
    """How many may pass in one meeting: ratio of the first base that is known, a figure or an expression of figures.

    `ratio` is a number or the key of the param that holds it; `Scheme.quota_on` gives the quota of a day, whose ratio is a number.
    `at_most`: the most that one branch may recommend.
    """

    ratio: Annotated[Fraction | str, Key("名额比例", KeyKind.RATIO, "如：1/5、15%，或参数的术语")]
    bases: Annotated[
        tuple[str, ...],
        Key(
            "名额基数",
            KeyKind.FIELDS,
            "按哪个人数算；几个的以顿号分开，取先有的",
            of=MEETINGS,
            reach="seen",
            cure="请写推优大会或单位信息里的人数",
        ),
    ] = ()
    base: Annotated[
        Expression | None,
        Key(
            "基数算式",
            KeyKind.EXPRESSION,
            "基数不是一个现成的人数时写算式，如：申请人数 - 积极分子人数；与“名额基数”只写一个",
            of=f"{QUOTA}|{MEETINGS}",
        ),
    ] = None
    at_most: Annotated[int | None, Key("至多几人", KeyKind.NUMBER, "一个支部最多推荐几人；空着就是不限", least=1)] = None
    rounding: Annotated[
        quota.Rounding,
        Key("取整", KeyKind.WORD, "算出的名额不是整数时", 14, {"none": "不取整", "floor": "舍去", "round": "四舍五入", "ceil": "进一"}),
    ] = "none"
    at_least_one: Annotated[bool, Key("至少一人", KeyKind.FLAG, "是：不足一人的也给一个名额")] = False
    severity: Annotated[Severity | None, Key("超出名额", KeyKind.WORD, "错误：不得突破；提醒：一般不超过", 14, SEVERITIES)] = None
    basis: Annotated[str, Key("名额依据", KeyKind.TEXT, "文件和条款，如：《办法》第五条")] = ""

    @property
    def share(self) -> Fraction:
        """The ratio of the quota of a day; `TypeError` where only a param says it."""
        if isinstance(self.ratio, str):
            raise TypeError(f"the ratio is that of the param {self.ratio} on a day")
        return self.ratio

    def at(self, params: Mapping[str, Param], day: date) -> Quota:
        """The quota in force on a day."""
        return replace(self, ratio=ratio_of(params[self.ratio].at(day))) if isinstance(self.ratio, str) else self

    def limit(self, base: int) -> Fraction:
        """The largest number of people that may pass, by the quota of a day."""
        return quota.limit(base, self.share, self.rounding, at_least_one=self.at_least_one, at_most=self.at_most)

    def size(self, figures: Mapping[str, object]) -> int | None:
        """The base, of figures by their keys; None where none is known."""
        if self.base is not None:
            amount = self.base.value(figures)
            return amount if type(amount) is int else None
        return next((size for key in self.bases if type(size := figures.get(key)) is int), None)


class Step(Struct, frozen=True):
    """A step of the procedure of admission: number, stage, name, who acts, and the field that holds its date."""

    number: Annotated[int, Key("序号", KeyKind.NUMBER, "第几步", 8, least=1)]
    stage: Annotated[str, Key("阶段", KeyKind.TEXT, "", 20)]
    name: Annotated[str, Key("名称", KeyKind.TEXT, "这一步做什么", 28)]
    actor: Annotated[str, Key("谁来做", KeyKind.TEXT, "", 18)] = ""
    field: Annotated[str | None, Key("日期栏", KeyKind.FIELD, "哪一栏写这一步的日期", 16, of=ANYWHERE)] = None
    basis: BasisKey = ""


class Document(Struct, frozen=True):
    """A document that `compose` makes.

    `scope`: what one document is about (nominee, meeting, branch, party_branch, unit, period). `audience`: what personal data it may
    show (public, internal, full). `file` is the file name with `{field}` in it. `when` chooses the rows it is made for or lists.
    """

    id: Annotated[str, Key("代号", KeyKind.CODE, "xlflow compose --document 后面写的名字", 22)]
    title: Annotated[str, Key("名称", KeyKind.TEXT, "生成什么材料", 28)]
    scope: Annotated[
        Literal["nominee", "meeting", "branch", "party_branch", "unit", "period"],
        Key(
            "一份是",
            KeyKind.WORD,
            "多少一份",
            12,
            {
                "nominee": "每人",
                "meeting": "每次大会",
                "branch": "每个团支部",
                "party_branch": "每个党支部",
                "unit": "每个单位",
                "period": "每期",
            },
        ),
    ]
    audience: Annotated[
        Literal["public", "internal", "full"],
        Key(
            "公开程度", KeyKind.WORD, "决定可以写哪些个人信息", 12, {"public": "可以公示", "internal": "内部", "full": "完整"}, key="class"
        ),
    ]
    sign: Annotated[str, Key("落款", KeyKind.TEXT, "谁署名", 20)]
    file: Annotated[str, Key("文件名", KeyKind.TAGGED, "{ } 里写术语", 36, of="file")]
    template: Annotated[str, Key("Word 模板", KeyKind.TEXT, "方案的 documents 文件夹里的文件", 26)] = ""
    """The Word template in the scheme's folder `documents`; empty for a workbook."""
    when: Annotated[Expression | None, Key("哪些行", KeyKind.EXPRESSION, "满足条件的行才生成、才列出", 40, of="rows")] = None
    number: Annotated[bool, Key("编文号", KeyKind.FLAG, "", 8)] = False
    """Whether it carries a document number."""
    issue: Annotated[bool, Key("编期号", KeyKind.FLAG, "简报按年度编期", 8)] = False
    """Whether it is an issue of the briefing, counted within its year."""
    faults: Annotated[bool, Key("只退改", KeyKind.FLAG, "只在表格有须改正的地方时生成", 8)] = False
    """Whether it is made only for branches whose workbook has something to correct."""
    cycle: Annotated[
        Literal["", "quarter", "year"],
        Key("时期", KeyKind.WORD, "只按季度或只按年度生成；空着的都可以", 8, {"quarter": "季度", "year": "年度"}),
    ] = ""
    """Of a document of scope period: the only kind of period that it is made for; empty: both."""
    rows: Annotated[str, Key("列哪张表", KeyKind.TABLE, "名册、清单所列的表；“哪些行”按这张表判断")] = ""
    """The table whose rows it lists; `when` then chooses among these rows, and without one there is no document."""
    per: Annotated[
        str, Key("每种一份", KeyKind.FIELD, "这一栏每个不同的值各一份，如每个班次一份", of="rows", cure="请写 rows 那张表的字段")
    ] = ""
    """The field of those rows of which each value has a document of its own."""
    day: Annotated[str, Key("哪天算本期", KeyKind.FIELD, "按哪一栏的日期算在时期之内", of="rows", cure="请写 rows 那张表的字段")] = ""
    """The field of those rows whose day lies in the period."""
    columns: Annotated[tuple[str, ...], Key("列哪些栏", KeyKind.TEXTS, "字段代号；=签名 是留空的一栏", 40)] = ()
    """What a list shows of each row: fields of the table, or of what the row sees; `=签名` is an empty column under that head."""


class Source(Struct, frozen=True):
    """An export of another system that 自动填充 takes hours or points from.

    `field` is filled with the sum of a person's rows, or with his latest. The others are header texts, the most usual first; a value of
    several columns is written with +, such as 信用时数+荣誉时数. `origin` is written into `origin_field` with the value.
    """

    id: Annotated[str, Key("代号", KeyKind.CODE, CODE_NOTE, 18)]
    title: Annotated[str, Key("名称", KeyKind.TEXT, "哪个系统的导出表", 28)]
    field: Annotated[str, Key("填哪一栏", KeyKind.FIELD, "", 16, of=ANYWHERE)]
    combine: Annotated[Literal["sum", "latest"], Key("几条怎么办", KeyKind.WORD, "", 12, {"sum": "各条相加", "latest": "取最近一次"})]
    value: Annotated[tuple[str, ...], Key("数值的表头", KeyKind.TEXTS, "几列相加的写：甲+乙", 36)]
    name: Annotated[tuple[str, ...], Key("姓名的表头", KeyKind.TEXTS, "", 20)] = ()
    id_number: Annotated[tuple[str, ...], Key("身份证号的表头", KeyKind.TEXTS, "", 20)] = ()
    student_id: Annotated[tuple[str, ...], Key("学号的表头", KeyKind.TEXTS, "", 20)] = ()
    unit: Annotated[tuple[str, ...], Key("单位的表头", KeyKind.TEXTS, "", 20)] = ()
    day: Annotated[tuple[str, ...], Key("日期的表头", KeyKind.TEXTS, "", 20)] = ()
    origin_field: Annotated[str | None, Key("来源填哪一栏", KeyKind.FIELD, "", 16, of=ANYWHERE)] = None
    origin: Annotated[str, Key("来源写什么", KeyKind.TEXT, "", 18)] = ""
