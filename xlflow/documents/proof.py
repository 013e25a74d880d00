"""A finished document read again and compared with the rows it was made from.

What the template prints in any case must be in the text, as the row has it. What only a row can have brought in (a name of the roster,
an identity, student or phone number, a date) must be among the values of this document or in its template: one person's
letter never carries what belongs to another.
"""

from __future__ import annotations

import html
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from xlflow.findings import mask

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


_PUBLIC_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml")
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
        for part in filter(_PUBLIC_PARTS.fullmatch, archive.namelist()):
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


_BLANKS = re.compile(r"[\s\x00-\x1f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]+")
_FACTS = re.compile(r"\d{4}年\d{1,2}月(?:\d{1,2}日)?|\d{8,}[\dXx]?")
_WORDS = re.compile(r"[\u3400-\u9fff·\U00020000-\U0003ffff]+")


class Expected(Struct, frozen=True):
    """What is compared: texts that must be there, each with what people call it, and all values that may be there."""

    texts: tuple[tuple[str, str], ...]
    values: tuple[str, ...]


def mismatch(text: str, expected: Expected, template_text: str, people: frozenset[str]) -> str:
    """The first difference between a document and its row, in words; empty where there is none. `people`: every name of the run."""
    squeezed = _squeezed(text)
    for label, value in expected.texts:
        if _squeezed(value) not in squeezed:
            return f"表里的{label}是“{value}”，文中没有"
    known = "\0".join((*expected.values, template_text))
    for fact in dict.fromkeys(_FACTS.findall(text)):
        if fact not in known and not _is_made_of(fact, known):
            return f"文中的“{mask(fact)}”不在这份材料的数据里"
    for name in _names(text, people):
        if name not in known and not any(_overlaps(name, own) for own in people if own in known):
            return f"文中的“{name}”不是这份材料的人"
    return ""


def _is_made_of(fact: str, known: str) -> bool:
    """Whether two values stand side by side: a number of the row before a student number."""
    return any(fact[:cut] in known and fact[cut:] in known for cut in range(1, len(fact)))


def values_of(names: Mapping[str, object], used: frozenset[str]) -> Iterator[str]:
    """Every text and number among the used names of a document, those in rows too."""
    for name in used & names.keys():
        yield from _flat(names[name])


def _flat(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _flat(each)
    elif isinstance(value, Sequence):
        for each in value:
            yield from _flat(each)
    elif isinstance(value, int | float):
        yield str(value)


def _squeezed(text: str) -> str:
    return _BLANKS.sub("", text)


def _names(text: str, people: frozenset[str]) -> Iterator[str]:
    """The names of people that stand in a text: its pieces are looked up, since there may be thousands of people."""
    lengths = _lengths(people)
    found: dict[str, None] = {}
    for word in _WORDS.findall(text):
        for length in lengths:
            for start in range(len(word) - length + 1):
                piece = word[start : start + length]
                if piece in people:
                    found[piece] = None
    return iter(found)


@lru_cache(maxsize=8)
def _lengths(people: frozenset[str]) -> tuple[int, ...]:
    return tuple(sorted({len(name) for name in people if len(name) > 1}))


def _overlaps(name: str, own: str) -> bool:
    """Whether a found name is only the end of one that belongs here and what stands behind it (王明 in 王明为入党积极分子)."""
    return name != own and (name.startswith(own) or name.endswith(own))
