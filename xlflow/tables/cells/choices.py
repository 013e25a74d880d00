"""Choice words as people type them: a label, an alias, or one of them with numbering, ticks or a remark that says the same."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from xlflow.patterns import pattern
from xlflow.tables.cells.text import bare

_PARTS = pattern(r"[、,，;；/\s()（）\[\]【】√✓✔☑]+|(?<=^\d)[.、．]")
_NUMBERED = pattern("(?=[①②③④⑤])|(?<=[①②③④⑤])")
_EMPTY_WORDS = pattern(r"\d*|(?:19|20)\d{2}(?:年度?)?(?:\d{1,2}月)?(?:\d{1,2}日)?|(?:19|20)\d{2}(?:[.\-]\d{1,2}){1,2}", re.ASCII)
_MANY_LABELS = 8


class Labels(Struct, frozen=True):
    """The labels of a choice by every way of writing them, and how they are named in a message."""

    canonical: Mapping[str, str]
    said: str

    @classmethod
    def of(cls, choices: Mapping[str, tuple[str, ...]]) -> Labels:
        """The labels and aliases of a scheme's list."""
        known = {bare(label): label for label in choices}
        for label, aliases in choices.items():
            for alias in aliases:
                known.setdefault(bare(alias), label)
        said = "、".join(list(choices)[:_MANY_LABELS]) + ("等" if len(choices) > _MANY_LABELS else "")
        return cls(known, f"“{said}”之一")

    def find(self, text: str) -> str | None:
        """The label that a text names as a whole, in any case of Latin letters."""
        form = bare(text)
        return self.canonical.get(form) or self.canonical.get(form.upper()) or self.canonical.get(form.lower())

    def agreed(self, text: str) -> str | None:
        """The label that all parts of a text name: ①积极分子, 团员（入党积极分子）, 优秀（2025年）; None where one says anything else."""
        named = self._named(text)
        return named.pop() if len(named) == 1 and None not in named else None

    def proposed(self, text: str) -> str:
        """What a text should be: one of the labels, and the only one that it names in part."""
        named = self._named(text) - {None}
        return f"{self.said}（是否指“{named.pop()}”？）" if len(named) == 1 else self.said

    def _named(self, text: str) -> set[str | None]:
        whole = [part for part in _PARTS.split(text) if part and bare(part)]
        parts = [piece for part in whole for piece in ([part] if self.find(part) else _NUMBERED.split(part)) if piece]
        words = [part for part in parts if not _EMPTY_WORDS.fullmatch(part)]
        return {self.find(part) for part in (words or parts)}
