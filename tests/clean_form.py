"""A filled standard form without a fault, drawn in the notation of `sheet_text`."""

from __future__ import annotations

from collections.abc import Sequence

from sheet_text import raw_sheet

from xlflow.tables.raw import RawSheet

UNIT = {
    "填报批次": "2026年上半年",
    "填报阶段": "公示后上报",
    "团支部全称": "软件1班团支部",
    "支部简称": "软件1班",
    "上级团组织": "软件学院团委",
    "所属团委": "江城大学团委",
    "对应党支部": "软件学院学生党支部",
    "单位类别": "学校",
    "团员总数": "#30",
    "其中保留团籍的党员": "#0",
    "有表决权团员数": "#30",
    "团支部书记": "李四",
    "书记电话": "19900000002",
    "辅导员/联系人": "王五",
    "填表人": "李四",
    "填表日期": "2026-03-20",
    "公示地点及渠道": "班级公告栏",
    "公示受理人及联系方式": "软件学院团委办公室",
}
PERSON = {
    "序号": "#1", "姓名": "张三", "性别": "男", "民族": "汉族", "籍贯": "", "出生日期": "2006-03-07", "身份证号": "110105200603079010",
    "学号/工号": "999900000001", "政治面貌": "共青团员", "学历": "大学本科在读", "联系电话": "19900000001", "所在团支部": "软件1班团支部",
    "入团时间": "2021-05-04", "发展团员编号": "202144000001", "团内职务": "无", "推优类型": "入党积极分子",
    "递交入党申请书时间": "2025-03-05", "团员教育评议等次": "优秀", "评议年度": "2025", "处分情况": "无", "推优大会时间": "2026-03-02",
    "应到会人数": "#30", "实到会人数": "#28",
    "赞成票": "#26", "反对票": "#1", "弃权票": "#1", "大会结果": "通过", "考察时间": "2026-03-03", "考察结论": "同意推荐",
    "公示开始日期": "2026-03-09", "公示结束日期": "2026-03-13", "公示异议": "无异议", "核实说明": "",
}  # fmt: skip
MEETING = {
    "会议序号": "#1", "推优大会时间": "2026-03-02", "会议地点": "301教室", "会议形式": "现场", "批准召开时间": "2026-03-01",
    "主持人": "李四（书记）", "记录人": "赵六", "应到会人数": "#30", "实到会人数": "#28", "缺席人员及原因": "孙七（病假）、周八（事假）",
    "监票人": "吴九", "计票人": "郑十", "发出票数": "#28", "收回票数": "#28", "有效票数": "#28",
}  # fmt: skip


def form(
    unit: dict[str, str] | None = None,
    person: dict[str, str] | None = None,
    meeting: dict[str, str] | None = None,
    others: Sequence[dict[str, str]] = (),
    **tables: list[dict[str, str]],
) -> list[RawSheet]:
    """A filled standard form without a fault, but for some cells; `others` are further people, `tables` further sheets by their name."""
    facts, people = UNIT | (unit or {}), [PERSON | changes for changes in (person or {}, *others)]
    sheets = {"推优对象清单": people, "推优大会": [MEETING | (meeting or {})], **tables}
    return [
        raw_sheet("\n".join(f"{label} | {value}" for label, value in facts.items()), "单位信息", 1),
        *(raw_sheet(rows(lines), name, index) for index, (name, lines) in enumerate(sheets.items(), 2)),
    ]


def rows(lines: list[dict[str, str]]) -> str:
    """A table under the labels of its lines."""
    labels = list(dict.fromkeys(label for line in lines for label in line))
    return "\n".join([" | ".join(labels), *(" | ".join(line.get(label, "") for label in labels) for line in lines)])
