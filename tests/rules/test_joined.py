"""Which meeting and unit a row belongs to, the same for checks, 自动填充 and documents."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct
from sheet_text import raw_sheet

from xlflow.documents.context.material import Person, SourceRow, UnitMaterial, gather
from xlflow.filling.suggest import suggest
from xlflow.rules.case import Judging
from xlflow.rules.joined import JoinedRows, row_key
from xlflow.schemes.scheme import Scheme
from xlflow.tables.raw import FormStamp, RawSheet, RawWorkbook
from xlflow.tables.records import Record, TableHeader, WorkbookReading
from xlflow.tables.understand import understand

NATIONAL = Scheme.load("national")
AS_OF = date(2026, 6, 30)
DAY, OTHER = date(2026, 3, 2), date(2026, 3, 5)


class Row(Struct):
    """A row of values alone."""

    values: Mapping[str, object]


def row(**values: object) -> Row:
    return Row(values)


def meeting_of(nominee: Row, *meetings: Row) -> Row | None:
    return JoinedRows[Row]((), meetings).meeting_of(nominee.values)


def test_a_row_belongs_to_the_meeting_of_its_day() -> None:
    first, second = row(meeting_date=DAY), row(meeting_date=OTHER)
    assert meeting_of(row(meeting_date=OTHER), first, second) is second


def test_two_branches_may_meet_on_one_day() -> None:
    first, second = row(branch="一班", meeting_date=DAY, eligible=30), row(branch="二班", meeting_date=DAY, eligible=40)
    assert meeting_of(row(branch="二班", meeting_date=DAY), first, second) is second
    assert meeting_of(row(branch="三班", meeting_date=DAY), first, second) is None


def test_a_meeting_that_names_no_branch_is_that_of_several() -> None:
    meeting = row(meeting_date=DAY)
    assert meeting_of(row(branch="一班", meeting_date=DAY), meeting) is meeting
    assert meeting_of(row(branch="二班", meeting_date=DAY), meeting) is meeting


def test_two_meetings_on_one_day_that_differ_are_not_told_apart() -> None:
    first, second = row(meeting_date=DAY, eligible=30), row(meeting_date=DAY, eligible=40)
    assert meeting_of(row(meeting_date=DAY), first, second) is None
    assert meeting_of(row(meeting_date=DAY), first, row(meeting_date=DAY, eligible=30)) is not None


def test_a_meeting_that_two_rounds_handed_in_is_that_of_the_own_round_else_any() -> None:
    first, second = (row(branch="一班", round=of, meeting_date=DAY, eligible=count) for of, count in (("春", 30), ("秋", 31)))
    assert meeting_of(row(branch="一班", round="春", meeting_date=DAY), first, second) is first
    assert meeting_of(row(branch="一班", round="秋", meeting_date=DAY), first) is first


def test_without_meetings_a_row_has_none() -> None:
    assert meeting_of(row(meeting_date=DAY)) is None
    assert JoinedRows[Row]((), ()).planned_day({}) is None


def test_rows_without_a_day_are_planned_for_the_only_day_of_their_branch() -> None:
    first, second = row(branch="一班", meeting_date=DAY), row(branch="二班", meeting_date=OTHER)
    joined = JoinedRows[Row]((), (first, second))
    assert joined.planned_day({"branch": "二班"}) == OTHER
    assert joined.planned_day({"branch": "三班"}) is None
    assert JoinedRows[Row]((), (row(meeting_date=DAY), row(meeting_date=OTHER))).planned_day({}) is None
    assert joined.meeting_of({"branch": "一班"}) is None


def test_a_unit_is_the_only_one_or_that_of_the_branch_and_round() -> None:
    one, other = row(branch="一班", round="春"), row(branch="一班", round="秋")
    assert JoinedRows[Row]((one,), ()).unit_of({"branch": "九班"}) is one
    assert JoinedRows[Row]((one, other), ()).unit_of({"branch": "一班", "round": "秋"}) is other
    assert JoinedRows[Row]((one, other), ()).unit_of({"branch": "九班"}) is None


def test_a_copy_of_a_record_has_its_key_and_a_table_beside_it_another() -> None:
    left, right = (TableHeader("nominees", "名单", 1, (1, 1), {"name": column}, {}) for column in (1, 5))
    assert row_key(Record(left, 2, {"name": "张三"})) == row_key(Record(left, 2))
    assert row_key(Record(left, 2)) != row_key(Record(right, 2))


def table(rows: list[dict[str, str]]) -> str:
    return "\n".join([" | ".join(rows[0]), *(" | ".join(each.values()) for each in rows)])


def reading(people: list[dict[str, str]], meetings: list[dict[str, str]]) -> WorkbookReading:
    unit = raw_sheet(
        "填报批次 | 2026年上半年\n填报阶段 | 大会后上报\n团支部全称 | 软件1班团支部\n上级团组织 | 软件学院团委\n单位类别 | 学校",
        "单位信息",
        1,
    )
    sheets: list[RawSheet] = [unit, raw_sheet(table(people), "推优对象清单", 2), raw_sheet(table(meetings), "推优大会", 3)]
    return understand(RawWorkbook("一班.xlsx", "0" * 64, sheets, FormStamp("form", "national", NATIONAL.version, "1")), NATIONAL)


def three_ways(people: list[dict[str, str]], meetings: list[dict[str, str]]) -> tuple[object, object, object]:
    """应到会人数 of the first nominee: as checks see it, as 自动填充 fills it, as documents print it."""
    read = reading(people, meetings)
    judging = Judging(read, NATIONAL, AS_OF)
    filled = [change.new for change in suggest(read, NATIONAL, AS_OF) if change.key == "eligible" and change.record.table == "nominees"]
    tables = {name: [SourceRow(record.values, record=record) for record in read.records(name)] for name in NATIONAL.tables}
    person: Person = gather(tables, NATIONAL, AS_OF, judging).people[0]
    return judging.cases("nominees")[0].known.get("eligible"), next(iter(filled), None), person.value("eligible")


PERSON = {
    "姓名": "张三", "身份证号": "110105200603079010", "入团时间": "2021-05", "推优类型": "入党积极分子", "推优大会时间": "2026-03-02",
    "应到会人数": "", "赞成票": "#26",
}  # fmt: skip
MEETING = {"会议序号": "", "推优大会时间": "2026-03-02", "应到会人数": "#30", "实到会人数": "#28", "会议地点": "301教室"}


def test_checks_filling_and_documents_join_one_meeting() -> None:
    assert three_ways([PERSON], [MEETING, MEETING | {"推优大会时间": "2026-03-05", "应到会人数": "#31"}]) == (30, 30, 30)


def test_none_of_them_takes_one_of_two_meetings_on_a_day() -> None:
    assert three_ways([PERSON], [MEETING, MEETING | {"应到会人数": "#31"}]) == (None, None, None)


def test_documents_hold_one_meeting_a_day_with_everybody_it_may_have_voted_on() -> None:
    meetings = [SourceRow({"meeting_date": DAY, "eligible": count}) for count in (30, 31)]
    made: UnitMaterial = gather(
        {"meetings": meetings, "nominees": [SourceRow({"name": "张三", "meeting_date": DAY})]}, NATIONAL, AS_OF
    ).units[0]
    assert [(held.row.values.get("eligible"), len(held.people)) for held in made.meetings] == [(None, 1)]


def test_in_documents_a_list_of_branches_shares_a_meeting_that_names_none() -> None:
    nominees = [SourceRow({"name": name, "branch": name, "meeting_date": DAY}, group=(name, "")) for name in ("一班", "二班")]
    made = gather({"meetings": [SourceRow({"meeting_date": DAY, "eligible": 30}, group=("", ""))], "nominees": nominees}, NATIONAL, AS_OF)
    assert [unit.facts.group for unit in made.units] == [("一班", ""), ("二班", "")]
    assert [person.value("eligible") for person in made.people] == [30, 30]
