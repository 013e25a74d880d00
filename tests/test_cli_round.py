"""The commands of a round on real workbooks: results, streams, exit codes; and the round of the README as it is written there."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from xlflow.jobs.demo import samples

pytestmark = pytest.mark.slow

AS_OF = ("--as-of", "2026-06-30")


def workbook(word: str) -> Path:
    """The sample workbook whose name holds a word."""
    return next(path for path in sorted((samples() / "报送").iterdir()) if word in path.name)


def test_a_form_without_a_fault_is_0(xlflow) -> None:
    told = xlflow("check", workbook("法学"), *AS_OF)
    assert told.code == 0
    assert told.out.startswith("没有发现问题（1 个文件，共 5 行）")
    assert told.err == ""


def test_a_fault_is_1_and_the_file_is_named(xlflow) -> None:
    told = xlflow("check", workbook("车辆"), *AS_OF)
    assert told.code == 1
    assert workbook("车辆").name in told.out
    assert told.err == "1 个文件不是标准表单，按“全国基础方案”校验。\n"


def test_quiet_leaves_the_result_alone(xlflow) -> None:
    assert xlflow("check", workbook("车辆"), *AS_OF, "--quiet").err == ""
    assert xlflow("--quiet", "check", workbook("车辆"), *AS_OF).err == ""


def test_findings_for_programs_are_one_object_a_line(xlflow) -> None:
    told = xlflow("check", samples() / "报送", *AS_OF, "--json")
    findings = [json.loads(line) for line in told.out.splitlines()]
    assert told.code == 1
    assert {"file", "sheet", "cell", "row", "field", "label", "code", "severity", "got", "message", "fix", "basis", "confirmed"} == set(
        findings[0]
    )
    assert {f["file"] for f in findings} <= {path.name for path in (samples() / "报送").iterdir()}
    assert not re.search(r"\d{17}[\dX]", told.out)


def test_one_of_several_files_that_cannot_be_read_is_1_and_all_of_them_3(xlflow) -> None:
    assert xlflow("check", workbook("新闻"), workbook("法学"), *AS_OF).code == 1
    told = xlflow("check", workbook("新闻"), *AS_OF)
    assert told.code == 3
    assert "→ " in told.out


def test_a_folder_without_workbooks_is_said_and_3(xlflow, tmp_path: Path) -> None:
    for command in (["check"], ["records"], ["merge", "-r", tmp_path / "r.xlsx"]):
        told = xlflow(*command, tmp_path)
        assert (told.code, told.out) == (3, "")
        assert str(tmp_path) in told.err
    assert list(tmp_path.iterdir()) == []


def test_records_are_one_object_a_row_with_addresses(xlflow) -> None:
    told = xlflow("records", workbook("法学"))
    rows = [json.loads(line) for line in told.out.splitlines()]
    people = [row for row in rows if row["table"] == "nominees"]
    assert told.code == 0
    assert len(people) == 5
    assert people[0]["cells"].keys() == people[0]["values"].keys()
    assert next(row for row in rows if row["table"] == "unit")["row"] is None


def test_a_trial_merge_writes_nothing(xlflow, tmp_path: Path) -> None:
    told = xlflow("merge", workbook("法学"), "-r", tmp_path / "清单库.xlsx", "--dry-run", *AS_OF)
    assert told.code == 0
    assert "这是试算" in told.out
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("files", "options", "code"), [
    (["法学"], [], 0),
    (["车辆"], [], 1),
    (["法学", "车辆"], ["--strict"], 1),
    (["法学", "新闻"], [], 1),
    (["新闻"], [], 3),
], ids=["clean", "rows to correct", "rows kept out", "one file of several unreadable", "no file readable"])  # fmt: skip
def test_merge_exits_1_while_something_waits(xlflow, tmp_path: Path, files: list[str], options: list[str], code: int) -> None:
    inbox = [workbook(word) for word in files]
    assert xlflow("merge", *inbox, "-r", tmp_path / "清单库.xlsx", *AS_OF, *options).code == code


def test_merge_exits_alike_however_often_it_runs(xlflow, tmp_path: Path) -> None:
    inbox = [workbook(word) for word in ("法学", "车辆", "新闻")]
    told = [xlflow("merge", *inbox, "-r", tmp_path / "清单库.xlsx", *AS_OF) for _ in range(2)]
    assert [one.code for one in told] == [1, 1]
    assert all("1 行有没改正的错误" in one.err for one in told)


def test_merging_again_changes_nothing(xlflow, tmp_path: Path) -> None:
    line = ("merge", workbook("法学"), workbook("金融"), "-r", tmp_path / "清单库.xlsx", *AS_OF, "--json")
    first, again = (json.loads(xlflow(*line).out) for _ in range(2))
    assert first["files"]["merged"] == 2
    assert (again["files"]["unchanged"], again["people"]["added"], again["people"]["after"]) == (2, 0, first["people"]["after"])


def test_documents_are_made_for_whom_they_are_asked_and_never_overwritten(xlflow, tmp_path: Path) -> None:
    line = ("compose", workbook("法学"), "-o", tmp_path, *AS_OF, "--document", "public_notice")
    told = xlflow(*line)
    assert told.code == 0
    (made,) = told.out.splitlines()
    again = xlflow(*line)
    assert (again.code, again.out) == (0, "")
    assert "1 份没有变化" in again.err
    Path(made).write_bytes(b"mine")
    again = xlflow(*line)
    assert again.code == 3
    assert Path(made).name in again.err
    assert Path(made).read_bytes() == b"mine"
    assert xlflow(*line, "--overwrite").code == 0


def test_an_unknown_document_is_wrong_use(xlflow, tmp_path: Path) -> None:
    told = xlflow("compose", workbook("法学"), "-o", tmp_path / "x", *AS_OF, "--document", "public_notise")
    assert told.code == 2
    assert "public_notice" in told.err
    assert not (tmp_path / "x").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="only there may a file name be no text")
def test_a_file_name_that_is_no_text_stops_nothing(tmp_path: Path) -> None:
    name = tmp_path / b"\xff\xfe\xe5\x9d\x8f.xlsx".decode("utf-8", "surrogateescape")
    name.write_bytes(b"not a workbook")
    for words in (["--json"], []):
        done = subprocess.run([sys.executable, "-m", "xlflow", "check", name, *words], capture_output=True, check=False)
        assert done.returncode == 3
        assert "坏.xlsx" in done.stdout.decode("utf-8")
        assert done.stderr == b""


def test_the_round_of_the_readme_runs_as_it_is_written(xlflow, repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (repository / "README.zh-CN.md").read_text(encoding="utf-8")
    section = text[text.index("## 一轮推优，从头到尾") : text.index("## 改成自己单位的方案")]
    lines = [shlex.split(line)[1:] for line in section.splitlines() if line.startswith("xlflow ")]
    shutil.copytree(samples(), tmp_path / "sample_workbooks")
    monkeypatch.chdir(tmp_path)
    codes = [(line[0], xlflow(*line).code) for line in lines]
    committee = [("new", 0), ("check", 1), ("merge", 1), ("compose", 1), ("compose", 0)]
    assert codes == [*committee, ("screen", 0), ("merge", 0), ("report", 0)]
    assert len(list((tmp_path / "表单").iterdir())) == 12
    assert any(path.suffix == ".docx" for path in (tmp_path / "材料").iterdir())
