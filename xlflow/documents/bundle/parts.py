"""The parts of a bundle: copied from its documents under free names, one for all that are equal."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Callable, Mapping, Sequence
from html import escape

from xlflow.documents.bundle.names import HEAD, LEFT_OUT, OFFICE, PACKAGE
from xlflow.documents.bundle.opened import Link, Opened

REFERENCE = re.compile(r'( r:[A-Za-z]+=")([^"]+)(")')
"""An attribute that refers to a relationship."""

Edit = Callable[[str], str]


class Parts:
    """The parts and relationships of the file that comes into being."""

    def __init__(self) -> None:
        self.contents: dict[str, tuple[str, bytes]] = {}
        self._links: dict[str, list[Link]] = {}
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
            links.append(Link(found, type_, target, external))
        return found

    def copy(self, opened: Opened, part: str, edit: Edit | None = None) -> str:
        """The name in the bundle of a part of a document, which is copied with all that it refers to. `edit` changes its XML."""
        content, content_type = opened.read(part), opened.type_of(part)
        links = [
            link if link.is_external else Link(link.id, link.type, self.copy(opened, link.target), False)
            for link in opened.links(part)
            if link.kind not in LEFT_OUT
        ]
        if edit is not None:
            content = edit(content.decode("utf-8-sig")).encode()
        return self._add(part, content_type, content, links)

    def _add(self, part: str, content_type: str, content: bytes, links: list[Link]) -> str:
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
        uri = OFFICE.replace("officeDocument/2006/relationships", "wordprocessingml/2006/main")
        content = f'{HEAD}<w:{tag} xmlns:w="{uri}"><w:p/></w:{tag}>'
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
                f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
                '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>'
            ).encode()
        }
        files |= {name: content for name, (_, content) in self.contents.items() if content}
        for name, links in self._links.items():
            folder, last = posixpath.split(name)
            files[f"{folder}/_rels/{last}.rels"] = relations(links)
        return files


def relations(links: Sequence[Link]) -> bytes:
    """The file of relationships."""
    entries = "".join(
        f'<Relationship Id="{link.id}" Type="{escape(link.type)}" '
        + (f'Target="{escape(link.target)}" TargetMode="External"/>' if link.is_external else f'Target="/{escape(link.target)}"/>')
        for link in links
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{entries}</Relationships>'.encode()
