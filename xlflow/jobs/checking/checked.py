"""What 校验 knows of files once they are judged and marked. The process that only tells of it imports no more than this."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from xlflow.errors import InternalError
from xlflow.findings import Finding


class CheckedFile(Struct, frozen=True):
    """A workbook that was checked: its place, its name in findings, the people read, and whether anything could be read.

    `sha256` is that of the bytes that were judged; `is_form`: `new` made it.
    """

    path: Path
    name: str
    rows: int
    readable: bool
    sha256: str = ""
    is_form: bool = False


class JudgedFile(Struct, frozen=True):
    """A file as its child hands it back, with all that is wrong with it by itself.

    `read_by` is the title of the scheme by which a workbook of unknown origin was read, `packed` what is compared with other workbooks,
    unpacked only where there are others; both are empty where there is nothing of the kind.
    """

    file: CheckedFile
    findings: tuple[Finding, ...]
    read_by: str = ""
    packed: bytes = b""


class MarkResult(Struct, frozen=True):
    """What was written, how many workbooks bore these marks already, and a sentence for each that was not marked or not wholly.

    `faults`: faults of ours, one a file that they kept from being marked.
    """

    written: tuple[Path, ...] = ()
    unchanged: int = 0
    refused: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    faults: tuple[InternalError, ...] = ()
