"""材料清单.json: which document of a folder was made from which cells, by which template, and what it looked like then.

By it `--changed` knows what need not be made again: a document whose values, template and program are as they were. It holds names and
cells, never a value.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path, PureWindowsPath
from typing import Any

import msgspec
from msgspec import Struct, field

from xlflow.documents.context.document_sources import CellOrigin
from xlflow.errors import OutputError
from xlflow.messages import shorten

_ABOUT = 40
"""So much of what a document is about is said in a sentence: a briefing is about all branches of a committee."""


class Composed(Struct, frozen=True):
    """A document that was written."""

    path: Path
    document: str
    title: str
    about: str


class NotComposed(Struct, frozen=True):
    """A document that could not be made, and why; `about` is empty where it concerns all documents of the kind."""

    document: str
    title: str
    about: str
    message: str

    def __str__(self) -> str:
        about = f"（{shorten(self.about, _ABOUT)}）" if self.about else ""
        return f"{self.title}{about}未生成：{self.message}"


class ComposeResult(Struct, frozen=True):
    """What was made, what could not be, and what people should know about either.

    `unchanged` are documents that stand in the folder and whose inputs are as they were, `gone` those whose subject is no longer in the
    workbook: they were left where they are. `index` is the list of the folder, `extra` what was asked for besides: a bundle, PDFs.
    """

    made: tuple[Composed, ...]
    failed: tuple[NotComposed, ...]
    notes: tuple[str, ...]
    unchanged: tuple[Composed, ...] = ()
    gone: tuple[Composed, ...] = ()
    index: tuple[Path, ...] = ()
    extra: tuple[Path, ...] = field(default=())

    @property
    def written(self) -> tuple[Path, ...]:
        """The files of the documents that were made."""
        return tuple(composed.path for composed in self.made)

    def as_dict(self) -> dict[str, object]:
        """As `compose --json` prints it."""
        return {
            "written": _listed(self.made),
            "failed": [{"document": f.document, "title": f.title, "about": f.about, "message": f.message} for f in self.failed],
            "unchanged": _listed(self.unchanged),
            "gone": _listed(self.gone),
            "index": [str(path) for path in self.index],
            "extra": [str(path) for path in self.extra],
            "notes": list(self.notes),
        }


def _listed(documents: tuple[Composed, ...]) -> list[dict[str, str]]:
    return [{"file": str(c.path), "document": c.document, "title": c.title, "about": c.about} for c in documents]


MANIFEST, INDEX = "材料清单.json", "材料清单.xlsx"
RESERVED = frozenset({MANIFEST, INDEX})
"""Names that no document may have."""
_FORMAT = 1
_LONGEST_NAME = 255
"""Bytes: what a file system holds. Names of documents stay below."""


class State(StrEnum):
    """What has become of a document in the last run."""

    MADE = "本次生成"
    UNCHANGED = "没有变化"
    FAILED = "未生成"
    GONE = "已不需要"
    EARLIER = "以前生成"


class Entry(Struct, frozen=True):
    """A line of the list. `key` tells the inputs, `sha256` the file as it was written, `day` the day that it was made for.

    `owner`: the branch whose form it was made from, if it was: several may have their documents in one folder.
    """

    file: str
    document: str
    title: str
    about: str
    state: State
    key: str = ""
    template: str = ""
    sha256: str = ""
    day: str = ""
    origins: tuple[CellOrigin, ...] = ()
    message: str = ""
    owner: str = ""

    def as_dict(self) -> dict[str, object]:
        """As the file holds it."""
        found = {
            "file": self.file,
            "document": self.document,
            "title": self.title,
            "about": self.about,
            "state": self.state.value,
            "day": self.day,
            "template": self.template,
            "inputs": self.key,
            "sha256": self.sha256,
            "message": self.message,
            "owner": self.owner,
        }
        return {key: value for key, value in found.items() if value} | {"sources": [_source(origin) for origin in self.origins]}


class Head(Struct, frozen=True):
    """What stands above the list: workbook and scheme that the documents were last made from, how many are in each state."""

    source: str
    scheme: str
    version: str
    day: str
    counts: Mapping[State, int]

    @property
    def accounts(self) -> dict[str, int]:
        """How many documents are in each state; together all that are listed."""
        counted = {state.name.lower(): self.counts.get(state, 0) for state in State}
        return {"listed": sum(counted.values())} | counted


def manifest_text(head: Head, lines: Iterable[bytes]) -> Iterator[bytes]:
    """The file in pieces: one document a line."""
    told = {
        "format": _FORMAT,
        "source": head.source,
        "scheme": head.scheme,
        "xlflow": head.version,
        "as_of": head.day,
        "accounts": head.accounts,
    }
    yield json.dumps(told, ensure_ascii=False)[:-1].encode() + b', "documents": [\n'
    for number, line in enumerate(lines):
        yield b",\n" + line if number else line
    yield b"\n]}\n"


def earlier_entries(folder: Path) -> dict[str, Entry]:
    """The documents that a folder lists, by file name (casefolded); none where it has no list.

    Raises `OutputError` where the list is there and cannot be read: without it nobody knows what may be replaced.
    """
    path = folder / MANIFEST
    try:
        if not path.is_file():
            return {}
        told = msgspec.json.decode(path.read_bytes())
        entries = [_within(entry_of(document)) for document in told["documents"]]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, msgspec.DecodeError) as error:
        raise OutputError(f"{path}: 清单读不懂，可能被改动过；请删去这个文件，再重新生成。") from error
    return {entry.file.casefold(): entry for entry in entries if entry.file}


def _within(entry: Entry) -> Entry:
    """The entry; `ValueError` where its file is none that could lie in the folder of the list, so that no other is looked at."""
    name = PureWindowsPath(entry.file)
    if name.anchor or ".." in name.parts or any(len(part.encode()) > _LONGEST_NAME for part in name.parts):
        raise ValueError(entry.file)
    return entry


def _source(origin: CellOrigin) -> dict[str, object]:
    came = dict(zip(("file", "place"), origin.came_from, strict=True))
    found = {"sheet": origin.sheet, "row": origin.row, "cells": dict(origin.cells)}
    return ({"person": origin.person} if origin.person else {}) | found | ({"came_from": came} if any(came.values()) else {})


def entry_of(told: Mapping[str, Any]) -> Entry:
    """A line of the list as the file holds it."""
    words = ("file", "document", "title", "about", "template", "sha256", "day", "message", "owner")
    known = {key: str(told.get(key, "")) for key in words}
    return Entry(**known, state=State(told["state"]), key=str(told.get("inputs", "")), origins=tuple(_origins(told.get("sources", ()))))


def _origins(told: Iterable[Mapping[str, Any]]) -> Iterable[CellOrigin]:
    for one in told:
        came = one.get("came_from", {})
        cells = {str(label): str(cell) for label, cell in one["cells"].items()}
        yield CellOrigin(
            str(one.get("person", "")), str(one["sheet"]), int(one["row"]), cells, (came.get("file", ""), came.get("place", ""))
        )
