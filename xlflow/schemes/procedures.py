"""What a scheme asks, counts and allots: evidence, screening, routes, chains, pools, points and bands, indicators, ratios, totals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from msgspec import Struct

from xlflow.domain.points import CapPeriod, ItemKind
from xlflow.schemes.language.expressions import Expression
from xlflow.schemes.parts import Span
from xlflow.schemes.table_roles import NOMINEES

if TYPE_CHECKING:  # the keys are for what reads schemes, a kept scheme needs none of them
    from xlflow.schemes.scheme_keys import BasisKey, CodeKey, FixKey, Key, KeyKind, LevelKey, MessageKey, SourceKey, WaivableKey, WhenKey
    from xlflow.schemes.table_roles import EVENTS, MEMBERS, QUOTA


class Pool(Struct, frozen=True):
    """Places of one kind that are never paid from another pool. `key` is the word of 名额类别.

    `used` says of a nominee row whether it holds a place (by recommendation or by admission). Places of one year, the year of `day`, and of
    one unit, found under `unit` in the row or in the facts of its unit; an `undivided` pool has one account for all units. `total`: what is
    allotted among the units whose quota_total is empty, by largest remainder on `base`.
    """

    key: Annotated[str, Key("名额类别", KeyKind.TEXT, "各类名额互不占用", 16, of="quota.pool")]
    used: Annotated[Expression, Key("占用名额的条件", KeyKind.EXPRESSION, "推优对象的一行在什么条件下占一个名额", 40)]
    unit: Annotated[str, Key("分到哪里", KeyKind.FIELD, "按哪一栏的单位记账", reach="seen")] = "branch"
    day: Annotated[str, Key("按哪个日期", KeyKind.FIELD, "这个日期的年份就是名额的年份", is_day=True)] = "meeting_date"
    earmarked: Annotated[bool, Key("专项", KeyKind.FLAG, "是：专项名额", 8)] = False
    undivided: Annotated[bool, Key("不分单位", KeyKind.FLAG, "是：全部单位合用一本账", 10)] = False
    total: Annotated[Amount | None, Key("总数", KeyKind.AMOUNT, "分给各单位的总数；数字或参数的术语", 10)] = None
    base: Annotated[str, Key("分配基数", KeyKind.FIELD, "按哪个人数分配", of=QUOTA)] = "member_count"
    severity: LevelKey = None
    basis: BasisKey = ""
    source: SourceKey = ""


class Ledger(Struct, frozen=True):
    """An account of points (积分体系); ledgers are never added together. `start`: the points that everybody begins the year with."""

    key: Annotated[str, Key("积分体系", KeyKind.TEXT, "各体系的分数不相加", 20)]
    start: Annotated[Amount, Key("年初分数", KeyKind.AMOUNT, "每人每年从多少分开始", 12)] = 0
    basis: BasisKey = ""
    source: SourceKey = ""


class PointsItem(Struct, frozen=True):
    """An item of the rules of points as a scheme ships it; the sheet 积分细则 of a workbook stands above it.

    `points`: a number as text, or a value for each grade such as 优秀=5;合格=3.
    """

    code: Annotated[str, Key("编号", KeyKind.TEXT, "细则的编号", 10)]
    ledger: Annotated[str, Key("积分体系", KeyKind.TEXT, "属于哪个体系", 16, of="points_items.item_ledger", entry="points.ledger")]
    name: Annotated[str, Key("名称", KeyKind.TEXT, "什么事", 30)]
    kind: Annotated[ItemKind, Key("计分方式", KeyKind.WORD, "", 12)]
    points: Annotated[str, Key("分值", KeyKind.TEXT, "数字，或各等次的分数，如：优秀=5;合格=3", 20)]
    cap: Annotated[float | None, Key("上限", KeyKind.NUMBER, "这一项最多多少分", 10)] = None
    period: Annotated[CapPeriod | None, Key("上限周期", KeyKind.WORD, "与“上限”一起写", 10)] = None
    basis: BasisKey = ""
    source: SourceKey = ""


class Band(Struct, frozen=True):
    """A band (考核档次) of a ledger: the first, from the top, whose `least` the points of the year reach. `listed`: on the year's list."""

    key: Annotated[str, Key("档次", KeyKind.TEXT, "从高到低写")]
    ledger: Annotated[str, Key("积分体系", KeyKind.TEXT, "哪个体系的档次", 16, before="key", entry="points.ledger")]
    least: Annotated[Amount, Key("不少于", KeyKind.AMOUNT, "分数；数字或参数的术语", 12)]
    listed: Annotated[bool, Key("列入名单", KeyKind.FLAG, "是：列入当年名单", 10)] = False
    basis: BasisKey = ""
    source: SourceKey = ""


class Indicator(Struct, frozen=True):
    """An indicator of assessment: entered, or computed as `weight` times a ratio of the scheme for the unit. Weights sum to 100."""

    code: Annotated[str, Key("编号", KeyKind.TEXT, "指标的编号", 10)]
    name: Annotated[str, Key("名称", KeyKind.TEXT, "考核什么", 36)]
    weight: Annotated[float, Key("权重", KeyKind.NUMBER, "各指标合计 100", 10)]
    ratio: Annotated[str | None, Key("按哪个比例", KeyKind.RATIO_KEY, "由比例算出的，写《比例》里的名称；空着就是人工打分", 24)] = None
    basis: BasisKey = ""
    source: SourceKey = ""


class Ratio(Struct, frozen=True):
    """A share with both numbers: of the people (rows) of a table where `of` holds, those where `part` holds as well.

    Instead of `part`, `event` names a requirement: those count whose evidence meets it.
    `by`: the fields by which it is also told apart, dates by their year. `day`: the date field whose day must lie in the period asked.
    Both may be fields of the row, its meeting or its unit, or of the one row of another table that it refers to.
    """

    key: CodeKey
    title: Annotated[str, Key("名称", KeyKind.TEXT, "统计的比例", 28)]
    table: Annotated[str, Key("表", KeyKind.TABLE, "数哪张表的行", 16)]
    part: Annotated[Expression | None, Key("分子", KeyKind.EXPRESSION, "满足什么的算在分子里", 40)] = None
    event: Annotated[
        str | None, Key("完成哪项要求", KeyKind.EVENT_KEY, "分子是完成了《培养要求》中某一项的人时，写它的名称；与“分子”只写一个", 20)
    ] = None
    of: Annotated[Expression | None, Key("分母", KeyKind.EXPRESSION, "满足什么的算在分母里；空着就是全部", 36)] = None
    by: Annotated[tuple[str, ...], Key("分别统计", KeyKind.FIELDS, "还按哪些栏分别统计", 18, reach="joined")] = ()
    day: Annotated[str | None, Key("按哪个日期", KeyKind.FIELD, "这个日期应在所问的时期内", is_day=True, reach="joined")] = None
    basis: BasisKey = ""
    source: SourceKey = ""


class Total(Struct, frozen=True):
    """A sum over the rows of a table where `when` holds: of a number field, else the number of rows."""

    key: CodeKey
    title: Annotated[str, Key("名称", KeyKind.TEXT, "统计的合计", 28)]
    table: Annotated[str, Key("表", KeyKind.TABLE, "数哪张表的行", 16)]
    value: Annotated[str | None, Key("加哪一栏", KeyKind.FIELD, "空着就是数行数", 16)] = None
    when: WhenKey = None
    by: Annotated[tuple[str, ...], Key("分别统计", KeyKind.FIELDS, "还按哪些栏分别统计", 18, reach="joined")] = ()
    day: Annotated[str | None, Key("按哪个日期", KeyKind.FIELD, "这个日期应在所问的时期内", is_day=True, reach="joined")] = None
    unit: Annotated[str, Key("单位", KeyKind.TEXT, "如：人次", 10)] = ""
    basis: BasisKey = ""
    source: SourceKey = ""


Amount = float | str
"""A number, or the key of the param that holds it."""


class Requirement(Struct, frozen=True):
    """Evidence that the events of a person must show: what kind, how many, between which of his dates, how good.

    The rows of `events` about him count, and those about 全体 unless he is named as absent. `after` and `before` are date fields of his
    row: the evidence lies on or after the one and on or before the other. A requirement with `before` is due once that date is filled;
    without one it is due where `when` holds. `organisers`: the organising body's name holds one of these words. `shows`: fields of the
    evidence that must be filled. `personal`: what he does himself, so that rows about 全体 do not count.
    `at`: the cell a finding stands at; by default `before`, else `after`, else the name.
    `message` may say {missing}, what is missing in words, and {requirement}, the label.
    """

    key: CodeKey
    label: Annotated[str, Key("名称", KeyKind.TEXT, "要求什么", 24)]
    kinds: Annotated[tuple[str, ...], Key("内容", KeyKind.TEXTS, "《教育培养记录》里的哪些内容算；以顿号分开", 22, of="events.event_kind")]
    table: Annotated[str, Key("表", KeyKind.TABLE, "对哪张表的人要求；空着是推优对象", 16)] = NOMINEES
    count: Annotated[Amount, Key("次数", KeyKind.AMOUNT, "至少几次；数字或参数的术语", 10)] = 1
    after: Annotated[str | None, Key("不早于", KeyKind.FIELD, "哪个日期以后的才算", 16, is_day=True)] = None
    before: Annotated[str | None, Key("不晚于", KeyKind.FIELD, "哪个日期以前的才算；到这个日期就要有", 16, is_day=True)] = None
    within: Annotated[Span | None, Key("期限", KeyKind.SPAN, "离“不晚于”的日期最远多久", 10)] = None
    """The longest time that may lie between the evidence and `before` (the day of the run where there is no `before`)."""
    least_hours: Annotated[Amount | None, Key("累计时长", KeyKind.AMOUNT, "合计至少几小时", 10)] = None
    """The least sum of hours of all evidence that counts; 0 asks nothing."""
    least_score: Annotated[Amount | None, Key("最低成绩", KeyKind.AMOUNT, "每次至少多少分", 10)] = None
    """The least score of each piece of evidence; 0 asks nothing."""
    grades: Annotated[tuple[str, ...], Key("结果", KeyKind.TEXTS, "哪些结果才算", 16, of="events.event_result")] = ()
    organisers: Annotated[tuple[str, ...], Key("组织单位", KeyKind.TEXTS, "组织单位的名称里应有其中一个词", 16)] = ()
    shows: Annotated[tuple[str, ...], Key("须填的栏", KeyKind.FIELDS, "记录里还应填写哪些栏", 16, of=EVENTS)] = ()
    at: Annotated[str | None, Key("位置", KeyKind.FIELD, "提示在哪一栏")] = None
    personal: Annotated[bool, Key("须本人", KeyKind.FLAG, "是：本人的事，“全体”参加的不算", 8)] = False
    screened: Annotated[bool, Key("甄别时也查", KeyKind.FLAG, "是：还没有到期时，甄别也列出所缺", 10)] = False
    """Whether screening asks for it as well, before anything is due."""
    blocks: Annotated[
        str | None, Key("是否必须", KeyKind.FIELD, "由哪个参数决定缺了是错误还是提醒；写参数的术语，与“级别”只写一个", entry="params")
    ] = None
    """The param (是 or 否) by which a lack is an error or only a warning, instead of `severity`."""
    when: WhenKey = None
    severity: LevelKey = None
    waivable: WaivableKey = None
    message: MessageKey = ""
    fix: FixKey = ""
    basis: BasisKey = ""
    source: SourceKey = ""

    @property
    def place(self) -> str:
        """The field at which a finding stands."""
        return self.at or self.before or self.after or "name"


class Condition(Struct, frozen=True):
    """One condition of screening, judged on each member row unless `when` says that it does not concern him.

    `missing` says in words what is not yet there, with values of the row in braces; where only time is missing, the label is said with
    the day. Who does not meet a condition that `excludes` is not screened at all (不适用).
    """

    key: CodeKey
    label: Annotated[str, Key("名称", KeyKind.TEXT, "甄别的一个条件", 24)]
    require: Annotated[Expression, Key("要求", KeyKind.EXPRESSION, "达到的条件", 40)]
    missing: Annotated[str, Key("还缺什么", KeyKind.TAGGED, "没有达到时怎么说；{ } 里写术语", 36, of=MEMBERS)]
    when: WhenKey = None
    excludes: Annotated[bool, Key("不满足即不适用", KeyKind.FLAG, "是：不满足的人不在甄别之列", 10)] = False
    basis: BasisKey = ""
    source: SourceKey = ""


class Route(Struct, frozen=True):
    """A way of recommending, chosen by the facts of the unit: the first whose `when` holds. `types` are those it allows; none: all."""

    key: Annotated[str, Key("路径", KeyKind.TEXT, "推荐的路径", 20, of="nominees.route")]
    when: WhenKey = None
    types: Annotated[tuple[str, ...], Key("可用的推优类型", KeyKind.TEXTS, "空着就是都可以", 24, of="nominees.recommendation_type")] = ()
    severity: LevelKey = None
    waivable: WaivableKey = None
    message: MessageKey = ""
    fix: FixKey = ""
    basis: BasisKey = ""


class Chain(Struct, frozen=True):
    """Steps that follow one another, kept as a history: one row a person and step, in the table `table`.

    `step`, `day` and `result` are fields of that table; the order is that of the choices of `step`; only results among `passed` lead on.
    """

    key: CodeKey
    label: Annotated[str, Key("名称", KeyKind.TEXT, "一步接一步的程序", 20)]
    table: Annotated[str, Key("表", KeyKind.TABLE, "各步记在哪张表", 16)]
    step: Annotated[str, Key("环节栏", KeyKind.FIELD, "写环节的栏；先后即它的选项的次序")]
    day: Annotated[str, Key("日期栏", KeyKind.FIELD, "写日期的栏", is_day=True)]
    result: Annotated[str, Key("结果栏", KeyKind.FIELD, "写结果的栏")]
    passed: Annotated[tuple[str, ...], Key("算通过的结果", KeyKind.TEXTS, "以顿号分开", 18, of="table.result")]
    severity: LevelKey = None
    waivable: WaivableKey = None
    message: MessageKey = ""
    fix: FixKey = ""
    basis: BasisKey = ""
