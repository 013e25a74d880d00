"""Footnotes and endnotes of all documents in one part, each with an id of its own."""

from __future__ import annotations

import re

from lxml import etree

from xlflow.documents.bundle.names import HEAD
from xlflow.documents.template.elements import W
from xlflow.documents.template.package import parse_xml

_ID, _TYPE = f"{W}id", f"{W}type"


class Notes:
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
        return HEAD.encode() + etree.tostring(self._root, encoding="utf-8")
