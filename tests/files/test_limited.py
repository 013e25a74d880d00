"""The executor: tasks that hang, crash or grow fail alone, and say so with a code."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import CancelledError
from pathlib import Path

import child_tasks as tasks
import pytest
from msgspec.structs import replace

from xlflow.errors import InternalError, TemplateError, WorkbookError
from xlflow.files.child_process.executor import LimitedExecutor, make_executor
from xlflow.files.reading.read_limits import LIMITS, MIB

pytestmark = pytest.mark.process

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="aborts are told by another code on Windows")


def test_results_come_back_in_the_order_asked() -> None:
    with make_executor(2) as executor:
        assert list(executor.map(tasks.double, range(50))) == [number * 2 for number in range(50)]


def test_children_are_reused() -> None:
    with make_executor(1) as executor:
        assert len(set(executor.map(tasks.process_of, range(20)))) == 1


def test_children_of_a_large_process_are_reused() -> None:
    ballast = b"x" * (LIMITS.memory_bytes // 3 + 64 * MIB)
    with make_executor(1) as executor:
        assert len(set(executor.map(tasks.process_of, range(5)))) == 1
    del ballast


def test_a_message_of_some_megabytes_travels() -> None:
    with make_executor(1) as executor:
        assert executor.submit(tasks.size_of, bytes(5 * MIB)).result() == 5 * MIB


def test_prints_of_a_library_reach_neither_the_answers_nor_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    with make_executor(1) as executor:
        assert executor.submit(tasks.print_and_double, 4).result() == 8
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("task", "arguments", "code"),
    [
        (tasks.sleep_for, (60.0,), "workbook-too-large"),
        (tasks.die, (3,), "workbook-unreadable"),
        (tasks.take_memory, (2_000 * MIB,), "workbook-too-large"),
        pytest.param(tasks.abort_like_rust, (), "workbook-too-large", marks=POSIX),
        (tasks.raise_workbook_error, (), "workbook-encrypted"),
    ],
)
def test_a_task_that_passes_a_limit_or_crashes_fails_alone(
    task: Callable[..., object], arguments: tuple[object, ...], code: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with LimitedExecutor(1, replace(LIMITS, seconds=3)) as executor:
        bad, good = executor.submit(task, *arguments), executor.submit(tasks.double, 21)
        with pytest.raises(WorkbookError) as caught:
            bad.result()
        assert (caught.value.code, good.result()) == (code, 42)
    assert capfd.readouterr() == ("", "")


def test_a_child_that_has_grown_is_replaced() -> None:
    with LimitedExecutor(1, replace(LIMITS, memory_bytes=400 * MIB)) as executor:
        first = executor.submit(tasks.process_of, 0).result()
        executor.submit(tasks.size_of, bytes(150 * MIB)).result()
        assert executor.submit(tasks.process_of, 0).result() != first


def test_an_error_keeps_its_kind_its_facts_and_its_trace() -> None:
    with make_executor(1) as executor:
        with pytest.raises(TemplateError) as ours:
            executor.submit(tasks.raise_template_error).result()
        with pytest.raises(InternalError) as mistake:
            executor.submit(tasks.raise_mistake).result()
    assert (ours.value.place, ours.value.tag) == ("第 1 段", "name")
    assert mistake.value.kind == "LookupError"
    assert "raise_mistake" in mistake.value.trace


@pytest.mark.parametrize("task", [tasks.raise_foreign, tasks.raise_panic, tasks.unpicklable])
def test_what_cannot_travel_becomes_an_error_that_can(task: Callable[[], object]) -> None:
    with make_executor(1) as executor, pytest.raises(InternalError):
        executor.submit(task).result()


def test_an_interrupt_ends_the_children_at_once(tmp_path: Path) -> None:
    note = tmp_path / "running"
    started = time.monotonic()
    executor = make_executor(1)
    running = executor.submit(tasks.sleep_after_noting, note, 60.0)
    waiting = executor.submit(tasks.double, 1)
    while not note.exists():
        time.sleep(0.01)
    with pytest.raises(KeyboardInterrupt), executor:
        raise KeyboardInterrupt
    assert time.monotonic() - started < 50, "the child sleeps for 60 seconds"
    assert isinstance(running.exception(), WorkbookError)
    with pytest.raises(CancelledError):
        waiting.result()


def test_after_the_end_no_task_is_taken() -> None:
    executor = make_executor(1)
    executor.shutdown()
    with pytest.raises(RuntimeError):
        executor.submit(tasks.double, 1)


def test_a_child_starts_without_the_heavy_libraries() -> None:
    heavy = ["openpyxl", "lxml", "docx", "xlsxwriter", "jinja2", "click", "python_calamine", "asyncio"]
    code = f"import sys, xlflow.files.child_process.child_main; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "[]"
