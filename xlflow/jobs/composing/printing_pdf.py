"""Word files printed to PDF: by LibreOffice in a profile of its own, so that no open window is disturbed, else by Word where it is."""

from __future__ import annotations

import base64
import contextlib
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct, field

from xlflow.documents.bundle import bundle as bundled
from xlflow.errors import OutputError, UsageError
from xlflow.files.writing.save import save
from xlflow.jobs.composing.manifest import NotComposed
from xlflow.jobs.doctor import find_libreoffice
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
_NAMED_AT_MOST = 8


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
        beside.notes.append(f"{len(missing)} 份没有转成 PDF：{some_of(missing, _NAMED_AT_MOST, '')}。")


_PDF, _QUIET, _NO_MACROS, _KEEP = 17, 0, 3, 0
"""wdExportFormatPDF, wdAlertsNone, msoAutomationSecurityForceDisable, wdDoNotSaveChanges."""
_SCRIPT = """$ErrorActionPreference = 'Stop'
$word = New-Object -ComObject Word.Application
try {{
  $word.Visible = $false
  $word.DisplayAlerts = {quiet}
  $word.AutomationSecurity = {no_macros}
  foreach ($source in @({files})) {{
    try {{
      $document = $word.Documents.Open($source, $false, $true, $false)
      $document.ExportAsFixedFormat([IO.Path]::ChangeExtension($source, '.pdf'), {pdf})
      $document.Close({keep})
    }} catch {{ [Console]::Error.WriteLine($_.Exception.Message) }}
  }}
}} finally {{
  $word.Quit({keep})
}}
"""


def has_word() -> bool:
    """Whether Word is registered on this Windows; never elsewhere."""
    if sys.platform != "win32":
        return False
    import winreg

    try:
        winreg.CloseKey(winreg.OpenKey(winreg.HKEY_CLASSES_ROOT, "Word.Application"))
    except OSError:
        return False
    return True


def word_script(files: Sequence[Path]) -> str:
    """What PowerShell is told: one hidden Word opens each file for reading only, without macros, and writes its PDF beside it.

    It is another Word than the one that is open: what people are writing there is not touched. A file costs little more than its path,
    since Windows takes no command line above 32,767 characters.
    """
    return _SCRIPT.format(files=", ".join(map(_quoted, files)), pdf=_PDF, quiet=_QUIET, no_macros=_NO_MACROS, keep=_KEEP)


def word_command(files: Sequence[Path]) -> list[str]:
    """The command line; the script goes as base64, so that no path with blanks or Chinese can be misread."""
    encoded = base64.b64encode(word_script(files).encode("utf-16-le")).decode("ascii")
    return ["powershell.exe", "-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass", "-EncodedCommand", encoded]


def _quoted(path: Path) -> str:
    """A literal text of PowerShell: nothing in it has a meaning but the quote, which is doubled, in all its forms."""
    text = str(path)
    for quote in "'\u2018\u2019\u201a\u201b":
        text = text.replace(quote, quote * 2)
    return f"'{text}'"


AT_ONCE = 40
"""Files for one run: LibreOffice keeps them all, and one that hangs takes the others with it; Word has their paths in one command line."""
_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")
_SECONDS_EACH = 60
_SECONDS_START = 120
_WITH_BLANKS = 'pdf:writer_pdf_Export:{"IsSkipEmptyPages":{"type":"boolean","value":"false"}}'


def page_count(pdf: bytes) -> int:
    """The pages of a PDF that LibreOffice wrote: it keeps their objects readable."""
    return len(_PAGE.findall(pdf))


def can_print() -> bool:
    """Whether LibreOffice or Word is here."""
    return find_libreoffice() is not None or has_word()


def printed(files: Sequence[Path], *, blank_pages: bool = False) -> Mapping[Path, bytes]:
    """The PDF of every Word file that could be printed, in one run; the files themselves are only read.

    `blank_pages`: with the empty backs that stand before a section which begins on a front page.
    """
    contents = {path: content for path in files if (content := _content(path)) is not None}
    pdfs = printed_contents(list(contents.values()), blank_pages=blank_pages)
    return {path: pdf for path, pdf in zip(contents, pdfs, strict=True) if pdf}


def _content(path: Path) -> bytes | None:
    with contextlib.suppress(OSError):
        return path.read_bytes()
    return None


def printed_contents(contents: Sequence[bytes], *, blank_pages: bool = False) -> tuple[bytes | None, ...]:
    """The same for Word files in memory, in their order; None for one that could not be printed."""
    program = find_libreoffice()
    if not contents or (program is None and not has_word()):
        return (None,) * len(contents)
    with tempfile.TemporaryDirectory(prefix="xlflow-print-") as folder:
        work = Path(folder)
        copies = [work / f"{number}.docx" for number in range(len(contents))]
        command = _libreoffice(program, work, copies, blank_pages) if program else word_command(copies)
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            for copy, content in zip(copies, contents, strict=True):
                copy.write_bytes(content)
            subprocess.run(command, capture_output=True, check=False, timeout=_SECONDS_START + _SECONDS_EACH * len(contents))
        pdfs = (copy.with_suffix(".pdf") for copy in copies)
        return tuple(pdf.read_bytes() if pdf.is_file() else None for pdf in pdfs)


def _libreoffice(program: Path, work: Path, copies: Sequence[Path], blank_pages: bool) -> list[str]:
    """The command line of LibreOffice."""
    profile = f"-env:UserInstallation={(work / 'profile').as_uri()}"
    target = _WITH_BLANKS if blank_pages else "pdf"
    return [str(program), profile, "--headless", "--convert-to", target, "--outdir", str(work), *map(str, copies)]
