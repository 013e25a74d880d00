"""The page that explains the results of 演示: one self-contained file, for the screen and for paper."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jinja2
from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import asdict

GENERATOR = "xlflow demo"
_TEMPLATE = Path(__file__).with_name("demo_page.html")


class Link(Struct, frozen=True):
    """A file to open, named as people know it; `path` goes from the page, with `/`."""

    name: str
    path: str

    @property
    def href(self) -> str:
        """The path as a link: Chinese and spaces escaped."""
        return quote(self.path)


class InboxFile(Struct, frozen=True):
    """A workbook that was handed in, and what the check says of it."""

    link: Link
    rows: int
    errors: int
    warnings: int
    first: str


class Example(Struct, frozen=True):
    """One finding of its kind."""

    place: str
    severity: str
    message: str
    fix: str


class DocumentGroup(Struct, frozen=True):
    """The documents of one kind."""

    title: str
    links: tuple[Link, ...]


class Figure(Struct, frozen=True):
    """A figure of a scheme: what it counts, the number (both numbers of a ratio), and what stands behind it."""

    title: str
    number: str
    said: str


class Drawing(Struct, frozen=True):
    """A flow chart: its file, and what is in it."""

    link: Link
    svg: str

    @property
    def inline(self) -> Markup:
        """The drawing within a page of HTML, which needs no name spaces, as wide as the page lets it be."""
        return Markup(re.sub(r' xmlns="[^"]*"| width="210mm"| height="297mm"', "", self.svg))


class SchemeShown(Struct, frozen=True):
    """A scheme: the counts of the merge of its samples, what was made of them, the samples, its figures and its flow."""

    id: str
    title: str
    basis: str
    as_of: date
    merge: Mapping[str, Any]
    made: Sequence[Link]
    samples: Sequence[Link]
    figures: Sequence[Figure]
    drawing: Drawing | None


class FolderShown(Struct, frozen=True):
    """A folder of papers: its list, how many papers are in it, and how many people they name."""

    name: str
    index: Link
    papers: int
    people: int


class RoundShown(Struct, frozen=True):
    """A whole round composed into folders: the counts of its merge, its roster, its lists, its folders; `listed`: all documents listed."""

    title: str
    as_of: date
    merge: Mapping[str, Any]
    inbox: Sequence[Link]
    roster: Link
    index: Sequence[Link]
    folders: Sequence[FolderShown]
    listed: int
    notes: Sequence[str]
    failed: Sequence[str]

    @property
    def papers(self) -> int:
        """How many papers are in the folders."""
        return sum(folder.papers for folder in self.folders)


class DemoPage(Struct, frozen=True):
    """Everything that the page shows. `merge` and `again` are the counts of two merges of the same folder."""

    version: str
    scheme: str
    round: str
    as_of: date
    made_on: date
    forms: Sequence[Link]
    inbox: Sequence[InboxFile]
    check_files: Sequence[Link]
    rows: int
    errors: int
    warnings: int
    infos: int
    examples: Sequence[Example]
    roster: Link
    merge: Mapping[str, Any]
    again: Mapping[str, Any]
    labels: Mapping[str, str]
    documents: Sequence[DocumentGroup]
    index: Sequence[Link]
    notes: Sequence[str]
    failed: Sequence[str]
    schemes: Sequence[SchemeShown]
    rounds: Sequence[RoundShown]

    @property
    def document_count(self) -> int:
        """How many documents were made."""
        return sum(len(group.links) for group in self.documents)

    def html(self) -> str:
        """The page."""
        environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True)
        template = environment.from_string(_TEMPLATE.read_text(encoding="utf-8"))
        context = asdict(self)
        return template.render(context, generator=GENERATOR, steps=self._steps(), document_count=self.document_count)

    def _steps(self) -> list[dict[str, Any]]:
        counted = (
            ("new", "建表", len(self.forms), "份标准表单"),
            ("inbox", "收表", len(self.inbox), "个工作簿"),
            ("check", "校验", self.errors + self.warnings, "处问题"),
            ("merge", "汇总", self.merge["people"]["after"], "人"),
            ("compose", "生成材料", self.document_count, "份材料"),
            ("schemes", "换方案", len(self.schemes), "个方案"),
            ("rounds", "成套材料", sum(round.papers for round in self.rounds), "份材料"),
        )
        return [dict(zip(("anchor", "title", "count", "unit"), step, strict=True)) for step in counted]
