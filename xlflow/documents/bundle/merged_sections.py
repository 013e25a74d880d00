"""The sections of a document in a bundle: it begins on a front page with page number 1 and never takes over another's headers.

A section without a header of its own has that of the section before it, which in a bundle may be another document: so the first section of
every document names all six, empty ones where the document has none. Where a document does not tell odd pages from even ones and another
does, both sides get the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable

SECTION = re.compile(r"<w:sectPr\b[^>]*?(?:/>|>.*?</w:sectPr>)", re.DOTALL)
_CHANGE = re.compile(r"<w:sectPrChange\b.*?</w:sectPrChange>", re.DOTALL)
_WHOLE = re.compile(r"<w:sectPr\b([^>]*?)(?:/>|>(.*)</w:sectPr>)", re.DOTALL)
_REFERENCE = re.compile(r'<w:(header|footer)Reference\b[^>]*?w:type="(\w+)"[^>]*?/>|<w:(header|footer)Reference\b[^>]*?/>')
_TYPE = re.compile(r"<w:type\b[^>]*/>")
_NUMBERS = re.compile(r"<w:pgNumType\b([^>]*?)/>")
_NOTES = re.compile(r"(?:<w:(?:footnotePr|endnotePr)\b(?:[^>]*/>|.*?</w:(?:footnotePr|endnotePr)>))*", re.DOTALL)
_BEFORE_NUMBERS = ("pgSz", "pgMar", "paperSrc", "pgBorders", "lnNumType")
_FRONT = '<w:type w:val="oddPage"/>'
_SMALL = '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/><w:rPr><w:sz w:val="2"/></w:rPr>{}</w:pPr></w:p>'
_TRAILING = re.compile(r"(?:<w:(?:bookmarkEnd|bookmarkStart|proofErr|permEnd)\b[^>]*/>\s*)+$")
_OPENING = re.compile(r"<w:p(?=[ >/])")
_RESTART = '<w:footnotePr><w:numRestart w:val="eachSect"/></w:footnotePr>'


def without_changes(text: str) -> str:
    """The text without the record of how sections were before."""
    return _CHANGE.sub("", text) if "<w:sectPrChange" in text else text


def first_section(section: str, empty: Callable[[str], str], *, mirror: Callable[[str, str], str] | None, restart_notes: bool) -> str:
    """The first section of a document. `empty(kind)`: the id of an empty header or footer; `mirror`: see `later_section`."""
    attributes, references, rest = _taken_apart(later_section(section, mirror))
    present = {key for key, _ in references}
    added = [
        ((kind, pages), f'<w:{kind}Reference w:type="{pages}" r:id="{empty(kind)}"/>')
        for kind in ("header", "footer")
        for pages in ("default", "even", "first")
        if (kind, pages) not in present
    ]
    rest = _TYPE.sub("", rest)
    notes = _NOTES.match(rest)
    end = notes.end() if notes else 0
    kept = rest[:end] if "footnotePr" in rest[:end] or not restart_notes else _RESTART + rest[:end]
    rest = kept + _FRONT + _numbered_from_one(rest[end:])
    return f"<w:sectPr{attributes}>{''.join(text for _, text in (*references, *added))}{rest}</w:sectPr>"


def later_section(section: str, mirror: Callable[[str, str], str] | None) -> str:
    """A section with the same header on both sides where the document knows but one: `mirror` gives the reference of the even pages."""
    if mirror is None:
        return section
    attributes, references, rest = _taken_apart(section)
    kept = [text for (_, pages), text in references if pages != "even"]
    even = [mirror(kind, text) for (kind, pages), text in references if pages == "default"]
    return f"<w:sectPr{attributes}>{''.join(kept + even)}{rest}</w:sectPr>"


def _taken_apart(section: str) -> tuple[str, list[tuple[tuple[str, str], str]], str]:
    """The attributes, the references by kind and pages, and the remaining markup."""
    whole = _WHOLE.fullmatch(section)
    assert whole
    inner = whole[2] or ""
    references = [((match[1] or match[3], match[2] or "default"), match[0]) for match in _REFERENCE.finditer(inner)]
    return whole[1], references, _REFERENCE.sub("", inner)


def _numbered_from_one(rest: str) -> str:
    numbers = _NUMBERS.search(rest)
    if numbers:
        if "w:start=" in numbers[1]:
            return rest
        return f'{rest[: numbers.start()]}<w:pgNumType{numbers[1].rstrip()} w:start="1"/>{rest[numbers.end() :]}'
    place = 0
    for name in _BEFORE_NUMBERS:
        found = re.search(rf"<w:{name}\b[^>]*?(?:/>|>.*?</w:{name}>)", rest, re.DOTALL)
        place = max(place, found.end() if found else 0)
    return f'{rest[:place]}<w:pgNumType w:start="1"/>{rest[place:]}'


def ended(body: str, section: str) -> str:
    """The text with its last section closed in its last paragraph, or in a tiny one of its own where it ends without a paragraph."""
    trailing = None if body.endswith("</w:p>") else _TRAILING.search(body)
    text, rest = (body[: trailing.start()], trailing[0]) if trailing else (body, "")
    start = _last_paragraph(text)
    if start is None or "<w:sectPr" in text[start:]:
        return text + rest + _SMALL.format(section)
    return text[:start] + _with_section(text[start:], section) + rest


def _last_paragraph(text: str) -> int | None:
    """Where the paragraph begins with which the text ends; None where it ends with something else."""
    stripped = text.rstrip()
    if stripped.endswith("</w:p>"):
        depth, end = 0, len(stripped)
        while end > 0:
            opening, closing = stripped.rfind("<w:p", 0, end), stripped.rfind("</w:p>", 0, end)
            if closing > opening:
                depth, end = depth + 1, closing
                continue
            if opening < 0:
                return None
            end = opening
            if _OPENING.match(stripped, opening) and not _is_closed(stripped, opening):
                depth -= 1
                if depth == 0:
                    return opening
        return None
    opening = stripped.rfind("<w:p")
    if (
        opening >= 0
        and _OPENING.match(stripped, opening)
        and stripped.find(">", opening) == len(stripped) - 1
        and _is_closed(stripped, opening)
    ):
        return opening
    return None


def _is_closed(text: str, opening: int) -> bool:
    """Whether the paragraph that opens there is an empty element."""
    return text[text.index(">", opening) - 1] == "/"


def _with_section(paragraph: str, section: str) -> str:
    end = paragraph.index(">")
    if paragraph[end - 1] == "/":
        return f"{paragraph[: end - 1].rstrip()}><w:pPr>{section}</w:pPr></w:p>"
    head, rest = paragraph[: end + 1], paragraph[end + 1 :]
    inner = rest.lstrip()
    if inner.startswith("<w:pPr/>"):
        return f"{head}<w:pPr>{section}</w:pPr>{inner.removeprefix('<w:pPr/>')}"
    if not inner.startswith("<w:pPr>"):
        return f"{head}<w:pPr>{section}</w:pPr>{rest}"
    places = [place for mark in ("<w:pPrChange", "</w:pPr>") if (place := inner.find(mark)) >= 0]
    return f"{head}{inner[: min(places)]}{section}{inner[min(places) :]}"
