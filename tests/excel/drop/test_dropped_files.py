"""Files dropped on a shortcut: the result is that of the command line, and the box says what happened."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from contextlib import redirect_stderr
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
import xlsxwriter
from filled_form import write_form

from xlflow.errors import UsageError
from xlflow.excel.drop.__main__ import main
from xlflow.excel.drop.answers import answer

pytestmark = pytest.mark.slow

TODAY = date(2026, 3, 11)
WRONG = {"身份证号": "110105200603079011"}
ODD = "三班 & 100%'的 = 表.xlsx"


@pytest.fixture
def form(tmp_path: Path) -> Path:
    return write_form(tmp_path / ODD, [WRONG])


def day() -> tuple[str, str]:
    return "--as-of", TODAY.isoformat()


def test_the_marked_copy_is_what_the_command_line_makes_of_the_form(form: Path, tmp_path: Path, xlflow: Callable[..., object]) -> None:
    before = form.read_bytes()
    told = answer("check", [form], TODAY)
    (copy,) = told.opens
    assert copy.parent == tmp_path / "校验副本"
    assert form.read_bytes() == before
    assert told.is_grave
    assert re.match(r"校验了 1 份表、1 人：\d 处错误（红），\d 处提醒（黄）。\n标好的副本在 ", told.text)
    xlflow("check", form, "--mark", *day())
    assert copy.read_bytes() == form.read_bytes()


def test_a_marked_copy_that_is_dropped_again_gets_its_copy_in_the_same_folder(form: Path) -> None:
    (first,) = answer("check", [form], TODAY).opens
    (second,) = answer("check", [first], TODAY).opens
    assert second.parent == first.parent
    assert second != first


def test_the_copies_of_a_folder_lie_beside_it_and_the_folder_is_opened(tmp_path: Path) -> None:
    inbox = tmp_path / "收件"
    inbox.mkdir()
    for name in ("甲.xlsx", "乙.xlsx"):
        write_form(inbox / name)
    told = answer("check", [inbox], TODAY)
    assert told.opens == (tmp_path / "校验副本",)
    assert len(list((tmp_path / "校验副本").iterdir())) == 2


def test_marked_copies_are_no_submissions(tmp_path: Path) -> None:
    inbox = tmp_path / "收件"
    inbox.mkdir()
    answer("check", [write_form(inbox / "甲.xlsx", [WRONG])], TODAY)
    assert (inbox / "校验副本").is_dir()
    assert "文件 1 个：并入 1" in answer("merge", [inbox], TODAY).text


def test_a_foreign_list_gets_a_marked_copy_too(tmp_path: Path, sheet_file: Callable[..., Path]) -> None:
    (copy,) = answer("check", [sheet_file(tmp_path / "名单.csv")], TODAY).opens
    assert copy.suffix == ".xlsx"


@pytest.fixture
def sheet_file() -> Callable[..., Path]:
    def write(path: Path) -> Path:
        path.write_text("姓名,性别,身份证号,递交入党申请书时间\n张三,男,110105200603079011,2025-03-05\n", encoding="utf-8")
        return path

    return write


def test_filling_saves_beside_the_form_what_the_command_line_saves(form: Path, tmp_path: Path, xlflow: Callable[..., object]) -> None:
    before = form.read_bytes()
    told = answer("fill", [form], TODAY)
    other = tmp_path / "另.xlsx"
    xlflow("fill", form, "-o", other, *day())
    assert told.opens == (form.with_name("三班 & 100%'的 = 表_已填充.xlsx"),)
    assert told.opens[0].read_bytes() == other.read_bytes()
    assert form.read_bytes() == before
    assert answer("fill", [form], TODAY).opens == (form.with_name("三班 & 100%'的 = 表_已填充2.xlsx"),)


def test_the_documents_are_those_of_the_command_line(form: Path, tmp_path: Path, xlflow: Callable[..., object]) -> None:
    told = answer("compose", [form], TODAY)
    xlflow("compose", form, "-o", tmp_path / "另", *day())
    assert told.opens == (tmp_path / "材料",)
    made = {p.name: p.read_bytes() for p in (tmp_path / "材料").rglob("*.docx")}
    assert made == {p.name: p.read_bytes() for p in (tmp_path / "另").rglob("*.docx")}
    assert len(made) > 3
    assert f"，{len(made)} 份没有变化" in answer("compose", [form], TODAY).text


def test_the_documents_of_two_branches_lie_together_and_neither_says_that_the_other_is_not_needed(tmp_path: Path) -> None:
    forms = [write_form(tmp_path / "甲.xlsx"), write_form(tmp_path / "乙.xlsx", unit={"团支部全称": "软件2班团支部"})]
    told = answer("compose", forms, TODAY)
    assert "已没有" not in told.text
    before = {path: path.read_bytes() for path in (tmp_path / "材料").glob("*.docx")}
    again = answer("compose", forms, TODAY)
    assert "已没有" not in again.text
    assert {path: path.read_bytes() for path in (tmp_path / "材料").glob("*.docx")} == before


def test_a_file_that_is_gone_keeps_no_other_from_its_answer(tmp_path: Path) -> None:
    told = answer("fill", [tmp_path / "没有.xlsx", write_form(tmp_path / "甲.xlsx")], TODAY)
    assert told.is_grave
    assert "没有.xlsx" in told.text
    assert told.opens == (tmp_path / "甲_已填充.xlsx",)
    assert str(told.opens[0]) in told.text


def test_handing_in_is_refused_while_errors_stand_and_done_when_they_are_gone(tmp_path: Path, xlflow: Callable[..., object]) -> None:
    wrong = write_form(tmp_path / "错.xlsx", [WRONG])
    told = answer("submit", [wrong], TODAY)
    assert told.is_grave
    assert "没有导出" in told.text
    assert not (tmp_path / "上报").exists()
    (filled,) = answer("fill", [write_form(tmp_path / "对.xlsx")], TODAY).opens
    assert answer("submit", [filled], TODAY).opens == (tmp_path / "上报",)
    xlflow("submit", filled, "-o", tmp_path / "另", *day())
    one, other = next((tmp_path / "上报").iterdir()), next((tmp_path / "另").iterdir())
    assert (one.name, one.read_bytes()) == (other.name, other.read_bytes())


def test_merging_counts_as_the_command_line_does(tmp_path: Path, xlflow: Callable[..., object]) -> None:
    inbox = tmp_path / "报送"
    inbox.mkdir()
    write_form(inbox / "甲.xlsx", [{}, {"姓名": "李雷", "身份证号": "110105200603079010"}])
    told = answer("merge", [inbox], TODAY)
    assert told.opens == (tmp_path / "清单库.xlsx",)
    counts = json.loads(xlflow("merge", inbox, "-r", tmp_path / "另.xlsx", "--json", *day()).out)
    assert f"现有 {counts['people']['after']} 人" in told.text
    assert f"行 {counts['rows']['read']} 行：并入 {counts['rows']['merged']}" in told.text


def test_a_unit_list_beside_the_roster_is_used(tmp_path: Path) -> None:
    inbox = tmp_path / "报送"
    inbox.mkdir()
    write_form(inbox / "甲.xlsx")
    with xlsxwriter.Workbook(tmp_path / "支部名单.xlsx") as book:
        book.add_worksheet().write_column(0, 0, ["团支部全称", "软件1班团支部", "软件2班团支部"])
    assert "软件2班团支部" in answer("merge", [inbox], TODAY).text


@pytest.mark.parametrize("verb", ["check", "fill", "compose", "submit", "merge"])
def test_a_file_that_is_gone_or_no_workbook_is_named(verb: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    (tmp_path / "照片.xlsx").write_bytes(b"\xff\xd8\xff\xe0 not a workbook")
    for name in ("没有.xlsx", "照片.xlsx"):
        with redirect_stderr(StringIO()) as said:
            assert main([verb, str(tmp_path / name)]) == 1
        assert name in said.getvalue()


def test_a_shortcut_without_a_file_says_how_it_is_used() -> None:
    with pytest.raises(UsageError, match="拖到这个图标上"):
        answer("check", [], TODAY)
    with pytest.raises(UsageError, match="没有这个快捷方式"):
        answer("nothing", [], TODAY)


@pytest.fixture
def desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[str]]:
    """A desktop whose programs write down what they were given."""
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("zenity", "xdg-open"):
        script = programs / name
        script.write_text(f'#!/bin/sh\nfor word in "$@"; do printf "%s\\0" "$word"; done >> "{programs}/{name}.said"\n', encoding="utf-8")
        script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
    monkeypatch.setenv("DISPLAY", ":0")

    def said(name: str) -> list[str]:
        kept = programs / f"{name}.said"
        return kept.read_text(encoding="utf-8").split("\0")[:-1] if kept.exists() else []

    return said


def test_a_box_says_what_happened_and_the_marked_copy_opens(form: Path, desktop: Callable[[str], list[str]]) -> None:
    assert main(["check", str(form)]) == 1
    box = desktop("zenity")
    assert box[:3] == ["--warning", "--no-markup", "--title=推优"]
    assert "处错误（红）" in box[-1]
    assert desktop("xdg-open") == [str(next(form.parent.glob("校验副本/*.xlsx")))]


def test_a_refusal_is_a_box_without_a_trace(tmp_path: Path, desktop: Callable[[str], list[str]]) -> None:
    assert main([]) == 1
    assert desktop("zenity")[-1].startswith("--text=没有完成。")
    assert desktop("xdg-open") == []


def test_without_a_desktop_the_terminal_is_told(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert main(["check"]) == 1
    assert "拖到这个图标上" in capfd.readouterr().err
