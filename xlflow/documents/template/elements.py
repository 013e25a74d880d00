"""Names of WordprocessingML elements, and the step up the tree from one to the element that holds it."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree


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


NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{NAMESPACE}}}"
PARAGRAPH, RUN, TEXT, TAB, BREAK, RETURN = f"{W}p", f"{W}r", f"{W}t", f"{W}tab", f"{W}br", f"{W}cr"
PARAGRAPH_PROPERTIES, RUN_PROPERTIES, CELL_PROPERTIES = f"{W}pPr", f"{W}rPr", f"{W}tcPr"
TABLE, ROW, CELL, TEXT_BOX = f"{W}tbl", f"{W}tr", f"{W}tc", f"{W}txbxContent"
GRID_SPAN, VERTICAL_MERGE, SHADING, VALUE = f"{W}gridSpan", f"{W}vMerge", f"{W}shd", f"{W}val"
TABLE_GRID, GRID_COLUMN, CELL_WIDTH, WIDTH, WIDTH_TYPE = f"{W}tblGrid", f"{W}gridCol", f"{W}tcW", f"{W}w", f"{W}type"
DRAWING_PROPERTIES = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
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
