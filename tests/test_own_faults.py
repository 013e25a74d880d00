"""A fault of ours in one file: a result of that file, the others go on, and the command ends with 4."""

from __future__ import annotations

import json
from pathlib import Path

import clean_list
import pytest
from openpyxl import Workbook
from openpyxl import load_workbook as load

LIBRARY = """
class CalamineError(Exception): pass
class CalamineSheet: pass
class SheetTypeEnum: pass
class SheetVisibleEnum: pass
class CalamineWorkbook:
    @staticmethod
    def from_filelike(file):
        raise KeyError("张三 440307199901011234")
"""
"""A spreadsheet library with a fault in it: it meets every .xlsx, and no .csv."""


@pytest.fixture
def inbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two branches: one handed in an .xlsx, on which the library fails in the child process, the other a .csv."""
    libraries = tmp_path / "libraries"
    libraries.mkdir()
    (libraries / "python_calamine.py").write_text(LIBRARY, encoding="utf-8")
    monkeypatch.syspath_prepend(libraries)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    folder = tmp_path / "报送"
    folder.mkdir()
    book = Workbook()
    book.active["A1"] = "姓名"
    book.save(folder / "一班.xlsx")
    (folder / "二班.csv").write_text(clean_list.sheet().replace(" | ", ",").replace("#", ""), encoding="utf-8")
    return folder


def trace_in(folder: Path) -> str:
    (log,) = (folder / "state" / "xlflow").glob("*.log")
    return log.read_text(encoding="utf-8")


def test_a_fault_of_ours_is_a_finding_of_its_file_and_the_check_goes_on(xlflow, inbox: Path, tmp_path: Path) -> None:
    told = xlflow("check", inbox, "--as-of", "2026-04-01", "--json")
    found = [json.loads(line) for line in told.out.splitlines()]
    assert told.code == 4
    assert [(f["file"], f["code"], f["severity"]) for f in found if f["severity"] == "error"] == [
        ("一班.xlsx", "processing-failed", "error")
    ]
    assert "本程序处理这个文件时出错" in found[0]["message"]
    assert "xlflow 处理 1 个文件时出错" in told.err
    assert "Traceback" not in told.err
    trace = trace_in(tmp_path)
    assert "from_filelike" in trace
    assert "440307199901011234" not in trace.rpartition("KeyError")[2]


def test_a_fault_of_ours_leaves_the_rows_of_the_other_files(xlflow, inbox: Path) -> None:
    told = xlflow("records", inbox)
    assert told.code == 4
    assert [json.loads(line)["file"] for line in told.out.splitlines()] == ["二班.csv"]
    assert "一班.xlsx  本程序处理这个文件时出错" in told.err


def test_a_fault_of_ours_rejects_its_file_for_this_run_only(xlflow, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    roster = tmp_path / "清单库.xlsx"
    told = xlflow("merge", inbox, "-r", roster, "--as-of", "2026-04-01", "--json")
    files = json.loads(told.out)["files"]
    assert told.code == 4
    assert (files["found"], files["merged"], [bad["code"] for bad in files["rejected"]]) == (2, 1, ["processing-failed"])
    assert load(roster)["推优对象清单"].max_row > 1
    monkeypatch.undo()
    again = json.loads(xlflow("merge", inbox, "-r", roster, "--as-of", "2026-04-01", "--json").out)["files"]
    assert (again["unchanged"], [bad["code"] for bad in again["rejected"]]) == (1, ["header-not-found"])


def test_a_fault_of_ours_in_the_only_file_is_one_sentence(xlflow, inbox: Path, tmp_path: Path) -> None:
    told = xlflow("compose", inbox / "一班.xlsx", "-o", tmp_path / "材料")
    assert (told.code, len(told.err.splitlines())) == (4, 1)
    assert "xlflow 出错了（KeyError）" in told.err
    assert "from_filelike" in trace_in(tmp_path)
