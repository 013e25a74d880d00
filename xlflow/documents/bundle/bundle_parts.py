"""A Word file opened for a bundle: its parts, their content types, and what they refer to."""

from __future__ import annotations

import hashlib
import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from html import escape

from lxml import etree
from msgspec import Struct

from xlflow.documents.bundle.bundle_names import HEAD, LEFT_OUT, MAIN_TYPE, OFFICE, PACKAGE, RELATIONSHIP
from xlflow.documents.word_package import parse_xml

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


_MAIN_TYPES = (MAIN_TYPE, MAIN_TYPE.replace("document.main", "template.main"), "application/vnd.ms-word.document.macroEnabled.main+xml")
_TYPES = "[Content_Types].xml"


class Link(Struct, frozen=True):
    """A relationship: its kind (the last word of its type), and the part or the address that it leads to."""

    id: str
    type: str
    target: str
    is_external: bool

    @property
    def kind(self) -> str:
        """Such as `header`, `image`, `hyperlink`."""
        return self.type.rpartition("/")[2]


class Opened:
    """A Word file. `ValueError` with a Chinese reason for anything else."""

    def __init__(self, content: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
            self._infos = {info.filename: info for info in self._archive.infolist()}
            self.types_crc = self._infos[_TYPES].CRC
        except (zipfile.BadZipFile, KeyError) as error:
            raise ValueError("不是 .docx 文件，或文件已损坏") from error

    def read(self, name: str) -> bytes:
        """The content of a part."""
        try:
            return self._archive.read(name)
        except (zipfile.BadZipFile, KeyError, zlib.error, NotImplementedError, RuntimeError) as error:
            raise ValueError("不是 .docx 文件，或文件已损坏") from error

    def has(self, name: str) -> bool:
        """Whether the part is there."""
        return name in self._infos

    @cached_property
    def main(self) -> str:
        """The part with the text."""
        if self.has("word/document.xml"):
            return "word/document.xml"
        found = next((name for name in self._infos if self.type_of(name) in _MAIN_TYPES), None)
        if found is None:
            raise ValueError("不是 .docx 文件，或文件已损坏")
        return found

    @cached_property
    def frame(self) -> tuple[tuple[str, int, int], ...]:
        """What tells whether two files differ in their text only: checksum and size of all other parts."""
        text = self.main
        return tuple(
            (name, info.CRC, info.file_size) for name, info in self._infos.items() if name != text and not name.startswith("docProps/")
        )

    @cached_property
    def _types(self) -> tuple[dict[str, str], dict[str, str]]:
        own: dict[str, str] = {}
        by_suffix: dict[str, str] = {}
        for element in parse_xml(self.read(_TYPES)):
            if isinstance(element.tag, str):
                if element.tag.endswith("}Override"):
                    own[element.get("PartName", "").lstrip("/")] = element.get("ContentType", "")
                else:
                    by_suffix[element.get("Extension", "").casefold()] = element.get("ContentType", "")
        return own, by_suffix

    def type_of(self, name: str) -> str:
        """The content type of a part."""
        own, by_suffix = self._types
        return own.get(name) or by_suffix.get(name.rpartition(".")[2].casefold(), "application/octet-stream")

    def links(self, part: str) -> tuple[Link, ...]:
        """What a part refers to; targets inside the package as names of parts. Links into nothing are left out."""
        folder, name = posixpath.split(part)
        path = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
        if not self.has(path):
            return ()
        links = (self._link(element, folder) for element in parse_xml(self.read(path)).iter(RELATIONSHIP))
        return tuple(link for link in links if link.is_external or self.has(link.target))

    def _link(self, element: etree._Element, folder: str) -> Link:
        target, external = element.get("Target", ""), element.get("TargetMode") == "External"
        if not external:
            target = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        return Link(element.get("Id", ""), element.get("Type", ""), target, external)

    def single(self, kind: str) -> str | None:
        """The part of a kind of which there is one: styles, numbering, settings."""
        return next((link.target for link in self.links(self.main) if link.kind == kind and not link.is_external), None)
