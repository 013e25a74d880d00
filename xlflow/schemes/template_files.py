"""What the file of a Word template may be called, and which document a file is for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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
