"""A flat list of people without a fault, drawn in the notation of `sheet_text`, and the letters of its columns."""

from __future__ import annotations

from clean_form import rows

CLEAN = {
    "姓名": "张三",
    "性别": "男",
    "出生日期": "2006-03-07",
    "身份证号": "110105200603079010",
    "所在团支部": "软件1班团支部",
    "入团时间": "2021-05-04",
    "推优类型": "入党积极分子",
    "递交入党申请书时间": "2025-03-05",
    "确定为入党积极分子时间": "",
    "确定为发展对象时间": "",
    "推优大会时间": "2026-03-02",
    "应到会人数": "#30",
    "实到会人数": "#28",
    "赞成票": "#26",
    "反对票": "#1",
    "弃权票": "#1",
    "公示开始日期": "2026-03-09",
    "公示结束日期": "2026-03-13",
    "政治面貌": "共青团员",
    "发展团员编号": "202144000001",
    "团员教育评议等次": "优秀",
    "处分情况": "无",
}
LETTERS = dict(zip(CLEAN, "ABCDEFGHIJKLMNOPQRSTUV", strict=True))


def sheet(*people: dict[str, str]) -> str:
    """A flat list of people, each the clean one but for some cells; what the clean one does not have is a further column."""
    return rows([CLEAN | changes for changes in people or ({},)])
