"""The checks of a document in memory, as the tests ask for them."""

from __future__ import annotations

from functools import cache

from templates.docx_draft import Draft, docx_bytes

from xlflow.documents.conformance.document_parts import DocumentKind
from xlflow.documents.conformance.layout_checks import all_checks, subject_of
from xlflow.documents.conformance.layout_profile import LayoutProfile, read_profile
from xlflow.documents.conformance.readings import CheckStatus, LayoutCheck, MeasuredDocument
from xlflow.documents.layout.page_setup import PageForm
from xlflow.schemes.shipped import home


@cache
def national() -> LayoutProfile:
    """The profile that is shipped."""
    path = home() / "layout" / "gb9704.toml"
    return read_profile(path.read_text(encoding="utf-8"), path.name)


def made(*markup: str, form: PageForm = PageForm.NUMBERED) -> bytes:
    """A Word file of this text."""
    return docx_bytes(Draft("", "".join(markup), form))


def subject(content: bytes, kind: DocumentKind | None = None, seal: bool | None = None) -> MeasuredDocument:
    """A document as the thing to be checked."""
    return subject_of(content, national(), kind, seal)


def checked(content: bytes, kind: DocumentKind | None = None, seal: bool | None = None) -> dict[str, LayoutCheck]:
    """The checks of the file by key."""
    return {check.key: check for check in all_checks(subject(content, kind, seal)) if check.layer == "S"}


def failing(content: bytes, kind: DocumentKind | None = None, seal: bool | None = None) -> set[str]:
    """The keys that fail in the file."""
    return {key for key, check in checked(content, kind, seal).items() if check.status is CheckStatus.FAIL}
