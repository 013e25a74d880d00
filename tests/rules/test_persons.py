from __future__ import annotations

from datetime import date

import pytest

from xlflow.domain.dates import Month
from xlflow.rules.persons import contradicts, differing_fields, person_key

KEYS = (("id_number",), ("name", "birth_date", "student_id"))
ID = "99000020050101901X"


def test_an_id_number_identifies_alone() -> None:
    assert person_key({"name": "张三", "id_number": ID}, KEYS) == (ID,)


@pytest.mark.parametrize("number", ["99000020050101901", "9900002005010190XX", "99000020050101901x", ""])
def test_a_number_without_the_form_of_an_id_counts_as_absent(number: str) -> None:
    values = {"name": "张三", "id_number": number, "birth_date": date(2005, 1, 1), "student_id": "9999001"}
    assert person_key(values, KEYS) == ("张三", "2005-01-01", "9999001")


@pytest.mark.parametrize("birth", [Month(2005, 1), "2005-01"])
def test_a_month_of_birth_identifies_nobody(birth: object) -> None:
    assert person_key({"name": "张三", "birth_date": birth, "student_id": "9999001"}, KEYS) is None  # type: ignore[dict-item]


def test_an_id_number_kept_as_a_number_counts_as_absent() -> None:
    assert person_key({"name": "张三", "id_number": 440305200501019000.0}, KEYS) is None


def test_without_a_complete_key_nobody_is_told() -> None:
    assert person_key({"name": "张三", "birth_date": "2005-01-01"}, KEYS) is None


def test_only_columns_that_both_fill_are_compared() -> None:
    a, b = {"name": "张三", "phone": "1", "remarks": "x"}, {"name": "张三", "gender": "男", "remarks": "y"}
    assert differing_fields(a, b, {"name", "phone", "gender"}) == []
    assert differing_fields(a, b, {"name", "remarks"}) == ["remarks"]


def test_a_month_and_a_day_in_it_do_not_contradict_each_other() -> None:
    assert not contradicts("2019-05", "2019-05-04")
    assert contradicts("2019-05", "2019-06-04")
    assert contradicts("2019-05-01", "2019-05-04")
