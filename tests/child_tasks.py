"""What the executor tests run in child processes: functions travel by name, so they live in a module that both sides can import."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from xlflow.errors import TemplateError, WorkbookError
from xlflow.files.reading.reader import read_workbook


def process_of(_: int) -> int:
    """The number of the process that runs the task."""
    return os.getpid()


def double(number: int) -> int:
    """Twice the number."""
    return number * 2


def size_of(text: bytes) -> int:
    """How much arrived."""
    return len(text)


def print_and_double(number: int) -> int:
    """Prints on every way out, as libraries do."""
    print("noise")
    os.write(1, b"noise")
    print("panic", file=sys.stderr)
    return number * 2


def sleep_for(seconds: float) -> float:
    """A task that hangs."""
    time.sleep(seconds)
    return seconds


def sleep_after_noting(path: Path, seconds: float) -> None:
    """Says in a file that it runs, and hangs."""
    path.write_text(str(os.getpid()), encoding="utf-8")
    time.sleep(seconds)


def die(code: int) -> None:
    """A crash."""
    os._exit(code)


def take_memory(count: int) -> int:
    """Needs more than it may."""
    return len(bytes(count))


def abort_like_rust() -> None:
    """What the fast reader does where an allocation fails: a line on standard error and an abort."""
    os.write(2, b"memory allocation of 123 bytes failed")
    os.abort()


def raise_workbook_error() -> None:
    """A refusal."""
    raise WorkbookError("workbook-encrypted", "已加密")


def raise_template_error() -> None:
    """An error of ours with facts."""
    raise TemplateError("缺少值", place="第 1 段", tag="name")


def raise_mistake() -> None:
    """A mistake of ours."""
    raise LookupError("gone")


def raise_foreign() -> None:
    """An error that no pickle carries."""

    class LocalError(Exception):
        """Nobody can import it."""

    raise LocalError("here only")


def raise_panic() -> None:
    """A Rust panic derives from BaseException."""

    class PanicException(BaseException):
        """Nobody can import it."""

    raise PanicException("index out of bounds")


def unpicklable() -> object:
    """A result that no pickle carries."""
    return lambda: None


def code_of(path: Path) -> str:
    """`read`, or the code of the refusal."""
    try:
        read_workbook(path, path.name)
    except WorkbookError as error:
        return error.code
    return "read"
