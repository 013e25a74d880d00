"""WordprocessingML: names of its elements, places and texts of paragraphs, and small edits of the element tree.

`InlineText` joins the text of a paragraph, whatever runs Word has cut it into, and writes replacements back into the runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy

from lxml import etree

from xlflow.documents import wordprocessingml as w


class ParagraphPlaces:
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


NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{NAMESPACE}}}"
_MICROSOFT = "http://schemas.microsoft.com/office"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
NAMESPACES = {
    "w": NAMESPACE,
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wp": f"{_DRAWING}/wordprocessingDrawing",
    "a": f"{_DRAWING}/main",
    "pic": f"{_DRAWING}/picture",
    "c": f"{_DRAWING}/chart",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "w10": "urn:schemas-microsoft-com:office:word",
    "wps": f"{_MICROSOFT}/word/2010/wordprocessingShape",
    "wpg": f"{_MICROSOFT}/word/2010/wordprocessingGroup",
    "wpc": f"{_MICROSOFT}/word/2010/wordprocessingCanvas",
    "wpi": f"{_MICROSOFT}/word/2010/wordprocessingInk",
    "wp14": f"{_MICROSOFT}/word/2010/wordprocessingDrawing",
    "wne": f"{_MICROSOFT}/word/2006/wordml",
    "w14": f"{_MICROSOFT}/word/2010/wordml",
    "w15": f"{_MICROSOFT}/word/2012/wordml",
    "w16": f"{_MICROSOFT}/word/2018/wordml",
    "w16cex": f"{_MICROSOFT}/word/2018/wordml/cex",
    "w16cid": f"{_MICROSOFT}/word/2016/wordml/cid",
    "w16se": f"{_MICROSOFT}/word/2015/wordml/symex",
}
"""The prefixes that Word itself uses."""
PARAGRAPH, RUN, TEXT, TAB, BREAK, RETURN = f"{W}p", f"{W}r", f"{W}t", f"{W}tab", f"{W}br", f"{W}cr"
PARAGRAPH_PROPERTIES, RUN_PROPERTIES, CELL_PROPERTIES = f"{W}pPr", f"{W}rPr", f"{W}tcPr"
TABLE, ROW, CELL, TEXT_BOX = f"{W}tbl", f"{W}tr", f"{W}tc", f"{W}txbxContent"
GRID_SPAN, VERTICAL_MERGE, SHADING, VALUE = f"{W}gridSpan", f"{W}vMerge", f"{W}shd", f"{W}val"
TABLE_GRID, GRID_COLUMN, CELL_WIDTH, WIDTH, WIDTH_TYPE = f"{W}tblGrid", f"{W}gridCol", f"{W}tcW", f"{W}w", f"{W}type"
DRAWING_PROPERTIES = f"{{{NAMESPACES['wp']}}}docPr"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"

CELL_PROPERTY_ORDER = tuple(
    W + name
    for name in ("cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders", "shd", "noWrap", "tcMar", "textDirection", "tcFitText")
)
"""Word refuses a cell whose properties stand in another order."""


def ancestor(element: etree._Element, tag: str) -> etree._Element | None:
    """The nearest element of that name above this one."""
    return next(element.iterancestors(tag), None)


def insert_text_before(element: etree._Element, text: str) -> None:
    """Puts text right before an element."""
    before, parent = element.getprevious(), element.getparent()
    assert parent is not None
    if before is None:
        parent.text = (parent.text or "") + text
    else:
        before.tail = (before.tail or "") + text


def insert_text_after(element: etree._Element, text: str) -> None:
    """Puts text right behind an element."""
    element.tail = text + (element.tail or "")


def replace_with_text(element: etree._Element, text: str) -> None:
    """Takes an element out of the tree and puts text in its place; text behind it stays."""
    parent = element.getparent()
    assert parent is not None
    insert_text_before(element, text + (element.tail or ""))
    parent.remove(element)


def split_run(text: etree._Element, mark: str) -> None:
    """Takes a mark out of the text of a run, so that it stands between two runs of the same formatting."""
    run = text.getparent()
    assert run is not None
    before, after = (text.text or "").split(mark, 1)
    rest = etree.Element(RUN, {str(name): str(value) for name, value in run.items()})
    properties = run.find(RUN_PROPERTIES)
    if properties is not None:
        rest.append(deepcopy(properties))
    tail = etree.SubElement(rest, TEXT, {SPACE: "preserve"})
    tail.text, text.text = after, before
    rest.extend(list(text.itersiblings()))
    run.addnext(rest)
    run.tail, rest.tail = mark, run.tail
    for part in (run, rest):
        if all(child.tag == RUN_PROPERTIES or (child.tag == TEXT and not child.text) for child in part):
            replace_with_text(part, "")


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
        """Writes the replacements into the runs: each goes into the text in which it begins, and takes its formatting."""
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
