"""Findings as people read them."""

from __future__ import annotations

from xlflow.findings import Finding, Place, Severity, in_order
from xlflow.messages import finding
from xlflow.report.text.findings_text import findings_text


def at(row: int | None, column: int | None, label: str = "入团时间", sheet: str | None = "清单", file: str = "三班.xlsx") -> Place:
    return Place(file, sheet, row, column, "league_join_date", label, 0)


def missing(row: int, *labels: str) -> list[Finding]:
    return [finding("required-missing", at(row, column, label)) for column, label in enumerate(labels, 1)]


def lines(*findings: Finding, files: int = 1, rows: int = 42, unreadable: int = 0) -> list[str]:
    return list(findings_text(in_order(findings), files=files, rows=rows, unreadable=unreadable))


def test_counts_stand_before_lists() -> None:
    wrong = finding("date-invalid", at(12, 6), got="2026.13.5", expected="2026-03-05")
    odd = finding("name-suspicious", at(13, 2, "姓名"), got="张三3", reason="含有数字")
    assert lines(wrong, odd)[0] == "1 个错误，1 个提醒（1 个文件，共 42 行）"


def test_nothing_wrong_is_said_and_what_to_do_next() -> None:
    assert lines() == ["没有发现问题（1 个文件，共 42 行）", "", "下一步：可以上报。"]


def test_a_finding_has_its_place_its_sentence_and_its_cure() -> None:
    wrong = finding("date-invalid", at(12, 6), got="2026.13.5", expected="2026-03-05")
    assert lines(wrong)[1:6] == [
        "",
        "三班.xlsx：1 个错误",
        "  清单",
        "    ● F12  入团时间“2026.13.5”不是日期，应形如 2026-03-05",
        "      → 请照这种写法改正",
    ]


def test_empty_required_cells_of_one_person_are_one_line() -> None:
    report = lines(*missing(14, "入团时间", "递交入党申请书时间"))
    assert "    ● 第14行  缺：入团时间（A）、递交入党申请书时间（B）" in report


def test_rows_that_lack_the_same_are_one_line() -> None:
    report = lines(*(found for row in (5, 6, 7, 9) for found in missing(row, "入团时间")))
    assert "    ● A5—A7、A9  缺：入团时间" in report


def test_many_findings_of_one_kind_are_folded_and_their_cure_is_said_once() -> None:
    report = lines(*(finding("date-invalid", at(row, 6), got=f"{row}", expected="2026-03-05") for row in range(5, 148)))
    assert sum("不是日期" in line for line in report) == 3
    assert "      同类问题共 143 处，另有：F8—F147" in report
    assert sum("→ 请照这种写法改正" in line for line in report) == 1


def test_missing_columns_of_one_header_are_all_named() -> None:
    labels = ("出生日期", "所在团支部", "递交入党申请书时间", "公示开始日期", "公示结束日期")
    report = lines(*(finding("column-missing", at(3, None, label)) for label in labels))
    assert all(any(label in line for line in report) for label in labels)


def test_the_same_sentence_at_several_cells_is_one_line() -> None:
    report = lines(*(finding("quorum-not-met", at(row, 21), got=15, eligible=32, least=16) for row in (7, 9)))
    assert "    ● U7、U9  实到 15 人，应到 32 人，至少须到 16 人，大会无效" in report


def test_errors_stand_before_warnings_on_a_sheet() -> None:
    odd = finding("name-suspicious", at(3, 2, "姓名"), got="张三3", reason="含有数字")
    wrong = finding("date-invalid", at(12, 6), got="x", expected="2026-03-05")
    marks = [line.strip()[0] for line in lines(odd, wrong) if line.strip()[:1] in "●▲" and line.strip()]
    assert marks == ["●", "▲"]


def test_infos_are_counted_in_one_line() -> None:
    report = lines(*(finding("date-month-only", at(row, 6), got="2026-03") for row in (5, 6, 7)))
    assert report[0] == "没有发现问题（1 个文件，共 42 行）"
    assert "另有 3 条说明（如日期只有年月、已规范的写法），不影响上报；加 --json 可以看到。" in report


def test_confirmed_findings_are_counted_and_not_listed() -> None:
    kept = finding("league-number-format", at(5, 6), got="1", count=1)
    confirmed = Finding(kept.code, Severity.ERROR, kept.place, kept.got, kept.message, kept.fix, confirmed=True, waivable=True)
    report = lines(confirmed)
    assert report[0].startswith("没有发现问题")
    assert "已写明核实说明的 1 处，不再列出。" in report


def test_a_file_that_cannot_be_opened_has_no_sheet() -> None:
    report = lines(finding("workbook-encrypted", Place("四班.xlsx")), unreadable=1)
    assert report[3] == "  ● 设有打开密码，无法读取"
    assert report[-1] == "下一步：按 → 后的办法处理这些文件，再校验一次。"


def test_an_error_that_may_be_confirmed_says_how() -> None:
    report = lines(finding("league-number-format", at(5, 6, "发展团员编号"), got="12345", count=5))
    assert any("确属特殊的，在标准表单的“核实说明”栏写明理由" in line for line in report)
