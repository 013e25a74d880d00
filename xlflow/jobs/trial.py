"""A template of unknown origin is first tried in the limited child process, on invented material.

A trial finds what would take the machine with it: a template that does not end or eats memory, a zip bomb, a file that fetches others.
What else is wrong with a template is told by `template check`, and by the document that meets it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from xlflow.documents.context.sample import SAMPLES, TYPICAL, sample_mapping
from xlflow.documents.template import Template
from xlflow.errors import InternalError, TemplateError, WorkbookError
from xlflow.files.limited import LimitedExecutor
from xlflow.files.word_file import WORD_LIMITS, dangers
from xlflow.jobs.trusted import is_trusted, trust
from xlflow.schemes.parts import Document
from xlflow.schemes.scheme import Scheme

T = TypeVar("T")
_MOST_PEOPLE = max(SAMPLES, key=lambda sample: sample.people)


def refuse_harmful(content: bytes, name: str, document: Document, scheme: Scheme, day: date) -> None:
    """`TemplateError` with one sentence for a template that does harm; it is tried unless it was before."""
    if is_trusted(content):
        return
    found = limited_call(name, dangers, content)
    if found:
        raise TemplateError(f"{name}：{found[0]}。")
    mappings = tuple(sample_mapping(document, scheme, day, sample) for sample in (TYPICAL, _MOST_PEOPLE))
    limited_call(name, _fill_in, content, name, mappings)
    trust(content)


def rendered(content: bytes, name: str, mapping: dict[str, object]) -> bytes:
    """The document; runs in the child."""
    return Template(content, name).render(mapping)


def limited_call(name: str, function: Callable[..., T], *arguments: object) -> T:
    """What a function gives in the limited child; `TemplateError` where it passes a limit or dies, or raises one."""
    with LimitedExecutor(1, WORD_LIMITS) as executor:
        future = executor.submit(function, *arguments)
        try:
            return future.result()
        except WorkbookError as error:
            raise TemplateError(f"{name}：{_in_words(error)}；请核对其中的循环和重复，或换一个模板。") from error
        except InternalError as error:
            raise TemplateError(f"{name}：试填时出错（{error.kind}）；请用 Word 或 WPS 另存为 .docx 后重试。") from error


def _in_words(error: WorkbookError) -> str:
    if error.code == "workbook-too-large":
        return error.reason.replace("读取时", "试填时").replace("读取", "试填")
    return "试填时程序中止，文件可能已损坏"


def _fill_in(content: bytes, name: str, mappings: tuple[dict[str, object], ...]) -> None:
    """What is only wrong, and does no harm, is left to whoever makes documents by it."""
    for mapping in mappings:
        try:
            rendered(content, name, mapping)
        except TemplateError:
            return
