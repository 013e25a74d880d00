"""Makes the two faulty workbooks of docs/checking.md: a branch's standard form and another branch's own list. Everybody is invented.

    python tools/checking_samples.py [--out sample_workbooks/改错]

The same bytes every time. They are judged as of 2026-06-30.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import openpyxl
import xlsxwriter
from branch_model import check_digit

from xlflow.files.editing.cell_edits import CellEdit, CellValue, SheetEdits
from xlflow.files.editing.edit_workbook import edit_package
from xlflow.files.standard_form import standard_form
from xlflow.findings import column_number
from xlflow.schemes.scheme import Scheme
from xlflow.tables.unit_list import Unit

FOLDER = Path(__file__).resolve().parents[1] / "sample_workbooks" / "改错"
FORM, OWN_LIST = "软件1班.xlsx", "会计1班名单.xlsx"
UNIT, PEOPLE, MEETING = "单位信息", "推优对象清单", "推优大会"
MEETING_DAY = date(2026, 5, 14)
Row = Mapping[str, CellValue]


@dataclass(frozen=True)
class Person:
    """What one row begins with; the rest is alike for all."""

    name: str
    gender: str
    ethnicity: str
    born: date
    region: str
    joined: str
    applied: str
    in_favour: int

    def id_number(self, seq: int) -> str:
        """Sequence digits 900-999 belong to nobody; the last of them is odd for men."""
        first = f"{self.region}{self.born:%Y%m%d}{900 + 2 * seq + (self.gender == '男')}"
        return first + check_digit(first)


SOFTWARE = (
    Person("宋行志", "男", "汉族", date(2005, 5, 15), "110105", "2019-05-04", "2024-09-16", 30),
    Person("高嘉妍", "女", "土家族", date(2004, 5, 19), "510107", "2018-12-04", "2024-10-08", 28),
    Person("张国强", "男", "汉族", date(2004, 7, 24), "610113", "2018-05-04", "2024-07-18", 25),
    Person("杨雅宁", "女", "汉族", date(2005, 8, 6), "440106", "2020-05-04", "2025-03-03", 26),
    Person("马俊杰", "男", "回族", date(2005, 1, 9), "340103", "2019-12-09", "2024-11-11", 24),
    Person("沈清瑶", "女", "汉族", date(2004, 11, 2), "330723", "2019-05-04", "2024-12-09", 23),
)
ACCOUNTING = (
    Person("罗文佳", "女", "汉族", date(2005, 3, 12), "440106", "2020-05-04", "2024-09-20", 27),
    Person("郑一鸣", "男", "壮族", date(2004, 12, 1), "500106", "2019-05-04", "2024-10-15", 25),
    Person("唐婉清", "女", "汉族", date(2005, 6, 30), "420106", "2019-12-04", "2025-02-24", 24),
    Person("许泽楷", "男", "汉族", date(2004, 9, 17), "370102", "2019-05-04", "2024-09-09", 26),
)
_UNIT_FACTS: Row = {
    "填报阶段": "公示后上报",
    "上级团组织": "信息学院团总支",
    "所属团委": "南湖学院团委",
    "对应党支部": None,
    "单位类别": "学校",
    "团员总数": 34,
    "其中保留团籍的党员": "无",
    "有表决权团员数": 34,
    "团支部书记": "许宁",
    "书记电话": "1990000003",
    "辅导员/联系人": "何安",
    "填表人": "许宁",
    "填表日期": "2026.6.31",
    "公示地点及渠道": "学院公告栏",
    "公示受理人及联系方式": "学院团委 020-00000000",
}
_MEETING_FACTS: Row = {
    "会议序号": 1,
    "推优大会时间": MEETING_DAY,
    "会议起止时刻": "19:00—20:10",
    "会议地点": "教学楼 A305",
    "会议形式": "现场",
    "批准召开时间": date(2026, 5, 15),
    "主持人": "许宁",
    "记录人": "许宁",
    "应到会人数": 34,
    "实到会人数": 33,
    "缺席人员及原因": "罗博、方琪（病假）",
    "列席人员": "辅导员",
    "监票人": "高嘉妍",
    "计票人": "周安",
    "唱票人": "郭婉",
    "发出票数": 33,
    "收回票数": 35,
    "有效票数": 33,
    "无效票数": 0,
    "讨论发言要点": "与会团员对推荐人选进行了评议。",
    "大会决议": "赞成票超过应到会人数的半数，确定推荐人选名单，报上级团组织。",
}
_SLIPS: Mapping[str, CellValue] = {
    "H5": "110105200505159034",  # the last place
    "U5": 2024.1,
    "AB5": "30小时左右",
    "AL5": 40,
    "F6": "2004-05-18",
    "AL6": 12,
    "AM6": 20,
    "C7": "女",
    "P7": "20184400",
    "AM7": 3,
    "N8": None,
    "AS8": date(2026, 5, 12),
    "H9": 340103200501099130.0,  # typed into a cell that was no text
    "T9": "入团积极分子",
    "Z9": "不合格",
    "AW9": date(2026, 5, 21),
    "B10": "沈清瑶（班长）",
    "U10": "2022-10-01",
    "AV10": "5月19日",
}
"""What the secretary mistyped in 推优对象清单; what is wrong in the other two sheets stands among their facts."""


def main() -> int:
    """Makes both in a folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=FOLDER)
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    (out / FORM).write_bytes(wrong_form())
    (out / OWN_LIST).write_bytes(own_list())
    return 0


def wrong_form() -> bytes:
    """The form of one branch after its public notice, with the slips, and its first person twice."""
    people = [_nominee(number, person) for number, person in enumerate(SOFTWARE, 1)]
    people.append({**people[0], "序号": 7})
    branch = Unit("2023级软件1班团支部")
    empty = standard_form(Scheme.load("national"), round="2026年上半年", today=date(2026, 3, 2), unit=branch)
    book = openpyxl.load_workbook(io.BytesIO(empty))
    labels = {_plain(row[0].value): f"B{row[0].row}" for row in book[UNIT].iter_rows(min_row=3)}
    unit = {labels[label]: value for label, value in _UNIT_FACTS.items()}
    typed = {UNIT: unit, PEOPLE: {**_placed(book[PEOPLE], 4, people), **_SLIPS}, MEETING: _placed(book[MEETING], 3, [_MEETING_FACTS])}
    return retyped(empty, typed)


def retyped(data: bytes, cells: Mapping[str, Mapping[str, CellValue]]) -> bytes:
    """A workbook with other values in some cells, by sheet and address."""
    edits: dict[str, dict[tuple[int, int], CellEdit]] = defaultdict(dict)
    for sheet, values in cells.items():
        for cell, value in values.items():
            row = int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
            edits[sheet][row - 1, column_number(cell) - 1] = CellEdit(value)
    return edit_package(data, [SheetEdits(sheet, own) for sheet, own in edits.items()])


def _placed(sheet: openpyxl.worksheet.worksheet.Worksheet, header: int, rows: Sequence[Row]) -> dict[str, CellValue]:
    """The cells of rows below a header, by address."""
    columns = {_plain(cell.value): cell.column_letter for cell in sheet[header] if cell.value}
    return {f"{columns[label]}{header + n}": value for n, row in enumerate(rows, 1) for label, value in row.items()}


def _plain(header: object) -> str:
    return str(header).lstrip("*").replace("\n", "")


def _nominee(number: int, person: Person) -> Row:
    """A row as it should be; what 自动填充 would fill is left empty, but for birth and gender."""
    return {
        "序号": number,
        "姓名": person.name,
        "性别": person.gender,
        "民族": person.ethnicity,
        "出生日期": person.born.isoformat(),
        "身份证号": person.id_number(number),
        "学号/工号": f"99992023{number:04d}",
        "政治面貌": "共青团员",
        "学历": "大学本科在读",
        "联系电话": f"199000001{number:02d}",
        "入团时间": person.joined,
        "发展团员编号": f"{person.joined[:4]}4400{number:04d}",
        "团内职务": "无",
        "推优类型": "入党积极分子",
        "递交入党申请书时间": person.applied,
        "团员教育评议等次": "优秀",
        "评议年度": "2025",
        "志愿服务时长": 30 + number,
        "时长来源": "i志愿",
        "学业/业绩情况": "无不及格",
        "处分情况": "无",
        "推优大会时间": MEETING_DAY,
        "赞成票": person.in_favour,
        "反对票": 32 - person.in_favour,
        "弃权票": 1,
        "考察时间": date(2026, 5, 18),
        "考察结论": "同意推荐",
        "公示开始日期": date(2026, 5, 19),
        "公示结束日期": date(2026, 5, 25),
        "公示异议": "无异议",
    }


_COLUMNS: Mapping[str, float] = {
    "序号": 5, "姓名": 9, "性别": 5, "出生年月日": 12, "身份证号码": 21, "所在支部": 21, "入团年月": 11, "推优类型": 13,
    "递交入党申请书日期": 18, "推优大会日期": 13, "应到": 6, "实到": 6, "赞成": 6, "反对": 6, "弃权": 6, "公示起": 12, "公示止": 12,
}  # fmt: skip
_LIST_SLIPS: Mapping[tuple[int, str], CellValue] = {
    (0, "身份证号码"): "44010620050312902",
    (0, "公示止"): "2026.5.22",
    (1, "出生年月日"): "2004/11/1",
    (1, "赞成"): 35,
    (2, "入团年月"): None,
    (2, "推优类型"): "积极分子（党）",
    (3, "递交入党申请书日期"): "24.9.9",
    (3, "推优大会日期"): "2026.5.32",
}


def own_list() -> bytes:
    """A branch's own list, as it lay on somebody's disk: a title, a header of two rows, a total row."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2026, 6, 1)})
        sheet = book.add_worksheet("名单")
        centred = {"border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
        cell, head = book.add_format(centred), book.add_format({**centred, "bold": True})
        title = book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
        sheet.set_row(0, 30)
        sheet.merge_range(0, 0, 0, len(_COLUMNS) - 1, "2023级会计1班推优名单", title)
        for column, (label, width) in enumerate(_COLUMNS.items()):
            sheet.set_column(column, column, width)
            sheet.write(2, column, label, head)
        _merged_heads(sheet, head)
        for number, values in enumerate(_list_rows(), 3):
            for column, value in enumerate(values):
                sheet.write(number, column, value, cell)
        sheet.merge_range(3 + len(ACCOUNTING), 0, 3 + len(ACCOUNTING), len(_COLUMNS) - 1, f"合计：{len(ACCOUNTING)} 人", cell)
        sheet.set_landscape()
    return stream.getvalue()


def _merged_heads(sheet: xlsxwriter.worksheet.Worksheet, head: xlsxwriter.format.Format) -> None:
    """First header row: 会议表决 and 公示 over their columns, the others over both rows."""
    labels = list(_COLUMNS)
    groups = {"会议表决": (labels.index("应到"), labels.index("弃权")), "公示": (labels.index("公示起"), labels.index("公示止"))}
    grouped = {column for first, last in groups.values() for column in range(first, last + 1)}
    for label, (first, last) in groups.items():
        sheet.merge_range(1, first, 1, last, label, head)
    for column, label in enumerate(labels):
        if column not in grouped:
            sheet.merge_range(1, column, 2, column, label, head)


def _list_rows() -> Iterator[list[CellValue]]:
    for index, person in enumerate(ACCOUNTING):
        row: dict[str, CellValue] = dict.fromkeys(_COLUMNS)
        row |= {
            "序号": index + 1,
            "姓名": person.name,
            "性别": person.gender,
            "出生年月日": f"{person.born.year}/{person.born.month}/{person.born.day}",
            "身份证号码": person.id_number(10 + index),
            "所在支部": "2023级会计1班团支部",
            "入团年月": person.joined[:7].replace("-", "."),
            "推优类型": "入党积极分子",
            "递交入党申请书日期": person.applied.replace("-", "."),
            "推优大会日期": "2026.5.14",
            "应到": 30,
            "实到": 29,
            "赞成": person.in_favour,
            "反对": 28 - person.in_favour,
            "弃权": 1,
            "公示起": "2026.5.19",
            "公示止": "2026.5.25",
        }
        yield list((row | {label: value for (at, label), value in _LIST_SLIPS.items() if at == index}).values())


if __name__ == "__main__":
    sys.exit(main())
