"""A Word file as its reader sees it: every paragraph and run with the properties that hold for it once all styles are applied.

Lengths are twips (1/20 pt), sizes half points, borders eighths of a point, as the file has them.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field

from xlflow.documents.layout.standard_measures import LINE_TWIPS
from xlflow.documents.layout.title_breaking import text_width

WHITE = " 　\t\n\f\xa0"


class TextRun(Struct, frozen=True):
    """A piece of text in one face. `spacing` is added to the width of every character; `color` is "" where it is automatic."""

    text: str
    east_asia: str
    ascii: str
    size: int
    bold: bool
    color: str
    spacing: int


class Border(Struct, frozen=True):
    """A line of a paragraph or a table: eighths of a point, colour, points from the text."""

    size: int
    color: str
    space: int = 0


class Paragraph(Struct, frozen=True):
    """A paragraph: `number` counts from 1 in its part; `first` is the indent of its first line against `left`, negative where it hangs.

    `page_break` is true where it begins a new page by itself; `frame` is true where it stands in a frame of the page. `field` is true
    where it holds the number of the page.
    """

    number: int
    runs: tuple[TextRun, ...]
    style: str = ""
    align: str = "left"
    left: int = 0
    right: int = 0
    first: int = 0
    line: int = 240
    rule: str = "auto"
    before: int = 0
    after: int = 0
    page_break: bool = False
    frame: bool = False
    field: bool = False
    right_tab: int = 0
    bottom: Border | None = None
    section: int = 0

    @property
    def text(self) -> str:
        """All of its text; tabs and line breaks as such."""
        return "".join(run.text for run in self.runs)

    @property
    def words(self) -> str:
        """The text without white space around it."""
        return self.text.strip(WHITE)

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it."""
        return not self.words and not self.field

    @property
    def visible(self) -> tuple[TextRun, ...]:
        """The runs that show something."""
        return tuple(run for run in self.runs if run.text.strip(WHITE))

    @property
    def height(self) -> float:
        """How many lines of the text an empty paragraph takes, in lines of the standard."""
        line = self.line if self.rule == "exact" else max(LINE_TWIPS, self.line if self.rule == "atLeast" else 0)
        return (line + self.before + self.after) / LINE_TWIPS

    @property
    def lead(self) -> float:
        """Blank characters before the text, in characters."""
        return text_width(self.text[: len(self.text) - len(self.text.lstrip(" 　\xa0"))])


class WordTable(Struct, frozen=True):
    """A table: its rows of cells of paragraphs, its width, and its lines by side (top, bottom, insideH …)."""

    rows: tuple[tuple[tuple[Paragraph, ...], ...], ...]
    width: int
    borders: dict[str, Border] = field(default_factory=dict)
    number: int = 0

    def paragraphs(self) -> Iterator[Paragraph]:
        """Every paragraph of every cell."""
        for row in self.rows:
            for cell in row:
                yield from cell


Block = Paragraph | WordTable


class DrawnLine(Struct, frozen=True):
    """A straight line that is drawn on the page: its place, its length, its weight in points; `top` only where it counts from the page."""

    width: int
    weight_pt: float
    color: str
    top: int | None


class PageSection(Struct, frozen=True):
    """A run of pages of one shape; `footers` by the pages that they are for: default, even, first.

    `character_space` is what the grid adds to each character, in twips.
    """

    width: int
    height: int
    top: int
    bottom: int
    left: int
    right: int
    footer: int
    grid: str = ""
    pitch: int = 0
    character_space: float = 0.0
    title_page: bool = False
    landscape: bool = False
    footers: dict[str, tuple[Paragraph, ...]] = field(default_factory=dict)

    @property
    def core_width(self) -> int:
        """Between left and right margin."""
        return self.width - self.left - self.right

    @property
    def core_height(self) -> int:
        """Between top and bottom margin."""
        return self.height - self.top - self.bottom


class WordDocument(Struct, frozen=True):
    """A whole file: its text in order, its sections, lines and boxes that are anchored to pages; `defaults` is an empty run of Normal."""

    blocks: tuple[Block, ...]
    sections: tuple[PageSection, ...]
    lines: tuple[DrawnLine, ...]
    boxes: tuple[tuple[Block, ...], ...]
    even_and_odd: bool
    defaults: TextRun

    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs outside tables and boxes."""
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))

    def tables(self) -> tuple[WordTable, ...]:
        """The tables outside boxes."""
        return tuple(block for block in self.blocks if isinstance(block, WordTable))
