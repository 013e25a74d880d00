"""The command line: words, codes and streams."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest

from xlflow.cli.chinese import display_width, wrapped
from xlflow.cli.commands import xlflow as top
from xlflow.files.fault_log import masked_trace
from xlflow.jobs import doctor

Run = Callable[..., "object"]
OF_CLICK = re.compile(r"Usage|Options|Commands|Error|Missing|Try |Invalid|Show this|No such|required\]|default", re.IGNORECASE)


def commands() -> Iterator[tuple[str, ...]]:
    """Every command of the contract, as it is typed."""
    for name, command in top.commands.items():
        yield (name,)
        if isinstance(command, click.Group):
            yield from ((name, below) for below in command.commands)


def test_the_commands_are_those_of_the_contract() -> None:
    assert list(top.commands) == [
        "demo",
        "new",
        "check",
        "fill",
        "submit",
        "records",
        "merge",
        "compose",
        "layout",
        "report",
        "screen",
        "scheme",
        "addin",
        "shortcuts",
        "template",
        "doctor",
    ]
    scheme = top.commands["scheme"]
    assert isinstance(scheme, click.Group)
    assert list(scheme.commands) == ["list", "show", "copy", "install", "uninstall", "lint", "export", "import", "flowchart"]


@pytest.mark.parametrize("command", [(), *commands()], ids=" ".join)
def test_help_is_chinese_and_shows_a_worked_example(xlflow, command: tuple[str, ...]) -> None:
    page = xlflow(*command, "--help")
    assert page.code == 0
    assert page.err == ""
    assert page.out.startswith("用法：xlflow")
    assert f"例：\n  xlflow {' '.join(command)}".strip() in page.out
    assert not OF_CLICK.search(page.out)
    assert all(display_width(line) <= 80 for line in page.out.splitlines())


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (["chek"], "没有命令 chek。是否指 check"),
        (["check", "--jsn", "x"], "没有选项 --jsn。是否指 --json"),
        (["check"], "缺少 参数 文件…。"),
        (["new", "national"], "缺少 选项 --output。"),
        (["check", "x", "--as-of"], "选项 --as-of 的写法不对：它后面要跟一个值。"),
        (["check", "x", "--json=1"], "选项 --json 的写法不对：它后面不跟值。"),
        (["check", "x", "--as-of", "2026-02-30"], "选项 --as-of：“2026-02-30”不是日期，应形如 2026-03-05。"),
        (["check", "x", "--jobs", "0"], "选项 --jobs：“0”不是 1 以上的整数。"),
        (["compose", "x.xlsx", "-o", ""], "选项 --output：没有写文件名或文件夹名。"),
        (["new", "national", "-o", f"{'长' * 300}.xlsx"], f"选项 --output：“{'长' * 20}……”太长，没有这样的文件"),
        (["layout", f"{'长' * 300}/a.docx"], f"参数 文件.docx…：“{'长' * 20}……”太长，没有这样的文件"),
        (["doctor", "now"], "多出了参数 now；名称里有空格时请加引号。"),
        (["new", "national", "-o", "x", "--unit", "a", "--units", "b"], "--unit 和 --units 只能用一个。"),
    ],
)
def test_wrong_use_is_one_chinese_sentence_and_exit_2(xlflow, line: list[str], sentence: str) -> None:
    told = xlflow(*line)
    assert told.code == 2
    assert told.out == ""
    assert told.err.startswith(sentence)
    assert re.search(r"\n说明：xlflow.* --help\n$", told.err)
    assert not OF_CLICK.search(told.err)


@pytest.mark.parametrize("line", [[], ["scheme"]])
def test_a_command_line_that_stops_short_gets_the_page_and_exit_2(xlflow, line: list[str]) -> None:
    told = xlflow(*line)
    assert told.code == 2
    assert told.err.startswith("用法：xlflow")


def test_the_version_is_the_result(xlflow) -> None:
    assert xlflow("--version").out == "xlflow 0.1.0\n"


def test_an_unknown_scheme_is_a_sentence_and_exit_3(xlflow, tmp_path: Path) -> None:
    told = xlflow("new", "nationl", "-o", tmp_path / "x.xlsx")
    assert told.code == 3
    assert "national" in told.err
    assert not (tmp_path / "x.xlsx").exists()


def test_a_fault_of_ours_is_one_sentence_and_a_log_without_values(xlflow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setattr(sys.modules[doctor.__module__], "doctor", lambda: {}["张三 440307199901011234"])
    told = xlflow("doctor")
    assert told.code == 4
    assert told.err.count("\n") == 1
    assert "Traceback" not in told.err
    (log,) = (tmp_path / "xlflow").glob("*.log")
    trace = log.read_text(encoding="utf-8")
    assert "KeyError" in trace
    assert "张三" not in trace.rpartition("KeyError")[2]
    assert "440307199901011234" not in trace.rpartition("KeyError")[2]


def test_debugging_shows_the_trace(xlflow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("XLFLOW_DEBUG", "1")
    monkeypatch.setattr(sys.modules[doctor.__module__], "doctor", lambda: 1 / 0)
    assert "Traceback" in xlflow("doctor").err


def test_ctrl_c_is_130(xlflow, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(sys.modules[doctor.__module__], "doctor", interrupted)
    told = xlflow("doctor")
    assert (told.code, told.err) == (130, "\n已中断；没有写完的结果不会留下。\n")


def test_a_masked_trace_covers_the_cause_too() -> None:
    def fail() -> None:
        try:
            raise ValueError("电话 19900000001")
        except ValueError as error:
            raise RuntimeError("第 12 行 '李四'") from error

    with pytest.raises(RuntimeError) as caught:
        fail()
    said = [line for line in masked_trace(caught.value).splitlines() if line.startswith(("ValueError", "RuntimeError"))]
    assert said == ["ValueError: *** ***", "RuntimeError: *** *** *** '***'"]


def spawn(*arguments: str, **settings: object) -> subprocess.CompletedProcess[bytes]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG"))} | {"PYTHONIOENCODING": "ascii"}
    return subprocess.run([sys.executable, "-m", "xlflow", *arguments], capture_output=True, env=environment, check=False, **settings)


@pytest.mark.process
def test_a_pipe_gets_utf8_whatever_the_machine_says() -> None:
    done = spawn("--help")
    assert done.returncode == 0
    assert done.stdout.decode("utf-8").startswith("用法：")


@pytest.mark.process
def test_a_reader_that_goes_away_is_no_error() -> None:
    process = subprocess.Popen([sys.executable, "-m", "xlflow", "doctor"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    said = process.stderr.read().decode("utf-8")
    process.stderr.close()
    assert process.wait() in (0, 1)
    assert said == ""


@pytest.mark.process
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this host has no device that is always full")
def test_a_full_disk_behind_the_result_is_a_sentence_and_exit_3() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([sys.executable, "-m", "xlflow", "doctor"], stdout=full, stderr=subprocess.PIPE, check=False)
    said = done.stderr.decode("utf-8")
    assert (done.returncode, said.count("\n")) == (3, 1)
    assert said.startswith("结果写不出去")


@pytest.mark.process
@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
def test_a_closed_output_is_no_error() -> None:
    done = subprocess.run(["sh", "-c", f"{sys.executable} -m xlflow doctor >&-"], capture_output=True, check=False)
    assert done.returncode in (0, 1)
    assert done.stderr == b""


def test_lines_are_wrapped_by_what_a_terminal_shows() -> None:
    assert list(wrapped("校验工作簿，指出问题 check it", 12)) == ["校验工作簿，", "指出问题", "check it"]
