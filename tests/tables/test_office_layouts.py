"""Lists as offices lay them out: what a column is called by the groups above it, and what only looks like a header."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from xlflow.findings import column_letters
from xlflow.tables.records import WorkbookReading

Read = Callable[..., WorkbookReading]
Check = Callable[..., list[tuple[str, str]]]


def columns(reading: WorkbookReading) -> str:
    """The columns of the first list and their fields: A seq B name …"""
    return " ".join(
        f"{column_letters(column)} {key}" for key, column in sorted(reading.tables[0].header.columns.items(), key=lambda x: x[1])
    )


def names(reading: WorkbookReading) -> list[object]:
    return [record.values.get("name") for record in reading.records("nominees")]


def test_a_name_under_the_group_of_another_person_is_not_the_persons(read: Read, check: Check) -> None:
    sheet = """
序号 | 姓名 | 性别 | 学号    | 入党介绍人 | <           | 家长 | <
^    | ^    | ^    | ^       | 姓名       | 联系电话    | 姓名 | 电话
1    | 张三 | 男   | 9999001 | 王一       | 19900000001 | 张大 | 19900000002
"""
    assert columns(read(sheet)) == "A seq B name C gender D student_id"
    assert "column-duplicate" not in [code for code, _ in check(sheet)]


def test_a_group_that_merges_with_its_names_is_part_of_the_header(read: Read) -> None:
    reading = read("""
序号 | 学生 | <    | <       | 家长 | <
^    | 姓名 | 性别 | 学号    | 姓名 | 电话
1    | 张三 | 男   | 9999001 | 张大 | 19900000001
""")
    assert (reading.tables[0].header.rows, columns(reading)) == ((1, 2), "A seq B name C gender D student_id")


def test_a_meeting_below_another_event_is_not_the_meeting_of_the_branch(read: Read) -> None:
    reading = read("""
姓名 | 性别 | 民族 | 确定为入党积极分子 | <          | 培养联系人 | <
^    | ^    | ^    | 支部大会时间       | 备案时间   | 姓名       | 职务
张三 | 男   | 汉   | 2024-05-06         | 2024-05-20 | 王老师     | 教师
""")
    assert columns(reading) == "A name B gender C ethnicity F mentors"


def test_a_name_over_two_columns_is_one_column(read: Read, check: Check) -> None:
    sheet = "序号 | 姓名 | < | 性别 | 身份证号 | <\n1 | 张三 | < | 男 | 990000200405010010 | <"
    assert columns(read(sheet)) == "A seq B name D gender E id_number"
    assert "column-duplicate" not in [code for code, _ in check(sheet)]


def test_of_two_columns_of_one_meaning_the_fields_own_name_is_read(read: Read, check: Check) -> None:
    sheet = "学籍号 | 姓名 | 性别 | 学号\n990000202001 | 张三 | 男 | 9999001"
    assert columns(read(sheet)) == "B name C gender D student_id"
    assert ("column-duplicate", "A1") in check(sheet)


@pytest.mark.parametrize("header", ["本人手机号码", "学生联系电话", "员工手机", "志愿者手机号"])
def test_whose_column_it_is_may_stand_before_its_name(read: Read, header: str) -> None:
    assert columns(read(f"员工姓名 | 性别 | 民族 | {header}\n张三 | 男 | 汉 | 19900000001")) == "A name B gender C ethnicity D phone"


@pytest.mark.parametrize("header", ["家长联系电话", "紧急联系人电话", "团支部书记联系电话", "父亲手机号码"])
def test_a_column_of_another_person_is_not_proposed_as_the_persons(read: Read, check: Check, header: str) -> None:
    sheet = f"姓名 | 性别 | 民族 | {header}\n张三 | 男 | 汉 | 19900000001"
    assert columns(read(sheet)) == "A name B gender C ethnicity"
    assert "header-similar" not in [code for code, _ in check(sheet)]


@pytest.mark.parametrize("header", ["No.", "NO", "№", "编号", "序\\n号", "顺序号"])
def test_the_running_number_has_many_names(read: Read, header: str) -> None:
    assert columns(read(f"{header} | 姓名 | 性别 | 学号\n1 | 张三 | 男 | 9999001")).startswith("A seq ")


def test_a_form_about_one_person_is_no_list(read: Read) -> None:
    reading = read("""
推优入党推荐表 | <        | <        | <    | <        | <
姓名           | 张三     | 性别     | 男   | 出生年月 | 2005.03
民族           | 汉       | 籍贯     | 某省 | 入团时间 | 2019.05
政治面貌       | 共青团员 | 学历     | 本科 | 联系电话 | 19900000001
""")
    assert reading.tables == []
    assert [found.code for found in reading.findings] == ["header-not-found"]


def test_a_header_repeated_on_every_page_is_no_person(read: Read) -> None:
    page = "序号 | 姓名 | 性别 | 入团时间\n"
    assert names(read(page + page + "1 | 张三 | 男 | 2019-05\n" + page + "2 | 李四 | 女 | 2019-05")) == ["张三", "李四"]


@pytest.mark.parametrize("remark", ["注：转入不久", "说明：曾用名张山", "联系人：李四", "书记推荐（签字）", "*重点培养"])
def test_a_remark_that_begins_like_a_note_leaves_the_person_in_the_list(read: Read, remark: str) -> None:
    assert names(read(f"序号 | 姓名 | 性别 | 备注\n1 | 张三 | 男 | {remark}")) == ["张三"]


def test_an_id_number_in_scientific_notation_does_not_lose_the_person(read: Read) -> None:
    assert names(read("姓名 | 身份证号 | 手机号\n张三 | 9.90000200001E+17 | 1.99E+10")) == ["张三"]


def test_a_cell_merged_over_half_of_a_list_is_the_title_of_a_part(read: Read) -> None:
    reading = read("""
姓名       | 性别 | 民族 | 入团时间
软件2401班 | <    | <    | <
张三       | 男   | 汉   | 2019-05
软件2402班 | <    | <    |
李四       | 女   | 汉   | 2019-05
""")
    assert names(reading) == ["张三", "李四"]


def test_a_line_of_labels_and_colons_below_a_list_is_no_person(read: Read) -> None:
    reading = read("""
序号     | 姓名 | 性别     | 学号    | 入团时间   | 备注
1        | 张三 | 男       | 9999001 | 2019-05    |
审核人： |      | 填表人： | 李四    | 联系电话： | 19900000001
""")
    assert names(reading) == ["张三"]


def test_a_line_of_hints_in_brackets_below_a_header_is_no_person(read: Read) -> None:
    reading = read("""
序号 | 姓名 | 性别      | 出生年月   | 志愿服务时长 | 入团时间
     |      | （男/女） | （年.月）  | （小时）     | （年.月）
1    | 张三 | 男        | 2005-03-01 | 20           | 2019-05
""")
    assert names(reading) == ["张三"]


def test_the_people_of_a_shorter_list_below_are_not_of_this_one(read: Read) -> None:
    reading = read("""
姓名       | 性别   | 学号        | 入团时间
张三       | 男     | 9999001     | 2019-05
监票人名单 | <      | <           | <
姓名       | 职务   | 电话        |
李四       | 监票人 | 19900000001 |
""")
    assert names(reading) == ["张三"]


def test_a_header_repeated_in_part_does_not_end_a_list(read: Read) -> None:
    reading = read("""
姓名 | 性别 | 学号    | 入团时间
张三 | 男   | 9999001 | 2019-05
姓名 | 性别 |         |
李四 | 女   | 9999002 | 2019-05
""")
    assert names(reading)[-1] == "李四"


def test_a_title_merged_down_the_side_of_a_short_list_hides_no_header(read: Read) -> None:
    assert names(read("名单 | 序号 | 姓名 | 性别 | 学号\n^ | 1 | 张三 | 男 | 9999001\n^ | 2 | 李四 | 男 | 9999002")) == ["张三", "李四"]


def test_a_unit_beside_a_chinese_numeral_heads_the_people_below_it(read: Read) -> None:
    reading = read("""
序号 | 姓名     | 性别 | 民族 | 入团时间
一   | 软件学院 |      |      |
1    | 张三     | 男   | 汉   | 2019-05
二   | 李四     |      |      |
""")
    assert names(reading) == ["张三", "李四"]


def test_numbered_notes_below_a_list_are_no_people(read: Read) -> None:
    reading = read("""
姓名 | 性别 | 民族 | 入团时间
张三 | 男   | 汉   | 2019-05
备注：1.本表一式两份，团支部、团委各一份。 | | |
2.入团时间以入团志愿书为准，请认真核对。 | | |
3.电子版发送至邮箱。 | | |
""")
    assert names(reading) == ["张三"]


def test_two_cards_on_one_sheet_are_no_list(read: Read) -> None:
    card = "姓名 | 张三 | 性别 | 男 | 民族 | 汉\n学号 | 9999001 | 电话 | 19900000001 | 籍贯 | 某省\n"
    assert read(card + card).tables == []


def test_the_family_below_a_form_about_one_person_is_no_list(read: Read) -> None:
    reading = read("""
姓名         | 张三    | 性别 | 男          | 民族     | 汉
学号         | 9999001 | 电话 | 19900000001 | 籍贯     | 某省
家庭主要成员 | 称谓    | 姓名 | 年龄        | 政治面貌 | 工作单位
^            | 父亲    | 张大 | 50          | 群众     | 某公司
^            | 母亲    | 王二 | 49          | 群众     | 某公司
""")
    assert reading.tables == []


def test_names_that_exports_of_league_systems_use_are_known(read: Read) -> None:
    reading = read("""
姓名 | 证件类型     | 身份证号           | 性别 | 加入中国共产主义青年团时间 | 所属团组织   | 是否是团干部
张三 | 居民身份证   | 990000200405010010 | 男   | 2018-05-04                 | 软件1班团支部 | 否
""")
    assert columns(reading) == "A name C id_number D gender E league_join_date F branch G league_cadre"


CSV = """
序号 | 姓名 | 性别 | 学号    | 入党介绍人 |             | 家长 |
     |      |      |         | 姓名       | 联系电话    | 姓名 | 电话
1    | 张三 | 男   | 9999001 | 王一       | 19900000001 | 张大 | 19900000002
2    | 李四 | 女   | 9999002 | 王一       | 19900000001 | 李大 | 19900000003
"""


def test_groups_without_merged_cells_read_nobody_twice_and_no_column_of_others(read: Read) -> None:
    reading = read(CSV)
    assert (names(reading), columns(reading)) == (["张三", "李四"], "A seq B name C gender D student_id")


def test_students_and_parents_without_merged_cells_are_told_apart(read: Read) -> None:
    reading = read("""
序号 | 学生 |      |         | 家长 |
     | 姓名 | 性别 | 学号    | 姓名 | 电话
1    | 张三 | 男   | 9999001 | 张大 | 19900000001
""")
    assert (names(reading), columns(reading)) == (["张三"], "A seq B name C gender D student_id")


def test_year_month_and_day_below_a_header_are_no_person(read: Read) -> None:
    assert names(read("序号 | 姓名 | 性别 | 出生日期 | | | 学号\n | | | 年 | 月 | 日 |\n1 | 张三 | 男 | 2005 | 3 | 1 | 9999001")) == [
        "张三"
    ]


@pytest.mark.parametrize("title", ["监票人名单", "软件2401班", "软件2班团支部", "二、各班"])
def test_a_lone_title_between_people_is_no_person(read: Read, title: str) -> None:
    assert names(read(f"姓名 | 性别 | 民族\n张三 | 男 | 汉\n{title} | | \n李四 | 女 | 汉")) == ["张三", "李四"]


def test_three_short_lists_side_by_side_are_all_read(read: Read) -> None:
    reading = read("""
序号 | 姓名 | 电话        | 序号 | 姓名 | 电话        | 序号 | 姓名 | 电话
1    | 张三 | 19900000001 | 2    | 李四 | 19900000002 | 3    | 王五 | 19900000003
""")
    assert sorted(map(str, names(reading))) == sorted(["张三", "李四", "王五"])


def test_groups_of_three_levels_are_read_with_and_without_merged_cells(read: Read) -> None:
    merged = """
序号 | 姓名 | 性别 | 推优大会情况 | <    | <    | <    | <    | 公示情况 | <  | 备注
^    | ^    | ^    | 时间         | 人数 | <    | 表决 | <    | 起止时间 | <  | ^
^    | ^    | ^    | ^            | 应到 | 实到 | 赞成 | 反对 | 起       | 止 | ^
1    | 张三 | 男   | 2026-03-02   | 30   | 28   | 27   | 1    | 2026-03-09 | 2026-03-13 |
"""
    apart = merged.replace("^", " ").replace("<", " ")
    expected = "A seq B name C gender D meeting_date E eligible F present G in_favour H against I notice_start J notice_end K remarks"
    assert [columns(read(sheet)) for sheet in (merged, apart)] == [expected] * 2


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("实到人数/人", "present"),
        ("志愿服务时长／小时", "volunteer_hours"),
        ("推优大会召开的具体时间", "meeting_date"),
        ("支部推优大会召开时间", "meeting_date"),
        ("拟推荐为", "recommendation_type"),
        ("公示开始日", "notice_start"),
        ("公示截止日", "notice_end"),
        ("村（社区）团支部", "branch"),
        ("班级团支部", "branch"),
    ],
)
def test_units_and_words_that_say_nothing_do_not_hide_a_column(read: Read, header: str, key: str) -> None:
    assert columns(read(f"序号 | 姓名 | 性别 | {header}\n1 | 张三 | 男 | 2")) == f"A seq B name C gender D {key}"
