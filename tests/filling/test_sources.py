"""Hours and points of exports: whose they are, how many, and where nobody can say."""

from __future__ import annotations

import pytest
from sheet_text import raw_sheet

from xlflow.errors import XlflowError
from xlflow.filling.sources import Taken, read_export, take
from xlflow.schemes.scheme import Scheme
from xlflow.tables.raw import FormStamp, RawWorkbook
from xlflow.tables.understand import understand

NATIONAL = Scheme.load("national")
ZHANG, LI = "110105200603079010", "110105200504129028"
PERSON = {
    "姓名": "张三", "身份证号": "", "学号": "", "所在团支部": "软件1班团支部", "推优类型": "入党积极分子", "志愿服务时长": "",
    "时长来源": "", "学习积分": "", "入团时间": "2021-05",
}  # fmt: skip


def taken(people: list[dict[str, str]], *exports: str, overwrite: bool = False) -> Taken:
    rows = [PERSON | person for person in people]
    drawn = "\n".join([" | ".join(PERSON), *(" | ".join(row.values()) for row in rows)])
    stamp = FormStamp("form", "national", NATIONAL.version, "1")
    reading = understand(RawWorkbook("三班.xlsx", "0" * 64, (raw_sheet(drawn),), stamp), NATIONAL)
    read = [read_export(RawWorkbook(f"导出{n}.xlsx", str(n), (raw_sheet(text, "Sheet1"),)), NATIONAL) for n, text in enumerate(exports)]
    return take(read, reading, NATIONAL, overwrite=overwrite)


def told(result: Taken) -> list[tuple[int, str, object]]:
    return [(change.record.row, change.key, change.new) for change in result.changes]


def codes(result: Taken) -> list[str]:
    return [found.code for found in result.findings]


def test_hours_of_one_id_number_are_added() -> None:
    head = "服务记录 | | \n导出时间 | | \n姓名 | 身份证号码 | 活动名称 | 服务时长（小时）"
    export = f"{head}\n张三 | {ZHANG} | 植树 | #2.5\n张 三 | {ZHANG} | 支教 | 4小时\n李红 | {LI} | 支教 | #9"
    assert told(taken([{"身份证号": ZHANG}], export)) == [(2, "volunteer_hours", 6.5)]


def test_a_known_export_also_says_where_the_hours_come_from() -> None:
    export = f"姓名 | 身份证号 | 信用时数 | 荣誉时数\n张三 | {ZHANG} | #20 | #4"
    assert told(taken([{"身份证号": ZHANG}], export)) == [(2, "volunteer_hours", 24), (2, "hours_source", "志愿汇")]


def test_of_points_the_latest_is_taken() -> None:
    export = "姓名 | 学号 | 学习积分 | 统计日期\n张三 | 999900000001 | #80 | 2026-02-28\n张三 | 999900000001 | #65 | 2026-01-31"
    assert told(taken([{"学号": "999900000001"}], export)) == [(2, "study_points", 80)]


def test_two_numbers_of_one_day_are_not_chosen_from() -> None:
    export = "姓名 | 学号 | 学习积分 | 统计日期\n张三 | 999900000001 | #80 | 2026-02-28\n张三 | 999900000001 | #65 | 2026-02-28"
    result = taken([{"学号": "999900000001"}], export)
    assert (told(result), codes(result)) == ([], ["export-ambiguous"])


def test_without_a_number_name_and_unit_tell_people_apart() -> None:
    export = "姓名 | 班级 | 时长\n01-张三 | 软件学院软件1班 | #3\n张三 | 软件2班 | #50"
    result = taken([{}], export)
    assert (told(result), result.by_name) == ([(2, "volunteer_hours", 3)], 1)


def test_one_name_of_two_people_in_the_export_fills_nothing() -> None:
    export = f"姓名 | 身份证号 | 时长\n张三 | {ZHANG} | #3\n张三 | {LI} | #50"
    result = taken([{}], export)
    assert (told(result), codes(result)) == ([], ["export-ambiguous"])


def test_two_people_of_one_name_in_the_workbook_get_nothing_by_name() -> None:
    people = [{"学号": "999900000001"}, {"学号": "999900000002"}]
    result = taken(people, "姓名 | 时长\n张三 | #3")
    assert (told(result), codes(result)) == ([], ["export-ambiguous"] * 2)


def test_a_masked_id_number_speaks_against_another_person() -> None:
    export = "姓名 | 证件号码 | 时长\n张三 | 1101**********9010 | #3\n张三 | 4403**********0001 | #50"
    assert told(taken([{"身份证号": ZHANG}], export)) == [(2, "volunteer_hours", 3)]


def test_of_an_id_number_stored_as_a_number_the_exact_digits_are_compared() -> None:
    export = "姓名 | 身份证号 | 时长\n张三 | #110105200603079000 | #3\n张三 | #440307199901011200 | #50"
    assert told(taken([{"身份证号": ZHANG}], export)) == [(2, "volunteer_hours", 3)]


def test_a_class_is_its_branch_with_or_without_the_word() -> None:
    assert told(taken([{}], "姓名 | 班级 | 时长\n张三 | 2班 | #3")) == []
    assert told(taken([{"所在团支部": "软件2301班团支部"}], "姓名 | 班级 | 时长\n张三 | 软件2301 | #3")) == [(2, "volunteer_hours", 3)]


def test_a_typed_number_stays_unless_it_is_to_be_overwritten() -> None:
    export = f"姓名 | 身份证号 | 时长\n张三 | {ZHANG} | #12"
    person = {"身份证号": ZHANG, "志愿服务时长": "#10"}
    assert (told(taken([person], export)), codes(taken([person], export))) == ([], ["value-differs"])
    assert told(taken([person], export, overwrite=True)) == [(2, "volunteer_hours", 12)]
    assert told(taken([person | {"志愿服务时长": "#12"}], export)) == []


def test_hours_of_two_platforms_are_added() -> None:
    exports = (f"姓名 | 身份证号 | 时长\n张三 | {ZHANG} | #12", f"姓名 | 身份证号 | 信用时数\n张三 | {ZHANG} | #8")
    assert told(taken([{"身份证号": ZHANG}], *exports)) == [(2, "volunteer_hours", 20)]


def test_a_number_that_is_none_is_named_in_the_export_and_the_rest_goes_on() -> None:
    export = f"姓名 | 身份证号 | 时长\n张三 | {ZHANG} | 很多\n李红 | {LI} | #4\n合计 | | #4"
    result = taken([{"身份证号": ZHANG}, {"姓名": "李红", "身份证号": LI}], export)
    assert (told(result), result.missing) == ([(3, "volunteer_hours", 4)], 1)
    assert [(f.code, f.place.file, f.place.cell) for f in result.findings] == [("number-invalid", "导出0.xlsx", "C2")]


def test_an_export_that_nobody_knows_is_refused_with_what_is_known() -> None:
    with pytest.raises(XlflowError, match=r"导出0\.xlsx：认不出.*志愿服务时长导出表"):
        taken([{}], "姓名 | 电话\n张三 | 19900000001")


@pytest.mark.parametrize(
    ("headers", "source"),
    [
        ("姓名 | 身份证号 | 信用时数 | 荣誉时数 | 总时数", "zhiyuanhui_hours"),
        ("序号 | 志愿者姓名 | 活动名称 | 服务时长（小时）", "volunteer_hours"),
        ("学号 | 累计服务时长", "volunteer_hours"),
        ("姓名 | 所属组织 | 学习积分 | 更新时间", "study_points"),
    ],
)
def test_an_export_is_known_by_its_headers(headers: str, source: str) -> None:
    assert read_export(RawWorkbook("导出.xlsx", "0", (raw_sheet(headers, "Sheet1"),)), NATIONAL).source.id == source
