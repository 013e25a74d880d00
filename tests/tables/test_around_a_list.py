"""What stands round the people of a list without being one of them: opinions, signatures, notes, legends, examples."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from xlflow.tables.records import WorkbookReading

Read = Callable[..., WorkbookReading]

LIST = """
序号 | 姓名 | 性别 | 民族 | 身份证号           | 入团时间   | 备注
1    | 张三 | 男   | 汉族 | 990000200405010010 | 2020-05-04 |
2    | 李四 | 女   | 汉族 | 990000200406020028 | 2020-05-04 |
"""


def names(reading: WorkbookReading) -> list[object]:
    return [record.values.get("name") for record in reading.records("nominees")]


@pytest.mark.parametrize(
    "row",
    [
        "审核人 | 周明",
        "填表人 | 吴敏 | | 联系电话 | 19900000009",
        "上级团组织意见 | | 同意 | | 签章 | 2026.6.22",
        "团支部意见 | 同意推荐以上同志 | | | 书记签字 | 2026.6.20",
        "图例： | 红色表示未交申请书 | 黄色表示待核实",
        "3 | / | / | / | / | / | /",
        "3 | （空白）",
    ],
)
def test_below_a_list_who_signs_and_what_the_colours_mean_is_nobody(read: Read, row: str) -> None:
    assert names(read(LIST + row)) == ["张三", "李四"]


def test_short_notes_below_their_heading_are_nobody(read: Read) -> None:
    notes = "填表说明\n1 | 姓名须与身份证一致\n#2 | 出生日期按身份证填写\n3、时间填到日\n（4）本表报学院团委"
    assert names(read(LIST + notes)) == ["张三", "李四"]


def test_people_below_notes_are_still_read(read: Read) -> None:
    assert names(read(LIST + "说明\n1 | 以下为第二组\n3 | 王五 | 男 | 汉族 | 990000200407030031 | 2020-05-04")) == ["张三", "李四", "王五"]


def test_somebody_who_signs_but_has_an_id_number_is_a_person(read: Read) -> None:
    assert names(read(LIST + "联系人 | 王五 | 男 | 汉族 | 990000200407030031 | 2020-05-04")) == ["张三", "李四", "王五"]


@pytest.mark.parametrize(
    "row",
    [
        "0 | 例：张某某 | 男 | 汉族 | 990000200401010010 | 2020-05-04 |",
        "0 | 张某某 | 男 | 汉族 | 990000200401010010 | 2020-05-04 | 示例，填写时请删除",
        "0 | 张某某 | 男 | 汉族 | 990000200401010010 | 2020-05-04 | （此行为示例）",
    ],
)
def test_an_example_is_nobody_wherever_it_says_so(read: Read, row: str) -> None:
    header, *people = LIST.strip("\n").split("\n")
    reading = read("\n".join((header, row, *people)))
    assert (names(reading), [found.code for found in reading.findings if "row" in found.code]) == (["张三", "李四"], ["sample-row-skipped"])


@pytest.mark.parametrize("mark", ["同 上", "“  ”", "——〃——", "同上。", " 〃 "])
def test_a_mark_for_the_same_as_above_may_be_drawn_wide(read: Read, mark: str) -> None:
    reading = read(LIST.replace("女   | 汉族", f"女 | {mark}"))
    assert [record.values["ethnicity"] for record in reading.records("nominees")] == ["汉族", "汉族"]


def test_numbers_that_are_the_sum_of_those_above_are_a_total(read: Read) -> None:
    votes = "姓名 | 性别 | 民族 | 赞成票\n张三 | 男 | 汉族 | #26\n李四 | 女 | 汉族 | #25\n"
    reading = read(votes + " | | | #51")
    assert (names(reading), [found.code for found in reading.findings if "row" in found.code]) == (["张三", "李四"], ["total-row-skipped"])
    assert names(read(votes + " | | | #24")) == ["张三", "李四", None]


@pytest.mark.parametrize("said", ["以上共2人", "共 2 人", "一共2人", "本页共2名", "总共2人"])
def test_how_many_stand_above_is_nobody(read: Read, said: str) -> None:
    reading = read(f"序号 | 姓名 | 性别 | 民族\n1 | 张三 | 男 | 汉族\n2 | 李四 | 女 | 汉族\n | {said} | |")
    assert (names(reading), [found.code for found in reading.findings if "row" in found.code]) == (["张三", "李四"], ["total-row-skipped"])


def test_nobody_has_the_telephone_number_of_the_one_above(read: Read) -> None:
    reading = read("姓名 | 性别 | 民族 | 联系电话\n张三 | 男 | 汉族 | 19900000001\n李四 | 女 | 汉族 | 同上")
    assert [record.values.get("phone") for record in reading.records("nominees")] == ["19900000001", "同上"]
    assert [found.code for found in reading.findings if found.place.field == "phone"] == ["phone-format"]


def test_a_second_line_of_remarks_belongs_to_the_person_above_it(read: Read) -> None:
    reading = read("序号 | 姓名 | 性别 | 民族 | 备注\n1 | 张三 | 男 | 汉族 | 三好学生\n^ | ^ | ^ | ^ | 优秀志愿者\n2 | 李四 | 女 | 汉族 |")
    assert [(r.values["name"], r.values.get("remarks")) for r in reading.records("nominees")] == [
        ("张三", "三好学生；优秀志愿者"),
        ("李四", None),
    ]


def test_a_second_recommendation_below_a_merged_name_is_a_row_of_its_own(read: Read) -> None:
    reading = read("姓名 | 性别 | 民族 | 推优类型\n张三 | 男 | 汉族 | 入党积极分子\n^ | ^ | ^ | 发展对象")
    assert [r.values["recommendation_type"] for r in reading.records("nominees")] == ["入党积极分子", "发展对象"]


@pytest.mark.parametrize("post", ["团支书", "团支部书记"])
def test_a_person_whose_post_stands_first_is_no_signature(read: Read, post: str) -> None:
    header = "团内职务 | 姓名 | 性别 | 出生日期 | 学号"
    assert names(read(f"{header}\n{post} | 张三 | 男 | 2006-03-07 | 9999001\n审核人 | 周明 | | 2026-06-20")) == ["张三"]


def test_below_a_header_for_posts_a_post_is_one_however_little_else_is_filled(read: Read) -> None:
    assert names(read("职务 | 姓名 | 性别 | 出生日期\n团支书 | 张三 | 女 | 不详\n团支书 | 李四 | |\n审核人 | 周明 | |")) == ["张三", "李四"]


def test_what_only_adds_up_to_nothing_is_no_total(read: Read) -> None:
    reading = read("姓名 | 性别 | 民族 | 赞成票 | 反对票\n张三 | 男 | 汉族 | #26 | #0\n | | | #25 | #0")
    assert (names(reading), [found.code for found in reading.findings if "row" in found.code]) == (["张三", None], [])


def test_what_only_repeats_the_number_of_the_one_person_above_is_no_total(read: Read) -> None:
    assert names(read("姓名 | 性别 | 民族 | 赞成票 | 反对票\n张三 | 男 | 汉族 | #26 | #1\n | | | #26 | #2")) == ["张三", None]


def test_the_work_for_sums_without_names_grows_as_the_list_does(read: Read) -> None:
    def calls(sums: int) -> int:
        rows = "\n".join(f" | | | #{number * 7 + 3}" for number in range(sums))
        counted = 0

        def count(*_: object) -> None:
            nonlocal counted
            counted += 1

        sys.setprofile(count)
        try:
            read(f"姓名 | 性别 | 民族 | 赞成票\n张三 | 男 | 汉族 | #26\n{rows}")
        finally:
            sys.setprofile(None)
        return counted

    calls(10)  # what is made once is made
    assert calls(1_600) < 5 * calls(400)


def test_a_person_with_an_id_number_below_notes_is_not_lost(read: Read) -> None:
    assert names(read(f"{LIST}填表说明\n | 王五 | | | 990000200407010036")) == ["张三", "李四", "王五"]


def test_counts_in_the_second_line_of_a_person_are_not_lost(read: Read) -> None:
    reading = read("姓名 | 性别 | 表决情况 | 备注\n张三 | 男 | 应到30人，实到28人 | 甲\n^ | ^ | 赞成20票，反对1票 | 乙")
    assert [record.values.get("in_favour") for record in reading.records("nominees")] == [None, 20]


def test_people_below_a_part_that_names_no_branch_are_not_of_the_part_before(read: Read) -> None:
    reading = read("姓名 | 性别 | 民族\n一、软件1班团支部\n（一）本科生\n张三 | 男 | 汉族\n二、研究生\n李四 | 女 | 汉族")
    assert [record.values.get("branch") for record in reading.records("nominees")] == ["软件1班团支部", None]


def test_people_with_id_numbers_below_too_few_names_of_columns_are_told(read: Read) -> None:
    reading = read(f"{LIST}补报 | | |\n组别 | 姓名 | 身份证\n1 | 王五 | 990000200407010036")
    assert names(reading) == ["张三", "李四"]
    assert [(found.code, found.place.row) for found in reading.findings if found.code == "header-not-found"] == [("header-not-found", 5)]
    assert "header-not-found" not in {found.code for found in read(f"{LIST}组别 | 姓名 | 联系电话\n1 | 王五 | 19900000009").findings}
