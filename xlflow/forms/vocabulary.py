"""The words by which a scheme's columns and labels are known: every label, term and alias in its bare form."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from xlflow.forms.text import bare, bare_forms
from xlflow.schemes.parts import Field
from xlflow.schemes.scheme import Scheme

_SERIAL_WORDS = frozenset({"序号", "编号", "序", "No", "NO", "no"})
_CLOSE = 0.75
_SHORTEST_NEAR = 3


@dataclass(frozen=True)
class Vocabulary:
    """The words of one table. `find` knows a column, `near` proposes one for a word that is only similar."""

    words: dict[str, str]
    labels: dict[str, str]
    _cache: dict[str, str | None] = field(default_factory=dict)

    def find(self, text: str) -> str | None:
        """The key of the field that a header text names; None for a text of no known meaning."""
        if text not in self._cache:
            self._cache[text] = next((self.words[form] for form in bare_forms(text) if form in self.words), None)
        return self._cache[text]

    def near(self, text: str, taken: Iterable[str]) -> str | None:
        """The field whose word is most similar to a header, among those that no column is read for; None where none is close."""
        form, used = bare(text), set(taken)
        if len(form) < _SHORTEST_NEAR:
            return None
        words = [word for word, key in self.words.items() if key not in used and len(word) >= _SHORTEST_NEAR]
        close = difflib.get_close_matches(form, words, 1, _CLOSE)
        return self.words[close[0]] if close else None


def is_serial(text: str) -> bool:
    """Whether a header is that of the running number."""
    return bare(text) in _SERIAL_WORDS


@lru_cache(maxsize=64)
def vocabulary(scheme: Scheme, table: str) -> Vocabulary:
    """The words of a table of a scheme."""
    return make_vocabulary(scheme.fields.get(table, ()))


def make_vocabulary(fields: Iterable[Field]) -> Vocabulary:
    """The words of fields: labels go before terms, terms before aliases; the first field that claims a word has it."""
    known = tuple(fields)
    words: dict[str, str] = {}
    for rank in (lambda f: (f.label,), lambda f: (f.term,), lambda f: f.aliases):
        for each in known:
            for text in rank(each):
                for form in bare_forms(text):
                    words.setdefault(form, each.key)
    return Vocabulary(words, {f.key: f.label for f in known})
