"""Which branch the title of a list names."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from clean_list import sheet

from xlflow.tables.records import WorkbookReading

Understand = Callable[..., WorkbookReading]
Check = Callable[..., list[tuple[str, str | None]]]


@pytest.mark.parametrize(
    ("title", "branch"),
    [
        ("机械学院2023级1班团支部推优汇总表", "机械学院2023级1班团支部"),
        ("2026年上半年软件1班团支部推荐优秀团员作党的发展对象汇总表", "软件1班团支部"),
        ("2025-2026学年第二学期软件1班团支部推优名单（会后）", "软件1班团支部"),
        ("2023年级软件1班团支部推优名单", "2023年级软件1班团支部"),
        ("机关 团总支 推优清单", "机关团总支"),
        ("XX学院各团支部推优汇总表", ""),
        ("团支部推优汇总表", ""),
        ("机械学院所属团支部推优名单", ""),
        ("推优对象汇总表", ""),
        ("请各团支部于3月5日前填报本表。", ""),
        ("填报单位：软件1班团支部推优表", ""),
    ],
)
def test_a_title_may_name_the_branch(read: Understand, title: str, branch: str) -> None:
    assert read(f"{title}\n{sheet()}").title_branch == branch


def branches(reading: WorkbookReading) -> list[tuple[object, str | None]]:
    return [(record.values.get("branch"), record.cell("branch")) for record in reading.records("nominees")]


HEADER = "序号 | 姓名 | 性别 | 民族 | 入团时间"
FIRST, SECOND = "1 | 张三 | 男 | 汉族 | 2020-05-04", "2 | 李四 | 女 | 汉族 | 2020-05-04"


@pytest.mark.parametrize("title", ["{}推优名单", "填报单位：{}"])
def test_of_lists_below_each_other_each_is_of_the_branch_above_it(read: Understand, title: str) -> None:
    first, second = title.format("软件1班团支部"), title.format("软件2班团支部")
    reading = read(f"{first}\n{HEADER}\n{FIRST}\n{second}\n{HEADER}\n{SECOND}")
    assert branches(reading) == [("软件1班团支部", "A1"), ("软件2班团支部", "A4")]


@pytest.mark.parametrize("title", ["{}", "一、{}", "{} | < | < | < | <"])
def test_people_below_a_title_inside_a_list_are_of_its_branch(read: Understand, check: Check, title: str) -> None:
    first, second = title.format("软件1班团支部"), title.format("软件2班团支部")
    drawn = f"{HEADER}\n{first}\n{FIRST}\n{second}\n{SECOND}"
    assert branches(read(drawn)) == [("软件1班团支部", "A2"), ("软件2班团支部", "A4")]
    assert ("required-missing", "branch") not in check(drawn)


def test_a_column_of_the_branch_goes_before_any_title(read: Understand) -> None:
    reading = read(f"{HEADER} | 团支部\n软件1班团支部\n{FIRST} | 软件9班团支部")
    assert branches(reading) == [("软件9班团支部", "F3")]


def test_a_branch_named_once_above_all_lists_is_that_of_the_workbook_not_of_its_rows(read: Understand) -> None:
    reading = read(f"软件1班团支部推优名单\n{HEADER}\n{FIRST}\n{HEADER}\n{SECOND}")
    assert (branches(reading), reading.title_branch) == ([(None, None)] * 2, "软件1班团支部")
