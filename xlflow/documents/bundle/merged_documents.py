"""Many Word files into one, streamed: each text is compressed as it arrives, so that ten thousand letters need no more memory than ten."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable
from html import escape
from typing import BinaryIO

from lxml import etree
from msgspec import Struct, field

from xlflow.documents.bundle.bundle_parts import (
    ENDNOTES,
    FOOTNOTES,
    LEFT_OUT,
    NUMBERING,
    OF_FIRST,
    REFERENCE,
    ROOT,
    SETTINGS,
    SINGLE,
    STYLES,
    BundleParts,
    relationships_xml,
)
from xlflow.documents.bundle.merged_numbering import MergedNotes, MergedNumbering, mapped_numbers
from xlflow.documents.bundle.merged_sections import SECTION, ended, first_section, later_section, without_changes
from xlflow.documents.bundle.merged_styles import MergedStyles, Restyling, knows_sides, restyled, settings_part
from xlflow.documents.word_package import (
    MAIN_TYPE,
    NO_WORD_FILE,
    OFFICE,
    PACKAGE,
    WORD_TYPES,
    XML_DECLARATION,
    Relationship,
    WordPackage,
    parse_xml,
    read_members,
)
from xlflow.documents.wordprocessingml import NAMESPACES, W

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
        raise ValueError(NO_WORD_FILE)
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


class FreshIds:
    """Gives out the ids that a bundle may hold but once."""

    def __init__(self) -> None:
        self._drawing = 0
        self._bookmark = 0
        self._documents = 0

    def drawings(self, text: str) -> str:
        """The text with fresh ids for its pictures and shapes."""
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


_MEMBER_TIME = (1980, 1, 1, 0, 0, 0)
"""The oldest time that a zip can hold: bundles of equal documents are equal."""
_LEVEL = 1
_TYPES = {
    STYLES: f"{WORD_TYPES}.styles+xml",
    NUMBERING: f"{WORD_TYPES}.numbering+xml",
    SETTINGS: f"{WORD_TYPES}.settings+xml",
    FOOTNOTES: f"{WORD_TYPES}.footnotes+xml",
    ENDNOTES: f"{WORD_TYPES}.endnotes+xml",
}
_MAIN = "word/document.xml"


def bundle(documents: Iterable[bytes], title: str, into: BinaryIO) -> None:
    """Writes one .docx of all documents, in their order; at least one. `ValueError` with a Chinese reason where one is no Word file."""
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        with archive.open(_member(_MAIN), "w") as text:
            made = _Bundle(lambda piece: text.write(piece.encode()))
            for content in documents:
                made.add(WordPackage(read_members(content)))
            made.end()
        for name, content in made.files(title).items():
            archive.writestr(_member(name), content, compresslevel=_LEVEL)


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _MEMBER_TIME)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.create_system = 0
    return member


class _Frame(Struct):
    """What documents have in common that differ in their text only: how their references and styles are called in the bundle."""

    references: dict[str, str]
    restyling: Restyling
    numbering: bytes | None
    knows_sides: bool
    has_one_section: bool
    sections: dict[tuple[bool, str], str] = field(default_factory=dict)


def _all_but_text(package: WordPackage) -> tuple[tuple[str, int, int], ...]:
    """Name, checksum and size of every other part: the same for documents that differ in their text only."""
    return tuple(
        (name, member.crc, member.size)
        for name, member in package.members.items()
        if name != package.main and not name.startswith("docProps/")
    )


class _Bundle:
    """A bundle in the making."""

    def __init__(self, write: Callable[[str], object]) -> None:
        self._write = write
        self._parts = BundleParts()
        self._styles, self._numbering, self._ids = MergedStyles(), MergedNumbering(), FreshIds()
        self._notes = {FOOTNOTES: MergedNotes("footnote"), ENDNOTES: MergedNotes("endnote")}
        self._frames: dict[object, _Frame] = {}
        self._settings: etree._Element | None = None
        self._sides = False
        self._waiting: tuple[str, str] | None = None
        """The text of the last document, and its last section: where it goes depends on whether another document follows."""
        write(f"{XML_DECLARATION}{ROOT}<w:body>")

    def add(self, package: WordPackage) -> None:
        """One more document."""
        key = _all_but_text(package)
        frame = self._frames.get(key)
        if frame is None:
            frame = self._frames[key] = self._frame(package)
        text = self._body(package, frame)
        if self._waiting:
            self._write(ended(*self._waiting))
        self._waiting = self._divided(text, frame, package)

    def _body(self, package: WordPackage, frame: _Frame) -> str:
        content = package.content(package.main)
        if frame.restyling.is_needed:
            tree = tree_of(content)
            restyled(tree, frame.restyling)
            text = tree_text(tree)
        else:
            text = body_of(content)
        text = without_changes(text)
        if frame.references:
            text = REFERENCE.sub(lambda match: f"{match[1]}{frame.references.get(match[2], match[2])}{match[3]}", text)
        if frame.numbering is not None and "<w:numId" in text:
            text = self._numbering.renumbered(text, frame.numbering)
        for kind, notes in self._notes.items():
            if f"<w:{kind[:-1]}Reference" in text and (part := package.single(kind)):
                text = notes.renumbered(text, self._own_notes(package, part, frame))
        return self._ids.body(with_own_page_count(text) if frame.has_one_section else text)

    def _own_notes(self, package: WordPackage, part: str, frame: _Frame) -> bytes:
        root = parse_xml(package.content(part))
        if frame.restyling.is_needed:
            restyled(root, frame.restyling)
        return etree.tostring(root, encoding="utf-8")

    def _frame(self, package: WordPackage) -> _Frame:
        """Takes over everything but the text of a document."""
        is_first = not self._frames
        numbering = package.single(NUMBERING)
        content = package.content(numbering) if numbering else None
        numbers = self._numbering.add(content) if content else {}
        styles, settings = package.single(STYLES), package.single(SETTINGS)
        restyling = self._styles.add(package.content(styles), numbers) if styles else Restyling({})
        said = parse_xml(package.content(settings)) if settings else None
        sides = said is not None and knows_sides(said)
        self._sides = self._sides or sides
        if is_first:
            self._settings = said
        one_section = package.content(package.main).count(b"<w:sectPr") == 1

        def edit(text: str) -> str:
            if restyling.is_needed:
                root = parse_xml(text.encode())
                restyled(root, restyling)
                text = etree.tostring(root, encoding="unicode")
            text = mapped_numbers(text, numbers) if "<w:numId" in text else text
            return self._ids.drawings(with_own_page_count(text) if one_section else text)

        references = {}
        for link in package.relationships(package.main):
            if link.kind not in SINGLE | LEFT_OUT and (is_first or link.kind not in OF_FIRST):
                edited = edit if link.kind in ("header", "footer") else None
                target = link.target if link.external else self._parts.copy(package, link.target, edited)
                references[link.id] = self._parts.link(link.type, target, external=link.external)
        return _Frame(references, restyling, content, sides, one_section)

    def _divided(self, text: str, frame: _Frame, package: WordPackage) -> tuple[str, str]:
        """The text with its sections as the bundle needs them, and the last section by itself."""
        found = list(SECTION.finditer(text))
        last = found[-1] if found and not text[found[-1].end() :].strip() else None
        pieces, end = [], 0
        has_notes = "<w:footnoteReference" in text
        for number, match in enumerate(found):
            pieces.append(text[end : match.start()])
            section = self._section(match[0], frame, is_first=number == 0, restart_notes=has_notes)
            end = match.end()
            if match is last:
                return "".join(pieces), section
            pieces.append(section)
        return "".join((*pieces, text[end:])), self._section("<w:sectPr/>", frame, is_first=not found, restart_notes=has_notes)

    def _section(self, section: str, frame: _Frame, *, is_first: bool, restart_notes: bool) -> str:
        key = (is_first, section)
        if key not in frame.sections:
            mirror = None if frame.knows_sides else _on_even_pages
            if is_first:
                frame.sections[key] = first_section(section, self._empty, mirror=mirror, restart_notes=restart_notes)
            else:
                frame.sections[key] = later_section(section, mirror)
        return frame.sections[key]

    def _empty(self, kind: str) -> str:
        return self._parts.link(kind, self._parts.empty(kind, f"{WORD_TYPES}.{kind}+xml"))

    def end(self) -> None:
        """Closes the text."""
        assert self._waiting, "a bundle of nothing"
        text, section = self._waiting
        self._write(f"{text}{section}</w:body></w:document>")

    def files(self, title: str) -> dict[str, bytes]:
        """All files of the package except the text."""
        self._put_single(STYLES, self._styles.part())
        if not self._numbering.is_empty:
            self._put_single(NUMBERING, self._numbering.part())
        for kind, notes in self._notes.items():
            if not notes.is_empty:
                self._put_single(kind, notes.part())
        self._put_single(SETTINGS, settings_part(self._settings, sides=self._sides))
        self._parts.put(_MAIN, MAIN_TYPE, b"")
        self._parts.put("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml", _properties(title))
        return {**self._parts.files(), "_rels/.rels": relationships_xml(_ROOTS)}

    def _put_single(self, kind: str, content: bytes) -> None:
        self._parts.put(f"word/{kind}.xml", _TYPES[kind], content)
        self._parts.link(kind, f"word/{kind}.xml")


def _on_even_pages(kind: str, reference: str) -> str:
    """A reference that gives even pages the header or footer of odd pages."""
    match = re.search(r'r:id="[^"]*"', reference)
    return f'<w:{kind}Reference w:type="even" {match[0] if match else ""}/>'


def _properties(title: str) -> bytes:
    return (
        f'{XML_DECLARATION}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title, quote=False)}</dc:title></cp:coreProperties>"
    ).encode()


_ROOTS = (
    Relationship("rId1", f"{OFFICE}/officeDocument", _MAIN, False),
    Relationship("rId2", f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml", False),
)
