"""What keys are called in the workbook, in both directions: tables, fields and params, lists, figures, boxes, findings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from xlflow.schemes.loading.build import Built
from xlflow.schemes.loading.layers import Name
from xlflow.schemes.loading.sections import EVER, default_term


class Words:
    """Keys and their words. Of two keys with one word the second keeps its key, so that every word leads back to one key."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._keys: dict[str, str] = {}
        self._words: dict[str, str] = {}
        for key, word in words.items():
            if self._keys.setdefault(plain(word), key) == key:
                self._words[key] = word

    def word(self, key: str) -> str:
        """The word of a key; the key itself where it has none."""
        return self._words.get(key, key)

    def key(self, word: str) -> str | None:
        """The key that a word, or the key itself, leads to; None where it leads nowhere."""
        found = self._keys.get(plain(word))
        return found if found is not None else word if word in self._words or word in self._keys.values() else None

    def over(self, older: Words) -> Words:
        """These words, and the older ones where these say nothing."""
        both = Words({})
        both._keys = {**older._keys, **self._keys}
        both._words = {**older._words, **self._words}
        return both

    def known(self) -> frozenset[str]:
        """All words that lead to a key, without their spaces."""
        return frozenset(self._keys)

    def __iter__(self) -> Iterator[str]:
        """The words."""
        return iter(self._words.values())

    def items(self) -> Iterator[tuple[str, str]]:
        """Keys with their words."""
        return iter(self._words.items())


class Vocabulary(Struct, frozen=True):
    """All words of a scheme."""

    tables: Words
    names: Words
    """Terms of fields and params."""
    choices: Words
    ratios: Words
    events: Words
    boxes: Words
    findings: Words

    def over(self, older: Vocabulary) -> Vocabulary:
        """These words above older ones."""
        return Vocabulary(
            self.tables.over(older.tables),
            self.names.over(older.names),
            self.choices.over(older.choices),
            self.ratios.over(older.ratios),
            self.events.over(older.events),
            self.boxes.over(older.boxes),
            self.findings.over(older.findings),
        )


Entries = Mapping[str, Mapping[Name, Mapping[str, Any]]]
"""For each section its entries and what they say; `choices` by list and label."""


def vocabulary(entries: Entries, findings: Mapping[str, str]) -> Vocabulary:
    """The words of some entries; `findings` are the titles of the codes."""
    fields = {str(name[1]): str(data["term"]) for name, data in entries["field"].items() if "term" in data}
    params = {str(name[0]): str(data["term"]) for name, data in entries["params"].items() if "term" in data}
    lists: dict[str, str] = {}
    for name, data in entries["field"].items():
        if (used := data.get("choices")) is not None and (used == name[1] or used not in lists):
            lists[str(used)] = fields.get(str(name[1]), str(used))
    names = Words({**fields, **params})
    return Vocabulary(
        Words({str(name[0]): str(data["sheet"]) for name, data in entries["table"].items() if "sheet" in data}),
        names,
        Words(lists),
        Words({str(name[0]): str(data["title"]) for name, data in entries["ratio"].items() if "title" in data}),
        Words({str(name[0]): str(data["label"]) for name, data in entries["event"].items() if "label" in data}),
        Words({str(name[0]): in_tags(str(data["label"]), names) for name, data in entries["flow"].items() if "label" in data}),
        Words(findings),
    )


def in_tags(text: str, names: Words) -> str:
    """A text with the terms of the keys that stand in braces."""
    return re.sub(r"\{(\w+)\}", lambda match: f"{{{names.over(TAGS).word(match[1])}}}", text)


def from_tags(text: str, names: Words) -> str:
    """A text with the keys of the terms that stand in braces."""
    return re.sub(r"[{｛]\s*(\w+)\s*[}｝]", lambda match: f"{{{names.key(match[1]) or TAGS.key(match[1]) or match[1]}}}", text)


def entries_of(built: Built) -> dict[str, dict[Name, dict[str, Any]]]:
    """What a scheme says, entry by entry, with the terms and lists that it leaves to be understood."""
    entries = {
        section: {name: settled(section, name, entry.data) for name, entry in found.items()} for section, found in built.entries.items()
    }
    entries["choices"] = {
        (key, label): {"aliases": aliases} for key, entry in built.choice_entries.items() for label, aliases in entry.data.items()
    }
    return entries


def settled(section: str, name: Name, written: Mapping[str, Any]) -> dict[str, Any]:
    """The keys of an entry with its term, its list, and its only value as such."""
    data = {key: value for key, value in written.items() if key != "like"}
    if section == "field":
        data.setdefault("term", data.get("label"))
        if data.get("type") == "choice":
            data.setdefault("choices", name[1])
    if section == "params":
        data.setdefault("term", default_term(str(data.get("label", ""))))
        match data.get("values"):
            case [{"from": day, "value": only}] if day == EVER:
                del data["values"]
                data["value"] = only
    return data


def plain(word: str) -> str:
    """A word as it is compared: without spaces, in one width."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", word))


TAGS = Words(
    {
        "label": "表头",
        "got": "所填",
        "days": "实有天数",
        "least": "最少天数",
        "earliest": "最早结束日",
        "unit_name": "单位名称",
        "period": "时期",
        "year": "年份",
        "n": "期号",
        "quorum": "法定人数",
        "pass_line": "通过线",
    }
)
"""What stands in braces and is no field: what a check or a document works out."""
