"""What 自动填充 writes: derived cells always, suggestions into empty cells, nothing that cannot be known."""

from __future__ import annotations

import random
from datetime import date

import pytest
from clean_list import CLEAN
from hypothesis import given
from hypothesis import strategies as st
from sheet_text import raw_sheet

from xlflow.filling.suggest import Change, suggest
from xlflow.schemes.scheme import Scheme
from xlflow.tables.raw import FormStamp, RawSheet, RawWorkbook
from xlflow.tables.understand import understand

pytestmark = pytest.mark.slow

AS_OF = date(2026, 3, 11)
NATIONAL = Scheme.load("national")
UNIT = {
    "填报批次": "2026年上半年", "填报阶段": "公示后上报", "团支部全称": "软件1班团支部", "支部简称": "软件1班",
    "上级团组织": "软件学院团委",
    "所属团委": "江城大学团委", "单位类别": "学校", "团员总数": "", "有表决权团员数": "", "团支部书记": "李四", "书记电话": "19900000002",
    "填表人": "李四", "填表日期": "2026-03-20", "对应党支部": "软件学院学生党支部",
}  # fmt: skip
PERSON = {
    "序号": "", "姓名": "张三", "性别": "", "出生日期": "", "年龄": "", "身份证号": "110105200603079010", "所在团支部": "",
    "入团时间": "2021-05", "团龄": "", "推优类型": "入党积极分子", "递交入党申请书时间": "2025-03-05", "推优大会时间": "",
    "应到会人数": "", "实到会人数": "", "赞成票": "#26", "反对票": "#1", "弃权票": "#1", "赞成票占应到会": "", "赞成票占有效票": "",
    "大会结果": "", "考察结论": "", "公示开始日期": "", "公示结束日期": "", "推荐时间": "", "推荐有效期至": "", "下一步": "",
}  # fmt: skip
MEETING = {
    "会议序号": "", "推优大会时间": "2026-03-02", "应到会人数": "#30", "实到会人数": "#28", "收回票数": "#28", "有效票数": "#27",
    "无效票数": "", "会议地点": "301教室", "大会决议": "",
}  # fmt: skip
MEMBER = {
    "姓名": "孙七",
    "性别": "男",
    "政治面貌": "共青团员",
    "团籍状态": "正常",
    "有无表决权": "",
    "入团时间": "2021-05",
    "团内职务": "无",
}


def table(rows: list[dict[str, str]]) -> str:
    return "\n".join([" | ".join(rows[0]), *(" | ".join(row.values()) for row in rows)])


def form(
    people: list[dict[str, str]] | None = None,
    meetings: list[dict[str, str]] | None = None,
    members: list[dict[str, str]] | None = None,
    unit: dict[str, str] | None = None,
) -> list[RawSheet]:
    sheets = [raw_sheet("\n".join(f"{label} | {value}" for label, value in (UNIT | (unit or {})).items()), "单位信息", 1)]
    if members:
        sheets.append(raw_sheet(table([MEMBER | row for row in members]), "团员花名册", 2))
    sheets.append(raw_sheet(table([PERSON | row for row in people or [{}]]), "推优对象清单", 3))
    sheets.append(raw_sheet(table([MEETING | row for row in meetings or [{}]]), "推优大会", 4))
    return sheets


def changes(*sheets: RawSheet, own: bool = True, as_of: date = AS_OF) -> list[Change]:
    stamp = FormStamp("form", "national", NATIONAL.version, "1") if own else None
    return suggest(understand(RawWorkbook("三班.xlsx", "0" * 64, sheets, stamp), NATIONAL), NATIONAL, as_of)


def filled(*sheets: RawSheet, table: str = "nominees", **options: bool) -> dict[str, object]:
    """The new values of a table with one row."""
    return {change.key: change.new for change in changes(*sheets, **options) if change.record.table == table}


def test_an_empty_row_is_filled_from_its_id_its_unit_and_its_meeting() -> None:
    values = filled(*form())
    assert values.pop("approval_rate") == pytest.approx(86.6667)
    assert values.pop("ballot_rate") == pytest.approx(96.2963)
    assert values == {
        "seq": 1,
        "gender": "男",
        "birth_date": date(2006, 3, 7),
        "age": 19,
        "branch": "软件1班团支部",
        "league_age": "4年10个月",
        "meeting_date": date(2026, 3, 2),
        "eligible": 30,
        "present": 28,
        "meeting_result": "通过",
        "next_step": "团支部委员会考察",
    }


def test_a_typed_value_stays_and_a_derived_one_is_set_right_with_the_old_one_told() -> None:
    typed = {"性别": "女", "应到会人数": "#29", "大会结果": "未通过", "年龄": "#21"}
    told = {change.key: (change.old, change.new) for change in changes(*form([typed]))}
    assert told["age"] == (21, 19)
    assert {"gender", "eligible", "meeting_result"}.isdisjoint(told)


def test_a_derived_cell_whose_value_cannot_be_known_is_emptied() -> None:
    told = [c for c in changes(*form([{"身份证号": "", "年龄": "#21"}])) if c.key == "age"]
    assert [(c.old, c.new) for c in told] == [(21, None)]


def test_a_wrong_id_number_tells_nothing() -> None:
    assert not {"gender", "birth_date", "age"} & filled(*form([{"身份证号": "110105200603079011"}])).keys()


def test_with_two_meetings_no_day_is_guessed() -> None:
    values = filled(*form(meetings=[{}, {"推优大会时间": "2026-03-05"}]))
    assert not {"meeting_date", "eligible", "meeting_result"} & values.keys()


def test_meetings_are_numbered_by_their_days() -> None:
    told = changes(*form(meetings=[{"推优大会时间": "2026-03-05"}, {}]))
    assert [c.new for c in told if c.key == "meeting_no"] == [2, 1]


def test_the_first_lawful_end_of_a_notice_is_proposed_with_make_up_days() -> None:
    start = {"推优大会时间": "2024-09-20", "公示开始日期": "2024-09-27"}
    values = filled(*form([start], [{"推优大会时间": "2024-09-20"}]))
    assert values["notice_end"] == date(2024, 10, 9)


def test_in_a_year_without_a_calendar_no_end_is_proposed() -> None:
    assert "notice_end" not in filled(*form([{"公示开始日期": "2031-03-09"}]))


@pytest.mark.parametrize(
    ("meeting", "result"),
    [({}, "通过"), ({"应到会人数": "#56"}, "未通过"), ({"应到会人数": "#57"}, None), ({"应到会人数": ""}, None)],
)
def test_the_votes_decide_by_the_line_in_a_meeting_with_a_quorum(meeting: dict[str, str], result: str | None) -> None:
    assert filled(*form([{"赞成票": "#28", "反对票": "", "弃权票": ""}], [meeting | {"有效票数": "#28"}])).get("meeting_result") == result


def test_other_votes_are_none_only_where_those_in_favour_are_all() -> None:
    every = filled(*form([{"赞成票": "#27", "反对票": "", "弃权票": ""}]))
    assert (every["against"], every["abstained"]) == (0, 0)
    assert "against" not in filled(*form([{"反对票": "", "弃权票": ""}]))


def test_whose_opinion_is_heard_gets_no_meeting() -> None:
    assert "meeting_date" not in filled(*form([{"推优类型": "听取意见"}]))


def test_members_are_counted_by_the_roster_without_those_who_left() -> None:
    members = [{}, {"团籍状态": "已转出"}, {"团籍状态": "留团察看"}, {"政治面貌": "中共预备党员"}, {"政治面貌": "群众"}]
    sheets = form(members=members)
    assert filled(*sheets, table="unit") == {"member_count": 3, "voting_member_count": 2}
    assert [c.new for c in changes(*sheets) if c.key == "voting_right"] == [True, False, False, True, False]


def test_the_voters_are_not_counted_where_of_one_it_is_not_known() -> None:
    assert filled(*form(members=[{}, {"团籍状态": ""}]), table="unit") == {"member_count": 2}


def test_a_resolution_is_drafted_once_every_result_is_known() -> None:
    people = [{}, {"姓名": "李红", "身份证号": "", "赞成票": "#12", "反对票": "#15", "弃权票": "#0"}]
    assert filled(*form(people), table="meetings") == {
        "meeting_no": 1,
        "ballots_invalid": 1,
        "resolution": "2026年3月2日召开推优大会，应到会30人，实到会28人，符合规定人数。经无记名投票表决："
        "同意推荐张三（赞成26票）为入党积极分子人选。李红（赞成12票）未获通过。",
    }
    people[1]["赞成票"] = ""
    assert "resolution" not in filled(*form(people), table="meetings")


@pytest.mark.parametrize(
    ("row", "step"),
    [
        ({"赞成票": "", "反对票": "", "弃权票": ""}, "填推优大会票数"),
        ({"赞成票": "#3", "反对票": "#24", "弃权票": "#0"}, "大会结果为“未通过”，本次结束"),
        ({"考察结论": "暂缓推荐"}, "考察结论为“暂缓推荐”，本次结束"),
        ({"考察结论": "同意推荐"}, "开始公示"),
        ({"公示开始日期": "2026-03-09"}, "公示到3月13日，期满后报软件学院团委"),
        ({"公示开始日期": "2026-03-03"}, "公示3月9日满，填公示异议，可报软件学院团委"),
        ({"推荐时间": "2026-03-11"}, "已推荐，等候党组织答复，有效期至2028年3月11日"),
        ({"推优类型": "听取意见", "赞成票": "", "反对票": "", "弃权票": ""}, "向党组织出具团组织意见"),
    ],
)
def test_the_next_step_follows_from_how_far_the_row_is(row: dict[str, str], step: str) -> None:
    assert filled(*form([row]))["next_step"] == step


def test_a_list_of_unknown_origin_keeps_all_that_is_typed_and_its_numbers() -> None:
    row = CLEAN | {"性别": "", "公示结束日期": ""}
    sheet = raw_sheet("\n".join([f"序号 | 年龄 | 团龄 | {' | '.join(row)}", f" | #33 |  | {' | '.join(row.values())}"]))
    told = [(change.key, change.old, change.new) for change in changes(sheet, own=False)]
    assert sorted(told) == [("gender", None, "男"), ("league_age", None, "4年9个月"), ("notice_end", None, date(2026, 3, 13))]


def test_a_form_of_several_branches_gets_no_branch_guessed() -> None:
    people = [{"所在团支部": "软件2班团支部"}, {"姓名": "李红", "身份证号": ""}]
    assert not [c for c in changes(*form(people)) if c.key == "branch"]


CELLS = st.fixed_dictionaries(
    {
        "性别": st.sampled_from(["", "男", "女"]),
        "身份证号": st.sampled_from(["", "110105200603079010", "110105200603079011"]),
        "年龄": st.sampled_from(["", "#19", "二十"]),
        "推优大会时间": st.sampled_from(["", "2026-03-02", "2026.13.5"]),
        "赞成票": st.sampled_from(["", "#26", "#27", "#3"]),
        "反对票": st.sampled_from(["", "#1", "#0"]),
        "赞成票占应到会": st.sampled_from(["", "#0.1", "#0.866"]),
        "公示开始日期": st.sampled_from(["", "2026-03-09", "2031-03-09"]),
        "大会结果": st.sampled_from(["", "通过", "未通过", "本人退出"]),
        "推荐有效期至": st.sampled_from(["", "2027-01-01"]),
    }
)


def drawn(value: object) -> str:
    """A filled value in the notation of sheets."""
    if isinstance(value, float):
        return f"#{value / 100}"
    return f"#{value}" if isinstance(value, int) else value.isoformat() if isinstance(value, date) else str(value or "")


@given(st.lists(CELLS, min_size=1, max_size=3))
def test_once_filled_nothing_is_left_to_fill(people: list[dict[str, str]]) -> None:
    meetings = [dict(MEETING)]
    rows = [PERSON | row for row in people]
    labels = {field.key: field.label for name in ("nominees", "meetings") for field in NATIONAL.fields[name]}
    for change in changes(*form(rows, meetings)):
        if change.record.table in ("nominees", "meetings"):
            target = rows if change.record.table == "nominees" else meetings
            target[change.record.row - 2][labels[change.key]] = drawn(change.new)
    assert [(c.key, c.old, c.new) for c in changes(*form(rows, meetings)) if c.record.table != "unit"] == []


@given(st.lists(CELLS, min_size=1, max_size=3), st.integers())
def test_the_order_of_columns_changes_nothing(people: list[dict[str, str]], seed: int) -> None:
    order = list(PERSON)
    random.Random(seed).shuffle(order)
    shuffled = [{label: (PERSON | row)[label] for label in order} for row in people]
    unit, _, meetings = form()
    told = [{(c.record.row, c.key): c.new for c in changes(*sheets)} for sheets in (
        [unit, raw_sheet(table([PERSON | row for row in people]), "推优对象清单", 3), meetings],
        [unit, raw_sheet(table(shuffled), "推优对象清单", 3), meetings],
    )]  # fmt: skip
    assert told[0] == told[1]


@given(st.lists(CELLS, min_size=2, max_size=4), st.randoms())
def test_what_a_person_gets_does_not_depend_on_his_row(people: list[dict[str, str]], chance: random.Random) -> None:
    named = [row | {"姓名": f"张{sign}"} for sign, row in zip("甲乙丙丁", people, strict=False)]
    mixed = chance.sample(named, len(named))
    told = [
        {(c.record.values["name"], c.key): c.new for c in changes(*form(rows)) if c.record.table == "nominees" and c.key != "seq"}
        for rows in (named, mixed)
    ]
    assert told[0] == told[1]
