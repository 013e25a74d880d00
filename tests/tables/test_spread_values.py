"""Values that do not stand one in a cell: several counts in one, a choice ticked in one of several, a number over many."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from clean_list import CLEAN

from xlflow.tables.records import Record, WorkbookReading

Read = Callable[..., WorkbookReading]
Check = Callable[..., list[tuple[str, str | None]]]
VOTES = ("应到会人数", "实到会人数", "赞成票", "反对票", "弃权票")


def listed(leave_out: tuple[str, ...], **columns: str) -> str:
    """The clean list without some columns, with others in their place; `\\\\n` stands between the rows of a header."""
    cells = {key: value for key, value in CLEAN.items() if key not in leave_out} | columns
    return f"{' | '.join(cells)}\n{' | '.join(cells.values())}"


def one(reading: WorkbookReading) -> Record:
    [record] = reading.records("nominees")
    return record


@pytest.mark.parametrize(
    "said",
    [
        "应到30人，实到28人，赞成26票，反对1票，弃权1票",
        "应到30实到28赞成26反对1弃权1",
        "应到：30；实到：28；同意：26；不同意：1；弃权：1。",
    ],
)
def test_counts_that_a_cell_names_are_each_read(read: Read, check: Check, said: str) -> None:
    sheet = listed(VOTES, 表决情况=said)
    values = one(read(sheet)).values
    assert [values[key] for key in ("eligible", "present", "in_favour", "against", "abstained")] == [30, 28, 26, 1, 1]
    assert check(sheet) == []


@pytest.mark.parametrize(("header", "typed"), [("应到/实到人数", "30/28"), ("应到、实到", "30、28"), ("应到/实到", "应到30人，实到28人")])
def test_counts_that_a_header_names_are_read_in_its_order(read: Read, check: Check, header: str, typed: str) -> None:
    sheet = listed(VOTES[:2], **{header: typed})
    record = one(read(sheet))
    assert (record.values["eligible"], record.values["present"], record.cell("present"), check(sheet)) == (30, 28, "U2", [])


@pytest.mark.parametrize("typed", ["30", "30/28/26", "28（病假2人）", "应到30人，缺席2人"])
def test_counts_that_nothing_tells_apart_are_unread_and_named_once(read: Read, check: Check, typed: str) -> None:
    sheet = listed(VOTES[:2], **{"应到/实到人数": typed})
    assert one(read(sheet)).unread == {"eligible": typed, "present": typed}
    assert check(sheet) == [("number-invalid", "U2")]


def test_numbers_in_a_column_that_names_nothing_are_not_read(read: Read) -> None:
    assert "present" not in one(read(listed(VOTES, 到会情况="30/28"))).values


def ticked(male: str, female: str) -> str:
    return f"序号 | 姓名 | 性别 | < | 民族\n^ | ^ | 男 | 女 | ^\n1 | 张三 | {male} | {female} | 汉族"


@pytest.mark.parametrize(
    ("male", "female", "gender", "cell"), [("√", "", "男", "C3"), ("", "✓", "女", "D3"), ("", "女", "女", "D3"), ("#1", "#0", "男", "C3")]
)
def test_a_tick_below_a_choice_is_that_choice(read: Read, male: str, female: str, gender: str, cell: str) -> None:
    record = one(read(ticked(male, female)))
    assert (record.values["gender"], record.cell("gender")) == (gender, cell)


def test_all_choices_side_by_side_need_no_group(read: Read) -> None:
    assert one(read("序号 | 姓名 | 男 | 女 | 民族\n1 | 张三 | | √ | 汉族")).values["gender"] == "女"


def test_two_ticks_are_unread_and_none_is_empty(read: Read, check: Check) -> None:
    assert one(read(ticked("√", "√"))).unread == {"gender": "男：√，女：√"}
    assert ("choice-unknown", "C3") in check(ticked("√", "√"))
    assert "gender" not in one(read(ticked("", ""))).values


DIGITS = "110105200603079010"


@pytest.mark.parametrize(
    ("below", "cells"),
    [("身份证号 | <", f"{DIGITS[:6]} | {DIGITS[6:]}"), (" | ".join(["身份证号", *"<" * 17]), " | ".join(f"#{digit}" for digit in DIGITS))],
)
def test_an_id_number_over_several_cells_is_one_number(read: Read, below: str, cells: str) -> None:
    record = one(read(f"序号 | 姓名 | 性别 | {below} | 民族\n1 | 张三 | 男 | {cells} | 汉族"))
    assert (record.values["id_number"], record.cell("id_number"), record.values["ethnicity"]) == (DIGITS, "D2", "汉族")


def test_what_stands_beside_a_whole_id_number_is_no_part_of_it(read: Read) -> None:
    record = one(read(f"序号 | 姓名 | 性别 | 身份证号 | < | 民族\n1 | 张三 | 男 | {DIGITS[:16]} | 10 | 汉族"))
    assert record.values["id_number"] == DIGITS[:16]


@pytest.mark.parametrize("day", ["#2020 | #5 | #4", "2020 | 05 | 04", "2020年 | 5月 | 4日"])
def test_a_day_in_three_columns_is_one_day(read: Read, day: str) -> None:
    record = one(read(f"序号 | 姓名 | 性别 | 入团时间 | < | < | 民族\n^ | ^ | ^ | 年 | 月 | 日 | ^\n1 | 张三 | 男 | {day} | 汉族"))
    assert (str(record.values["league_join_date"]), record.values["ethnicity"]) == ("2020-05-04", "汉族")


@pytest.mark.parametrize("day", ["#2020 | | #4", " | #5 | #4"])
def test_a_day_with_a_part_left_out_is_unread_and_no_month(read: Read, check: Check, day: str) -> None:
    sheet = f"序号 | 姓名 | 性别 | 入团时间 | < | < | 民族\n^ | ^ | ^ | 年 | 月 | 日 | ^\n1 | 张三 | 男 | {day} | 汉族"
    assert "league_join_date" in one(read(sheet)).unread
    assert ("date-invalid", "D3") in check(sheet)


def test_a_day_in_three_columns_needs_no_merged_name(read: Read) -> None:
    record = one(read("姓名 | 性别 | 入团时间 | | | 民族\n^ | ^ | 年 | 月 | 日 | ^\n张三 | 男 | #2020 | #5 | #4 | 汉族"))
    assert (str(record.values["league_join_date"]), record.values["ethnicity"]) == ("2020-05-04", "汉族")


def test_years_and_months_below_what_is_no_day_are_not_its_value(read: Read) -> None:
    record = one(read("姓名 | 性别 | 年龄 | < | 民族\n^ | ^ | 年 | 月 | ^\n张三 | 男 | #19 | #3 | 汉族"))
    assert "age" not in record.values


def test_counts_that_excel_took_for_a_day_are_unread(read: Read, check: Check) -> None:
    sheet = listed(VOTES[2:], **{"赞成/反对/弃权": "@2026-01-01"})
    assert set(one(read(sheet)).unread) == {"in_favour", "against", "abstained"}
    assert ("number-invalid", "T2") in check(sheet)


def test_the_comma_of_a_thousand_parts_no_counts(read: Read) -> None:
    assert one(read(listed(VOTES[:2], **{"应到/实到": "1,028"}))).unread == {"eligible": "1,028", "present": "1,028"}


def test_a_count_that_only_a_later_cell_names_is_read_too(read: Read) -> None:
    reading = read("姓名 | 性别 | 民族 | 表决情况\n张三 | 男 | 汉族 | 赞成27票，反对1票\n李四 | 女 | 汉族 | 赞成26票，反对1票，弃权1票")
    assert [record.values.get("abstained") for record in reading.records("nominees")] == [None, 1]
