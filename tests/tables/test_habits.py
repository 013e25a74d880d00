"""What people type around a value: notes, labels, quotes, ticks, weekdays. Read where one reading is possible, else asked about."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from clean_list import LETTERS, sheet

from xlflow.findings import Finding
from xlflow.tables.records import WorkbookReading

Read = Callable[..., WorkbookReading]
Check = Callable[..., list[tuple[str, str | None]]]


def one(read: Read, header: str, typed: str) -> tuple[object, str | None, list[str]]:
    """Value, unread text and codes of one cell of an otherwise clean list."""
    reading = read(sheet({header: typed}))
    [record] = reading.records("nominees")
    key = next(key for key, label in record.header.labels.items() if label == header)
    codes = [found.code for found in reading.findings if found.place.field == key]
    value = record.values.get(key)
    return (None if value is None else str(value), record.unread.get(key), codes)


@pytest.mark.parametrize(
    "typed",
    ["2025.3.5（星期三）", "2025年3月5日 星期三", "2025-03-05 00:00:00", "2025年3月5日下午3点", "2025.3.5上午",
     "2025年03月05号", "二〇二五年三月五日",
     "2025。3。5", "2025 3 5", "2025–3–5", "2025.3.5.", "'2025-3-5", "二零二五年三月五日"],
)  # fmt: skip
def test_a_day_is_read_with_what_usually_stands_behind_it(read: Read, typed: str) -> None:
    assert one(read, "递交入党申请书时间", typed) == ("2025-03-05", None, [])


@pytest.mark.parametrize(
    "typed", ["2025年3月5日递交", "2025.3.5提交入党申请书", "于2025年3月5日召开", "2025年3月5日起", "二〇二五年三月五日申请入党"]
)
def test_what_happened_on_a_day_may_be_said_beside_it(read: Read, typed: str) -> None:
    assert one(read, "递交入党申请书时间", typed) == ("2025-03-05", None, [])


@pytest.mark.parametrize(("typed", "proposed"), [("24年9月1日", "2024-09-01"), ("05年3月", "2005-03"), ("99年3月7日", "1999-03-07")])
def test_a_year_of_two_digits_is_asked_for(read: Read, typed: str, proposed: str) -> None:
    reading = read(sheet({"出生日期": typed}))
    assert [(f.code, proposed in f.message) for f in reading.findings if f.place.field == "birth_date"] == [("date-ambiguous", True)]


def test_a_code_that_went_through_a_program_as_a_number_loses_its_decimals(read: Read, check: Check) -> None:
    assert one(read, "发展团员编号", "202144000001.0") == ("202144000001", None, ["value-normalised"])
    assert check(sheet({"身份证号": "110105200603079010.0"})) == [("id-number-format", "D2")]


@pytest.mark.parametrize(
    "header", ["姓名", "性别", "出生日期", "身份证号", "入团时间", "推优类型", "递交入党申请书时间", "推优大会时间", "应到会人数", "赞成票"]
)
@pytest.mark.parametrize("blank", ["\u3000", "\u200b", "\xa0 "])
def test_a_cell_of_blanks_is_empty(findings: Callable[..., list[Finding]], header: str, blank: str) -> None:
    found = findings(sheet({header: blank, "反对票": "", "弃权票": "", "备注": "一"}))
    assert "required-missing" in [f.code for f in found if f.place.label == header]
    assert not {"date-invalid", "number-invalid", "choice-unknown"} & {f.code for f in found}


@pytest.mark.parametrize("typed", ["赞成26票", "同意：26", "赞成票 26"])
def test_the_name_of_the_column_before_a_count_is_no_part_of_it(read: Read, typed: str) -> None:
    assert one(read, "赞成票", typed) == ("26", None, [])


@pytest.mark.parametrize("typed", ["反对26票", "应到26人", "约26", "第26"])
def test_another_word_before_a_count_leaves_it_unread(read: Read, typed: str) -> None:
    assert one(read, "赞成票", typed) == (None, typed, ["number-invalid"])


@pytest.mark.parametrize("typed", ["26票（92.9%）", "26（通过率86.67%）"])
def test_a_share_behind_a_count_is_a_note(read: Read, typed: str) -> None:
    assert one(read, "赞成票", typed) == ("26", None, ["value-normalised"])


def test_a_day_number_stored_as_text_is_its_day_and_is_said(read: Read) -> None:
    assert one(read, "递交入党申请书时间", "45721") == ("2025-03-05", None, ["value-normalised"])


def test_blanks_between_year_month_and_day_are_no_compact_month(read: Read) -> None:
    assert one(read, "递交入党申请书时间", "2025 1 2") == ("2025-01-02", None, [])


@pytest.mark.parametrize(
    "typed",
    [
        "2025年3月5日（农历）",
        "2025.3.5-2025.3.11",
        "3月5日",
        "约2025年3月",
        "2025.O3.05",
        "2025年3月5日前",
        "2025年3月5日转入",
        "2025年3月5日起草",
    ],
)
def test_what_may_be_another_day_is_asked_for_again(read: Read, typed: str) -> None:
    assert one(read, "递交入党申请书时间", typed) == (None, typed, ["date-invalid"])


@pytest.mark.parametrize("dot", "•‧・．⋅᛫ꞏ﹒˙。")
def test_every_dot_in_a_name_is_the_one_dot(read: Read, dot: str) -> None:
    assert one(read, "姓名", f"阿依古丽{dot}买买提") == ("阿依古丽·买买提", None, ["value-normalised"])


@pytest.mark.parametrize(
    "name", ["张三*", "张三-班长", "1.张三", "张三（女）", "张三 女", "张三、李四", "★张三", "王*明", "张三。", "买买提 吐尔逊", "“张三”"]
)
def test_a_name_with_anything_else_in_it_stays_and_is_asked_about(read: Read, name: str) -> None:
    assert one(read, "姓名", name) == (name, None, ["name-suspicious"])


@pytest.mark.parametrize("typed", ["①积极分子", "入党积极分子①", "积极分子（推优①）", "√入党积极分子", "1.入党积极分子"])
def test_parts_that_say_the_same_are_one_choice_and_are_said(read: Read, typed: str) -> None:
    assert one(read, "推优类型", typed) == ("入党积极分子", None, ["value-normalised"])


@pytest.mark.parametrize("typed", ["入党积极分子（发展对象）", "积极分子/发展对象", "①发展对象", "入党积极分子（待定）"])
def test_parts_that_say_different_things_are_no_choice(read: Read, typed: str) -> None:
    assert one(read, "推优类型", typed) == (None, typed, ["choice-unknown"])


def test_a_choice_that_is_named_in_part_is_proposed(read: Read) -> None:
    [found] = [f for f in read(sheet({"推优类型": "入党积极分子（待定）"})).findings if f.code == "choice-unknown"]
    assert "是否指“入党积极分子”" in found.message


def test_a_party_member_on_probation_is_not_taken_for_a_member(read: Read) -> None:
    assert one(read, "政治面貌", "中共党员（预备）")[0] == "中共预备党员"
    assert one(read, "政治面貌", "共青团员（入党积极分子）")[0] == "共青团员"


@pytest.mark.parametrize("typed", ["“110105200603079010”", "110105200603079010；", '"110105200603079010"', "110105-20060307-9010"])
def test_quotes_and_stops_round_a_number_go_and_are_said(read: Read, typed: str) -> None:
    assert one(read, "身份证号", typed) == ("110105200603079010", None, ["value-normalised"])


@pytest.mark.parametrize("cross", ["Х", "х", "×", "Χ"])
def test_letters_and_signs_that_look_like_x_are_the_x_of_an_id_number(read: Read, cross: str) -> None:
    assert one(read, "身份证号", f"11010520060307002{cross}") == ("11010520060307002X", None, ["value-normalised"])


@pytest.mark.parametrize(
    ("typed", "reason"),
    [("11010520060307901O", "含有不该有的字符"), ("1101052006030790l0", "含有字母 L"), ("110105060307901", "15 位的旧号码")],
)
def test_an_id_number_of_another_form_is_told_why(findings: Callable[..., list], typed: str, reason: str) -> None:  # type: ignore[type-arg]
    [found] = [f for f in findings(sheet({"身份证号": typed})) if f.code == "id-number-format"]
    assert reason in found.message


def test_marks_for_nothing_in_the_cell_of_the_branch_are_no_branch(read: Read) -> None:
    assert one(read, "所在团支部", "--") == (None, None, [])


def test_a_mark_for_the_same_as_above_is_the_value_above_and_is_said(read: Read) -> None:
    reading = read(sheet({}, {"所在团支部": "同上", "推优大会时间": "〃", "应到会人数": '"'}, {"所在团支部": "同上"}))
    _, second, third = reading.records("nominees")
    assert (second.values["branch"], str(second.values["meeting_date"]), second.values["eligible"]) == ("软件1班团支部", "2026-03-02", 30)
    assert third.values["branch"] == "软件1班团支部"
    letter = LETTERS["所在团支部"]
    said = [found.place.cell for found in reading.findings if found.code == "value-normalised"]
    assert said[0] == f"{letter}3"
    assert f"{letter}4" in said


def test_the_same_as_an_unreadable_cell_is_unread_and_named_once(check: Check) -> None:
    found = check(sheet({"推优大会时间": "不详"}, {"推优大会时间": "同上"}))
    assert [place for code, place in found if code == "date-invalid"] == [f"{LETTERS['推优大会时间']}2"]


def test_the_same_as_nothing_is_not_read(read: Read) -> None:
    assert one(read, "推优大会时间", "同上") == (None, "同上", ["date-invalid"])


def test_what_is_put_off_is_empty_where_no_list_needs_it_and_a_fault_where_one_does(read: Read) -> None:
    assert one(read, "确定为入党积极分子时间", "待定") == (None, None, [])
    assert one(read, "出生日期", "待定") == (None, "待定", ["date-invalid"])
