"""The faces that a document names: it prints as it should only where they are, or others stand in for them."""

from __future__ import annotations

from collections.abc import Iterator

from xlflow.documents.conformance.faces import is_chinese
from xlflow.documents.conformance.word import Block, Paragraph, Word


def named_faces(word: Word) -> tuple[str, ...]:
    """The names under which Chinese characters are set, in the order in which they come; page numbers count with theirs."""
    found: dict[str, None] = {}
    for paragraph in _paragraphs(word):
        for run in paragraph.visible:
            if run.east_asia and is_chinese(run):
                found[run.east_asia] = None
    return tuple(found)


def _paragraphs(word: Word) -> Iterator[Paragraph]:
    yield from _flat(word.blocks)
    for box in word.boxes:
        yield from _flat(box)
    for section in word.sections:
        for footer in section.footers.values():
            yield from footer


def _flat(blocks: tuple[Block, ...]) -> Iterator[Paragraph]:
    for block in blocks:
        yield from (block,) if isinstance(block, Paragraph) else block.paragraphs()
