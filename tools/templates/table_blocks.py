"""Tables of forms, minutes and lists: as wide as the core, single lines, fixed columns, rows that do not break over pages."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from xlflow.documents.layout.paragraph_markup import paragraph
from xlflow.documents.layout.standard_measures import CORE_WIDTH_TWIPS

SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
CELL_MARGIN_TWIPS = 28
"""0.5 mm: a date or the name of a branch shall stand in one line."""


def columns(shares: Sequence[float], width: int = CORE_WIDTH_TWIPS) -> tuple[int, ...]:
    """Column widths in twips that fill the core (or another width) exactly, in the ratio of the shares."""
    total = sum(shares)
    edges = [round(width * sum(shares[:i]) / total) for i in range(len(shares) + 1)]
    return tuple(right - left for left, right in itertools.pairwise(edges))


def spans(edges_pt: Sequence[float], *ends_pt: float) -> tuple[int, ...]:
    """How many columns of a grid each cell takes that ends at one of `ends_pt`; the last cell takes the rest.

    A form whose rows are divided differently needs a grid of all the edges: `edges_pt` are its inner ones, in points from the left.
    """
    places = [edges_pt.index(end) + 1 for end in ends_pt] + [len(edges_pt) + 1]
    return tuple(end - start for start, end in zip([0, *places], places, strict=False))


def grid_widths(edges_pt: Sequence[float]) -> tuple[int, ...]:
    """The widths in twips of the columns between the inner edges of a grid, which fills the core."""
    edges = (0, *(round(edge * 20) for edge in edges_pt), CORE_WIDTH_TWIPS)
    return tuple(right - left for left, right in itertools.pairwise(edges))


def cell(content: str, style: str = "TableCell", *, span: int = 1, merge: str = "", align: str = "center") -> str:
    """A cell of `span` columns. `content` is plain text or paragraphs; `merge` is restart or continue for cells over several rows."""
    paragraphs = content if content.startswith("<w:p>") else paragraph(content, style)
    properties = [
        f'<w:gridSpan w:val="{span}"/>' if span > 1 else "",
        f'<w:vMerge w:val="{merge}"/>' if merge else "",
        f'<w:vAlign w:val="{align}"/>',
    ]
    return f"<w:tc><w:tcPr>{''.join(properties)}</w:tcPr>{paragraphs}</w:tc>"


def label(text: str, style: str = "TableHead", *, span: int = 1) -> str:
    """A cell that names its neighbour, in 黑体."""
    return cell(text, style, span=span)


def row(*cells: str, height: int = 0, header: bool = False, breakable: bool = False) -> str:
    """A row at least `height` twips high; a header row is repeated on every page."""
    properties = [
        "" if breakable else "<w:cantSplit/>",
        f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else "",
        "<w:tblHeader/>" if header else "",
    ]
    return f"<w:tr><w:trPr>{''.join(properties)}</w:trPr>{''.join(cells)}</w:tr>"


def tag_row(text: str, width: int) -> str:
    """A row that holds a tag only and is gone after rendering: `{%tr for … %}`."""
    return row(cell(text, "TableLeft", span=width))


def table(widths: Sequence[int], rows: Iterable[str]) -> str:
    """A table with single lines all round."""
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in SIDES)
    margins = "".join(f'<w:{side} w:w="{CELL_MARGIN_TWIPS}" w:type="dxa"/>' for side in ("left", "right"))
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{borders}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )
