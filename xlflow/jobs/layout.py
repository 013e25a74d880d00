"""版式: Word files against GB/T 9704-2012, as the file says it and as it prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from xlflow.documents.conformance.document_parts import DocumentKind
from xlflow.documents.conformance.layout_checks import all_checks, subject_of
from xlflow.documents.conformance.layout_profile import LayoutProfile, read_profile
from xlflow.documents.conformance.pdf_pages import read_pages
from xlflow.documents.conformance.printable import named_faces, printable
from xlflow.documents.conformance.readings import LayoutCheck, MeasuredDocument
from xlflow.errors import UsageError, WorkbookError
from xlflow.files.reading.word_file import dangers, read_docx
from xlflow.jobs.composing.printing_pdf import AT_ONCE, can_print, printed_contents
from xlflow.jobs.running.installed_fonts import Fonts, installed_fonts
from xlflow.jobs.running.progress_callback import Progress, silent
from xlflow.schemes.shipped import home

NATIONAL = Path("layout") / "gb9704.toml"


class CheckedDocument(Struct, frozen=True):
    """A Word file that was checked: its name, what kind it was judged as and whether with a seal, its checks, how it was printed.

    `pages` is 0 where it was not printed; `note` says which fonts stood in where it was.
    """

    file: str
    kind: DocumentKind
    seal: bool
    checks: tuple[LayoutCheck, ...]
    pages: int
    note: str = ""

    @property
    def conforms(self) -> bool:
        """Whether all that must be is."""
        return not any(check.breaks for check in self.checks)

    def as_dicts(self) -> Iterator[dict[str, str]]:
        """As `layout --json` prints it: one object a check."""
        for check in self.checks:
            yield {"file": self.file, "kind": self.kind, "seal": "yes" if self.seal else "no", **check.as_dict()}


class LayoutResult(Struct, frozen=True):
    """The documents that were checked, and one sentence for each file that could not be."""

    profile: str
    documents: tuple[CheckedDocument, ...]
    refused: tuple[str, ...]

    @property
    def conforms(self) -> bool:
        """Whether every file was read and all that must be is."""
        return not self.refused and all(document.conforms for document in self.documents)


class _Opened(Struct, frozen=True):
    """A file that was read, and why it is not printed."""

    file: str
    content: bytes
    subject: MeasuredDocument
    not_printed: str
    note: str


def layout(
    files: Sequence[Path],
    *,
    kind: str | None = None,
    seal: bool | None = None,
    profile: Path | None = None,
    progress: Progress = silent,
) -> LayoutResult:
    """The checks of every file; kind and seal are guessed from what stands in it where they are not given."""
    against = _profile(profile)
    fonts = None if _unprintable() else installed_fonts()
    opened: list[_Opened] = []
    refused: list[str] = []
    for number, path in enumerate(files):
        progress(number, len(files), path.name)
        try:
            opened.append(_open(path, against, DocumentKind(kind) if kind else None, seal, fonts))
        except WorkbookError as error:
            refused.append(error.reason)
    pages = _pages(opened, progress)
    progress(len(files), len(files), "完成")
    return LayoutResult(against.title, tuple(_checked(one, pages.get(place)) for place, one in enumerate(opened)), tuple(refused))


def _profile(local: Path | None) -> LayoutProfile:
    """The national profile, with that of the unit laid over it."""
    national = home() / NATIONAL
    below = read_profile(national.read_text(encoding="utf-8"), national.name)
    if local is None:
        return below
    try:
        return read_profile(local.read_text(encoding="utf-8-sig"), local.name, below)
    except FileNotFoundError as error:
        raise UsageError(f"没有文件 {local}；请核对 --profile 后的文件名。") from error
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{local} 读不出来；--profile 后应是 UTF-8 编码的 TOML 文件。") from error


def _open(path: Path, profile: LayoutProfile, kind: DocumentKind | None, seal: bool | None, fonts: Fonts | None) -> _Opened:
    content = read_docx(path, str(path))
    try:
        subject = subject_of(content, profile, kind, seal)
    except ValueError as error:
        raise WorkbookError("workbook-unreadable", f"{path} 读不出来：文件已损坏；请用 Word 或 WPS 打开后另存为 .docx。") from error
    why, note = _unprintable(), ""
    if not why and (found := dangers(content)):
        why = found[0]
    if not why:
        why, note = _fonts(subject, fonts)
    return _Opened(str(path), content, subject, why, note)


def _unprintable() -> str:
    """Why nothing can be printed and measured on this machine; empty where it can."""
    if not can_print():
        return "没有安装 LibreOffice，不能量印出来的页面"
    return "" if find_spec("pypdfium2") else "没有安装 pypdfium2（pip install xlflow[layout]），不能量印出来的页面"


def _fonts(subject: MeasuredDocument, fonts: Fonts | None) -> tuple[str, str]:
    """Why a document cannot be printed as it should for lack of fonts, and which fonts stand in.

    All Chinese faces are one em wide: what stands in breaks the lines alike, and is told. A font without Chinese does not.
    """
    if fonts is None:
        return "这台机器上查不到字体清单，不能量印出来的页面", ""
    standing_in = {}
    for name in named_faces(subject.word):
        face = subject.face(name)
        same = tuple(known for known, of in subject.profile.faces.items() if of == face)
        if fonts.has_any((name, *same)):
            continue
        standing_in[name] = fonts.stand_in(name)
        if not standing_in[name]:
            return f"没有字体“{name}”，也没有可以代替它的中文字体，不能量印出来的页面", ""
    told = "、".join(f"“{name}”由“{other}”" for name, other in standing_in.items())
    return "", f"没有的字体：{told}代替" if told else ""


def _pages(opened: Sequence[_Opened], progress: Progress) -> Mapping[int, bytes]:
    """The PDF of every file that can be printed, by its place."""
    wanted = [place for place, one in enumerate(opened) if not one.not_printed]
    found: dict[int, bytes] = {}
    for start in range(0, len(wanted), AT_ONCE):
        progress(start, len(wanted) + 1, "印出来量")
        some = wanted[start : start + AT_ONCE]
        pdfs = printed_contents([printable(opened[place].content, opened[place].subject.word) for place in some])
        found |= {place: pdf for place, pdf in zip(some, pdfs, strict=True) if pdf}
    return found


def _checked(one: _Opened, pdf: bytes | None) -> CheckedDocument:
    subject = replace(one.subject, pages=read_pages(pdf)) if pdf else one.subject
    why = one.not_printed or "LibreOffice 没有印出这份文件，不能量印出来的页面"
    return CheckedDocument(
        one.file, subject.kind, subject.seal, all_checks(subject, why), len(subject.pages), one.note if subject.pages else ""
    )
