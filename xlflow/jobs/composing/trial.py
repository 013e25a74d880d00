"""A template of unknown origin is first tried in the limited child process, on invented material.

A trial finds what would take the machine with it: a template that does not end or eats memory, a zip bomb, a file that fetches others.
What else is wrong with a template is told by `template check`, and by the document that meets it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from xlflow.documents.context.sample import SAMPLES, TYPICAL, sample_mapping
from xlflow.documents.template import CostlyTemplateError, Template
from xlflow.errors import InternalError, TemplateError, WorkbookError
from xlflow.files.child_process.executor import LimitedExecutor
from xlflow.files.reading.archive import MIB
from xlflow.files.reading.inbox import is_device
from xlflow.files.reading.word_file import WORD_LIMITS, dangers
from xlflow.jobs.composing.trusted_templates import is_trusted, trust
from xlflow.schemes.parts import Document
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.shipped import home

T = TypeVar("T")
_MOST_PEOPLE = max(SAMPLES, key=lambda sample: sample.people)


def is_shipped(path: Path) -> bool:
    """Whether a template lies in the folder that comes with the program."""
    return Path(os.path.realpath(path)).is_relative_to(home())  # unlike resolve() it says nothing of links that lead in a circle


def template_content(path: Path) -> bytes:
    """The bytes of a template; `TemplateError` where it is not there, or larger than a template can be."""
    try:
        if is_device(path):
            raise TemplateError(f"{path.name}：是管道或设备，不是文件；请换成 .docx 文件。")
        size = path.stat().st_size
        if size > WORD_LIMITS.file_bytes:
            limit = WORD_LIMITS.file_bytes // MIB
            raise TemplateError(f"{path.name}：文件有 {size / MIB:.0f} MiB，上限 {limit} MiB；请删去或压缩其中的图片。")
        return path.read_bytes()
    except OSError as error:
        raise TemplateError(f"{path}：找不到或打不开这个模板；请核对路径，并先在 Word 里关闭它。") from error


class Trials:
    """The limited child of a run, in which its templates are tried one after the other. It starts with the first."""

    def __init__(self) -> None:
        self._executor = LimitedExecutor(1, WORD_LIMITS)

    def __enter__(self) -> Trials:
        """Nothing is started yet."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Ends the child."""
        self._executor.__exit__(kind, error, trace)

    def refuse_harmful(self, content: bytes, name: str, document: Document, scheme: Scheme, day: date) -> None:
        """`TemplateError` with one sentence for a template that does harm; it is tried unless it was before."""
        if is_trusted(content):
            return
        found = self.call(name, dangers, content)
        if found:
            raise TemplateError(f"{name}：{found[0]}。")
        self.call(name, _fill_in, content, name, [sample_mapping(document, scheme, day, sample) for sample in (TYPICAL, _MOST_PEOPLE)])
        trust(content)

    def call(self, name: str, function: Callable[..., T], *arguments: object) -> T:
        """What a function gives in the child; `TemplateError` where it dies or raises one, `CostlyTemplateError` where it passes a limit.

        `name`: of the template.
        """
        try:
            return self._executor.submit(function, *arguments).result()
        except WorkbookError as error:
            raise CostlyTemplateError(f"{name}：{in_words(error, '试填')}；请核对其中的循环和重复，或换一个模板。") from error
        except InternalError as error:
            raise TemplateError(f"{name}：试填时出错（{error.kind}）；请用 Word 或 WPS 另存为 .docx 后重试。") from error


def in_words(error: WorkbookError, doing: str) -> str:
    """Why the child ended, when it was doing something else than reading a workbook."""
    if error.code == "workbook-too-large":
        return error.reason.replace("读取", doing)
    return f"{doing}时程序中止，文件可能已损坏"


def rendered(content: bytes, name: str, mapping: dict[str, object]) -> bytes:
    """The document; runs in the child."""
    return Template(content, name).render(mapping)


def _fill_in(content: bytes, name: str, mappings: Sequence[dict[str, object]]) -> None:
    """`TemplateError` for what costs too much; what is only wrong is left to whoever makes documents by it."""
    try:
        for mapping in mappings:
            rendered(content, name, mapping)
    except CostlyTemplateError:
        raise
    except TemplateError:
        return
