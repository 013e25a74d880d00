"""The words and columns of marks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from xlflow.findings import Finding, Place, Severity
from xlflow.tables.mark_columns import faults, verdict

E, W = Severity.ERROR, Severity.WARNING


def found(severity: Severity, column: int | None, label: str | None = None) -> Finding:
    return Finding("phone-format", severity, Place("三班.xlsx", "推优对象清单", 5, column, None, label), "", "", "")


def test_a_row_without_findings_passes() -> None:
    assert (verdict([]), faults([])) == ("通过", None)


def test_errors_come_before_warnings_and_labels_are_named_once() -> None:
    findings = [found(W, 12, "联系电话"), found(E, 8, "身份证号"), found(E, 8, "身份证号"), found(E, 14, "入团时间")]
    assert verdict(findings) == "● 3 处错误：身份证号、入团时间；▲ 1 处提醒：联系电话"


def test_the_marks_name_each_column_once_the_graver_letter_first() -> None:
    assert faults([found(W, 8), found(E, 8), found(W, 27), found(E, None), found(E, 3)]) == "|E3|E8|W27|"


def test_a_finding_about_the_whole_row_is_said_but_colours_no_cell() -> None:
    assert (verdict([found(E, None)]), faults([found(E, None)])) == ("● 1 处错误：本行", None)


@given(st.lists(st.tuples(st.sampled_from([E, W]), st.integers(1, 90), st.text(min_size=1, max_size=40)), max_size=70))
def test_a_verdict_is_never_longer_than_its_column_holds(findings: list[tuple[Severity, int, str]]) -> None:
    assert len(verdict([found(*finding) for finding in findings])) <= 60
