"""What goes out beside the documents: one file of all of them for the printer, and PDFs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from xlflow.documents.bundle import bundle as bundled
from xlflow.errors import OutputError, UsageError
from xlflow.files.save import save
from xlflow.jobs.rendering import AT_ONCE, can_print, printed

_SUFFIX = ".docx"


class Extras(Struct, frozen=True):
    """The files that were written besides, and what people should know of them."""

    files: tuple[Path, ...] = ()
    notes: tuple[str, ...] = ()


def refuse_without(bundle: Path | None, *, pdf: bool, overwrite: bool) -> None:
    """`UsageError` or `OutputError` where what is asked for cannot be had: said before any document is made."""
    if bundle is not None and bundle.suffix.lower() != _SUFFIX:
        raise UsageError(f"--bundle 的文件名须以 .docx 结尾，现在是“{bundle.name}”。")
    if bundle is not None and bundle.exists() and not overwrite:
        raise OutputError(f"{bundle} 已存在，未改动；要覆盖请加 --overwrite，或换一个文件名。")
    if pdf and not can_print():
        raise UsageError("没有找到 LibreOffice 或 Word，不能生成 PDF；请安装其中一个后重试，或去掉 --pdf。")


def extras(documents: Sequence[Path], bundle: Path | None, title: str, *, pdf: bool) -> Extras:
    """Writes the bundle of the Word files among the documents, and a PDF beside each of them and beside the bundle."""
    words = [path for path in documents if path.suffix.lower() == _SUFFIX]
    files: list[Path] = []
    if bundle is not None and not words:
        return Extras(notes=("没有 Word 材料，合订本未生成。",))
    if bundle is not None:
        files.append(save(bundle, lambda file: bundled((path.read_bytes() for path in words), title, file)))
    if not pdf:
        return Extras(tuple(files))
    made, missing = _pdfs([*words, *files])
    notes = (f"{len(missing)} 份没有转成 PDF：{'、'.join(path.name for path in missing[:8])}。",) if missing else ()
    return Extras((*files, *made), notes)


def _pdfs(words: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """The PDFs, and the files of which there is none."""
    made, missing = [], []
    for start in range(0, len(words), AT_ONCE):
        some = words[start : start + AT_ONCE]
        found = printed(some, blank_pages=True)
        made += [save(path.with_suffix(".pdf"), found[path]) for path in some if path in found]
        missing += [path for path in some if path not in found]
    return made, missing
