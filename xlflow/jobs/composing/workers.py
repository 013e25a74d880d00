"""Orders for documents, fulfilled as they come: in this process where they are few, in child processes where they are many.

Documents by a template that did not come with the program are made in limited child processes only: whatever it does, and with whichever
values, it takes nothing else with it.

Answers come back in the order of the orders, and no more of either are held than the children need to stay busy.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future
from types import TracebackType

from msgspec import Struct

from xlflow.errors import InternalError, TemplateError, WorkbookError
from xlflow.files.child_process.executor import make_executor
from xlflow.files.reading.archive import LIMITS, Limits
from xlflow.files.reading.word_file import WORD_LIMITS
from xlflow.jobs.composing.manifest import Entry
from xlflow.jobs.composing.production import Order, Outcome, Work, fulfil
from xlflow.jobs.composing.trial import in_words

_SERIAL_BELOW = 200
"""Documents of one kind. Below it a child costs more to start than it saves."""
_CHUNK = 50


class Pending(Struct, frozen=True):
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
        self._executors: dict[tuple[int, Limits], Executor] = {}

    def __enter__(self) -> Production:
        """Nothing is started yet."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Ends the processes."""
        for executor in self._executors.values():
            executor.__exit__(kind, error, trace)

    def run(self, work: Work | None, orders: Iterable[tuple[Pending, Order | Outcome]], count: int) -> Iterator[Answer]:
        """The outcome of every order of one kind of document; `work` is None where all of them come with their outcome.

        `TemplateError` where a template of unknown origin goes past a limit: no further document is tried with it.
        """
        workers = self._jobs or (os.cpu_count() or 1 if count >= _SERIAL_BELOW else 1)
        if work is None or (workers < 2 and not work.is_foreign):
            for pending, order in orders:
                yield pending, order if isinstance(order, Outcome) else fulfil(_given(work), [order])[0]
            return
        executor = self._executor(workers, WORD_LIMITS if work.is_foreign else LIMITS)
        waiting: deque[tuple[_Chunk, Future[list[Outcome]]]] = deque()
        try:
            for chunk in _chunks(orders):
                waiting.append((chunk, executor.submit(fulfil, work, [order for _, order in chunk if isinstance(order, Order)])))
                if len(waiting) > 2 * workers:
                    yield from _answers(work, *waiting.popleft())
            while waiting:
                yield from _answers(work, *waiting.popleft())
        finally:
            for _, future in waiting:
                future.cancel()

    def _executor(self, workers: int, limits: Limits) -> Executor:
        """The processes of that number and those limits, which the next kind of document finds running."""
        if (workers, limits) not in self._executors:
            self._executors[workers, limits] = make_executor(workers, limits)
        return self._executors[workers, limits]


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


def _answers(work: Work, chunk: _Chunk, future: Future[list[Outcome]]) -> Iterator[Answer]:
    made: Iterator[Outcome]
    try:
        made = iter(future.result())
    except WorkbookError as error:
        reason = in_words(error, "生成")
        if work.is_foreign:
            raise TemplateError(f"{work.template.name}：{reason}；请核对其中的循环和重复，或换一个模板。") from error
        made = iter([Outcome(message=f"生成时出错：{reason}") for _ in chunk])
    except InternalError as error:
        made = iter([Outcome(message=f"生成时出错：{error}") for _ in chunk])
    for pending, order in chunk:
        yield pending, order if isinstance(order, Outcome) else next(made)
