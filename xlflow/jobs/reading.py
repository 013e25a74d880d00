"""One file, read and understood: what the limited child process does for every verb."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from xlflow.errors import InternalError, WorkbookError, XlflowError
from xlflow.files.limited import make_executor
from xlflow.files.names import shown_name
from xlflow.files.reader import read_workbook
from xlflow.findings import Finding, Place
from xlflow.forms.checks.judge import judge
from xlflow.forms.raw import FormStamp
from xlflow.forms.records import WorkbookReading
from xlflow.forms.understand import understand
from xlflow.jobs.progress import Progress
from xlflow.messages import finding, sentence
from xlflow.roster.face import roster_scheme
from xlflow.roster.feedback import FEEDBACK
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.shipped import shipped_ids

DEFAULT_SCHEME = "national"
_SERIAL_BELOW = 200
"""Files. Below it one child does as well as several: starting them costs more than they save."""
_WAITING = 64

T = TypeVar("T")
Unread = WorkbookError | InternalError
"""Why nothing was read of one file; the other files go on."""


class Judged(Struct, frozen=True):
    """A workbook that was read, and everything that is wrong with it by itself."""

    reading: WorkbookReading
    findings: tuple[Finding, ...]


def scheme_for(stamp: FormStamp | None, asked: str | Path | None) -> Scheme:
    """The scheme that is asked for, else the one that the workbook names, else the base scheme; for a roster as the roster shows it.

    A workbook may name a shipped scheme only: what somebody hands in must not make the program open a folder. Any other name is a
    `WorkbookError`, so that the other files go on.
    """
    if asked is None:
        asked = stamp.scheme if stamp and stamp.scheme else DEFAULT_SCHEME
        if asked not in shipped_ids():
            raise WorkbookError("workbook-unreadable", f"表单由方案“{asked}”生成，本机没有这个方案，须用 --scheme 指明方案文件夹")
    scheme = Scheme.load(asked)
    return roster_scheme(scheme) if stamp and stamp.kind in ("roster", FEEDBACK) else scheme


def foreign_note(count: int, asked: str | Path | None, done: str) -> tuple[str, ...]:
    """That workbooks of unknown origin were read by the base scheme, since nobody named another. `done`: 读取 or 校验."""
    return (f"{count} 个文件不是标准表单，按“{Scheme.load(DEFAULT_SCHEME).title}”{done}。",) if count and asked is None else ()


def read_file(path: Path, shown: str, scheme: str | Path | None) -> WorkbookReading:
    """All tables of one file; `WorkbookError` where it cannot be read, `SchemeError` where its scheme is not to be had."""
    raw = read_workbook(path, shown)
    return understand(raw, scheme_for(raw.stamp, scheme))


def judge_file(path: Path, shown: str, scheme: str | Path | None, as_of: date, phase: str | None = None) -> Judged:
    """One file read and judged; `phase` goes before what a standard form says."""
    raw = read_workbook(path, shown)
    known = scheme_for(raw.stamp, scheme)
    reading = understand(raw, known)
    if raw.stamp is not None and raw.stamp.kind == FEEDBACK:  # its lines are about people whose rows were judged where they stand
        return Judged(reading, ())
    return Judged(reading, tuple(judge(reading, known, as_of, phase)))


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


def unreadable(shown: str, error: Unread) -> Finding:
    """The finding of a file of which nothing was read."""
    return finding(error.code, Place(shown), fix=error.cure if isinstance(error, WorkbookError) else "", reason=error.reason)
