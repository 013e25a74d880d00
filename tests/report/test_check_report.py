"""What a report says first: which file is fine, which must go back, and what to do."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from xlflow.findings import Finding, Place, in_order
from xlflow.messages import CATALOGUE, finding
from xlflow.report.pages.check_report import CheckReport, ReportedFile, Verdict
from xlflow.report.rule_names import TITLES

DAY = date(2026, 6, 30)


def error(file: str, row: int = 8) -> Finding:
    return finding("date-invalid", Place(file, "清单", row, 6, "x", "入团时间", 0), got="x", expected="2026-03-05")


def warning(file: str) -> Finding:
    return finding("phone-format", Place(file, "清单", 8, 7, "phone", "联系电话", 0), got="1", reason="不是 11 位手机号")


def info(file: str) -> Finding:
    return finding("date-month-only", Place(file, "清单", 9, 6, "x", "入团时间", 0), got="2026-03")


def report(*findings: Finding, files: str = "甲 乙 丙 丁", unreadable: str = "") -> CheckReport:
    found = [ReportedFile(name, 10, name not in unreadable.split()) for name in files.split()]
    return CheckReport(found, in_order(findings), DAY)


def test_unreadable_files_stand_first_then_those_with_most_errors() -> None:
    locked = finding("workbook-locked", Place("丁"))
    made = report(warning("甲"), error("乙"), error("丙"), error("丙", 9), locked, unreadable="丁")
    assert [(o.file.name, o.verdict) for o in made.outcomes] == [
        ("丁", Verdict.UNREADABLE),
        ("丙", Verdict.RETURN),
        ("乙", Verdict.RETURN),
        ("甲", Verdict.LOOK),
    ]


def test_the_headline_counts_what_goes_back() -> None:
    assert report(error("甲"), warning("乙")).headline() == "4 份表中，1 份要退回，3 份可以上报"


def test_one_file_is_spoken_of_as_one() -> None:
    assert report(error("甲"), files="甲").headline() == "这份表要改：有 1 处错误"
    assert report(files="甲").headline() == "这份表没有问题，可以上报"


def test_there_are_never_more_than_three_steps() -> None:
    steps = report(error("甲"), warning("乙"), finding("workbook-locked", Place("丁")), unreadable="丁").steps()
    assert len(steps) == 3
    assert steps[-1] == "改完保存，再校验一次，直到没有 ● 错误，再汇总。"


def test_clean_files_may_go_up() -> None:
    assert report().steps() == ["这些表可以上报、汇总。"]


def test_a_confirmed_error_sends_no_file_back_and_is_listed_apart() -> None:
    confirmed = replace(error("甲"), confirmed=True, reason="公安已出具证明")
    made = report(confirmed)
    assert made.count(Verdict.FINE) == 4
    assert [f.reason for f in made.confirmed] == ["公安已出具证明"]
    assert made.rules == []


def test_infos_are_one_line() -> None:
    assert report(info("甲"), info("乙")).info_line == "另有 2 条说明，不影响上报，不必改：日期只有年月 2。"
    assert report().info_line == ""


def test_the_most_frequent_error_is_the_first_rule_and_warnings_follow() -> None:
    made = report(warning("甲"), warning("乙"), error("甲"), error("乙"), error("丙"), finding("workbook-locked", Place("丁")))
    assert [(rule.code, len(rule.findings), rule.files) for rule in made.rules] == [
        ("date-invalid", 3, 3),
        ("workbook-locked", 1, 1),
        ("phone-format", 2, 2),
    ]


def test_files_of_one_name_from_two_folders_are_counted_once() -> None:
    made = report(error("甲"), files="甲 甲")
    assert [(o.file.rows, o.errors, o.file.path) for o in made.outcomes] == [(20, 1, "")]


def test_every_code_has_a_name_of_its_own() -> None:
    assert TITLES.keys() == CATALOGUE.keys()
    assert len(set(TITLES.values())) == len(TITLES)
