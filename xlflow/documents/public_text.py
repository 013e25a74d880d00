"""What a public document must never say: an ID number, or the telephone of a person. It is read again when it is finished.

The names that a public template may use hold neither; what people wrote into a free text (a case of the briefing, a place of the
notice) can hold both.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator

from xlflow.documents.plain_text import markup_text
from xlflow.findings import mask

_TEXT_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml")
_KINDS = (
    ("身份证号", re.compile(r"(?<![\d])\d(?:[ -]?\d){16}[ -]?[\dXx](?!\d)", re.ASCII)),
    ("手机号码", re.compile(r"(?<!\d)1\d(?:[ -]?\d){9}(?!\d)", re.ASCII)),
)
_SIGNS = re.compile(r"[ -]")


def leak(content: bytes, allowed: Iterable[str]) -> str:
    """The first number that a public .docx must not show: in which paragraph, what it is, masked; "" where there is none.

    `allowed` are the texts whose telephone numbers may stand there: 公示受理人及联系方式, or the contact of a circular.
    """
    numbers = {_bare(found[0]) for text in allowed for found in _KINDS[1][1].finditer(_plain(text))}
    return next(_leaks(content, numbers), "")


def _leaks(content: bytes, allowed: set[str]) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for part in filter(_TEXT_PARTS.fullmatch, archive.namelist()):
            where = "正文" if part == "word/document.xml" else "页眉、页脚或注释"
            paragraphs = archive.read(part).decode("utf-8").split("</w:p>")
            for number, markup in enumerate(paragraphs, 1):
                text = _plain(markup_text(markup)).replace("\n", " ")
                for kind, pattern in _KINDS:
                    for found in pattern.finditer(text):
                        if kind == "身份证号" or _bare(found[0]) not in allowed:
                            yield f"{where}第 {number} 段写有{kind}（{mask(_bare(found[0]))}）"


def _plain(text: str) -> str:
    """Digits of full width as digits."""
    return unicodedata.normalize("NFKC", text)


def _bare(number: str) -> str:
    return _SIGNS.sub("", number)
