"""The reader process: takes tasks from its standard input, answers on its standard output, dies alone.

A message is eight bytes of length and a pickle. A task is (function, arguments); an answer is (worked, value or exception, leaving).
Whatever the libraries print goes to standard error, which no terminal shows.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from msgspec import Struct

from xlflow.errors import InternalError, WorkbookError, XlflowError
from xlflow.files.fault_log import masked_trace


def limit_memory(memory_bytes: int) -> None:
    """Let allocations past `memory_bytes` fail in this process."""
    if sys.platform == "win32":
        from xlflow.files.child_process import windows_memory

        windows_memory.limit_memory(memory_bytes)
    else:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def peak_bytes() -> int:
    """The most memory this process has used so far, that of its parent not counted."""
    if sys.platform == "win32":
        from xlflow.files.child_process import windows_memory

        return windows_memory.peak_bytes()
    if sys.platform == "linux":
        return _high_water_bytes()
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _high_water_bytes() -> int:
    """VmHWM of this program. The ru_maxrss of getrusage begins, on Linux, with what the parent used when it started this process."""
    status = Path("/proc/self/status").read_bytes()
    return int(status.partition(b"VmHWM:")[2].split(maxsplit=1)[0]) * 1024


Answer = tuple[bool, Any, bool]
_SELDOM = 50_000
"""Objects between two searches for rings: those of one file are few, and go with the file."""


class ByName(Struct, frozen=True):
    """A function that the parent names and only the child imports."""

    module: str
    name: str

    def __call__(self, *arguments: object) -> Any:
        """What the function gives."""
        return getattr(import_module(self.module), self.name)(*arguments)


def serve(module: str) -> None:
    """Answer tasks until the parent closes the pipe, or until this process has grown past a third of its memory.

    A module is imported first, then the memory that may be used is the first message: it is known later than that there will be tasks.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tasks, answers = sys.stdin.buffer, _take_stdout()
    gc.set_threshold(_SELDOM)
    if module:
        import_module(module)
    memory_bytes = int.from_bytes(read_message(tasks) or b"", "little")
    if not memory_bytes:
        return
    limit_memory(memory_bytes)
    leaving = False
    while not leaving and (task := read_message(tasks)) is not None:
        worked, value = _run(task, memory_bytes)
        del task
        leaving = peak_bytes() > memory_bytes // 3
        write_message(answers, _pickled(worked, value, leaving, memory_bytes))
        del value


def read_message(stream: IO[bytes]) -> bytes | None:
    """The next message; None at the end of the stream, also in the middle of a message."""
    head = stream.read(8)
    if len(head) < 8:
        return None
    size = int.from_bytes(head, "little")
    body = stream.read(size)
    return body if len(body) == size else None


def write_message(stream: IO[bytes], body: bytes) -> None:
    """One message, at once."""
    stream.write(len(body).to_bytes(8, "little"))
    stream.write(body)
    stream.flush()


def _take_stdout() -> IO[bytes]:
    """Standard output for answers alone: whatever is printed from now on goes to standard error."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return answers


def _run(task: bytes, memory_bytes: int) -> tuple[bool, Any]:
    try:
        function, arguments = pickle.loads(task)
        return True, function(*arguments)
    except MemoryError:
        return False, _too_much(memory_bytes)
    except XlflowError as error:
        return False, error
    except BaseException as error:  # a Rust panic is no Exception
        return False, _fault(error)


def _pickled(worked: bool, value: Any, leaving: bool, memory_bytes: int) -> bytes:
    try:
        return pickle.dumps((worked, value, leaving), pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        return pickle.dumps((False, _too_much(memory_bytes), True))
    except Exception as error:  # whatever an object that cannot be pickled raises
        return pickle.dumps((False, _fault(error), leaving))


def _fault(error: BaseException) -> InternalError:
    return InternalError(type(error).__name__, masked_trace(error))


def _too_much(memory_bytes: int) -> WorkbookError:
    return WorkbookError("workbook-too-large", f"读取时内存超过 {memory_bytes >> 20} MiB")
