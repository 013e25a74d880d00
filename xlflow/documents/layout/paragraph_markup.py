"""WordprocessingML as text: runs, paragraphs and the properties that are set directly.

Everything returns markup with the prefix `w`, for a part that declares it. What a paragraph looks like is the business of its style
(`styles`); only what depends on the text itself (an indent computed from a width) is set directly. Elements come in the order
that the schema of Office Open XML asks for, else Word calls the file damaged.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from html import escape


class Typeface(StrEnum):
    """The faces of official documents, by the names that they have in Word. They are named, never shipped."""

    FANG_SONG = "仿宋_GB2312"
    XIAO_BIAO_SONG = "方正小标宋简体"
    HEI = "黑体"
    KAI = "楷体_GB2312"
    SONG = "宋体"


def fonts(face: Typeface) -> str:
    """One face for Chinese and Latin; the hint keeps “ ” — … in the Chinese face where Word has the choice."""
    return f'<w:rFonts w:hint="eastAsia" w:ascii="{face}" w:hAnsi="{face}" w:eastAsia="{face}" w:cs="{face}"/>'


def run_properties(
    face: Typeface | None = None, *, color: str = "", spacing_twips: int | None = None, size: int | None = None, underline: bool = False
) -> str:
    """The inside of `w:rPr`; `size` in half points."""
    parts = [
        fonts(face) if face else "",
        f'<w:color w:val="{color}"/>' if color else "",
        f'<w:spacing w:val="{spacing_twips}"/>' if spacing_twips is not None else "",
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else "",
        '<w:u w:val="single"/>' if underline else "",
    ]
    return "".join(parts)


def run(text: str, face: Typeface | None = None, *, size: int | None = None) -> str:
    """A run of text; tabs become tab stops. Without a face or size it looks as the paragraph's style says."""
    properties = run_properties(face, size=size)
    inside = "<w:tab/>".join(f'<w:t xml:space="preserve">{escape(piece, quote=False)}</w:t>' if piece else "" for piece in text.split("\t"))
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{inside}</w:r>"


def indents(*, left: int | None = None, right: int | None = None, first_line: int | None = None, hanging: int | None = None) -> str:
    """`w:ind` in twips, empty where nothing is indented."""
    given: Mapping[str, int | None] = {"left": left, "right": right, "firstLine": first_line, "hanging": hanging}
    written = "".join(f' w:{name}="{twips}"' for name, twips in given.items() if twips is not None)
    return f"<w:ind{written}/>" if written else ""


def paragraph(content: str = "", style: str = "Body", properties: str = "") -> str:
    """A paragraph: `content` is plain text, or markup of runs; `properties` follow the style inside `w:pPr`."""
    runs = content if content.startswith("<w:") else run(content) if content else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{runs}</w:p>'


def blank_line() -> str:
    """An empty line of the text: other people count paragraphs, and space before is dropped at the top of a page."""
    return paragraph(style="Normal")


def tag(text: str) -> str:
    """A paragraph that holds a tag only and is gone after rendering: `{%p if … %}`, `{{p title(…) }}`."""
    return paragraph(text, style="Normal")
