"""A document as LibreOffice has to get it to print it as Word does.

A grid of characters that are closer than their size (`linesAndChars` with a negative `charSpace`, which Word writes for 28 characters a
line) makes LibreOffice give every character two places. The same is said by a grid of lines and a spacing of the characters.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from lxml import etree

from xlflow.documents.conformance.readings import is_chinese
from xlflow.documents.conformance.style_cascade import whole_number
from xlflow.documents.conformance.word_document import Block, Paragraph, WordDocument
from xlflow.documents.conformance.word_reader import StyledPackage
from xlflow.documents.word_package import PackageWriter
from xlflow.documents.wordprocessingml import W


def named_faces(word: WordDocument) -> tuple[str, ...]:
    """The names under which Chinese characters are set, in the order in which they come; page numbers count with theirs."""
    found: dict[str, None] = {}
    for paragraph in _paragraphs(word):
        for run in paragraph.visible:
            if run.east_asia and is_chinese(run):
                found[run.east_asia] = None
    return tuple(found)


def _paragraphs(word: WordDocument) -> Iterator[Paragraph]:
    yield from _flat(word.blocks)
    for box in word.boxes:
        yield from _flat(box)
    for section in word.sections:
        for footer in section.footers.values():
            yield from footer


def _flat(blocks: tuple[Block, ...]) -> Iterator[Paragraph]:
    for block in blocks:
        yield from (block,) if isinstance(block, Paragraph) else block.paragraphs()


DENSE = ("linesAndChars", "snapToChars")


def printable(content: bytes, word: WordDocument) -> bytes:
    """The document to be printed; the content itself where nothing stands in the way."""
    closer = min((section.character_space for section in word.sections if section.grid in DENSE), default=0.0)
    if closer >= 0:
        return content
    package = StyledPackage(content)
    name = package.single("styles")
    main, styles = package.tree(package.main), package.tree(name)
    if main is None or styles is None:
        return content
    for grid in main.iter(f"{W}docGrid"):
        grid.set(f"{W}type", "lines")
        grid.attrib.pop(f"{W}charSpace", "")
    _space(styles, math.floor(closer))
    changed = {package.main: etree.tostring(main, encoding="UTF-8"), name: etree.tostring(styles, encoding="UTF-8")}
    return PackageWriter(tuple(package.members.values())).written(changed)


def _space(styles: etree._Element, twips: int) -> None:
    """The spacing of all characters for which nothing else is said."""
    properties = _child(_child(_child(styles, "docDefaults", first=True), "rPrDefault", first=True), "rPr")
    spacing = _child(properties, "spacing")
    spacing.set(f"{W}val", str(whole_number(spacing.get(f"{W}val", "0")) + twips))


def _child(parent: etree._Element, name: str, *, first: bool = False) -> etree._Element:
    """The child of that name, made where there is none."""
    found = parent.find(f"{W}{name}")
    if found is None:
        found = etree.Element(f"{W}{name}")
        parent.insert(0 if first else len(parent), found)
    return found
