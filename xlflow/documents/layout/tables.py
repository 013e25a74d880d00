"""Tables of forms, minutes and lists: as wide as the core, single lines, fixed columns, rows that do not break over pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from xlflow.documents.layout.markup import paragraph
from xlflow.documents.layout.measures import CORE_WIDTH_TWIPS

SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


def columns(shares: Sequence[float]) -> tuple[int, ...]:
    """Column widths in twips that fill the core exactly, in the ratio of the shares."""
    total = sum(shares)
    edges = [round(CORE_WIDTH_TWIPS * sum(shares[:i]) / total) for i in range(len(shares) + 1)]
    return tuple(right - left for left, right in zip(edges, edges[1:], strict=False))


def cell(content: str, style: str = "TableCell", *, span: int = 1, merge: str = "", align: str = "center", down: bool = False) -> str:
    """A cell of `span` columns. `content` is plain text or paragraphs; `merge` is restart or continue for cells over several rows.

    `down` sets the text from top to bottom, for the name of a group of rows.
    """
    paragraphs = content if content.startswith("<w:p>") else paragraph(content, style)
    properties = [
        f'<w:gridSpan w:val="{span}"/>' if span > 1 else "",
        f'<w:vMerge w:val="{merge}"/>' if merge else "",
        '<w:textDirection w:val="tbRlV"/>' if down else "",
        f'<w:vAlign w:val="{align}"/>',
    ]
    return f"<w:tc><w:tcPr>{''.join(properties)}</w:tcPr>{paragraphs}</w:tc>"


def label(text: str, *, span: int = 1, merge: str = "") -> str:
    """A cell that names its neighbour, in 黑体."""
    return cell(text, "TableHead", span=span, merge=merge)


def row(*cells: str, height: int = 0, exact: bool = False, header: bool = False, breakable: bool = False) -> str:
    """A row at least (or exactly) `height` twips high; a header row is repeated on every page."""
    properties = [
        "" if breakable else "<w:cantSplit/>",
        f'<w:trHeight w:val="{height}" w:hRule="{"exact" if exact else "atLeast"}"/>' if height else "",
        "<w:tblHeader/>" if header else "",
    ]
    return f"<w:tr><w:trPr>{''.join(properties)}</w:trPr>{''.join(cells)}</w:tr>"


def tag_row(text: str, width: int) -> str:
    """A row that holds a tag only and is gone after rendering: `{%tr for … %}`."""
    return row(cell(text, "TableLeft", span=width))


def table(widths: Sequence[int], rows: Iterable[str]) -> str:
    """A table with single lines all round."""
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in SIDES)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{borders}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )
