"""A text list (.csv, .txt) as one sheet of strings, whichever encoding and separator a program at hand has chosen."""

from __future__ import annotations

import csv
import io
import re

from xlflow.errors import WorkbookError
from xlflow.files.reading.limits import Limits
from xlflow.patterns import pattern
from xlflow.tables.raw import RawSheet, RawValue

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_ENCODINGS = ("utf-8", "gb18030")
_SEPARATORS = (",\t;|", "，；、")
"""What may stand between cells; the full-width ones only where there is none of the others."""
_GUARDED = pattern(r'="([^"]*)"')
_CUT_NUMBER = pattern(r"(?:19|20)\d{2}\.1", re.ASCII)
_NO_TEXT = pattern(r"[\x00-\x08\x0e-\x1f]")
_PROBE_LINES = 20


def read_sheet(data: bytes, name: str, limits: Limits) -> RawSheet:
    """The list as one sheet called `name`; `="0012"`, which Excel shows as text, is 0012."""
    text = decode(data)
    if _NO_TEXT.search(text[:4096]):
        raise WorkbookError("workbook-type-mismatch", "内容不是文本")
    rows: list[list[RawValue]] = []
    left = limits.cells
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text)):
            left -= max(len(row), 1)
            if left < 0:
                raise WorkbookError("workbook-too-large", f"单元格超过 {limits.cells:,} 个")
            rows.append([_value(value) for value in row])
    except csv.Error as error:
        raise WorkbookError("workbook-unreadable", "不是逗号分隔的文本，或引号不成对") from error
    width = max(map(len, rows), default=0)
    return RawSheet(name, 0, [row + [""] * (width - len(row)) for row in rows])


def decode(data: bytes) -> str:
    """The text, told by its byte order mark, else by the first encoding that fits; UTF-16 is known by its zero bytes."""
    candidates = [encoding for bom, encoding in _BOMS if data.startswith(bom)]
    if not candidates and b"\x00" in data[:200]:
        candidates = ["utf-16-le" if data[1:200:2].count(0) >= data[0:200:2].count(0) else "utf-16-be"]
    for encoding in candidates or _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise WorkbookError("workbook-unreadable", "文本编码不是 UTF-8、UTF-16 或 GB18030")


def separator_of(text: str) -> str:
    """The separator that the first lines use most evenly; a comma where they use none."""
    lines = [line for line in text[:65_536].splitlines()[:_PROBE_LINES] if line.strip()]
    if lines and lines[0].lower().startswith("sep=") and len(lines[0]) == 5:
        return lines[0][4]
    counts = {separator: sum(line.count(separator) for line in lines) for kind in _SEPARATORS for separator in kind}
    kind = next((kind for kind in _SEPARATORS if sum(counts[separator] for separator in kind) >= len(lines)), _SEPARATORS[0])
    return max(kind, key=lambda separator: counts[separator])


def _value(value: str) -> RawValue:
    """The text of a cell. 2021.1 may be what is left of the number 2021.10, so that it is a number here too."""
    return float(value) if _CUT_NUMBER.fullmatch(value) else _unguarded(value)


def _unguarded(value: str) -> str:
    if value.startswith("="):
        guarded = _GUARDED.fullmatch(value)
        return guarded[1] if guarded else value
    return value
