"""What goes out beside the documents: one file of all of them for the printer, and PDFs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct, field

from xlflow.documents.bundle import bundle as bundled
from xlflow.errors import OutputError, UsageError
from xlflow.files.writing.save import save
from xlflow.jobs.composing.manifest import NotComposed
from xlflow.jobs.composing.planned_documents import NAMED_AT_MOST
from xlflow.jobs.composing.rendering import AT_ONCE, can_print, printed
from xlflow.messages import some_of


class Beside(Struct):
    """The files that were written, those that could not be, and what people should know of them."""

    files: list[Path] = field(default_factory=list)
    failed: list[NotComposed] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def save(self, path: Path, content: bytes | Callable[[BinaryIO], None]) -> bool:
        """Writes a file; whether that was possible."""
        try:
            self.files.append(save(path, content))
        except OutputError as error:
            self.failed.append(NotComposed("", path.name, "", str(error)))
            return False
        return True


_SUFFIX = ".docx"


def refuse_without(bundle: Path | None, *, pdf: bool, overwrite: bool) -> None:
    """`UsageError` or `OutputError` where what is asked for cannot be had: said before any document is made."""
    if bundle is not None and bundle.suffix.lower() != _SUFFIX:
        raise UsageError(f"--bundle 的文件名须以 .docx 结尾，现在是“{bundle.name}”。")
    if bundle is not None and bundle.exists() and not overwrite:
        raise OutputError(f"{bundle} 已存在，未改动；要覆盖请加 --overwrite，或换一个文件名。")
    if pdf and not can_print():
        raise UsageError("没有找到 LibreOffice 或 Word，不能生成 PDF；请安装其中一个后重试，或去掉 --pdf。")


def extras(documents: Sequence[Path], bundle: Path | None, title: str, *, pdf: bool) -> Beside:
    """Writes the bundle of the Word files among the documents, and a PDF beside each of them and beside the bundle."""
    words = [path for path in documents if path.suffix.lower() == _SUFFIX]
    beside = Beside()
    if bundle is not None and not words:
        beside.notes.append("没有 Word 材料，合订本未生成。")
        return beside
    if bundle is not None and beside.save(bundle, lambda file: bundled((path.read_bytes() for path in words), title, file)):
        words.append(bundle)
    if pdf:
        _print(words, beside)
    return beside


def _print(words: Sequence[Path], beside: Beside) -> None:
    """A PDF beside each file."""
    missing = []
    for start in range(0, len(words), AT_ONCE):
        some = words[start : start + AT_ONCE]
        found = printed(some, blank_pages=True)
        for path in some:
            if path in found:
                beside.save(path.with_suffix(".pdf"), found[path])
            else:
                missing.append(path.name)
    if missing:
        beside.notes.append(f"{len(missing)} 份没有转成 PDF：{some_of(missing, NAMED_AT_MOST, '')}。")
