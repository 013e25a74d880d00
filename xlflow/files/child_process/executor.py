"""An executor whose tasks may crash, hang or eat memory: each worker is a reused child process with limits.

The process pools of the standard library break as a whole when one process dies, cannot end a task that hangs, and know no memory limit.
Here a task that passes a limit fails alone, its process is replaced, and the other tasks never notice. No fork: the same on every host.
"""

from __future__ import annotations

import pickle
import queue
import subprocess
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import suppress
from types import TracebackType
from typing import ParamSpec, TypeVar

from xlflow.errors import WorkbookError
from xlflow.files.child_process import reader_process
from xlflow.files.child_process.child_main import Answer, read_message, write_message
from xlflow.files.reading.read_limits import LIMITS, Limits

P = ParamSpec("P")
T = TypeVar("T")

_COMPLAINT = 1 << 16
_OUT_OF_MEMORY = (b"memory allocation of", b"MemoryError", b"out of memory")
_Task = tuple["Future[object]", bytes]


class LimitedExecutor(Executor):
    """Runs module-level functions in child processes with limits of time and memory.

    A future fails with `WorkbookError`: workbook-too-large past a limit, workbook-unreadable where the process died; with the
    `XlflowError` that the function raised; and with `InternalError` where it raised anything else. Use it with `with`: leaving the
    block waits for the tasks, leaving it by an exception (Ctrl-C too) ends the processes at once.
    """

    def __init__(self, workers: int, limits: Limits = LIMITS) -> None:
        """Processes start with the first tasks, not here."""
        self._limits = limits
        self._workers = max(1, workers)
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._children: set[_Child] = set()
        self._lock = threading.Lock()
        self._closed = False
        self._abandoned = False

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run `fn(*args)` in a child; the function travels by its name, arguments and result as pickles."""
        if kwargs:
            raise TypeError("only positional arguments travel to the child process")
        message = pickle.dumps((fn, args), pickle.HIGHEST_PROTOCOL)
        future: Future[T] = Future()
        with self._lock:
            if self._closed:
                raise RuntimeError("cannot schedule new futures after shutdown")
            self._tasks.put((future, message))  # type: ignore[arg-type]
            if len(self._threads) < self._workers:
                thread = threading.Thread(target=self._work, name="xlflow-reader", daemon=True)
                self._threads.append(thread)
                thread.start()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more tasks; `cancel_futures` drops those that have not begun."""
        with self._lock:
            self._closed = True
            self._abandoned = self._abandoned or cancel_futures
            threads = list(self._threads)
        for _ in threads:
            self._tasks.put(None)
        if wait:
            for thread in threads:
                thread.join()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Wait for the tasks, or end everything where the block failed."""
        if kind is not None:
            with self._lock:
                self._closed = self._abandoned = True
                for child in self._children:
                    child.kill()
        self.shutdown(wait=True)

    def _work(self) -> None:
        """One worker: a thread that feeds one child after another."""
        child: _Child | None = None
        while (task := self._tasks.get()) is not None:
            future, message = task
            if self._abandoned:
                future.cancel()
            if not future.set_running_or_notify_cancel():
                continue
            child = child or self._start()
            try:
                worked, value, leaving = child.ask(message)
            except WorkbookError as error:
                worked, value, leaving = False, error, True
            if leaving:
                self._end(child)
                child = None
            if worked:
                future.set_result(value)
            else:
                future.set_exception(value)
            del task, future, message, value
        if child:
            self._end(child)

    def _start(self) -> _Child:
        child = _Child(self._limits)
        with self._lock:
            self._children.add(child)
            if self._abandoned:
                child.kill()
        return child

    def _end(self, child: _Child) -> None:
        child.close()
        with self._lock:
            self._children.discard(child)


class _Child:
    """One child process and its pipes."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process = reader_process.take()
        assert self._process.stdin
        assert self._process.stdout
        self._tasks, self._answers = self._process.stdin, self._process.stdout
        self._complaints = bytearray()
        self._listener = threading.Thread(target=self._listen, name="xlflow-complaints", daemon=True)
        self._listener.start()
        with suppress(OSError):  # a process that is dead already says so when it is asked
            write_message(self._tasks, limits.memory_bytes.to_bytes(8, "little"))

    def ask(self, message: bytes) -> Answer:
        """Send a task, wait for its answer; raises `WorkbookError` where the child passed a limit or died."""
        late = threading.Event()
        alarm = threading.Timer(self._limits.seconds, self._expire, (late,))
        alarm.daemon = True
        alarm.start()
        try:
            write_message(self._tasks, message)
            body = read_message(self._answers)
        except OSError:
            body = None
        finally:
            alarm.cancel()
        if body is None:
            raise self._why_it_died(late.is_set())
        worked, value, leaving = pickle.loads(body)
        return worked, value, leaving or late.is_set()

    def kill(self) -> None:
        """End the process now; safe from any thread."""
        self._process.kill()

    def close(self) -> None:
        """Let the process end, and gather it."""
        for pipe in (self._tasks, self._answers):
            with suppress(OSError):  # the unsent rest of a task whose reader is dead
                pipe.close()
        try:
            self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._listener.join()

    def _listen(self) -> None:
        """Gathers the standard error of the process: a full pipe would stop it, and the last lines tell why it died."""
        assert self._process.stderr
        with self._process.stderr as stream:
            for line in stream:
                self._complaints = (self._complaints + line)[-_COMPLAINT:]

    def _expire(self, late: threading.Event) -> None:
        late.set()
        self.kill()

    def _why_it_died(self, late: bool) -> WorkbookError:
        self._process.wait()
        if late:
            return WorkbookError("workbook-too-large", f"读取超过 {self._limits.seconds:g} 秒")
        self._listener.join()
        if any(words in self._complaints for words in _OUT_OF_MEMORY):
            return WorkbookError("workbook-too-large", f"读取时内存超过 {self._limits.memory_bytes >> 20} MiB")
        return WorkbookError("workbook-unreadable", "内容使读取程序崩溃，文件可能已损坏")


def make_executor(jobs: int, limits: Limits = LIMITS) -> LimitedExecutor:
    """The executor for reading workbooks with `jobs` processes."""
    return LimitedExecutor(jobs, limits)
