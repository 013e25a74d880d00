"""The lists of a bundle: definitions side by side, and for every document numbers of its own, so that its lists begin at the start."""

from __future__ import annotations

import re
from copy import deepcopy

from lxml import etree

from xlflow.documents.word_package import XML_DECLARATION, parse_xml
from xlflow.documents.wordprocessingml import NAMESPACE, VALUE, W

_ID, _TYPE = f"{W}id", f"{W}type"


class MergedNotes:
    """The notes of one kind, `footnote` or `endnote`."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._root: etree._Element | None = None
        self._next = 1
        self._used = re.compile(rf'(<w:{kind}Reference\b[^>]*?w:id=")(-?\d+)(")')

    @property
    def is_empty(self) -> bool:
        """Whether no document has a note."""
        return self._root is None

    def renumbered(self, text: str, part: bytes) -> str:
        """The text of a document with the ids of the bundle; its notes are taken over from `part`."""
        root = parse_xml(part)
        if self._root is None:
            self._root = parse_xml(part)
            for note in [note for note in self._root if note.get(_TYPE) is None]:
                self._root.remove(note)
            self._next = 1 + max((int(note.get(_ID, "0")) for note in self._root), default=0)
        own: dict[str, str] = {}
        for note in [note for note in root if isinstance(note.tag, str) and note.get(_TYPE) is None]:
            own[note.get(_ID, "")] = str(self._next)
            note.set(_ID, str(self._next))
            self._root.append(note)
            self._next += 1
        return self._used.sub(lambda match: f"{match[1]}{own.get(match[2], match[2])}{match[3]}", text)

    def part(self) -> bytes:
        """The part of the bundle."""
        assert self._root is not None
        return XML_DECLARATION.encode() + etree.tostring(self._root, encoding="utf-8")


_ABSTRACT, _NUM = f"{W}abstractNum", f"{W}num"
_ABSTRACT_ID, _NUM_ID, _LEVEL = f"{W}abstractNumId", f"{W}numId", f"{W}ilvl"
_USED = re.compile(r'(<w:numId\s+w:val=")(\d+)(")')
_DROPPED = (f"{W}nsid", f"{W}tmpl")
"""By these Word takes lists of different documents for one."""


class MergedNumbering:
    """The definitions (`w:abstractNum`) and the numbers (`w:num`) of all documents."""

    def __init__(self) -> None:
        self._abstracts: list[etree._Element] = []
        self._nums: list[etree._Element] = []
        self._known: dict[bytes, dict[str, etree._Element]] = {}
        self._shared: dict[bytes, dict[str, str]] = {}

    @property
    def is_empty(self) -> bool:
        """Whether no document has a list."""
        return not self._abstracts

    def add(self, part: bytes) -> dict[str, str]:
        """Takes over the definitions of a document; the new number of each of its numbers, for use in its styles and headers."""
        if part not in self._shared:
            self._shared[part] = {old: self._number(num, restart=False) for old, num in self._definitions(part).items()}
        return self._shared[part]

    def _definitions(self, part: bytes) -> dict[str, etree._Element]:
        """The numbers of a part by their ids, pointing at definitions of the bundle; equal parts are taken over once."""
        if part not in self._known:
            root = parse_xml(part)
            fresh: dict[str, str] = {}
            for abstract in root.iter(_ABSTRACT):
                own = deepcopy(abstract)
                fresh[own.get(_ABSTRACT_ID, "")] = str(len(self._abstracts))
                own.set(_ABSTRACT_ID, str(len(self._abstracts)))
                for child in [child for child in own if child.tag in _DROPPED]:
                    own.remove(child)
                for bullet in [*own.iter(f"{W}lvlPicBulletId")]:
                    bullet.getparent().remove(bullet)  # type: ignore[union-attr]
                self._abstracts.append(own)
            nums = {}
            for num in root.iter(_NUM):
                own = deepcopy(num)
                pointer = own.find(_ABSTRACT_ID)
                if pointer is not None and pointer.get(VALUE, "") in fresh:
                    pointer.set(VALUE, fresh[pointer.get(VALUE, "")])
                    nums[own.get(_NUM_ID, "")] = own
            self._known[part] = nums
        return self._known[part]

    def _number(self, num: etree._Element, *, restart: bool) -> str:
        own = deepcopy(num)
        number = str(len(self._nums) + 1)
        own.set(_NUM_ID, number)
        if restart:
            self._restart(own)
        self._nums.append(own)
        return number

    def _restart(self, num: etree._Element) -> None:
        """Every level begins anew where its definition says."""
        starts = self._starts(num)
        have = {override.get(_LEVEL, ""): override for override in num.iter(f"{W}lvlOverride")}
        for level, start in starts.items():
            override = have.get(level)
            if override is None:
                override = etree.SubElement(num, f"{W}lvlOverride", {_LEVEL: level})
            if override.find(f"{W}startOverride") is None:
                override.insert(0, etree.Element(f"{W}startOverride", {VALUE: start}))

    def _starts(self, num: etree._Element) -> dict[str, str]:
        pointer = num.find(_ABSTRACT_ID)
        assert pointer is not None
        abstract = self._abstracts[int(pointer.get(VALUE, "0"))]
        starts = {}
        for level in abstract.iter(f"{W}lvl"):
            start = level.find(f"{W}start")
            starts[level.get(_LEVEL, "0")] = "1" if start is None else start.get(VALUE, "1")
        return starts

    def renumbered(self, text: str, part: bytes) -> str:
        """The text of one document with numbers of its own."""
        nums = self._definitions(part)
        own: dict[str, str] = {}

        def fresh(match: re.Match[str]) -> str:
            old = match[2]
            if old not in own:
                own[old] = self._number(nums[old], restart=True) if old in nums else "0"
            return f"{match[1]}{own[old]}{match[3]}"

        return _USED.sub(fresh, text)

    def part(self) -> bytes:
        """The part of the bundle."""
        root = etree.Element(f"{W}numbering", nsmap={"w": NAMESPACE})
        root.extend([*self._abstracts, *self._nums])
        etree.cleanup_namespaces(root, top_nsmap={"w": NAMESPACE})
        return XML_DECLARATION.encode() + etree.tostring(root, encoding="utf-8")


def mapped_numbers(text: str, numbers: dict[str, str]) -> str:
    """Styles or a header with the numbers that their lists have in the bundle."""
    return _USED.sub(lambda match: f"{match[1]}{numbers.get(match[2], '0')}{match[3]}", text)
