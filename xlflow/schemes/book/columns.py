"""The sheets of the scheme workbook, and the words for types. What stands in their columns is the grammar's (`schemes/sections.py`)."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from xlflow.schemes.loading.sections import CHOICES, GRAMMAR
from xlflow.schemes.scheme_keys import Key

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


class Page(Struct, frozen=True):
    """A sheet of the workbook, for one section (`choices` too); sections of one entry stand below one another on a sheet of facts."""

    title: str
    sections: tuple[str, ...]
    note: str


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

_LISTED = (
    *("params", "rule", "interval", "meeting", "quota", "event", "condition", "route", "chain", "pool", "points.ledger", "points.item"),
    *("band", "indicator", "ratio", "total", "flow", "step", "table", "field", "choices", "document", "source"),
)
COLUMNS: Mapping[str, tuple[Key, ...]] = {name: GRAMMAR[name].columns if name in GRAMMAR else CHOICES for name in _LISTED}
"""For each section its columns in the order in which they stand; sections in the order in which an edited workbook writes them."""
