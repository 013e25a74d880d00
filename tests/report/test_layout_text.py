from __future__ import annotations

from xlflow.documents.conformance.document_parts import DocumentKind
from xlflow.documents.conformance.readings import CheckStatus, LayoutCheck
from xlflow.findings import Severity
from xlflow.report.text.outcome_text import document_text


def check(key: str, status: CheckStatus, severity: Severity = Severity.ERROR, **given: str) -> LayoutCheck:
    values = {"label": "天头", "measured": "25 mm", "required": "37 mm", "tolerance": "±1 mm", "clause": "5.2.2", "place": ""} | given
    return LayoutCheck(key=key, layer=values.pop("layer", "S"), status=status, severity=severity, **values)


def test_a_document_that_conforms_takes_one_line() -> None:
    found = [check("margin.top", CheckStatus.PASS), check("copyno", CheckStatus.ABSENT)]
    assert list(document_text("通知.docx", DocumentKind.CIRCULAR, True, found, 2)) == [
        "通知.docx：符合（按红头文件，加盖印章；检查 1 项，2 页）"
    ]


def test_what_must_be_stands_before_what_is_recommended() -> None:
    found = [
        check("lines22", CheckStatus.FAIL, Severity.WARNING, label="每页行数", measured="28 磅", required="22 行", tolerance=""),
        check("margin.top", CheckStatus.FAIL, layer="R", place="第2页"),
    ]
    assert list(document_text("函.docx", DocumentKind.LETTER, False, found, 3)) == [
        "函.docx：1 项不符合，1 项与推荐的不同（按信函；检查 2 项，3 页）",
        "  ● 天头（印出来）：第2页 25 mm，应为 37 mm（±1 mm；5.2.2）[margin.top]",
        "  ▲ 每页行数：28 磅，应为 22 行（5.2.2）[lines22]",
    ]


def test_a_place_that_the_measure_repeats_is_said_once() -> None:
    found = [check("docnum.form", CheckStatus.FAIL, measured="“江团[2026]3号”", place="“江团[2026]3号”", tolerance="")]
    assert "：“江团[2026]3号”，应为" in list(document_text("函.docx", DocumentKind.LETTER, False, found, 0))[1]


def test_what_was_skipped_is_counted_with_its_reason_and_stand_ins_are_named() -> None:
    found = [check("margin.top", CheckStatus.SKIPPED, reason="没有安装 LibreOffice", measured="")] * 2
    assert list(document_text("函.docx", DocumentKind.LETTER, False, found, 0, "没有的字体：“仿宋”由“宋体”代替"))[1:] == [
        "  跳过 2 项：没有安装 LibreOffice",
        "  没有的字体：“仿宋”由“宋体”代替",
    ]
