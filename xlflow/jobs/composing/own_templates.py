"""A folder of Word templates that people made themselves: each takes the place of the scheme's for the document that it is called after."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from xlflow.errors import UsageError
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.template_files import document_called, no_such_template

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
