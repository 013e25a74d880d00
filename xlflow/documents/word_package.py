"""A Word file as a package of parts (Open Packaging Conventions): read with its content types and relationships, and written again.

Parts that do not change are copied compressed, byte for byte.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache

from lxml import etree
from msgspec import Struct

from xlflow.documents.wordprocessingml import NAMESPACES, W

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5HL")
_OFFSET = struct.Struct("<L")
_END = struct.Struct("<4s4H2LH")
_UTF8 = 0x800
_VERSION = 20
_STAMP = (0, 0x21)
"""1980-01-01 in DOS time: two runs on the same values give the same bytes."""
_NOTHING: Mapping[str, bytes] = {}

CONTENT_TYPES = "[Content_Types].xml"
XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = NAMESPACES["r"]
"""The namespace of relationship ids in a text, and what the types of relationships begin with."""
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
MAIN_TYPE = f"{WORD_TYPES}.document.main+xml"
_NO_DOCUMENTS = (
    f"{WORD_TYPES}.template.main+xml",
    "application/vnd.ms-word.document.macroEnabled.main+xml",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
)
"""Of .dotx, .docm and .dotm. Word opens no .docx of these types, so the written package declares a document."""
_ROOT = f"{W}document"
_STRICT_ROOT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}document"
NO_WORD_FILE = "不是 .docx 文件，或文件已损坏"

_RENDERED_TYPES = {
    **dict.fromkeys((MAIN_TYPE, *_NO_DOCUMENTS), ""),
    f"{WORD_TYPES}.header+xml": "页眉",
    f"{WORD_TYPES}.footer+xml": "页脚",
    f"{WORD_TYPES}.footnotes+xml": "脚注",
    f"{WORD_TYPES}.endnotes+xml": "尾注",
    "application/vnd.openxmlformats-package.core-properties+xml": "文档属性",
    "application/vnd.openxmlformats-officedocument.extended-properties+xml": "文档属性",
    "application/vnd.openxmlformats-officedocument.custom-properties+xml": "文档属性",
}
"""Content types of the parts that may hold tags, and what people call them; the body needs no name."""


class PackageMember(Struct, frozen=True):
    """One entry of the zip as it is stored. `title` is what people call a part that may hold tags; None: it is only copied."""

    name: str
    stored: bytes
    method: int
    stamp: tuple[int, int]
    crc: int
    size: int
    title: str | None = None

    def data(self) -> bytes:
        """The content, inflated."""
        if self.method == zipfile.ZIP_STORED:
            return self.stored
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(self.stored, self.size or 1)


def read_members(content: bytes) -> tuple[PackageMember, ...]:
    """All members in their order; `ValueError` with a Chinese reason where it is no package of Office."""
    with _telling(), zipfile.ZipFile(io.BytesIO(content)) as archive:
        types = _content_types(_member(content, archive.getinfo(CONTENT_TYPES), {}).data())
        return tuple(_as_document(_member(content, info, types)) for info in archive.infolist())


def read_package(content: bytes) -> tuple[PackageMember, ...]:
    """The members of a Word file that can be a template; `ValueError` with a Chinese reason where it is none."""
    members = read_members(content)
    with _telling():
        root = _root(members)
    if root == _STRICT_ROOT:
        raise ValueError("文件是“Strict Open XML 文档”，WPS 和不少程序都读不全")
    if root != _ROOT:
        raise ValueError(NO_WORD_FILE)
    return members


@contextmanager
def _telling() -> Iterator[None]:
    """Turns every error of a damaged package into one `ValueError` with a Chinese reason."""
    try:
        yield
    except (zipfile.BadZipFile, KeyError, zlib.error, struct.error, etree.XMLSyntaxError, NotImplementedError, RuntimeError) as error:
        raise ValueError(NO_WORD_FILE) from error


def _as_document(member: PackageMember) -> PackageMember:
    """The content types with a document in them where they name a template or a document with macros; other members as they are."""
    if member.name != CONTENT_TYPES:
        return member
    content = member.data()
    types = _types_of_document(content)
    return member if types == content else _compressed(member, types)


@lru_cache(maxsize=16)
def _types_of_document(content: bytes) -> bytes:
    for type in _NO_DOCUMENTS:
        content = content.replace(f'"{type}"'.encode(), f'"{MAIN_TYPE}"'.encode())
    return content


def _root(members: tuple[PackageMember, ...]) -> str:
    """The root element of the main part; "" for a workbook called .docx, which must not pass for a document without tags."""
    main = next((member for member in members if member.title == ""), None)
    if main is None:
        return ""
    for _, element in etree.iterparse(io.BytesIO(main.data()), ("start",), resolve_entities=False, no_network=True, recover=True):
        return str(element.tag)
    return ""


@lru_cache(maxsize=16)
def _content_types(content: bytes) -> Mapping[str, str]:
    """Content types by the names of parts, and by the endings of names, which have no folder; all in small letters."""
    return {
        element.get("PartName", element.get("Extension", "")).lstrip("/").casefold(): element.get("ContentType", "")
        for element in parse_xml(content)
        if isinstance(element.tag, str)
    }


def _member(content: bytes, info: zipfile.ZipInfo, types: Mapping[str, str]) -> PackageMember:
    if info.flag_bits & 1 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise zipfile.BadZipFile(info.filename)
    head = _LOCAL.unpack_from(content, info.header_offset)
    start = info.header_offset + _LOCAL.size + head[9] + head[10]
    stored = content[start : start + info.compress_size]
    title = _RENDERED_TYPES.get(types.get(info.filename.casefold(), ""))
    return PackageMember(info.filename, stored, info.compress_type, (head[4], head[5]), info.CRC, info.file_size, title)


def parse_xml(content: bytes) -> etree._Element:
    """The tree of a part; entities and outside references are never followed."""
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, remove_pis=False))


class Relationship(Struct, frozen=True):
    """A relationship of a part; `target` is the name of a part, or an address where it is `external`."""

    id: str
    type: str
    target: str
    external: bool = False

    @property
    def kind(self) -> str:
        """The last word of the type: `header`, `image`, `hyperlink`."""
        return self.type.rpartition("/")[2]


def relationships_name(part: str) -> str:
    """The member that holds the relationships of a part."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def read_relationships(content: bytes, part: str) -> Iterator[Relationship]:
    """The relationships of a part, from the member that holds them; targets inside the package as names of parts."""
    for element in parse_xml(content):
        if isinstance(element.tag, str):
            target, external = element.get("Target", ""), element.get("TargetMode") == "External"
            if not external:
                target = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
            yield Relationship(element.get("Id", ""), element.get("Type", ""), target, external)


class WordPackage:
    """A Word file for reading; `ValueError` with a Chinese reason where a part is damaged or missing."""

    def __init__(self, members: tuple[PackageMember, ...]) -> None:
        self.members = {member.name: member for member in members}
        self.main = next((member.name for member in members if member.title == ""), "word/document.xml")

    def content(self, name: str) -> bytes:
        """The content of a part."""
        with _telling():
            member = self.members[name]
            content = member.data()
        if zlib.crc32(content) != member.crc:
            raise ValueError(NO_WORD_FILE)
        return content

    def content_type(self, name: str) -> str:
        """The content type of a part."""
        types = _content_types(self.content(CONTENT_TYPES))
        return types.get(name.casefold()) or types.get(name.rpartition(".")[2].casefold(), "application/octet-stream")

    def relationships(self, part: str) -> tuple[Relationship, ...]:
        """What a part refers to; a target that is not there is left out."""
        name = relationships_name(part)
        if name not in self.members:
            return ()
        with _telling():
            found = tuple(read_relationships(self.content(name), part))
        return tuple(each for each in found if each.external or each.target in self.members)

    def single(self, kind: str) -> str:
        """The part of a kind of which there is one: `styles`, `numbering`, `settings`; "" where there is none."""
        return next((each.target for each in self.relationships(self.main) if each.kind == kind and not each.external), "")


def with_relationships(content: bytes | None, relationships: Iterable[Relationship]) -> bytes:
    """The member with further relationships; `content` is None where the part has none yet."""
    namespace = f"{PACKAGE}/relationships"
    root = parse_xml(content or f'<Relationships xmlns="{namespace}"/>'.encode())
    for each in relationships:
        mode = {"TargetMode": "External"} if each.external else {}
        etree.SubElement(root, f"{{{namespace}}}Relationship", {"Id": each.id, "Type": each.type, "Target": each.target, **mode})
    return part_bytes(root)


def with_content_types(content: bytes, extensions: Mapping[str, str], overrides: Mapping[str, str]) -> bytes:
    """`[Content_Types].xml` with the types of further endings and parts."""
    root = parse_xml(content)
    known = _content_types(content)
    for extension, type in extensions.items():
        if extension not in known:
            root.insert(0, etree.Element(f"{{{PACKAGE}/content-types}}Default", {"Extension": extension, "ContentType": type}))
    for part, type in overrides.items():
        if part.casefold() not in known:
            etree.SubElement(root, f"{{{PACKAGE}/content-types}}Override", {"PartName": f"/{part}", "ContentType": type})
    return part_bytes(root)


def part_bytes(root: etree._Element) -> bytes:
    """A part as it is written into the package."""
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


class PackageWriter:
    """A zip whose members are written again and again, with some of them changed."""

    def __init__(self, members: tuple[PackageMember, ...]) -> None:
        self._entries = [_Entry.of(member) for member in members]

    def written(self, changed: Mapping[str, bytes], added: Mapping[str, bytes] = _NOTHING) -> bytes:
        """The zip with new content for the changed members, everything else as it was, and the added members behind."""
        pieces: list[bytes] = []
        directory: list[bytes] = []
        offset = 0
        for entry in (*self._entries, *(_Entry.of(_new(name, content)) for name, content in added.items())):
            if entry.member.name in changed:
                entry = _Entry.of(_compressed(entry.member, changed[entry.member.name]))
            pieces.append(entry.local)
            directory += (entry.central, _OFFSET.pack(offset), entry.name)
            offset += len(entry.local)
        listing, count = b"".join(directory), len(directory) // 3
        end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(listing), offset, 0)
        return b"".join((*pieces, listing, end))


class _Entry(Struct, frozen=True):
    """A member as it stands in the zip, and its line of the directory up to where it stands."""

    member: PackageMember
    local: bytes
    central: bytes
    name: bytes

    @classmethod
    def of(cls, member: PackageMember) -> _Entry:
        name = member.name.encode()
        facts = (_UTF8, member.method, *member.stamp, member.crc, len(member.stored), member.size, len(name), 0)
        local = b"".join((_LOCAL.pack(b"PK\x03\x04", _VERSION, *facts), name, member.stored))
        return cls(member, local, _CENTRAL.pack(b"PK\x01\x02", _VERSION, _VERSION, *facts, 0, 0, 0, 0), name)


def _new(name: str, content: bytes) -> PackageMember:
    """Pictures are compressed already; they and other new members are stored as they are."""
    return PackageMember(name, content, zipfile.ZIP_STORED, _STAMP, zlib.crc32(content), len(content))


def _compressed(member: PackageMember, content: bytes) -> PackageMember:
    """Level 1: a document of text is as small as it needs to be, at a third of the time."""
    packer = zlib.compressobj(1, zlib.DEFLATED, -zlib.MAX_WBITS)
    stored = packer.compress(content) + packer.flush()
    return PackageMember(member.name, stored, zipfile.ZIP_DEFLATED, member.stamp, zlib.crc32(content), len(content), member.title)
