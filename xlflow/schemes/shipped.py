"""Where schemes are found: a folder of the user's, then those in the package, then those of the checkout."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from xlflow.errors import SchemeError
from xlflow.patterns import pattern
from xlflow.schemes.faults import near
from xlflow.schemes.parts import Document

_SUFFIX = ".docx"
_IN_BRACES = pattern(r"\{[^}]*\}")


def template_names(document: Document) -> tuple[str, ...]:
    """What the file of a document's template may be called: as the scheme says, by its id, by its title."""
    names = (document.template, f"{document.id}{_SUFFIX}", f"{plain_title(document)}{_SUFFIX}")
    return tuple(dict.fromkeys(filter(None, names)))


def plain_title(document: Document) -> str:
    """The title without what differs from one document to the next: 推优工作情况通报 for {period}推优工作情况通报."""
    return _IN_BRACES.sub("", document.title)


def document_called(name: str, documents: Iterable[Document]) -> Document | None:
    """The document of that id, of that title, or whose template has that name; None where there is none."""
    file = f"{name}{_SUFFIX}".casefold()
    return next((each for each in documents if file in map(str.casefold, template_names(each))), None)


def no_such_document(name: str, documents: Iterable[Document]) -> str:
    """没有名为“…”的材料, with the near one and all that there are."""
    return _not_found(name, list(documents), "可用的有")


def no_such_template(name: str, documents: Iterable[Document]) -> str:
    """没有名为“…”的材料, with the near one and all that have a Word template."""
    return _not_found(name, [document for document in documents if document.template], "用 Word 模板的有")


def _not_found(name: str, documents: Sequence[Document], offer: str) -> str:
    names = [name for document in documents for name in (document.id, plain_title(document))]
    listed = "、".join(f"{plain_title(document)}（{document.id}）" for document in documents)
    return f"没有名为“{name}”的材料{near(name, names)}；{offer}：{listed}"


SCHEME_FILE = "scheme.toml"
CALENDAR_FILE = "calendar.toml"
DOCUMENTS_FOLDER = "documents"
MODULES_FOLDER = "tables"

_PACKAGE = Path(__file__).resolve().parents[1]
_HOMES = (_PACKAGE / "templates", _PACKAGE.parent / "templates")
"""In a wheel the schemes lie inside the package, in a checkout beside it."""


@cache
def home() -> Path:
    """The folder of the shipped schemes and the calendar."""
    for folder in _HOMES:
        if folder.is_dir():
            return folder
    raise SchemeError("xlflow 自带的方案文件夹 templates 不见了；请重新安装 xlflow。")


@cache
def shipped_ids() -> tuple[str, ...]:
    """The ids of the shipped schemes, in order."""
    return tuple(sorted(file.parent.name for file in home().glob(f"*/{SCHEME_FILE}")))


def modules() -> dict[str, Path]:
    """The files of shared tables that schemes may use, by name, in order."""
    return {file.stem: file for file in sorted((home() / MODULES_FOLDER).glob("*.toml"))}


def find_folder(id_or_folder: str | Path, beside: Path | None = None) -> Path:
    """The folder of a scheme, absolute. A name may be a folder or a shipped id.

    `beside` is the absolute folder of a scheme that extends the one sought: folders are looked up from there, never that one itself.
    `SchemeError` names the ids there are, and the one that is close.
    """
    for folder in _candidates(id_or_folder, beside):
        if _is_scheme(folder) and (found := folder.resolve()) != beside:
            return found
    given = str(id_or_folder)
    if os.path.isdir(given):  # noqa: PTH112 - Path.is_dir raises for names that are too long
        raise SchemeError(f"文件夹 {given} 里没有 {SCHEME_FILE}；请指定方案文件夹，或用 xlflow scheme copy 复制一个。")
    ids = shipped_ids()
    raise SchemeError(f"没有名为“{given}”的方案{near(given, ids)}；现有方案：{'、'.join(ids) or '无'}，也可以指定一个方案文件夹。")


def _is_scheme(folder: Path) -> bool:
    try:
        return (folder / SCHEME_FILE).is_file()
    except OSError:  # a name that no file system can hold
        return False


def _candidates(id_or_folder: str | Path, beside: Path | None) -> Iterator[Path]:
    given = Path(id_or_folder)
    if given.name == SCHEME_FILE:
        given = given.parent
    if beside is None:
        yield given
    else:
        is_path = given.is_absolute() or "/" in str(id_or_folder) or given.name == ".."
        yield (beside if is_path else beside.parent) / given
    if isinstance(id_or_folder, str):
        yield home() / id_or_folder
