"""A printed page as it is measured: the ink of its characters and its lines, in mm from the upper left corner.

Needs pypdfium2 (extra `layout`): it gives the ink of every glyph, so nothing depends on what a font says of its own height.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from xlflow.documents.layout.title_breaking import character_width

MM_PER_PT = 25.4 / 72
SAME_LINE_MM = 1.2
"""Base lines closer than this belong to one line of text."""
THIN_MM = 2.0
"""A path lower than this is a line."""


class Glyph(Struct, frozen=True):
    """A character: its box of ink, the base line it stands on, where it starts, and whether it is red."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    base: float
    start: float
    size: float
    red: bool


class Stroke(Struct, frozen=True):
    """A horizontal line."""

    left: float
    right: float
    middle: float
    weight: float
    red: bool

    @property
    def length(self) -> float:
        """From end to end, in mm."""
        return self.right - self.left


class TextLine(Struct, frozen=True):
    """The glyphs on one base line, from left to right."""

    glyphs: tuple[Glyph, ...]

    @property
    def text(self) -> str:
        """Its characters without blanks."""
        return "".join(glyph.text for glyph in self.glyphs)

    @property
    def base(self) -> float:
        """The base line."""
        return self.glyphs[0].base

    @property
    def left(self) -> float:
        """The left end of the ink."""
        return self.glyphs[0].left

    @property
    def right(self) -> float:
        """The right end of the ink."""
        return self.glyphs[-1].right

    @property
    def end(self) -> float:
        """The right end of the last character with what it keeps free: a closing mark has its ink on the left of its place."""
        last = self.glyphs[-1]
        return last.start + last.size * MM_PER_PT if character_width(last.text) == 1 else last.right

    @property
    def top(self) -> float:
        """The upper end of the ink."""
        return min(glyph.top for glyph in self.glyphs)

    @property
    def bottom(self) -> float:
        """The lower end of the ink."""
        return max(glyph.bottom for glyph in self.glyphs)

    @property
    def size(self) -> float:
        """The size of the largest character, in points."""
        return max(glyph.size for glyph in self.glyphs)


class PrintedPage(Struct, frozen=True):
    """One page: its size, its lines of text from top to bottom, its horizontal lines."""

    width: float
    height: float
    lines: tuple[TextLine, ...]
    strokes: tuple[Stroke, ...]


def read_pages(content: bytes) -> tuple[PrintedPage, ...]:
    """The pages of a PDF; none of one that cannot be read."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        return ()
    try:
        return tuple(_page(document[number]) for number in range(len(document)))
    finally:
        document.close()


def _page(page: Any) -> PrintedPage:
    width, height = page.get_size()
    glyphs = sorted(_glyphs(page, height), key=lambda glyph: glyph.base)
    return PrintedPage(width * MM_PER_PT, height * MM_PER_PT, tuple(_lines(glyphs)), tuple(_strokes(page, height)))


def _glyphs(page: Any, height: float) -> Iterator[Glyph]:
    import pypdfium2.raw as raw

    text = page.get_textpage()
    x, y = ctypes.c_double(), ctypes.c_double()
    channels = tuple(ctypes.c_uint() for _ in range(4))
    for index in range(text.count_chars()):
        character = chr(raw.FPDFText_GetUnicode(text, index))
        if not character.strip():
            continue
        left, bottom, right, top = text.get_charbox(index)
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        raw.FPDFText_GetFillColor(text, index, *channels)
        yield Glyph(
            character,
            left * MM_PER_PT,
            right * MM_PER_PT,
            (height - top) * MM_PER_PT,
            (height - bottom) * MM_PER_PT,
            (height - y.value) * MM_PER_PT,
            x.value * MM_PER_PT,
            raw.FPDFText_GetFontSize(text, index),
            _is_red(*(channel.value for channel in channels[:3])),
        )


def _lines(glyphs: list[Glyph]) -> Iterator[TextLine]:
    line: list[Glyph] = []
    for glyph in glyphs:
        if line and glyph.base - line[0].base > SAME_LINE_MM:
            yield TextLine(tuple(sorted(line, key=lambda one: one.start)))
            line = []
        line.append(glyph)
    if line:
        yield TextLine(tuple(sorted(line, key=lambda one: one.start)))


def _strokes(page: Any, height: float) -> Iterator[Stroke]:
    """Horizontal lines and flat rectangles; a stroke counts without the caps that its weight adds to its box."""
    import pypdfium2.raw as raw

    weight = ctypes.c_float()
    channels = tuple(ctypes.c_uint() for _ in range(4))
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
        left, bottom, right, top = item.get_bounds()
        mode, stroked = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(item, mode, stroked)
        raw.FPDFPageObj_GetStrokeWidth(item, weight)
        if stroked.value:
            raw.FPDFPageObj_GetStrokeColor(item, *channels)
        else:
            raw.FPDFPageObj_GetFillColor(item, *channels)
        inset = weight.value if stroked.value else 0.0
        thick = weight.value if stroked.value else top - bottom
        if (top - bottom) * MM_PER_PT > THIN_MM or right - left < 4 * (top - bottom):
            continue
        yield Stroke(
            (left + inset) * MM_PER_PT,
            (right - inset) * MM_PER_PT,
            (height - (top + bottom) / 2) * MM_PER_PT,
            thick * MM_PER_PT,
            _is_red(*(channel.value for channel in channels[:3])),
        )


def _is_red(red: int, green: int, blue: int) -> bool:
    return red >= 180 and green <= 80 and blue <= 80
