"""The text of a paragraph as one string, whatever runs Word has cut it into, and the way back into the runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from xlflow.documents.template import elements as w

Replacement = tuple[int, int, str]
"""Start and end in the joined text, and what comes there."""


class InlineText:
    """The texts, tabs and breaks of a paragraph itself, not of a text box anchored in it. A break counts as a line end."""

    def __init__(self, paragraph: etree._Element) -> None:
        self._nodes = list(_inline_nodes(paragraph))
        self.text = "".join(map(_text, self._nodes))

    def node_at(self, position: int) -> etree._Element:
        """The element in which a character of the text stands."""
        for node in self._nodes:
            position -= len(_text(node))
            if position < 0:
                return node
        raise IndexError(position)

    def rewrite(self, replacements: Sequence[Replacement]) -> None:
        """Gives each element what is left to it: a replacement goes into the text in which it begins, and keeps its formatting."""
        offset = 0
        for node in self._nodes:
            end = offset + len(_text(node))
            inside = [r for r in replacements if r[0] < end and r[1] > offset]
            if inside and node.tag != w.TEXT:
                w.replace_with_text(node, "")
            elif inside:
                node.text = self._left(offset, end, inside)
                node.set(w.SPACE, "preserve")
            offset = end

    def _left(self, start: int, end: int, replacements: Sequence[Replacement]) -> str:
        pieces: list[str] = []
        position = start
        for first, last, mark in replacements:
            if first >= start:
                pieces += (self.text[position:first], mark)
            position = max(position, last)
        return "".join((*pieces, self.text[position:end]))


def _inline_nodes(paragraph: etree._Element) -> Iterator[etree._Element]:
    for node in paragraph.iter(w.TEXT, w.TAB, w.BREAK, w.RETURN):
        parent = node.getparent()
        if parent is not None and parent.tag == w.RUN and w.ancestor(node, w.PARAGRAPH) is paragraph:
            yield node


def _text(node: etree._Element) -> str:
    if node.tag == w.TEXT:
        return (node.text or "").replace("\n", " ")
    return "\t" if node.tag == w.TAB else "\n"
