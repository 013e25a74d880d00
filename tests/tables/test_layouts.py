"""Lists as they stand on people's sheets: beside each other, in pieces, with rows that are nobody, with periods in one cell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from clean_list import CLEAN, LETTERS, sheet
from sheet_text import raw_sheet

from xlflow.schemes.scheme import Scheme
from xlflow.tables.raw import FormStamp, RawSheet, RawWorkbook
from xlflow.tables.records import WorkbookReading
from xlflow.tables.rows.shared_cells import parse_period
from xlflow.tables.understand import understand

Read = Callable[..., WorkbookReading]
Check = Callable[..., list[tuple[str, str | None]]]

OTHER = {"姓名": "李四", "身份证号": "110105200603079037"}
EMPTY_ROW = dict.fromkeys(CLEAN, "")


def names(reading: WorkbookReading) -> list[object]:
    return [record.values.get("name") for record in reading.records("nominees")]


def codes(reading: WorkbookReading) -> list[str]:
    return [found.code for found in reading.findings]


def row_of(**cells: str) -> dict[str, str]:
    """A row in which only the named cells are filled."""
    return EMPTY_ROW | cells


def test_two_lists_side_by_side_are_two_lists(read: Read) -> None:
    reading = read("""
序号 | 姓名 | 性别 | 民族 | 入团时间   |  | 序号 | 姓名 | 性别 | 民族 | 入团时间
#1   | 张三 | 男   | 汉族 | 2021-09-01 |  | #3   | 王五 | 男   | 回族 | 2021-09-03
#2   | 李四 | 女   | 汉族 | 2021-09-02 |  |      |      |      |      |
""")
    assert names(reading) == ["张三", "李四", "王五"]
    assert reading.records("nominees")[2].cell("league_join_date") == "K2"
    assert "column-duplicate" not in codes(reading)


def test_two_columns_of_one_meaning_are_no_second_list(read: Read) -> None:
    assert "column-duplicate" in codes(read("姓名 | 性别 | 民族 | 姓名\n张三 | 男 | 汉族 | 张三"))


def test_lists_below_each_other_are_read_to_the_last_row_of_each(read: Read) -> None:
    assert names(read(f"{sheet({})}\n二、续表\n{sheet(OTHER)}")) == ["张三", "李四"]


def test_what_is_wrong_with_a_header_is_said_once_however_often_it_is_repeated(findings: Callable[..., list]) -> None:  # type: ignore[type-arg]
    page = sheet({}).replace("公示结束日期", "公示结束日子")
    found = [
        (f.code, f.place.field)
        for f in findings(f"{page}\n{page.replace('张三', '李四')}")
        if f.code in ("column-missing", "header-similar")
    ]
    assert sorted(found) == [("column-missing", "notice_end"), ("header-similar", None)]


@pytest.mark.parametrize(
    ("header", "key"),
    [("②姓 名 Name", "name"), ("姓名\\nName", "name"), ("1.姓名：", "name"), ("（3）性别 Gender", "gender"), ("聯繫電話", "phone"),
     ("身分證號", "id_number"),
     ("学历/Education", "education"), ("有无处分？", "punishment")],
)  # fmt: skip
def test_a_header_is_known_with_numbers_translations_and_traditional_characters(read: Read, header: str, key: str) -> None:
    others = [name for name in ("姓名", "性别", "民族", "入团时间") if name not in header]
    lead = "" if key == "name" else "姓名 | "
    reading = read(f"{header} | {lead}{' | '.join(others[1:] if key != 'name' else others)}\n张三 | 男 | 汉族 | 2021-09-01")
    assert reading.tables[0].header.columns[key] == 1


@pytest.mark.parametrize("total", ["软件1班小计", "软件2班 小计：3人", "总计（6人）", "合计6人"])
def test_a_sub_total_is_nobody(read: Read, total: str) -> None:
    reading = read(sheet({}, row_of(姓名=total, 性别="3人"), OTHER))
    assert (names(reading), codes(reading).count("total-row-skipped")) == (["张三", "李四"], 1)


def test_who_hands_the_list_in_and_when_is_nobody(check: Check) -> None:
    tail = (
        row_of(公示开始日期="共青团软件学院委员会"),
        row_of(公示结束日期="2026年3月16日"),
        row_of(姓名="@2026-03-16"),
        row_of(姓名="（以下空白）"),
    )
    assert check(sheet({}, *tail)) == []


def test_rows_that_were_only_filled_down_are_empty(check: Check) -> None:
    filled = row_of(所在团支部=CLEAN["所在团支部"], 推优类型=CLEAN["推优类型"], 应到会人数="#30")
    assert check(sheet({}, filled, filled)) == []


def test_a_row_without_a_name_but_with_a_number_of_its_own_is_a_person(read: Read) -> None:
    assert names(read(sheet({}, row_of(所在团支部=CLEAN["所在团支部"], 身份证号="110105200603079037")))) == ["张三", None]


def test_a_row_below_the_header_that_counts_the_columns_is_nobody(check: Check) -> None:
    assert check(sheet({key: f"#{n}" for n, key in enumerate(CLEAN, 1)}, {})) == []


def test_a_row_below_the_header_that_tells_how_to_fill_it_is_skipped_and_said(check: Check) -> None:
    hints = row_of(姓名="与身份证一致", 性别="男/女", 身份证号="18位", 所在团支部="填写全称", 推优大会时间="如2026.03.05")
    assert check(sheet(hints, {})) == [("sample-row-skipped", "A2")]


@pytest.mark.parametrize(
    "text",
    [
        "2026.3.9-2026.3.13",
        "2026年3月9日至3月13日",
        "2026-3-9至2026-3-13",
        "2026/3/9～3/13",
        "2026.03.09—13（5个工作日）",
        "2026年3月9日-13日",
        "2026年3月9日—13日",
        "自2026年3月9日起至3月13日止",
        "20260309-20260313",
        "2026.3.9\n2026.3.13",
        "2026年3月9日 -\n2026年3月13日",
    ],
)
def test_a_period_names_its_first_and_last_day(text: str) -> None:
    assert parse_period(text) == (date(2026, 3, 9), date(2026, 3, 13))


@pytest.mark.parametrize("text", ["2026.3.9", "3月9日至3月13日", "2026年3月", "2026.3.9-2026.13.1", "五个工作日"])
def test_what_names_no_two_days_is_no_period(text: str) -> None:
    assert parse_period(text) is None


@pytest.mark.parametrize("header", ["公示时间", "公示起止时间", "公示期（起止）"])
def test_a_column_of_periods_is_both_its_columns(read: Read, check: Check, header: str) -> None:
    people = sheet({"公示开始日期": "2026.3.9-2026.3.13"}).replace("公示开始日期", header).replace("公示结束日期", "内部编码")
    people = people.replace("2026-03-13", "")
    [record] = read(people).records("nominees")
    assert (str(record.values["notice_start"]), str(record.values["notice_end"])) == ("2026-03-09", "2026-03-13")
    assert check(people) == []


def test_a_period_that_cannot_be_read_is_named_once(check: Check) -> None:
    people = sheet({"公示开始日期": "五个工作日"}).replace("公示开始日期", "公示时间").replace("公示结束日期", "内部编码")
    assert check(people.replace("2026-03-13", "")) == [("date-invalid", f"{LETTERS['公示开始日期']}2")]


def test_a_period_without_a_year_and_an_error_in_its_place_say_so(findings: Callable[..., list]) -> None:  # type: ignore[type-arg]
    def told(text: str) -> list[tuple[str, str]]:
        people = sheet({"公示开始日期": text}).replace("公示开始日期", "公示时间").replace("公示结束日期", "内部编码")
        return [(f.code, f.message) for f in findings(people.replace("2026-03-13", "")) if f.place.field == "notice_start"]

    [(code, message)] = told("3月9日至3月13日")
    assert (code, "没有写年份" in message) == ("date-invalid", True)
    assert [code for code, _ in told("!#N/A")] == ["cell-error-value"]


def test_a_column_of_the_branch_is_not_missed_where_a_line_above_names_it(findings: Callable[..., list]) -> None:  # type: ignore[type-arg]
    people = sheet({}).replace("所在团支部", "内部编码").replace("软件1班团支部", "x")
    missed = {found.place.field for found in findings(f"填报单位：软件1班团支部\n{people}") if found.code == "column-missing"}
    assert "branch" not in missed
    assert "branch" in {found.place.field for found in findings(people) if found.code == "column-missing"}


@pytest.mark.parametrize("block", ["填报单位 | 软件1班团支部\n填报日期 | 2026.3.16", "填报单位 | 填报日期\n软件1班团支部 | @2026-03-16"])
def test_labels_without_a_colon_have_their_value_beside_or_below(read: Read, block: str) -> None:
    headings = read(f"{block}\n{sheet({})}").headings
    assert (headings["branch"], str(headings["filled_on"])) == ("软件1班团支部", "2026-03-16")


def test_a_sheet_that_shows_how_to_fill_in_the_list_is_passed_over_and_said(read: Read) -> None:
    reading = read(raw_sheet(sheet({}), "名单"), raw_sheet(sheet(OTHER), "填写示例", 1))
    assert (names(reading), codes(reading)) == (["张三"], ["sample-row-skipped"])
    assert names(read(raw_sheet(sheet(OTHER), "填写示例"))) == ["李四"]


def test_people_on_a_sheet_without_a_header_are_not_lost_without_a_word(read: Read) -> None:
    bare = sheet(OTHER).split("\n", 1)[1]
    reading = read(raw_sheet(sheet({}), "名单"), raw_sheet(bare, "名单（续）", 1))
    [found] = [f for f in reading.findings if f.code == "header-not-found"]
    assert (names(reading), found.place.sheet) == (["张三"], "名单（续）")


def test_a_list_on_a_hidden_sheet_is_read_and_said(read: Read) -> None:
    drawn = raw_sheet(sheet(OTHER), "旧", 1)
    hidden = RawSheet(drawn.name, 1, drawn.rows, visible=False)
    reading = read(raw_sheet(sheet({}), "名单"), hidden)
    assert [(f.code, f.place.sheet) for f in reading.findings] == [("rows-hidden", "旧")]


def test_a_title_written_down_the_side_of_the_list_is_no_column(check: Check) -> None:
    lines = sheet(
        {}, OTHER, {"姓名": "王五", "身份证号": "110105200603079053"}, {"姓名": "赵六", "身份证号": "11010520060307907X"}
    ).splitlines()
    assert check("\n".join([f"推\\n优\\n对\\n象 | {lines[0]}", *(f"^ | {line}" for line in lines[1:])])) == []


@pytest.mark.parametrize(("version", "said"), [("2099.1", True), ("2019.10", True), ("2018.9", False), ("", False)])
def test_a_form_of_a_newer_version_of_the_scheme_is_said_to_be_one(national: Scheme, version: str, said: bool) -> None:
    raw = RawWorkbook("三班.xlsx", "0" * 64, (raw_sheet(sheet({})),), FormStamp("form", "national", version, "1"))
    found = [f.message for f in understand(raw, national).findings if f.code == "form-altered" and f.place.sheet is None]
    assert [version in message for message in found] == ([True] if said else [])
