"""The Chinese names of every section and key. A section or key of the grammar without a name here fails a test."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct, field

from xlflow.domain.points import CapPeriod, ItemKind


class Kind(StrEnum):
    """How a cell says the value of a key."""

    TEXT = "text"
    TAGGED = "tagged"
    """A text with {字段} in it."""
    TEXTS = "texts"
    """Words with 、 or ； between them, or one a line."""
    CODE = "code"
    """The English key of the entry itself; the program gives one where it is empty."""
    FINDING = "finding"
    """What is found, in the words of the reports."""
    TABLE = "table"
    FIELD = "field"
    FIELDS = "fields"
    FIELD_SETS = "field_sets"
    CHOICES = "choices"
    RATIO_KEY = "ratio_key"
    EVENT_KEY = "event_key"
    FLAG = "flag"
    NUMBER = "number"
    AMOUNT = "amount"
    """A number, or the term of a param."""
    DAY = "day"
    EXPRESSION = "expression"
    CONDITION = "condition"
    """是, 否 or an expression."""
    WORD = "word"
    """One of the column's `words`."""
    WORDS = "words"
    TYPE = "type"
    SPAN = "span"
    SHARE = "share"
    RATIO = "ratio"
    """A share of the whole, above 0 and at most 1, or the term of a param."""
    SHARES = "shares"
    VALUE = "value"
    """The value of a param."""
    START = "start"
    """The day from which it holds."""
    WAYS = "ways"


class Column(Struct, frozen=True):
    """A column. `words`: for each value of the key the word that stands in the cell. `width` in half-width characters."""

    key: str
    header: str
    kind: Kind
    note: str = ""
    width: float = 14
    words: Mapping[str, str] = field(default_factory=dict)


class Page(Struct, frozen=True):
    """A sheet of the workbook, for one section (`choices` too); sections of one entry stand below one another on a sheet of facts."""

    title: str
    sections: tuple[str, ...]
    note: str


SEVERITIES = {"error": "错误", "warning": "提醒", "info": "说明"}
TYPES = {
    "text": "文字",
    "long": "长文",
    "int": "整数",
    "dec": "小数",
    "money": "金额",
    "pct": "百分比",
    "date": "日期",
    "date~": "日期或年月",
    "choice": "选项",
    "bool": "是否",
    "idno": "身份证号",
    "phone": "电话",
    "code": "编码",
    "ref": "引用",
}
MODULES = {"quota": "名额台账", "training": "培训班", "visits": "走访", "points": "积分", "indicators": "考核指标"}
"""Shared tables that a scheme may use."""
_SCOPES = {
    "nominee": "每人",
    "meeting": "每次大会",
    "branch": "每个团支部",
    "party_branch": "每个党支部",
    "unit": "每个单位",
    "period": "每期",
}
_BOXES = {"start": "开始", "step": "步骤", "decision": "判断", "end": "结束"}

_CODE = Column("key", "代号", Kind.CODE, "程序用的英文名字，不要改已有的；新加的行可以留空，自动编号", 18)
_BASIS = Column("basis", "依据", Kind.TEXT, "文件和条款，如：《办法》第五条", 24)
_SOURCE = Column("source", "来源", Kind.TEXT, "数字从哪里来；还没有定的写“默认值，待填”", 14)
_WHEN = Column("when", "条件", Kind.EXPRESSION, "满足这个条件的行才判断；空着就是都判断。写法见《写法》", 34)
_SEVERITY = Column("severity", "级别", Kind.WORD, "错误：须改正；提醒：请核对；空着按该问题的通常级别", 8, SEVERITIES)
_WAIVABLE = Column("waivable", "可核实", Kind.FLAG, "是：在“核实说明”中写明原因后不再提示", 8)
_MESSAGE = Column("message", "提示", Kind.TAGGED, "告诉填表人哪里不对；{ } 里写术语，会换成表中的内容", 36)
_FIX = Column("fix", "改法", Kind.TAGGED, "告诉填表人怎么办", 30)
_JUDGED = (_WHEN, _SEVERITY, _WAIVABLE, _MESSAGE, _FIX, _BASIS)
_STATED = _JUDGED[1:]


def _table(note: str) -> Column:
    return Column("table", "表", Kind.TABLE, note, 16)


HEAD = (
    Column("extends", "来自方案", Kind.TEXT, "导出时的方案；导入后沿用它，只记下改动之处。请不要改", 30),
    Column("id", "编号", Kind.TEXT, "本方案的名字，表单里会带着它；不改的话用新文件夹的名字", 30),
    Column("title", "名称", Kind.TEXT, "如：某某大学推优入党方案", 30),
    Column("version", "版本", Kind.TEXT, "如：2026.1；改了方案就换一个", 14),
    Column("effective_from", "施行日期", Kind.DAY, "如：2026-09-01", 14),
    Column("basis", "依据", Kind.TEXT, "本单位的文件", 30),
    Column("uses", "共用表", Kind.WORDS, f"{'、'.join(MODULES.values())}，要用的写上，以顿号分开；用到的表会加进表单", 30, MODULES),
)
"""The section `[scheme]`."""

COLUMNS: Mapping[str, tuple[Column, ...]] = {
    "params": (
        Column("label", "名称", Kind.TEXT, "这个数是什么", 36),
        Column("term", "术语", Kind.TEXT, "写条件时怎么叫它；不能有空格和标点", 20),
        Column("value", "值", Kind.VALUE, "数字、是、否、日期或文字；几个词以顿号分开", 16),
        Column("unit", "单位", Kind.TEXT, "如：个月", 10),
        Column("from", "起始日期", Kind.START, "以后要换数的，在下面再加一行：代号相同，写新的值和起始日期；空着就是一直如此", 14),
        _BASIS,
        _SOURCE,
        Column("key", "代号", Kind.CODE, _CODE.note, 30),
    ),
    "rule": (
        Column("code", "问题", Kind.FINDING, "查出的是什么问题；从下拉框里选", 18),
        _table("对哪张表的行判断"),
        Column("at", "位置", Kind.FIELD, "提示在哪一栏", 16),
        _WHEN,
        Column("require", "要求", Kind.EXPRESSION, "应满足的条件；不满足就提示。写法见《写法》", 44),
        _MESSAGE,
        _FIX,
        _BASIS,
        _SEVERITY,
        _WAIVABLE,
        _SOURCE,
    ),
    "interval": (
        _table("哪张表"),
        Column("from", "从", Kind.FIELD, "先发生的日期", 16),
        Column("to", "到", Kind.FIELD, "后发生的日期", 16),
        Column("min", "至少", Kind.SPAN, "最短间隔，如：6个月、1年、90天、5工作日", 10),
        Column("max", "至多", Kind.SPAN, "最长间隔，写法同“至少”", 10),
        Column("code", "次序问题", Kind.FINDING, "先后颠倒时报什么问题；空着就是“日期先后颠倒”", 18),
        *_JUDGED,
        _SOURCE,
    ),
    "meeting": (
        Column("quorum", "法定人数", Kind.SHARE, "如：实到会人数 ≥ 应到会人数 的 2/3"),
        Column("pass", "通过线", Kind.SHARES, "如：赞成票 > 实到会人数 的 2/3；几条都要满足的以分号分开"),
        Column("basis", "大会依据", Kind.TEXT, _BASIS.note),
    ),
    "quota": (
        Column("ratio", "名额比例", Kind.RATIO, "如：1/5、15%，或参数的术语"),
        Column("bases", "名额基数", Kind.FIELDS, "按哪个人数算；几个的以顿号分开，取先有的"),
        Column("base", "基数算式", Kind.EXPRESSION, "基数不是一个现成的人数时写算式，如：申请人数 - 积极分子人数；与“名额基数”只写一个"),
        Column("at_most", "至多几人", Kind.NUMBER, "一个支部最多推荐几人；空着就是不限"),
        Column(
            "rounding",
            "取整",
            Kind.WORD,
            "算出的名额不是整数时",
            14,
            {"none": "不取整", "floor": "舍去", "round": "四舍五入", "ceil": "进一"},
        ),
        Column("at_least_one", "至少一人", Kind.FLAG, "是：不足一人的也给一个名额"),
        Column("severity", "超出名额", Kind.WORD, "错误：不得突破；提醒：一般不超过", 14, SEVERITIES),
        Column("basis", "名额依据", Kind.TEXT, _BASIS.note),
    ),
    "event": (
        Column("label", "名称", Kind.TEXT, "要求什么", 24),
        Column("kinds", "内容", Kind.TEXTS, "《教育培养记录》里的哪些内容算；以顿号分开", 22),
        _table("对哪张表的人要求；空着是推优对象"),
        Column("count", "次数", Kind.AMOUNT, "至少几次；数字或参数的术语", 10),
        Column("after", "不早于", Kind.FIELD, "哪个日期以后的才算", 16),
        Column("before", "不晚于", Kind.FIELD, "哪个日期以前的才算；到这个日期就要有", 16),
        Column("within", "期限", Kind.SPAN, "离“不晚于”的日期最远多久", 10),
        Column("least_hours", "累计时长", Kind.AMOUNT, "合计至少几小时", 10),
        Column("least_score", "最低成绩", Kind.AMOUNT, "每次至少多少分", 10),
        Column("grades", "结果", Kind.TEXTS, "哪些结果才算", 16),
        Column("organisers", "组织单位", Kind.TEXTS, "组织单位的名称里应有其中一个词", 16),
        Column("shows", "须填的栏", Kind.FIELDS, "记录里还应填写哪些栏", 16),
        Column("at", "位置", Kind.FIELD, "提示在哪一栏", 14),
        Column("personal", "须本人", Kind.FLAG, "是：本人的事，“全体”参加的不算", 8),
        Column("screened", "甄别时也查", Kind.FLAG, "是：还没有到期时，甄别也列出所缺", 10),
        Column("blocks", "是否必须", Kind.FIELD, "由哪个参数决定缺了是错误还是提醒；写参数的术语，与“级别”只写一个", 14),
        *_JUDGED,
        _SOURCE,
        _CODE,
    ),
    "condition": (
        Column("label", "名称", Kind.TEXT, "甄别的一个条件", 24),
        _WHEN,
        Column("require", "要求", Kind.EXPRESSION, "达到的条件", 40),
        Column("missing", "还缺什么", Kind.TAGGED, "没有达到时怎么说；{ } 里写术语", 36),
        Column("excludes", "不满足即不适用", Kind.FLAG, "是：不满足的人不在甄别之列", 10),
        _BASIS,
        _SOURCE,
        _CODE,
    ),
    "route": (
        Column("key", "路径", Kind.TEXT, "推荐的路径", 20),
        _WHEN,
        Column("types", "可用的推优类型", Kind.TEXTS, "空着就是都可以", 24),
        *_STATED,
    ),
    "chain": (
        Column("label", "名称", Kind.TEXT, "一步接一步的程序", 20),
        _table("各步记在哪张表"),
        Column("step", "环节栏", Kind.FIELD, "写环节的栏；先后即它的选项的次序", 14),
        Column("day", "日期栏", Kind.FIELD, "写日期的栏", 14),
        Column("result", "结果栏", Kind.FIELD, "写结果的栏", 14),
        Column("passed", "算通过的结果", Kind.TEXTS, "以顿号分开", 18),
        *_STATED,
        _CODE,
    ),
    "pool": (
        Column("key", "名额类别", Kind.TEXT, "各类名额互不占用", 16),
        Column("used", "占用名额的条件", Kind.EXPRESSION, "推优对象的一行在什么条件下占一个名额", 40),
        Column("unit", "分到哪里", Kind.FIELD, "按哪一栏的单位记账", 14),
        Column("day", "按哪个日期", Kind.FIELD, "这个日期的年份就是名额的年份", 14),
        Column("earmarked", "专项", Kind.FLAG, "是：专项名额", 8),
        Column("undivided", "不分单位", Kind.FLAG, "是：全部单位合用一本账", 10),
        Column("total", "总数", Kind.AMOUNT, "分给各单位的总数；数字或参数的术语", 10),
        Column("base", "分配基数", Kind.FIELD, "按哪个人数分配", 14),
        _SEVERITY,
        _BASIS,
        _SOURCE,
    ),
    "points.ledger": (
        Column("key", "积分体系", Kind.TEXT, "各体系的分数不相加", 20),
        Column("start", "年初分数", Kind.AMOUNT, "每人每年从多少分开始", 12),
        _BASIS,
        _SOURCE,
    ),
    "points.item": (
        Column("code", "编号", Kind.TEXT, "细则的编号", 10),
        Column("ledger", "积分体系", Kind.TEXT, "属于哪个体系", 16),
        Column("name", "名称", Kind.TEXT, "什么事", 30),
        Column("kind", "计分方式", Kind.WORD, "", 12, {word: word for word in ItemKind}),
        Column("points", "分值", Kind.TEXT, "数字，或各等次的分数，如：优秀=5;合格=3", 20),
        Column("cap", "上限", Kind.NUMBER, "这一项最多多少分", 10),
        Column("period", "上限周期", Kind.WORD, "与“上限”一起写", 10, {word: word for word in CapPeriod}),
        _BASIS,
        _SOURCE,
    ),
    "band": (
        Column("ledger", "积分体系", Kind.TEXT, "哪个体系的档次", 16),
        Column("key", "档次", Kind.TEXT, "从高到低写", 14),
        Column("least", "不少于", Kind.AMOUNT, "分数；数字或参数的术语", 12),
        Column("listed", "列入名单", Kind.FLAG, "是：列入当年名单", 10),
        _BASIS,
        _SOURCE,
    ),
    "indicator": (
        Column("code", "编号", Kind.TEXT, "指标的编号", 10),
        Column("name", "名称", Kind.TEXT, "考核什么", 36),
        Column("weight", "权重", Kind.NUMBER, "各指标合计 100", 10),
        Column("ratio", "按哪个比例", Kind.RATIO_KEY, "由比例算出的，写《比例》里的名称；空着就是人工打分", 24),
        _BASIS,
        _SOURCE,
    ),
    "ratio": (
        Column("title", "名称", Kind.TEXT, "统计的比例", 28),
        _table("数哪张表的行"),
        Column("part", "分子", Kind.EXPRESSION, "满足什么的算在分子里", 40),
        Column("event", "完成哪项要求", Kind.EVENT_KEY, "分子是完成了《培养要求》中某一项的人时，写它的名称；与“分子”只写一个", 20),
        Column("of", "分母", Kind.EXPRESSION, "满足什么的算在分母里；空着就是全部", 36),
        Column("by", "分别统计", Kind.FIELDS, "还按哪些栏分别统计", 18),
        Column("day", "按哪个日期", Kind.FIELD, "这个日期应在所问的时期内", 14),
        _BASIS,
        _SOURCE,
        _CODE,
    ),
    "total": (
        Column("title", "名称", Kind.TEXT, "统计的合计", 28),
        _table("数哪张表的行"),
        Column("value", "加哪一栏", Kind.FIELD, "空着就是数行数", 16),
        _WHEN,
        Column("by", "分别统计", Kind.FIELDS, "还按哪些栏分别统计", 18),
        Column("day", "按哪个日期", Kind.FIELD, "这个日期应在所问的时期内", 14),
        Column("unit", "单位", Kind.TEXT, "如：人次", 10),
        _BASIS,
        _SOURCE,
        _CODE,
    ),
    "flow": (
        Column("label", "做什么", Kind.TAGGED, "流程图上的一框；{ } 里可以写参数的术语", 28),
        Column("actor", "谁来做", Kind.TEXT, "", 16),
        Column("kind", "形状", Kind.WORD, "空着就是步骤", 10, _BOXES),
        Column("next", "下一步", Kind.WAYS, "写下一框的“做什么”；几个的以分号分开，有条件的写：名称（若未通过）", 36),
        Column("material", "材料", Kind.TAGGED, "产生什么材料", 22),
        Column("limit", "时限", Kind.TAGGED, "如：不少于5个工作日", 18),
        _BASIS,
        _CODE,
    ),
    "step": (
        Column("number", "序号", Kind.NUMBER, "第几步", 8),
        Column("stage", "阶段", Kind.TEXT, "", 20),
        Column("name", "名称", Kind.TEXT, "这一步做什么", 28),
        Column("actor", "谁来做", Kind.TEXT, "", 18),
        Column("field", "日期栏", Kind.FIELD, "哪一栏写这一步的日期", 16),
        _BASIS,
    ),
    "table": (
        Column("sheet", "工作表名", Kind.TEXT, "表单里的标签", 18),
        Column("layout", "形式", Kind.WORD, "一行一条，或左边项目、右边内容", 12, {"rows": "一行一条", "facts": "左右对照"}),
        Column("title", "标题", Kind.TAGGED, "{ } 里写术语，会换成本批的内容", 28),
        Column("key_fields", "靠什么认人", Kind.FIELD_SETS, "用哪几栏认出同一个人；几栏合用写：姓名+出生日期；先后几套以分号分开", 30),
        Column("shown", "新表单就有", Kind.FLAG, "否：用到时才生成", 12),
        Column("aliases", "别名", Kind.TEXTS, "别人的表里这张表可能叫什么", 36),
        Column("help", "说明", Kind.TEXT, "写在表单上的话", 36),
        Column("roster_only", "只在清单库", Kind.FLAG, "是：团委自用，不发给支部", 12),
        _CODE,
    ),
    "field": (
        _table("在哪张表"),
        Column("label", "表头", Kind.TEXT, "表单上写的", 20),
        Column("term", "术语", Kind.TEXT, "写条件、做 Word 模板时怎么叫它；各表一致，不能有空格和标点", 18),
        Column(
            "type",
            "类型",
            Kind.TYPE,
            "文字(20)、长文、整数、小数、金额、百分比、日期、日期或年月、选项、是否、身份证号、电话、编码、引用(表)",
            16,
        ),
        Column("group", "分组", Kind.TEXT, "", 16),
        Column("phase", "阶段", Kind.NUMBER, "0 总要填 … 5 党组织答复以后才填", 8),
        Column("required", "必填", Kind.CONDITION, "是、否，或一个条件", 24),
        Column("unless", "不必填的行", Kind.EXPRESSION, "满足这个条件的行不要求填", 24),
        Column(
            "filled_by",
            "由谁填",
            Kind.WORD,
            "空着就是团支部",
            12,
            {"branch": "团支部", "committee": "团委", "derived": "自动推算", "suggested": "自动建议"},
        ),
        Column("choices", "选项表", Kind.CHOICES, "《选项》里的哪一张", 16),
        Column("aliases", "别名", Kind.TEXTS, "别人的表里这一栏可能叫什么；以顿号分开", 50),
        Column("help", "说明", Kind.TEXT, "写在表单上的话", 36),
        Column("pii", "个人信息级别", Kind.NUMBER, "0 不是；1 可以公示；2 只在内部；3 身份证号、电话", 10),
        Column("core", "关键栏", Kind.FLAG, "是：缺了就无法判断", 8),
        Column("past", "已发生的日期", Kind.FLAG, "是：不会晚于判断日", 10),
        Column("printed", "打印", Kind.FLAG, "", 8),
        Column("multiple", "可填几个", Kind.FLAG, "是：一格几个，以顿号分开", 10),
        Column("minimum", "最小", Kind.NUMBER, "", 8),
        Column("maximum", "最大", Kind.NUMBER, "", 8),
        Column("width", "列宽", Kind.NUMBER, "", 8),
        Column("constant", "不变", Kind.FLAG, "是：一个人的这项信息不会变", 8),
        Column("in_table", "名字查自", Kind.TABLE, "这一栏的人名应在哪张表里", 14),
        Column("value", "算式", Kind.EXPRESSION, "自动推算的栏：由什么算出", 28),
        Column("period_end", "止日栏", Kind.FIELD, "起止日期合为一列时，止日填在哪一栏", 14),
        Column("period_aliases", "起止合列的表头", Kind.TEXTS, "", 20),
        Column("key", "代号", Kind.CODE, _CODE.note, 22),
    ),
    "choices": (
        Column("list", "选项表", Kind.CHOICES, "哪一张选项表；新加一张就写新名字", 20),
        Column("label", "选项", Kind.TEXT, "下拉框里的词", 24),
        Column("aliases", "别名", Kind.TEXTS, "别人的表里可能怎么写", 50),
    ),
    "document": (
        Column("title", "名称", Kind.TEXT, "生成什么材料", 28),
        Column("scope", "一份是", Kind.WORD, "多少一份", 12, _SCOPES),
        Column("class", "公开程度", Kind.WORD, "决定可以写哪些个人信息", 12, {"public": "可以公示", "internal": "内部", "full": "完整"}),
        Column("sign", "落款", Kind.TEXT, "谁署名", 20),
        Column("file", "文件名", Kind.TAGGED, "{ } 里写术语", 36),
        Column("template", "Word 模板", Kind.TEXT, "方案的 documents 文件夹里的文件", 26),
        Column("when", "哪些行", Kind.EXPRESSION, "满足条件的行才生成、才列出", 40),
        Column("number", "编文号", Kind.FLAG, "", 8),
        Column("issue", "编期号", Kind.FLAG, "简报按年度编期", 8),
        Column("faults", "只退改", Kind.FLAG, "只在表格有须改正的地方时生成", 8),
        Column("cycle", "时期", Kind.WORD, "只按季度或只按年度生成；空着的都可以", 8, {"quarter": "季度", "year": "年度"}),
        Column("rows", "列哪张表", Kind.TABLE, "名册、清单所列的表；“哪些行”按这张表判断", 14),
        Column("per", "每种一份", Kind.FIELD, "这一栏每个不同的值各一份，如每个班次一份", 14),
        Column("day", "哪天算本期", Kind.FIELD, "按哪一栏的日期算在时期之内", 14),
        Column("columns", "列哪些栏", Kind.TEXTS, "字段代号；=签名 是留空的一栏", 40),
        Column("id", "代号", Kind.CODE, "xlflow compose --document 后面写的名字", 22),
    ),
    "source": (
        Column("title", "名称", Kind.TEXT, "哪个系统的导出表", 28),
        Column("field", "填哪一栏", Kind.FIELD, "", 16),
        Column("combine", "几条怎么办", Kind.WORD, "", 12, {"sum": "各条相加", "latest": "取最近一次"}),
        Column("value", "数值的表头", Kind.TEXTS, "几列相加的写：甲+乙", 36),
        Column("name", "姓名的表头", Kind.TEXTS, "", 20),
        Column("id_number", "身份证号的表头", Kind.TEXTS, "", 20),
        Column("student_id", "学号的表头", Kind.TEXTS, "", 20),
        Column("unit", "单位的表头", Kind.TEXTS, "", 20),
        Column("day", "日期的表头", Kind.TEXTS, "", 20),
        Column("origin_field", "来源填哪一栏", Kind.FIELD, "", 16),
        Column("origin", "来源写什么", Kind.TEXT, "", 18),
        Column("id", "代号", Kind.CODE, _CODE.note, 18),
    ),
}
"""For each section its columns in the order in which they stand."""

HEAD_PAGE = Page("方案", ("scheme",), "本方案的名字和依据")
PAGES = (
    Page("推优大会与名额", ("meeting", "quota"), "多少人到会算数，多少票通过，最多推荐多少人"),
    Page("参数", ("params",), "条件里用到的数，各单位可以不同"),
    Page("规则", ("rule",), "逐行检查的条件"),
    Page("期限", ("interval",), "日期的先后和间隔"),
    Page("培养要求", ("event",), "推荐以前应有的教育培养记录"),
    Page("甄别条件", ("condition",), "团员花名册上的人达到什么条件可以推荐"),
    Page("路径", ("route",), "按单位情况决定怎样推荐"),
    Page("环节", ("chain",), "一步接一步、各有结果的程序"),
    Page("名额类别", ("pool",), "互不占用的几类名额"),
    Page("积分体系", ("points.ledger",), "互不相加的几种积分"),
    Page("积分细则", ("points.item",), "什么事加减多少分"),
    Page("档次", ("band",), "积分达到多少是哪一档"),
    Page("指标", ("indicator",), "考核指标和权重"),
    Page("比例", ("ratio",), "统计的比例，分子分母都列名单"),
    Page("合计", ("total",), "统计的人数、金额等"),
    Page("流程", ("flow",), "流程图"),
    Page("步骤", ("step",), "发展党员的各步"),
    Page("字段", ("field",), "表单里的每一栏"),
    Page("表", ("table",), "表单里的每张表"),
    Page("选项", ("choices",), "下拉框里的词"),
    Page("材料", ("document",), "生成的 Word 和表"),
    Page("导出表", ("source",), "从别的系统导出、用来填时长和积分的表"),
)
"""The sheets in their order, after that of the head."""
KNOWN = "_原有"
"""The hidden sheet that lists the entries there were: a row that is gone was removed, unless it never stood there."""
GUIDE = "写法"
"""The sheet that explains how conditions are written; it is not read back."""
