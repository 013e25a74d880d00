"""How a value gets into the XML of a Word document.

A value prints as its text: words (2026年3月5日, 85.7%, 是) are made before, by who knows what the value means (`documents.context`).
Line breaks and tabs become Word's own; characters that XML cannot hold are left out, for no document could show them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn

from markupsafe import Markup, escape


class UnfilledError(Exception):
    """A document prints a value that is required and not there; the text says which and what is wrong with it."""

    def __init__(self, label: str, fault: str) -> None:
        super().__init__(f"要印的“{label}”{fault}；请在表中填好后重新生成")


@dataclass(frozen=True, slots=True)
class Unfilled:
    """A required value that nobody filled in, or that could not be read: false in a condition, an error where it would be printed."""

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


def is_whole_paragraphs(value: object) -> bool:
    """Whether a value is paragraphs, not text for the inside of one."""
    return isinstance(value, Paragraphs)


_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_BREAKS = re.compile("\r\n|[\t\n\r\x0b\x0c\x85\u2028\u2029]")
_SPECIAL = re.compile("[\x00-\x1f\x85\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_MARKUP = re.compile(f"[&<>\"'{_SPECIAL.pattern[1:]}")
_TAB = '</w:t><w:tab/><w:t xml:space="preserve">'
_LINE = '</w:t><w:br/><w:t xml:space="preserve">'
_PAGE = '</w:t><w:br w:type="page"/><w:t xml:space="preserve">'


def word_text(value: object) -> str:
    """The value as XML for the inside of a `w:t`; XML (whole paragraphs, the result of a macro) as it is."""
    if value.__class__ is not str:
        if isinstance(value, Markup) and "<" in value:
            return value
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


def _word_break(match: re.Match[str]) -> str:
    return _TAB if match[0] == "\t" else _PAGE if match[0] == "\x0c" else _LINE
