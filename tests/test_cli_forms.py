"""`xlflow fill` and `xlflow submit` on the command line: what is printed where, and the exit codes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filled_form import write_form

pytestmark = pytest.mark.slow

Run = Callable[..., Any]
DAY = ("--as-of", "2026-03-11")


@pytest.fixture
def form(tmp_path: Path) -> Path:
    return write_form(tmp_path / "三班.xlsx")


def test_a_dry_run_lists_every_change_with_its_reason(xlflow: Run, form: Path) -> None:
    before = form.read_bytes()
    done = xlflow("fill", form, "--dry-run", *DAY)
    assert (done.code, form.read_bytes()) == (0, before)
    assert done.out.startswith("将填 ")
    assert "C5  性别：男（按身份证号）" in done.out
    assert "1101052006" not in done.out


def test_filled_in_place_it_can_be_handed_in(xlflow: Run, form: Path) -> None:
    filled = xlflow("fill", form, "--in-place", *DAY)
    assert (filled.code, f"已写入 {form}" in filled.err) == (0, True)
    assert xlflow("fill", form, "--in-place", *DAY).out == "没有需要填充的格。\n"
    handed = xlflow("submit", form, "-o", form.parent / "上报", *DAY)
    assert handed.code == 0
    assert Path(handed.out.strip()).name == "软件1班团支部_2026年上半年_会后上报.xlsx"


def test_with_errors_nothing_is_handed_in_and_the_count_is_said(xlflow: Run, tmp_path: Path) -> None:
    form = write_form(tmp_path / "三班.xlsx", [{"身份证号": "110105200603079011"}])
    refused = xlflow("submit", form, "-o", tmp_path / "上报", *DAY)
    assert refused.code == 1
    assert "没有导出" in refused.err
    assert refused.out.startswith("6 个错误")
    assert "先自动填充（xlflow fill）" in refused.err
    assert not (tmp_path / "上报").exists()
    assert xlflow("submit", form, "-o", tmp_path / "上报", "--anyway", *DAY).code == 1
    assert (tmp_path / "上报").is_dir()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("fill", "三班.xlsx"), 2, "--in-place"),
        (("fill", "三班.xlsx", "-o", "三班.xlsx"), 2, "--in-place"),
        (("fill", "三班.xlsx", "-o", "三班.ods"), 3, "扩展名"),
        (("fill", "没有.xlsx", "--in-place"), 3, "找不到文件"),
        (("fill", "三班.csv", "--in-place"), 3, "另存为 .xlsx"),
        (("fill", "三班.xlsx", "--in-place", "--from", "没有.xlsx"), 3, "找不到文件"),
        (("fill", "三班.xlsx", "--in-place", "--from", "三班.xlsx"), 3, "不是导出表"),
        (("submit", "没有.xlsx", "-o", "上报"), 3, "找不到文件"),
        (("submit", "三班.xlsx"), 2, "-o"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    xlflow: Run, form: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], code: int, words: str
) -> None:
    monkeypatch.chdir(form.parent)
    done = xlflow(*arguments)
    assert (done.code, done.out, words in done.err) == (code, "", True)
