"""Findings in the groups in which people take them in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from xlflow.findings import Finding, Place, Severity, in_order
from xlflow.messages import finding
from xlflow.report.text.grouping import by_sheet, cell_names, finding_lines, row_names


def at(row: int | None, column: int | None, label: str = "入团时间", sheet: str | None = "清单") -> Place:
    return Place("三班.xlsx", sheet, row, column, "league_join_date", label, 0)


def wrong(row: int, got: str = "x") -> Finding:
    return finding("date-invalid", at(row, 6), got=got, expected="2026-03-05")


def test_rows_in_sequence_are_a_span() -> None:
    assert row_names([8, 5, 6, 7, 12]) == "第5—8、12行"


def test_cells_in_sequence_are_a_span_and_two_neighbours_stay_two() -> None:
    assert cell_names([wrong(row) for row in (5, 6, 7, 9, 10)]) == "F5—F7、F9、F10"


def test_a_limit_turns_the_rest_into_a_count() -> None:
    assert cell_names([wrong(row) for row in (5, 7, 9)], 2) == "F5、F7等 3 处"


def test_several_empty_cells_of_a_person_are_one_line() -> None:
    lacking = [finding("required-missing", at(14, column, label)) for column, label in ((6, "入团时间"), (9, "申请时间"))]
    (sheet,) = by_sheet(in_order(lacking))
    (row,) = sheet.rows
    assert [(row.name, problem.place, problem.message, problem.cure) for problem in row.problems] == [
        ("第 14 行", "F14、I14", "缺：入团时间、申请时间", "请补填")
    ]


def test_what_automatic_filling_gives_is_not_asked_to_be_typed() -> None:
    by_hand = finding("required-missing", at(14, 9, "申请时间"))
    filled = finding("required-missing", at(14, 3, "性别"), fix="请先自动填充，或补填{label}")
    (sheet,) = by_sheet(in_order([by_hand, filled]))
    (row,) = sheet.rows
    assert {(problem.message, problem.cure) for problem in row.problems} == {
        ("缺：性别", "请先自动填充，或补填"),
        ("缺：申请时间", "请补填"),
    }
    assert len(list(finding_lines(in_order([by_hand, filled])))) == 2


def test_what_many_rows_share_is_said_once_and_apart() -> None:
    meeting = [finding("quorum-not-met", at(row, 21), got=15, eligible=32, least=16) for row in (7, 8, 9)]
    (sheet,) = by_sheet(in_order([*meeting, wrong(8)]))
    assert [problem.place for problem in sheet.shared] == ["U7—U9"]
    assert [row.row for row in sheet.rows] == [8]


def test_errors_of_a_person_stand_before_warnings() -> None:
    odd = finding("name-suspicious", at(8, 2, "姓名"), got="张三3", reason="含有数字")
    (sheet,) = by_sheet(in_order([odd, wrong(8)]))
    assert [problem.first.severity for problem in sheet.rows[0].problems] == [Severity.ERROR, Severity.WARNING]


def test_a_file_as_a_whole_has_a_name() -> None:
    (sheet,) = by_sheet([finding("workbook-encrypted", Place("四班.xlsx"))])
    assert sheet.rows[0].name == "整份文件"


@given(st.lists(st.tuples(st.integers(1, 30), st.sampled_from("abcd")), max_size=40))
def test_no_finding_is_lost_or_said_twice(cells: list[tuple[int, str]]) -> None:
    findings = in_order({wrong(row, got) for row, got in cells})
    sheets = by_sheet(findings)
    listed = [f for sheet in sheets for problem in sheet.shared for f in problem.findings]
    listed += [f for sheet in sheets for row in sheet.rows for problem in row.problems for f in problem.findings]
    assert in_order(listed) == findings
