"""One person under two types in one workbook: facts that cannot change must be the same in both rows."""

from __future__ import annotations

from collections.abc import Callable

from clean_list import LETTERS, sheet

from xlflow.findings import Finding

Check = Callable[..., list[tuple[str, str | None]]]
Findings = Callable[..., list[Finding]]
OTHER = {"推优类型": "发展对象", "确定为入党积极分子时间": "2025-03-05"}


def differing(findings: list[Finding]) -> list[tuple[str | None, str]]:
    return [(f.place.cell, f.message) for f in findings if f.code == "value-differs"]


def test_a_fact_that_cannot_change_is_compared_at_the_later_row(findings: Findings) -> None:
    found = differing(findings(sheet({}, OTHER | {"入团时间": "2020-05-04", "发展团员编号": "202044000001"})))
    assert [cell for cell, _ in found] == [f"{LETTERS['入团时间']}3", f"{LETTERS['发展团员编号']}3"]
    assert found[0][1] == "入团时间填的是“2020-05-04”，F2 同一人填的是“2021-05-04”"


def test_two_names_under_one_id_number_are_told(findings: Findings) -> None:
    assert [cell for cell, _ in differing(findings(sheet({}, OTHER | {"姓名": "李四"})))] == [f"{LETTERS['姓名']}3"]


def test_what_can_change_or_is_less_exact_is_no_contradiction(findings: Findings) -> None:
    assert differing(findings(sheet({}, OTHER | {"入团时间": "2021-05", "政治面貌": "群众"}))) == []


def test_birth_and_gender_that_the_id_proves_are_told_once(findings: Findings) -> None:
    found = findings(sheet({}, OTHER | {"出生日期": "2006-04-07", "性别": "女"}))
    assert {f.code for f in found if f.place.row == 3 and f.place.field in ("birth_date", "gender")} == set()
    assert differing(found) == []
    assert {"id-number-birth-mismatch", "id-number-gender-mismatch"} <= {f.code for f in found}


def test_two_rows_of_one_type_are_a_duplicate_and_no_more(findings: Findings) -> None:
    assert differing(findings(sheet({}, {"入团时间": "2021-06-04"}))) == []


def test_the_difference_may_be_confirmed(findings: Findings) -> None:
    (one,) = (f for f in findings(sheet({}, OTHER | {"姓名": "李四"})) if f.code == "value-differs")
    assert one.waivable
