"""A Word file opened for a bundle: its parts, their content types, and what they refer to."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from functools import cached_property

from lxml import etree
from msgspec import Struct

from xlflow.documents.bundle.names import MAIN_TYPE, RELATIONSHIP
from xlflow.documents.template.package import parse_xml

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
