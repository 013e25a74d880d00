"""A standard form as `new` makes it, typed into as a branch secretary types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

import openpyxl

from xlflow.files.standard_form import standard_form
from xlflow.schemes.scheme import Scheme
from xlflow.tables.unit_list import Unit

LIST, UNIT_SHEET, MEETINGS = "推优对象清单", "单位信息", "推优大会"
FIRST_ROW = 5
UNIT: Mapping[str, object] = {
    "填报阶段": "会后上报",
    "上级团组织": "软件学院团委",
    "所属团委": "江城大学团委",
    "对应党支部": "软件学院学生党支部",
    "单位类别": "学校",
    "团员总数": 30,
    "其中保留团籍的党员": 0,
    "团支部书记": "李四",
    "书记电话": "19900000002",
    "辅导员/联系人": "王五",
    "填表人": "李四",
    "填表日期": date(2026, 3, 10),
    "公示地点及渠道": "班级公告栏",
    "公示受理人及联系方式": "软件学院团委办公室",
}
PERSON: Mapping[str, object] = {
    "姓名": "张三",
    "民族": "汉族",
    "身份证号": "110105200603079010",
    "学号/工号": "999900000001",
    "政治面貌": "共青团员",
    "学历": "大学本科在读",
    "联系电话": "19900000001",
    "入团时间": "2021-05-04",
    "发展团员编号": "202144000001",
    "团内职务": "无",
    "推优类型": "入党积极分子",
    "递交入党申请书时间": "2025-03-05",
    "团员教育评议等次": "优秀",
    "评议年度": "2025",
    "学业/业绩情况": "无不及格",
    "处分情况": "无",
    "赞成票": 26,
    "反对票": 1,
    "弃权票": 1,
}
MEETING: Mapping[str, object] = {
    "推优大会时间": date(2026, 3, 2),
    "会议地点": "301教室",
    "会议形式": "现场",
    "批准召开时间": date(2026, 3, 1),
    "主持人": "李四（书记）",
    "记录人": "赵六",
    "应到会人数": 30,
    "实到会人数": 28,
    "缺席人员及原因": "孙七（病假）、周八（事假）",
    "监票人": "吴九",
    "计票人": "郑十",
    "发出票数": 28,
    "收回票数": 28,
    "有效票数": 28,
}


Cells = tuple[tuple[str, object], ...]


def write_form(
    path: Path,
    people: Sequence[Mapping[str, object]] = ({},),
    *,
    unit: Mapping[str, object] | None = None,
    meeting: Mapping[str, object] | None = None,
) -> Path:
    """A form without a fault after the meeting, its cells that fill themselves empty; the arguments change some cells."""
    path.write_bytes(_form(tuple(tuple(person.items()) for person in people), tuple((unit or {}).items()), tuple((meeting or {}).items())))
    return path


@cache
def _form(people: tuple[Cells, ...], unit: Cells, meeting: Cells) -> bytes:
    form = standard_form(Scheme.load("national"), round="2026年上半年", today=date(2026, 3, 1), unit=Unit("软件1班团支部"))
    book = openpyxl.load_workbook(BytesIO(form))
    lines = {_plain(row[0].value): row[1] for row in book[UNIT_SHEET].iter_rows(min_row=3)}
    for label, value in (UNIT | dict(unit)).items():
        lines[label].value = value
    for sheet, first, rows in ((LIST, FIRST_ROW, [PERSON | dict(person) for person in people]), (MEETINGS, 4, [MEETING | dict(meeting)])):
        labels = {_plain(cell.value): cell.column for cell in book[sheet][first - 1] if cell.value}
        for number, row in enumerate(rows, first):
            for label, value in row.items():
                book[sheet].cell(number, labels[label]).value = value
    typed = BytesIO()
    book.save(typed)
    book.close()
    return typed.getvalue()


def shown(path: Path, sheet: str = LIST, row: int = FIRST_ROW) -> dict[str, object]:
    """The cells of a row under their headers, empty ones left out."""
    book = openpyxl.load_workbook(path)
    cells, headers = book[sheet][row], book[sheet][3 if sheet == MEETINGS else 4]
    book.close()
    return {
        _plain(header.value): cell.value for header, cell in zip(headers, cells, strict=False) if header.value and cell.value is not None
    }


def _plain(header: object) -> str:
    return str(header).lstrip("*").replace("\n", "")
