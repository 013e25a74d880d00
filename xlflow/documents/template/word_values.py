"""How a value gets into the XML of a Word document.

A value prints as its text: words (2026年3月5日, 85.7%, 是) are made before, in `documents.context`.
Line breaks and tabs become Word's own; characters that XML cannot hold are left out, for no document could show them. Any other value is a
`WordValue`.
"""

from __future__ import annotations

import re
from typing import NoReturn

from markupsafe import Markup, escape
from msgspec import Struct

from xlflow.documents.template.rendering_additions import Additions


class UnfilledError(Exception):
    """A document prints a value that is required and not there; the text names the value and the reason."""

    def __init__(self, label: str, fault: str) -> None:
        super().__init__(f"要印的“{label}”{fault}；请在表中填好后重新生成")


class UnfitError(Exception):
    """A value cannot stand where its tag stands, or is not what it should be; the text is the reason for the user."""


class Unfilled(Struct, frozen=True):
    """A required value that was left empty or could not be read: false in a condition, an error where it would be printed."""

    label: str
    fault: str = "还没有填"

    def __bool__(self) -> bool:
        """Nothing is there."""
        return False

    def __str__(self) -> str:
        """Filters and joins ask for the text: there is none."""
        self._refuse()

    def __html__(self) -> str:
        """As `__str__`, for autoescape."""
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise UnfilledError(self.label, self.fault)


class Paragraphs(Markup):
    """Whole paragraphs in WordprocessingML (prefix `w`); `{{p value }}` puts them in the place of its own paragraph."""

    __slots__ = ()


class PrintSpot(Struct, frozen=True):
    """Where a value prints: what the rendering adds to the file, and the part that is being rendered."""

    additions: Additions
    part: str


class WordValue:
    """A value that is more than text. A subclass gives the forms in which it can stand; the others are refused with the right tag."""

    needed = "{{p 名称 }}"
    """The tag that the value asks for, where it stands in another."""
    is_whole = False
    """Whether `{{p value }}` gives way to whole paragraphs; else the value prints inside the paragraph."""

    def in_run(self, spot: PrintSpot) -> str:
        """XML for the inside of a `w:t`: `{{ value }}`."""
        raise UnfitError(f"的值不能放在文字中间，请写成 {self.needed}")

    def as_runs(self, spot: PrintSpot, properties: str) -> str:
        """Whole runs: `{{r value }}`; `properties` is the formatting of the run that the tag stood in."""
        raise UnfitError(f"的值不能放在文字中间，请写成 {self.needed}")

    def as_paragraphs(self, spot: PrintSpot) -> str:
        """Whole paragraphs: `{{p value }}`."""
        raise UnfitError(f"的值不是整段文字，请写成 {self.needed}")

    def __str__(self) -> str:
        """Its text, where only text can stand: a filter, an attribute, a property."""
        raise UnfitError("的值不是文字，不能用在这里，也不能再用 | 处理")

    def __html__(self) -> str:
        """As `__str__`."""
        return str(escape(str(self)))


_UNPRINTABLE = re.compile("[\x00-\x06\x08\x0e-\x1f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_BREAKS = re.compile("\r\n|[\x07\t\n\r\x0b\x0c\x85\u2028\u2029]")
_SPECIAL = re.compile("[\x00-\x1f\x85\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_MARKUP = re.compile(f"[&<>\"'{_SPECIAL.pattern[1:]}")
PARAGRAPH_BREAK = "\ufdd8"
"""Stands in the text where a new paragraph begins, until the whole part is there (`repair`)."""
TAB = '</w:t><w:tab/><w:t xml:space="preserve">'
LINE = '</w:t><w:br/><w:t xml:space="preserve">'
PAGE = '</w:t><w:br w:type="page"/><w:t xml:space="preserve">'
_BREAK_XML = {"\t": TAB, "\x0c": PAGE, "\x07": PARAGRAPH_BREAK}


def word_text(value: object) -> str:
    """The value as XML for the inside of a `w:t`; XML that a macro made, as it is."""
    if value.__class__ is not str:
        if isinstance(value, Paragraphs):
            raise UnfitError(f"的值是整段文字，请写成 {WordValue.needed}，并独占一段")
        if isinstance(value, Markup) and "<" in value:
            return value
        if hasattr(value.__class__, "__next__"):
            raise UnfitError("是一串值，不是文字；请在后面加 |join('、')")
        value = escape(value)
    elif not _MARKUP.search(value):
        return value
    text = escape(value)
    return _BREAKS.sub(_word_break, _UNPRINTABLE.sub("", text)) if _SPECIAL.search(text) else text


def plain_text(value: object) -> Markup:
    """The value as XML for an attribute, a field code or a property, where no line can break."""
    text = escape(value)
    if _SPECIAL.search(text):
        text = Markup(_BREAKS.sub(" ", _UNPRINTABLE.sub("", text)))
    return text


def run_of(text: str, properties: str) -> str:
    """A run: XML for the inside of a `w:t`, with its formatting."""
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""


def _word_break(match: re.Match[str]) -> str:
    return _BREAK_XML.get(match[0], LINE)
