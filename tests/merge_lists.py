"""Lists of branches as offices type them, for tests of merging. Everybody is invented."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from xlflow.domain.identity import check_digit

AS_OF = date(2026, 6, 30)
LABELS = {
    "name": "姓名",
    "gender": "性别",
    "birth_date": "出生日期",
    "id_number": "身份证号",
    "student_id": "学号",
    "phone": "联系电话",
    "branch": "所在团支部",
    "league_join_date": "入团时间",
    "recommendation_type": "推优类型",
    "application_date": "递交入党申请书时间",
    "meeting_date": "推优大会时间",
    "eligible": "应到会人数",
    "present": "实到会人数",
    "in_favour": "赞成票",
    "notice_start": "公示开始日期",
    "notice_end": "公示结束日期",
}
PEOPLE = {
    "张三": ("男", date(2005, 1, 1), "44030520050101901"),
    "李四": ("男", date(2004, 2, 2), "44030520040202903"),
    "王五": ("女", date(2003, 3, 3), "44030520030303902"),
    "赵六": ("女", date(2005, 4, 4), "44030520050404904"),
}
Line = Mapping[str, Any]


def line(name: str, **changes: Any) -> dict[str, Any]:
    """A row about one of the invented people, without a fault unless it is asked for."""
    gender, birth, first_17 = PEOPLE[name]
    number = first_17 + check_digit(first_17)
    facts = {
        "name": name,
        "gender": gender,
        "birth_date": birth,
        "id_number": number,
        "student_id": f"9999{list(PEOPLE).index(name):08d}",
        "phone": "19900000001",
        "branch": "甲班团支部",
        "league_join_date": date(2019, 5, 4),
        "recommendation_type": "入党积极分子",
        "application_date": date(2025, 4, 20),
        "meeting_date": date(2026, 5, 11),
        "eligible": 40,
        "present": 38,
        "in_favour": 30,
        "notice_start": date(2026, 5, 12),
        "notice_end": date(2026, 5, 20),
    }
    return facts | changes


def write_list(path: Path, unit: str, filed: date, *lines: Line | None) -> None:
    """A branch's list as an office types it; None is an empty row."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"created": datetime(filed.year, filed.month, filed.day, 9)})
        sheet, day = book.add_worksheet("名单"), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_string(0, 0, f"填报单位：{unit}")
        sheet.write_string(0, 6, f"填报日期：{filed:%Y-%m-%d}")
        sheet.write_row(1, 0, list(LABELS.values()))
        for number, values in enumerate(lines, 2):
            for column, key in enumerate(LABELS):
                value = values.get(key) if values else None
                if isinstance(value, date):
                    sheet.write_datetime(number, column, value, day)
                elif value is not None:
                    sheet.write(number, column, value) if not isinstance(value, str) else sheet.write_string(number, column, value)
