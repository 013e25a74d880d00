"""Orders for documents, fulfilled as they come: in this process where they are few, in child processes where they are many.

Answers come back in the order of the orders, and no more of either are held than the children need to stay busy.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from types import TracebackType

from xlflow.errors import InternalError, WorkbookError
from xlflow.files.limited import make_executor
from xlflow.jobs.manifest import Entry
from xlflow.jobs.production import Order, Outcome, Work, fulfil

_SERIAL_BELOW = 200
"""Documents of one kind. Below it a child costs more to start than it saves."""
_CHUNK = 50


@dataclass(frozen=True, slots=True)
class Pending:
    """A document that is being made: its line in the list, what was left to be written by hand, what people should know of it."""

    entry: Entry
    blanks: tuple[str, ...]
    notes: tuple[str, ...]


Answer = tuple[Pending, Outcome]
_Chunk = list[tuple[Pending, Order | Outcome]]


class Production:
    """The processes of a run; they start with the first kind of which there are many documents. `jobs`: their number, 1 for none."""

    def __init__(self, jobs: int | None) -> None:
        self._jobs = jobs
        self._executor: Executor | None = None

    def __enter__(self) -> Production:
        """Nothing is started yet."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Ends the processes."""
        if self._executor:
            self._executor.__exit__(kind, error, trace)

    def run(self, work: Work | None, orders: Iterable[tuple[Pending, Order | Outcome]], count: int) -> Iterator[Answer]:
        """The outcome of every order of one kind of document; `work` is None where all of them come with their outcome."""
        workers = self._jobs or (os.cpu_count() or 1 if count >= _SERIAL_BELOW else 1)
        if work is None or workers < 2:
            for pending, order in orders:
                yield pending, order if isinstance(order, Outcome) else fulfil(_given(work), [order])[0]
            return
        self._executor = self._executor or make_executor(workers)
        waiting: deque[tuple[_Chunk, Future[list[Outcome]]]] = deque()
        for chunk in _chunks(orders):
            waiting.append((chunk, self._executor.submit(fulfil, work, [order for _, order in chunk if isinstance(order, Order)])))
            if len(waiting) > 2 * workers:
                yield from _answers(*waiting.popleft())
        while waiting:
            yield from _answers(*waiting.popleft())


def _given(work: Work | None) -> Work:
    assert work is not None, "an order without a template"
    return work


def _chunks(orders: Iterable[tuple[Pending, Order | Outcome]]) -> Iterator[_Chunk]:
    chunk: _Chunk = []
    for order in orders:
        chunk.append(order)
        if len(chunk) == _CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _answers(chunk: _Chunk, future: Future[list[Outcome]]) -> Iterator[Answer]:
    made: Iterator[Outcome]
    try:
        made = iter(future.result())
    except (WorkbookError, InternalError) as error:
        made = iter([Outcome(message=f"生成时出错：{error}") for _ in chunk])
    for pending, order in chunk:
        yield pending, order if isinstance(order, Outcome) else next(made)
