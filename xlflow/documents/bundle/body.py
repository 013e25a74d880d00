"""The text of one document for the bundle: between the tags of its body, in the prefixes of the bundle, with ids that nothing else has."""

from __future__ import annotations

import re

from lxml import etree

from xlflow.documents.bundle.names import NAMESPACES
from xlflow.documents.template.elements import W
from xlflow.documents.template.package import parse_xml

_BODY = re.compile(r"<w:body\b[^>]*>(.*)</w:body>", re.DOTALL)
_ROOT = re.compile(r"<w:document\b[^>]*>")
_PREFIX = re.compile(r'xmlns:(\w+)="([^"]*)"')
_ODD_MARKUP = ("<![CDATA[", "<!--", "<!DOCTYPE", "xmlns=", "\nr:", "\tr:")
_DRAWING_ID = re.compile(r'(<wp:docPr\b[^>]*?\bid=")(\d+)(")')
_BOOKMARK = re.compile(r'(<w:bookmark(?:Start|End)\b[^>]*?w:id=")(\d+)(")')
_BOOKMARK_NAME = re.compile(r'(<w:bookmarkStart\b[^>]*?w:name=")([^"]+)(")')
_ANCHOR = re.compile(r'(\bw:anchor=")([^"]+)(")')
_FIELD = re.compile(r"<w:instrText\b[^>]*>[^<]*</w:instrText>|<w:fldSimple\b[^>]*>")
_COMMENT = re.compile(r"<w:comment(?:RangeStart|RangeEnd|Reference)\b[^>]*/>")
_PARAGRAPH_ID = re.compile(r'\sw14:(?:paraId|textId)="[^"]*"')
_CONTROL_ID = re.compile(r"(<w:sdtPr>.*?)<w:id\b[^>]*/>", re.DOTALL)


def body_of(content: bytes) -> str:
    """What stands between the tags of the body, with the prefixes that the bundle declares."""
    text = content.decode("utf-8-sig")
    root, body = _ROOT.search(text), _BODY.search(text)
    if root and body and not any(mark in text for mark in _ODD_MARKUP) and _has_known_prefixes(root[0]) and "xmlns:" not in body[1]:
        return body[1]
    return tree_text(tree_of(content))


def tree_of(content: bytes) -> etree._Element:
    """The body as a tree; `ValueError` where there is none."""
    body = parse_xml(content).find(f"{W}body")
    if body is None:
        raise ValueError("不是 .docx 文件，或文件已损坏")
    etree.strip_tags(body, etree.Comment)
    etree.strip_elements(body, etree.ProcessingInstruction, with_tail=False)
    return body


def tree_text(body: etree._Element) -> str:
    """The children of a body as text in the prefixes of the bundle; others are declared where they are used."""
    root = etree.Element(f"{W}body", nsmap=dict(NAMESPACES))
    root.extend(list(body))
    etree.cleanup_namespaces(root, top_nsmap=dict(NAMESPACES), keep_ns_prefixes=list(NAMESPACES))
    match = _BODY.search(etree.tostring(root, encoding="unicode"))
    return match[1] if match else ""


def _has_known_prefixes(tag: str) -> bool:
    return all(NAMESPACES.get(prefix) == uri for prefix, uri in _PREFIX.findall(tag))


class Ids:
    """Gives out the ids that a bundle may hold but once."""

    def __init__(self) -> None:
        self._drawing = 0
        self._bookmark = 0
        self._documents = 0

    def drawings(self, text: str) -> str:
        """A text whose pictures and shapes have fresh ids."""
        if "<wp:docPr" not in text:
            return text
        return _DRAWING_ID.sub(self._fresh_drawing, text)

    def _fresh_drawing(self, match: re.Match[str]) -> str:
        self._drawing += 1
        return f"{match[1]}{self._drawing}{match[3]}"

    def body(self, text: str) -> str:
        """The text of one document without comments, with fresh ids; its bookmarks are its own, and so are the references to them."""
        self._documents += 1
        if "<w:comment" in text:
            text = _COMMENT.sub("", text)
        if "w14:paraId" in text or "w14:textId" in text:
            text = _PARAGRAPH_ID.sub("", text)
        if "<w:sdtPr>" in text:
            text = _CONTROL_ID.sub(r"\1", text)
        return self._bookmarks(self.drawings(text)) if "<w:bookmark" in text else self.drawings(text)

    def _bookmarks(self, text: str) -> str:
        fresh: dict[str, str] = {}

        def number(match: re.Match[str]) -> str:
            if match[2] not in fresh:
                self._bookmark += 1
                fresh[match[2]] = str(self._bookmark)
            return f"{match[1]}{fresh[match[2]]}{match[3]}"

        text = _BOOKMARK.sub(number, text)
        names = {match[2] for match in _BOOKMARK_NAME.finditer(text)}
        suffix = f"_{self._documents}"

        def rename(match: re.Match[str]) -> str:
            return f"{match[1]}{match[2]}{suffix}{match[3]}" if match[2] in names else match[0]

        text = _ANCHOR.sub(rename, _BOOKMARK_NAME.sub(rename, text))
        word = re.compile(rf"(?<![\w.])({'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})(?![\w.])") if names else None
        return _FIELD.sub(lambda match: word.sub(rf"\1{suffix}", match[0]), text) if word else text


def with_own_page_count(text: str) -> str:
    """共几页 is the number of pages of the document, not of the bundle; for a document of one section Word can say it."""
    return _FIELD.sub(lambda match: match[0].replace("NUMPAGES", "SECTIONPAGES"), text) if "NUMPAGES" in text else text
