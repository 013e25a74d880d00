"""One cause, one finding: what silences what."""

from __future__ import annotations

from collections.abc import Callable

from clean_list import sheet

Check = Callable[..., list[tuple[str, str | None]]]


def codes(check: Check, **changes: str) -> list[str]:
    return [code for code, _ in check(sheet(changes))]


def test_a_number_that_is_no_id_is_not_judged_further(check: Check) -> None:
    assert codes(check, 身份证号="99000019990101001", 性别="女", 出生日期="2001-01-01") == ["id-number-format"]


def test_an_id_stored_as_a_number_is_not_judged_further(check: Check) -> None:
    assert codes(check, 身份证号="#110105200603079010") == ["id-number-as-number"]


def test_a_wrong_check_digit_leaves_birth_and_gender_judged(check: Check) -> None:
    found = codes(check, 身份证号="110105200603079011", 出生日期="2006-03-08", 性别="女")
    assert found == ["id-number-birth-mismatch", "id-number-checksum", "id-number-gender-mismatch"]


def test_eight_digits_are_a_card_number_and_nothing_else(check: Check) -> None:
    assert codes(check, 发展团员编号="20190001") == ["league-number-is-card-number"]


def test_a_missing_quorum_silences_the_pass_line(check: Check) -> None:
    assert codes(check, 实到会人数="#10", 赞成票="#10", 反对票="#0", 弃权票="#0") == ["quorum-not-met"]


def test_votes_beyond_those_present_are_not_also_told_not_to_add_up(check: Check) -> None:
    assert codes(check, 赞成票="#29", 反对票="#0", 弃权票="#0") == ["votes-exceed-present"]


def test_dates_in_the_wrong_order_are_not_also_too_close(check: Check) -> None:
    changes = {"推优类型": "发展对象", "确定为入党积极分子时间": "2025-01-01", "确定为发展对象时间": "2024-12-01"}
    assert [code for code, _ in check(sheet(changes)) if code.startswith("interval")] == []


def test_a_notice_that_ends_before_it_begins_is_not_also_too_short(check: Check) -> None:
    assert codes(check, 公示结束日期="2026-03-06") == ["date-order"]


def test_a_notice_in_the_future_is_not_also_too_short(check: Check) -> None:
    assert codes(check, 公示开始日期="2026-07-06", 公示结束日期="2026-07-07") == ["date-in-future"]


def test_what_could_not_be_read_has_its_reading_code_only(check: Check) -> None:
    assert codes(check, 推优大会时间="下周") == ["date-invalid"]
    assert codes(check, 赞成票="全票") == ["number-invalid"]
    assert codes(check, 入团时间="#2021.1") == ["date-ambiguous"]
