"""`check --report`: where the report lies and what it must not be."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from xlflow.jobs.checking.reporting import path_from

Run = Callable[..., Any]


@pytest.fixture
def inbox(repository: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "报送"
    folder.mkdir()
    for file in sorted((repository / "sample_workbooks" / "报送").glob("00[36]*")):
        shutil.copy(file, folder)
    return folder


@pytest.mark.parametrize("name", ["报告.html", "报告.xlsx"])
def test_a_report_is_written_and_said(xlflow: Run, inbox: Path, tmp_path: Path, name: str) -> None:
    report = tmp_path / name
    outcome = xlflow("check", inbox, "--as-of", "2026-06-30", "--report", report)
    assert outcome.code == 1
    assert report.stat().st_size > 5_000
    assert outcome.out.count("\n") == 1
    assert f"报告已写入 {report}。" in outcome.err


def test_the_page_links_to_the_files_beside_it(xlflow: Run, inbox: Path, tmp_path: Path) -> None:
    xlflow("check", inbox, "--as-of", "2026-06-30", "--report", tmp_path / "报告.html")
    assert 'href="./%E6%8A%A5%E9%80%81/003_' in (tmp_path / "报告.html").read_text(encoding="utf-8")


def test_json_is_the_same_beside_a_report(xlflow: Run, inbox: Path, tmp_path: Path) -> None:
    plain = xlflow("check", inbox, "--as-of", "2026-06-30", "--json").out
    assert xlflow("check", inbox, "--as-of", "2026-06-30", "--json", "--report", tmp_path / "报告.html").out == plain


def test_another_kind_of_report_is_refused(xlflow: Run, inbox: Path, tmp_path: Path) -> None:
    outcome = xlflow("check", inbox, "--report", tmp_path / "报告.docx")
    assert outcome.code != 0
    assert "报告只能写成 .html 或 .xlsx" in outcome.err


def test_a_report_never_replaces_what_is_checked(xlflow: Run, inbox: Path) -> None:
    file = next(inbox.iterdir())
    before = file.read_bytes()
    outcome = xlflow("check", file, "--report", file)
    assert "不能用报告覆盖" in outcome.err
    assert file.read_bytes() == before


def test_a_workbook_report_does_not_lie_among_submissions(xlflow: Run, inbox: Path) -> None:
    outcome = xlflow("check", inbox, "--report", inbox / "报告.xlsx")
    assert "请写到文件夹外面" in outcome.err
    assert not (inbox / "报告.xlsx").exists()


def test_a_report_put_apart_does_not_tell_where_files_lie(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b" / "c"
    assert path_from(deep, tmp_path / "a" / "三班.xlsx") == "../../三班.xlsx"
    assert path_from(deep, tmp_path / "三班.xlsx") == ""
