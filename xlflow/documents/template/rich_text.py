"""Values that carry their own formatting: 富文本, 分页符, and whole paragraphs of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Self

from markupsafe import escape
from msgspec import Struct

from xlflow.documents.template.rendering_additions import HYPERLINK
from xlflow.documents.template.word_values import PAGE, PrintSpot, UnfitError, WordValue, run_of, word_text
from xlflow.documents.word_package import OFFICE

_COLOUR = re.compile(r"#?([0-9A-Fa-f]{6}|auto)")
_FONT = ("ascii", "hAnsi", "eastAsia", "cs")
UNDERLINES = frozenset({"single", "double", "thick", "dotted", "dash", "wave", "words", "none"})


class Format(Struct, frozen=True):
    """The formatting of a piece of text; None leaves it to the paragraph.

    `size` in points; `colour` and `highlight` as six hexadecimal digits; `underline` True for a single line, or one of `UNDERLINES`;
    `font` a face for all scripts; `style` the name of a character style of the template.
    """

    style: str | None = None
    font: str | None = None
    bold: bool | None = None
    italic: bool | None = None
    strike: bool | None = None
    colour: str | None = None
    highlight: str | None = None
    size: float | None = None
    underline: bool | str | None = None
    superscript: bool = False
    subscript: bool = False
    right_to_left: bool = False

    @property
    def xml(self) -> str:
        """`w:rPr` in the order that Word expects; `UnfitError` for a colour or an underline that Word does not know."""
        pieces = [f'<w:rStyle w:val="{escape(self.style)}"/>' if self.style else ""]
        if self.font:
            pieces.append("<w:rFonts" + "".join(f' w:{name}="{escape(self.font)}"' for name in _FONT) + "/>")
        for names, on in (("b bCs", self.bold), ("i iCs", self.italic), ("strike", self.strike)):
            if on is not None:
                pieces += (f"<w:{name}/>" if on else f'<w:{name} w:val="0"/>' for name in names.split())
        if self.colour is not None:
            pieces.append(f'<w:color w:val="{_colour(self.colour)}"/>')
        if self.size is not None:
            pieces.append(f'<w:sz w:val="{round(self.size * 2)}"/><w:szCs w:val="{round(self.size * 2)}"/>')
        if self.underline is not None:
            pieces.append(f'<w:u w:val="{_underline(self.underline)}"/>')
        if self.highlight is not None:
            pieces.append(f'<w:shd w:val="clear" w:color="auto" w:fill="{_colour(self.highlight)}"/>')
        if self.superscript or self.subscript:
            pieces.append(f'<w:vertAlign w:val="{"superscript" if self.superscript else "subscript"}"/>')
        pieces.append("<w:rtl/>" if self.right_to_left else "")
        inner = "".join(pieces)
        return f"<w:rPr>{inner}</w:rPr>" if inner else ""


PLAIN = Format()


class _Piece(Struct, frozen=True):
    text: object
    format: Format
    link: str = ""


class RichText(WordValue):
    """Text in pieces of their own formatting: `{{r 名称 }}`. A piece without formatting takes that of the tag.

    `add` puts a further piece behind, `link` makes a piece lead to an address.
    """

    needed = "{{r 名称 }}"

    def __init__(self, text: object = "", format: Format = PLAIN, *, link: str = "") -> None:
        self._pieces: list[_Piece] = []
        self.add(text, format, link=link)

    def add(self, text: object, format: Format = PLAIN, *, link: str = "") -> Self:
        """A further piece of text, or all the pieces of another rich text."""
        if isinstance(text, RichText):
            self._pieces += text._pieces
        elif text != "":
            self._pieces.append(_Piece(text, format, link))
        return self

    def as_runs(self, spot: PrintSpot, properties: str) -> str:
        """A run for each piece."""
        return "".join(_piece_xml(piece, spot, properties) for piece in self._pieces)

    def __bool__(self) -> bool:
        """Whether there is any text."""
        return bool(self._pieces)

    def __str__(self) -> str:
        """The text alone."""
        return "".join(str(piece.text) for piece in self._pieces)


def _piece_xml(piece: _Piece, spot: PrintSpot, properties: str) -> str:
    run = run_of(word_text(piece.text), piece.format.xml or properties)
    if not piece.link or not run:
        return run
    id = spot.additions.relate(spot.part, HYPERLINK, piece.link, external=True)
    return f'<w:hyperlink xmlns:r="{OFFICE}" r:id="{id}">{run}</w:hyperlink>'


class RichParagraphs(WordValue):
    """Whole paragraphs of rich text, each with the id of a paragraph style of the template or none: `{{p 名称 }}`."""

    is_whole = True

    def __init__(self, paragraphs: Sequence[tuple[RichText | str, str | None]]) -> None:
        self._paragraphs = [(text if isinstance(text, RichText) else RichText(text), style) for text, style in paragraphs]

    def as_paragraphs(self, spot: PrintSpot) -> str:
        """A paragraph for each."""
        return "".join(f"<w:p>{_paragraph_style(style)}{text.as_runs(spot, '')}</w:p>" for text, style in self._paragraphs)


def _paragraph_style(style: str | None) -> str:
    return f'<w:pPr><w:pStyle w:val="{escape(style)}"/></w:pPr>' if style else ""


class PageBreak(WordValue):
    """What follows begins on a new page."""

    is_whole = True

    def in_run(self, spot: PrintSpot) -> str:
        """A break between the texts of the run."""
        return PAGE

    def as_runs(self, spot: PrintSpot, properties: str) -> str:
        """A break in a run of its own."""
        return '<w:r><w:br w:type="page"/></w:r>'

    def as_paragraphs(self, spot: PrintSpot) -> str:
        """A break in a paragraph of its own."""
        return f"<w:p>{self.as_runs(spot, '')}</w:p>"

    def __str__(self) -> str:
        """The character that means it."""
        return "\x0c"


def _colour(text: str) -> str:
    match = _COLOUR.fullmatch(text)
    if match is None:
        raise UnfitError(f"的颜色“{text}”写法有误，请写成六位十六进制数，如 C00000")
    return match[1].upper() if match[1] != "auto" else "auto"


def _underline(value: bool | str) -> str:
    if isinstance(value, bool):
        return "single" if value else "none"
    if value not in UNDERLINES:
        raise UnfitError(f"的下划线“{value}”无此种类，请用 {'、'.join(sorted(UNDERLINES))} 之一")
    return value
