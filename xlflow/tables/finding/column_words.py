"""The words by which a scheme's columns and labels are known: every label, term and alias in its bare form."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct, field

from xlflow.patterns import pattern
from xlflow.schemes.parts import Field, FieldType
from xlflow.schemes.scheme import Scheme
from xlflow.tables.cells.cell_text import bare, bare_forms

_SERIAL_WORDS = frozenset({"序号", "编号", "序", "顺序号", "no"})
_OWNER = pattern("^(?:本人|个人|学生|同学|团员|党员|员工|职工|教职工|教师|人员|志愿者)的?(?=..)")
"""Words before a header that only name the people of the list, such as 团员 in 团员姓名."""
_OTHERS = pattern("家长|家庭|父|母|监护|配偶|紧急|联系人|介绍人|培养人|书记|班主任|辅导员|导师|负责人|填表人|经办|联络")
"""Words of a header or of the group above it that make the column one of another person."""
_FILLERS = pattern("召开的?|举行的?|具体|准确|拟(?=推荐)")
"""Words in a header that say nothing about which column it is: 推优大会召开的具体时间, 拟推荐为."""
_SHORT_DAY = pattern("(?<=[始止束])日$")
_GROUP_TAIL = pattern("(?<=..)(?:情况|信息|安排)$")
"""What may stand behind the name of a group: the columns of 推优大会情况 are those of 推优大会."""
_DAY = pattern("(?:时间|日期)$")
_EVENT = 4
"""Characters of the shortest group that names an event by itself."""
_CLOSE = 0.75
_SHORTEST_NEAR = 3


class ColumnWords(Struct, frozen=True):
    """The words of one table. `find` knows a column, `near` proposes one for a word that is only similar."""

    words: dict[str, str]
    labels: dict[str, str]
    own: frozenset[str] = frozenset()
    """The words that are labels and terms of fields, no mere aliases."""
    days: frozenset[str] = frozenset()
    """The fields that hold a day."""
    _cache: dict[str, str | None] = field(default_factory=dict)
    _paths: dict[tuple[str, ...], str | None] = field(default_factory=dict)

    def find(self, text: str) -> str | None:
        """The key of the field that a header text names; None for a text of no known meaning."""
        if text not in self._cache:
            forms = bare_forms(text)
            forms += tuple(_OWNER.sub("", form) for form in forms)
            forms += tuple(_SHORT_DAY.sub("日期", _FILLERS.sub("", form)) for form in forms)
            self._cache[text] = next((self.words[form] for form in forms if form in self.words), None)
        return self._cache[text]

    def find_path(self, path: tuple[str, ...]) -> str | None:
        """The key of the field of a column, by its texts from the top down.

        The whole path goes first (推优大会 + 时间), then ever lower parts of it, unless the groups above make it another matter:
        the 姓名 of 家长, the 支部大会时间 of 确定为入党积极分子. A running number is `seq`.
        """
        if path not in self._paths:
            self._paths[path] = self._find_path(path)
        return self._paths[path]

    def _find_path(self, path: tuple[str, ...]) -> str | None:
        for start in range(len(path)):
            key = next((key for text in _readings(path[start:]) if (key := self.find(text)) is not None), None)
            if key is not None:
                return None if any(self._is_astray(group, path[-1], key) for group in path[:start]) else key
        return "seq" if path and is_serial(path[-1]) else None

    def _is_astray(self, group: str, text: str, key: str) -> bool:
        """Whether a group is about another person, or is another event than the column below it."""
        if _OTHERS.search(group):
            return True
        event = self.find(f"{group}时间") if _DAY.search(bare(text)) and len(bare(group)) >= _EVENT else None
        return event not in (None, key)

    def is_own(self, text: str) -> bool:
        """Whether a header is the label or term of its field, no alias."""
        return not self.own.isdisjoint(bare_forms(text))

    def near(self, text: str, taken: Iterable[str]) -> str | None:
        """The field whose word is most similar to a header, among those that no column is read for; None where none is close."""
        form, used = bare(text), set(taken)
        if len(form) < _SHORTEST_NEAR or _OTHERS.search(form):
            return None
        words = [word for word, key in self.words.items() if key not in used and len(word) >= _SHORTEST_NEAR]
        close = difflib.get_close_matches(form, words, 1, _CLOSE)
        return self.words[close[0]] if close else None


def _readings(path: tuple[str, ...]) -> tuple[str, ...]:
    """How a path may be read aloud: whole, without 情况 behind its groups."""
    whole, plain = "".join(path), "".join((*(_GROUP_TAIL.sub("", bare(group)) for group in path[:-1]), path[-1]))
    return (whole,) if plain == whole else (whole, plain)


@lru_cache(maxsize=4096)
def is_serial(text: str) -> bool:
    """Whether a header is that of the running number."""
    return any(form.rstrip(".").lower() in _SERIAL_WORDS for form in bare_forms(text))


@lru_cache(maxsize=64)
def column_words(scheme: Scheme, table: str) -> ColumnWords:
    """The words of a table of a scheme."""
    return make_vocabulary(scheme.fields.get(table, ()))


def make_vocabulary(fields: Iterable[Field]) -> ColumnWords:
    """The words of fields: labels go before terms, terms before aliases; the first field that claims a word has it."""
    known = tuple(fields)
    words: dict[str, str] = {}
    own = frozenset(form for each in known for text in (each.label, each.term) for form in bare_forms(text))
    for rank in (lambda f: (f.label,), lambda f: (f.term,), lambda f: f.aliases):
        for each in known:
            for text in rank(each):
                for form in bare_forms(text):
                    words.setdefault(form, each.key)
    days = frozenset(f.key for f in known if f.type in (FieldType.DATE, FieldType.DATE_OR_MONTH))
    return ColumnWords(words, {f.key: f.label for f in known}, own, days)
