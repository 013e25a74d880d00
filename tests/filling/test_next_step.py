"""下一步 says what is due by the scheme's intervals, and only what is still awaited."""

from __future__ import annotations

from datetime import date

import pytest
from clean_list import CLEAN, sheet
from own_scheme import facts, read

from xlflow.domain.dates import Month
from xlflow.filling.next_step import next_step
from xlflow.filling.suggest import suggest
from xlflow.schemes.scheme import Scheme

NATIONAL = Scheme.load("national")
APPLIED = {"recommendation_type": "入党积极分子", "application_date": date(2026, 3, 5)}


@pytest.mark.parametrize(
    ("more", "as_of", "step"),
    [
        ({}, date(2026, 3, 20), "召开推优大会；党组织谈话应在4月5日前"),
        ({}, date(2026, 4, 5), "召开推优大会；党组织谈话应在4月5日前"),
        ({}, date(2026, 4, 6), "召开推优大会；党组织谈话已过4月5日期限"),
        ({}, date(2027, 1, 6), "召开推优大会；党组织谈话已过2026年4月5日期限"),
        ({"talk_date": date(2026, 3, 28)}, date(2026, 4, 6), "召开推优大会"),
        ({"application_date": Month(2026, 3)}, date(2026, 4, 6), "召开推优大会；党组织谈话应在4月30日前"),
    ],
)
def test_a_term_is_said_until_it_is_kept(more: dict[str, object], as_of: date, step: str) -> None:
    assert next_step(APPLIED | more, NATIONAL, as_of) == step


def test_what_was_left_out_is_not_awaited_once_something_later_has_happened() -> None:
    held = {"meeting_date": date(2026, 5, 2)}
    assert next_step(APPLIED | held, NATIONAL, date(2026, 5, 3)) == "填推优大会票数"
    planned = {"meeting_date": date(2026, 4, 20)}
    assert next_step(APPLIED | planned, NATIONAL, date(2026, 4, 1)) == "4月20日召开推优大会；党组织谈话应在4月5日前"
    assert next_step(APPLIED | planned, NATIONAL, date(2026, 4, 8)) == "4月20日召开推优大会"
    activist = {"recommendation_type": "发展对象", "activist_date": date(2026, 4, 1)}
    assert next_step(APPLIED | activist, NATIONAL, date(2026, 4, 3)) == "召开推优大会"


def test_people_whom_the_party_has_taken_on_see_the_earliest_day_of_the_next_date() -> None:
    row = APPLIED | {"activist_date": date(2026, 5, 20), "meeting_date": date(2026, 4, 2), "party_result": "确定为入党积极分子"}
    step = "党组织已确定为入党积极分子，协助做好培养教育；最早2027年5月20日确定为发展对象"
    assert next_step(row, NATIONAL, date(2026, 6, 1)) == step
    assert next_step(row, NATIONAL, date(2027, 6, 1)) == "党组织已确定为入党积极分子，协助做好培养教育"


def test_filling_says_it_whatever_other_dates_the_workbook_has() -> None:
    person = CLEAN | {
        "递交入党申请书时间": "2026-03-05",
        "推优大会时间": "",
        "赞成票": "",
        "公示开始日期": "",
        "公示结束日期": "",
        "下一步": "",
    }
    unit = {"团支部全称": "软件1班团支部", "填报阶段": "报候选人", "填报批次": "2026年上半年", "填表日期": "2026-04-10"}
    reading = read(NATIONAL, {"单位信息": facts(unit), "推优对象清单": sheet(person)}, is_form=True)
    [line] = [change.new for change in suggest(reading, NATIONAL, date(2026, 4, 20)) if change.key == "next_step"]
    assert line == "召开推优大会；党组织谈话已过4月5日期限"


def test_the_line_stays_within_its_cell() -> None:
    row = APPLIED | {"notice_end": date(2026, 3, 13), "parent_committee": "学院团委" * 5, "meeting_date": date(2026, 3, 6)}
    for day in range(14, 31):
        assert len(next_step(row, NATIONAL, date(2026, 3, day))) <= NATIONAL.field("nominees", "next_step").length


VOTED = APPLIED | {"talk_date": date(2026, 3, 6), "meeting_date": date(2026, 4, 2), "eligible": 30, "present": 20, "in_favour": 16}
SENT = VOTED | {"meeting_result": "通过", "letter_date": date(2026, 5, 1), "valid_until": date(2028, 5, 1)}


@pytest.mark.parametrize(
    ("row", "step"),
    [
        (VOTED, "团支部委员会考察"),
        (VOTED | {"in_favour": 15}, "大会结果为“未通过”，本次结束"),
        (VOTED | {"present": 14, "in_favour": 14}, "召开推优大会"),
        (VOTED | {"meeting_result": "本人退出"}, "大会结果为“本人退出”，本次结束"),
        (SENT, "已推荐，等候党组织答复，有效期至2028年5月1日"),
        (SENT | {"valid_until": date(2026, 5, 31)}, "推荐已于5月31日过期，再推荐须重新推优"),
        (SENT | {"party_result": "继续培养"}, "党组织意见为“继续培养”，团支部继续培养"),
        (SENT | {"meeting_result": "未通过"}, "大会结果为“未通过”，本次结束"),
        (SENT | {"inspection_result": "暂缓推荐"}, "考察结论为“暂缓推荐”，本次结束"),
        (SENT | {"review_result": "不同意"}, "团委不同意推荐，本次结束"),
    ],
)
def test_the_state_of_the_nominee_says_what_comes_next(row: dict[str, object], step: str) -> None:
    assert next_step(row, NATIONAL, date(2026, 6, 1)).split("；")[0] == step
