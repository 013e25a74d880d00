"""A click from its button to its box: what it restores, what it catches, what it says."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from excel_engines.memory import Excel

from xlflow.excel.handlers import check_button as check_handler
from xlflow.excel.verbs import VERBS

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")]
FORM = "改错/软件1班.xlsx"
Press = Callable[[str], str]
Open = Callable[..., Any]


@pytest.mark.parametrize("verb", [verb.name for verb in VERBS])
def test_every_button_leaves_excel_as_it_was(verb: str, opened: Open, press: Press, excel: Excel) -> None:
    opened(FORM)
    excel.settings |= {"calculation": "semiautomatic", "enable_events": False, "status_bar": "我的话"}
    before = dict(excel.settings)
    press(verb)
    assert excel.settings == before


def test_a_fault_of_ours_is_a_box_a_log_and_no_trace(
    opened: Open, press: Press, excel: Excel, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    opened(FORM)

    secret = "".join(["张三", " ", "110105200603079010"])  # the trace shows lines of code

    def broken(*_: object) -> None:
        raise ValueError(secret)

    monkeypatch.setattr(check_handler, "read_live", broken)
    settings = dict(excel.settings)
    said = press("check")
    assert "这是程序的问题" in said
    assert "名单没有改动" in said
    assert excel.settings == settings
    log = Path(next(word for word in said.split() if word.endswith(".log（其中的值已遮盖）。")).partition("（")[0])
    trace = log.read_text(encoding="utf-8")
    assert "ValueError" in trace
    assert secret not in trace
    assert capfd.readouterr() == ("", "")


def test_a_write_that_fails_half_way_names_the_backup(opened: Open, press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(FORM)
    monkeypatch.setattr(check_handler, "write_page", lambda *_: 1 / 0)
    said = press("check")
    assert "写到一半停下了" in said
    assert "备份" in said


def test_a_busy_excel_is_asked_again(opened: Open, press: Press, excel: Excel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    opened(FORM)
    excel.busy = 3
    assert "处错误" in press("check")


def test_an_excel_that_stays_busy_is_told_and_not_waited_for(
    opened: Open, press: Press, excel: Excel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    opened(FORM)
    monkeypatch.setattr(check_handler, "read_live", lambda book: setattr(excel, "busy", 10) or book.path)
    assert "请按 Esc 结束编辑" in press("check")


def test_a_button_of_a_newer_version_says_so(opened: Open, press: Press) -> None:
    opened(FORM)
    assert "升级 xlflow" in press("teleport")


def test_the_file_that_asks_to_stop_stops_before_the_first_write(opened: Open, press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    book = opened(FORM)
    monkeypatch.setattr("xlflow.excel.desk.is_asked", lambda _: True)
    said = press("check")
    assert "已按要求停下" in said
    assert "名单没有改动" in said
    assert book["校验结果"]["A1"].value == "尚未校验"


def test_help_names_every_button(opened: Open, press: Press) -> None:
    opened(FORM)
    said = press("help")
    assert all(verb.caption in said for verb in VERBS)


def test_nothing_but_xlwings_is_loaded_before_the_first_call() -> None:
    code = (
        "import sys, xlwings as xw, xlflow.excel\n"
        "def first(cls):\n"
        "    ours = {name.partition('.')[0] for name in sys.modules}\n"
        "    print(*sorted(ours & {'numpy', 'pandas', 'openpyxl', 'docx', 'lxml', 'jinja2', 'click', 'xlsxwriter', 'python_calamine'}))\n"
        "    heavy = {'tables', 'rules', 'checks', 'schemes', 'report'}\n"
        "    print(*sorted(name for name in sys.modules if heavy & set(name.split('.')[1:2])))\n"
        "    sys.exit(7)\n"
        "xw.Book.caller = classmethod(first)\n"
        "xlflow.excel.main('check')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout.split(), done.stderr) == (7, [], "")


def test_numpy_and_pandas_are_never_loaded(opened: Open, press: Press) -> None:
    opened(FORM)
    press("check")
    assert not {"numpy", "pandas"} & sys.modules.keys()


def test_a_click_without_excel_is_one_chinese_sentence() -> None:
    code = "import xlflow.excel; xlflow.excel.main('check')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False, env={"LC_ALL": "C.UTF-8"})
    assert done.returncode == 1
    assert done.stderr.startswith("xlflow 没能与 Excel 接上")
    assert done.stderr.count("\n") == 1
