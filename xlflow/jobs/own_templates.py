"""A folder of Word templates that people made themselves: each takes the place of the scheme's for the document that it is called after."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from xlflow.errors import UsageError
from xlflow.schemes.build import plain_title, template_names
from xlflow.schemes.faults import near
from xlflow.schemes.parts import Document
from xlflow.schemes.scheme import Scheme

_SUFFIX = ".docx"
_OF_OFFICE = ("~$", ".")
"""How the names of files begin that an office program leaves beside an open one."""


def own_templates(folder: Path | None, scheme: Scheme) -> Mapping[str, Path]:
    """The Word templates of a run by the ids of the documents: those of the scheme, and in their place those of the folder.

    A file is called after its document: id, title, or as the scheme's own template. `UsageError` for a file that is called otherwise, so
    that no slip of the pen leaves the old form in use, for two of one document, and for a folder without any.
    """
    if folder is None:
        return scheme.templates
    if not folder.is_dir():
        raise UsageError(f"模板文件夹 {folder} 不存在；请核对 --templates。")
    own: dict[str, Path] = {}
    files = sorted(file for file in folder.iterdir() if file.suffix.lower() == _SUFFIX and not file.name.startswith(_OF_OFFICE))
    for file in files:
        document = document_called(file.stem, scheme)
        if document is None:
            raise UsageError(f"模板 {file.name}：{no_such_document(file.stem, scheme)}")
        if not document.template:
            raise UsageError(f"模板 {file.name}：“{document.title}”是工作簿，不用 Word 模板；请从 {folder} 移走这个文件。")
        if document.id in own:
            raise UsageError(f"模板 {own[document.id].name} 和 {file.name} 是同一种材料（{document.title}）；请只留一个。")
        own[document.id] = file
    if not own:
        raise UsageError(f"模板文件夹 {folder} 里没有 .docx 文件；文件名须是材料的名称或编号，如 推荐函.docx。")
    return {**scheme.templates, **own}


def document_called(name: str, scheme: Scheme) -> Document | None:
    """The document of that id, of that title, or whose template has that name; None where there is none."""
    file = f"{name}{_SUFFIX}".casefold()
    return next((each for each in scheme.documents.values() if file in map(str.casefold, template_names(each))), None)


def no_such_document(name: str, scheme: Scheme) -> str:
    """One sentence: the scheme has no such document, the near one, and all that it has."""
    by_word = [document for document in scheme.documents.values() if document.template]
    names = [name for document in by_word for name in (document.id, plain_title(document))]
    listed = "、".join(f"{plain_title(document)}（{document.id}）" for document in by_word)
    return f"方案“{scheme.title}”没有名为“{name}”的材料{near(name, names)}；用 Word 模板的有：{listed}。"
