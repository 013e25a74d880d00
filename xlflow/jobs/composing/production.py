"""Documents rendered, proved and written: here for a few, in child processes for many. Whatever process does it, the files are the same."""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from functools import lru_cache
from pathlib import Path
from types import TracebackType

from msgspec import Struct

from xlflow.documents.proof import Expected, document_text, leak, mismatch
from xlflow.documents.template import Template, UnfilledError
from xlflow.errors import InternalError, OutputError, TemplateError, WorkbookError
from xlflow.files.child_process.executor import make_executor
from xlflow.files.reading.read_limits import LIMITS, Limits
from xlflow.files.reading.word_file import WORD_LIMITS
from xlflow.files.writing.file_names import digest_of, inside
from xlflow.files.writing.save import save
from xlflow.jobs.composing.manifest import Entry
from xlflow.jobs.composing.trial import in_words


class Work(Struct, frozen=True):
    """What the documents of one kind have in common. `people`: the names of everybody in the run.

    `is_foreign`: the template did not come with the program, so that its documents are made in the limited child only.
    """

    template: Path
    folder: Path
    overwrite: bool
    people: frozenset[str]
    is_foreign: bool = False


class Order(Struct, frozen=True):
    """One document: its file, its names, what it must say; the file of these bytes (sha256) may be replaced.

    `public`: of a public document the texts whose telephone numbers it may show; None for any other.
    """

    file: str
    names: Mapping[str, object]
    expected: Expected
    replaceable: str = ""
    public: tuple[str, ...] | None = None


class Outcome(Struct, frozen=True):
    """The sha256 of the file that was written, or why none was. `stood`: a file of the same bytes was there already."""

    sha256: str = ""
    message: str = ""
    stood: bool = False


def fulfil(work: Work, orders: Sequence[Order]) -> list[Outcome]:
    """Makes documents of one kind; the outcome of each."""
    return [_made(work, order) for order in orders]


def _made(work: Work, order: Order) -> Outcome:
    try:
        template, text = template_at(work.template)
        content = template.render(order.names)
        wrong = mismatch(document_text(content), order.expected, text, work.people)
        if wrong:
            raise TemplateError(f"{template.name}：生成后核对不符，{wrong}；请核对模板，未写入。")
        if order.public is not None and (found := leak(content, order.public)):
            reason = f"{order.file}：公开文件不得写个人号码，{found}；请在表中删去，要留电话的只填公示受理人（通知填团委联系电话）"
            raise TemplateError(f"{reason}，未写入。")
        return written(work.folder, order.file, content, overwrite=work.overwrite, replaceable=order.replaceable)
    except (TemplateError, UnfilledError, OutputError) as error:
        return Outcome(message=str(error))


def template_at(path: Path) -> tuple[Template, str]:
    """The compiled template, and its text."""
    state = path.stat()
    return _compiled(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=64)
def _compiled(path: Path, modified_ns: int, size: int) -> tuple[Template, str]:
    """One object for each state of the file."""
    content = path.read_bytes()
    return Template(content, path.name), document_text(content)


def written(folder: Path, name: str, content: bytes, *, overwrite: bool, replaceable: str) -> Outcome:
    """Writes a document; `OutputError` where a file is there that may not be replaced.

    One of the same bytes is there already where an earlier run was cut off before it wrote its list.
    """
    path = inside(folder, name)
    sha256 = hashlib.sha256(content).hexdigest()
    if path.exists() and not overwrite:
        there = digest_of(path)
        if there == sha256:
            return Outcome(sha256, stood=True)
        if not replaceable:
            raise OutputError(f"{path} 已存在，内容不同，未改动；要换成新的，请先把它移走，或在命令行加 --overwrite。")
        if there != replaceable:
            raise OutputError(f"{path} 生成以后有人改过，未覆盖；不要那些改动的话，请先把它移走，或在命令行加 --overwrite。")
    save(path, content)
    return Outcome(sha256)


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
