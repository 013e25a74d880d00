"""The committee's list of units."""

from __future__ import annotations

import pytest
from sheet_text import raw_sheet

from xlflow.errors import XlflowError
from xlflow.tables.raw import RawWorkbook
from xlflow.tables.unit_list import Unit, units_of


def units(text: str, **place: int) -> tuple[Unit, ...]:
    return units_of(RawWorkbook("名单.xlsx", "", (raw_sheet(text, "应报单位", **place),)))


def test_columns_are_found_by_what_they_say() -> None:
    found = units("""
        2026年应报单位 |  |  |  |
        团员总数（人） | 上级 团组织 | 支部编码 | *团支部名称 | 对应党支部
        #32 | 软件学院团委 | #17 | 软件2301班团支部 | 学生第一党支部
        | | 0018 | 软件2302班团支部 |
    """)
    assert found == (
        Unit("软件2301班团支部", "", "17", "软件学院团委", "", "学生第一党支部", 32),
        Unit("软件2302班团支部", branch_code="0018"),
    )


def test_the_name_of_the_branch_is_enough() -> None:
    assert units("序号 | 团支部名称 | 联系人\n#1 | 甲团支部 |\n#2 | 乙团支部 |", top=3, left=2) == (Unit("甲团支部"), Unit("乙团支部"))


def test_of_two_name_columns_the_full_name_counts() -> None:
    assert units("单位名称 | 团支部全称\n软件学院 | 软件2301班团支部") == (Unit("软件2301班团支部"),)


def test_totals_notes_and_empty_rows_are_no_units() -> None:
    assert units("团支部名称 | 团员总数\n甲团支部 | #30\n | \n合计 | #30\n注：以系统为准 |") == (Unit("甲团支部", member_count=30),)


def test_facts_hold_only_what_is_known() -> None:
    assert Unit("甲团支部", member_count=0).facts() == {"branch": "甲团支部", "member_count": 0}


def test_branches_of_one_name_in_two_places_are_two() -> None:
    assert len(units("团支部名称 | 上级团组织\n一班团支部 | 软件学院团委\n一班团支部 | 机械学院团委")) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("班级 | 人数\n一班 | #3", "名单.xlsx：找不到“团支部全称”"),
        ("团支部名称\n甲团支部\n乙团支部\n甲团支部", "第 4 行  “甲团支部”与第 2 行是同一个单位"),
        ("团支部名称 | 团员总数\n甲团支部 | 三十人", "应报单位 › B2  团员总数“三十人”不是人数"),
        ("序号 | 团支部名称\n合计 |", "单位名单是空的"),
    ],
)
def test_a_faulty_list_is_refused_with_place_and_cure(text: str, said: str) -> None:
    with pytest.raises(XlflowError, match=said):
        units(text)
