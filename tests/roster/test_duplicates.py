from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from xlflow.findings import Finding, column_number
from xlflow.roster.duplicates import duplicate_findings
from xlflow.roster.submitted_rows import Submission
from xlflow.schemes.scheme import Scheme

HandIn = Callable[..., Submission]
Nominee = Callable[..., dict[str, Any]]


@pytest.fixture
def found(scheme: Scheme) -> Callable[..., list[tuple[str, str, str | None]]]:
    def run(*submissions: Submission) -> list[tuple[str, str, str | None]]:
        return sorted((f.code, f.place.file, f.place.cell) for f in duplicate_findings(submissions, scheme))

    return run


Found = Callable[..., Sequence[Finding]]


def test_the_later_row_of_one_workbook_is_found_once_equal_or_not(found: Found, hand_in: HandIn, nominee: Nominee) -> None:
    lines = nominee("张三", 1), nominee("李四", 2), nominee("张三", 1), nominee("张三", 1, league_join_date="2020-01")
    assert found(hand_in("一班", 20, *lines)) == [
        ("duplicate-in-workbook", "一班_20.xlsx", "B4"),
        ("duplicate-in-workbook", "一班_20.xlsx", "B5"),
    ]


def test_the_sentence_names_the_other_row_and_what_differs(scheme: Scheme, hand_in: HandIn, nominee: Nominee) -> None:
    lines = nominee("张三", 1), nominee("张三", 1, league_join_date="2020-01")
    (only,) = duplicate_findings([hand_in("一班", 20, *lines)], scheme)
    assert "第 2 行" in only.message
    assert "入团时间不一致" in only.message


def test_one_person_in_two_workbooks_is_found_in_both(found: Found, hand_in: HandIn, nominee: Nominee) -> None:
    assert found(hand_in("一班", 20, nominee("张三", 1)), hand_in("二班", 21, nominee("李四", 2), nominee("张三", 1))) == [
        ("duplicate-across-workbooks", "一班_20.xlsx", "B2"),
        ("duplicate-across-workbooks", "二班_21.xlsx", "B3"),
    ]


def test_a_difference_across_workbooks_is_a_conflict_in_both(found: Found, hand_in: HandIn, nominee: Nominee) -> None:
    both = hand_in("一班", 20, nominee("张三", 1)), hand_in("二班", 21, nominee("张三", 1, league_join_date="2020-01"))
    assert [code for code, _, _ in found(*both)] == ["conflict-across-workbooks"] * 2


def test_facts_that_cannot_change_are_compared_between_types_across_workbooks(found: Found, hand_in: HandIn, nominee: Nominee) -> None:
    other = {"recommendation_type": "发展对象", "phone": "1"}
    one = hand_in("一班", 20, nominee("张三", 1))
    assert found(one, hand_in("二班", 21, nominee("张三", 1, **other))) == []
    assert found(one, hand_in("二班", 21, nominee("张三", 1, league_join_date="2020-01", **other))) == [
        ("conflict-across-workbooks", "一班_20.xlsx", "B2"),
        ("conflict-across-workbooks", "二班_21.xlsx", "B2"),
    ]


def test_other_types_rounds_and_older_submissions_are_not_compared(found: Found, hand_in: HandIn, nominee: Nominee) -> None:
    assert found(hand_in("一班", 20, nominee("张三", 1), nominee("张三", 1, recommendation_type="发展对象"))) == []
    assert found(hand_in("一班", 20, nominee("张三", 1)), hand_in("一班", 1, nominee("张三", 1), round="2025年下半年")) == []
    assert found(hand_in("一班", 20, nominee("张三", 1)), hand_in("一班", 10, nominee("张三", 1, phone="1"))) == []


def test_who_has_no_id_number_is_found_at_the_name(found: Found, hand_in: HandIn, nominee: Nominee) -> None:
    line = nominee("张三", 0, birth_date="2005-01-01", student_id="9999001")
    assert found(hand_in("一班", 20, line, line)) == [("duplicate-in-workbook", "一班_20.xlsx", "A3")]


@pytest.mark.parametrize(("cell", "column"), [("A1", 1), ("Z9", 26), ("AA10", 27), ("BK5", 63)])
def test_letters_are_columns(cell: str, column: int) -> None:
    assert column_number(cell) == column
