"""Small Word files as people write them, by python-docx."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
from docx.document import Document


def word_file(write: Callable[[Document], object]) -> bytes:
    """The file of a new document into which something is written."""
    document = docx.Document()
    write(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def paragraphs(*texts: str) -> bytes:
    """One paragraph a text."""

    def write(document: Document) -> None:
        for text in texts:
            document.add_paragraph(text)

    return word_file(write)


def table_of(*rows: tuple[str, ...]) -> bytes:
    """A table of these cells."""

    def write(document: Document) -> None:
        table = document.add_table(len(rows), max(map(len, rows)))
        for y, row in enumerate(rows):
            for x, text in enumerate(row):
                table.cell(y, x).text = text

    return word_file(write)
