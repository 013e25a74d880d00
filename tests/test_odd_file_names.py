"""File names that hold line breaks, control characters or bytes that are no text break no line, no report and no run."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import clean_list
import pytest
from openpyxl import load_workbook

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")]
AS_OF = "2026-04-01"
NAMES = ["换\n行.csv", "颜\x1b[31m色　\t.csv", "分\u2028行.csv", "反\u202e向.csv", os.fsdecode(b"\xff\xd6\xd0.csv")]


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """Five lists with a fault each, whose names nobody should give."""
    folder = tmp_path / "报送"
    folder.mkdir()
    for number, name in enumerate(NAMES):
        text = clean_list.sheet({"出生日期": "2006-13-01", "所在团支部": f"软件{number}班团支部"})
        (folder / name).write_text(text.replace(" | ", ",").replace("#", ""), encoding="utf-8")
    return folder


def is_clean(text: str) -> bool:
    return all(line.replace("　", "").isprintable() for line in text.split("\n")) and "\x1b" not in text


def test_the_report_on_the_terminal_keeps_one_line_a_file(xlflow, inbox: Path) -> None:
    told = xlflow("check", inbox, "--as-of", AS_OF)
    assert told.code == 1
    assert is_clean(told.out)
    assert {line.partition("：")[0] for line in told.out.splitlines() if ".csv：" in line and not line.startswith(" ")} == {
        "\ufffd\ufffd\ufffd.csv",
        "分□行.csv",
        "反□向.csv",
        "换 行.csv",
        "颜□[31m色　 .csv",
    }


def test_programs_get_text_that_is_utf8(xlflow, inbox: Path) -> None:
    for command in (["check", inbox, "--as-of", AS_OF, "--json"], ["records", inbox]):
        told = xlflow(*command)
        assert len({json.loads(line)["file"] for line in told.out.splitlines()}) == len(NAMES)
        assert "\\ud" not in told.out


@pytest.mark.parametrize("suffix", [".html", ".xlsx"])
def test_reports_are_written(xlflow, inbox: Path, tmp_path: Path, suffix: str) -> None:
    report = tmp_path / f"报告{suffix}"
    assert xlflow("check", inbox, "--as-of", AS_OF, "--report", report).code == 1
    if suffix == ".html":
        assert "换 行.csv" in report.read_text(encoding="utf-8")
    else:
        assert load_workbook(report).sheetnames


def test_marked_copies_and_the_roster_are_written(xlflow, inbox: Path, tmp_path: Path) -> None:
    told = xlflow("check", inbox, "--as-of", AS_OF, "--mark-copy", tmp_path / "副本")
    assert (told.code, len(list((tmp_path / "副本").glob("*.xlsx")))) == (1, len(NAMES))
    told = xlflow("merge", inbox, "-r", tmp_path / "清单库.xlsx", "--as-of", AS_OF, "--json")
    assert json.loads(told.out)["files"]["merged"] == len(NAMES)
    assert is_clean(told.err)
    again = xlflow("merge", inbox, "-r", tmp_path / "清单库.xlsx", "--as-of", AS_OF, "--json")
    assert json.loads(again.out)["files"]["unchanged"] == len(NAMES)


def test_an_error_about_such_a_file_is_one_line(xlflow, tmp_path: Path) -> None:
    told = xlflow("merge", tmp_path / "换\n行.csv", "-r", tmp_path / "库\n.xls")
    assert (told.code, told.err.count("\n"), is_clean(told.err)) == (2, 1, True)


def test_documents_of_one_file_are_written(xlflow, inbox: Path, tmp_path: Path) -> None:
    for name in NAMES:
        told = xlflow("compose", inbox / name, "-o", tmp_path / "材料", "--document", "public_notice", "--overwrite")
        assert told.code == 0, told.err
