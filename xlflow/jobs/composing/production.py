"""Documents rendered, proved and written: here for a few, in child processes for many. Whatever process does it, the files are the same."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from xlflow.documents.proof import Expected, document_text, leak, mismatch
from xlflow.documents.template import Template, UnfilledError
from xlflow.errors import OutputError, TemplateError
from xlflow.files.writing.file_names import digest_of, inside
from xlflow.files.writing.save import save


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
