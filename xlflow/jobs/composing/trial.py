"""A template of unknown origin is first tried in the limited child process, on invented material.

A trial finds what would take the machine with it: a template that does not end or eats memory, a zip bomb, a file that fetches others.
What else is wrong with a template is told by `template check`, and by the document that meets it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from xlflow import __version__
from xlflow.documents.context.sample_material import SAMPLES, TYPICAL, sample_mapping
from xlflow.documents.template import CostlyTemplateError, Template
from xlflow.errors import InternalError, TemplateError, UsageError, WorkbookError
from xlflow.files.child_process.executor import LimitedExecutor
from xlflow.files.reading.read_limits import MIB
from xlflow.files.reading.word_file import WORD_LIMITS, dangers
from xlflow.files.writing.file_names import is_device
from xlflow.schemes.parts import Document
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.shipped import document_called, home, no_such_template

_SUFFIX = ".docx"
_OTHER_SUFFIXES = frozenset({".doc", ".docm", ".dot", ".dotm", ".dotx", ".odt", ".ott", ".rtf", ".wps", ".wpt"})
"""Of texts of office programs that are no .docx."""
_OF_OFFICE = ("~$", ".")
"""How the names of files begin that an office program leaves beside an open one."""


def own_templates(folder: Path | None, scheme: Scheme) -> Mapping[str, Path]:
    """The Word templates of a run by the ids of the documents: those of the scheme, and in their place those of the folder.

    A file is called after its document: id, title, or as the scheme's own template. `UsageError` for a file that is called otherwise, or
    saved as .doc, so that no slip of the pen leaves the old form in use, for two of one document, and for a folder without any.
    """
    if folder is None:
        return scheme.templates
    if not folder.is_dir():
        raise UsageError(f"模板文件夹 {folder} 不存在；请核对 --templates。")
    own: dict[str, Path] = {}
    for file in sorted(file for file in folder.iterdir() if not file.name.startswith(_OF_OFFICE)):
        if file.suffix.lower() in _OTHER_SUFFIXES:
            raise UsageError(f"模板 {file.name} 不是 .docx；请在 Word 或 WPS 里另存为 .docx，再从 {folder} 移走这个文件。")
        if file.suffix.lower() != _SUFFIX:
            continue
        document = document_called(file.stem, scheme.documents.values())
        if document is None:
            raise UsageError(f"模板 {file.name}：方案“{scheme.title}”{no_such_template(file.stem, scheme.documents.values())}。")
        if not document.template:
            raise UsageError(f"模板 {file.name}：“{document.title}”是工作簿，不用 Word 模板；请从 {folder} 移走这个文件。")
        if document.id in own:
            raise UsageError(f"模板 {own[document.id].name} 和 {file.name} 是同一种材料（{document.title}）；请只留一个。")
        own[document.id] = file
    if not own:
        raise UsageError(f"模板文件夹 {folder} 里没有 .docx 文件；文件名须是材料的名称或编号，如 推荐函.docx。")
    return {**scheme.templates, **own}


def cache_folder() -> Path:
    """Where this system keeps what a program may lose: LOCALAPPDATA, Library/Caches, XDG_CACHE_HOME or ~/.cache."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "xlflow" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "xlflow"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "xlflow"


def is_trusted(content: bytes) -> bool:
    """Whether a template with these bytes was tried by this version."""
    try:
        return _mark(content).is_file()
    except (OSError, RuntimeError):  # no home folder
        return False


def trust(content: bytes) -> None:
    """Remember that it was tried."""
    with suppress(OSError, RuntimeError):
        mark = _mark(content)
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()


def _mark(content: bytes) -> Path:
    return cache_folder() / "templates" / sha256(f"{__version__}\n".encode() + content).hexdigest()


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
