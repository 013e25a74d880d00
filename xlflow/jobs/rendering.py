"""Word files printed to PDF by LibreOffice, in a profile of its own so that an open window is never disturbed."""

from __future__ import annotations

import contextlib
import re
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from xlflow.jobs.doctor import find_libreoffice

_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")
_SECONDS_EACH = 60
_SECONDS_START = 120
_WITH_BLANKS = 'pdf:writer_pdf_Export:{"IsSkipEmptyPages":{"type":"boolean","value":"false"}}'


def page_count(pdf: bytes) -> int:
    """The pages of a PDF that LibreOffice wrote: it keeps their objects readable."""
    return len(_PAGE.findall(pdf))


def can_print() -> bool:
    """Whether LibreOffice is here."""
    return find_libreoffice() is not None


def printed(files: Sequence[Path], *, blank_pages: bool = False) -> Mapping[Path, bytes]:
    """The PDF of every Word file that LibreOffice could print, in one run of it; the files themselves are only read.

    `blank_pages`: with the empty backs that stand before a section which begins on a front page.
    """
    pdfs = printed_contents([path.read_bytes() for path in files], blank_pages=blank_pages)
    return {path: pdf for path, pdf in zip(files, pdfs, strict=True) if pdf}


def printed_contents(contents: Sequence[bytes], *, blank_pages: bool = False) -> tuple[bytes | None, ...]:
    """The same for Word files in memory, in their order; None for one that LibreOffice could not print."""
    program = find_libreoffice()
    if program is None or not contents:
        return (None,) * len(contents)
    with tempfile.TemporaryDirectory(prefix="xlflow-print-") as folder:
        work = Path(folder)
        copies = [work / f"{number}.docx" for number in range(len(contents))]
        for copy, content in zip(copies, contents, strict=True):
            copy.write_bytes(content)
        profile = (work / "profile").as_uri()
        command: list[str | Path] = [
            program,
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            _WITH_BLANKS if blank_pages else "pdf",
            "--outdir",
            work,
            *copies,
        ]
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            subprocess.run(command, capture_output=True, check=False, timeout=_SECONDS_START + _SECONDS_EACH * len(contents))
        return tuple(pdf.read_bytes() if (pdf := copy.with_suffix(".pdf")).is_file() else None for copy in copies)
