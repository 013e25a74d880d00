"""Headers are found by what they say, wherever they stand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sheet_text import raw_sheet

from xlflow.schemes.scheme import Scheme
from xlflow.tables.raw import RawWorkbook
from xlflow.tables.records import WorkbookReading
from xlflow.tables.understand import understand

Read = Callable[..., WorkbookReading]

PLAIN = """
序号 | 姓名 | 性别 | 民族 | 入团时间
#1   | 张三 | 男   | 汉族 | 2021-09-01
#2   | 李四 | 女   | 汉   | 2022-05-04
"""


def values(reading: WorkbookReading) -> list[dict[str, object]]:
    return [dict(record.values) for record in reading.records("nominees")]


def test_a_header_in_the_first_row_is_found(read: Read) -> None:
    [first, _] = read(PLAIN).records("nominees")
    assert (first.values["name"], first.cell("name"), first.cell("league_join_date")) == ("张三", "B2", "E2")


def test_titles_notes_and_heading_lines_may_stand_above(read: Read) -> None:
    reading = read("""
推优对象汇总表           | <                       | <    | <
填报单位：软件1班团支部  |                         | 填报日期：2026年6月28日 |
注：1.姓名须与身份证一致；2.入团时间以志愿书为准。 | < | < | <
序号 | 姓名 | 性别 | 入团时间
#1   | 张三 | 男   | 2021-09-01
""")
    assert [r["name"] for r in values(reading)] == ["张三"]
    assert {k: str(v) for k, v in reading.headings.items()} == {"branch": "软件1班团支部", "filled_on": "2026-06-28"}


def test_the_value_of_a_heading_line_may_stand_in_the_next_cell(read: Read) -> None:
    reading = read("""
填报单位： | 软件1班团支部 | 填报批次： | 2026年上半年
姓名 | 性别 | 民族 | 入团时间
张三 | 男 | 汉族 | 2021.9
""")
    assert (reading.headings["branch"], reading.headings["round"]) == ("软件1班团支部", "2026年上半年")


def test_a_group_above_and_names_below_are_one_header(read: Read) -> None:
    reading = read("""
姓名 | 性别 | 推优大会 | <    | <    | 公示 | <
^    | ^    | 时间     | 应到 | 赞成 | 开始 | 结束
张三 | 男   | 2026-5-1 | #30  | #28  | 2026-5-6 | 2026-5-12
""")
    [row] = values(reading)
    assert {"meeting_date", "eligible", "in_favour", "notice_start", "notice_end"} <= row.keys()


def test_groups_without_merged_cells_reach_to_the_right(read: Read) -> None:
    reading = read("""
姓名 | 性别 | 推优大会 |      |      | 备注
     |      | 时间     | 应到 | 赞成 |
张三 | 男   | 2026-5-1 | #30  | #28  |
""")
    [row] = values(reading)
    assert {"name", "gender", "meeting_date", "eligible", "in_favour"} <= row.keys()


def test_a_title_above_is_no_part_of_the_header(read: Read) -> None:
    reading = read("""
推优对象汇总表 | < | <
姓名 | 性别 | 民族
张三 | 男 | 汉族
""")
    assert reading.tables[0].header.rows == (2, 2)


@pytest.mark.parametrize("header", ["*姓名", "姓 名", "姓名\\n（必填）", "＊姓名：", "1.姓名", "姓名(全名)"])
def test_a_header_may_be_decorated(read: Read, header: str) -> None:
    assert values(read(f"{header} | 性别 | 民族\n张三 | 男 | 汉族"))[0]["name"] == "张三"


def test_a_table_may_start_at_any_row_and_column(national: Scheme) -> None:
    sheet = raw_sheet(PLAIN, name="Sheet1", top=7, left=4)
    [first, _] = understand(RawWorkbook("三班.xlsx", "0", (sheet,)), national).records("nominees")
    assert (first.cell("name"), first.row) == ("F9", 9)


def test_a_list_may_be_split_over_sheets(read: Read) -> None:
    assert [r["name"] for r in values(read(PLAIN, PLAIN.replace("张三", "王五")))] == ["张三", "李四", "王五", "李四"]


def test_two_lists_may_stand_on_one_sheet(read: Read) -> None:
    assert [r["name"] for r in values(read(PLAIN + PLAIN.replace("张三", "王五")))] == ["张三", "李四", "王五", "李四"]


def test_a_list_of_field_names_is_no_list_of_people(read: Read) -> None:
    assert read("字段 | 类型\n姓名 | 文本\n性别 | 文本\n民族 | 文本").tables == []


def test_a_workbook_without_a_list_says_so(check: Callable[..., object]) -> None:
    assert check("说明 | 见附件") == [("header-not-found", None)]


def test_a_header_that_is_only_similar_is_proposed_and_not_read(read: Read, check: Callable[..., list[tuple[str, str]]]) -> None:
    sheet = "姓名 | 性别 | 民族 | 递交入党申请时间间\n张三 | 男 | 汉族 | 2025-3-5"
    assert ("header-similar", "D1") in check(sheet)
    assert "application_date" not in values(read(sheet))[0]


def test_two_columns_of_one_meaning_are_a_fault_at_the_second(check: Callable[..., list[tuple[str, str]]]) -> None:
    assert ("column-duplicate", "D1") in check("姓名 | 性别 | 民族 | 学生姓名\n张三 | 男 | 汉族 | 张三")


@settings(max_examples=30)
@given(order=st.permutations(range(5)), above=st.integers(0, 4), between=st.lists(st.booleans(), min_size=2, max_size=2))
def test_reading_does_not_depend_on_the_order_of_columns_or_on_empty_rows(order: list[int], above: int, between: list[bool]) -> None:
    scheme = Scheme.load("national")
    lines = [[part.strip() for part in line.split("|")] for line in PLAIN.strip().splitlines()]
    moved = [" | ".join(line[n] for n in order) for line in lines]
    blank = " | ".join([""] * 5)
    text = "\n".join(
        ["通知 | < | < | < | <"] * above
        + [moved[0], *([blank] if between[0] else []), moved[1], *([blank] if between[1] else []), moved[2]]
    )
    reading = understand(RawWorkbook("三班.xlsx", "0", (raw_sheet(text),)), scheme)
    plain = understand(RawWorkbook("三班.xlsx", "0", (raw_sheet(PLAIN),)), scheme)
    assert values(reading) == values(plain)
    assert reading.tables[0].blank == between[1]
