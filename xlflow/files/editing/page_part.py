"""A page added to a user's workbook: plain rows with looks and links, written as a whole each time."""

from __future__ import annotations

from itertools import chain

from lxml import etree

from xlflow.errors import OutputError
from xlflow.files.editing.cell_edits import AddedPage, PageCell, PageRow
from xlflow.files.editing.sheet_part import TEXT_LIMIT, address
from xlflow.files.editing.spans import safe_parser
from xlflow.files.editing.styles_part import MAIN, StylesPart

LINKS_OF_A_SHEET = 65_000
"""Excel repairs a sheet with more than 65,530 links by throwing all of them away."""
_ORDER = [
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
    "mergeCells",
    "phoneticPr",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "legacyDrawing",
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
]
_OURS = frozenset({"dimension", "cols", "sheetData", "autoFilter", "sortState", "mergeCells", "conditionalFormatting", "hyperlinks"})
"""What is written anew; everything else, such as the page setup, stays."""


def new_part(page: AddedPage, styles: StylesPart, namespace: str = MAIN) -> bytes:
    """A worksheet part for a page."""
    root = etree.Element(f"{{{namespace}}}worksheet", nsmap={None: namespace})  # type: ignore[dict-item]  # the default namespace has no prefix
    part = _Part(root)
    view = part.element("sheetView", {"workbookViewId": "0", "showGridLines": "0"})
    part.place(part.element("sheetViews", {}, [view]))
    part.place(part.element("sheetPr", {}, [part.element("pageSetUpPr", {"fitToPage": "1"})]))
    part.place(part.element("pageMargins", dict.fromkeys(("left", "right", "top", "bottom"), "0.5") | {"header": "0.3", "footer": "0.3"}))
    part.place(part.element("pageSetup", {"paperSize": "9", "orientation": "landscape", "fitToHeight": "0"}))
    return _filled(part, page, styles)


def replaced_part(old: bytes, page: AddedPage, styles: StylesPart) -> bytes:
    """The part of a sheet of ours with other contents; `old` itself where nothing changes."""
    try:
        root = etree.fromstring(old, safe_parser())
    except etree.XMLSyntaxError as error:
        raise OutputError(f"工作表“{page.sheet}”内部 XML 有错，没有写入；请用 Excel 或 WPS 打开另存后重试。") from error
    part = _Part(root)
    before = [etree.tostring(child, method="c14n") for child in root]
    for child in list(root):
        if isinstance(child.tag, str) and etree.QName(child).localname in _OURS:
            root.remove(child)
    new = _filled(part, page, styles)
    return old if before == [etree.tostring(child, method="c14n") for child in root] else new


def _filled(part: _Part, page: AddedPage, styles: StylesPart) -> bytes:
    last = address((max(len(page.rows), 1) - 1, len(page.widths) - 1))
    part.place(part.element("dimension", {"ref": f"A1:{last}"}))
    widths = enumerate(page.widths, 1)
    part.place(part.element("cols", {}, [_column(part, number, width) for number, width in widths]))
    part.place(part.element("sheetData", {}, [_row(part, number, row, styles, len(page.widths)) for number, row in enumerate(page.rows)]))
    lines = [number for number, row in enumerate(page.rows) if row.is_line]
    if lines and len(page.widths) > 1:
        merges = [part.element("mergeCell", {"ref": f"A{n + 1}:{address((n, len(page.widths) - 1))}"}) for n in lines]
        part.place(part.element("mergeCells", {"count": str(len(merges))}, merges))
    links = list(chain.from_iterable(_links(part, number, row) for number, row in enumerate(page.rows)))[:LINKS_OF_A_SHEET]
    if links:
        part.place(part.element("hyperlinks", {}, links))
    return bytes(etree.tostring(part.root, xml_declaration=True, encoding="UTF-8", standalone=True))


class _Part:
    """A worksheet under construction; elements find their place in the order that the format asks."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self._namespace = etree.QName(root).namespace

    def element(self, name: str, attributes: dict[str, str], children: list[etree._Element] | None = None) -> etree._Element:
        element = etree.Element(f"{{{self._namespace}}}{name}", attributes)
        element.extend(children or [])
        return element

    def place(self, element: etree._Element) -> None:
        rank = _ORDER.index(etree.QName(element).localname)
        for child in self.root:
            name = etree.QName(child).localname if isinstance(child.tag, str) else ""
            if name in _ORDER and _ORDER.index(name) > rank:
                child.addprevious(element)
                return
        self.root.append(element)


def _column(part: _Part, number: int, width: float) -> etree._Element:
    return part.element("col", {"min": str(number), "max": str(number), "width": f"{width:g}", "customWidth": "1"})


def _row(part: _Part, number: int, row: PageRow, styles: StylesPart, width: int) -> etree._Element:
    height = {"ht": f"{row.height_pt:g}", "customHeight": "1"} if row.height_pt else {}
    cells = [_cell(part, (number, column), cell, styles) for column, cell in enumerate(row.cells)]
    if row.is_line and row.cells:
        style = str(styles.look(row.cells[0].look))
        cells += [part.element("c", {"r": address((number, column)), "s": style}) for column in range(1, width)]
    return part.element("row", {"r": str(number + 1), **height}, cells)


def _cell(part: _Part, position: tuple[int, int], cell: PageCell, styles: StylesPart) -> etree._Element:
    attributes = {"r": address(position), "s": str(styles.look(cell.look))}
    if isinstance(cell.value, int):
        value = part.element("v", {})
        value.text = str(cell.value)
        return part.element("c", attributes, [value])
    text = part.element("t", {})
    text.text = "".join(sign if sign.isprintable() or sign == "\n" else "□" for sign in cell.value)[:TEXT_LIMIT]
    if text.text != text.text.strip() or "\n" in text.text:
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return part.element("c", {**attributes, "t": "inlineStr"}, [part.element("is", {}, [text])])


def _links(part: _Part, number: int, row: PageRow) -> list[etree._Element]:
    return [
        part.element("hyperlink", {"ref": address((number, column)), "location": cell.link, "display": str(cell.value)})
        for column, cell in enumerate(row.cells)
        if cell.link
    ]
