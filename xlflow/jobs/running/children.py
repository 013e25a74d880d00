"""Work on files in limited children, and what becomes of a file that they could not read. It imports nothing that reads a workbook."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from itertools import islice
from pathlib import Path
from typing import TypeVar

from xlflow.errors import InternalError, WorkbookError, XlflowError
from xlflow.files.child_process.executor import make_executor
from xlflow.files.writing.file_names import shown_name
from xlflow.jobs.running.progress_callback import Progress
from xlflow.messages import Unread, sentence, unreadable

_SERIAL_BELOW = 200
"""Files. Below it one child does as well as several: starting them costs more than they save."""
_WAITING = 64

T = TypeVar("T")


def in_children(
    function: Callable[..., T],
    files: Sequence[tuple[Path, str]],
    *arguments: object,
    jobs: int | None,
    progress: Progress,
) -> Iterator[tuple[str, T | Unread]]:
    """`function(path, shown, *arguments)` for every file in limited children: the answer or the error of each, in the order of files."""
    with make_executor(jobs or worker_count(len(files))) as executor:
        waiting: deque[tuple[str, Future[T]]] = deque()  # kept short, so that answers do not pile up in memory
        queue = iter(files)
        for done in range(1, len(files) + 1):
            for path, shown in islice(queue, _WAITING - len(waiting)):
                waiting.append((shown, executor.submit(function, path, shown, *arguments)))
            name, future = waiting.popleft()
            answer = _answer(future)
            progress(done, len(files), name)
            yield name, answer


def in_child(function: Callable[..., T], file: Path, *arguments: object, progress: Progress) -> T:
    """`function(file, its name, *arguments)` in a limited child; `XlflowError` with the sentence of the finding where it cannot be read.

    `InternalError` where it met a fault of ours: with one file there is nothing that could go on.
    """
    [(shown, answer)] = in_children(function, [(file, shown_name(file.name))], *arguments, jobs=1, progress=progress)
    return answer_of(shown, answer)


def answer_of(shown: str, answer: T | Unread) -> T:
    """The answer of a child where the run cannot do without the file: its errors as `in_child` raises them."""
    if isinstance(answer, WorkbookError):
        raise XlflowError(sentence(unreadable(shown, answer)))
    if isinstance(answer, InternalError):
        raise answer
    return answer


def _answer(future: Future[T]) -> T | Unread:
    try:
        return future.result()
    except (WorkbookError, InternalError) as error:
        return error


def worker_count(files: int) -> int:
    """How many children a run starts when nobody says: one for a few files, else one a CPU."""
    return 1 if files < _SERIAL_BELOW else os.cpu_count() or 1
