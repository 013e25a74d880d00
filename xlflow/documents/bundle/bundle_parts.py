"""The parts of a bundle with their content types and relationships, and the kinds of parts that a bundle merges, shares or leaves out."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Callable, Mapping, Sequence
from html import escape

from msgspec.structs import replace

from xlflow.documents.word_package import OFFICE, PACKAGE, XML_DECLARATION, Relationship, WordPackage
from xlflow.documents.wordprocessingml import NAMESPACE, NAMESPACES

STYLES, NUMBERING, SETTINGS = "styles", "numbering", "settings"
FOOTNOTES, ENDNOTES = "footnotes", "endnotes"
SINGLE = frozenset({STYLES, NUMBERING, SETTINGS, FOOTNOTES, ENDNOTES})
"""Kinds of parts of which a document has one, and which are merged."""
OF_FIRST = frozenset({"theme", "fontTable", "webSettings"})
"""Kinds of parts of which a document has one, and which the bundle takes from its first document."""
LEFT_OUT = frozenset(
    {"customXml", "glossaryDocument", "comments", "commentsExtended", "commentsIds", "commentsExtensible", "people", "printerSettings"}
)
"""Kinds of parts that paper does not show."""

_IGNORABLE = "w14 w15 w16 w16cex w16cid w16se wp14"
_DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
ROOT = f'<w:document {_DECLARED} mc:Ignorable="{_IGNORABLE}">'

REFERENCE = re.compile(r'( r:[A-Za-z]+=")([^"]+)(")')
"""An attribute that refers to a relationship."""

Edit = Callable[[str], str]


class BundleParts:
    """The parts and relationships of the file that comes into being."""

    def __init__(self) -> None:
        self.contents: dict[str, tuple[str, bytes]] = {}
        self._links: dict[str, list[Relationship]] = {}
        self._known: dict[str, str] = {}
        self._of_main: dict[tuple[str, str], str] = {}
        self._names: dict[str, int] = {}

    def put(self, name: str, content_type: str, content: bytes) -> None:
        """A part of the bundle's own under a name that nothing else has."""
        self.contents[name] = (content_type, content)

    def link(self, kind: str, target: str, *, external: bool = False) -> str:
        """The id by which the text refers to a part of the bundle; `kind` is the last word of the type, or the whole type."""
        type_ = kind if "/" in kind else f"{OFFICE}/{kind}"
        found = self._of_main.get((type_, target))
        if found is None:
            links = self._links.setdefault("word/document.xml", [])
            found = self._of_main[type_, target] = f"rId{len(links) + 1}"
            links.append(Relationship(found, type_, target, external))
        return found

    def copy(self, package: WordPackage, part: str, edit: Edit | None = None) -> str:
        """The name in the bundle of a part of a document, which is copied with all that it refers to. `edit` changes its XML."""
        content, content_type = package.content(part), package.content_type(part)
        links = [
            link if link.external else replace(link, target=self.copy(package, link.target))
            for link in package.relationships(part)
            if link.kind not in LEFT_OUT
        ]
        if edit is not None:
            content = edit(content.decode("utf-8-sig")).encode()
        return self._add(part, content_type, content, links)

    def _add(self, part: str, content_type: str, content: bytes, links: list[Relationship]) -> str:
        refers = "\n".join(f"{link.id} {link.type} {link.target}" for link in links)
        key = hashlib.sha256(b"\0".join((content_type.encode(), refers.encode(), content))).hexdigest()
        if key not in self._known:
            name = self._known[key] = self._free(part)
            self.contents[name] = (content_type, content)
            if links:
                self._links[name] = links
        return self._known[key]

    def empty(self, kind: str, content_type: str) -> str:
        """An empty header or footer."""
        tag = {"header": "hdr", "footer": "ftr"}[kind]
        content = f'{XML_DECLARATION}<w:{tag} xmlns:w="{NAMESPACE}"><w:p/></w:{tag}>'
        return self._add(f"word/{kind}.xml", content_type, content.encode(), [])

    def _free(self, part: str) -> str:
        stem, suffix = posixpath.splitext(part)
        stem = re.sub(r"\d+$", "", stem)
        number = self._names[stem] = self._names.get(stem, 0) + 1
        return f"{stem}{number}{suffix}"

    def files(self) -> Mapping[str, bytes]:
        """All files of the package except the text: content types, parts, relationships."""
        types = "".join(
            f'<Override PartName="/{escape(name)}" ContentType="{escape(type_)}"/>' for name, (type_, _) in self.contents.items()
        )
        files = {
            "[Content_Types].xml": (
                f'{XML_DECLARATION}<Types xmlns="{PACKAGE}/content-types">'
                '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>'
            ).encode()
        }
        files |= {name: content for name, (_, content) in self.contents.items() if content}
        for name, links in self._links.items():
            folder, last = posixpath.split(name)
            files[f"{folder}/_rels/{last}.rels"] = relationships_xml(links)
        return files


def relationships_xml(links: Sequence[Relationship]) -> bytes:
    """The file of relationships."""
    entries = "".join(
        f'<Relationship Id="{link.id}" Type="{escape(link.type)}" '
        + (f'Target="{escape(link.target)}" TargetMode="External"/>' if link.external else f'Target="/{escape(link.target)}"/>')
        for link in links
    )
    return f'{XML_DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">{entries}</Relationships>'.encode()
