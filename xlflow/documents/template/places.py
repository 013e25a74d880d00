"""Where something stands in a Word file, in words a person can follow: 第3段, 第1个表格第2行第3格, 页眉第1段, 文本框第2段."""

from __future__ import annotations

from lxml import etree

from xlflow.documents.template.elements import CELL, PARAGRAPH, ROW, TABLE, TEXT_BOX, ancestor


class Places:
    """Numbers of the paragraphs and tables of one part as it stands before anything is changed.

    Paragraphs are counted as a reader counts them: those of the running text, without tables and text boxes.
    """

    def __init__(self, root: etree._Element, title: str) -> None:
        self._title = title
        self._tables = {table: number for number, table in enumerate(root.iter(TABLE), 1)}
        self._paragraphs: dict[etree._Element, int] = {}
        counts: dict[etree._Element | None, int] = {}
        for paragraph in root.iter(PARAGRAPH):
            if ancestor(paragraph, TABLE) is None:
                box = ancestor(paragraph, TEXT_BOX)
                counts[box] = self._paragraphs[paragraph] = counts.get(box, 0) + 1

    def of(self, element: etree._Element) -> str:
        """The place of an element: its table cell, or its paragraph, or only its part."""
        table = ancestor(element, TABLE)
        if table is not None:
            return f"{self._title}第{self._tables[table]}个表格{_ordinal(element, ROW, '行')}{_ordinal(element, CELL, '格')}"
        paragraph = element if element.tag == PARAGRAPH else ancestor(element, PARAGRAPH)
        if paragraph is None:
            return self._title or "正文"
        box = "" if ancestor(paragraph, TEXT_BOX) is None else "文本框"
        return f"{self._title}{box}第{self._paragraphs[paragraph]}段"


def _ordinal(element: etree._Element, tag: str, word: str) -> str:
    found = ancestor(element, tag)
    return "" if found is None else f"第{sum(1 for _ in found.itersiblings(tag, preceding=True)) + 1}{word}"
