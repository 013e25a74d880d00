"""Whose submission a workbook is, and for which round (counting rule 1)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from xlflow.findings import Finding, Place, Severity
from xlflow.roster.submission import UnitList, as_listed, submission, unit_from_file_name
from xlflow.roster.submitted_rows import RoundSource, UnitSource
from xlflow.schemes.scheme import Scheme
from xlflow.tables.raw import FormStamp
from xlflow.tables.records import Record, TableHeader, TableReading, WorkbookReading
from xlflow.tables.unit_list import Unit


def table(key: str, *rows: dict[str, Any], columns: tuple[str, ...] = ()) -> TableReading:
    keys = dict.fromkeys((*columns, *(k for row in rows for k in row)))
    header = TableHeader(key, "表", 0, (1, 1), {k: n for n, k in enumerate(keys, 1)}, {})
    return TableReading(header, [Record(header, n, dict(row)) for n, row in enumerate(rows, 2)], blank=1)


def reading(*tables: TableReading, file: str = "003_软件1班团支部_20260628(1).xlsx", **headings: Any) -> WorkbookReading:
    made = WorkbookReading(file, "aa", "small", None, list(tables), [], headings=headings)
    made.modified = datetime(2026, 7, 2, 8, tzinfo=UTC)
    made.file_modified = datetime(2026, 8, 1, tzinfo=UTC)
    return made


FACTS = {"branch": "一班团支部", "branch_code": "01", "round": "2026年第1批", "filled_on": date(2026, 6, 1), "report_phase": "会后上报"}


def test_the_form_says_unit_round_day_and_phase(scheme: Scheme) -> None:
    made = submission(reading(table("unit", FACTS), table("nominees", {"branch": "别的"}), branch="三班", round="另批"), scheme)
    assert (made.unit, made.unit_source, made.round, made.round_source) == ("一班团支部", UnitSource.FORM, "2026年第1批", RoundSource.FORM)
    assert (made.filed_on, made.filed, made.phase) == (date(2026, 6, 1), date(2026, 6, 1), 1)


def test_heading_then_rows_then_file_name_stand_in_for_the_unit(scheme: Scheme) -> None:
    rows = table("nominees", {"branch": "二班"}, {"branch": "一班"}, {"branch": "二班"}, {"name": "张三"})
    assert submission(reading(rows, branch="三班 团支部"), scheme).unit == "三班团支部"
    assert (submission(reading(rows), scheme).unit, submission(reading(rows), scheme).unit_source) == ("二班", UnitSource.ROWS)
    alone = submission(reading(table("nominees", {"name": "张三"})), scheme)
    assert (alone.unit, alone.unit_source) == ("软件1班团支部", UnitSource.FILE_NAME)


def test_a_title_names_the_unit_where_neither_form_nor_heading_nor_rows_do(scheme: Scheme) -> None:
    titled = reading(table("nominees", {"name": "张三"}))
    titled.title_branch = "机械学院2023级1班团支部"
    assert (submission(titled, scheme).unit, submission(titled, scheme).unit_source) == ("机械学院2023级1班团支部", UnitSource.TITLE)
    titled.tables = [table("nominees", {"branch": "二班"})]
    assert submission(titled, scheme).unit_source is UnitSource.ROWS


def test_a_branch_with_and_without_its_last_word_is_one(scheme: Scheme) -> None:
    rows = table(
        "nominees", *({"branch": name} for name in ("机械2301班", "机械2301 班团支部", "机械2301班", "电气1班团支部", "电气1班团支部"))
    )
    assert submission(reading(rows), scheme).unit == "机械2301班团支部"
    listed = UnitList([Unit("机械2301班团支部"), Unit("电气1班"), Unit("电气1班团支部", parent_committee="甲")])
    assert as_listed(submission(reading(branch="机械2301班"), scheme), listed).unit == "机械2301班团支部"
    assert listed.named("机械2301班团总支") == listed.units[0]
    assert listed.named("电气1班") == listed.units[1]
    assert listed.named("电气1班团支部") == listed.units[2]
    assert UnitList(listed.units[1:]).named("电气1班团总支") is None


def test_heading_then_option_then_half_year_of_filing_stand_in_for_the_round(scheme: Scheme) -> None:
    rows = table("nominees", {"name": "张三"})
    assert submission(reading(rows, round="2026年春"), scheme, round="某批").round == "2026年春"
    assert submission(reading(rows), scheme, round="某批").round == "某批"
    assert submission(reading(rows, filled_on=date(2026, 6, 30)), scheme).round == "2026年上半年"
    assert submission(reading(rows), scheme).round == "2026年下半年"  # the workbook's own date of change


def test_without_a_stated_day_the_date_of_change_is_only_for_the_order(scheme: Scheme) -> None:
    made = submission(reading(table("nominees", {"name": "张三"})), scheme)
    assert made.filed_on is None
    assert (made.filed, made.modified, made.file_modified) == (date(2026, 7, 2), datetime(2026, 7, 2, 8), datetime(2026, 8, 1))


@pytest.mark.parametrize(
    ("file", "unit"),
    [
        ("甲/2024级软件工程1班团支部推优名单_20260628.xlsx", "2024级软件工程1班团支部"),
        ("012_2024级法学1班团支部_推优对象汇总表_20260628 (2).xlsx", "2024级法学1班团支部"),
        ("机关团总支 最终版.xlsx", "机关团总支"),
        ("武义新村2026年6月28日副本.xlsx", "武义新村"),
        ("20260628.xlsx", "20260628"),
    ],
)
def test_a_file_name_is_cleaned_of_dates_and_what_chat_programs_add(file: str, unit: str) -> None:
    assert unit_from_file_name(file) == unit


def test_the_code_of_the_list_is_the_strongest(scheme: Scheme) -> None:
    listed = UnitList([Unit("一班团支部", branch_code="99"), Unit("软件一班团支部", branch_short="软一", branch_code="01")])
    coded = as_listed(submission(reading(table("unit", FACTS)), scheme), listed)
    assert (coded.unit, coded.unit_source) == ("软件一班团支部", UnitSource.CODE)
    short = as_listed(submission(reading(branch="软 一"), scheme), listed)
    assert (short.unit, short.unit_source) == ("软件一班团支部", UnitSource.HEADING)


def test_two_units_of_one_name_are_told_apart_by_their_parent(scheme: Scheme) -> None:
    listed = UnitList([Unit("一班团支部", parent_committee="甲学院"), Unit("一班团支部", parent_committee="乙学院")])
    facts = {**FACTS, "parent_committee": "乙学院"}
    assert as_listed(submission(reading(table("unit", facts)), scheme), listed).unit == "乙学院 一班团支部"
    assert listed.names == ("甲学院 一班团支部", "乙学院 一班团支部")


def test_rows_with_unconfirmed_errors_are_known_by_their_fields(scheme: Scheme) -> None:
    def error(row: int, field: str, severity: Severity = Severity.ERROR, *, confirmed: bool = False) -> Finding:
        return Finding("x", severity, Place("f", "表", row, 1, field, field), "", "", "", confirmed=confirmed)

    findings = [error(2, "phone"), error(2, "phone"), error(3, "phone", Severity.WARNING), error(4, "phone", confirmed=True)]
    made = submission(reading(table("nominees", {"name": "甲"}, {"name": "乙"}, {"name": "丙"})), scheme, findings=findings)
    assert [row.faults for row in made.rows] == [("phone",), (), ()]


def test_what_the_tool_or_the_committee_writes_does_not_come_from_a_branch(scheme: Scheme) -> None:
    line = {"seq": 1, "name": "张三", "review_result": "同意推荐", "check_conclusion": "通过", "marks": "|E1|", "confirmed_reason": "已核"}
    (row,) = submission(reading(table("nominees", line)), scheme).rows
    assert row.values == {"name": "张三", "confirmed_reason": "已核"}
    assert row.cells == {"name": "B2", "confirmed_reason": "F2"}


def test_values_are_plain_and_empty_rows_are_counted(scheme: Scheme) -> None:
    made = submission(reading(table("nominees", {"name": "张三", "meeting_date": date(2026, 3, 1), "eligible": 40.0})), scheme)
    assert made.rows[0].values == {"name": "张三", "meeting_date": "2026-03-01", "eligible": 40}
    assert made.blanks == {"nominees": 1}


def test_the_form_id_of_the_stamp_goes_along(scheme: Scheme) -> None:
    form = reading(table("unit", FACTS))
    form.stamp = FormStamp("form", "small", "1", "F-1")
    assert submission(form, scheme).form_id == "F-1"
