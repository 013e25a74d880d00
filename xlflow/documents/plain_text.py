"""The text of a finished Word file or workbook as somebody reads it, without knowing how it was made."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator

_TEXT_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_CELL_PARTS = re.compile(r"xl/sharedStrings\.xml|xl/worksheets/sheet\d+\.xml")
_CELL_TEXTS = re.compile(r"<si>(.*?)</si>|<is>(.*?)</is>", re.DOTALL)
_MARKS = re.compile(r"(?<![0-9A-Za-z])(?=[0-9]*[a-f])[0-9a-z]{10,}(?![0-9A-Za-z])")
"""Fingerprints by which a workbook is known again: digits and small letters."""
_FIELD_CODES = re.compile(r"<w:instrText[^>]*>[^<]*</w:instrText>")
_ENDS = re.compile(r"</w:p>|<w:(?:br|cr|tab)\b[^>]*/>")
_MARKUP = re.compile(r"<[^>]*>")


def document_text(content: bytes) -> str:
    """The text of body, headers, footers and notes of a .docx, a line for each paragraph."""
    return "\n".join(_parts(content))


def _parts(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if _TEXT_PARTS.fullmatch(name):
                yield markup_text(archive.read(name).decode("utf-8"))


def markup_text(markup: str) -> str:
    """The text of WordprocessingML: paragraphs, line breaks and tabs begin a new line, field codes are no text."""
    return html.unescape(_MARKUP.sub("", _ENDS.sub("\n", _FIELD_CODES.sub("", markup))))


def workbook_text(content: bytes) -> str:
    """The texts in the cells of a .xlsx, a line for each, without the fingerprints by which rows are known again.

    Numbers and days that are no text are not among them.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [archive.read(name).decode("utf-8") for name in archive.namelist() if _CELL_PARTS.fullmatch(name)]
    texts = (text for part in parts for found in _CELL_TEXTS.findall(part) for text in found if text)
    return _MARKS.sub("", "\n".join(html.unescape(_MARKUP.sub("", text)) for text in texts))
